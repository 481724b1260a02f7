"""The copy of one sheet in the workbook of errors: every cell as it showed, the wrong ones coloured."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from xlsxwriter.worksheet import Worksheet

from iopsched.errors import Problem
from iopsched.sheets.columns import NOT_READ, PARENT, SHEETS, Column, SheetSpec
from iopsched.sheets.grid import Cell, Grid, Spot
from iopsched.sheets.headers import plain
from iopsched.workbooks.book import Book, safe_text
from iopsched.workbooks.styles import DATE, DATE_TIME, DOUBT_TAB, GREY_TAB, PROBLEM_TAB, TEXT
from iopsched.workbooks.week_sheet import heading_height, set_up_print, tab_color, width_of

Mark = Literal["wrong", "doubtful"]

_LAST_DAY = 2_958_465
"""The last day that a workbook's numbers can be, the end of the year 9999."""
_PLAIN_FORMAT = re.compile(r"[0#?.,%/:;+ Eegdmyhs@AMP\[\]-]{1,40}|General")
_WIDEST_COPY = 400
_HIGHEST = 120
_PLAIN_WIDTH = 16
_NOTE_LINE = 40
_BACK = "Problems"


@dataclass
class Marks:
    """What is wrong in one sheet: by cell, by row and in the sheet as a whole, each with its problems."""

    cells: dict[tuple[int, int], list[Problem]] = field(default_factory=dict)
    rows: dict[int, list[Problem]] = field(default_factory=dict)
    sheet: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, told: Iterable[tuple[Problem, Spot]]) -> "Marks":
        """Return the marks that problems with their spots make."""
        marks = cls()
        for problem, spot in told:
            if spot.row is None:
                marks.sheet.append(problem)
            elif spot.column is None:
                marks.rows.setdefault(spot.row, []).append(problem)
            else:
                marks.cells.setdefault((spot.row, spot.column), []).append(problem)
        return marks

    def mark(self, row: int, column: int) -> Mark | None:
        """Return how a cell is coloured; `row` counts from 1, `column` from 0."""
        told = [*self.cells.get((row, column), ()), *self.rows.get(row, ())]
        if row == 1:
            told += self.sheet
        if not told:
            return None
        return "wrong" if any(problem.severity == "error" for problem in told) else "doubtful"

    def notes(self) -> Mapping[tuple[int, int], list[Problem]]:
        """Return what the note of each cell tells; a row's stand at its first cell, a sheet's at A1."""
        told = {place: list(problems) for place, problems in self.cells.items()}
        for row, problems in self.rows.items():
            told.setdefault((row, 0), []).extend(problems)
        if self.sheet:
            told.setdefault((1, 0), []).extend(self.sheet)
        return told


def write_copy(
    book: Book,
    sheet: Worksheet,
    grid: Grid,
    marks: Marks,
    *,
    back: str,
    private: bool,
    values: bool = True,
) -> None:
    """Write a grid's copy cell by cell at the same places; `back` is the link of its first heading.

    With `private` only columns of known headings are copied, and no value that is marked. Without
    `values` nothing below the headings is.
    """
    spec = spec_of(grid)
    shown = _Shown(grid, spec, marks, private)
    width = min(_width(grid, marks), _WIDEST_COPY)
    for row in range(1, _height(grid, marks) + 1):
        for column in range(width):
            copied = shown.has(row, column) and (row == 1 or values)
            cell = grid.cell(row, column) if copied else Cell()
            mark = marks.mark(row, column)
            if not cell.blank or mark is not None:
                _write_cell(book, sheet, row, column, cell, mark)
    _link_back(book, sheet, grid.cell(1, 0) if shown.has(1, 0) else Cell(), marks, back)
    _lay_out(book, sheet, grid, spec, width)
    sheet.set_tab_color(_tab(marks, spec))
    for (row, column), problems in marks.notes().items():
        text = "\n".join(_sentence(problem) for problem in problems)
        sheet.write_comment(row - 1, column, text, _note_size(text))


def spec_of(grid: Grid) -> SheetSpec | None:
    """Return which sheet a grid is, however its name is spaced, or None."""
    return next((one for one in SHEETS if plain(one.name) == plain(grid.name)), None)


