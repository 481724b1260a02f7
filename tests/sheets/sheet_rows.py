"""Small sheets in a line each: the least week there is, and rows put beside it."""

from typing import Any

from iopsched.sheets.columns import sheet
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.reading import SheetData, data_of

WEEK_ROWS = (("Instance id", "w1"), ("Monday", "2026-03-02"), ("Time zone", "America/New_York"))


def grid(name: str, *rows: Any, header: tuple[str, ...] = (), **more: Any) -> Grid:
    """Return a sheet of rows of plain values under a header; left out, the sheet's own."""
    head = header or tuple(column.header for column in sheet(name).columns)
    return Grid(name, tuple(cells(row) for row in (head, *rows)), **more)


def cells(row: Any) -> tuple[Cell, ...]:
    """Return a row of cells of plain values; cells stay as they are."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in row)


def week_grid(*rows: Any) -> Grid:
    """Return the sheet Week, with further keys."""
    return grid("Week", *WEEK_ROWS, *rows)


def sheets(*grids: Grid) -> SheetData:
    """Return what the sheet Week and others say."""
    return data_of((week_grid(), *grids))


def told(found: SheetData) -> list[tuple[str, str]]:
    """Return code and place of every problem of the sheets themselves."""
    return [(problem.code, problem.place) for problem in found.problems]
