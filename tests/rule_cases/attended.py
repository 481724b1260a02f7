"""Rows about sessions that attendance tells of: it overrides what the schedule would credit or count."""

from typing import Any

from builders import (
    MON,
    TUE,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside


def attending(
    *entries: dict[str, Any], level: dict[str, Any] | None = None, plan: tuple[Any, ...] = (), **fields: Any
) -> Instance:
    """A client who attended this, groups g and h that meet on three days, and individual sessions."""
    return instance(
        level=level or {},
        services=[service("grp"), individual()],
        rooms=[room("A"), room("B")],
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[
            group("g", "Mon 18:00", "Tue 18:00", "Wed 18:00"),
            group("h", "Mon 19:00", "Mon 18:30"),
        ],
        clients=[client("c1", *plan, attended=list(entries), **fields)],
    )


def told(session: str, minutes: int, service_id: str | None = None, date: str = MON) -> dict[str, Any]:
    """What was attended of a session."""
    return {"date": date, "credited_minutes": minutes, "service": service_id, "session": session}


MISSED = told("g.1", 0)
G_MON, G_TUE, G_WED = (
    group_session(f"g.{n}", f"{day} 18:00") for n, day in ((1, "Mon"), (2, "Tue"), (3, "Wed"))
)
H_MON = group_session("h.1", "Mon 19:00")
H_EARLY = group_session("h.2", "Mon 18:30", leaders=["k2"], room="B")

HOUR_A_WEEK, HOUR_A_DAY = {"max_minutes_per_week": 60}, {"max_minutes_per_day": 60}
ONE_DAY = {"max_service_days": 1}
ONCE, SPACED = (item("grp", max_sessions=1),), (item("grp", min_days_between=2),)

CREDITS = (
    inside("week_minutes", "missed_credits_nothing", attending(MISSED, level=HOUR_A_WEEK), G_MON, G_TUE),
    outside("week_minutes", "attended_in_part", attending(told("g.1", 1), level=HOUR_A_WEEK), G_MON, G_TUE),
    inside("week_minutes", "not_counted_twice", attending(told("g.1", 60), level=HOUR_A_WEEK), G_MON),
    outside(
        "week_minutes", "told_of_another_session", attending(told("g.3", 0), level=HOUR_A_WEEK), G_MON, G_TUE
    ),
    inside("day_minutes", "missed_credits_nothing", attending(MISSED, level=HOUR_A_DAY), G_MON, H_MON),
    outside("day_minutes", "attended_in_part", attending(told("g.1", 1), level=HOUR_A_DAY), G_MON, H_MON),
    inside("service_days", "missed_makes_no_day", attending(MISSED, level=ONE_DAY), G_MON, G_TUE),
    outside(
        "service_days", "attended_in_part_makes_one", attending(told("g.1", 1), level=ONE_DAY), G_MON, G_TUE
    ),
    inside(
        "authorised_days",
        "missed_does_not_qualify",
        attending(MISSED, authorisation={"days_left": 1}),
        G_MON,
        G_TUE,
    ),
    outside(
        "authorised_days",
        "attended_in_part_qualifies",
        attending(told("g.1", 1), authorisation={"days_left": 1}),
        G_MON,
        G_TUE,
    ),
)

SESSIONS = (
    inside("sessions_cap", "missed_is_none", attending(MISSED, plan=ONCE), G_MON, G_TUE),
    outside("sessions_cap", "attended_is_one", attending(told("g.1", 60, "grp"), plan=ONCE), G_MON, G_TUE),
    inside("sessions_cap", "attended_is_one_only", attending(told("g.1", 60, "grp"), plan=ONCE), G_MON),
    inside(
        "sessions_cap",
        "made_up_for",
        attending(told("c1.ind.1", 0), plan=("ind",)),
        own_session("c1.ind.1", "Mon 10:00"),
        own_session("c1.ind.2", "Tue 10:00"),
    ),
    outside(
        "sessions_cap",
        "made_up_for_twice",
        attending(told("c1.ind.1", 0), {**told("", 60, "ind", TUE), "session": None}, plan=("ind",)),
        own_session("c1.ind.1", "Mon 10:00"),
        own_session("c1.ind.2", "Wed 10:00"),
    ),
    inside("sessions_apart", "missed_is_none", attending(MISSED, plan=SPACED), G_MON, G_TUE),
    outside(
        "sessions_apart", "attended_is_one", attending(told("g.1", 60, "grp"), plan=SPACED), G_MON, G_TUE
    ),
)

AS_SCHEDULED = (
    outside("client_in_one_place", "missed_and_in_two_places", attending(MISSED), G_MON, H_EARLY),
    outside("groups_cap", "missed_and_in_the_group", attending(MISSED, max_groups=1), G_MON, H_MON),
    outside("trips_cap", "missed_and_a_trip", attending(MISSED, max_trips=1), G_MON, G_WED),
)

CASES: tuple[Case, ...] = CREDITS + SESSIONS + AS_SCHEDULED
