"""Warnings about needs that no schedule can meet: the data asks for more than it allows."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from iopsched.domain.clients import Authorisation, Client
from iopsched.domain.draft import Draft
from iopsched.domain.levels import WeekRules
from iopsched.domain.week import Week
from iopsched.errors import Problem


class _Limit(NamedTuple):
    what: str
    floor: int
    ceiling: int


def need_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for each floor of a client above its own combined ceiling."""
    week = draft.week
    if week is None or draft.incomplete & {"levels", "payers"}:
        return
    rules: dict[str, WeekRules] = {placed.it.id: placed.it for placed in draft.levels}
    payers: dict[str, WeekRules] = {placed.it.id: placed.it for placed in draft.payers}
    for place, client in draft.clients:
        combined = [rules[client.level]] if client.level in rules else []
        combined += [payers[payer] for payer in client.payers if payer in payers]
        for limit in _limits(week, client, combined):
            if limit.floor > limit.ceiling:
                yield Problem(
                    "need_impossible",
                    place,
                    f"at least {limit.floor} {limit.what} are asked for, and at most {limit.ceiling} allowed",
                    "The week will show a shortfall; mend the level, payer, authorisation or own band.",
                    None,
                    "warning",
                )


def _limits(week: Week, client: Client, rules: list[WeekRules]) -> Iterator[_Limit]:
    dates = [
        date
        for date in map(week.date_of, range(7))
        if (client.starts_on or date) <= date <= (client.ends_on or date)
    ]
    stay = len(dates)
    floors = [rule.min_minutes_per_week for rule in rules] + [client.min_minutes_per_week]
    ceilings = [rule.max_minutes_per_week for rule in rules] + [client.max_minutes_per_week]
    yield _Limit("credited minutes a week", _highest(floors) * stay // 7, _lowest(ceilings, 10_080))
    most_days = _lowest([rule.max_service_days for rule in rules], 7)
    service_days = _prorated(_highest([rule.min_service_days for rule in rules]), stay)
    qualifying = _prorated(_highest([rule.min_qualifying_days for rule in rules]), stay)
    yield _Limit("service days", service_days, most_days)
    authorised = _authorised(client.authorisation, dates)
    yield _Limit("qualifying days", qualifying, min(most_days, authorised))


def _authorised(authorisation: Authorisation | None, dates: list[dt.date]) -> int:
    if authorisation is None:
        return len(dates)
    inside = sum(
        (authorisation.first_date or date) <= date <= (authorisation.last_date or date) for date in dates
    )
    return inside if authorisation.days_left is None else min(inside, authorisation.days_left)


def _highest(floors: list[int | None]) -> int:
    return max((floor for floor in floors if floor is not None), default=0)


def _lowest(ceilings: list[int | None], unlimited: int) -> int:
    return min((ceiling for ceiling in ceilings if ceiling is not None), default=unlimited)


def _prorated(days: int, stay: int) -> int:
    return (2 * days * stay + 7) // 14
