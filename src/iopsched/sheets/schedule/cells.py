"""Where everything of a schedule stands in its sheets."""

import re
from dataclasses import dataclass, field

from iopsched.sheets.grid import Spot
from iopsched.sheets.schedule.layout import ATTENDANCE_COLUMN, SESSION_COLUMN

_IDENTITY = re.compile(r" \([^()]*\)")
_PLACE = re.compile(r"sessions\[\d+\](?: \([^()]*\))?(?:\.[a-z]+(?:\[\d+\])?)?")

COLUMN_OF = {
    "id": "Session id",
    "kind": "Group or client",
    "group": "Group or client",
    "service": "Service",
    "date": "Date",
    "start": "Start",
    "end": "End",
    "mode": "Place",
    "room": "Place",
    "leaders": "Leaders",
}
"""The column in which a field of a session stands."""


@dataclass
class SchedulePlaces:
    """The cells of a schedule read from sheets.

    `columns` are the sheet's own columns by header; `order` the ids of its sessions as in the raw
    data, `rows` their rows, `by_day` those whose date follows the day beside it; `attendance` the rows
    of who attends which.
    """

    sessions_sheet: str = "Sessions"
    attendance_sheet: str = "Attendance"
    columns: dict[str, int] = field(default_factory=lambda: dict(SESSION_COLUMN))
    attendance_columns: dict[str, int] = field(default_factory=lambda: dict(ATTENDANCE_COLUMN))
    order: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    by_day: set[str] = field(default_factory=set)
    attendance: dict[tuple[str, str, str], int] = field(default_factory=dict)
    people: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def session(self, session: str, name: str | None = None) -> Spot | None:
        """Return the cell of a session's field, its row where that has no cell, None if it has none."""
        row = self.rows.get(session)
        if row is None:
            return None
        header = "Day" if name == "date" and session in self.by_day else COLUMN_OF.get(name or "", "")
        return Spot(self.sessions_sheet, row, self.columns.get(header))

    def person(
        self, session: str, person: str, kind: str = "clients", header: str = "Session"
    ) -> Spot | None:
        """Return the cell that puts a client (or one of the ``guests``) into a session, or None."""
        row = self.attendance.get((session, kind, person))
        if row is None:
            return None
        return Spot(self.attendance_sheet, row, self.attendance_columns.get(header))

    def spot(self, place: str) -> Spot | None:
        """Return the cell of a place such as ``sessions[3] (c014.ind.1).room``, or None."""
        path = _IDENTITY.sub("", place)
        found = re.match(r"sessions\[(\d+)\](?:\.([a-z]+))?(?:\[(\d+)\])?", path)
        if found is None or int(found[1]) >= len(self.order):
            return Spot(self.sessions_sheet) if path.startswith("sessions") else None
        session, name, number = self.order[int(found[1])], found[2], found[3]
        if name in ("clients", "guests"):
            people = self.people.get(session, {}).get(name, [])
            if number is not None and int(number) < len(people):
                return self.person(session, people[int(number)], name, "Client")
            return Spot(self.attendance_sheet)
        return self.session(session, name)

    def reworded(self, text: str) -> str:
        """Return a sentence in which every place of a session is told by its cell."""
        return _PLACE.sub(lambda found: str(self.spot(found[0]) or found[0]), text)
