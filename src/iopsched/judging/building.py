"""Building the look-ups of one schedule."""

import datetime as dt

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.combined import combine
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.needs import needs_of


def build_index(instance: Instance, schedule: Schedule) -> ScheduleIndex:
    """Return the look-ups of a schedule, sessions in order of time, and the needs of its clients."""
    sessions = sorted(schedule.sessions, key=lambda session: (session.date, session.start, session.id))
    rooms = instance.room
    index = ScheduleIndex(
        instance=instance,
        sessions=sessions,
        session={session.id: session for session in sessions},
        place={s.id: None if s.room is None else rooms[s.room].site for s in sessions},
        travel=_travel(instance),
        rules={client.id: combine(instance, client) for client in instance.clients},
        past=frozenset(s.id for s in sessions if instance.week.is_past(s.date, s.start)),
    )
    for client in instance.clients:
        _open_client(index, client)
    for guest in instance.guest:
        index.guest_days[guest] = {}
    for clinician in instance.clinicians:
        index.clinician_days[clinician.id] = {}
    for session in sessions:
        _enter(index, session)
    for client in instance.clients:
        index.needs[client.id] = needs_of(index, client)
    return index


def _travel(instance: Instance) -> dict[tuple[str, str], int]:
    minutes: dict[tuple[str, str], int] = {}
    for way in instance.travel:
        one, other = way.between
        minutes[one, other] = minutes[other, one] = way.minutes
    return minutes


def _open_client(index: ScheduleIndex, client: Client) -> None:
    attended: dict[dt.date, int] = {}
    for entry in client.attended:
        attended[entry.date] = attended.get(entry.date, 0) + entry.credited_minutes
    index.attended[client.id] = attended
    index.recorded[client.id] = frozenset(e.session for e in client.attended if e.session is not None)
    index.credited[client.id] = dict(attended)
    index.client_days[client.id] = {}
    index.enrolled[client.id] = {}
    index.delivered[client.id] = {}


def _enter(index: ScheduleIndex, session: Session) -> None:
    for client in session.clients:
        index.client_days[client].setdefault(session.date, []).append(session)
        index.delivered[client].setdefault(session.service, []).append(session)
        if session.group is not None:
            index.enrolled[client].setdefault(session.group, []).append(session)
        credited = index.credited[client]
        credited[session.date] = credited.get(session.date, 0) + index.credits_of(client, session)
    for guest in session.guests:
        index.guest_days[guest].setdefault(session.date, []).append(session)
    for leader in session.leaders:
        index.clinician_days[leader].setdefault(session.date, []).append(session)
    if session.room is not None:
        index.room_days.setdefault(session.room, {}).setdefault(session.date, []).append(session)
