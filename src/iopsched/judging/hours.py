"""Questions about the hours of one date."""

import datetime as dt
from collections.abc import Iterable

from iopsched.domain.base import DatedHours
from iopsched.domain.hours import Hours, Window


def exception_on(date: dt.date, exceptions: Iterable[DatedHours]) -> tuple[Window, ...] | None:
    """Return the windows of a dated exception for the date, or None if there is no exception."""
    for exception in exceptions:
        if exception.date == date:
            return exception.hours
    return None


def hours_on(date: dt.date, hours: Hours, exceptions: Iterable[DatedHours]) -> tuple[Window, ...]:
    """Return the windows of a date: those of its exception, otherwise those of its weekday."""
    windows = exception_on(date, exceptions)
    return hours.days[date.weekday()] if windows is None else windows


def within(start: int, end: int, windows: Iterable[Window]) -> bool:
    """Return whether one window contains the whole of start to end."""
    return any(opens <= start and end <= closes for opens, closes in windows)


def overlaps(start: int, end: int, windows: Iterable[Window]) -> bool:
    """Return whether start to end has any minute in common with one of the windows."""
    return any(start < closes and opens < end for opens, closes in windows)
