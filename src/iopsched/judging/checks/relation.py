"""Relations: clients kept apart and clients kept together."""

import datetime as dt
import itertools
from collections.abc import Iterator

from iopsched.domain.clock import format_day
from iopsched.domain.hours import Window
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.day import span
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import told, told_window

Pair = tuple[str, str]


def _pairs(index: ScheduleIndex, *kinds: str) -> list[Pair]:
    """Return each pair of clients of relations of these kinds, once."""
    pairs: dict[Pair, None] = {}
    for relation in index.instance.relations:
        if relation.kind in kinds:
            for one, other in itertools.combinations(relation.clients, 2):
                pairs[min(one, other), max(one, other)] = None
    return list(pairs)


def apart_in_session(index: ScheduleIndex) -> Iterator[Violation]:
    """Clients kept apart are never in one session."""
    for one, other in _pairs(index, "apart", "apart_building"):
        for sessions in index.client_days[one].values():
            for session in sessions:
                if other in session.clients:
                    message = f"clients {one} and {other} are kept apart and both in {told(session)}"
                    yield Violation(
                        rule="apart_in_session", message=message, sessions=(session.id,), people=(one, other)
                    )


def apart_in_building(index: ScheduleIndex) -> Iterator[Violation]:
    """Clients kept apart in the building are never in it at one time."""
    for pair in _pairs(index, "apart_building"):
        one, other = (_on_site(index, client) for client in pair)
        for (date, site), mine in one.items():
            theirs = other.get((date, site))
            if theirs is not None and mine[0] < theirs[1] and theirs[0] < mine[1]:
                message = (
                    f"clients {pair[0]} ({told_window(mine)}) and {pair[1]} ({told_window(theirs)}) are "
                )
                message += f"kept apart and both at site {site} on {format_day(date.weekday())}"
                sessions = tuple(
                    session.id
                    for session in index.sessions
                    if session.date == date
                    and index.place[session.id] == site
                    and not set(pair).isdisjoint(session.clients)
                )
                yield Violation(
                    rule="apart_in_building", message=message, sessions=sessions, people=pair, places=(site,)
                )


def _on_site(index: ScheduleIndex, client: str) -> dict[tuple[dt.date, str], Window]:
    """Return from when to when the client is at each site on each date, waits included."""
    spans: dict[tuple[dt.date, str], Window] = {}
    for date, sessions in index.client_days[client].items():
        at_site: dict[str, list[Session]] = {}
        for session in sessions:
            site = index.place[session.id]
            if site is not None:
                at_site.setdefault(site, []).append(session)
        spans.update({(date, site): span(there) for site, there in at_site.items()})
    return spans


def kept_together(index: ScheduleIndex) -> Iterator[Violation]:
    """Clients kept together attend the same group sessions."""
    told_already: set[tuple[str, Pair]] = set()
    for relation in index.instance.relations:
        if relation.kind != "together":
            continue
        for session in index.sessions:
            if session.group is None or (relation.groups and session.group not in relation.groups):
                continue
            for one, other in itertools.combinations(relation.clients, 2):
                pair = (min(one, other), max(one, other))
                both = (one in session.clients) == (other in session.clients)
                if both or (session.id, pair) in told_already:
                    continue
                told_already.add((session.id, pair))
                there, missing = (one, other) if one in session.clients else (other, one)
                message = f"{told(session)} has client {there} without {missing}, who are kept together"
                yield Violation(rule="kept_together", message=message, sessions=(session.id,), people=pair)
