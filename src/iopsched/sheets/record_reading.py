"""Reading a sheet of records: a record in each row, or a part of one that another sheet has."""

import difflib
import itertools
from typing import Any

from iopsched.errors import safe_value
from iopsched.sheets.cell_texts import is_none
from iopsched.sheets.grid import Spot
from iopsched.sheets.headers import Matched
from iopsched.sheets.places import Path
from iopsched.sheets.sheet_data import CellReader, SheetData, Unread, entries, put
from iopsched.sheets.specs import PARENT, SheetSpec

_MOST_COMPARED = 2000
_MOST_HINTS = 20


class RecordReader(CellReader):
    """Reads a sheet of records: a record in each row, or a part of one."""

    def __init__(self, result: SheetData, matched: Matched) -> None:
        super().__init__(result, matched.grid)
        self.matched = matched
        self.spec = matched.spec
        self.path: Path = tuple(self.spec.path.split("."))
        self.hints_left = _MOST_HINTS
        self.owner_list: list[Any] = []
        self.owner_unread = False
        self.owners: dict[Any, int] = {}
        if self.spec.columns[0].path == PARENT:
            self.owner_list = result.data.get(str(self.path[0]), [])
            self.owner_unread = self.path[:1] in result.unread or any(
                isinstance(owner.get("id"), Unread) for owner in self.owner_list
            )
            for number, owner in enumerate(self.owner_list):
                if isinstance(owner.get("id"), str):
                    self.owners.setdefault(owner["id"], number)

    def read(self) -> None:
        """Put every row into the data."""
        rows = [number for number, _ in self.matched.rows()]
        if len(rows) == 1 and self._says_none(rows[0]):
            if not self.spec.parent:
                put(self.result.data, list_of(self.spec), [])
            return
        for row in rows:
            at = self._record_path(row)
            record = self._record(row, at)
            if at is not None:
                entries(self.result.data, at[:-1]).append(record)

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
        at = (*path, len(entries(self.result.data, path)))
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
        number = self.owners.get(value)
        if number is None and self.spec.parent:
            self._tell_unknown(spot, word, value)
            return None
        if number is None:
            self.owner_list = entries(self.result.data, self.path[:1])
            number = len(self.owner_list)
            self.owner_list.append({"id": value})
            self.owners[value] = number
            self.result.places.put((self.path[0], number), Spot(self.name, row))
            self.result.places.put((self.path[0], number, "id"), spot)
        return (self.path[0], number)

    def _tell_unknown(self, spot: Spot, word: str, value: Any) -> None:
        if self.owner_unread:
            return  # It may be that one, which is told already.
        self.hints_left -= 1
        ids = (
            list(itertools.islice(filter(None, self.owners), _MOST_COMPARED)) if self.hints_left >= 0 else []
        )
        near = difflib.get_close_matches(str(value)[:64], ids, 1)
        way_out = f"Did you mean {near[0]}?" if near else f"Add it to the sheet {self.spec.parent} first."
        message = f"there is no {word} with this id on the sheet {self.spec.parent}"
        self.tell("unknown_reference", spot, message, way_out, safe_value(value, self.owners))

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
            if len(inner) > 1 and value is not None:
                self.result.places.put(path[:-1], spot)
        if isinstance(value, Unread):
            self.result.unread.add(path)
            put(record, inner, value)


def list_of(spec: SheetSpec) -> Path:
    """Return the path of the list that a sheet without a parent holds."""
    path = tuple(spec.path.split("."))
    return path[:1] if spec.columns[0].path == PARENT else path
