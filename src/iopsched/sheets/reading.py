"""From sheets of cells to the raw data of an instance, with the place of every cell kept.

The data has the shape of the JSON file, and is examined like one: what a field cannot be is for the
field to say. Told here is what only a sheet can have wrong. Where a cell could not be read, the data
holds an `Unread`, which no field takes; `iopsched.sheets.telling` leaves out what follows from it.
"""

from collections.abc import Sequence

from iopsched.errors import Problem
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Grid, Spot
from iopsched.sheets.headers import match_columns, match_sheets
from iopsched.sheets.record_reading import RecordReader, list_of
from iopsched.sheets.sheet_data import SheetData, Unread
from iopsched.sheets.specs import SheetSpec
from iopsched.sheets.week_columns import WEEK
from iopsched.sheets.week_reading import WeekReader

__all__ = ["SheetData", "Unread", "data_of"]


def data_of(grids: Sequence[Grid]) -> SheetData:
    """Return what the sheets of an instance say; sheets may come in any order, and may be left out."""
    found, misnamed, problems = match_sheets(grids)
    result = SheetData(problems=problems)
    for number, grid in enumerate(grids):
        result.places.put_sheet(grid.shown_name)
        result.order.setdefault(grid.shown_name, number)
    for spec in SHEETS:
        if spec.path and not spec.parent:
            result.places.put(
                list_of(spec), Spot(found[spec.name].shown_name if spec.name in found else spec.name)
            )
    for spec in SHEETS:
        if spec.name in misnamed and spec.path:
            result.unread.add(list_of(spec))
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
    if spec is not WEEK and not matched.columns and problems:
        result.unread.add(list_of(spec))
    if spec is WEEK:
        WeekReader(result, grid).read()
    else:
        RecordReader(result, matched).read()
