"""Terms of change against the published schedule; each is 0 where none is published."""

from collections.abc import Iterator

from iopsched.domain.schedule import Session
from iopsched.judging.index import ScheduleIndex


def published_sessions(index: ScheduleIndex) -> tuple[Session, ...]:
    """Return the published sessions, none where nothing is published."""
    published = index.instance.published
    return () if published is None else published.sessions


def published_attendances(index: ScheduleIndex) -> set[tuple[str, str]]:
    """Return the published pairs of client and session id, for clients of the instance."""
    known = index.instance.client
    return {
        (client, session.id)
        for session in published_sessions(index)
        for client in session.clients
        if client in known
    }


def _still_held(index: ScheduleIndex) -> Iterator[tuple[Session, Session]]:
    """Yield each published session that is held now, as it was and as it is."""
    for before in published_sessions(index):
        now = index.session.get(before.id)
        if now is not None:
            yield before, now


def changed_attendance(index: ScheduleIndex) -> int:
    """Return the attendances of published clients that only one of the two schedules has."""
    before = published_attendances(index)
    clients = {client for client, _ in before}
    now = {
        (client, session.id) for session in index.sessions for client in session.clients if client in clients
    }
    return len(before ^ now)


def changed_time(index: ScheduleIndex) -> int:
    """Return the published sessions now held on another weekday or at another start."""
    return sum(
        1
        for before, now in _still_held(index)
        if (before.date.weekday(), before.start) != (now.date.weekday(), now.start)
    )


def changed_leader(index: ScheduleIndex) -> int:
    """Return the published leaders who no longer lead a session still held."""
    return sum(len(set(before.leaders) - set(now.leaders)) for before, now in _still_held(index))


def changed_room(index: ScheduleIndex) -> int:
    """Return the published sessions now held in another room or mode."""
    return sum(1 for before, now in _still_held(index) if (before.mode, before.room) != (now.mode, now.room))
