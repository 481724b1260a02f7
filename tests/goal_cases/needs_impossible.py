"""Rows about floors above the ceiling: no schedule can meet them, and that is said."""

from builders import (
    FRI,
    MON,
    SAT,
    WED,
)
from goal_cases.case import NeedCase, counted, minutes, needs
from goal_cases.week import asking, floor, on, was

QUALIFYING = "qualifying_days"
SERVICE = "service_days"

CEILING = {"max_minutes_per_week": 120}
FEW_DAYS = {"max_service_days": 2}
FOUR_QUALIFYING = ({"qualifying_day_minutes": 60, "min_qualifying_days": 4},)

IMPOSSIBLE = (
    needs("impossible_minutes", [minutes(121, 0, True)], asking(CEILING, (floor(121),))),
    needs("possible_minutes", [minutes(120, 0)], asking(CEILING, (floor(120),))),
    # 168 * 5 // 7 = 120
    needs("possible_once_prorated", [minutes(120, 0)], asking(CEILING, (floor(168),), starts_on=WED)),
    needs(
        "attendance_makes_nothing_impossible",
        [minutes(120, 135)],
        asking(CEILING, (floor(120),), attended=[was(MON, 135)]),
    ),
    needs(
        "impossible_service_days",
        [counted(SERVICE, 3, 2, 60, True)],
        asking(FEW_DAYS, ({"min_service_days": 3},)),
        *on("Mon"),
        *on("Tue"),
    ),
    needs(
        "possible_service_days", [counted(SERVICE, 2, 0, 60)], asking(FEW_DAYS, ({"min_service_days": 2},))
    ),
    needs(
        "impossible_qualifying_days",
        [counted(QUALIFYING, 4, 0, 60, True)],
        asking({"max_service_days": 3}, FOUR_QUALIFYING),
    ),
    needs(
        "possible_qualifying_days",
        [counted(QUALIFYING, 4, 0, 60)],
        asking({"max_service_days": 4}, FOUR_QUALIFYING),
    ),
    needs(
        "impossible_days_left",
        [counted(QUALIFYING, 4, 0, 60, True)],
        asking({}, FOUR_QUALIFYING, authorisation={"days_left": 3}),
    ),
    needs(
        "possible_days_left",
        [counted(QUALIFYING, 4, 0, 60)],
        asking({}, FOUR_QUALIFYING, authorisation={"days_left": 4}),
    ),
    needs(
        "impossible_authorised_window",
        [counted(QUALIFYING, 4, 0, 60, True)],
        asking({}, FOUR_QUALIFYING, authorisation={"first_date": WED, "last_date": FRI}),
    ),
    needs(
        "possible_authorised_window",
        [counted(QUALIFYING, 4, 0, 60)],
        asking({}, FOUR_QUALIFYING, authorisation={"first_date": WED, "last_date": SAT}),
    ),
    # (2 * 4 * 5 + 7) // 14 = 3, and of the window Wed and Thu are in the stay
    needs(
        "impossible_window_in_the_stay",
        [counted(QUALIFYING, 3, 0, 60, True)],
        asking({}, FOUR_QUALIFYING, starts_on=WED, authorisation={"last_date": "2026-03-05"}),
    ),
)

CASES: tuple[NeedCase, ...] = IMPOSSIBLE
