"""One table per client and per clinician."""

from collections import defaultdict

from rich.console import Group, RenderableType
from rich.text import Text

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day
from iopsched.domain.result import Certificate
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.week import heading, listed, plain_table, what
from iopsched.reporting.words import count, day_of, hours, need_words, times


def client_block(lookup: Lookup, client: Client, certificate: Certificate | None) -> RenderableType:
    """Return one client's week: its certificate line, what it is short of, and its sessions."""
    primaries, given = lookup.primaries(client)
    title = f"Client {client.id} - level {client.level}"
    if primaries:
        title += f" - primary {' '.join(primaries)}{'' if given else ' (assigned)'}"
    parts: list[RenderableType] = [heading(title)]
    if certificate is not None:
        parts.append(Text(certificate.line))
        parts.extend(
            Text(f"SHORT: {need_words(need)}", style="bold red") for need in certificate.needs if need.short
        )
    if client.attended:
        attended = ", ".join(
            f"{format_day(entry.date.weekday())} {entry.credited_minutes} min" for entry in client.attended
        )
        parts.append(Text(f"Attended already: {attended}"))
    sessions = lookup.by_client.get(client.id, [])
    if not sessions:
        return Group(*parts, Text("No session this week."), Text(""))
    table = plain_table("Day", "Time", "Session", "Place", "Led by", "With", no_wrap=("Day", "Time"))
    for session in sessions:
        own = session.kind == "individual"
        company = [one for one in session.clients if one != client.id] if own else []
        table.add_row(
            day_of(session),
            times(session),
            what(session, service=False),
            Text(lookup.place(session)),
            listed(session.leaders),
            Text(" ".join([*company, *_own_guests(client, session.guests)])),
        )
    if not any(str(cell) for cell in table.columns[-1].cells):
        table.columns.pop()
    return Group(*parts, table, Text(""))


def _own_guests(client: Client, guests: tuple[str, ...]) -> list[str]:
    own = {guest.id for guest in client.guests}
    return [guest for guest in guests if guest in own]


def clinician_block(lookup: Lookup, clinician: Clinician) -> RenderableType:
    """Return one clinician's week: loads against their limits, and the sessions led."""
    sessions = lookup.by_clinician.get(clinician.id, [])
    by_day: dict[int, int] = defaultdict(int)
    for session in sessions:
        by_day[session.date.weekday()] += session.end - session.start
    parts: list[RenderableType] = [heading(f"Clinician {clinician.id}")]
    week = sum(by_day.values())
    line = f"Leads {count(len(sessions), 'session')}, {hours(week)} h"
    line += _of_limit(week, clinician.max_minutes_per_week)
    if by_day:
        fullest = max(sorted(by_day), key=lambda day: by_day[day])
        line += f"; fullest day {format_day(fullest)} {hours(by_day[fullest])} h"
        line += _of_limit(by_day[fullest], clinician.max_minutes_per_day)
    parts.append(Text(line))
    load = f"Primary of {count(lookup.caseload(clinician.id), 'client')}"
    if clinician.max_caseload is not None:
        load += f" of at most {clinician.max_caseload}"
    parts.append(Text(load))
    if not sessions:
        return Group(*parts, Text(""))
    table = plain_table("Day", "Time", "Session", "Place", "Clients", no_wrap=("Day", "Time"))
    for session in sessions:
        others = tuple(leader for leader in session.leaders if leader != clinician.id)
        clients = f"{len(session.clients)}"
        if session.guests:
            clients += f" + {count(len(session.guests), 'guest')}"
        if others:
            clients += f", with {' '.join(others)}"
        table.add_row(
            day_of(session),
            times(session),
            what(session, service=False),
            Text(lookup.place(session)),
            Text(clients),
        )
    return Group(*parts, table, Text(""))


def _of_limit(minutes: int, limit: int | None) -> str:
    if limit is None:
        return ""
    share = f", {100 * minutes // limit} %" if limit else ""
    return f" of at most {hours(limit)} h{share}"
