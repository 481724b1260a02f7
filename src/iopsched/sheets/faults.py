"""What is wrong with a single cell: raised where it is read, told with its place by whoever knows that."""

import datetime as dt

from iopsched.errors import safe_value
from iopsched.sheets.grid import Value


class CellError(ValueError):
    """A cell cannot be taken for what its column holds; `code` is stable, nothing of it is repeated."""

    def __init__(self, code: str, message: str, way_out: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.way_out = way_out


FAULTS: dict[str, tuple[str, str]] = {
    "formula_not_calculated": (
        "the cell holds a formula that was never calculated",
        "Open the file in your spreadsheet program, save it and try again; or write the value itself.",
    ),
    "cell_error": (
        "the cell shows an error instead of a value",
        "Mend its formula, or write the value itself.",
    ),
    "cells_merged": (
        "the cell is merged with another, so only that one has a value",
        "Unmerge the cells and write the value into each.",
    ),
}
"""What to say of cells that cannot be read whatever column they are in, by code."""


def fault(code: str) -> CellError:
    """Return the error of a cell whose `fault` is `code`."""
    message, way_out = FAULTS.get(code, ("the cell cannot be read", "Write the value itself."))
    return CellError(code, message, way_out)


def shown(value: Value) -> str | None:
    """Return a cell's value as it may be shown: numbers, times and dates; other text by its length."""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("seconds")
    if isinstance(value, dt.timedelta):
        return str(value)
    return None if value is None else safe_value(value)
