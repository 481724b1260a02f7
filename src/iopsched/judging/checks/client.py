"""Client: caps on minutes, days, sessions, trips and groups, and the company of plan items."""

import datetime as dt
import itertools
from collections.abc import Iterator

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clock import format_day
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.combined import authorised
from iopsched.judging.day import pauses
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, listed, told


def service_planned(index: ScheduleIndex) -> Iterator[Violation]:
    """A client with a plan attends only services of the plan."""
    for client in index.instance.clients:
        for session in index.sessions_of(client):
            planned = client.item_for(session.service) is not None
            if planned or _is_company(index, client, session):
                continue
            # An empty plan admits any group, but nobody's own session comes out of no plan item.
            if client.plan or owner_of(index, session) == client.id:
                message = f"{told(session)} delivers service {session.service}, "
                message += f"which is not in the plan of client {client.id}"
                yield _of_client("service_planned", message, client, [session])


def _is_company(index: ScheduleIndex, client: Client, session: Session) -> bool:
    """Return whether a plan item of another client in the session brings the client along."""
    items = (
        index.instance.client[other].item_for(session.service)
        for other in session.clients
        if other != client.id
    )
    return any(item is not None and client.id in item.with_clients for item in items)


def owner_of(index: ScheduleIndex, session: Session) -> str | None:
    """Return the client whose plan item a session of its own is, None for group sessions."""
    if session.kind == "group":
        return None
    item, _, _ = session.id.rpartition(".")
    owner = item.removesuffix(f".{session.service}")
    return owner if owner != item and owner in index.instance.client else None


def _of_client(rule: str, message: str, client: Client, sessions: list[Session]) -> Violation:
    ids = tuple(session.id for session in sessions)
    return Violation(rule=rule, message=message, sessions=ids, people=(client.id,))


