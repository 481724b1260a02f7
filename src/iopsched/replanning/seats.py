"""Seats and hours that somebody's week takes, and what is used up by it."""

from collections.abc import Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session


def seats_left(instance: Instance, session: Session) -> int | None:
    """Return how many more clients a group session could take, by heads and chairs; None for own sessions."""
    offer = instance.offer.get(session.id)
    if offer is None:
        return None
    service = instance.service[session.service]
    most = service.most_heads if offer.group.max_heads is None else offer.group.max_heads
    heads = len(session.clients) + (len(session.guests) if service.guests_count_as_heads else 0)
    left = most - heads
    if service.clients_per_leader is not None and service.roles:
        left = min(left, service.clients_per_leader * len(session.leaders) - heads)
    if session.room is not None:
        present = len(session.clients) + len(session.guests) + len(session.leaders)
        left = min(left, instance.room[session.room].capacity - present)
    return max(left, 0)


def used_up(instance: Instance, before: Schedule, after: Schedule, client: str) -> Iterator[str]:
    """Yield a sentence for each thing of which a client's sessions take the last."""
    old = {session.id: session for session in before.sessions}
    for session in after.sessions:
        if client not in session.clients:
            continue
        was = old.get(session.id)
        if was is not None and client in was.clients:
            continue
        if seats_left(instance, session) == 0:
            yield f"the last seat of {session.id}"
    yield from _full_caseloads(instance, before, after, client)
    yield from _full_weeks(instance, before, after, client)


def _full_caseloads(instance: Instance, before: Schedule, after: Schedule, client: str) -> Iterator[str]:
    who = instance.client[client]
    if who.primary is not None:
        return
    old, new = _own_leaders(before, client), _own_leaders(after, client)
    for leader in sorted(new - old):
        most = instance.clinician[leader].max_caseload
        mine = sum(1 for one in instance.clients if one.primary == leader) + 1
        if most is not None and mine >= most:
            yield f"the last place in the caseload of {leader}"


def _own_leaders(schedule: Schedule, client: str) -> set[str]:
    return {
        leader
        for session in schedule.sessions
        if session.kind == "individual" and client in session.clients
        for leader in session.leaders
    }


def _full_weeks(instance: Instance, before: Schedule, after: Schedule, client: str) -> Iterator[str]:
    """Yield the clinicians who have no time left for another session like the client's own."""
    for session in after.sessions:
        if session.kind != "individual" or client not in session.clients or session in before.sessions:
            continue
        length = session.end - session.start
        for leader in session.leaders:
            most = instance.clinician[leader].max_minutes_per_week
            led = sum(s.end - s.start for s in after.sessions if leader in s.leaders)
            if most is not None and most - led < length:
                yield f"the last {length} minutes of {leader} this week"
