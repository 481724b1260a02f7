"""The week to plan and the place where it happens: dates, closures, sites, rooms, travel."""

import datetime as dt
import zoneinfo
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, Strict
from pydantic_core import PydanticCustomError

from iopsched.domain.base import (
    Count,
    DatedHours,
    DayMinutes,
    Defines,
    Id,
    Model,
    PositiveCount,
    SiteRef,
    Tag,
)
from iopsched.domain.clock import IsoDate, LocalTime
from iopsched.domain.hours import ALWAYS, DayHours, WeekHours

Mode = Literal["on_site", "telehealth"]


def _monday(value: dt.date) -> dt.date:
    if value.weekday() != 0:
        raise PydanticCustomError("not_a_monday", "the week starts on a Monday")
    if not 1990 <= value.year <= 2200:
        raise PydanticCustomError("date_absurd", "a date between 1990 and 2200 is expected")
    return value


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError(
            "time_zone_unknown", "an IANA time zone such as America/New_York is expected"
        ) from None
    return value


class Closure(Model):
    """A date, or hours of it, on which sites are closed.

    `sites` empty means everything is closed, telehealth too. `hours` left out means the whole day.
    """

    date: IsoDate
    sites: tuple[SiteRef, ...] = ()
    hours: DayHours | None = None


class Week(Model):
    """The week to plan: its Monday, its wall clock and the grid that starts lie on.

    `now` is the time of that clock up to which the week is past; left out, none of it is. Outside the
    week it makes all of it past, or nothing.
    """

    monday: Annotated[IsoDate, AfterValidator(_monday)]
    time_zone: Annotated[str, Strict(), AfterValidator(_zone)]
    grid_minutes: Literal[5, 10, 15, 20, 30, 60] = 15
    closures: tuple[Closure, ...] = ()
    now: LocalTime | None = None

    def is_past(self, date: dt.date, start: int) -> bool:
        """Return whether a start, in minutes after the date's midnight, lies before `now`."""
        midnight = dt.datetime.combine(date, dt.time())
        return self.now is not None and midnight + dt.timedelta(minutes=start) < self.now

    def date_of(self, day: int) -> dt.date:
        """Return the date of a day of the week, Monday being 0."""
        return self.monday + dt.timedelta(days=day)


class Site(Model):
    """A building: its opening hours and the fewest clinicians present during any session in it."""

    id: Annotated[Id, Defines("site")]
    hours: WeekHours = ALWAYS
    exceptions: tuple[DatedHours, ...] = ()
    min_staff_present: Count = 1


class Room(Model):
    """A room: `capacity` counts everybody in it, leaders and guests included.

    `hours` left out means the site's.
    """

    id: Annotated[Id, Defines("room")]
    site: SiteRef = "main"
    capacity: PositiveCount
    features: tuple[Tag, ...] = ()
    hours: WeekHours | None = None
    exceptions: tuple[DatedHours, ...] = ()


class Travel(Model):
    """The minutes it takes anybody to get from one of two sites to the other."""

    between: Annotated[tuple[SiteRef, ...], Field(min_length=2, max_length=2)]
    minutes: DayMinutes


class Conventions(Model):
    """Numbers that rules and goals count with, where a site may see things differently.

    `telehealth_buffer_minutes`: from the end of a telehealth session to an on-site one.
    `new_trip_after_minutes`: a longer wait between two on-site sessions makes a new trip.
    `split_shift_after_minutes`: a longer pause between two sessions splits a clinician's day.
    `short_rest_minutes`: less than this between two working days is a short rest.
    `uncredited_session_minutes`: what a missing session or day without credited minutes of its own
    counts in minutes short.
    """

    telehealth_buffer_minutes: DayMinutes = 30
    new_trip_after_minutes: DayMinutes = 120
    split_shift_after_minutes: DayMinutes = 120
    short_rest_minutes: DayMinutes = 660
    uncredited_session_minutes: DayMinutes = 60
