"""Reading the sheet Week: a key and its value in each row."""

import difflib

from iopsched.sheets.grid import Spot
from iopsched.sheets.headers import plain
from iopsched.sheets.sheet_data import CellReader, Unread, put
from iopsched.sheets.specs import Column
from iopsched.sheets.week_columns import WEEK


class WeekReader(CellReader):
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
