"""Reading attendance: a small table with the columns client, session and attended_minutes."""

import re
from collections.abc import Iterator
from pathlib import Path

from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.base import ID_PATTERN
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.files.fields import limited
from iopsched.files.rows import NumberedRow, places_of, read_rows, rows_of
from iopsched.sheets.cell_texts import read_id, read_number, trimmed
from iopsched.sheets.faults import CellError, fault, shown
from iopsched.sheets.grid import Cell

COLUMNS = ("client", "session", "attended_minutes")
_ID = re.compile(ID_PATTERN)
_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_MINUTES = re.compile(r"-?\d{1,9}", re.ASCII)
_MOST_MINUTES = 1440
_WHAT = "attendance"


def read_attendance(source: str | Path) -> tuple[AttendanceRow, ...]:
    """Return the rows of a .csv file, of a workbook's first sheet, or of ``-``, standard input.

    Columns may stand in any order and others beside them; they are parted by commas, semicolons or
    tabs. Empty rows are passed over.

    Raises:
        ProblemsError: it cannot be read, or a row is wrong by itself; every problem is listed.
    """
    return _all_right(_attendance(read_rows(source, _WHAT)))


def examined_attendance(source: str | Path) -> tuple[tuple[AttendanceRow, ...], tuple[Problem, ...]]:
    """Return the rows that are right by themselves, and what is wrong with the others.

    So the rest of a table can still be held against the published schedule.

    Raises:
        ProblemsError: it cannot be read, or a column is missing.
    """
    return _attendance(read_rows(source, _WHAT))


def attendance_from_bytes(content: bytes) -> tuple[AttendanceRow, ...]:
    """Return the rows that a table spells, CSV text or a workbook.

    Raises:
        ProblemsError: it is no such table, or a row is wrong by itself; every problem is listed.
    """
    return _all_right(_attendance(rows_of(content, _WHAT)))


def _all_right(examined: tuple[tuple[AttendanceRow, ...], tuple[Problem, ...]]) -> tuple[AttendanceRow, ...]:
    rows, problems = examined
    if problems:
        raise ProblemsError(problems)
    return rows


def _attendance(rows: list[NumberedRow]) -> tuple[tuple[AttendanceRow, ...], tuple[Problem, ...]]:
    (_, header), *entries = rows
    place_of = places_of(header, COLUMNS, _WHAT)
    problems: list[Problem] = []
    found: list[AttendanceRow] = []
    for number, cells in entries:
        wrong = list(_wrong(number, cells, place_of))
        problems += wrong
        if not wrong:
            values = {name: _text(cells[index], name) for name, index in place_of.items()}
            minutes = int(values.pop("attended_minutes"))
            found.append(AttendanceRow(**values, attended_minutes=minutes, row=number))
    return tuple(found), tuple(limited(problems))


def _text(cell: Cell, column: str) -> str:
    """Return what a cell says.

    Raises:
        CellError: it is a number that may not be what was typed, or cannot be read at all.
    """
    if cell.fault is not None:
        raise fault(cell.fault)
    if cell.value is None or isinstance(cell.value, str):
        return trimmed(cell.value or "")
    if column == "attended_minutes":
        return str(read_number(cell.value, cell.number_format))
    return read_id(cell.value, cell.number_format)


def _wrong(number: int, cells: list[Cell], place_of: dict[str, int]) -> Iterator[Problem]:
    for column, index in place_of.items():
        place = f"{_WHAT} row {number}, {column}"
        cell = cells[index] if index < len(cells) else Cell()
        try:
            value = _text(cell, column)
        except CellError as error:
            yield Problem(error.code, place, error.message, error.way_out, shown(cell.value))
            continue
        if not value:
            yield Problem("missing_key", place, "nothing stands there", "Fill it in, or take the row out.")
        elif column == "attended_minutes":
            yield from _wrong_minutes(place, value)
        elif not (_ID if column == "client" else _SESSION_ID).fullmatch(value):
            message = "this is no id: letters, digits, '.', '_' and '-' only"
            way_out = "Use an opaque id such as c014, never a person's name."
            yield Problem("id_invalid", place, message, way_out, safe_value(value))


def _wrong_minutes(place: str, value: str) -> Iterator[Problem]:
    if not _MINUTES.fullmatch(value):
        message, way_out = "a whole number of minutes is expected", "Write 90, without a unit or a point."
        yield Problem("not_a_whole_number", place, message, way_out, safe_value(value))
    elif not 0 <= int(value) <= _MOST_MINUTES:
        message = f"the number is from 0 to {_MOST_MINUTES}"
        yield Problem(
            "number_out_of_range", place, message, "Write 0 for a session missed.", safe_value(value)
        )
