"""The sheets of a schedule workbook: their names, their columns, the words they use."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_time
from iopsched.domain.schedule import Session
from iopsched.sheets.grid import Cell, Grid, Value

SUMMARY = "Summary"
SESSIONS = "Sessions"
ATTENDANCE = "Attendance"
SHORTFALLS = "Shortfalls"
LISTS = "Lists"
ORIGINAL = "Original"
VIEWS = ("By room", "By clinician", "By group", "By client")
"""Sheets to be read and printed; what is written into them is not read."""

SESSION_HEADERS = (
    "Day",
    "Date",
    "Start",
    "End",
    "Group or client",
    "Service",
    "Place",
    "Leaders",
    "Heads",
    "Session id",
)
"""The columns of the sheet of sessions; the last one is hidden."""

SESSION_COLUMN = {name: number for number, name in enumerate(SESSION_HEADERS)}
REQUIRED = ("Start", "Place", "Session id")
ATTENDANCE_HEADERS = ("Client", "Session", "Guest of")
ATTENDANCE_COLUMN = {name: number for number, name in enumerate(ATTENDANCE_HEADERS)}

TIME = "hh:mm"
DATE = "yyyy-mm-dd"
TELEHEALTH = "telehealth"
BY_TELEHEALTH = "by telehealth"
_ROOM = "room "


def place_words(room: str | None) -> str:
    """Return what stands for a session's place: its room's id, or ``telehealth``."""
    if room is None:
        return TELEHEALTH
    return f"{_ROOM}{room}" if room.casefold() == TELEHEALTH else room


def place_of(text: str) -> tuple[str, str | None]:
    """Return the mode and the room that a text stands for."""
    plain = " ".join(text.split())
    if plain.casefold() in (TELEHEALTH, BY_TELEHEALTH):
        return "telehealth", None
    if plain.casefold() == f"{_ROOM}{TELEHEALTH}":
        plain = plain[len(_ROOM) :]
    return "on_site", plain


def label(session_id: str, when: str) -> str:
    """Return how a session is called where people choose one; its first word is its id."""
    return f"{session_id}  {when}"


def labelled_session(text: str) -> str:
    """Return the id of the session that a label stands for."""
    return text.split(maxsplit=1)[0] if text.strip() else ""


def when(session: Session) -> str:
    """Return a session's day and time as ``Mon 17:30-18:45``."""
    return f"{format_day(session.date.weekday())} {format_time(session.start)}-{format_time(session.end)}"


def clock_cell(minutes: int) -> Cell:
    """Return the cell of a time of day, as spreadsheets store times; midnight at the end is text."""
    if minutes == MINUTES_PER_DAY:
        return Cell(format_time(minutes), "@")
    return Cell(dt.time(minutes // 60, minutes % 60), TIME)


def text_cell(text: str | None) -> Cell:
    """Return the cell of a text that stays text."""
    return Cell(text or None, "@")


def fingerprint(grid: Grid) -> str:
    """Return the hash of what a sheet says, the same after another program has saved it.

    Numbers of rows of totals are left out: other programs calculate them anew.
    """
    told: list[str] = []
    for row, cells in enumerate(grid.rows, 1):
        words = [f"{row} {column} {text}" for column, text in _told(cells)]
        told += words
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _told(cells: Iterable[Cell]) -> Iterable[tuple[int, str]]:
    total = False
    for column, cell in enumerate(cells):
        text = _plain(cell.value)
        if not text or (total and not isinstance(cell.value, str)):
            continue
        total = total or text.startswith("Total")
        yield column, text


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, int | float):
        return f"{float(value):.6g}"
    return str(value)
