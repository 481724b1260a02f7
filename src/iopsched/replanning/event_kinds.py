"""What can happen to a week that is published already, and what becomes of its instance."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import Id, Model, SessionId
from iopsched.domain.clients import Client
from iopsched.domain.clock import IsoDate, format_day
from iopsched.domain.hours import DayHours
from iopsched.domain.instance import Instance


class Happening(Model):
    """What all events share: `place`, where they were written, for problems to name."""

    place: str | None = None

    def facts(self) -> str:
        """Return what happens, without where it was written, as text to order and compare by."""
        return f"{type(self).__name__} {self.model_dump_json(exclude={'place'})}"


class Absence(Happening):
    """A clinician or a client is away on a date, or in some hours of it."""

    clinician: Id | None = None
    client: Id | None = None
    date: IsoDate
    hours: DayHours | None = None

    @model_validator(mode="after")
    def _check(self) -> "Absence":
        if (self.clinician is None) == (self.client is None):
            raise PydanticCustomError("event_unclear", "an absence is of a clinician or of a client")
        return self

    @property
    def who(self) -> tuple[Literal["clinician", "client"], str]:
        """The kind and id of whoever is away."""
        return ("clinician", self.clinician) if self.clinician is not None else ("client", self.client or "")


class Closing(Happening):
    """A room or a site is closed on a date, or in some hours of it."""

    room: Id | None = None
    site: Id | None = None
    date: IsoDate
    hours: DayHours | None = None

    @model_validator(mode="after")
    def _check(self) -> "Closing":
        if (self.room is None) == (self.site is None):
            raise PydanticCustomError("event_unclear", "a closing is of a room or of a site")
        return self


class Cancelling(Happening):
    """A group or one session does not take place, on a date or in the whole week."""

    group: Id | None = None
    session: SessionId | None = None
    date: IsoDate | None = None

    @model_validator(mode="after")
    def _check(self) -> "Cancelling":
        if (self.group is None) == (self.session is None):
            raise PydanticCustomError("event_unclear", "what is cancelled is a group or a session")
        return self


class Arrival(Happening):
    """Clients come who were not in the week so far."""

    clients: Annotated[tuple[Client, ...], Field(min_length=1)]


class Leaving(Happening):
    """A client leaves the programme: from a date on, or from now on."""

    client: Id
    date: IsoDate | None = None


Event = Absence | Closing | Cancelling | Arrival | Leaving


class Changed(Model):
    """An instance after something happened to it, and what is to be said about that."""

    instance: Instance
    notes: tuple[str, ...] = ()


def told_date(date: dt.date) -> str:
    """Return a date as ``Tue 2026-03-03``."""
    return f"{format_day(date.weekday())} {date.isoformat()}"
