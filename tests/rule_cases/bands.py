"""Rows about a client's week: minutes, service days and authorised days, history included."""

from typing import Any

from builders import (
    DAYS,
    MON,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    client,
    group,
    group_session,
    instance,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

GROUPS = [
    group("g", *(f"{day} 9:00" for day in DAYS)),
    group("h", *(f"{day} 10:00" for day in DAYS)),
    group("s", *(f"{day} 11:00" for day in DAYS), service="short"),
    group("z", *(f"{day} 12:00" for day in DAYS), service="zero"),
]


def banded(
    level: dict[str, Any] | None = None, payers: tuple[dict[str, Any], ...] = (), **fields: Any
) -> Instance:
    """A client with these fields under a level and payers that ask for this."""
    profiles = [{"id": f"p{number}", **values} for number, values in enumerate(payers, 1)]
    return instance(
        level=level or {},
        payers=profiles,
        services=[
            service("grp"),
            service("short", 60, credited_minutes=15),
            service("zero", credited_minutes=0),
        ],
        groups=GROUPS,
        clients=[client("c1", payers=[profile["id"] for profile in profiles], **fields)],
    )


def on(day: str, groups: str = "g") -> list[Any]:
    """Sessions of these groups on a day: g and h credit 60 minutes, s 15, z none."""
    number = DAYS.index(day) + 1
    hours = {"g": 9, "h": 10, "s": 11, "z": 12}
    return [group_session(f"{name}.{number}", f"{day} {hours[name]}:00") for name in groups]


def was(date: str, minutes: int) -> dict[str, Any]:
    """Treatment attended already."""
    return {"date": date, "credited_minutes": minutes}


TWO_HOURS = {"max_minutes_per_week": 120}
WEEK = banded(TWO_HOURS)
STRICT_PAYER = banded(
    {"max_minutes_per_week": 180}, ({"max_minutes_per_week": 120}, {"max_minutes_per_week": 150})
)
OWN_BAND = banded({"max_minutes_per_week": 180}, max_minutes_per_week=120)
WEEK_BEGUN = banded(TWO_HOURS, attended=[was(MON, 60)])
WEEK_BEGUN_MORE = banded(TWO_HOURS, attended=[was(MON, 75)])
WEEK_OVER = banded(TWO_HOURS, attended=[was(MON, 135)])

WEEK_MINUTES = (
    inside("week_minutes", "exactly", WEEK, *on("Mon"), *on("Wed")),
    outside("week_minutes", "a_quarter_over", WEEK, *on("Mon"), *on("Wed"), *on("Fri", "s")),
    outside("week_minutes", "all_on_one_date", WEEK, *on("Mon", "ghs")),
    inside("week_minutes", "clock_without_credit", WEEK, *on("Mon", "ghz"), *on("Wed", "z")),
    inside("week_minutes", "lowest_of_the_payers", STRICT_PAYER, *on("Mon"), *on("Wed")),
    outside("week_minutes", "over_the_lowest_of_the_payers", STRICT_PAYER, *on("Mon"), *on("Wed", "gs")),
    inside("week_minutes", "its_own", OWN_BAND, *on("Mon"), *on("Wed")),
    outside("week_minutes", "over_its_own", OWN_BAND, *on("Mon"), *on("Wed", "gs")),
    inside("week_minutes", "with_what_was_attended", WEEK_BEGUN, *on("Wed")),
    outside("week_minutes", "over_with_what_was_attended", WEEK_BEGUN_MORE, *on("Wed")),
    inside("week_minutes", "attendance_alone_is_over", WEEK_OVER),
    outside("week_minutes", "nothing_more_after_that", WEEK_OVER, *on("Wed", "s")),
    inside("week_minutes", "but_what_credits_nothing", WEEK_OVER, *on("Wed", "z")),
)

DAY = banded({"max_minutes_per_day": 120})
DAY_BEGUN = banded({"max_minutes_per_day": 120}, attended=[was(MON, 60)])
DAY_OVER = banded({"max_minutes_per_day": 120}, attended=[was(MON, 135)])
DAY_PAYER = banded({}, ({"max_minutes_per_day": 180}, {"max_minutes_per_day": 120}))

DAY_MINUTES = (
    inside("day_minutes", "exactly", DAY, *on("Mon", "gh")),
    outside("day_minutes", "a_quarter_over", DAY, *on("Mon", "ghs")),
    inside("day_minutes", "more_on_another_date", DAY, *on("Mon", "gh"), *on("Tue", "ghz")),
    outside("day_minutes", "lowest_of_the_payers", DAY_PAYER, *on("Mon", "ghs")),
    inside("day_minutes", "with_what_was_attended", DAY_BEGUN, *on("Mon", "g")),
    outside("day_minutes", "over_with_what_was_attended", DAY_BEGUN, *on("Mon", "gs")),
    inside("day_minutes", "attended_on_another_date", DAY_BEGUN, *on("Tue", "gh")),
    inside("day_minutes", "attendance_alone_is_over", DAY_OVER, *on("Mon", "z"), *on("Tue", "gh")),
    outside("day_minutes", "nothing_more_after_that", DAY_OVER, *on("Mon", "s")),
    outside("day_minutes", "no_more_on_other_dates_for_that", DAY_OVER, *on("Tue", "ghs")),
)

TWO_DAYS = banded({"max_service_days": 2})
DAYS_BEGUN = banded({"max_service_days": 2}, attended=[was(MON, 5)])
DAYS_OVER = banded({"max_service_days": 2}, attended=[was(MON, 60), was(TUE, 60), was(WED, 60)])

SERVICE_DAYS = (
    inside("service_days", "exactly", TWO_DAYS, *on("Mon", "gh"), *on("Wed")),
    outside("service_days", "one_over", TWO_DAYS, *on("Mon"), *on("Wed"), *on("Sun", "s")),
    inside("service_days", "a_day_without_credit", TWO_DAYS, *on("Mon"), *on("Wed"), *on("Fri", "z")),
    inside("service_days", "fewest_of_the_payers", banded({}, ({"max_service_days": 1},)), *on("Mon")),
    outside(
        "service_days", "over_the_payer_s", banded({}, ({"max_service_days": 1},)), *on("Mon"), *on("Tue")
    ),
    inside("service_days", "with_what_was_attended", DAYS_BEGUN, *on("Mon"), *on("Wed")),
    outside(
        "service_days",
        "over_with_a_single_minute_attended",
        banded({"max_service_days": 1}, attended=[was(MON, 1)]),
        *on("Tue"),
    ),
    outside("service_days", "over_with_what_was_attended", DAYS_BEGUN, *on("Tue"), *on("Wed")),
    inside(
        "service_days",
        "attendance_without_credit",
        banded({"max_service_days": 2}, attended=[was(MON, 0)]),
        *on("Tue"),
        *on("Wed"),
    ),
    inside("service_days", "attendance_alone_is_over", DAYS_OVER, *on("Mon"), *on("Wed", "h")),
    inside(
        "service_days",
        "attendance_of_single_minutes_is_over",
        banded({"max_service_days": 1}, attended=[was(MON, 1), was(TUE, 1)]),
        *on("Tue"),
    ),
    outside("service_days", "no_further_day_after_that", DAYS_OVER, *on("Thu", "s")),
    outside(
        "service_days",
        "attendance_without_credit_raises_no_cap",
        banded({"max_service_days": 2}, attended=[was(MON, 60), was(TUE, 60), was(WED, 0)]),
        *on("Thu"),
    ),
    outside("service_days", "none_allowed", banded({"max_service_days": 0}), *on("Mon", "s")),
)

QUALIFYING = ({"qualifying_day_minutes": 120},)


def authorised(
    payers: tuple[dict[str, Any], ...] = QUALIFYING, attended: Any = (), **fields: Any
) -> Instance:
    """A client with this authorisation; a day qualifies from 120 minutes if not said otherwise."""
    return banded({}, payers, authorisation=fields, attended=attended)


FROM_WED = authorised(first_date=WED)
UNTIL_TUE = authorised(last_date=TUE)
ONE_LEFT = authorised(days_left=1)
ONE_BEGUN = authorised(days_left=1, attended=[was(MON, 120)])
TWO_BEGUN = authorised(days_left=1, attended=[was(MON, 120), was(TUE, 120)])
BEFORE = authorised(first_date=WED, attended=[was(MON, 120), was(TUE, 60)])
NOBODY_SAYS = authorised((), first_date=WED)
LARGEST = authorised(({"qualifying_day_minutes": 60}, {"qualifying_day_minutes": 120}), first_date=WED)

AUTHORISED = (
    inside("authorised_days", "first_date", FROM_WED, *on("Wed", "gh")),
    outside("authorised_days", "day_before_the_first", FROM_WED, *on("Tue", "gh")),
    inside("authorised_days", "last_date", UNTIL_TUE, *on("Tue", "gh")),
    outside("authorised_days", "day_after_the_last", UNTIL_TUE, *on("Wed", "gh")),
    inside("authorised_days", "no_qualifying_day", FROM_WED, *on("Mon"), *on("Tue", "gs")),
    outside(
        "authorised_days",
        "just_qualifying",
        authorised(({"qualifying_day_minutes": 75},), first_date=WED),
        *on("Tue", "gs"),
    ),
    outside(
        "authorised_days", "window_before_the_week", authorised(last_date="2026-03-01"), *on("Mon", "gh")
    ),
    inside(
        "authorised_days",
        "window_around_the_week",
        authorised(first_date="2026-02-01", last_date=SUN),
        *on("Mon", "gh"),
        *on("Sun", "gh"),
    ),
    outside("authorised_days", "any_credit_where_nobody_says", NOBODY_SAYS, *on("Tue", "s")),
    inside("authorised_days", "no_credit_where_nobody_says", NOBODY_SAYS, *on("Tue", "z")),
    inside("authorised_days", "largest_of_the_payers", LARGEST, *on("Tue", "gs")),
    outside("authorised_days", "over_the_largest_of_the_payers", LARGEST, *on("Tue", "gh")),
    inside("authorised_days", "as_many_as_are_left", ONE_LEFT, *on("Mon", "gh"), *on("Tue", "gs")),
    outside("authorised_days", "more_than_are_left", ONE_LEFT, *on("Mon", "gh"), *on("Tue", "gh")),
    outside("authorised_days", "none_left", authorised(days_left=0), *on("Sat", "gh")),
    outside("authorised_days", "attended_days_count", ONE_BEGUN, *on("Tue", "gh")),
    outside(
        "authorised_days",
        "attended_days_count_before_the_first_date_too",
        authorised(first_date=WED, days_left=1, attended=[was(MON, 120)]),
        *on("Wed", "gh"),
    ),
    inside("authorised_days", "more_on_the_attended_day", ONE_BEGUN, *on("Mon", "gh")),
    inside("authorised_days", "attendance_alone_is_over", TWO_BEGUN, *on("Mon", "g"), *on("Wed", "gs")),
    outside("authorised_days", "none_further_after_that", TWO_BEGUN, *on("Wed", "gh")),
    inside("authorised_days", "history_before_the_first", BEFORE),
    inside("authorised_days", "more_on_such_a_day", BEFORE, *on("Mon", "gh")),
    outside("authorised_days", "completing_a_day_before_the_first", BEFORE, *on("Tue", "g")),
    inside("authorised_days", "not_quite_completing_it", BEFORE, *on("Tue", "s")),
    outside(
        "authorised_days",
        "completing_a_day_that_is_not_left",
        authorised(days_left=0, attended=[was(THU, 105)]),
        *on("Thu", "s"),
    ),
    outside(
        "authorised_days",
        "over_the_day_s_cap_as_well",
        banded({"max_minutes_per_day": 60}, QUALIFYING, authorisation={"last_date": SAT}),
        *on("Sun", "gh"),
        also={"day_minutes"},
    ),
)

CASES: tuple[Case, ...] = WEEK_MINUTES + DAY_MINUTES + SERVICE_DAYS + AUTHORISED
