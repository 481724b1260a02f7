"""The availability grammar: hours written as people write them.

::

    hours   := "always" | "never" | part (";" part)*
    part    := days window ("," window)*
    days    := day-range ("," day-range)*
    range   := day | day "-" day
    window  := time "-" time
    time    := H | H:MM | HH:MM, up to 24:00; or with "am" or "pm", up to 12:59

``Mon-Thu 17:00-21:00; Sat 9-14`` and ``Mon, Wed 9:00-12:00, 13:00-17:00`` are hours. Windows of
one day may touch, never overlap; they never cross midnight. The hours of one date (`DayHours`) are
windows alone, ``10:00-14:00, 15-17``, or ``never``, or ``always``.

Both ends of a window say am or pm, or neither does. ``12 am`` is midnight: the day's beginning where a
window starts, its end where one ends. Longer dashes count as ``-``.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from iopsched.domain.clock import (
    DAYS,
    MINUTES_PER_DAY,
    format_day,
    format_time,
    names_half,
    parse_day,
    parse_time,
)

Window = tuple[int, int]
"""A half-open stretch of one day: minutes after midnight, start before end."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_PART = re.compile(r"\s*([A-Za-z][A-Za-z\s,-]*?)\s*(\d.*)", re.DOTALL)


class HoursError(ValueError):
    """The text is not hours; `code` is stable, the message is a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Hours:
    """Weekly hours: for each day, Monday first, its windows in order, touching ones joined."""

    days: tuple[tuple[Window, ...], ...]

    def __str__(self) -> str:
        return format_hours(self)


ALWAYS = Hours(tuple(((0, MINUTES_PER_DAY),) for _ in DAYS))
NEVER = Hours(tuple(() for _ in DAYS))


def parse_hours(text: str) -> Hours:
    """Return the weekly hours that `text` says.

    Raises:
        HoursError: the text is outside the grammar, a window ends before it starts, or two overlap.
    """
    text = text.translate(_DASHES)
    word = text.strip().lower()
    if word in ("always", "never"):
        return ALWAYS if word == "always" else NEVER
    windows: list[list[Window]] = [[] for _ in DAYS]
    for part in text.split(";"):
        match = _PART.fullmatch(part)
        if match is None:
            raise HoursError("hours_invalid", "hours such as Mon-Thu 17:00-21:00; Sat 9-14 are expected")
        found = _parse_windows(match[2])
        for day in _parse_days(match[1]):
            windows[day].extend(found)
    return Hours(tuple(_join(day) for day in windows))


def parse_day_hours(text: str) -> tuple[Window, ...]:
    """Return the windows of one date that `text` says.

    Raises:
        HoursError: as `parse_hours`.
    """
    text = text.translate(_DASHES)
    word = text.strip().lower()
    if word in ("always", "never"):
        return ((0, MINUTES_PER_DAY),) if word == "always" else ()
    return _join(_parse_windows(text))


def _parse_days(text: str) -> list[int]:
    days: list[int] = []
    for piece in text.split(","):
        ends = [parse_day(end) for end in piece.split("-")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            raise HoursError("hours_day_unknown", "the days are Mon, Tue, Wed, Thu, Fri, Sat and Sun")
        if first > last:
            raise HoursError("hours_days_backwards", "a range of days runs from Monday to Sunday, as Mon-Thu")
        days.extend(range(first, last + 1))
    return days


def _parse_windows(text: str) -> list[Window]:
    return [_parse_window(piece.split("-")) for piece in text.split(",")]


def _parse_window(ends: list[str]) -> Window:
    if len(ends) != 2:
        raise HoursError("hours_invalid", "a window such as 17:00-21:00 is expected")
    start, end = (parse_time(text) for text in ends)
    if start is None or end is None:
        raise HoursError("hours_time_invalid", "times run from 0:00 to 24:00, as 9:30 or 17 or 5:30 pm")
    start_half, end_half = (names_half(text) for text in ends)
    if start_half != end_half:
        message = "one end of a window says am or pm and the other does not, as in 5-9pm"
        raise HoursError("hours_half_unclear", message)
    if end == 0 and end_half:
        end = MINUTES_PER_DAY
    if end <= start:
        raise HoursError("hours_end_before_start", "a window ends after it starts, on the same day")
    return start, end


def _join(windows: list[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    for start, end in sorted(windows):
        if joined and start < joined[-1][1]:
            raise HoursError("hours_overlap", "two windows of one day overlap")
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def format_day_hours(windows: tuple[Window, ...]) -> str:
    """Return one date's windows as text that `parse_day_hours` reads back unchanged."""
    if not windows:
        return "never"
    return ", ".join(f"{format_time(start)}-{format_time(end)}" for start, end in windows)


def format_hours(hours: Hours) -> str:
    """Return weekly hours as the shortest text that `parse_hours` reads back unchanged."""
    if hours == ALWAYS:
        return "always"
    if hours == NEVER:
        return "never"
    parts: list[str] = []
    first = 0
    while first < len(DAYS):
        last = first
        while last + 1 < len(DAYS) and hours.days[last + 1] == hours.days[first]:
            last += 1
        if hours.days[first]:
            days = format_day(first) if first == last else f"{format_day(first)}-{format_day(last)}"
            parts.append(f"{days} {format_day_hours(hours.days[first])}")
        first = last + 1
    return "; ".join(parts)


def _validate_hours(value: Any) -> Hours:
    if isinstance(value, Hours):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("hours_invalid", "hours such as Mon-Thu 17:00-21:00; Sat 9-14 are expected")
    try:
        return parse_hours(value)
    except HoursError as error:
        raise PydanticCustomError(error.code, "{sentence}", {"sentence": str(error)}) from None


def _validate_day_hours(value: Any) -> tuple[Window, ...]:
    if not isinstance(value, str):
        raise PydanticCustomError("hours_invalid", "hours of a day such as 10:00-14:00 are expected")
    try:
        return parse_day_hours(value)
    except HoursError as error:
        raise PydanticCustomError(error.code, "{sentence}", {"sentence": str(error)}) from None


WeekHours = Annotated[
    Hours,
    BeforeValidator(_validate_hours),
    PlainSerializer(format_hours, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["Mon-Thu 17:00-21:00; Sat 9-14"]}),
]
"""Weekly hours; text in the grammar of this module in files."""

DayHours = Annotated[
    tuple[tuple[int, int], ...],
    BeforeValidator(_validate_day_hours),
    PlainSerializer(format_day_hours, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["10:00-14:00, 15:00-17:00", "never"]}),
]
"""The windows of one date; text in files."""
