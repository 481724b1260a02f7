"""Cells of dates and times, as text or as a spreadsheet stores them: understood or refused, never misread.

- A date is a date cell, a day number between 1990 and 2200, or text: ``2026-03-02``, ``2 March 2026``,
  ``Mar 2, 2026``, and ``3/28/2026`` where only one order of day and month is possible. Years have four
  digits. A date with a time of day is refused where only a date belongs.
- A time of day is a time cell, a fraction of a day, a whole hour from 2 to 24, or text: ``17:30``, ``9``,
  ``9:30 AM``, ``5pm``. Whole minutes only.
- A day and time is text: ``Mon 17:30``. A date and time is a date cell with a time, or the text of both.
"""

import datetime as dt
import math
import re

from iopsched.domain.clock import MINUTES_PER_DAY, format_time, parse_time
from iopsched.sheets.cell_texts import spaced
from iopsched.sheets.faults import CellError
from iopsched.sheets.grid import Value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})\.?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?[ -]?(\d{1,2})(?:, ?|[ -])(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,2}:\d{2}):(\d{2})(?:\.0*)?(.*)", re.ASCII | re.DOTALL)
_DATE_AND_TIME = re.compile(
    r"(.*\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2})?)(?:T|,? +)(\d{1,2}\D.*|\d{1,2})", re.IGNORECASE
)
_LONGEST = 60
_FIRST_DAY, _LAST_DAY = dt.date(1990, 1, 1), dt.date(2200, 12, 31)
_WRITE_DATE = "Write year, month and day, as 2026-03-02."
_WRITE_TIME = "Write hours and minutes, as 17:30 or 5:30 pm."
_SECONDS_PER_DAY = 86400


def read_date(value: Value, epoch_1904: bool) -> str:
    """Return the date in a cell as ``2026-03-02``, or its text where that is no date.

    Raises:
        CellError: it could be two dates, holds a time of day, or is no date.
    """
    if isinstance(value, str):
        return _date_of_text(spaced(value))
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise CellError("date_invalid", "a date without a time of day is expected", _WRITE_DATE)
        value = value.date()
    if isinstance(value, dt.date):
        if not _FIRST_DAY <= value <= _LAST_DAY:
            raise CellError("date_absurd", "a date between 1990 and 2200 is expected", "Check the year.")
        return value.isoformat()
    found = _of_serial(value, epoch_1904)
    if found is None or found.time() != dt.time():
        raise CellError("date_invalid", "a date such as 2026-03-02 is expected", _WRITE_DATE)
    return found.date().isoformat()


def read_time(value: Value, number_format: str, epoch_1904: bool) -> str:
    """Return the time of day in a cell as ``17:30``, or its text where that is no time.

    Raises:
        CellError: it could be two times, has seconds, or is no time of day.
    """
    if isinstance(value, str):
        text = _without_seconds(spaced(value))
        minutes = parse_time(text)
        return text if minutes is None else format_time(minutes)
    seconds = _seconds(value, number_format, epoch_1904)
    minutes = None if seconds is None else round(seconds / 60)
    if seconds is None or minutes is None or not 0 <= minutes <= MINUTES_PER_DAY:
        raise CellError("time_invalid", "a time of day such as 17:30 is expected", _WRITE_TIME)
    if abs(seconds - minutes * 60) >= 1:
        raise CellError("time_invalid", "a time to the minute is expected, without seconds", _WRITE_TIME)
    return format_time(minutes)


def read_week_time(value: Value) -> str:
    """Return the day and time in a cell as it is written.

    Raises:
        CellError: the cell holds no text.
    """
    if not isinstance(value, str):
        message = "a day and time such as Mon 17:30 is expected, not a time or number alone"
        raise CellError("week_time_invalid", message, "Write a day and a time before midnight.")
    return spaced(value)


def read_day(value: Value) -> str:
    """Return the day in a cell as it is written.

    Raises:
        CellError: the cell holds no text.
    """
    if not isinstance(value, str):
        way_out = "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun."
        raise CellError("day_invalid", "a day such as Mon is expected", way_out)
    return spaced(value)


