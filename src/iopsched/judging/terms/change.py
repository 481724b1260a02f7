"""Terms of change against the published schedule; each is 0 where none is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from iopsched.domain.clients import Client
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


def _groups_of(sessions: Iterable[Session], clients: Iterable[str]) -> set[tuple[str, str]]:
    counted = set(clients)
    return {
        (client, session.group)
        for session in sessions
        if session.group is not None
        for client in session.clients
        if client in counted
    }


def published_places(index: ScheduleIndex) -> set[tuple[str, str]]:
    """Return the published pairs of client and group, for clients of the instance."""
    return _groups_of(published_sessions(index), index.instance.client)


def published_clients(index: ScheduleIndex) -> set[str]:
    """Return the clients of the instance who attend anything in the published schedule."""
    return {client for client, _ in published_attendances(index)}


def published_own_attendances(index: ScheduleIndex) -> int:
    """Return how many published attendances of clients of the instance are not of a group."""
    own = {session.id for session in published_sessions(index) if session.kind == "individual"}
    return sum(1 for _, session in published_attendances(index) if session in own)


def changed_group(index: ScheduleIndex) -> int:
    """Return the places of published clients in groups that only one of the two schedules has."""
    now = _groups_of(index.sessions, published_clients(index))
    return len(published_places(index) ^ now)


def clients_contacted(index: ScheduleIndex) -> int:
    """Return how many published clients have another week: other sessions, times, places, own leaders."""
    weeks: dict[str, dict[str, Session]] = defaultdict(dict)
    for session in published_sessions(index):
        for client in session.clients:
            weeks[client][session.id] = session
    return sum(
        1
        for client in index.instance.clients
        if client.id in weeks and _week_differs(index, client, weeks[client.id])
    )


def _week_differs(index: ScheduleIndex, client: Client, before: dict[str, Session]) -> bool:
    now = {session.id: session for session in index.sessions_of(client)}
    if before.keys() != now.keys():
        return True
    return any(_told_anew(index, before[one], now[one]) for one in now)


def _told_anew(index: ScheduleIndex, before: Session, now: Session) -> bool:
    """Return whether somebody who attends a session in both schedules has to be told of it."""
    if (before.date.weekday(), before.start, before.mode) != (now.date.weekday(), now.start, now.mode):
        return True
    if before.room is not None:
        room = index.instance.room.get(before.room)
        if room is None or room.site != index.place[now.id]:
            return True
    return now.kind == "individual" and set(before.leaders) != set(now.leaders)


def newcomers(index: ScheduleIndex) -> int:
    """Return the places in published groups of clients who attended no published session of them."""
    published = published_sessions(index)
    groups = {session.group for session in published}
    now = {one for one in _groups_of(index.sessions, index.instance.client) if one[1] in groups}
    return len(now - published_places(index))


def changed_counsellor(index: ScheduleIndex) -> int:
    """Return the attendances of own sessions led only by others than published ones of that service."""
    led_by: dict[tuple[str, str], set[str]] = defaultdict(set)
    for session in published_sessions(index):
        if session.kind == "individual":
            for client in session.clients:
                led_by[client, session.service].update(session.leaders)
    return sum(
        1
        for session in index.sessions
        if session.kind == "individual" and session.leaders
        for client in session.clients
        if (known := led_by.get((client, session.service))) and known.isdisjoint(session.leaders)
    )
