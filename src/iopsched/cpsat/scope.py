"""A part of a week: which decisions of a schedule are open, while everything else stays as it is.

A model of a scope holds the open decisions alone: what stays is one candidate, fixed. That is what
makes a question about a week of 100 clients answerable in a second instead of ten.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.extract import Roles, find_placement
from iopsched.cpsat.variables import Variables
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session


@dataclass(frozen=True)
class Scope:
    """The open part of a schedule.

    `sessions`: whether these are held, when, where and by whom is open; their clients may leave
    them. `clients`: these may join and leave any session of the schedule. `own_of`: these may come to
    open sessions, and stay in all others that they attend. Everybody and everything else stays. Make
    one with `open_scope`, which opens what cannot be decided apart.
    """

    schedule: Schedule
    sessions: frozenset[str]
    clients: frozenset[str]
    own_of: frozenset[str] = frozenset()


def open_scope(
    instance: Instance,
    schedule: Schedule,
    *,
    sessions: Iterable[str] = (),
    clients: Iterable[str] = (),
    own_sessions: bool = True,
) -> Scope:
    """Return the scope that opens these sessions and clients, and whatever goes with them.

    With a client: its own sessions (unless `own_sessions` is off), clients who come along to each
    other's sessions and clients kept together. With a session of a track: the whole track.
    """
    who = with_company(instance, clients)
    what = set(sessions)
    for session_id in list(what):
        offer = instance.offer.get(session_id)
        if offer is not None and offer.group.attendance == "attend_all":
            what.update(offer.group.session_id(meeting) for meeting in offer.group.meetings)
    for client in who if own_sessions else ():
        what.update(one for one, _ in instance.individual_session_ids(instance.client[client]))
    return Scope(schedule, frozenset(what), frozenset(who))


def with_company(instance: Instance, clients: Iterable[str]) -> set[str]:
    """Return clients with everybody whose week cannot be decided apart from theirs."""
    tied: dict[str, set[str]] = defaultdict(set)
    for client in instance.clients:
        for item in client.plan:
            for other in item.with_clients:
                tied[client.id].add(other)
                tied[other].add(client.id)
    for relation in instance.relations:
        if relation.kind == "together":
            for member in relation.clients:
                tied[member].update(relation.clients)
    found: set[str] = set()
    waiting = [one for one in clients if one in instance.client]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(tied[one])
    return found


def close(v: Variables, scope: Scope) -> None:
    """Fix every decision outside the scope to what the schedule says."""
    held: dict[Placement, Session] = {}
    for session in scope.schedule.sessions:
        placement = find_placement(v, session)
        if placement is None or placement.start < v.world.past_until:
            continue
        if session.id not in scope.sessions:
            held[placement] = session
    fixed: dict[int, bool] = {}
    roles = Roles(v)
    for p, session in held.items():
        fixed[v.place[p].index] = True
        room = None if session.room is None else v.offices.name_of(session.room)
        fixed.update((literal.index, name == room) for name, literal in v.room[p].items())
        leads = roles.filled(p, session)
        fixed.update((literal.index, at in leads) for at, literal in v.lead[p].items())
        for client, literal in v.client[p].items():
            if client not in scope.clients:
                fixed[literal.index] = client in session.clients
        for guest, literal in v.guest[p].items():
            if v.world.instance.guest[guest][0].id not in scope.clients:
                fixed[literal.index] = guest in session.guests
    v.closed = frozenset(fixed)
    for index, value in fixed.items():
        literal = v.model.get_bool_var_from_proto_index(index)
        v.model.add_bool_or(literal if value else ~literal)