def read_date_time(value: Value, number_format: str, epoch_1904: bool) -> str:
    """Return the date and time in a cell as ``2026-03-04T14:00``, or its text where that is none.

    Raises:
        CellError: it could be two dates, has no time of day, or is to the second.
    """
    if isinstance(value, str):
        return _date_time_of_text(spaced(value))
    found = value if isinstance(value, dt.datetime) else _of_serial(value, epoch_1904)
    timed = found is not None and (found.time() != dt.time() or "h" in number_format.lower())
    if found is None or not timed:
        message = "a date and time such as 2026-03-04 14:00 is expected"
        raise CellError("date_time_invalid", message, "Write both, midnight as 0:00.")
    midnight = dt.datetime.combine(found.date(), dt.time())
    minutes = round((found - midnight).total_seconds() / 60)
    if abs((found - midnight).total_seconds() - minutes * 60) >= 1:
        raise CellError("date_time_invalid", "a time to the minute is expected, without seconds", _WRITE_TIME)
    return (midnight + dt.timedelta(minutes=minutes)).isoformat(timespec="minutes")


def _date_time_of_text(text: str) -> str:
    match = _DATE_AND_TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return text
    date, time = _date_of_text(match[1]), parse_time(_without_seconds(match[2]))
    if time is None or time == MINUTES_PER_DAY or _iso(date) is None:
        return text
    return f"{date}T{format_time(time)}"


def _date_of_text(text: str) -> str:
    if match := _YEAR_FIRST.fullmatch(text):
        return _written(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(text, int(match[1]), int(match[3]), match[4])
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        match = pattern.fullmatch(text)
        number = _month(match[month]) if match else None
        if match and number:
            return _written(text, _year(match[3]), number, int(match[day]))
    return text


def _year_last(text: str, one: int, two: int, year: str) -> str:
    if one <= 12 and two <= 12 and one != two:
        message = "this could be two dates, for the order of day and month differs from place to place"
        raise CellError("date_ambiguous", message, _WRITE_DATE)
    month, day = (one, two) if one <= 12 else (two, one)
    return _written(text, _year(year), month, day)


def _year(text: str) -> int:
    if len(text) == 2:
        raise CellError("date_ambiguous", "years have four digits", _WRITE_DATE)
    return int(text)


def _month(name: str) -> int | None:
    name = name.lower()
    if name == "sept":
        return 9
    for number, (short, full) in enumerate(zip(_MONTHS, _NAMES, strict=True), 1):
        if name in (short, full):
            return number
    return None


def _written(text: str, year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return text


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _of_serial(value: Value, epoch_1904: bool) -> dt.datetime | None:
    """Return the moment of a spreadsheet's day number between 1990 and 2200."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    first = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)
    if not 0 < value < 200_000:
        return None
    found = first + dt.timedelta(seconds=round(value * _SECONDS_PER_DAY))
    return found if _FIRST_DAY <= found.date() <= _LAST_DAY else None


def _without_seconds(text: str) -> str:
    match = _SECONDS.fullmatch(text)
    if match is None:
        return text
    if match[2] != "00":
        raise CellError("time_invalid", "a time to the minute is expected, without seconds", _WRITE_TIME)
    return match[1] + match[3]


def _seconds(value: Value, number_format: str, epoch_1904: bool) -> float | None:
    """Return the seconds after midnight that a cell means, or None if it is no time of day."""
    if isinstance(value, dt.datetime):
        return _since_day_zero(value, epoch_1904)
    if isinstance(value, dt.time):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if 0 <= value < 1:
        return value * _SECONDS_PER_DAY
    timed = "h" in number_format.lower()
    if value == 1 and not timed:
        message = "this could be one o'clock, or the midnight that ends the day"
        raise CellError("time_ambiguous", message, "Write 1:00 or 24:00.")
    if value == 1:
        return _SECONDS_PER_DAY
    whole_hour = 2 <= value <= 24 and value == int(value) and not timed
    return value * 3600 if whole_hour else None


def _since_day_zero(value: dt.datetime, epoch_1904: bool) -> float | None:
    # A time alone is stored as a fraction of the day that day numbers count from; 24:00 is the next one.
    zero = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)
    next_days = {dt.datetime(1904, 1, 2)} if epoch_1904 else {dt.datetime(1900, 1, 1)}
    if value in next_days:
        return _SECONDS_PER_DAY
    return (value - zero).total_seconds() if value.date() == zero.date() else None
