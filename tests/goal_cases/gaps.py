"""Rows about the longest gap: the windows of a stay, and those that hold a service day."""

from typing import Any

from builders import MON, SAT, SUN, THU, TUE, WED, client, instance
from goal_cases.case import NeedCase, counted, needs
from goal_cases.week import DAY_GROUPS, DAY_SERVICES, on, was
from iopsched.domain.instance import Instance

FRIDAY_BEFORE = "2026-02-27"
SATURDAY_BEFORE = "2026-02-28"
SUNDAY_BEFORE = "2026-03-01"


def gap(most: int, *payers: int, **fields: Any) -> Instance:
    """A client whose level, and payers, allow so many days without service."""
    profiles = [{"id": f"p{number}", "max_gap_days": days} for number, days in enumerate(payers, 1)]
    return instance(
        level={"max_gap_days": most},
        payers=profiles,
        services=DAY_SERVICES,
        groups=DAY_GROUPS,
        clients=[client("c1", payers=[profile["id"] for profile in profiles], **fields)],
    )


def held(name: str, windows: int, got: int, facts: Instance, *sessions: Any) -> NeedCase:
    """A row with so many windows, so many of which hold a service day."""
    return needs(f"gap_{name}", [counted("gap_days", windows, got, 60)], facts, *sessions)


CASES: tuple[NeedCase, ...] = (
    # MTW TWT WTF TFS FSS: five windows, and only Fri-Sun holds neither Monday nor Thursday
    held("of_two_days", 5, 4, gap(2), *on("Mon"), *on("Thu")),
    held("kept", 5, 5, gap(2), *on("Wed"), *on("Sat")),
    held("of_two_days_at_the_start", 5, 4, gap(2), *on("Thu"), *on("Fri")),
    held("without_service", 5, 0, gap(2)),
    held("without_credit", 5, 0, gap(2), *on("Wed", "z")),
    held("no_day_off", 7, 2, gap(0), *on("Mon"), *on("Sun", "s")),
    held("one_window", 1, 1, gap(6), *on("Fri")),
    needs("gap_longer_than_the_week", [], gap(7)),
    held("smallest_of_the_payers", 5, 3, gap(5, 2, 3), *on("Wed")),
    # A window may begin on the day after the last service date: Mon-Wed is the first
    held("after_sunday", 5, 3, gap(2, last_service_date=SUNDAY_BEFORE), *on("Wed")),
    # SSM SMT MTW TWT WTF TFS FSS: seven windows, Wednesday is in three of them
    held("after_friday", 7, 3, gap(2, last_service_date=FRIDAY_BEFORE), *on("Wed")),
    held("after_friday_kept_on_monday", 7, 3, gap(2, last_service_date=FRIDAY_BEFORE), *on("Mon")),
    held("long_before", 7, 0, gap(2, last_service_date="2026-01-09")),
    # A window of eight days that ends in the week: from Sun to Sun only
    held("a_week_after_saturday", 1, 1, gap(7, last_service_date=SATURDAY_BEFORE), *on("Tue")),
    # From Wednesday: WTF TFS FSS
    held("from_wednesday", 3, 2, gap(2, starts_on=WED), *on("Thu")),
    # From Wednesday after a last service: MTW TWT WTF TFS FSS
    held(
        "from_wednesday_after_saturday",
        5,
        3,
        gap(2, starts_on=WED, last_service_date=SATURDAY_BEFORE),
        *on("Fri"),
    ),
    # Until Thursday: MTW TWT
    held("until_thursday", 2, 1, gap(2, ends_on=THU), *on("Mon")),
    needs("gap_longer_than_the_stay", [], gap(2, starts_on=SAT)),
    held("just_the_stay", 1, 0, gap(1, starts_on=SAT, ends_on=SUN)),
    # Tuesday attended is in MTW TWT, Saturday in TFS FSS: only WTF is empty
    held("attended", 5, 4, gap(2, attended=[was(TUE, 30)]), *on("Sat")),
    held("attended_without_credit", 5, 2, gap(2, attended=[was(MON, 0)]), *on("Sat")),
)
