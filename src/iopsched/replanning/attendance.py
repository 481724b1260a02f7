"""What was attended so far, written into the instance in place of what was planned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from iopsched.continuity.carrying import present_session_id
from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.clients import Attendance, Client
from iopsched.domain.clock import format_day, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Service
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.judging.words import counted
from iopsched.replanning.event_kinds import Changed
from iopsched.replanning.events import unknown


def record(instance: Instance, published: Schedule, rows: Iterable[AttendanceRow]) -> Changed:
    """Return the instance with each row written into what its client `attended`, and what is to be said.

    A session attended in part earns credited minutes in proportion, rounded down; one missed earns
    none and is no session of the plan. Who has no row for a session before now is taken to have
    attended it.

    Raises:
        ProblemsError: nothing is past, or a row does not fit the published schedule; all are told.
    """
    return _Recording(instance, published, tuple(rows)).run()


class _Recording:
    """The rows of one table, held against the sessions published for the week."""

    def __init__(self, instance: Instance, published: Schedule, rows: Sequence[AttendanceRow]) -> None:
        self._instance, self._rows = instance, rows
        self._published = published
        self._session = {present_session_id(instance, s.id): s for s in published.sessions}
        self._left = {one for s in published.sessions for one in s.clients if one not in instance.client}
        self._problems: list[Problem] = []
        self._notes: set[str] = set()
        self._said: dict[tuple[str, str], int] = {}

    def run(self) -> Changed:
        """Return the instance changed, or raise with everything that is wrong."""
        self._problems += self._headings()
        if self._problems:
            raise ProblemsError(self._problems)
        entries: dict[str, dict[str, Attendance]] = defaultdict(dict)
        for number, row in enumerate(self._rows):
            session = self._checked(row, f"attendance row {row.row or number + 1}")
            if session is not None:
                entries[row.client][self._id(session)] = self._entry(row, session)
        if self._problems:
            raise ProblemsError(self._problems)
        clients = tuple(_with(client, entries.get(client.id, {})) for client in self._instance.clients)
        notes = (*sorted(self._notes), *self._unrecorded())
        return Changed(instance=self._instance.replace(clients=clients), notes=notes)

    def _headings(self) -> Iterator[Problem]:
        week = self._instance.week
        if week.now is None:
            message, way_out = "attendance is of the past, and none of the week is", "Say what time it is."
            yield Problem("attendance_without_now", "attendance", message, way_out)
        if self._published.week != week.monday:
            message = f"what is published is not of the instance's week, that of {week.monday}"
            way_out = "Give this week's published schedule."
            yield Problem("week_differs", "attendance", message, way_out, str(self._published.week))

    def _checked(self, row: AttendanceRow, place: str) -> Session | None:
        """Return the session that a row is about, or None where it is not to be recorded."""
        problems = list(self._wrong(row, place))
        self._problems += problems
        session = self._session.get(present_session_id(self._instance, row.session))
        if problems or session is None:
            return None
        if row.client in self._left:
            self._notes.add(
                f"client {row.client} is not in the instance any more; its rows count for nothing"
            )
            return None
        key = (row.client, self._id(session))
        before = self._said.setdefault(key, row.attended_minutes)
        if before != row.attended_minutes:
            message = f"{row.client} has another row for {row.session}, with {before} minutes"
            self._problems.append(Problem("duplicate_attendance", place, message, "Keep one of them."))
        self._tell(row, session)
        return session

    def _wrong(self, row: AttendanceRow, place: str) -> Iterator[Problem]:
        known = self._instance.client
        if row.client not in known and row.client not in self._left:
            yield unknown(f"{place}, client", "client", row.client, known)
        if row.attended_minutes < 0:
            message, way_out = "minutes attended are 0 or more", "Write 0 for a session missed."
            shown = safe_value(row.attended_minutes)
            yield Problem("number_out_of_range", f"{place}, attended_minutes", message, way_out, shown)
        session = self._session.get(present_session_id(self._instance, row.session))
        if session is None or self._service(session) is None:
            yield unknown(f"{place}, session", "published session", row.session, self._session)
        elif not self._instance.week.is_past(session.date, session.start):
            message = f"{row.session} starts on {_when(session)}, which is not before now"
            yield Problem(
                "attendance_not_past", f"{place}, session", message, "Take the row out, or mend now."
            )
        elif row.client in known and row.client not in session.clients and session.kind == "individual":
            message = f"{row.client} is not in {row.session} as published"
            way_out = "Name the client whose session it was."
            yield Problem("attendance_not_own", f"{place}, client", message, way_out, row.client)

    def _tell(self, row: AttendanceRow, session: Session) -> None:
        service = self._service(session)
        if row.client not in session.clients:
            self._notes.add(f"{row.client} attended {self._id(session)} without being in it as published")
        if service is not None and row.attended_minutes > service.clock_minutes:
            self._notes.add(
                f"{row.client} has {row.attended_minutes} minutes in {self._id(session)}, which is "
                f"{service.clock_minutes} minutes long; counted as all of it"
            )

    def _entry(self, row: AttendanceRow, session: Session) -> Attendance:
        service = self._service(session)
        assert service is not None
        clock = service.clock_minutes
        return Attendance(
            date=session.date,
            credited_minutes=service.credits * min(row.attended_minutes, clock) // clock,
            service=service.id if row.attended_minutes else None,
            session=self._id(session),
        )

    def _unrecorded(self) -> Iterator[str]:
        for session in sorted(self._published.sessions, key=lambda s: (s.date, s.start, s.id)):
            if not self._instance.week.is_past(session.date, session.start):
                continue
            present = [self._instance.client[one] for one in session.clients if one in self._instance.client]
            session_id = self._id(session)
            silent = [
                client
                for client in present
                if (client.id, session_id) not in self._said
                and all(entry.session != session_id for entry in client.attended)
            ]
            if silent:
                yield (
                    f"{session_id}: no attendance recorded for {len(silent)} of "
                    f"{counted(len(present), 'client')}; taken as attended"
                )

    def _id(self, session: Session) -> str:
        return present_session_id(self._instance, session.id)

    def _service(self, session: Session) -> Service | None:
        offer = self._instance.offer.get(self._id(session))
        return self._instance.service.get(offer.group.service if offer else session.service)


def _with(client: Client, entries: dict[str, Attendance]) -> Client:
    """Return the client with entries added, those of the same sessions replaced where they stand."""
    if not entries:
        return client
    fresh = dict(entries)
    kept = [
        fresh.pop(entry.session or "", entry)
        for entry in client.attended
        if entry.session not in entries or entry.session in fresh
    ]
    added = sorted(fresh.values(), key=lambda entry: (entry.date, entry.session or ""))
    return client.model_copy(update={"attended": (*kept, *added)})


def _when(session: Session) -> str:
    return f"{format_day(session.date.weekday())} {format_time(session.start)}"
