"""A schedule as sheets: those that are edited by hand, and the hidden ones beside them."""

from collections.abc import Iterator, Sequence

from iopsched.domain.clock import format_day
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.schedule.layout import (
    ATTENDANCE,
    ATTENDANCE_HEADERS,
    DATE,
    SESSION_HEADERS,
    SESSIONS,
    clock_cell,
    label,
    place_words,
    text_cell,
    when,
)
from iopsched.sheets.schedule.offered import lists_grid, offered_in
from iopsched.sheets.schedule.original import original_grid


def grids_of_schedule(
    instance: Instance, schedule: Schedule, views: Sequence[Grid] = ()
) -> tuple[Grid, Grid, Grid, Grid]:
    """Return a schedule's sheets: sessions, attendance, the lists to choose from, and the original.

    `views` are the sheets beside them that are not read; the original keeps what they say.
    """
    return (
        sessions_grid(instance, schedule),
        attendance_grid(instance, schedule),
        lists_grid(offered_in(instance), schedule),
        original_grid(schedule, views),
    )


def sessions_grid(instance: Instance, schedule: Schedule) -> Grid:
    """Return the sheet with a row for each session, in order of time."""
    rows = [tuple(_session_row(instance, session)) for session in in_time(schedule)]
    return Grid(SESSIONS, (_header(SESSION_HEADERS), *rows))


def attendance_grid(instance: Instance, schedule: Schedule) -> Grid:
    """Return the sheet with a row for each client or guest and session, client by client."""
    return Grid(ATTENDANCE, (_header(ATTENDANCE_HEADERS), *_attendance_rows(instance, schedule)))


def in_time(schedule: Schedule) -> list[Session]:
    """Return the sessions of a schedule in order of time."""
    return sorted(schedule.sessions, key=lambda one: (one.date, one.start, one.end, one.id))


def counted_heads(instance: Instance, session: Session) -> int:
    """Return how many heads a session counts: its clients, and guests where its service counts them."""
    service = instance.service.get(session.service)
    counted = service is not None and service.guests_count_as_heads
    return len(session.clients) + (len(session.guests) if counted else 0)


def whose(instance: Instance, session: Session) -> str:
    """Return the id of the group whose session it is, or of the client."""
    if session.group is not None:
        return session.group
    suffix = session.id.removesuffix(f".{session.id.rpartition('.')[2]}")
    owner = suffix.removesuffix(f".{session.service}")
    return owner if owner in instance.client else next(iter(session.clients), "")


def _header(names: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(Cell(name, "@") for name in names)


def _session_row(instance: Instance, session: Session) -> Iterator[Cell]:
    yield text_cell(format_day(session.date.weekday()))
    yield Cell(session.date, DATE)
    yield clock_cell(session.start)
    yield clock_cell(session.end)
    yield text_cell(whose(instance, session))
    yield text_cell(session.service)
    yield text_cell(place_words(session.room))
    yield text_cell(", ".join(session.leaders))
    yield Cell(counted_heads(instance, session))
    yield text_cell(session.id)


def _attendance_rows(instance: Instance, schedule: Schedule) -> Iterator[tuple[Cell, ...]]:
    sessions = in_time(schedule)
    known = [*instance.client, *(c for s in sessions for c in s.clients if c not in instance.client)]
    own = {client.id: [guest.id for guest in client.guests] for client in instance.clients}
    for client in dict.fromkeys(known):
        for session in sessions:
            if client in session.clients:
                yield text_cell(client), _label(session), text_cell(None)
            for guest in own.get(client, ()):
                if guest in session.guests:
                    yield text_cell(guest), _label(session), text_cell(client)


def _label(session: Session) -> Cell:
    return text_cell(label(session.id, when(session)))
