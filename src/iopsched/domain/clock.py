"""Days, clock times and dates: the only place that turns their text into numbers.

Inside the package a time of day is minutes after midnight (0 to 1440) and a week time is minutes
after Monday 00:00 (0 to 10080), both on the wall clock of the instance's time zone. In files both
are text: ``17:30`` and ``Mon 17:30``, or ``5:30 pm`` and ``Mon 5:30 pm``.
"""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

MINUTES_PER_DAY = 1440
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_INDEX = {
    **{day: i for i, day in enumerate(DAYS)},
    "monday": 0,
    "tuesday": 1,
    "tues": 1,
    "wednesday": 2,
    "thursday": 3,
    "thur": 3,
    "thurs": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
}
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?:\s?([ap])\.?\s?m\.?)?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def parse_day(text: str) -> int | None:
    """Return the day's index, Monday being 0, or None if `text` names no day."""
    return _DAY_INDEX.get(text.strip().lower())


def parse_time(text: str) -> int | None:
    """Return minutes after midnight for ``9``, ``17:30`` or ``5:30 pm``, or None if `text` is no time.

    ``24:00`` is allowed. ``12 AM`` is midnight, when the day begins, and ``12 PM`` is noon.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = hour * 60 + minute
    return None if minute > 59 or minutes > MINUTES_PER_DAY else minutes


def names_half(text: str) -> bool:
    """Return whether a time says which half of the day it is in, as ``5 pm`` does."""
    match = _TIME.fullmatch(text.strip())
    return match is not None and match[3] is not None


def format_time(minutes: int) -> str:
    """Return minutes after midnight as ``17:30``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def format_day(index: int) -> str:
    """Return a day's index as ``Mon``."""
    return DAYS[index].capitalize()


def parse_week_time(text: str) -> int | None:
    """Return minutes after Monday 00:00 for ``Mon 17:30``, or None if `text` is no such time."""
    parts = text.split(maxsplit=1)
    if len(parts) != 2:
        return None
    day, minutes = parse_day(parts[0]), parse_time(parts[1])
    if day is None or minutes is None or minutes == MINUTES_PER_DAY:
        return None
    return day * MINUTES_PER_DAY + minutes


def format_week_time(minutes: int) -> str:
    """Return minutes after Monday 00:00 as ``Mon 17:30``."""
    day, rest = divmod(minutes, MINUTES_PER_DAY)
    return f"{format_day(day)} {format_time(rest)}"


def _time_of_day(value: Any) -> int:
    minutes = parse_time(value) if isinstance(value, str) else None
    if minutes is None:
        raise PydanticCustomError("time_invalid", "a time of day such as 17:30 is expected")
    return minutes


def _week_time(value: Any) -> int:
    minutes = parse_week_time(value) if isinstance(value, str) else None
    if minutes is None:
        raise PydanticCustomError("week_time_invalid", "a day and time such as Mon 17:30 is expected")
    return minutes


def _day(value: Any) -> int:
    index = parse_day(value) if isinstance(value, str) else None
    if index is None:
        raise PydanticCustomError("day_invalid", "a day such as Mon is expected")
    return index


def _iso_date(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_invalid", "a date such as 2026-03-02 is expected")


def _local_time(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime) and value.tzinfo is None and not value.second and not value.microsecond:
        return value
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError(
        "date_time_invalid", "a date and time to the minute such as 2026-03-04T14:00 is expected"
    )


TimeOfDay = Annotated[
    int,
    BeforeValidator(_time_of_day),
    PlainSerializer(format_time, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{1,2}(:\d{2})?( ?[AaPp]\.? ?[Mm]\.?)?$", "examples": ["17:30"]}
    ),
]
"""Minutes after midnight; ``17:30`` in files."""

WeekTime = Annotated[
    int,
    BeforeValidator(_week_time),
    PlainSerializer(format_week_time, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["Mon 17:30"]}),
]
"""Minutes after Monday 00:00; ``Mon 17:30`` in files."""

Day = Annotated[
    int,
    BeforeValidator(_day),
    PlainSerializer(format_day, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["Mon"]}),
]
"""A day's index, Monday being 0; ``Mon`` in files."""

IsoDate = Annotated[
    dt.date,
    BeforeValidator(_iso_date),
    PlainSerializer(lambda value: value.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A calendar date; ``2026-03-02`` in files."""

LocalTime = Annotated[
    dt.datetime,
    BeforeValidator(_local_time),
    PlainSerializer(lambda value: value.isoformat(timespec="minutes"), return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$",
            "examples": ["2026-03-04T14:00"],
        }
    ),
]
"""A date and time of the wall clock, to the minute; ``2026-03-04T14:00`` in files."""
