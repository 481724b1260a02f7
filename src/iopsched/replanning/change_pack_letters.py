"""The letters of a change pack: for each person only what changes for it."""

import datetime as dt
import textwrap
from collections.abc import Callable, Iterator

from iopsched.domain.schedule import Session
from iopsched.replanning.change_pack_notices import Notice, Person
from iopsched.replanning.change_pack_words import Wording, kind, people, when, written_date

_WIDTH = 78
_CLIENT_SECTIONS = ("Cancelled", "Changed", "New")
_CLINICIAN_SECTIONS = ("No longer yours", "Changed", "Yours now")


def letter(person: Person, words: Wording, monday: dt.date, compared_with: dt.date | None) -> str:
    """Return a person's letter, ready to send; `compared_with` is the Monday of another week.

    A client's names no other client, no group and no service. A clinician's names the clients of the
    sessions it leads now, and of no other.
    """
    lines = [f"For {person.change.id}: what changes in the week of {written_date(monday)}"]
    if compared_with is not None:
        lines.append(f"(day by day, against the week of {written_date(compared_with)})")
    told = list(person.notices)
    sections = _CLIENT_SECTIONS if person.who == "client" else _CLINICIAN_SECTIONS
    for title, notices in zip(
        sections,
        (
            [notice for notice in told if notice.after is None],
            [notice for notice in told if notice.before is not None and notice.after is not None],
            [notice for notice in told if notice.before is None],
        ),
        strict=True,
    ):
        if notices:
            lines += ["", title]
        for notice in notices:
            lines += _client_entry(person, notice, words) if person.who == "client" else _led(notice, words)
    return "\n".join([*lines, "", _ending(person), ""])


def _ending(person: Person) -> str:
    if person.change.gone:
        return "There is no other session for you in this week."
    if person.change.new:
        return "These are all your sessions that are still to come in this week."
    return "All else stays as it is."


def _client_entry(person: Person, notice: Notice, words: Wording) -> Iterator[str]:
    shown = notice.shown
    yield f"  Your {kind(shown)}"
    yield from _when_and_where(notice, words)
    leaders = {session.leaders for session in notice.sessions}
    if leaders != {()}:
        yield _line("with", people(shown.leaders), _of_before(notice, notice.other_leaders, _leaders))
    if notice.unnoticed and len({session.id for session in notice.sessions}) > 1:
        yield "    It is another session than before, at the same time and place."
    sentence = words.guest_sentence(notice.before, notice.after, person.change.id)
    if sentence:
        yield from textwrap.wrap(sentence, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _led(notice: Notice, words: Wording) -> Iterator[str]:
    shown = notice.shown
    name = f"{kind(shown).capitalize()} {shown.id}"
    if notice.after is None:
        fate = f"led by {people(notice.led_on)} now" if notice.led_on else "cancelled"
        yield f"  {name} ({fate})"
        yield from _when_and_where(notice, words)
        return
    yield f"  {name}"
    yield from _when_and_where(notice, words)
    if any(len(session.leaders) > 1 for session in notice.sessions):
        yield _line("led by", people(shown.leaders), _of_before(notice, notice.other_leaders, _leaders))
    old = notice.before
    for label, now, then in (
        ("clients", shown.clients, old.clients if old else ()),
        ("guests", shown.guests, old.guests if old else ()),
    ):
        if now or then:
            yield from _roster(label, now)
        if old is not None and set(now) != set(then):
            yield from _roster("  new", tuple(one for one in now if one not in then))
            yield from _roster("  gone", tuple(one for one in then if one not in now))


def _when_and_where(notice: Notice, words: Wording) -> Iterator[str]:
    shown = notice.shown
    yield _line("when", when(shown), "" if notice.moved else _of_before(notice, False, when))
    if notice.before is not None and notice.moved:
        yield f"{'':13}instead of {when(notice.before)}"
    yield _line("where", words.where(shown), _of_before(notice, notice.other_place, words.where))


def _line(label: str, value: str, further: str) -> str:
    return f"    {label + ':':<9}{value}{further}"


def _of_before(notice: Notice, differs: bool, told: Callable[[Session], str]) -> str:
    if notice.before is None or notice.after is None:
        return ""
    return f", instead of {told(notice.before)}" if differs else ", as before"


def _leaders(session: Session) -> str:
    return people(session.leaders)


def _roster(label: str, ids: tuple[str, ...]) -> Iterator[str]:
    if ids or not label.startswith(" "):
        start = f"    {label + ':':<9}"
        text = " ".join(ids) or "nobody"
        yield from textwrap.wrap(
            text, _WIDTH, initial_indent=start, subsequent_indent=" " * 13, break_on_hyphens=False
        )
