"""Rows about needs where attendance tells of scheduled sessions: it counts instead of them."""

from typing import Any

from builders import MON, WED, item, own_session
from goal_cases.case import NeedCase, counted, minutes, needs, of
from goal_cases.week import asking, floor, on


def told(session: str, minutes: int, service_id: str | None = None, date: str = MON) -> dict[str, Any]:
    """What was attended of a session."""
    return {"date": date, "credited_minutes": minutes, "service": service_id, "session": session}


TWO_DAYS = {"min_service_days": 2}
TWO_HALF_DAYS = {"min_qualifying_days": 2, "qualifying_day_minutes": 30}

CASES: tuple[NeedCase, ...] = (
    needs(
        "minutes_missed", [minutes(120, 60)], asking(floor(120), attended=[told("g.1", 0)]), *on("Mon", "gh")
    ),
    needs(
        "minutes_attended_in_part",
        [minutes(120, 80)],
        asking(floor(120), attended=[told("g.1", 20)]),
        *on("Mon", "gh"),
    ),
    needs(
        "minutes_attended_in_full_count_once",
        [minutes(120, 60)],
        asking(floor(120), attended=[told("g.1", 60)]),
        *on("Mon"),
    ),
    needs(
        "minutes_of_a_session_that_nobody_planned",
        [minutes(120, 90)],
        asking(floor(120), attended=[told("h.1", 30)]),
        *on("Mon"),
    ),
    needs(
        "service_days_missed",
        [counted("service_days", 2, 1, 60)],
        asking(TWO_DAYS, attended=[told("g.1", 0)]),
        *on("Mon"),
        *on("Tue"),
    ),
    needs(
        "qualifying_days_attended_in_part",
        [counted("qualifying_days", 2, 1, 30)],
        asking(TWO_HALF_DAYS, attended=[told("g.1", 29)]),
        *on("Mon"),
        *on("Tue"),
    ),
    needs(
        "sessions_missed",
        [of("sessions", "grp", 2, 1, 60)],
        asking({}, (), item("grp", min_sessions=2), attended=[told("g.1", 0)]),
        *on("Mon"),
        *on("Tue"),
    ),
    needs(
        "sessions_attended_count_once",
        [of("sessions", "grp", 2, 1, 60)],
        asking({}, (), item("grp", min_sessions=2), attended=[told("g.1", 60, "grp")]),
        *on("Mon"),
    ),
    needs(
        "sessions_made_up_for",
        [of("sessions", "ind", 1, 1, 60)],
        asking({}, (), "ind", attended=[told("c1.ind.1", 0)]),
        own_session("c1.ind.1", "Mon 10:00"),
        own_session("c1.ind.2", "Tue 10:00"),
    ),
    # Windows of three days: Tue to Thu has no service day without Wednesday's.
    needs(
        "gap_days_missed",
        [counted("gap_days", 5, 4, 60)],
        asking({"max_gap_days": 2}, attended=[told("g.3", 0, date=WED)]),
        *on("Mon"),
        *on("Wed"),
        *on("Fri"),
    ),
)
