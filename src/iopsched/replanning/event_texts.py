"""Events as they are written on the command line: ``k03:tue:14:00-17:00``, ``room:A:wed``, ``relapse-2``."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from iopsched.domain.clients import Client
from iopsched.domain.clock import parse_day
from iopsched.domain.hours import HoursError, format_day_hours, parse_day_hours
from iopsched.domain.instance import Instance
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.replanning.event_kinds import Absence, Arrival, Cancelling, Closing, Event, Leaving
from iopsched.replanning.events import event_problems, session_ids, unknown

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PEOPLE = ("clinician", "client")
_PLACES = ("room", "site")


class _Said(NamedTuple):
    """One option's text in its parts, and the place that its problems have; None is what is missing."""

    place: str
    kind: str | None
    one: str
    day: str | None
    hours: str | None


def parse_events(
    instance: Instance,
    *,
    absent: Sequence[str] = (),
    close: Sequence[str] = (),
    cancel: Sequence[str] = (),
    arrive: Sequence[tuple[Client, ...]] = (),
    leave: Sequence[str] = (),
) -> tuple[Event, ...]:
    """Return the events that the options say; `arrive` holds the clients of each file read.

    Raises:
        ProblemsError: a text is not understood, or an event does not fit the instance; all are told.
    """
    reader = _Reader(instance, frozenset(client.id for clients in arrive for client in clients))
    events: list[Event | None] = [Arrival(clients=clients, place="--arrive") for clients in arrive if clients]
    events += [reader.absence(text) for text in absent]
    events += [reader.closing(text) for text in close]
    events += [reader.cancelling(text) for text in cancel]
    events += [reader.leaving(text) for text in leave]
    understood = tuple(event for event in events if event is not None)
    problems = [*reader.problems, *event_problems(instance, understood)]
    if problems:
        raise ProblemsError(problems)
    return understood


class _Reader:
    """Reads the texts of events of one instance, and gathers what is wrong with them."""

    def __init__(self, instance: Instance, arriving: frozenset[str]) -> None:
        self.problems: list[Problem] = []
        self._instance = instance
        self._clients = {*instance.client, *arriving}
        self._sessions = session_ids(instance)

    def absence(self, text: str) -> Event | None:
        """Return the absence that a text says, or None."""
        said = self._parts("--absent", text, _PEOPLE)
        date, hours = self._date(said), self._hours(said)
        people = {"clinician": [*self._instance.clinician], "client": [*self._clients]}
        if said.kind is not None:
            people = {said.kind: people[said.kind]}
        if not self._exists(said, people):
            return None
        kind = next(kind for kind, ids in people.items() if said.one in ids)
        if date is None:
            self._no_day(said, "k03:tue, k03:tue:14:00-17:00 or c014:2026-03-04")
            return None
        return self._made(Absence, said, **{kind: said.one}, date=date, hours=hours)

    def closing(self, text: str) -> Event | None:
        """Return the closing that a text says, or None."""
        said = self._parts("--close", text, _PLACES)
        date, hours = self._date(said), self._hours(said)
        if said.kind is None:
            self._unclear(said, "say whether it is a room or a site, as room:A:wed or site:main:wed")
            return None
        places = {"room": [*self._instance.room], "site": [*self._instance.site]}
        if not self._exists(said, {said.kind: places[said.kind]}):
            return None
        if date is None:
            self._no_day(said, "room:A:wed or site:main:thu:12:00-18:00")
            return None
        return self._made(Closing, said, **{said.kind: said.one}, date=date, hours=hours)

    def cancelling(self, text: str) -> Event | None:
        """Return the cancelling that a text says, or None."""
        said = self._parts("--cancel", text, ())
        date = self._date(said)
        if said.hours is not None:
            self._unclear(said, "write it as relapse-2, relapse-2:tue or relapse-2.1")
            return None
        if said.day is not None and date is None:
            return None
        offered = {"group": [*self._instance.group], "session": sorted(self._sessions)}
        if not self._exists(said, offered):
            return None
        kind = next(kind for kind, ids in offered.items() if said.one in ids)
        return self._made(Cancelling, said, **{kind: said.one}, date=date)

    def leaving(self, text: str) -> Event | None:
        """Return the leaving that a text says, or None."""
        said = self._parts("--leave", text, ())
        date = self._date(said)
        if said.hours is not None:
            self._unclear(said, "write it as c014 or c014:wed")
            return None
        if said.day is not None and date is None:
            return None
        if not self._exists(said, {"client": [*self._clients]}):
            return None
        return self._made(Leaving, said, client=said.one, date=date)

    def _exists(self, said: _Said, known: Mapping[str, Sequence[str]]) -> bool:
        ids = [one for some in known.values() for one in some]
        if said.one not in ids:
            self.problems.append(unknown(said.place, " or ".join(known), said.one, ids))
        return said.one in ids

    def _parts(self, option: str, text: str, kinds: Sequence[str]) -> _Said:
        parts = [part.strip() for part in text.split(":")]
        prefixed = parts[0] in kinds and len(parts) > 1 and (len(parts) > 2 or kinds is _PLACES)
        kind = parts.pop(0) if prefixed else None
        one, day, hours = parts[0], parts[1] if parts[1:] else None, ":".join(parts[2:]) or None
        shown = [safe_value(part, self._known) for part in (kind, one, day, hours) if part is not None]
        return _Said(f"{option} {':'.join(shown)}", kind, one, day, hours)

    @cached_property
    def _known(self) -> frozenset[str]:
        here = self._instance
        names = (here.clinician, here.room, here.site, here.group, self._clients, self._sessions)
        return frozenset(_PEOPLE + _PLACES).union(*names)

    def _date(self, said: _Said) -> dt.date | None:
        if said.day is None:
            return None
        day = parse_day(said.day)
        if day is not None:
            return self._instance.week.date_of(day)
        try:
            if _DATE.fullmatch(said.day):
                return dt.date.fromisoformat(said.day)
        except ValueError:
            pass
        shown = safe_value(said.day)
        way_out = "Write mon, tue, wed, thu, fri, sat or sun, or a date such as 2026-03-03."
        self.problems.append(Problem("day_invalid", said.place, "this is no day and no date", way_out, shown))
        return None

    def _hours(self, said: _Said) -> str | None:
        if said.hours is None:
            return None
        try:
            windows = parse_day_hours(said.hours)
        except HoursError as error:
            code, message = error.code, str(error)
        else:
            if windows:
                return format_day_hours(windows)
            code, message = "hours_invalid", "hours of no length are none"
        shown = safe_value(said.hours)
        self.problems.append(Problem(code, said.place, message, "Write hours as 14:00-17:00.", shown))
        return None

    def _no_day(self, said: _Said, examples: str) -> None:
        if said.day is None:
            self._unclear(said, f"say on which day, as {examples}")

    def _unclear(self, said: _Said, way_out: str) -> None:
        message = "this is not understood"
        self.problems.append(
            Problem("event_unclear", said.place, message, f"{way_out[0].upper()}{way_out[1:]}.")
        )

    def _made(self, kind: type[Event], said: _Said, **fields: Any) -> Event:
        return kind.model_validate({**fields, "place": said.place})
