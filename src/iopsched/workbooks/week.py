"""The workbook to fill in: an instance as sheets with drop-downs, notes and locked headings."""

from collections.abc import Sequence

from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Grid
from iopsched.workbooks.book import Book
from iopsched.workbooks.week_lists import plan_lists, write_lists
from iopsched.workbooks.week_read_me import READ_ME, write_read_me
from iopsched.workbooks.week_sheet import last_row, write_sheet


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
