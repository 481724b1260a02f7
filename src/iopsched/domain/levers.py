"""Levers: what a coordinator can do about a week, each an edit of one instance, as data."""

from typing import Annotated, Literal

from pydantic import Field

from iopsched.domain.base import (
    Count,
    Id,
    PositiveCount,
    Tag,
    WeekMinutes,
)
from iopsched.domain.clock import Day, TimeOfDay, WeekTime, format_day, format_time, format_week_time
from iopsched.domain.lever import Lever
from iopsched.domain.lever_hours import ClientHours, ClinicianHours, PlaceHours


def _more(number: int, one: str, several: str) -> str:
    return f"One more {one}" if number == 1 else f"{number} more {several}"


class MoreSeats(Lever):
    """A group takes more heads."""

    kind: Literal["seat"] = "seat"
    group: Id
    seats: PositiveCount
    before: PositiveCount

    def sentence(self) -> str:
        """Return, for example, ``One more seat in relapse-2 (13 instead of 12)``."""
        more = _more(self.seats - self.before, "seat", "seats")
        return f"{more} in {self.group} ({self.seats} instead of {self.before})"


class MoreChairs(Lever):
    """A room seats more people."""

    kind: Literal["room_seat"] = "room_seat"
    room: Id
    seats: PositiveCount
    before: PositiveCount

    def sentence(self) -> str:
        """Return, for example, ``Room A seats 1 more (15 instead of 14)``."""
        more = self.seats - self.before
        return f"Room {self.room} seats {more} more ({self.seats} instead of {self.before})"


class FewerHeads(Lever):
    """A group is held with fewer heads than it asks for."""

    kind: Literal["fewer_heads"] = "fewer_heads"
    group: Id
    heads: PositiveCount
    before: PositiveCount

    def sentence(self) -> str:
        """Return, for example, ``Hold skills-2 with 3 already (instead of 4 or more)``."""
        return f"Hold {self.group} with {self.heads} already (instead of {self.before} or more)"


class AnotherLeader(Lever):
    """Somebody who is not among a group's candidate leaders may lead it."""

    kind: Literal["leader"] = "leader"
    group: Id
    clinician: Id

    def sentence(self) -> str:
        """Return, for example, ``Let k05 lead skills-1 too``."""
        return f"Let {self.clinician} lead {self.group} too"


class MoreLoad(Lever):
    """A clinician leads more minutes a day or a week."""

    kind: Literal["clinician_load"] = "clinician_load"
    clinician: Id
    per: Literal["day", "week"]
    minutes: WeekMinutes
    before: WeekMinutes

    def sentence(self) -> str:
        """Return, for example, ``k03 leads up to 390 minutes a day (instead of 360)``."""
        return f"{self.clinician} leads up to {self.minutes} minutes a {self.per} (instead of {self.before})"


class LargerCaseload(Lever):
    """A clinician is primary to more clients."""

    kind: Literal["caseload"] = "caseload"
    clinician: Id
    clients: PositiveCount
    before: Count

    def sentence(self) -> str:
        """Return, for example, ``k03 is primary to up to 13 clients (instead of 12)``."""
        return f"{self.clinician} is primary to up to {self.clients} clients (instead of {self.before})"


class NewCredential(Lever):
    """A clinician gets a credential, or one that ran out again."""

    kind: Literal["credential"] = "credential"
    clinician: Id
    credential: Tag

    def sentence(self) -> str:
        """Return, for example, ``k03 gets the credential LPC``."""
        return f"{self.clinician} gets the credential {self.credential}"


class Cover(Lever):
    """A client sees whoever has time, not the primary clinician alone."""

    kind: Literal["cover"] = "cover"
    client: Id
    service: Id

    def sentence(self) -> str:
        """Return, for example, ``c014 may see somebody else than its primary for individual``."""
        return f"{self.client} may see somebody else than its primary for {self.service}"


class MoreSessions(Lever):
    """A client may have more of its own sessions of a service."""

    kind: Literal["own_session"] = "own_session"
    client: Id
    service: Id
    sessions: PositiveCount
    before: Count

    def sentence(self) -> str:
        """Return, for example, ``One more session of individual for c014 (2 instead of 1)``."""
        more = _more(self.sessions - self.before, "session", "sessions")
        return f"{more} of {self.service} for {self.client} ({self.sessions} instead of {self.before})"


class Telehealth(Lever):
    """A client may attend by telehealth."""

    kind: Literal["telehealth"] = "telehealth"
    client: Id

    def sentence(self) -> str:
        """Return, for example, ``Telehealth for c014``."""
        return f"Telehealth for {self.client}"


class NewGroup(Lever):
    """A further group with one meeting is offered."""

    kind: Literal["open_group"] = "open_group"
    group: Id
    service: Id
    start: WeekTime
    clinicians: tuple[Id, ...] = ()
    room: Id | None = None
    language: Tag = "en"

    def sentence(self) -> str:
        """Return, for example, ``Open a group of skills Sat 10:00 led by k03 in room A``."""
        led = f" led by {' and '.join(self.clinicians)}" if self.clinicians else ""
        where = " by telehealth" if self.room is None else f" in room {self.room}"
        when = format_week_time(self.start)
        return f"Open a group of {self.service} {when}{led}{where} ({self.group})"


class NewStart(Lever):
    """A meeting that is not held may start at another time too."""

    kind: Literal["meeting_start"] = "meeting_start"
    group: Id
    meeting: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
    start: WeekTime

    def sentence(self) -> str:
        """Return, for example, ``Let skills-1.1 start Sat 10:00 too``."""
        return f"Let {self.group}.{self.meeting} start {format_week_time(self.start)} too"


class RoomHour(Lever):
    """A further room, like one that is there, for a while on one day."""

    kind: Literal["room_hour"] = "room_hour"
    room: Id
    like: Id
    day: Day
    start: TimeOfDay
    end: TimeOfDay

    def sentence(self) -> str:
        """Return, for example, ``One more room like A, Tue 18:00-19:00``."""
        when = f"{format_day(self.day)} {format_time(self.start)}-{format_time(self.end)}"
        return f"One more room like {self.like}, {when} ({self.room})"


AnyLever = Annotated[
    MoreSeats
    | MoreChairs
    | FewerHeads
    | AnotherLeader
    | ClinicianHours
    | ClientHours
    | PlaceHours
    | MoreLoad
    | LargerCaseload
    | NewCredential
    | Cover
    | MoreSessions
    | Telehealth
    | NewGroup
    | NewStart
    | RoomHour,
    Field(discriminator="kind"),
]
"""Any kind of lever."""
