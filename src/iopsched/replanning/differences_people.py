"""What two schedules differ in, person by person."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from iopsched.domain.differences import ClientChange, ClinicianChange, SessionChange
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session

Sessions = dict[str, Session]


def by_client(schedule: Schedule) -> dict[str, Sessions]:
    """Return the sessions of each client by session id, in order of time."""
    return _by_person(schedule, lambda session: session.clients)


def by_clinician(schedule: Schedule) -> dict[str, Sessions]:
    """Return the sessions that each clinician leads by session id, in order of time."""
    return _by_person(schedule, lambda session: session.leaders)


def guest_owners(schedules: Iterable[Schedule], instances: Iterable[Instance | None] = ()) -> dict[str, str]:
    """Return the client with whom each guest comes, as far as instances or the sessions tell."""
    with_whom: dict[str, set[str]] = {}
    for schedule in schedules:
        for session in schedule.sessions:
            for guest in session.guests:
                clients = _owners(session)
                with_whom[guest] = with_whom.get(guest, clients) & clients
    owners = {guest: next(iter(clients)) for guest, clients in with_whom.items() if len(clients) == 1}
    for instance in instances:
        if instance is not None:
            owners |= {guest: client.id for guest, (client, _) in instance.guest.items()}
    return owners


def client_changes(
    before: Schedule,
    after: Schedule,
    changed: tuple[SessionChange, ...],
    instances: Iterable[Instance | None],
) -> tuple[ClientChange, ...]:
    """Return what changes for each client for whom anything does, in order of ids."""
    changes = {change.id: change for change in changed}
    owners = guest_owners((before, after), instances)
    found = []
    for client, old, new in _both(by_client(before), by_client(after)):
        shared = [changes[one] for one in new if one in old and one in changes]
        what = _of_person(old, new, shared)
        what["other_leaders"] = tuple(change.id for change in shared if change.other_leaders)
        what["other_guests"] = tuple(
            change.id
            for change in shared
            if any(owners.get(guest) == client for guest in (*change.guests_joined, *change.guests_left))
        )
        if any(what.values()):
            found.append(ClientChange.model_construct(id=client, **what))
    return tuple(found)


def clinician_changes(
    before: Schedule, after: Schedule, changed: tuple[SessionChange, ...]
) -> tuple[ClinicianChange, ...]:
    """Return what changes for each clinician for whom anything does, in order of ids."""
    changes = {change.id: change for change in changed}
    found = []
    for clinician, old, new in _both(by_clinician(before), by_clinician(after)):
        shared = [changes[one] for one in new if one in old and one in changes]
        what = _of_person(old, new, shared)
        # Who leads with the clinician is the clinician's business; that it leads itself is in both.
        what["other_leaders"] = tuple(change.id for change in shared if change.other_leaders)
        what["other_clients"] = tuple(
            change.id for change in shared if not {"clients", "guests"}.isdisjoint(change.differs)
        )
        if any(what.values()):
            found.append(ClinicianChange.model_construct(id=clinician, **what))
    return tuple(found)


def _by_person(schedule: Schedule, people: Callable[[Session], Iterable[str]]) -> dict[str, Sessions]:
    found: dict[str, Sessions] = defaultdict(dict)
    for session in sorted(schedule.sessions, key=lambda s: (s.date, s.start, s.end, s.id)):
        for person in people(session):
            found[person][session.id] = session
    return found


def _both(old: dict[str, Sessions], new: dict[str, Sessions]) -> Iterator[tuple[str, Sessions, Sessions]]:
    for person in sorted({*old, *new}):
        yield person, old.get(person, {}), new.get(person, {})


def _of_person(old: Sessions, new: Sessions, shared: list[SessionChange]) -> dict[str, Any]:
    groups_old, groups_new = _groups(old), _groups(new)
    return {
        "new": not old,
        "gone": not new,
        "joined": tuple(one for one in new if one not in old),
        "left": tuple(one for one in old if one not in new),
        "moved": tuple(change.id for change in shared if change.moved),
        "other_place": tuple(change.id for change in shared if change.other_place),
        "groups_joined": tuple(group for group in groups_new if group not in groups_old),
        "groups_left": tuple(group for group in groups_old if group not in groups_new),
    }


def _groups(sessions: Sessions) -> tuple[str, ...]:
    return tuple(sorted({session.group for session in sessions.values() if session.group is not None}))


def _owners(session: Session) -> set[str]:
    """Return whose guests those of a session may be: its owner's, or of any of its clients."""
    owners = {client for client in session.clients if session.id.startswith(f"{client}.")}
    return owners if session.kind == "individual" and len(owners) == 1 else set(session.clients)
