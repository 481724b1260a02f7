"""Single edits of a schedule, drawn at random: the same in a workbook and in the schedule's own data."""

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from iopsched.domain.clock import DAYS, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.sheets.schedule.layout import clock_cell, labelled_session
from iopsched.sheets.schedule.writing import attendance_grid, sessions_grid
from schedule_sheets import OpenBook, Pen

Data = dict[str, Any]
Hand = Pen | OpenBook


class HandEdit(NamedTuple):
    """An edit: what it does to a schedule's data, to its workbook, and the cell or sheet it is made in."""

    words: str
    in_data: Callable[[Data], None]
    in_book: Callable[[Hand], None]
    cell: str


class Desk:
    """A week, its schedule, and where everything stands in the workbook that was written of it."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        self.instance, self.schedule = instance, schedule
        sessions, attendance = sessions_grid(instance, schedule), attendance_grid(instance, schedule)
        self.rows = {str(cells[-1].value): row for row, cells in enumerate(sessions.rows[1:], 2)}
        self.seats = [
            (row, str(who.value), labelled_session(str(which.value)))
            for row, (who, which, guest_of) in enumerate(attendance.rows[1:], 2)
            if guest_of.blank
        ]

    def edits(self) -> st.SearchStrategy[HandEdit]:
        """Any one edit."""
        return st.one_of(
            st.tuples(st.sampled_from(self.seats), st.sampled_from(sorted(self.rows)))
            .filter(lambda drawn: drawn[0][1] not in self._session(drawn[1]).clients)
            .map(lambda drawn: self._move_client(*drawn)),
            st.sampled_from(self.seats).map(self._leave),
            st.tuples(st.sampled_from(sorted(self.instance.client)), st.sampled_from(sorted(self.rows)))
            .filter(lambda drawn: drawn[0] not in self._session(drawn[1]).clients)
            .map(lambda drawn: self._join(*drawn)),
            st.tuples(
                st.sampled_from(sorted(self.rows)),
                st.integers(0, 6),
                st.integers(32, 80).map(lambda q: q * 15),
            )
            .filter(self._is_elsewhere)
            .map(lambda drawn: self._move(*drawn)),
            st.tuples(st.sampled_from(sorted(self.rows)), st.sampled_from([*self.instance.room, None]))
            .filter(lambda drawn: drawn[1] != self._session(drawn[0]).room)
            .map(lambda drawn: self._place(*drawn)),
            st.tuples(st.sampled_from(sorted(self.rows)), st.sampled_from(sorted(self.instance.clinician)))
            .filter(lambda drawn: (drawn[1],) != self._session(drawn[0]).leaders)
            .map(lambda drawn: self._lead(*drawn)),
            st.sampled_from(sorted(self.rows)).map(self._delete),
        )

    def some(self) -> list[HandEdit]:
        """An edit of each kind."""
        seat, other = next(
            (seat, session)
            for session in sorted(self.rows, reverse=True)
            for seat in self.seats
            if seat[1] not in self._session(session).clients
        )
        session, stranger = sorted(self.rows)[0], seat[1]
        leaders = self._session(session).leaders
        return [
            self._move_client(seat, other),
            self._leave(seat),
            self._join(stranger, other),
            self._move(session, 4, 600),
            self._place(other, None),
            self._lead(session, next(k for k in self.instance.clinician if k not in leaders)),
            self._delete(other),
        ]

    def _session(self, one: str) -> Any:
        return next(session for session in self.schedule.sessions if session.id == one)

    def _is_elsewhere(self, drawn: tuple[str, int, int]) -> bool:
        session, day, start = drawn
        was = self._session(session)
        return (day, start) != (was.date.weekday(), was.start) and start + was.end - was.start <= 1440

    def _move_client(self, seat: tuple[int, str, str], to: str) -> HandEdit:
        row, client, session = seat

        def in_data(data: Data) -> None:
            _in(data, session)["clients"].remove(client)
            _in(data, to)["clients"].append(client)

        return HandEdit(
            f"{client} from {session} to {to}",
            in_data,
            lambda hand: hand.write("Attendance", row, "Session", f"{to}  some time"),
            f"Attendance!B{row}",
        )

    def _leave(self, seat: tuple[int, str, str]) -> HandEdit:
        row, client, session = seat
        return HandEdit(
            f"{client} leaves {session}",
            lambda data: _in(data, session)["clients"].remove(client),
            lambda hand: hand.delete("Attendance", row),
            "Attendance",
        )

    def _join(self, client: str, session: str) -> HandEdit:
        row = 2 + sum(len(one.clients) + len(one.guests) for one in self.schedule.sessions)

        def in_book(hand: Hand) -> None:
            hand.write("Attendance", row, "Client", client)
            hand.write("Attendance", row, "Session", session)

        return HandEdit(
            f"{client} joins {session}",
            lambda data: _in(data, session)["clients"].append(client),
            in_book,
            f"Attendance!B{row}",
        )

    def _move(self, session: str, day: int, start: int) -> HandEdit:
        was = self._session(session)
        row = self.rows[session]

        def in_data(data: Data) -> None:
            end = format_time(start + was.end - was.start)
            date = self.instance.week.date_of(day).isoformat()
            _in(data, session).update({"date": date, "start": format_time(start), "end": end})

        def in_book(hand: Hand) -> None:
            if day != was.date.weekday():
                hand.write("Sessions", row, "Day", DAYS[day].capitalize())
            if start != was.start:
                hand.write("Sessions", row, "Start", clock_cell(start).value)

        cell = f"Sessions!{'A' if start == was.start else 'C'}{row}"
        return HandEdit(f"{session} to {DAYS[day]} {format_time(start)}", in_data, in_book, cell)

    def _place(self, session: str, room: str | None) -> HandEdit:
        row = self.rows[session]
        mode = "telehealth" if room is None else "on_site"
        return HandEdit(
            f"{session} in {room}",
            lambda data: _in(data, session).update({"room": room, "mode": mode}),
            lambda hand: hand.write("Sessions", row, "Place", room or "Telehealth"),
            f"Sessions!G{row}",
        )

    def _lead(self, session: str, clinician: str) -> HandEdit:
        row = self.rows[session]
        return HandEdit(
            f"{session} led by {clinician}",
            lambda data: _in(data, session).update({"leaders": [clinician]}),
            lambda hand: hand.write("Sessions", row, "Leaders", clinician),
            f"Sessions!H{row}",
        )

    def _delete(self, session: str) -> HandEdit:
        row = self.rows[session]

        def in_data(data: Data) -> None:
            data["sessions"].remove(_in(data, session))

        return HandEdit(
            f"{session} is deleted", in_data, lambda hand: hand.delete("Sessions", row), "Sessions"
        )


def _in(data: Data, session: str) -> Data:
    found: Data = next(one for one in data["sessions"] if one["id"] == session)
    return found
