"""What to tell each person whom the differences concern: one notice for each session."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from iopsched.domain.differences import ClientChange, ClinicianChange, Difference, PersonChange
from iopsched.domain.schedule import Schedule, Session
from iopsched.replanning.differences_people import Sessions, by_client, by_clinician

Who = Literal["client", "clinician"]


@dataclass(frozen=True)
class Notice:
    """What a person had before and has now; the former is None where it is new, the latter if cancelled.

    `led_on` tells a clinician who leads the session that it led, or that nobody does.
    """

    before: Session | None
    after: Session | None
    led_on: tuple[str, ...] = ()

    @property
    def sessions(self) -> tuple[Session, ...]:
        """What was and what is, as far as there is either."""
        return tuple(session for session in (self.before, self.after) if session is not None)

    @property
    def shown(self) -> Session:
        """What is now, or else was."""
        return self.sessions[-1]

    @property
    def moved(self) -> bool:
        """Whether day or time are others than before."""
        return len({(session.date, session.start, session.end) for session in self.sessions}) > 1

    @property
    def other_place(self) -> bool:
        """Whether room or mode are others than before."""
        return len({(session.mode, session.room) for session in self.sessions}) > 1

    @property
    def other_leaders(self) -> bool:
        """Whether others lead than before."""
        return len({frozenset(session.leaders) for session in self.sessions}) > 1

    @property
    def unnoticed(self) -> bool:
        """Whether day, time, place and leaders are as before."""
        return len(self.sessions) == 2 and not (self.moved or self.other_place or self.other_leaders)

    @property
    def rank(self) -> int:
        """How urgent it is among notices of one time: cancelled or earlier, new, later, anything else."""
        if self.after is None:
            return 0
        if self.before is None:
            return 1
        if not self.moved:
            return 3
        return 0 if start_of(self.after) < start_of(self.before) else 2

    def first_time(self, now: dt.datetime) -> dt.datetime | None:
        """Return the first start, old or new, of what is not over by then; None if all is."""
        ahead = [start_of(session) for session in self.sessions if end_of(session) > now]
        return min(ahead, default=None)


@dataclass(frozen=True)
class Person:
    """Somebody to be told, and what; notices in order of time."""

    who: Who
    change: PersonChange
    notices: tuple[Notice, ...]
    first_time: dt.datetime

    @property
    def file(self) -> str:
        """The path of the person's letter."""
        return f"{self.who}s/{self.change.id}.txt"

    @property
    def first(self) -> Notice:
        """The most urgent notice."""
        return self.notices[0]


def start_of(session: Session) -> dt.datetime:
    """Return when a session starts, on the wall clock."""
    return dt.datetime.combine(session.date, dt.time()) + dt.timedelta(minutes=session.start)


def end_of(session: Session) -> dt.datetime:
    """Return when a session ends, on the wall clock."""
    return dt.datetime.combine(session.date, dt.time()) + dt.timedelta(minutes=session.end)


def people_to_tell(
    difference: Difference, before: Schedule, after: Schedule, now: dt.datetime
) -> Iterator[Person]:
    """Yield everybody who has to be told of something that is not over by now, clients first.

    `before` has the ids of now, and its dates in the week of `after`.
    """
    old, new = by_client(before), by_client(after)
    for client in difference.clients:
        found = _for_client(client, old.get(client.id, {}), new.get(client.id, {}))
        yield from _person("client", client, list(found), now)
    old, new = by_clinician(before), by_clinician(after)
    held = {session.id: session for session in after.sessions}
    for clinician in difference.clinicians:
        notices = _for_clinician(clinician, old.get(clinician.id, {}), new.get(clinician.id, {}), held)
        yield from _person("clinician", clinician, list(notices), now)


def _person(who: Who, change: PersonChange, notices: list[Notice], now: dt.datetime) -> Iterator[Person]:
    timed = [
        (time, notice.rank, index, notice)
        for index, notice in enumerate(notices)
        if (time := notice.first_time(now)) is not None
    ]
    if timed:
        timed.sort(key=lambda entry: entry[:3])
        yield Person(who, change, tuple(notice for *_, notice in timed), timed[0][0])


def _for_client(change: ClientChange, old: Sessions, new: Sessions) -> Iterator[Notice]:
    # In the order of the week, so that notices of one time keep it.
    affected = {*change.moved, *change.other_place, *change.other_leaders, *change.other_guests}
    yield from (Notice(old[one], new[one]) for one in new if one in affected)
    yield from _exchanged([old[one] for one in change.left], [new[one] for one in change.joined])


def _exchanged(left: list[Session], joined: list[Session]) -> Iterator[Notice]:
    """Pair what a client leaves with what it joins instead, and leave out what is the same to it."""

    def likeness(one: Session, other: Session) -> tuple[bool, bool] | None:
        same_service, same_date = one.service == other.service, one.date == other.date
        alike = one.kind == other.kind and (same_service or same_date)
        return (same_service, same_date) if alike else None

    for wanted in ((True, True), (True, False), (False, True)):
        for one in list(left):
            other = next((session for session in joined if likeness(one, session) == wanted), None)
            if other is not None:
                left.remove(one)
                joined.remove(other)
                notice = Notice(one, other)
                if not (notice.unnoticed and wanted[0]):
                    yield notice
    yield from (Notice(session, None) for session in left)
    yield from (Notice(None, session) for session in joined)


def _for_clinician(change: ClinicianChange, old: Sessions, new: Sessions, held: Sessions) -> Iterator[Notice]:
    affected = {*change.moved, *change.other_place, *change.other_leaders, *change.other_clients}
    yield from (Notice(old[one], new[one]) for one in new if one in affected)
    for one in change.left:
        yield Notice(old[one], None, led_on=held[one].leaders if one in held else ())
    yield from (Notice(None, new[one]) for one in change.joined)