class _Shown:
    """Which cells are copied. In private, those that were read and understood, and no others."""

    def __init__(self, grid: Grid, spec: SheetSpec | None, marks: Marks, private: bool) -> None:
        self._private = private
        self._marks = marks
        self._columns: set[int] = set()
        self._unread_rows = set(marks.rows)
        if not private or spec is None:
            return
        headers = [plain(str(cell.value or "")) for cell in grid.rows[0]] if grid.rows else []
        read = {"key", "value"} if spec.keys else _names(spec.columns)
        # A heading that is complained about stands over cells that nobody looked at.
        self._columns = {at for at, name in enumerate(headers) if name in read and (1, at) not in marks.cells}
        rows = range(2, len(grid.rows) + 1)
        if any(problem.severity == "error" for problem in marks.sheet):
            self._unread_rows |= set(rows)
        if spec.parent:
            parent = _names([spec.column(PARENT)])
            leads = {at for at, name in enumerate(headers) if name in parent}
            # What belongs to nothing known was perhaps not looked at.
            self._unread_rows |= {row for row, column in marks.cells if column in leads}
        if spec.keys and "key" in headers:
            keys, at = _names(spec.keys), headers.index("key")
            self._unread_rows |= {row for row in rows if plain(str(grid.cell(row, at).value)) not in keys}

    def has(self, row: int, column: int) -> bool:
        """Return whether a cell is copied."""
        if not self._private:
            return True
        if column not in self._columns:
            return False
        return row == 1 or (row not in self._unread_rows and (row, column) not in self._marks.cells)


def _names(columns: Iterable[Column]) -> set[str]:
    read = [one for one in columns if one.path != NOT_READ]
    return {plain(one.header) for one in read} | {plain(one.path) for one in read}


def _width(grid: Grid, marks: Marks) -> int:
    marked = (column + 1 for _, column in marks.cells)
    return max(1, *(len(row) for row in grid.rows), *marked) if grid.rows else max(1, *marked, 1)


def _height(grid: Grid, marks: Marks) -> int:
    return max(1, len(grid.rows), *marks.rows, *(row for row, _ in marks.cells))


def _write_cell(book: Book, sheet: Worksheet, row: int, column: int, cell: Cell, mark: Mark | None) -> None:
    names = ["header"] if row == 1 else ["cell"]
    if mark is not None:
        names.append(mark)
    style = book.style(*names, num_format=_number_format(cell), locked=False)
    book.put(sheet, row - 1, column, cell.value, style)


def _number_format(cell: Cell) -> str:
    """Return how a value is shown: as it was, unless the format could hold words of its own."""
    match cell.value:
        case None | str():
            return TEXT
        case dt.datetime() as moment if moment.time() != dt.time():
            return DATE_TIME
        case dt.date():
            return DATE
        case int() | float() as number if not 0 <= number <= _LAST_DAY:
            # As a date it would be shown as nothing but #, and openpyxl warns of it.
            return "General"
    return cell.number_format if _PLAIN_FORMAT.fullmatch(cell.number_format) else "General"


def _link_back(book: Book, sheet: Worksheet, first: Cell, marks: Marks, back: str) -> None:
    text = _BACK if first.blank else safe_text(str(first.value))
    names = ["header", "way_back", *([mark] if (mark := marks.mark(1, 0)) else [])]
    sheet.write_url(0, 0, back, book.style(*names, locked=False), text)


def _lay_out(book: Book, sheet: Worksheet, grid: Grid, spec: SheetSpec | None, width: int) -> None:
    columns = {plain(column.header): column for column in spec.columns} if spec is not None else {}
    widths = [_width_of(grid, index, columns) for index in range(width)]
    for column, characters in enumerate(widths):
        sheet.set_column(column, column, characters, book.style(num_format=TEXT))
    texts = (str(grid.cell(1, index).value or "") for index in range(width))
    sheet.set_row(0, min(heading_height(zip(texts, widths, strict=True)), _HIGHEST))
    sheet.freeze_panes(1, 0)
    set_up_print(sheet, sum(widths))


def _width_of(grid: Grid, index: int, columns: Mapping[str, Column]) -> int:
    column = columns.get(plain(str(grid.cell(1, index).value or "")))
    held = (
        str(row[index].value) for row in grid.rows[1:] if index < len(row) and row[index].value is not None
    )
    return _PLAIN_WIDTH if column is None else width_of(column, held)


def _tab(marks: Marks, spec: SheetSpec | None) -> str:
    told = [problem for problems in marks.notes().values() for problem in problems]
    if any(problem.severity == "error" for problem in told):
        return PROBLEM_TAB
    return DOUBT_TAB if told else tab_color(spec.name) if spec is not None else GREY_TAB


def _sentence(problem: Problem) -> str:
    label = "" if problem.severity == "error" else "Warning: "
    way_out = f" {problem.way_out}" if problem.way_out else ""
    return f"{label}{problem.message}.{way_out} [{problem.code}]"


def _note_size(text: str) -> dict[str, int | str]:
    lines = sum(len(line) // _NOTE_LINE + 1 for line in text.splitlines())
    return {"author": "iopsched", "width": 260, "height": 16 + 18 * min(lines, 20)}
