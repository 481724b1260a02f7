"""Whose calendar says what. A client's tells no group, service or other client; a room's tells no client."""

import datetime as dt
import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from iopsched.calendars.entry import Entry
from iopsched.calendars.instants import span
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session

Who = Literal["clients", "clinicians", "rooms"]
Timetables = Mapping[str, Mapping[str, Entry]]
"""Entries by the path of the receiver's file, and in it by UID."""


def timetables(instance: Instance, schedule: Schedule, key: bytes, stamp: dt.datetime) -> Timetables:
    """Return the entries of every client, clinician and room that has any.

    `key` makes the UIDs such that nobody without it can tell, by trying, what they stand for.
    """
    zone = ZoneInfo(instance.week.time_zone)
    site_of = {room.id: room.site for room in instance.rooms} if len(instance.sites) > 1 else {}
    found: dict[str, dict[str, Entry]] = {}
    for session in schedule.sessions:
        start, end = span(session, zone)
        for who, receiver in _receivers(session):
            summary, description = _words(who, receiver, session)
            entry = Entry(
                uid=_uid(key, who, receiver, schedule.week, session.id),
                start=start,
                end=end,
                summary=summary,
                stamp=stamp,
                location=_location(session, site_of),
                description=description,
            )
            found.setdefault(f"{who}/{receiver}.ics", {})[entry.uid] = entry
    return found


def _receivers(session: Session) -> Iterator[tuple[Who, str]]:
    yield from (("clients", client) for client in session.clients)
    yield from (("clinicians", leader) for leader in session.leaders)
    if session.room is not None:
        yield "rooms", session.room


def _uid(key: bytes, who: Who, receiver: str, monday: dt.date, session_id: str) -> str:
    # Each receiver has its own, or two files laid side by side would tell who meets whom.
    identity = "\n".join((who, receiver, monday.isoformat(), session_id))
    return hmac.digest(key, identity.encode(), "sha256").hex()[:32]


def _location(session: Session, site_of: Mapping[str, str]) -> str:
    if session.room is None:
        return "Telehealth"
    site = site_of.get(session.room)
    return f"Room {session.room}" + (f", site {site}" if site else "")


def _words(who: Who, receiver: str, session: Session) -> tuple[str, str]:
    """Return the summary and description of a session for one receiver."""
    leaders = _listed(session.leaders)
    if who == "clients":
        return "Appointment", f"With {leaders}" if leaders else ""
    lines = [f"Service {session.service}", _heads(session)]
    if who == "rooms":
        # The id of an individual session is made of its client's.
        summary = session.id if session.kind == "group" else "Individual session"
        return summary, "\n".join([*lines, f"Led by {leaders}"] if leaders else lines)
    others = _listed(one for one in session.leaders if one != receiver)
    if session.kind == "individual" and session.clients:
        lines[1] = f"With {_listed(session.clients)}{_guests(session)}"
    return session.id, "\n".join([*lines, f"Led with {others}"] if others else lines)


def _listed(ids: Iterable[str]) -> str:
    # In which order a schedule names people says nothing, and must not count as a change.
    *first, last = sorted(ids) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _heads(session: Session) -> str:
    number = len(session.clients)
    return f"{number} {'client' if number == 1 else 'clients'}{_guests(session)}"


def _guests(session: Session) -> str:
    number = len(session.guests)
    return f", {number} {'guest' if number == 1 else 'guests'}" if number else ""
