"""Clinicians: credentials, hours, loads, breaks and supervision."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from iopsched.domain.base import (
    Count,
    DatedHours,
    DayMinutes,
    Defines,
    Flag,
    Id,
    Model,
    SiteRef,
    Tag,
    WeekMinutes,
)
from iopsched.domain.clock import IsoDate
from iopsched.domain.hours import ALWAYS, DayHours, WeekHours
from iopsched.domain.week import Mode


class Credential(Model):
    """A credential and the last date on which it is valid (none: it does not expire).

    As text, just its name.
    """

    name: Tag
    valid_until: IsoDate | None = None


def _credential(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Meal(Model):
    """A meal break owed on long days.

    On a date whose sessions span more than `after_minutes` from first start to last end, one pause
    between two of them lasts at least `minutes`, inside `between` where that is given.
    """

    minutes: DayMinutes = 30
    after_minutes: DayMinutes = 360
    between: DayHours | None = None


class Clinician(Model):
    """Somebody who leads sessions.

    `sites` left out means all of them. Loads are clock minutes of sessions led. `break_minutes` is
    the least pause between two sessions. A run is a chain of sessions with pauses shorter than
    `rest_minutes`; it lasts at most `max_run_minutes` from first start to last end. `max_caseload`
    caps the clients whose primary clinician this is.
    """

    id: Annotated[Id, Defines("clinician")]
    credentials: tuple[
        Annotated[Credential, BeforeValidator(_credential, json_schema_input_type=str | Credential)], ...
    ] = ()
    hours: WeekHours = ALWAYS
    exceptions: tuple[DatedHours, ...] = ()
    sites: Annotated[tuple[SiteRef, ...], Field(min_length=1)] | None = None
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("on_site", "telehealth")
    needs_supervision: Flag = False
    may_supervise: Flag = False
    max_minutes_per_day: DayMinutes | None = None
    max_minutes_per_week: WeekMinutes | None = None
    break_minutes: DayMinutes = 0
    max_run_minutes: Annotated[DayMinutes, Field(ge=1)] | None = None
    rest_minutes: Annotated[DayMinutes, Field(ge=1)] = 15
    meal: Meal | None = None
    max_caseload: Count | None = None
    languages: Annotated[tuple[Tag, ...], Field(min_length=1)] = ("en",)
    tags: tuple[Tag, ...] = ()
