"""What the cells of a schedule workbook hold, as times, dates and ids; or what is wrong with them."""

import datetime as dt
import re

from iopsched.domain.clock import MINUTES_PER_DAY, parse_day, parse_time
from iopsched.sheets.grid import Cell


class CellError(Exception):
    """A cell does not hold what its column asks for: a code, a sentence and a way out."""

    def __init__(self, code: str, message: str, way_out: str) -> None:
        self.code, self.message, self.way_out = code, message, way_out
        super().__init__(message)


def text_in(cell: Cell) -> str:
    """Return a cell's text, an empty one where it is blank."""
    return "" if cell.blank else " ".join(str(cell.value).split())


def minutes_in(cell: Cell) -> int | None:
    """Return a cell's time of day in minutes, None where it is blank."""
    value = cell.value
    if cell.blank:
        return None
    if isinstance(value, dt.time) and not value.second:
        return value.hour * 60 + value.minute
    if isinstance(value, str):
        minutes = parse_time(value)
        if minutes is not None:
            return minutes
    if isinstance(value, dt.timedelta):
        value = value / dt.timedelta(days=1)
    if isinstance(value, float) and 0 <= value < 1:
        exact = value * MINUTES_PER_DAY
        if abs(exact - round(exact)) < 0.02:
            return round(exact)
    raise CellError("time_invalid", "a time of day such as 17:30 is expected", "Write hours and minutes.")


def day_in(cell: Cell) -> int | None:
    """Return a cell's day of the week, Monday being 0, None where it is blank."""
    if cell.blank:
        return None
    day = parse_day(cell.value) if isinstance(cell.value, str) else None
    if day is None:
        raise CellError("day_invalid", "this is no day", "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.")
    return day


def date_in(cell: Cell) -> dt.date | None:
    """Return a cell's date, None where it is blank."""
    value = cell.value
    if cell.blank:
        return None
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        return dt.date.fromisoformat(value.strip())
    raise CellError("date_invalid", "a date such as 2026-03-02 is expected", "Write year, month and day.")
