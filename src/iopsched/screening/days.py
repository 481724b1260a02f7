"""On which dates a client is on site, from when until when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session


@dataclass(frozen=True)
class DayOnSite:
    """A date on which a client has sessions on site.

    `start` and `end` are minutes after midnight: of the first session's start, of the last one's end.
    `ahead` is whether one of them has not begun yet.
    """

    date: dt.date
    start: int
    end: int
    sites: tuple[str, ...]
    ahead: bool


def days_on_site(instance: Instance, schedule: Schedule) -> dict[str, tuple[DayOnSite, ...]]:
    """Return each client's days on site, in order, of those inside the stay and the authorised window."""
    held = {session.id: session for session in (*instance.history, *schedule.sessions)}
    attending: dict[tuple[str, dt.date], list[Session]] = defaultdict(list)
    for session in held.values():
        if session.mode == "on_site" and not _closed(instance, session):
            for client in session.clients:
                attending[client, session.date].append(session)
    dates = [instance.week.date_of(day) for day in range(7)]
    return {
        client.id: tuple(
            _day(instance, date, attending[client.id, date])
            for date in dates
            if (client.id, date) in attending and _is_treated(client, date)
        )
        for client in instance.clients
    }


def _day(instance: Instance, date: dt.date, sessions: Iterable[Session]) -> DayOnSite:
    sessions = tuple(sessions)
    return DayOnSite(
        date=date,
        start=min(session.start for session in sessions),
        end=max(session.end for session in sessions),
        sites=tuple(sorted({site for session in sessions if (site := _site(instance, session))})),
        ahead=any(not instance.week.is_past(date, session.start) for session in sessions),
    )


def _site(instance: Instance, session: Session) -> str | None:
    room = instance.room.get(session.room or "")
    return None if room is None else room.site


def _closed(instance: Instance, session: Session) -> bool:
    return any(
        closure.date == session.date
        and (not closure.sites or _site(instance, session) in closure.sites)
        and (closure.hours is None or any(a < session.end and session.start < b for a, b in closure.hours))
        for closure in instance.week.closures
    )


def _is_treated(client: Client, date: dt.date) -> bool:
    window = client.authorisation
    return (
        (client.starts_on is None or client.starts_on <= date)
        and (client.ends_on is None or date <= client.ends_on)
        and (window is None or window.first_date is None or window.first_date <= date)
        and (window is None or window.last_date is None or date <= window.last_date)
    )