def week_minutes(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has at most its credited minutes a week."""
    for client in index.instance.clients:
        cap = index.rules[client.id].max_minutes_per_week
        if cap is None:
            continue
        most = max(cap, sum(index.attended[client.id].values()))
        minutes = sum(index.credited[client.id].values())
        if minutes > most:
            message = (
                f"client {client.id} has {minutes} credited minutes in the week, at most {most} are allowed"
            )
            sessions = [one for date in index.client_days[client.id] for one in index.crediting(client, date)]
            yield _of_client("week_minutes", message, client, sessions)


def day_minutes(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has at most its credited minutes a day."""
    for client in index.instance.clients:
        cap = index.rules[client.id].max_minutes_per_day
        if cap is None:
            continue
        for date, minutes in index.credited[client.id].items():
            most = max(cap, index.attended[client.id].get(date, 0))
            if minutes > most:
                message = f"client {client.id} has {minutes} credited minutes on "
                message += f"{format_day(date.weekday())}, at most {most} are allowed"
                yield _of_client("day_minutes", message, client, index.crediting(client, date))


def service_days(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has at most its service days a week."""
    for client in index.instance.clients:
        cap = index.rules[client.id].max_service_days
        if cap is None:
            continue
        attended = sum(1 for minutes in index.attended[client.id].values() if minutes > 0)
        days, most = len(index.service_dates(client)), max(cap, attended)
        if days > most:
            message = f"client {client.id} has {counted(days, 'service day')}, at most {most} are allowed"
            sessions = [
                session
                for date in index.service_dates(client)
                if index.attended[client.id].get(date, 0) == 0
                for session in index.deciding(index.crediting(client, date))
            ]
            yield _of_client("service_days", message, client, sessions)


def authorised_days(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has qualifying days only as far as they are authorised."""
    for client in index.instance.clients:
        if client.authorisation is None:
            continue
        enough = index.rules[client.id].qualifying_minutes
        history = {date for date, minutes in index.attended[client.id].items() if minutes >= enough}
        days = index.qualifying_dates(client)
        for date in days:
            if date not in history and not authorised(client, date):
                message = f"client {client.id} has a qualifying day on {date.isoformat()}, "
                message += "outside its authorised dates"
                yield _of_client("authorised_days", message, client, _qualifying(index, client, date))
        left = client.authorisation.days_left
        if left is not None and len(days) > max(left, len(history)):
            message = f"client {client.id} has {counted(len(days), 'qualifying day')}, "
            message += f"{max(left, len(history))} are left"
            sessions = [
                one for date in days if date not in history for one in _qualifying(index, client, date)
            ]
            yield _of_client("authorised_days", message, client, sessions)


def _qualifying(index: ScheduleIndex, client: Client, date: dt.date) -> list[Session]:
    """Return the sessions that make a day qualify: those of the past alone, if they are enough."""
    sessions = index.crediting(client, date)
    past = [session for session in sessions if session.id in index.past]
    minutes = sum(index.credits_of(client.id, session) for session in past)
    minutes += index.attended[client.id].get(date, 0)
    return past if minutes >= index.rules[client.id].qualifying_minutes else sessions


def sessions_cap(index: ScheduleIndex) -> Iterator[Violation]:
    """A client has at most the sessions of a plan item."""
    for client in index.instance.clients:
        for item in client.plan:
            cap = _most_sessions(index, item)
            if cap is None:
                continue
            sessions = index.counted_for(client, item)
            recorded = len(index.recorded_for(client, item))
            most = max(cap, recorded)
            if len(sessions) + recorded > most:
                message = f"client {client.id} has {counted(len(sessions) + recorded, 'session')} of "
                message += f"service {item.service}, at most {most} are allowed"
                yield _of_client("sessions_cap", message, client, sessions)


def _most_sessions(index: ScheduleIndex, item: PlanItem) -> int | None:
    if item.max_sessions is not None:
        return item.max_sessions
    return None if index.instance.service[item.service].format == "group" else max(item.min_sessions, 1)


def sessions_apart(index: ScheduleIndex) -> Iterator[Violation]:
    """Sessions of a plan item keep their spacing."""
    for client in index.instance.clients:
        for item in client.plan:
            if item.min_days_between == 0:
                continue
            sessions = index.counted_for(client, item)
            asked = f"{counted(item.min_days_between, 'day')} apart are asked for"
            for earlier, later in itertools.combinations(sessions, 2):
                if abs((later.date - earlier.date).days) < item.min_days_between:
                    message = f"client {client.id} attends {told(earlier)} and {told(later)}, {asked}"
                    yield _of_client("sessions_apart", message, client, [earlier, later])
            for date, session in itertools.product(index.recorded_for(client, item), sessions):
                if abs((session.date - date).days) < item.min_days_between:
                    message = f"client {client.id} attends {told(session)} and attended service "
                    message += f"{item.service} on {date.isoformat()}, {asked}"
                    yield _of_client("sessions_apart", message, client, [session])


def trips_cap(index: ScheduleIndex) -> Iterator[Violation]:
    """A client makes at most its trips a week."""
    long_wait = index.instance.conventions.new_trip_after_minutes
    for client in index.instance.clients:
        if client.max_trips is None:
            continue
        begun = [session for day in _on_site_days(index, client) for session in _trips(day, long_wait)]
        trips = len({(session.date, session.start) for session in begun})
        if trips > client.max_trips:
            message = f"client {client.id} makes {counted(trips, 'trip')}, "
            message += f"at most {client.max_trips} are allowed"
            yield _of_client("trips_cap", message, client, begun)


def _on_site_days(index: ScheduleIndex, client: Client) -> Iterator[list[Session]]:
    for sessions in index.client_days[client.id].values():
        on_site = [session for session in sessions if session.room is not None]
        if on_site:
            yield on_site


def _trips(sessions: list[Session], long_wait: int) -> list[Session]:
    """Return the sessions of one date with which a trip begins."""
    first = min(session.start for session in sessions)
    begins = {first, *(end for start, end in pauses(sessions) if end - start > long_wait)}
    return [session for session in sessions if session.start in begins]


def groups_cap(index: ScheduleIndex) -> Iterator[Violation]:
    """A client is in at most its number of groups."""
    for client in index.instance.clients:
        groups = index.enrolled[client.id]
        if client.max_groups is not None and len(groups) > client.max_groups:
            message = f"client {client.id} is in {counted(len(groups), 'group')} ({listed(groups)}), "
            message += f"at most {client.max_groups} are allowed"
            sessions = [session for held in groups.values() for session in index.deciding(held)]
            yield _of_client("groups_cap", message, client, sessions)


def company_kept(index: ScheduleIndex) -> Iterator[Violation]:
    """Required company comes along, and nobody comes along unasked."""
    for client in index.instance.clients:
        for item in client.plan:
            if item.company != "required":
                continue
            for session in index.sessions_for(client, item):
                missing = [one for one in item.with_clients if one not in session.clients]
                missing += [one for one in item.with_guests if one not in session.guests]
                if missing:
                    message = f"{told(session)}: client {client.id} comes with {listed(missing)}, not in it"
                    yield _unaccompanied(message, session, client.id, *missing)
    for session in index.sessions:
        yield from _guests_asked(index, session)
        if session.kind == "individual":
            yield from _clients_asked(index, session)


def _guests_asked(index: ScheduleIndex, session: Session) -> Iterator[Violation]:
    for guest in session.guests:
        client, _ = index.instance.guest[guest]
        item = client.item_for(session.service)
        if client.id not in session.clients:
            message = f"{told(session)} has guest {guest} without client {client.id}"
        elif item is None or guest not in item.with_guests:
            message = (
                f"{told(session)} has guest {guest}, whom no plan item of client {client.id} brings along"
            )
        else:
            continue
        yield _unaccompanied(message, session, client.id, guest)


def _clients_asked(index: ScheduleIndex, session: Session) -> Iterator[Violation]:
    owner = owner_of(index, session)
    if owner is None:
        yield _unaccompanied(f"{told(session)} belongs to no client", session)
        return
    if owner not in session.clients:
        yield _unaccompanied(f"{told(session)} is without its client {owner}", session, owner)
    item = index.instance.client[owner].item_for(session.service)
    asked = () if item is None else item.with_clients
    for client in session.clients:
        if client != owner and client not in asked:
            message = f"{told(session)} has client {client}, whom no plan item of client {owner} brings along"
            yield _unaccompanied(message, session, owner, client)


def _unaccompanied(message: str, session: Session, *people: str) -> Violation:
    return Violation(rule="company_kept", message=message, sessions=(session.id,), people=people)
