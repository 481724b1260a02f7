"""What the cells of a schedule workbook hold: read as every sheet's, then taken for what they say."""

import datetime as dt

from iopsched.domain.clock import parse_day, parse_time
from iopsched.sheets.cell_texts import is_none, pieces, read_id, spaced
from iopsched.sheets.cell_times import read_date, read_day, read_time
from iopsched.sheets.faults import CellError
from iopsched.sheets.grid import Cell


def text_in(cell: Cell) -> str:
    """Return a cell's text with single spaces, an empty one where it is blank or holds no text."""
    return "" if cell.blank or cell.fault else " ".join(spaced(str(cell.value)).split())


def word_in(cell: Cell) -> str:
    """Return the id or word in a cell, an empty one where it is blank.

    Raises:
        CellError: it holds a number or a date that may not be what was typed.
    """
    return "" if cell.blank else " ".join(spaced(read_id(cell.value, cell.number_format)).split())


def words_in(cell: Cell) -> list[str]:
    """Return the ids in a cell, with commas, semicolons or spaces between them.

    Raises:
        CellError: it holds a number or a date that may not be what was typed, or names somebody twice.
    """
    if cell.blank or is_none(cell.value):
        return []
    text = spaced(read_id(cell.value, cell.number_format))
    found = [word for piece in pieces(text) for word in piece.split()]
    if len(set(found)) < len(found):
        raise CellError("listed_twice", "somebody is listed twice", "List everybody once.")
    return found


def minutes_in(cell: Cell, epoch_1904: bool) -> int | None:
    """Return a cell's time of day in minutes, None where it is blank.

    Raises:
        CellError: it is no time of day.
    """
    if cell.blank:
        return None
    minutes = parse_time(read_time(cell.value, cell.number_format, epoch_1904))
    if minutes is None:
        message = "a time of day such as 17:30 is expected"
        raise CellError("time_invalid", message, "Write hours and minutes, as 17:30 or 5:30 pm.")
    return minutes


def day_in(cell: Cell, epoch_1904: bool) -> int | None:
    """Return a cell's day of the week, Monday being 0, None where it is blank.

    Raises:
        CellError: it is no day.
    """
    if cell.blank:
        return None
    day = parse_day(read_day(cell.value))
    if day is None:
        raise CellError("day_invalid", "this is no day", "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.")
    return day


def date_in(cell: Cell, epoch_1904: bool) -> dt.date | None:
    """Return a cell's date, None where it is blank.

    Raises:
        CellError: it is no date, or could be two.
    """
    if cell.blank:
        return None
    try:
        return dt.date.fromisoformat(read_date(cell.value, epoch_1904))
    except CellError:
        raise
    except ValueError:
        way_out = "Write year, month and day, as 2026-03-02."
        raise CellError("date_invalid", "a date such as 2026-03-02 is expected", way_out) from None
