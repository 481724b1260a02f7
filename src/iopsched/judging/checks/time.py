"""Time: when sessions start and end, and when sites, rooms and people are there for them."""

import itertools
from collections.abc import Iterator

from iopsched.domain.clock import MINUTES_PER_DAY, format_time, format_week_time
from iopsched.domain.hours import Window
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.combined import in_stay
from iopsched.judging.hours import exception_on, hours_on, overlaps, within
from iopsched.judging.index import Days, ScheduleIndex
from iopsched.judging.words import counted, listed, told, told_span, told_window


def start_offered(index: ScheduleIndex) -> Iterator[Violation]:
    """A group session starts at a candidate start of its meeting, any other on the grid."""
    week = index.instance.week
    for session in index.sessions:
        day = (session.date - week.monday).days
        if not 0 <= day < 7:
            message = f"{session.id} is on {session.date.isoformat()}, outside the week"
            yield Violation(rule="start_offered", message=message, sessions=(session.id,))
        elif session.kind == "group":
            offer = index.instance.offer.get(session.id)
            starts = offer.meeting.starts if offer is not None else ()
            if day * MINUTES_PER_DAY + session.start not in starts:
                offered = " or ".join(format_week_time(start) for start in starts) or "never"
                message = f"{told(session)}: its meeting may start {offered}"
                yield Violation(rule="start_offered", message=message, sessions=(session.id,))
        elif session.start % week.grid_minutes != 0:
            message = f"{told(session)} does not start on the grid of {week.grid_minutes} minutes"
            yield Violation(rule="start_offered", message=message, sessions=(session.id,))


def length_kept(index: ScheduleIndex) -> Iterator[Violation]:
    """A session lasts exactly its service's clock minutes."""
    for session in index.sessions:
        needed = index.service_of(session).clock_minutes
        if session.end - session.start != needed:
            message = f"{told_span(session)} lasts {session.end - session.start} minutes, "
            message += f"service {session.service} takes {needed}"
            yield Violation(rule="length_kept", message=message, sessions=(session.id,))


def service_scheduled(index: ScheduleIndex) -> Iterator[Violation]:
    """No session delivers a service that is never scheduled."""
    for session in index.sessions:
        if not index.service_of(session).scheduled:
            message = f"{told(session)} delivers service {session.service}, which is never scheduled"
            yield Violation(rule="service_scheduled", message=message, sessions=(session.id,))


def site_open(index: ScheduleIndex) -> Iterator[Violation]:
    """A session lies within its site's opening hours and outside closures."""
    for session in index.sessions:
        site = index.place[session.id]
        places = () if site is None else (site,)
        if site is not None:
            entity = index.instance.site[site]
            windows = hours_on(session.date, entity.hours, entity.exceptions)
            if not within(session.start, session.end, windows):
                message = f"{told_span(session)}: site {site} is open {_open(windows)}"
                yield Violation(rule="site_open", message=message, sessions=(session.id,), places=places)
        for closed in _closures(index, session, site):
            if overlaps(session.start, session.end, (closed,)):
                what = "everything" if site is None else f"site {site}"
                message = f"{told_span(session)}: {what} is closed {told_window(closed)}"
                yield Violation(rule="site_open", message=message, sessions=(session.id,), places=places)


def _closures(index: ScheduleIndex, session: Session, site: str | None) -> Iterator[Window]:
    for closure in index.instance.week.closures:
        if closure.date == session.date and (not closure.sites or site in closure.sites):
            yield from ((0, MINUTES_PER_DAY),) if closure.hours is None else closure.hours


def _open(windows: tuple[Window, ...]) -> str:
    return listed(told_window(window) for window in windows) or "at no time"


def room_available(index: ScheduleIndex) -> Iterator[Violation]:
    """A room is used only within its hours."""
    for session in index.sessions:
        if session.room is None:
            continue
        room = index.instance.room[session.room]
        windows = exception_on(session.date, room.exceptions)
        if windows is None and room.hours is not None:
            windows = room.hours.days[session.date.weekday()]
        if windows is not None and not within(session.start, session.end, windows):
            message = f"{told_span(session)}: room {room.id} is available {_open(windows)}"
            yield Violation(rule="room_available", message=message, sessions=(session.id,), places=(room.id,))


def room_in_one_use(index: ScheduleIndex) -> Iterator[Violation]:
    """A room holds at most one session at a time."""
    for room, days in index.room_days.items():
        for sessions in days.values():
            for earlier, later in itertools.combinations(sessions, 2):
                if later.start < earlier.end:
                    message = f"room {room} holds {told_span(earlier)} and {told_span(later)} at one time"
                    yield Violation(
                        rule="room_in_one_use",
                        message=message,
                        sessions=(earlier.id, later.id),
                        places=(room,),
                    )


