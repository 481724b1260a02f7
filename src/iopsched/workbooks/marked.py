"""The workbook of errors: what is wrong in a list that leads to the cells, and the cells coloured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from iopsched.errors import Problem
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Grid, Spot, letters
from iopsched.sheets.headers import SILENT, plain
from iopsched.workbooks.book import Book, quoted
from iopsched.workbooks.marked_sheet import Marks, spec_of, write_copy
from iopsched.workbooks.styles import PROBLEM_TAB

PROBLEMS = "Problems"
"""The name of the first sheet."""

_HEADERS = (
    ("No", 5),
    ("Sheet", 16),
    ("Cell", 10),
    ("What stands there", 26),
    ("What is wrong", 56),
    ("What to do", 50),
    ("Kind", 10),
    ("Code", 24),
)
_FIRST_ROW = 3
_KNOWN = {spec.name for spec in SHEETS}
_CUT_OFF = "more_problems"
_OTHER_SHEET = "(a sheet of another name)"


@dataclass(frozen=True)
class _Entry:
    problem: Problem
    spot: Spot | None
    grid: Grid | None


def marked_workbook(
    grids: Sequence[Grid], problems: Sequence[tuple[Problem, Spot | None]], *, private: bool = False
) -> bytes:
    """Return a workbook that lists problems and holds a copy of the sheets with their cells coloured.

    Errors are red, warnings yellow, each with a note that says what is wrong; a problem without a cell
    colours its row or its headings. With `private` nothing is copied that was not understood: the
    values complained about, remarks, and columns and sheets of unknown names.
    """
    entries = _ordered([grid for grid in grids if not private or spec_of(grid) is not None], problems)
    told = {id(entry.grid) for entry in entries}
    copied = [grid for grid in grids if id(grid) in told or _worth_copying(grid, private)]
    book = Book("Problems")
    front = book.sheet(PROBLEMS)
    places = _write_copies(book, copied, entries, private)
    _write_list(book, front, entries, places, private)
    return book.content()


def _worth_copying(grid: Grid, private: bool) -> bool:
    """Return whether a sheet nobody complains about holds anything of the user's that may be copied."""
    if plain(grid.name) in SILENT - {"notes"} or (private and spec_of(grid) is None):
        return False
    return any(not cell.blank for row in grid.rows[1:] for cell in row)


def _ordered(grids: Sequence[Grid], problems: Iterable[tuple[Problem, Spot | None]]) -> list[_Entry]:
    order = {id(grid): number for number, grid in enumerate(grids)}
    entries = [_Entry(problem, spot, _grid_of(spot, grids)) for problem, spot in problems]

    def key(entry: _Entry) -> tuple[bool, int, int, int]:
        spot = entry.spot
        where = len(order) if entry.grid is None else order[id(entry.grid)]
        row = 0 if spot is None or spot.row is None else spot.row
        column = -1 if spot is None or spot.column is None else spot.column
        return entry.problem.severity != "error", where, row, column

    return sorted(entries, key=key)


def _grid_of(spot: Spot | None, grids: Iterable[Grid]) -> Grid | None:
    if spot is None:
        return None
    return next((grid for grid in grids if spot.sheet in (grid.name, grid.shown_name)), None)


def _write_copies(
    book: Book, grids: Sequence[Grid], entries: Sequence[_Entry], private: bool
) -> Mapping[int, str]:
    """Write the copy of each grid and return the titles they got, by the identity of the grid."""
    told: dict[int, list[tuple[Problem, Spot]]] = defaultdict(list)
    for entry in entries:
        if entry.grid is not None and entry.spot is not None:
            told[id(entry.grid)].append((entry.problem, entry.spot))
    # Past the limit nobody knows which of the values are fine.
    untold = any(entry.problem.code == _CUT_OFF for entry in entries)
    titles: dict[int, str] = {}
    for grid in grids:
        sheet = book.sheet(grid.name)
        titles[id(grid)] = str(sheet.name)
        marks = Marks.of(told[id(grid)])
        write_copy(
            book,
            sheet,
            grid,
            marks,
            back=f"internal:{quoted(PROBLEMS)}!A1",
            private=private,
            values=not (private and untold),
        )
    return titles


def _write_list(
    book: Book, sheet: Worksheet, entries: Sequence[_Entry], titles: Mapping[int, str], private: bool
) -> None:
    errors = sum(entry.problem.severity == "error" for entry in entries)
    warnings = len(entries) - errors
    book.put(sheet, 0, 0, _count(errors, "problem") + ", " + _count(warnings, "warning"), book.style("title"))
    words = "Click on a cell's name to go to it, and on the first heading of a sheet to come back. "
    words += "This is a copy: correct your own file, then check it again."
    book.put(sheet, 1, 0, words, book.style("subtitle"))
    for column, (header, width) in enumerate(_HEADERS):
        sheet.set_column(column, column, width)
        book.put(sheet, _FIRST_ROW - 1, column, header, book.style("header"))
    for number, entry in enumerate(entries, 1):
        _write_entry(book, sheet, _FIRST_ROW + number - 1, number, entry, titles, private)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.set_row(0, 28)
    sheet.set_tab_color(PROBLEM_TAB)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)
    sheet.set_footer("&R&9&P / &N")


def _write_entry(
    book: Book,
    sheet: Worksheet,
    row: int,
    number: int,
    entry: _Entry,
    titles: Mapping[int, str],
    private: bool,
) -> None:
    problem = entry.problem
    wrapped = book.style("cell", "wrapped")
    title = None if entry.grid is None else titles[id(entry.grid)]
    book.put(sheet, row, 0, number, book.style("cell", "centred"))
    book.put(sheet, row, 1, title or _elsewhere(entry, private), wrapped)
    if title is None or entry.spot is None:
        book.put(sheet, row, 2, None, wrapped)
    else:
        target, shown = _target(entry.spot)
        link = book.style("cell", "link")
        sheet.write_url(row, 2, f"internal:{quoted(title)}!{target}", link, shown)
    is_error = problem.severity == "error"
    texts = (
        None if private else problem.value,
        problem.message,
        problem.way_out,
        problem.severity,
        problem.code,
    )
    lines = max(len(wrap(text or "", _HEADERS[column][1])) for column, text in enumerate(texts, 3))
    sheet.set_row(row, 4 + 15 * max(1, lines))
    for column, text in enumerate(texts, 3):
        style = book.style("cell", "wrong" if is_error else "doubtful") if column == 6 else wrapped
        book.put(sheet, row, column, text, style)


def _elsewhere(entry: _Entry, private: bool) -> str:
    if entry.spot is None:
        return entry.problem.place
    return _OTHER_SHEET if private and entry.spot.sheet not in _KNOWN else entry.spot.sheet


def _target(spot: Spot) -> tuple[str, str]:
    """Return the cell to go to, and how to name what is wrong there."""
    if spot.row is None:
        return "A1", "sheet"
    if spot.column is None:
        return f"A{spot.row}", f"row {spot.row}"
    cell = f"{letters(spot.column)}{spot.row}"
    return cell, cell


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
