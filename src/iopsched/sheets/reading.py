"""From sheets of cells to the raw data of an instance, with the place of every cell kept.

The data has the shape of the JSON file, and is examined like one: what a field cannot be is for the
field to say. Told here is what only a sheet can have wrong. Where a cell could not be read, the data
holds an `Unread`, which no field takes; `iopsched.sheets.telling` leaves out what follows from it.
"""

import difflib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from iopsched.errors import Problem, safe_value
from iopsched.sheets.cell_texts import is_none
from iopsched.sheets.cells import read_cell
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.faults import CellError, fault, shown
from iopsched.sheets.grid import Grid, Spot
from iopsched.sheets.headers import Matched, match_columns, match_sheets, plain
from iopsched.sheets.places import Path, Places
from iopsched.sheets.specs import PARENT, Column, SheetSpec
from iopsched.sheets.week_columns import WEEK

_MOST_COMPARED = 2000


class Unread:
    """Stands in the data where a cell could not be read: it passes no field's check."""


@dataclass
class SheetData:
    """What sheets of cells say: `data` in the shape of a JSON file, and the spot of everything in it.

    `problems` are those of the sheets themselves, each at the text of its spot (``Clients!C5``).
    `unread` are the paths in the data at which there is nothing to examine, for a problem tells why.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    order: dict[str, int] = field(default_factory=dict)
    """Where each sheet comes among the others, by the name it is called."""


def data_of(grids: Sequence[Grid]) -> SheetData:
    """Return what the sheets of an instance say; sheets may come in any order, and may be left out."""
    found, problems = match_sheets(grids)
    result = SheetData(problems=problems)
    for number, grid in enumerate(grids):
        result.places.put_sheet(grid.shown_name)
        result.order.setdefault(grid.shown_name, number)
    for spec in SHEETS:
        if spec.path and not spec.parent:
            result.places.put(
                _list_of(spec), Spot(found[spec.name].shown_name if spec.name in found else spec.name)
            )
    for spec in SHEETS:
        if spec.name in found:
            _read_sheet(result, spec, found[spec.name])
    if WEEK.name not in found:
        message = "there is no sheet Week, so nothing says which week it is"
        result.problems.append(
            Problem("sheet_missing", WEEK.name, message, "Add it, with the columns Key and Value.")
        )
        result.unread |= {("week",), ("id",)}
    return result


def _read_sheet(result: SheetData, spec: SheetSpec, grid: Grid) -> None:
    matched, problems = match_columns(spec, grid)
    result.problems += problems
    if spec is WEEK:
        _WeekReader(result, grid).read()
    else:
        _Reader(result, matched).read()


class _Cells:
    """Reads single cells of one sheet, telling what is wrong with them."""

    def __init__(self, result: SheetData, grid: Grid) -> None:
        self.result = result
        self.grid = grid
        self.name = grid.shown_name
        self.merged = frozenset(grid.merged)

    def value(self, column: Column, row: int, index: int) -> Any:
        """Return what a cell says, `Unread` with its problem told, or None of a blank one."""
        cell = self.grid.cell(row, index)
        try:
            if (row, index) in self.merged and cell.blank:
                raise fault("cells_merged")
            return read_cell(column, cell, self.grid.epoch_1904)
        except CellError as error:
            spot = Spot(self.name, row, index)
            self.tell(error.code, spot, error.message, error.way_out, shown(cell.value))
            return Unread()

    def filled(self, row: int, index: int) -> bool:
        """Return whether there is anything in a cell that can be read or refused."""
        return not self.grid.cell(row, index).blank or (row, index) in self.merged

    def tell(self, code: str, spot: Spot, message: str, way_out: str, value: str | None = None) -> None:
        """Keep a problem at a spot."""
        self.result.problems.append(Problem(code, str(spot), message, way_out, value))


class _WeekReader(_Cells):
    """Reads the sheet Week: a key and its value in each row."""

    def read(self) -> None:
        """Put every value into the data."""
        header = [plain(str(cell.value)) for cell in self.grid.rows[0]] if self.grid.rows else []
        places = self.result.places
        for top in ("id", "week", "conventions", "schema_version", "published"):
            places.put((top,), Spot(self.name))
        if "key" not in header or "value" not in header:
            # The missing header was told already only where it is needed, which it always is here.
            message = "the sheet Week needs the columns Key and Value"
            self.tell("column_missing", Spot(self.name, 1), message, "Add them to the first row.")
            self.result.unread |= {("week",), ("id",)}
            return
        key_at, value_at = header.index("key"), header.index("value")
        keys = {plain(name): key for key in WEEK.keys for name in (key.path, key.header)}
        self.result.data["week"] = {}
        seen: dict[str, int] = {}
        for row in range(2, len(self.grid.rows) + 1):
            self._row(row, key_at, value_at, keys, seen)

    def _row(
        self, row: int, key_at: int, value_at: int, keys: dict[str, Column], seen: dict[str, int]
    ) -> None:
        cell = self.grid.cell(row, key_at)
        spot = Spot(self.name, row, key_at)
        if cell.blank:
            if self.filled(row, value_at):
                self.tell("unknown_key", spot, "there is a value and no key", "Write its key beside it.")
            return
        name = plain(cell.value) if isinstance(cell.value, str) else ""
        column = keys.get(name)
        if column is None:
            near = difflib.get_close_matches(name[:64], keys, 1)
            way_out = f"Did you mean {keys[near[0]].header}?" if near else f"The keys are {_listed()}."
            self.tell("unknown_key", spot, "there is no such key here", way_out)
        elif column.path in seen:
            message = f"the key {column.header} is there already, in row {seen[column.path]}"
            self.tell("duplicate_key", spot, message, "Keep one of them.")
        else:
            seen[column.path] = row
            path = tuple(column.path.split("."))
            self.result.places.put(path, Spot(self.name, row, value_at))
            if self.filled(row, value_at):
                value = self.value(column, row, value_at)
                put(self.result.data, path, value)
                if isinstance(value, Unread):
                    self.result.unread.add(path)


def _listed() -> str:
    return ", ".join(key.header for key in WEEK.keys)


class _Reader(_Cells):
    """Reads a sheet of records: a record in each row, or a part of one."""

    def __init__(self, result: SheetData, matched: Matched) -> None:
        super().__init__(result, matched.grid)
        self.matched = matched
        self.spec = matched.spec
        self.path: Path = tuple(self.spec.path.split("."))

    def read(self) -> None:
        """Put every row into the data."""
        rows = [number for number, _ in self.matched.rows()]
        if len(rows) == 1 and self._says_none(rows[0]):
            if not self.spec.parent:
                put(self.result.data, _list_of(self.spec), [])
            return
        for row in rows:
            at = self._record_path(row)
            record = self._record(row, at)
            if at is not None:
                _entries(self.result.data, at[:-1]).append(record)

    def _says_none(self, row: int) -> bool:
        filled = [path for path, index in self.matched.columns.items() if self.filled(row, index)]
        first = next(one.path for one in self.spec.columns if one.path)
        return filled == [first] and is_none(self.grid.cell(row, self.matched.columns[first]).value)

    def _record_path(self, row: int) -> Path | None:
        """Return where the record of a row belongs in the data, or None if nothing says."""
        parent: Path = ()
        if self.spec.columns[0].path == PARENT:
            found = self._parent(row)
            if found is None:
                return None
            parent = found
        path = (*parent, self.path[-1]) if parent else self.path
        at = (*path, len(_entries(self.result.data, path)))
        self.result.places.put(at, Spot(self.name, row))
        return at

    def _parent(self, row: int) -> Path | None:
        index = self.matched.columns.get(PARENT)
        if index is None:
            return None
        column = self.spec.columns[0]
        spot = Spot(self.name, row, index)
        word = column.header.lower()
        if not self.filled(row, index):
            self.tell(
                "unknown_reference",
                spot,
                f"the row names no {word}",
                f"Write the id of the {word} it is about.",
            )
            return None
        value = self.value(column, row, index)
        if isinstance(value, Unread):
            return None
        top = self.path[0]
        assert isinstance(top, str)
        owners: list[Any] = _entries(self.result.data, (top,))
        for number, owner in enumerate(owners):
            if owner.get("id") == value and value is not None:
                return (top, number)
        if self.spec.parent:
            self._tell_unknown(spot, word, value, owners)
            return None
        owners.append({"id": value})
        self.result.places.put((top, len(owners) - 1), Spot(self.name, row))
        self.result.places.put((top, len(owners) - 1, "id"), spot)
        return (top, len(owners) - 1)

    def _tell_unknown(self, spot: Spot, word: str, value: Any, owners: list[Any]) -> None:
        if any(isinstance(owner.get("id"), Unread) for owner in owners):
            return  # It may be that one, which is told already.
        ids = [owner["id"] for owner in owners if isinstance(owner.get("id"), str)]
        near = difflib.get_close_matches(str(value)[:64], list(itertools.islice(ids, _MOST_COMPARED)), 1)
        way_out = f"Did you mean {near[0]}?" if near else f"Add it to the sheet {self.spec.parent} first."
        message = f"there is no {word} with this id on the sheet {self.spec.parent}"
        self.tell("unknown_reference", spot, message, way_out, safe_value(value))

    def _record(self, row: int, at: Path | None) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column in self.spec.columns:
            if not column.path or column.path == PARENT:
                continue
            inner = tuple(column.path.split("."))
            index = self.matched.columns.get(column.path)
            if index is None:
                if column in self.matched.missing:
                    self._keep(record, at, inner, Unread(), None)
                continue
            value = self.value(column, row, index) if self.filled(row, index) else None
            self._keep(record, at, inner, value, Spot(self.name, row, index))
            if self.filled(row, index):
                put(record, inner, value)
        return record

    def _keep(
        self, record: dict[str, Any], at: Path | None, inner: Path, value: Any, spot: Spot | None
    ) -> None:
        """Keep where a field of a record stands, and whether it was read."""
        if at is None:
            return
        path = (*at, *inner)
        if spot is not None:
            self.result.places.put(path, spot)
            if len(inner) > 1 and (value is not None or self.result.places.spot_of(path[:-1]) is None):
                self.result.places.put(path[:-1], spot)
        if isinstance(value, Unread):
            self.result.unread.add(path)
            put(record, inner, value)


def _list_of(spec: SheetSpec) -> Path:
    """Return the path of the list that a sheet without a parent holds."""
    path = tuple(spec.path.split("."))
    return path[:1] if spec.columns[0].path == PARENT else path


def put(data: dict[str, Any], path: Sequence[Any], value: Any) -> None:
    """Put a value into nested objects, those on the way made where they are not there."""
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def _entries(data: Any, path: Path) -> list[Any]:
    """Return the list at a path, made where it is not there yet."""
    for step in path[:-1]:
        data = data[step] if isinstance(step, int) else data.setdefault(step, {})
    found: list[Any] = data.setdefault(path[-1], [])
    return found
