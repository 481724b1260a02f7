"""The week by client and by clinician, a page each."""

import datetime as dt
from collections import defaultdict

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY, format_day
from iopsched.domain.result import Certificate, Need, Verdict
from iopsched.domain.schedule import Session
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.words import count, day_of, hours, times
from iopsched.sheets.grid import letters
from iopsched.workbooks.schedule_pages import BLANK, Entry, Page, day_cell, plain, total

_NEEDS = {
    "week_minutes": "Credited minutes this week",
    "qualifying_days": "Qualifying days",
    "service_days": "Service days",
    "sessions": "Sessions of",
    "gap_days": "Stretches without too long a gap",
    "membership": "Place in group",
}


def clients_page(lookup: Lookup, verdict: Verdict) -> Page:
    """Return the week of every client: certificate, sessions, hours against the line."""
    page = Page("By client", (7, 13, 32, 17, 17, 19, 10))
    lines = {line.client: line for line in verdict.certificates}
    for number, client in enumerate(lookup.instance.clients):
        _client(page, lookup, client, lines[client.id], breaks=number > 0)
    if not lookup.instance.clients:
        page.say("There are no clients.")
    return page


def _client(page: Page, lookup: Lookup, client: Client, line: Certificate, *, breaks: bool) -> None:
    page.say(f"Client {client.id}", "title", breaks=breaks)
    primaries, given = lookup.primaries(client)
    said = f"Level {client.level}"
    if primaries:
        said += f"; primary {' '.join(primaries)}{'' if given else ' (assigned)'}"
    page.say(said, "subtitle")
    page.say(line.line, "strong", "good" if line.met else "wrong", "wrapped")
    page.head("Day", "Time", "Session", "Place", "Led by", "Credited that day")
    first = page.next_row
    by_date: dict[dt.date, list[Session]] = defaultdict(list)
    for session in lookup.by_client.get(client.id, []):
        by_date[session.date].append(session)
    for date in sorted(set(by_date) | set(line.minutes_by_date)):
        _day(page, lookup, date, by_date[date], line.minutes_by_date.get(date, 0))
    if page.next_row == first:
        page.add(*plain("", "", "No session this week", "", "", 0), BLANK)
    minutes = page.sum_of(5, first, line.minutes)
    row = page.next_row
    as_hours = Entry(
        line.minutes / MINUTES_PER_DAY, ("total",), f"={letters(5)}{row}/{MINUTES_PER_DAY}", '[h]:mm" h"'
    )
    page.add(*total("Total", None, None, None, "minutes, and hours", minutes, as_hours))
    page.gap()
    _needs(page, line)
    page.gap()


def _day(page: Page, lookup: Lookup, date: dt.date, sessions: list[Session], minutes: int) -> None:
    """Add a row for each session of a day; the day's credited minutes stand in the first."""
    day = format_day(date.weekday())
    if not sessions:
        page.add(day_cell(day), *plain("", "attended already", "", "", minutes), BLANK)
    for number, session in enumerate(sessions):
        page.add(
            day_cell(day if number == 0 else ""),
            *plain(
                times(session),
                session.id,
                lookup.place(session),
                ", ".join(session.leaders),
                minutes if number == 0 else "",
            ),
            BLANK,
        )


def _needs(page: Page, line: Certificate) -> None:
    if not line.needs:
        page.say("This client has no needs to be met.", "faint")
        return
    page.head("", "", "Against the line", "Needed", "In this schedule", "Missing")
    for need in line.needs:
        name = _NEEDS[need.kind] + (f" {need.subject}" if need.subject else "")
        missing = count(need.short, need.unit.removesuffix("s")) if need.short else "met"
        state = Entry(missing, ("cell", "right", "wrong" if need.short else "good"))
        page.add(BLANK, BLANK, *plain(name, need.needed, need.got), state)


def clinicians_page(lookup: Lookup) -> Page:
    """Return the week of every clinician: sessions led, load against limits."""
    page = Page("By clinician", (7, 13, 32, 20, 14, 16, 8, 9))
    for number, clinician in enumerate(lookup.instance.clinicians):
        _clinician(page, lookup, clinician, breaks=number > 0)
    if not lookup.instance.clinicians:
        page.say("There are no clinicians.")
    return page


def _clinician(page: Page, lookup: Lookup, clinician: Clinician, *, breaks: bool) -> None:
    sessions = lookup.by_clinician.get(clinician.id, [])
    by_day: dict[int, int] = defaultdict(int)
    for session in sessions:
        by_day[session.date.weekday()] += session.end - session.start
    page.say(f"Clinician {clinician.id}", "title", breaks=breaks)
    caseload = f"Primary of {count(lookup.caseload(clinician.id), 'client')}"
    if clinician.max_caseload is not None:
        caseload += f", of at most {clinician.max_caseload}"
    page.say(caseload, "subtitle")
    if by_day:
        days = ", ".join(f"{format_day(day)} {hours(by_day[day])}" for day in sorted(by_day))
        limit = clinician.max_minutes_per_day
        page.say(f"Hours by day: {days}{'' if limit is None else f' (at most {hours(limit)} a day)'}", "body")
    page.head("Day", "Time", "Session", "Service", "Place", "Together with", "Heads", "Minutes")
    first, before = page.next_row, None
    for session in sessions:
        others = ", ".join(one for one in session.leaders if one != clinician.id)
        day = day_of(session)
        page.add(
            day_cell(day if day != before else ""),
            *plain(
                times(session),
                session.id,
                session.service,
                lookup.place(session),
                others,
                lookup.heads(session),
                session.end - session.start,
            ),
        )
        before = day
    if not sessions:
        page.add(*plain("", "", "No session this week", "", "", "", "", 0))
    week = sum(by_day.values())
    most = clinician.max_minutes_per_week
    said = "Total" if most is None else f"Total of at most {most} minutes a week"
    over = ("wrong",) if most is not None and week > most else ()
    page.add(*total(said, None, None, None, None, None, None, page.sum_of(7, first, week, *over)))
    page.gap()


def needs_met(verdict: Verdict) -> tuple[int, int]:
    """Return how many needs are met, and how many there are."""
    needs: list[Need] = [need for line in verdict.certificates for need in line.needs]
    return sum(need.short == 0 for need in needs), len(needs)
