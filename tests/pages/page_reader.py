"""Pages as trees, by the standard library's parser, and the weeks that their tests show."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from iopsched.domain.schedule import Schedule
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.pages.report import report_html
from iopsched.verification import verify

DOCS = Path(__file__).resolve().parents[2] / "docs"
VOID = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Element:
    """An element of a page; `inside` are its texts and elements in order."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, with single spaces."""
        return " ".join(" ".join(self.texts()).split())

    def texts(self):
        """Every text in it, in order."""
        for one in self.inside:
            if isinstance(one, str):
                yield one
            else:
                yield from one.texts()

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Every element in it of a tag and with these attributes (``class_`` for class)."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        found = []
        for one in self.inside:
            if isinstance(one, Element):
                fits = all(one.attributes.get(name) == value for name, value in wanted.items())
                found += [one] if fits and tag in ("", one.tag) else []
                found += one.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def words(self) -> list[str]:
        """Everything in it that could tell something: texts, and values of attributes but looks and roles."""
        values = [value for name, value in self.attributes.items() if name not in ("class", "role", "scope")]
        inner = [one if isinstance(one, str) else " ".join(one.words()) for one in self.inside]
        return [*values, *inner]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].inside.append(data)


def page_of(html: str) -> Element:
    """Return a page as a tree; every tag that is opened is closed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [one.tag for one in reader.open] == [""], "a tag is left open"
    return reader.root


def example():
    """Return the instance and schedule of the documentation."""
    instance = read_instance(DOCS / "example.json")
    return instance, read_schedule(DOCS / "example.schedule.json", instance)


def broken_example():
    """Return the example with a session in too small a room, at a start that is not offered."""
    instance, _ = example()
    data = json.loads((DOCS / "example.schedule.json").read_text())
    for session in data["sessions"]:
        if session["id"] == "process-a.1":
            session["room"] = "office"
        if session["id"] == "saturday.sat":
            session.update(start="10:00", end="11:30")
    return instance, Schedule.model_validate(data)


def html_of(instance, schedule, **options) -> str:
    """Return a schedule's page."""
    return report_html(instance, schedule, verify(instance, schedule), **options)


def tokens(words):
    """Return everything in some words that could be an id."""
    return set(re.findall(r"[A-Za-z0-9][A-Za-z0-9._-]*", " ".join(words)))


def telling_ids(instance, client):
    """Return the ids that a client's sheet must not tell: other people's, and those of the programme."""
    others = {one.id for one in instance.clients if one.id != client}
    guests = {guest.id for one in instance.clients if one.id != client for guest in one.guests}
    programme = {instance.id} | {
        one.id
        for things in (instance.services, instance.groups, instance.levels, instance.payers)
        for one in things
    }
    return others | guests, programme
