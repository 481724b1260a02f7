"""Clients: their stay, plan, hours, guests, wishes and what they attended already."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import (
    ClientRef,
    ClinicianRef,
    Count,
    DatedHours,
    DayCount,
    DayMinutes,
    Defines,
    Flag,
    GroupRef,
    GuestRef,
    Id,
    LevelRef,
    Model,
    PayerRef,
    PositiveCount,
    ServiceRef,
    SessionId,
    Strength,
    Tag,
    WeekMinutes,
)
from iopsched.domain.clinicians import Meal
from iopsched.domain.clock import Day, IsoDate, TimeOfDay
from iopsched.domain.hours import ALWAYS, WeekHours
from iopsched.domain.week import Mode

WithWhom = Literal["primary", "primary_or_cover", "any"]


class PlanItem(Model):
    """One service of a client's treatment plan.

    `max_sessions` left out is unlimited for groups and `min_sessions` (at least 1) otherwise. An
    item is due if it was last on `every_weeks` weeks ago or longer, or never; one that is not due
    is optional. `min_days_between`: 1 keeps its sessions on different days, 2 leaves a day between.
    `with_whom` left out is ``primary`` for individual counselling and ``any`` otherwise;
    `clinician_tags` are tags that every leader of its sessions has. `with_clients` and
    `with_guests` come along to its sessions: always, or if they can (`company`).
    """

    service: ServiceRef
    min_sessions: Count = 1
    max_sessions: Count | None = None
    every_weeks: PositiveCount = 1
    last_on: IsoDate | None = None
    min_days_between: DayCount = 0
    with_whom: WithWhom | None = None
    clinician_tags: tuple[Tag, ...] = ()
    with_clients: tuple[ClientRef, ...] = ()
    with_guests: tuple[GuestRef, ...] = ()
    company: Literal["required", "optional"] = "required"

    @model_validator(mode="after")
    def _check(self) -> "PlanItem":
        if self.max_sessions is not None and self.min_sessions > self.max_sessions:
            raise PydanticCustomError("min_over_max", "min_sessions is above max_sessions")
        return self


class Guest(Model):
    """Somebody who comes along with a client: family, partner, sponsor. An id and hours, no more."""

    id: Annotated[Id, Defines("guest")]
    hours: WeekHours = ALWAYS
    exceptions: tuple[DatedHours, ...] = ()


class Preference(Model):
    """A wish, about exactly one of a group, a clinician, a day or hours; `avoid` turns it round.

    Met if the client is in the group, has a session with the clinician, has a session on the day,
    has all sessions inside the hours; with `avoid`, if not, and for hours if no session touches them.
    """

    group: GroupRef | None = None
    clinician: ClinicianRef | None = None
    day: Day | None = None
    hours: WeekHours | None = None
    avoid: Flag = False
    strength: Strength = 1

    @model_validator(mode="after")
    def _check(self) -> "Preference":
        named = [x for x in (self.group, self.clinician, self.day, self.hours) if x is not None]
        if len(named) != 1:
            raise PydanticCustomError(
                "preference_unclear", "a wish names exactly one of group, clinician, day, hours"
            )
        return self


class Attendance(Model):
    """Treatment that the client attended on a date of this week.

    With `service` it also counts as one session of that plan item. `session` is the session's id: what
    is recorded here then stands for all that the schedule would credit the client for it. A session
    that was missed has 0 `credited_minutes` and no `service`.
    """

    date: IsoDate
    credited_minutes: DayMinutes
    service: ServiceRef | None = None
    session: SessionId | None = None


class Authorisation(Model):
    """What the payer has authorised: a window of dates, and qualifying days left on Monday."""

    first_date: IsoDate | None = None
    last_date: IsoDate | None = None
    days_left: Count | None = None

    @model_validator(mode="after")
    def _check(self) -> "Authorisation":
        if self.first_date and self.last_date and self.first_date > self.last_date:
            raise PydanticCustomError("ends_before_start", "last_date is before first_date")
        return self


class Client(Model):
    """Somebody in treatment, named by an opaque id.

    The client's own band lies inside the level's. Floors are prorated to the days between
    `starts_on` and `ends_on`. `programme_week` is the phase. `hours` are hard availability;
    `arrive_after` and `leave_by` bound on-site sessions of every day. `plan` empty admits any group
    service. `only_groups` left out allows every group the client is eligible for. `priority` weighs
    the client in level 1. Without `primary` one is assigned. `last_service_date` is the last before
    this week.
    """

    id: Annotated[Id, Defines("client")]
    level: LevelRef = "iop"
    payers: tuple[PayerRef, ...] = ()
    min_minutes_per_week: WeekMinutes | None = None
    max_minutes_per_week: WeekMinutes | None = None
    authorisation: Authorisation | None = None
    programme_week: PositiveCount = 1
    starts_on: IsoDate | None = None
    ends_on: IsoDate | None = None
    plan: tuple[PlanItem, ...] = ()
    hours: WeekHours = ALWAYS
    exceptions: tuple[DatedHours, ...] = ()
    arrive_after: TimeOfDay | None = None
    leave_by: TimeOfDay | None = None
    max_run_minutes: Annotated[DayMinutes, Field(ge=1)] | None = None
    rest_minutes: Annotated[DayMinutes, Field(ge=1)] = 15
    meal: Meal | None = None
    guests: tuple[Guest, ...] = ()
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("on_site", "telehealth")
    languages: Annotated[tuple[Tag, ...], Field(min_length=1)] = ("en",)
    tags: tuple[Tag, ...] = ()
    age_band: Tag = "adult"
    gender: Tag | None = None
    track: Tag | None = None
    primary: ClinicianRef | None = None
    avoid_clinicians: tuple[ClinicianRef, ...] = ()
    only_groups: tuple[GroupRef, ...] | None = None
    priority: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    preferences: tuple[Preference, ...] = ()
    max_trips: Count | None = None
    max_groups: Count | None = None
    attended: tuple[Attendance, ...] = ()
    last_service_date: IsoDate | None = None

    @model_validator(mode="after")
    def _check(self) -> "Client":
        if self.starts_on and self.ends_on and self.starts_on > self.ends_on:
            raise PydanticCustomError("ends_before_start", "ends_on is before starts_on")
        low, high = self.min_minutes_per_week, self.max_minutes_per_week
        if low is not None and high is not None and low > high:
            raise PydanticCustomError("min_over_max", "min_minutes_per_week is above max_minutes_per_week")
        if self.arrive_after is not None and self.leave_by is not None and self.arrive_after >= self.leave_by:
            raise PydanticCustomError("ends_before_start", "leave_by is not after arrive_after")
        return self

    def item_for(self, service: str) -> PlanItem | None:
        """Return the plan item of a service, or None."""
        return next((item for item in self.plan if item.service == service), None)

    @property
    def wished_clinicians(self) -> frozenset[str]:
        """The clinicians whom the client wishes for."""
        wishes = (wish for wish in self.preferences if not wish.avoid)
        return frozenset(wish.clinician for wish in wishes if wish.clinician is not None)

    def missed_sessions(self, service: str) -> int:
        """Return how many of the client's own sessions of a service were missed, as `attended` says."""
        missed = {entry.session for entry in self.attended if entry.service is None}
        return sum(
            1 for one in missed if one is not None and one.rpartition(".")[0] == f"{self.id}.{service}"
        )
