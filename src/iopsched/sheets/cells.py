"""One cell of a column: to plain JSON data, and back to a cell."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from iopsched.sheets.cell_lists import (
    credentials_text,
    exceptions_text,
    read_choices,
    read_credentials,
    read_day_hours,
    read_exceptions,
    read_hours,
    read_ids,
    read_roles,
    read_week_times,
    read_word_sets,
    roles_text,
    word_sets_text,
)
from iopsched.sheets.cell_texts import (
    NONE,
    is_none,
    read_choice,
    read_flag,
    read_id,
    read_number,
)
from iopsched.sheets.cell_times import read_date, read_date_time, read_day, read_time, read_week_time
from iopsched.sheets.faults import fault
from iopsched.sheets.grid import TEXT, Cell
from iopsched.sheets.specs import Column, Kind

DATE = "yyyy-mm-dd"
"""The number format of dates."""

LISTS: frozenset[Kind] = frozenset(
    {"refs", "words", "choices", "exceptions", "week_times", "credentials", "roles", "word_sets"}
)
"""The kinds of columns whose cells are lists; an explicit nothing is an empty list there, else null."""

_FIRST_YEAR, _LAST_YEAR = 1990, 2200


def read_cell(column: Column, cell: Cell, epoch_1904: bool = False) -> Any:
    """Return what a cell that is not blank says, as it would stand in a JSON file.

    Text that is not written as the column's field takes it comes as it stands, for the field to refuse.

    Raises:
        iopsched.sheets.faults.CellError: the cell cannot be taken for what the column holds.
    """
    if cell.fault is not None:
        raise fault(cell.fault)
    if is_none(cell.value):
        return [] if column.kind in LISTS else None
    return _READERS[column.kind](column, cell, epoch_1904)


_READERS: dict[Kind, Callable[[Column, Cell, bool], Any]] = {
    "id": lambda column, cell, epoch: read_id(cell.value, cell.number_format),
    "ref": lambda column, cell, epoch: read_id(cell.value, cell.number_format),
    "word": lambda column, cell, epoch: read_id(cell.value, cell.number_format),
    "text": lambda column, cell, epoch: read_id(cell.value, cell.number_format),
    "refs": lambda column, cell, epoch: read_ids(cell.value, cell.number_format),
    "words": lambda column, cell, epoch: read_ids(cell.value, cell.number_format),
    "choice": lambda column, cell, epoch: read_choice(cell.value, column.choices),
    "choices": lambda column, cell, epoch: read_choices(cell.value, column.choices),
    "flag": lambda column, cell, epoch: read_flag(cell.value),
    "count": lambda column, cell, epoch: read_number(cell.value, cell.number_format),
    "minutes": lambda column, cell, epoch: read_number(cell.value, cell.number_format),
    "hours": lambda column, cell, epoch: read_hours(cell.value),
    "day_hours": lambda column, cell, epoch: read_day_hours(cell.value),
    "exceptions": lambda column, cell, epoch: read_exceptions(cell.value, epoch),
    "date": lambda column, cell, epoch: read_date(cell.value, epoch),
    "date_time": lambda column, cell, epoch: read_date_time(cell.value, cell.number_format, epoch),
    "time": lambda column, cell, epoch: read_time(cell.value, cell.number_format, epoch),
    "day": lambda column, cell, epoch: read_day(cell.value),
    "week_time": lambda column, cell, epoch: read_week_time(cell.value),
    "week_times": lambda column, cell, epoch: read_week_times(cell.value),
    "credentials": lambda column, cell, epoch: read_credentials(cell.value, cell.number_format, epoch),
    "roles": lambda column, cell, epoch: read_roles(cell.value, cell.number_format),
    "word_sets": lambda column, cell, epoch: read_word_sets(cell.value, cell.number_format),
}


def number_format_of(column: Column) -> str:
    """Return the number format in which the cells of a column are shown, blank ones too."""
    if column.kind in ("count", "minutes"):
        return "0"
    return DATE if column.kind == "date" else TEXT


def blank_cell(column: Column) -> Cell:
    """Return a blank cell of a column."""
    return Cell(None, number_format_of(column))


def write_cell(column: Column, value: Any) -> Cell:
    """Return the cell that says `value`, what stands in JSON with its defaults; None is explicit there."""
    form = number_format_of(column)
    if value is None or value == []:
        return Cell(NONE, form)
    if column.kind == "date":
        date = dt.date.fromisoformat(value)
        # Spreadsheets count days from 1900, and differ on the first years.
        return Cell(date, form) if _FIRST_YEAR <= date.year <= _LAST_YEAR else Cell(value, TEXT)
    if column.kind in ("count", "minutes"):
        return Cell(int(value), form)
    return Cell(_text(column, value), form)


def _text(column: Column, value: Any) -> str:
    match column.kind:
        case "flag":
            return "yes" if value else "no"
        case "date_time":
            return str(value).replace("T", " ")
        case "refs" | "words" | "choices":
            return ", ".join(value)
        case "week_times":
            return " | ".join(value)
        case "exceptions":
            return exceptions_text(value)
        case "credentials":
            return credentials_text(value)
        case "roles":
            return roles_text(value)
        case "word_sets":
            return word_sets_text(value)
    return str(value)
