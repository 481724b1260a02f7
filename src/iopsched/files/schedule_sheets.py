"""Reading a schedule from sheets: with the cell of everything, and what it was when it was written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.fields import limited
from iopsched.files.parsing import parse_json
from iopsched.files.schedules import schedule_from_data
from iopsched.files.sources import Kind, read_source
from iopsched.sheets.grid import Grid, Spot
from iopsched.sheets.schedule.cells import SchedulePlaces
from iopsched.sheets.schedule.layout import ATTENDANCE, LISTS, ORIGINAL, SESSIONS, SUMMARY
from iopsched.sheets.schedule.reading import ScheduleSheets, schedule_data_of

_WHAT = "schedule"


@dataclass(frozen=True)
class ScheduleInput:
    """A schedule that was read. From sheets it has their cells; `original` is it as it was written.

    `warnings` are what does not keep the sheets from being read, such as a view that was edited.
    """

    schedule: Schedule
    grids: tuple[Grid, ...] = ()
    places: SchedulePlaces | None = None
    original: Schedule | None = None
    warnings: tuple[Problem, ...] = ()


def read_schedule_input(source: str | Path, instance: Instance | None = None) -> ScheduleInput:
    """Return the schedule in a .json file, a workbook or a folder of .csv files, as `read_schedule` does.

    Raises:
        ProblemsError: it cannot be read, or is invalid; every problem is listed, with its cell in sheets.
    """
    kind, content = read_source(source, _WHAT)
    if kind == "json":
        return ScheduleInput(schedule_from_data(parse_json(content, _WHAT), instance))
    return schedule_of_source(kind, content, source, instance)


def schedule_of_source(
    kind: Kind, content: bytes, source: str | Path, instance: Instance | None = None
) -> ScheduleInput:
    """Return the schedule in a workbook or a folder, of which `read_source` found the kind and the content.

    Raises:
        ProblemsError: as `read_schedule_input`.
    """
    if kind == "folder":
        from iopsched.files.csv_folders import grids_of_folder

        known = (SESSIONS, ATTENDANCE, LISTS, ORIGINAL, SUMMARY)
        return schedule_of_grids(grids_of_folder(Path(source), _WHAT, known), instance)
    from iopsched.files.workbooks import grids_of_workbook

    return schedule_of_grids(grids_of_workbook(content, _WHAT), instance)


def schedule_of_grids(grids: Sequence[Grid], instance: Instance | None = None) -> ScheduleInput:
    """Return the schedule that sheets hold.

    Raises:
        ProblemsError: it is invalid; every problem is listed, with its cell.
    """
    sheets = schedule_data_of(grids, instance)
    own = [problem for problem in sheets.problems if problem.severity == "error"]
    schedule, found = None, list[Problem]()
    if sheets.data:
        try:
            schedule = schedule_from_data(sheets.data, instance)
        except ProblemsError as error:
            found = [_told(sheets, problem) for problem in error.problems if not _said(sheets, own, problem)]
    if own or found or schedule is None:
        raise ProblemsError(limited([*own, *found]))
    warnings = tuple(problem for problem in sheets.problems if problem.severity == "warning")
    return ScheduleInput(schedule, tuple(grids), sheets.places, _original(sheets), warnings)


def _original(sheets: ScheduleSheets) -> Schedule | None:
    """Return the schedule as it was written, None where the hidden sheet is gone or damaged."""
    try:
        return None if sheets.original is None else schedule_from_data(sheets.original)
    except ProblemsError:
        return None


def _said(sheets: ScheduleSheets, own: list[Problem], problem: Problem) -> bool:
    """Return whether a problem only follows from cells that could not be read."""
    spot = sheets.places.spot(problem.place)
    if spot is None:
        return False
    cells = {one.place for one in own}
    rows = {str(Spot(spot.sheet, one.row)) for one in sheets.told if one.sheet == spot.sheet}
    return str(spot) in cells or (spot.column is None and str(spot) in rows)


def _told(sheets: ScheduleSheets, problem: Problem) -> Problem:
    spot = sheets.places.spot(problem.place)
    if problem.code == "digest_differs":
        way_out = "Plan the changed week with this schedule by `iopsched replan`, or solve it again."
        return replace(problem, place=ORIGINAL, way_out=way_out)
    return replace(
        problem,
        place=problem.place if spot is None else str(spot),
        message=sheets.places.reworded(problem.message),
        way_out=sheets.places.reworded(problem.way_out),
    )
