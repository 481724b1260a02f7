"""From the sheets of a schedule back to its raw data, with every problem and where it stands."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.errors import Problem, safe_value
from iopsched.sheets.faults import CellError, fault
from iopsched.sheets.grid import Cell, Grid, Spot
from iopsched.sheets.schedule.attending import Attending
from iopsched.sheets.schedule.cells import SchedulePlaces
from iopsched.sheets.schedule.layout import (
    ATTENDANCE,
    ATTENDANCE_HEADERS,
    LISTS,
    ORIGINAL,
    REQUIRED,
    SESSION_HEADERS,
    SESSIONS,
)
from iopsched.sheets.schedule.matching import Matching
from iopsched.sheets.schedule.offered import Offered, offered_in, offered_of
from iopsched.sheets.schedule.original import Original, edited_views, original_of
from iopsched.sheets.schedule.rows import RowReader, SessionRow
from iopsched.sheets.schedule.values import text_in

READ = tuple(header for header in SESSION_HEADERS if header != "Heads")
"""The columns of the sheet of sessions that are read."""


@dataclass
class ScheduleSheets:
    """A schedule read from sheets.

    `data` is raw data as a .json file would hold it, `original` the same as it was written (None
    where the sheets do not keep it), `problems` everything wrong with the sheets, warnings included, and
    `told` the cells of those.
    """

    data: dict[str, Any]
    places: SchedulePlaces
    problems: list[Problem]
    original: dict[str, Any] | None = None
    told: list[Spot] = field(default_factory=list)


def is_schedule(grids: Sequence[Grid]) -> bool:
    """Return whether sheets are those of a schedule."""
    names = {grid.name.casefold() for grid in grids}
    return {SESSIONS.casefold(), ATTENDANCE.casefold()} <= names


def schedule_data_of(grids: Sequence[Grid], instance: Instance | None = None) -> ScheduleSheets:
    """Return the schedule that sheets hold, as raw data for `iopsched.files.schedules`.

    With an instance, its sessions and people are those that rows may be about, whatever the hidden
    lists say.
    """
    return _Reading(grids, instance).run()


class _Reading:
    """The sheets of one schedule, and what is wrong with them so far."""

    def __init__(self, grids: Sequence[Grid], instance: Instance | None) -> None:
        self._grids, self._instance = grids, instance
        self._told: list[Spot] = []
        self._sheet = {grid.name.casefold(): grid for grid in grids}
        self._problems: list[Problem] = []
        self._places = SchedulePlaces()
        kept = self._sheet.get(ORIGINAL.casefold())
        self._original: Original | None = None if kept is None else original_of(kept)
        lists = self._sheet.get(LISTS.casefold())
        self._offered: Offered = Offered() if lists is None else offered_of(lists)
        if instance is not None:
            self._offered = offered_in(instance)

    def run(self) -> ScheduleSheets:
        """Return what was read."""
        sessions, attendance = self._sheet.get("sessions"), self._sheet.get("attendance")
        for name, grid in ((SESSIONS, sessions), (ATTENDANCE, attendance)):
            if grid is None:
                message = f"there is no sheet {name}, so this is no schedule workbook"
                way_out = "Give a workbook that `iopsched solve` or `iopsched export` wrote."
                self._problems.append(Problem("sheet_missing", name, message, way_out))
        if sessions is None or attendance is None:
            return ScheduleSheets({}, self._places, self._problems)
        heading = self._heading()
        if not {"instance_id", "week"} <= set(heading):
            message = "nothing says which week this is for: the hidden sheet Original is gone"
            way_out = "Start from the workbook as it was written."
            self._problems.append(Problem("original_missing", ORIGINAL, message, way_out))
            return ScheduleSheets({}, self._places, self._problems)
        rows = self._rows(sessions, heading.get("week"))
        own = self._with_ids(rows, sessions)
        self._attend(attendance, sessions, own)
        data = {**heading, "sessions": self._in_order(own)}
        self._warn()
        original = None if self._original is None else self._original.data
        return ScheduleSheets(data, self._places, self._problems, original, self._told)

    def _heading(self) -> dict[str, Any]:
        """Return what the schedule is for, from the hidden sheet or else the summary."""
        if self._original is not None:
            return {key: value for key, value in self._original.data.items() if key != "sessions"}
        summary = self._sheet.get("summary")
        said: dict[str, str] = {}
        for row in () if summary is None else summary.rows:
            if len(row) > 1 and isinstance(row[0].value, str):
                said.setdefault(row[0].value.strip().casefold(), text_in(row[1]))
        week = said.get("week of", "")[:10]
        if self._instance is not None:
            said.setdefault("instance", self._instance.id)
            week = week or self._instance.week.monday.isoformat()
        return {key: text for key, text in (("instance_id", said.get("instance")), ("week", week)) if text}

    def _columns(self, grid: Grid, wanted: Sequence[str], required: Sequence[str]) -> dict[str, int]:
        """Return the column of each header, telling of those that are missing or there twice."""
        found: dict[str, int] = {}
        plain = {_plain(name): name for name in wanted}
        for column, cell in enumerate(grid.rows[0] if grid.rows else ()):
            name = plain.get(_plain(text_in(cell)))
            if name is not None and name in found:
                message, way_out = f"a second column is called {name}", "Remove one of them."
                self._tell(grid, 1, column, CellError("duplicate_column", message, way_out), None)
            elif name is not None:
                found[name] = column
        for name in required:
            if name not in found:
                message = f"the column {name} is missing"
                way_out = "Put it back, or start from the workbook as it was written."
                self._problems.append(Problem("column_missing", grid.shown_name, message, way_out))
        return found

    def _rows(self, grid: Grid, week: object) -> list[SessionRow]:
        columns = self._columns(grid, READ, REQUIRED)
        self._places.columns, self._places.sessions_sheet = columns, grid.shown_name
        if not set(REQUIRED) <= set(columns):
            return []
        written = (
            {} if self._original is None else {one["id"]: one for one in self._original.data["sessions"]}
        )
        monday = _date(week)
        rows: list[SessionRow] = []
        for number in range(2, len(grid.rows) + 1):
            cells = {name: grid.cell(number, columns[name]) if name in columns else Cell() for name in READ}
            if all(cell.blank for cell in cells.values()):
                continue

            def tell(column: str, error: CellError, shown: str | None, number: int = number) -> None:
                self._tell(grid, number, columns.get(column), error, shown)

            if self._faulty(grid, number, columns, cells):
                continue
            reader = RowReader(monday, self._offered.minutes_of, grid.epoch_1904, tell)
            session = text_in(cells["Session id"])
            rows.append(reader.read(number, cells, session, written.get(session)))
        return rows

    def _faulty(self, grid: Grid, number: int, columns: Mapping[str, int], cells: Mapping[str, Cell]) -> bool:
        faults = [(name, cell.fault) for name, cell in cells.items() if cell.fault is not None]
        for name, code in faults:
            self._tell(grid, number, columns.get(name), fault(code), None)
        return bool(faults)

    def _with_ids(self, rows: list[SessionRow], grid: Grid) -> list[tuple[SessionRow, dict[str, Any]]]:
        """Return the rows with the sessions they are, telling of those that can be none."""
        matching = Matching(self._offered, rows)
        told: list[tuple[SessionRow, dict[str, Any]]] = []
        for row in rows:
            try:
                told.append((row, matching.data(row)))
            except CellError as error:
                column = self._places.columns.get("Group or client")
                shown = safe_value(row.who, matching.known) if row.who else None
                self._tell(grid, row.number, column, error, shown)
        self._places.rows = {row.id: row.number for row, _ in told}
        self._places.by_day = {row.id for row, _ in told if row.by_day}
        return told

    def _attend(self, grid: Grid, sessions: Grid, own: list[tuple[SessionRow, dict[str, Any]]]) -> None:
        columns = self._columns(grid, ATTENDANCE_HEADERS, ("Client", "Session"))
        self._places.attendance_columns, self._places.attendance_sheet = columns, grid.shown_name
        if not {"Client", "Session"} <= set(columns):
            return
        written = () if self._original is None else self._original.data["sessions"]
        unread = {
            text_in(sessions.cell(row, self._places.columns.get("Session id", -1)))
            for row in range(2, len(sessions.rows) + 1)
        }
        attending = Attending(self._offered, own, written, frozenset(unread))
        for number in range(2, len(grid.rows) + 1):
            cells = {name: grid.cell(number, column) for name, column in columns.items()}
            if all(cell.blank for cell in cells.values()) or self._faulty(grid, number, columns, cells):
                continue
            for column, error, shown in attending.take(number, cells):
                self._tell(grid, number, columns.get(column), error, shown)
        attending.finish(self._places)

    def _in_order(self, own: list[tuple[SessionRow, dict[str, Any]]]) -> list[dict[str, Any]]:
        """Return the sessions as they were written, those added behind them."""
        written = [] if self._original is None else [one["id"] for one in self._original.data["sessions"]]
        at = {session: number for number, session in enumerate(written)}
        data = sorted((one for _, one in own), key=lambda one: at.get(one["id"], len(at)))
        self._places.order = [one["id"] for one in data]
        self._places.people = {
            one["id"]: {kind: list(one[kind]) for kind in ("clients", "guests")} for one in data
        }
        return data

    def _warn(self) -> None:
        for name in () if self._original is None else edited_views(self._original, self._grids):
            message = f"the sheet {name} was edited, but it is not read"
            way_out = "Edit the sheets Sessions and Attendance instead."
            self._problems.append(Problem("view_edited", name, message, way_out, None, "warning"))

    def _tell(self, grid: Grid, row: int, column: int | None, error: CellError, shown: str | None) -> None:
        spot = Spot(grid.shown_name, row, column)
        self._told.append(spot)
        self._problems.append(Problem(error.code, str(spot), error.message, error.way_out, shown))


def _plain(header: str) -> str:
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def _date(week: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(week))
    except ValueError:
        return None


def edited_sheets(grids: Sequence[Grid]) -> tuple[Grid, Grid]:
    """Return the two sheets of a schedule that are edited by hand: sessions and attendance."""
    sheet = {grid.name.casefold(): grid for grid in grids}
    return sheet[SESSIONS.casefold()], sheet[ATTENDANCE.casefold()]
