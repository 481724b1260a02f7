"""Weeks of the case table, cut at some time: what starts before it was held, and is history."""

import datetime as dt
from collections.abc import Iterator

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Session
from rule_cases import CASES
from rule_cases.case import Case

AHEAD = tuple(case for case in CASES if case.instance.week.now is None)
"""The rows of which nothing is past."""

OVER = dt.datetime(2026, 3, 9)
"""The end of the week that all rows are in."""


def begins(session: Session) -> dt.datetime:
    """When a session starts."""
    return dt.datetime.combine(session.date, dt.time()) + dt.timedelta(minutes=session.start)


def cut(case: Case, now: dt.datetime) -> Instance:
    """The row's instance at some time, when all that starts before was held as the row has it."""
    held = tuple(session for session in case.schedule.sessions if begins(session) < now)
    return case.instance.replace(week=case.instance.week.model_copy(update={"now": now}), history=held)


def cuts(case: Case) -> Iterator[Instance]:
    """The row's instance a minute after each of its sessions has begun."""
    for now in sorted({begins(session) + dt.timedelta(minutes=1) for session in case.schedule.sessions}):
        yield cut(case, now)
