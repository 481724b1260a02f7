"""Needs: what each client's week must reach, and how far a schedule reaches it."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need, NeedKind
from iopsched.judging.combined import authorised, stay_dates
from iopsched.judging.index import ScheduleIndex

UNITS: dict[NeedKind, Literal["minutes", "days", "sessions", "groups"]] = {
    "week_minutes": "minutes",
    "qualifying_days": "days",
    "service_days": "days",
    "sessions": "sessions",
    "gap_days": "days",
    "membership": "groups",
}
"""What each kind of need is counted in."""


def needs_of(index: ScheduleIndex, client: Client) -> tuple[Need, ...]:
    """Return the client's needs, met and unmet, those of 0 left out."""
    return (
        *_week_needs(index, client),
        *_session_needs(index, client),
        *_gap_needs(index, client),
        *_membership_needs(index, client),
    )


def unit_minutes(index: ScheduleIndex, client: str, kind: NeedKind, subject: str | None) -> int:
    """Return what one unit short of such a need counts in minutes short."""
    uncredited = index.instance.conventions.uncredited_session_minutes
    if kind == "week_minutes":
        return 1
    if kind == "qualifying_days":
        qualifying = index.rules[client].qualifying_day_minutes
        return uncredited if qualifying is None else qualifying
    if subject is None:
        return uncredited
    service = index.instance.group[subject].service if kind == "membership" else subject
    return index.instance.service[service].credits or uncredited


def _need(
    index: ScheduleIndex,
    client: Client,
    kind: NeedKind,
    needed: int,
    got: int,
    *,
    subject: str | None = None,
    impossible: bool = False,
) -> Iterator[Need]:
    if needed == 0:
        return
    short = max(0, needed - got)
    yield Need(
        client=client.id,
        kind=kind,
        subject=subject,
        unit=UNITS[kind],
        needed=needed,
        got=got,
        short=short,
        minutes=short * unit_minutes(index, client.id, kind, subject),
        impossible=impossible,
    )


def _week_needs(index: ScheduleIndex, client: Client) -> Iterator[Need]:
    rules = index.rules[client.id]
    stay = stay_dates(index.instance, client)
    minutes = (rules.min_minutes_per_week or 0) * len(stay) // 7
    yield from _need(
        index,
        client,
        "week_minutes",
        minutes,
        sum(index.credited[client.id].values()),
        impossible=_above(minutes, rules.max_minutes_per_week),
    )
    days = prorated_days(rules.min_qualifying_days, len(stay))
    left = None if client.authorisation is None else client.authorisation.days_left
    in_window = sum(1 for date in stay if authorised(client, date))
    yield from _need(
        index,
        client,
        "qualifying_days",
        days,
        len(index.qualifying_dates(client)),
        impossible=_above(days, rules.max_service_days) or _above(days, left) or days > in_window,
    )
    days = prorated_days(rules.min_service_days, len(stay))
    yield from _need(
        index,
        client,
        "service_days",
        days,
        len(index.service_dates(client)),
        impossible=_above(days, rules.max_service_days),
    )


def prorated_days(floor: int | None, stay_days: int) -> int:
    """Return a floor of days for a stay of some days of the week, rounded half up."""
    return (2 * (floor or 0) * stay_days + 7) // 14


def _above(floor: int, ceiling: int | None) -> bool:
    return ceiling is not None and floor > ceiling


def _session_needs(index: ScheduleIndex, client: Client) -> Iterator[Need]:
    for item in client.plan:
        if is_due(index.instance, item):
            got = len(index.counted_for(client, item)) + len(index.recorded_for(client, item))
            yield from _need(index, client, "sessions", item.min_sessions, got, subject=item.service)


def is_due(instance: Instance, item: PlanItem) -> bool:
    """Return whether a plan item is a need this week: scheduled, and never on or long enough ago."""
    if not instance.service[item.service].scheduled:
        return False
    if item.last_on is None:
        return True
    monday_then = item.last_on - dt.timedelta(days=item.last_on.weekday())
    return instance.week.monday - monday_then >= dt.timedelta(weeks=item.every_weeks)


def _gap_needs(index: ScheduleIndex, client: Client) -> Iterator[Need]:
    windows = gap_windows(index, client)
    served = sum(1 for window in windows if _serves(index, client, window))
    yield from _need(index, client, "gap_days", len(windows), served)


def gap_windows(index: ScheduleIndex, client: Client) -> list[list[dt.date]]:
    """Return the stretches of dates each of which must hold a service day."""
    gap = index.rules[client.id].max_gap_days
    if gap is None:
        return []
    stay = stay_dates(index.instance, client)
    windows = []
    for last in stay:
        window = [last - dt.timedelta(days=back) for back in range(gap, -1, -1)]
        begins, served_last = window[0], client.last_service_date
        if begins in stay if served_last is None else begins > served_last:
            windows.append(window)
    return windows


def _serves(index: ScheduleIndex, client: Client, window: list[dt.date]) -> bool:
    """Return whether the stretch holds a service day; before the stay only attended ones count."""
    stay = stay_dates(index.instance, client)
    credited, attended = index.credited[client.id], index.attended[client.id]
    return any((credited if date in stay else attended).get(date, 0) > 0 for date in window)


def _membership_needs(index: ScheduleIndex, client: Client) -> Iterator[Need]:
    for group in index.instance.groups:
        if client.id in group.members and (group.closed or group.attendance == "attend_all"):
            got = 1 if group.id in index.enrolled[client.id] else 0
            yield from _need(index, client, "membership", 1, got, subject=group.id)