def client_available(index: ScheduleIndex) -> Iterator[Violation]:
    """A client attends only within its hours."""
    for client in index.instance.clients:
        for session in index.sessions_of(client):
            windows = hours_on(session.date, client.hours, client.exceptions)
            if not within(session.start, session.end, windows):
                yield _absent("client_available", "client", client.id, session, windows)


def guest_available(index: ScheduleIndex) -> Iterator[Violation]:
    """A guest attends only within its hours."""
    for guest_id, days in index.guest_days.items():
        _, guest = index.instance.guest[guest_id]
        for date, sessions in days.items():
            windows = hours_on(date, guest.hours, guest.exceptions)
            for session in sessions:
                if not within(session.start, session.end, windows):
                    yield _absent("guest_available", "guest", guest_id, session, windows)


def clinician_available(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician leads only within its hours."""
    for clinician in index.instance.clinicians:
        for date, sessions in index.clinician_days[clinician.id].items():
            windows = hours_on(date, clinician.hours, clinician.exceptions)
            for session in sessions:
                if not within(session.start, session.end, windows):
                    yield _absent("clinician_available", "clinician", clinician.id, session, windows)


def _absent(rule: str, kind: str, person: str, session: Session, windows: tuple[Window, ...]) -> Violation:
    message = f"{told_span(session)}: {kind} {person} is available {_open(windows)}"
    return Violation(rule=rule, message=message, sessions=(session.id,), people=(person,))


def client_stay(index: ScheduleIndex) -> Iterator[Violation]:
    """A client attends only between its first and last date."""
    for client in index.instance.clients:
        for session in index.sessions_of(client):
            if in_stay(client, session.date):
                continue
            if client.starts_on is not None and session.date < client.starts_on:
                edge = f"starts on {client.starts_on.isoformat()}"
            else:
                edge = f"ends on {client.ends_on.isoformat()}" if client.ends_on else "has left"
            message = f"{told(session)}: client {client.id} {edge}"
            yield Violation(rule="client_stay", message=message, sessions=(session.id,), people=(client.id,))


def arrival_and_departure(index: ScheduleIndex) -> Iterator[Violation]:
    """A client is on site only between its arrival and departure times."""
    for client in index.instance.clients:
        arrives = 0 if client.arrive_after is None else client.arrive_after
        leaves = MINUTES_PER_DAY if client.leave_by is None else client.leave_by
        for session in index.sessions_of(client):
            if session.room is not None and not within(session.start, session.end, ((arrives, leaves),)):
                message = f"{told_span(session)}: client {client.id} can be on site from "
                message += f"{format_time(arrives)} to {format_time(leaves)}"
                yield Violation(
                    rule="arrival_and_departure",
                    message=message,
                    sessions=(session.id,),
                    people=(client.id,),
                )


def client_in_one_place(index: ScheduleIndex) -> Iterator[Violation]:
    """A client attends one session at a time, with time to get to the next."""
    for client, days in index.client_days.items():
        yield from _in_one_place(index, "client_in_one_place", "client", client, days)


def guest_in_one_place(index: ScheduleIndex) -> Iterator[Violation]:
    """A guest attends one session at a time, with time to get to the next."""
    for guest, days in index.guest_days.items():
        yield from _in_one_place(index, "guest_in_one_place", "guest", guest, days)


def clinician_in_one_place(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician leads one session at a time, with time to get to the next."""
    for clinician, days in index.clinician_days.items():
        yield from _in_one_place(index, "clinician_in_one_place", "clinician", clinician, days)


def _in_one_place(index: ScheduleIndex, rule: str, kind: str, person: str, days: Days) -> Iterator[Violation]:
    for sessions in days.values():
        for earlier, later in itertools.combinations(sessions, 2):
            pause = later.start - earlier.end
            way = index.way(index.place[earlier.id], index.place[later.id])
            if pause >= way:
                continue
            if pause < 0:
                message = f"{kind} {person} is in {told_span(earlier)} and {told_span(later)} at one time"
            else:
                message = f"{kind} {person} has {counted(pause, 'minute')} from {told_span(earlier)} "
                message += f"to {told(later)}, the way takes {way}"
            sites = {index.place[earlier.id], index.place[later.id]} - {None}
            yield Violation(
                rule=rule,
                message=message,
                sessions=(earlier.id, later.id),
                people=(person,),
                places=tuple(sorted(str(site) for site in sites)),
            )
