"""Which part of a week to open: around what breaks a rule, and around a client who falls short."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need, Verdict, Violation
from iopsched.domain.schedule import Schedule, Session


@dataclass
class Opening:
    """Sessions and clients to open together."""

    sessions: set[str] = field(default_factory=set)
    clients: set[str] = field(default_factory=set)

    def add(self, other: "Opening") -> None:
        """Open the other's sessions and clients too."""
        self.sessions |= other.sessions
        self.clients |= other.clients


def changes_between(before: Schedule, after: Schedule) -> Opening:
    """Return the sessions that differ between two schedules, and the clients who joined or left any."""
    old, new = ({s.id: s for s in schedule.sessions} for schedule in (before, after))
    opening = Opening()
    for one in old.keys() | new.keys():
        was, is_ = old.get(one), new.get(one)
        if was != is_:
            opening.sessions.add(one)
            opening.clients.update(
                set(was.clients if was is not None else ()) ^ set(is_.clients if is_ is not None else ())
            )
    return opening


class Surroundings:
    """A schedule looked up by person, and what lies around its weak spots."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        self._instance = instance
        self._session = {session.id: session for session in schedule.sessions}
        self._led: dict[str, list[Session]] = {k.id: [] for k in instance.clinicians}
        self._attended: dict[str, list[Session]] = {c.id: [] for c in instance.clients}
        for session in schedule.sessions:
            for leader in session.leaders:
                self._led[leader].append(session)
            for client in session.clients:
                self._attended[client].append(session)

    def of_violations(self, violations: Iterable[Violation], most_clients: int) -> Opening:
        """Return what to open so that broken rules can be mended.

        The sessions named, whoever attends them (own sessions first, groups up to `most_clients`), and
        on their days the own sessions of everybody who could lead them instead.
        """
        opening = Opening()
        for violation in violations:
            opening.sessions.update(violation.sessions)
            opening.clients.update(p for p in violation.people if p in self._instance.client)
        named = [self._session[one] for one in sorted(opening.sessions) if one in self._session]
        for session in sorted(named, key=lambda s: (s.kind == "group", s.id)):
            if session.kind == "individual" or len(opening.clients) + len(session.clients) <= most_clients:
                opening.clients.update(session.clients)
            for leader in self._could_lead(session):
                opening.sessions.update(
                    own.id
                    for own in self._led[leader]
                    if own.kind == "individual" and own.date == session.date
                )
        self._open_pins(violations, opening)
        return opening

    def _open_pins(self, violations: Iterable[Violation], opening: Opening) -> None:
        if not any(violation.rule in ("held", "forbidden") for violation in violations):
            return
        for pin in self._instance.pins:
            if pin.client is not None:
                opening.clients.add(pin.client)
            if pin.session is not None:
                opening.sessions.add(pin.session)
            if pin.group is not None:
                group = self._instance.group[pin.group]
                opening.sessions.update(group.session_id(meeting) for meeting in group.meetings)

    def _could_lead(self, session: Session) -> set[str]:
        offer = self._instance.offer.get(session.id)
        if offer is not None:
            listed = offer.meeting.leaders or offer.group.leaders
            if listed:
                return set(listed)
        needed = [sets for role in self._instance.service[session.service].roles for sets in role.any_of]
        return {
            k.id
            for k in self._instance.clinicians
            if any(set(credentials) <= {c.name for c in k.credentials} for credentials in needed)
        }

    def of_shortfalls(self, verdict: Verdict, most_clients: int) -> Opening:
        """Return what to open so that clients who fall short may not: they alone if `most_clients` is 0."""
        opening = Opening()
        if not most_clients:
            opening.clients.update(need.client for need in verdict.shortfalls)
            return opening
        for need in verdict.shortfalls:
            around = self._around(need)
            if len(opening.clients | around.clients) <= most_clients or not opening.clients:
                opening.add(around)
            else:
                opening.clients.add(need.client)
        return opening

    def _around(self, need: Need) -> Opening:
        client = self._instance.client[need.client]
        service = self._instance.service.get(need.subject or "")
        if need.kind == "sessions" and service is not None and service.format != "group":
            return self._around_own(client, service.id)
        return self._around_groups(client, {service.id} if service is not None else None)

    def _around_own(self, client: Client, service: str) -> Opening:
        """Open the own sessions of whoever could lead the client's, and the clients in these."""
        if client.primary is not None:
            leaders = {client.primary}
        else:
            leaders = {k for k, led in self._led.items() if any(s.service == service for s in led)}
        opening = Opening(clients={client.id})
        for leader in leaders:
            for session in self._led[leader]:
                if session.kind == "individual":
                    opening.sessions.add(session.id)
                    opening.clients.update(session.clients)
        return opening

    def _around_groups(self, client: Client, services: set[str] | None) -> Opening:
        """Open groups that the client could join, and the clients of those that are full."""
        planned = {item.service for item in client.plan} if services is None else services
        opening = Opening(clients={client.id})
        for session_id, offer in self._instance.offer.items():
            if planned and offer.group.service not in planned:
                continue
            held = self._session.get(session_id)
            if held is None:
                opening.sessions.add(session_id)
            elif client.id not in held.clients and self._full(held):
                opening.clients.update(held.clients)
        return opening

    def _full(self, session: Session) -> bool:
        service, offer = self._instance.service[session.service], self._instance.offer[session.id]
        most = service.most_heads if offer.group.max_heads is None else offer.group.max_heads
        seats = None if session.room is None else self._instance.room[session.room].capacity
        present = len(session.clients) + len(session.guests)
        return len(session.clients) >= most or (seats is not None and present + len(session.leaders) >= seats)
