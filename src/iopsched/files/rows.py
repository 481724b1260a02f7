"""Small tables with named columns: rows of a .csv file, of a workbook's first sheet, or of standard input."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from iopsched.errors import Problem, ProblemsError
from iopsched.files.archives import is_archive
from iopsched.files.formulas import unguarded
from iopsched.files.sources import read_table_bytes
from iopsched.sheets.grid import Cell

MOST_ROWS = 20_000
"""No small table of a week has more rows."""

_DELIMITERS = (",", ";", "\t")

NumberedRow = tuple[int, list[Cell]]
"""A row that is not empty, with its number from 1."""


def read_rows(source: str | Path, what: str) -> list[NumberedRow]:
    """Return the rows of a table, its header first; `what` is it, in a word.

    Raises:
        ProblemsError: it cannot be read, is no table, or is empty.
    """
    content = read_table_bytes(source, what)
    named = Path(source).suffix.lower() == ".xlsx"
    return rows_of(content, what, workbook=named or is_archive(content))


def rows_of(content: bytes, what: str, *, workbook: bool | None = None) -> list[NumberedRow]:
    """Return the rows that bytes spell: CSV text, or a workbook, which they are asked for if left out.

    Raises:
        ProblemsError: it is no table, or is empty.
    """
    workbook = is_archive(content) if workbook is None else workbook
    rows = list(_sheet_rows(content, what) if workbook else _text_rows(content, what))
    if not rows:
        raise _refuse("file_empty", what, "the file is empty", "Check that it is the right file.")
    return rows


def places_of(header: Sequence[Cell], columns: Sequence[str], what: str) -> dict[str, int]:
    """Return where each of the columns stands in the header.

    Raises:
        ProblemsError: one is missing or stands there twice; every such one is listed.
    """
    texts = [cell.value if isinstance(cell.value, str) else "" for cell in header]
    names = [re.sub(r"[\s_-]+", "_", text.strip().lower()) for text in texts]
    problems: list[Problem] = []
    for column in columns:
        if names.count(column) == 1:
            continue
        at = f"{what} header"
        if column in names:
            problems.append(Problem("duplicate_key", at, f"column {column} stands there twice", "Keep one."))
        else:
            way_out = f"The first row names the columns {', '.join(columns)}."
            problems.append(Problem("missing_key", at, f"there is no column {column}", way_out))
    if problems:
        raise ProblemsError(problems)
    return {column: names.index(column) for column in columns}


def _refuse(code: str, place: str, message: str, way_out: str) -> ProblemsError:
    return ProblemsError([Problem(code, place, message, way_out)])


def _sheet_rows(content: bytes, what: str) -> Iterator[NumberedRow]:
    from iopsched.files.workbooks import grids_of_workbook

    first = grids_of_workbook(content, what)[0]
    for number, cells in enumerate(first.rows, 1):
        if not all(cell.blank for cell in cells):
            yield number, list(cells)


def _text_rows(content: bytes, what: str) -> Iterator[NumberedRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"{what} line {line}"
        raise _refuse("not_utf8", place, "the file is not UTF-8 text", "Save it as CSV UTF-8.") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                message = f"there are more than {MOST_ROWS} rows, which no week needs"
                raise _refuse("list_too_long", what, message, "Check that it is the right file.")
            if any(cell.strip() for cell in cells):
                yield number, [Cell(unguarded(cell.strip())) for cell in cells]
    except csv.Error:
        place = f"{what} row {number + 1}"
        way_out = "Check the quotes in it."
        raise _refuse("not_a_table", place, "this row cannot be taken apart", way_out) from None
