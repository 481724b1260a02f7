"""A schedule looked up by person, place and date, built once per judgement."""

import datetime as dt
from dataclasses import dataclass, field

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need
from iopsched.domain.schedule import Session
from iopsched.domain.services import Service
from iopsched.judging.combined import CombinedRules

Days = dict[dt.date, list[Session]]
"""Somebody's sessions by date, each date's in order of time."""


@dataclass
class ScheduleIndex:
    """An instance and a schedule of it, with every look-up that checks and goals need.

    `place` is the site of each session by id, None for telehealth. `credited` holds minutes by
    client and date with attended ones included, `attended` those attended already alone. `recorded`
    holds the ids of the sessions that a client's attendance speaks of: it, not the schedule, credits
    these. `past` holds the ids of the sessions that started before `week.now`. `enrolled` holds each
    client's sessions by group, `delivered` by service, `needs` its needs.
    """

    instance: Instance
    sessions: list[Session]
    session: dict[str, Session]
    place: dict[str, str | None]
    travel: dict[tuple[str, str], int]
    rules: dict[str, CombinedRules]
    client_days: dict[str, Days] = field(default_factory=dict)
    guest_days: dict[str, Days] = field(default_factory=dict)
    clinician_days: dict[str, Days] = field(default_factory=dict)
    room_days: dict[str, Days] = field(default_factory=dict)
    credited: dict[str, dict[dt.date, int]] = field(default_factory=dict)
    attended: dict[str, dict[dt.date, int]] = field(default_factory=dict)
    recorded: dict[str, frozenset[str]] = field(default_factory=dict)
    past: frozenset[str] = frozenset()
    enrolled: dict[str, dict[str, list[Session]]] = field(default_factory=dict)
    delivered: dict[str, dict[str, list[Session]]] = field(default_factory=dict)
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)

    def sessions_of(self, client: Client) -> list[Session]:
        """Return the sessions a client attends, in order of time."""
        return [session for day in self.client_days[client.id].values() for session in day]

    def sessions_for(self, client: Client, item: PlanItem) -> list[Session]:
        """Return the sessions a client attends of a plan item's service, in order of time."""
        return self.delivered[client.id].get(item.service, [])

    def counted_for(self, client: Client, item: PlanItem) -> list[Session]:
        """Return the sessions that count as a plan item's: of its service, and not told by attendance."""
        recorded = self.recorded[client.id]
        return [session for session in self.sessions_for(client, item) if session.id not in recorded]

    def crediting(self, client: Client, date: dt.date) -> list[Session]:
        """Return the sessions of a date that credit the client anything, in order of time."""
        sessions = self.client_days[client.id].get(date, [])
        return [session for session in sessions if self.credits_of(client.id, session) > 0]

    def credits_of(self, client: str, session: Session) -> int:
        """Return the minutes that a session credits a client: none where attendance tells of it."""
        return 0 if session.id in self.recorded[client] else self.service_of(session).credits

    def deciding(self, sessions: list[Session]) -> list[Session]:
        """Return the sessions that make true what any one of them makes true.

        Those of the past alone, if there are any: then it is true whatever is added.
        """
        return [session for session in sessions if session.id in self.past] or sessions

    def recorded_for(self, client: Client, item: PlanItem) -> list[dt.date]:
        """Return the dates of attendance recorded with a plan item's service."""
        return [entry.date for entry in client.attended if entry.service == item.service]

    def qualifying_dates(self, client: Client) -> list[dt.date]:
        """Return the client's qualifying days, attended ones included, in order."""
        enough = self.rules[client.id].qualifying_minutes
        return [date for date, minutes in sorted(self.credited[client.id].items()) if minutes >= enough]

    def service_dates(self, client: Client) -> list[dt.date]:
        """Return the client's service days, attended ones included, in order."""
        return [date for date, minutes in sorted(self.credited[client.id].items()) if minutes > 0]

    def service_of(self, session: Session) -> Service:
        """Return the service that a session delivers."""
        return self.instance.service[session.service]

    def heads(self, session: Session) -> int:
        """Return the heads of a session: its clients, and its guests if the service counts them."""
        guests = len(session.guests) if self.service_of(session).guests_count_as_heads else 0
        return len(session.clients) + guests

    def way(self, origin: str | None, destination: str | None) -> int:
        """Return the minutes from one place to another, None being telehealth."""
        if destination is None or origin == destination:
            return 0
        if origin is None:
            return self.instance.conventions.telehealth_buffer_minutes
        return self.travel.get((origin, destination), 0)
