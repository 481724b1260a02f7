"""Which sheet is which, and which of its columns holds what: names matched however they are spaced."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from iopsched.errors import Problem
from iopsched.sheets.cell_texts import trimmed
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Cell, Grid, Spot
from iopsched.sheets.specs import Column, SheetSpec

SILENT = {"notes", "readme", "lists", "problems"}
"""Sheets that are nobody's data: remarks, how to fill in, what drop-downs offer, the list of problems."""

_ALSO = {"history": "Held"}
"""What sheets may be called too. Excel keeps the name History for itself; the field has it."""


def plain(name: str) -> str:
    """Return a name as names are compared: without case, spaces, ``_``, ``.``, ``-`` and a last ``*``."""
    return re.sub(r"[\s_.\u200b\ufeff-]", "", trimmed(name).rstrip("* ")).lower()


@dataclass(frozen=True)
class Matched:
    """A sheet that was found: what it is, and for each column that is read its place in the rows."""

    spec: SheetSpec
    grid: Grid
    columns: dict[str, int] = field(default_factory=dict)
    """Path of each column found, and its place from 0."""
    missing: tuple[Column, ...] = ()
    """Columns needed that are not there."""

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield each row that has anything in a column that is read, with its number."""
        read = sorted(self.columns.values())
        for number, cells in enumerate(self.grid.rows[1:], 2):
            if any(index < len(cells) and counts(cells[index]) for index in read):
                yield number, cells


def counts(cell: Cell) -> bool:
    """Return whether a cell makes its row one that is filled in; the rest of a merged cell does not."""
    return not cell.blank and cell.fault != "cells_merged"


def match_sheets(
    grids: Sequence[Grid], specs: Sequence[SheetSpec] = SHEETS
) -> tuple[dict[str, Grid], set[str], list[Problem]]:
    """Return the grid of each sheet that is there, by its proper name, and what is wrong with the names.

    In the middle stand the sheets that are missing because one has nearly their name.
    """
    by_name = {plain(spec.name): spec for spec in specs}
    by_name |= {also: by_name[plain(name)] for also, name in _ALSO.items() if plain(name) in by_name}
    found: dict[str, Grid] = {}
    strange: list[Grid] = []
    problems: list[Problem] = []
    for grid in grids:
        spec = by_name.get(plain(grid.name))
        if spec is None:
            strange.append(grid)
        elif spec.name in found:
            message = f"the sheet {spec.name} is there twice"
            problems.append(
                Problem("duplicate_sheet", grid.shown_name, message, "Keep one, or move its rows over.")
            )
        else:
            found[spec.name] = grid
    missing = {plain(spec.name): spec.name for spec in specs if spec.name not in found}
    meant = {id(grid): _meant(grid, missing) for grid in strange}
    problems += [problem for grid in strange for problem in _strange(grid, meant[id(grid)])]
    return found, {name for name in meant.values() if name is not None}, problems


def _meant(grid: Grid, missing: dict[str, str]) -> str | None:
    name = plain(grid.name)[:64]
    near = [] if name in SILENT else difflib.get_close_matches(name, missing, 1, 0.75)
    return missing[near[0]] if near else None


def _strange(grid: Grid, meant: str | None) -> Iterator[Problem]:
    if meant is not None:
        message = f"there is no such sheet, and the sheet {meant} is missing"
        yield Problem("unknown_sheet", grid.shown_name, message, f"Did you mean {meant}? Name it so.")
    elif plain(grid.name) not in SILENT and any(not cell.blank for row in grid.rows for cell in row):
        message = "there is no such sheet, so nothing of it is read"
        way_out = "Call a sheet of your own Notes."
        yield Problem("unknown_sheet", grid.shown_name, message, way_out, severity="warning")


def match_columns(spec: SheetSpec, grid: Grid) -> tuple[Matched, list[Problem]]:
    """Return which columns of a sheet are where, by its header, and what is wrong with the header."""
    known = _names(spec)
    header = grid.rows[0] if grid.rows else ()
    columns: dict[str, int] = {}
    seen: dict[str, int] = {}
    silent: set[int] = set()
    problems: list[Problem] = []
    for index, cell in enumerate(header):
        if cell.blank:
            continue
        spot = Spot(grid.shown_name, 1, index)
        silent.add(index)
        column = known.get(plain(str(cell.value))) if isinstance(cell.value, str) else None
        if column is None:
            problems.append(_unknown(spec, spot, cell, known, columns))
        elif column.header in seen:
            where = Spot(grid.shown_name, 1, seen[column.header])
            message = f"the column {column.header} is there already, at {where}"
            problems.append(Problem("duplicate_column", str(spot), message, "Keep one of them."))
        else:
            seen[column.header] = index
            if column.path:
                columns[column.path] = index
    filled = any(counts(cell) for row in grid.rows[1:] for cell in row)
    if not seen and filled and not spec.keys:
        return Matched(spec, grid), [_no_header(spec, grid)]
    missing = tuple(one for one in spec.columns if one.required and one.path and one.path not in columns)
    matched = Matched(spec, grid, columns, missing)
    problems += _without_column(grid, silent)
    if missing and filled:
        problems += [_missing(spec, grid, one) for one in missing]
    return matched, problems


def _names(spec: SheetSpec) -> dict[str, Column]:
    names = {plain(one.path): one for one in spec.columns if one.path}
    return names | {plain(one.header): one for one in spec.columns}


def _unknown(
    spec: SheetSpec, spot: Spot, cell: Cell, known: dict[str, Column], columns: dict[str, int]
) -> Problem:
    name = plain(str(cell.value))[:64] if isinstance(cell.value, str) else ""
    near = difflib.get_close_matches(name, known, 1)
    if near and known[near[0]].path not in columns:
        way_out = f"Did you mean {known[near[0]].header}?"
    else:
        way_out = f"The columns here are {', '.join(one.header for one in spec.columns)}."
    return Problem("unknown_column", str(spot), f"the sheet {spec.name} has no such column", way_out)


def _no_header(spec: SheetSpec, grid: Grid) -> Problem:
    message = f"the first row names no column of the sheet {spec.name}"
    way_out = f"Write them there: {', '.join(one.header for one in spec.columns)}."
    return Problem("column_missing", str(Spot(grid.shown_name, 1)), message, way_out)


def _missing(spec: SheetSpec, grid: Grid, column: Column) -> Problem:
    message = f"the sheet {spec.name} needs a column {column.header}"
    return Problem("column_missing", grid.shown_name, message, "Add it to the first row.")


def _without_column(grid: Grid, headed: set[int]) -> Iterator[Problem]:
    told: set[int] = set()
    for number, cells in enumerate(grid.rows[1:], 2):
        for index, cell in enumerate(cells):
            if counts(cell) and index not in headed and index not in told:
                told.add(index)
                message = "there is something in this column, and its first row names no column"
                way_out = "Name the column in the first row, or clear it; remarks belong under Notes."
                yield Problem(
                    "cell_without_column", str(Spot(grid.shown_name, number, index)), message, way_out
                )
