"""The workbook to fill in: an instance as sheets with drop-downs, notes and locked headings."""

from collections.abc import Sequence
from dataclasses import replace

from iopsched.sheets.columns import NOT_READ, SHEETS, SheetSpec
from iopsched.sheets.grid import TEXT, Cell, Grid
from iopsched.workbooks.book import Book
from iopsched.workbooks.week_lists import plan_lists, write_lists
from iopsched.workbooks.week_read_me import READ_ME, write_read_me
from iopsched.workbooks.week_sheet import EXAMPLE, last_row, write_sheet


def week_workbook(grids: Sequence[Grid], *, protect: bool = True) -> bytes:
    """Return the workbook of an instance's sheets, ready to be filled in; the same grids, the same bytes.

    Headings are locked without a password unless `protect` is false; every other cell stays open.
    Sheets that are not among `grids` are there with their headings alone.
    """
    found = {grid.name: grid for grid in grids}
    sheets = {spec.name: found.get(spec.name, Grid(spec.name)) for spec in SHEETS}
    lists = plan_lists([column for spec in SHEETS for column in (*spec.columns, *spec.keys)])
    book = Book("The week to plan")
    write_read_me(book, book.sheet(READ_ME), sheets)
    for spec in SHEETS:
        write_sheet(book, spec, sheets[spec.name], lists, protect=protect)
    # Last, for LibreOffice shows a hidden sheet that comes first.
    write_lists(book, lists, {name: last_row(grid) for name, grid in sheets.items()})
    return book.content()


def as_examples(grids: Sequence[Grid]) -> tuple[Grid, ...]:
    """Return the sheets with every row but the week's own marked as an example, in its Notes."""
    specs = {spec.name: spec for spec in SHEETS}
    return tuple(_as_example(grid, specs[grid.name]) for grid in grids)


def _as_example(grid: Grid, spec: SheetSpec) -> Grid:
    if spec.keys:
        return grid
    notes = next(index for index, column in enumerate(spec.columns) if column.path == NOT_READ)
    marked = ((*row[:notes], Cell(EXAMPLE, TEXT), *row[notes + 1 :]) for row in grid.rows[1:])
    return replace(grid, rows=(*grid.rows[:1], *marked))
