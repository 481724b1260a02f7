"""Hours against the line, loads against limits, seats against heads: one row each, with a bar."""

from dataclasses import dataclass

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day
from iopsched.domain.result import Certificate
from iopsched.domain.schedule import Session
from iopsched.domain.services import Group
from iopsched.pages.bars import Bar, bar
from iopsched.pages.people import minutes_by_day
from iopsched.pages.showing import Showing
from iopsched.reporting.words import count, hours

NO_LIMIT = "\u2013"
"""Stands where there is no limit."""


@dataclass(frozen=True)
class HoursRow:
    """A client's credited hours of the week between its floor and its ceiling."""

    client: str
    anchor: str
    bar: Bar
    hours: str
    floor: str
    ceiling: str
    days: str
    status: str
    short: bool


@dataclass(frozen=True)
class LoadRow:
    """A clinician's hours of the week and of the fullest day, and its caseload, against their limits."""

    clinician: str
    anchor: str
    bar: Bar
    hours: str
    limit: str
    fullest: str
    day_limit: str
    sessions: int
    caseload: str


@dataclass(frozen=True)
class SeatsRow:
    """A group session's heads between its fewest and its most; `held` is false if it does not take place."""

    session: str
    anchor: str
    held: bool
    when: str
    place: str
    bar: Bar | None
    taken: int
    fewest: int
    most: int
    free: str


def hours_rows(show: Showing) -> list[HoursRow]:
    """Return every client's hours against the line, in the order of what clients are called."""
    instance = show.instance
    limits = {
        client.id: (_floor(show.certificates[client.id]), _ceiling(show, client))
        for client in instance.clients
    }
    amounts = [certificate.minutes for certificate in show.certificates.values()]
    full = max(
        [*amounts, *(limit for pair in limits.values() for limit in pair if limit is not None)], default=1
    )
    rows = []
    for client in show.naming.ordered(instance.client):
        certificate = show.certificates[client]
        floor, ceiling = limits[client]
        short = sum(need.short > 0 for need in certificate.needs)
        rows.append(
            HoursRow(
                client=client,
                anchor=f"client-{client}",
                bar=bar(certificate.minutes, least=floor, most=ceiling, full=full),
                hours=hours(certificate.minutes),
                floor=_limit(floor),
                ceiling=_limit(ceiling),
                days=str(certificate.service_days),
                status=f"{count(short, 'need')} unmet" if short else "met",
                short=bool(short),
            )
        )
    return rows


def _floor(certificate: Certificate) -> int | None:
    return next((need.needed for need in certificate.needs if need.kind == "week_minutes"), None)


def _ceiling(show: Showing, client: Client) -> int | None:
    payers = (show.instance.payer[payer].max_minutes_per_week for payer in client.payers)
    ceilings = (client.max_minutes_per_week, show.instance.level[client.level].max_minutes_per_week, *payers)
    return min((one for one in ceilings if one is not None), default=None)


def _limit(minutes: int | None) -> str:
    return NO_LIMIT if minutes is None else hours(minutes)


def load_rows(show: Showing) -> list[LoadRow]:
    """Return every clinician's load, in the order of what clinicians are called."""
    led = {
        clinician.id: minutes_by_day(show.lookup.by_clinician.get(clinician.id, []))
        for clinician in show.instance.clinicians
    }
    limits = [one.max_minutes_per_week for one in show.instance.clinicians if one.max_minutes_per_week]
    full = max([*(sum(days.values()) for days in led.values()), *limits], default=1)
    return [
        _load_row(show, show.instance.clinician[one], led[one], full)
        for one in show.naming.ordered(show.instance.clinician)
    ]


def _load_row(show: Showing, clinician: Clinician, days: dict[int, int], full: int) -> LoadRow:
    week, most = sum(days.values()), clinician.max_minutes_per_week
    fullest = max(sorted(days), key=lambda day: days[day], default=None)
    caseload = str(show.lookup.caseload(clinician.id))
    if clinician.max_caseload is not None:
        caseload += f" of {clinician.max_caseload}"
    return LoadRow(
        clinician=clinician.id,
        anchor=f"clinician-{clinician.id}",
        bar=bar(week, least=None, most=most, full=full),
        hours=hours(week),
        limit=_limit(most),
        fullest=NO_LIMIT if fullest is None else f"{format_day(fullest)} {hours(days[fullest])}",
        day_limit=_limit(clinician.max_minutes_per_day),
        sessions=len(show.lookup.by_clinician.get(clinician.id, [])),
        caseload=caseload,
    )


def seats_rows(show: Showing) -> list[SeatsRow]:
    """Return the seats of every meeting of every group, those not held too."""
    limits = {group.id: _heads(show, group) for group in show.instance.groups}
    full = max((most for _, most in limits.values()), default=1)
    return [
        _seats_row(show, group, group.session_id(meeting), limits[group.id], full)
        for group in sorted(show.instance.groups, key=lambda group: group.id)
        for meeting in group.meetings
    ]


def _heads(show: Showing, group: Group) -> tuple[int, int]:
    service = show.instance.service[group.service]
    fewest = service.fewest_heads if group.min_heads is None else group.min_heads
    return fewest, service.most_heads if group.max_heads is None else group.max_heads


def _seats_row(show: Showing, group: Group, id_: str, limits: tuple[int, int], full: int) -> SeatsRow:
    fewest, most = limits
    session = show.lookup.by_id.get(id_)
    taken = 0 if session is None else show.lookup.heads(session)
    room = None if session is None else _room_left(show, session)
    free = max(most - taken, 0) if room is None else max(min(most - taken, room), 0)
    limited = ", which seats no more" if room is not None and room < most - taken else ""
    return SeatsRow(
        session=id_,
        anchor=f"group-{group.id}",
        held=session is not None,
        when="not held" if session is None else show.when(session),
        place=NO_LIMIT if session is None else show.lookup.place(session) + limited,
        bar=None if session is None else bar(taken, least=fewest, most=most, full=full),
        taken=taken,
        fewest=fewest,
        most=most,
        free=NO_LIMIT if session is None else str(free) if free else "full",
    )


def _room_left(show: Showing, session: Session) -> int | None:
    """Return the seats of the room that nobody takes, leaders and guests counted; None by telehealth."""
    if session.room is None:
        return None
    inside = len(session.clients) + len(session.guests) + len(session.leaders)
    return show.instance.room[session.room].capacity - inside
