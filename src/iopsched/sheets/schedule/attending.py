"""Who attends which session, by the rows of the sheet of attendance."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from iopsched.errors import safe_value
from iopsched.sheets.faults import CellError, shown
from iopsched.sheets.grid import Cell
from iopsched.sheets.schedule.cells import SchedulePlaces
from iopsched.sheets.schedule.layout import labelled_session
from iopsched.sheets.schedule.offered import Offered
from iopsched.sheets.schedule.rows import SessionRow
from iopsched.sheets.schedule.values import text_in, word_in

Told = tuple[str, CellError, str | None]


class Seat(NamedTuple):
    """Somebody in a session: the session's id, ``clients`` or ``guests``, and the person's id."""

    session: str
    kind: str
    person: str


class Attending:
    """Takes the rows of attendance one by one, and puts the people into the sessions in the end.

    `own` are the sessions that were read, `written` those that were written, `unread` the ids in all
    rows of sessions, those with mistakes too.
    """

    def __init__(
        self,
        offered: Offered,
        own: Sequence[tuple[SessionRow, dict[str, Any]]],
        written: Iterable[Mapping[str, Any]],
        unread: frozenset[str],
    ) -> None:
        self._offered, self._own, self._unread = offered, own, unread
        self._held = {data["id"] for _, data in own}
        self._written = {one["id"]: one for one in written}
        self._known = {one.id for one in offered.sessions} | self._held | set(self._written)
        self._rows: dict[Seat, int] = {}

    def take(self, number: int, cells: Mapping[str, Cell]) -> Iterator[Told]:
        """Take a row; yield what is wrong with it, column by column."""
        named = text_in(cells["Session"])
        try:
            person = word_in(cells["Client"])
        except CellError as error:
            yield "Client", error, shown(cells["Client"].value)
            return
        if not person:
            way_out = "Write a client's id, or delete the row."
            yield "Client", CellError("value_missing", "who attends is blank", way_out), None
        if not named:
            way_out = "Choose a session, or delete the row."
            yield "Session", CellError("value_missing", "which session is attended is blank", way_out), None
        if not (person and named):
            return
        session = labelled_session(named)
        seat = Seat(session, self._kind(person, text_in(cells.get("Guest of", Cell()))), person)
        if session not in self._held:
            yield from self._without_row(seat)
        elif seat in self._rows:
            message = f"this is in row {self._rows[seat]} already"
            yield "Session", CellError("listed_twice", message, "Delete one of the two rows."), None
        else:
            self._rows[seat] = number

    def _kind(self, person: str, guest_of: str) -> str:
        if guest_of:
            return "guests"
        guest = person in self._offered.guests and person not in self._offered.clients
        return "guests" if guest else "clients"

    def _without_row(self, seat: Seat) -> Iterator[Told]:
        written = self._written.get(seat.session)
        if seat.session in self._unread or (written is not None and seat.person in written[seat.kind]):
            return  # The session was deleted with everybody in it, or its own row says what is wrong.
        if seat.session in self._known:
            message = f"session {seat.session} has no row in the sheet of sessions"
            way_out = "Add a row for it there, or choose another session."
            yield "Session", CellError("session_without_row", message, way_out), None
            return
        nearest = difflib.get_close_matches(seat.session, sorted(self._known), 1)
        way_out = f"Did you mean {nearest[0]}?" if nearest else "Choose one of the list."
        error = CellError("unknown_session", "there is no session of this id", way_out)
        yield "Session", error, safe_value(seat.session)

    def finish(self, places: SchedulePlaces) -> None:
        """Put everybody into the sessions, in the order in which they were written, and tell the places."""
        people: dict[tuple[str, str], list[str]] = defaultdict(list)
        for seat, number in self._rows.items():
            people[seat.session, seat.kind].append(seat.person)
            places.attendance[seat.session, seat.kind, seat.person] = number
        for row, data in self._own:
            written: Mapping[str, Any] = self._written.get(data["id"], {})
            for kind in ("clients", "guests"):
                found = people[data["id"], kind]
                before = [one for one in written.get(kind, ()) if one in found]
                data[kind] = before + [one for one in found if one not in before]
            if not written and not data["clients"] and data["kind"] == "individual":
                # A new session of a client's own is attended by it, whoever else comes.
                data["clients"] = [row.who] if row.who else []
