"""Reading attendance: a small table with the columns client, session and attended_minutes."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.base import ID_PATTERN
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.files.archives import is_archive
from iopsched.files.fields import limited
from iopsched.files.formulas import unguarded
from iopsched.files.sources import read_table_bytes
from iopsched.sheets.cell_texts import read_id, read_number, trimmed
from iopsched.sheets.faults import CellError, fault, shown
from iopsched.sheets.grid import Cell

COLUMNS = ("client", "session", "attended_minutes")
MOST_ROWS = 20_000
_DELIMITERS = (",", ";", "\t")
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
    content = read_table_bytes(source, _WHAT)
    named = Path(source).suffix.lower() == ".xlsx"
    return _attendance(list(_sheet_rows(content) if named or is_archive(content) else _rows(content)))


def attendance_from_bytes(content: bytes) -> tuple[AttendanceRow, ...]:
    """Return the rows that a table spells, CSV text or a workbook.

    Raises:
        ProblemsError: it is no such table, or a row is wrong by itself; every problem is listed.
    """
    return _attendance(list(_sheet_rows(content) if is_archive(content) else _rows(content)))


def _attendance(rows: list[tuple[int, list[Cell]]]) -> tuple[AttendanceRow, ...]:
    if not rows:
        raise _refuse("file_empty", _WHAT, "the file is empty", "Check that it is the right file.")
    (_, header), *entries = rows
    place_of = _columns([cell.value if isinstance(cell.value, str) else "" for cell in header])
    problems: list[Problem] = []
    found: list[AttendanceRow] = []
    for number, cells in entries:
        wrong = list(_wrong(number, cells, place_of))
        problems += wrong
        if not wrong:
            values = {name: _text(cells[index], name) for name, index in place_of.items()}
            minutes = int(values.pop("attended_minutes"))
            found.append(AttendanceRow(**values, attended_minutes=minutes, row=number))
    if problems:
        raise ProblemsError(limited(problems))
    return tuple(found)


def _refuse(code: str, place: str, message: str, way_out: str, value: str | None = None) -> ProblemsError:
    return ProblemsError([Problem(code, place, message, way_out, value)])


def _sheet_rows(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each row of a workbook's first sheet that is not empty with its number."""
    from iopsched.files.workbooks import grids_of_workbook

    first = grids_of_workbook(content, _WHAT)[0]
    for number, cells in enumerate(first.rows, 1):
        if not all(cell.blank for cell in cells):
            yield number, list(cells)


def _rows(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Yield each row that is not empty with its number, counted from 1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"{_WHAT} line {line}"
        raise _refuse("not_utf8", place, "the file is not UTF-8 text", "Save it as CSV UTF-8.") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                message = f"there are more than {MOST_ROWS} rows, which no week needs"
                raise _refuse("list_too_long", _WHAT, message, "Check that it is the right file.")
            if any(cell.strip() for cell in cells):
                yield number, [Cell(unguarded(cell.strip())) for cell in cells]
    except csv.Error:
        place = f"{_WHAT} row {number + 1}"
        way_out = "Check the quotes in it."
        raise _refuse("not_a_table", place, "this row cannot be taken apart", way_out) from None


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


def _columns(header: list[str]) -> dict[str, int]:
    """Return where each column stands."""
    names = [re.sub(r"[\s_-]+", "_", cell.lower()) for cell in header]
    problems: list[Problem] = []
    for column in COLUMNS:
        if names.count(column) == 1:
            continue
        if column in names:
            problems.append(
                Problem(
                    "duplicate_key", f"{_WHAT} header", f"column {column} stands there twice", "Keep one."
                )
            )
        else:
            way_out = f"The first row names the columns {', '.join(COLUMNS)}."
            problems.append(
                Problem("missing_key", f"{_WHAT} header", f"there is no column {column}", way_out)
            )
    if problems:
        raise ProblemsError(problems)
    return {column: names.index(column) for column in COLUMNS}


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
