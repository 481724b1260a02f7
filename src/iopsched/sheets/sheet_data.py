"""What was read of an instance's sheets, and how one cell of them is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from iopsched.errors import Problem
from iopsched.sheets.cells import read_cell
from iopsched.sheets.faults import CellError, fault, shown
from iopsched.sheets.grid import Grid, Spot
from iopsched.sheets.places import Path, Places
from iopsched.sheets.specs import Column


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


class CellReader:
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


def put(data: dict[str, Any], path: Sequence[Any], value: Any) -> None:
    """Put a value into nested objects, those on the way made where they are not there."""
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def entries(data: Any, path: Path) -> list[Any]:
    """Return the list at a path, made where it is not there yet."""
    for step in path[:-1]:
        data = data[step] if isinstance(step, int) else data.setdefault(step, {})
    found: list[Any] = data.setdefault(path[-1], [])
    return found
