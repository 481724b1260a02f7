"""Rows about needs of minutes and days, prorated, and the order of all needs."""

from builders import (
    FRI,
    MON,
    SAT,
    SUN,
    TUE,
    WED,
    item,
)
from goal_cases.case import NeedCase, counted, minutes, needs, of
from goal_cases.week import DAY_GROUPS, THREE_QUARTERS, asking, floor, on, was

NINE_HOURS = floor(540)
H0015 = {"qualifying_day_minutes": 120, "min_qualifying_days": 3}

MINUTES = (
    needs("nothing_asked", [], asking(), *on("Mon")),
    needs("minutes_exactly", [minutes(120, 120)], asking(floor(120)), *on("Mon", "gh")),
    needs("minutes_short", [minutes(120, 75)], asking(floor(120)), *on("Mon", "gs")),
    needs("minutes_more_than_enough", [minutes(120, 135)], asking(floor(120)), *on("Mon", "ghs")),
    needs("minutes_credited_not_clock", [minutes(120, 60)], asking(floor(120)), *on("Mon", "gz")),
    needs(
        "minutes_attended_count",
        [minutes(120, 105)],
        asking(floor(120), attended=[was(MON, 45)]),
        *on("Tue"),
    ),
    needs("minutes_highest_floor", [minutes(150, 0)], asking(floor(120), (floor(150), floor(90)))),
    needs("minutes_own_floor", [minutes(180, 0)], asking(floor(120), min_minutes_per_week=180)),
    # 540 * 5 // 7 = 2700 // 7 = 385
    needs("minutes_from_wednesday", [minutes(385, 0)], asking(NINE_HOURS, starts_on=WED)),
    # 540 * 2 // 7 = 154
    needs("minutes_until_tuesday", [minutes(154, 0)], asking(NINE_HOURS, ends_on=TUE)),
    # 540 * 1 // 7 = 77
    needs("minutes_of_one_day", [minutes(77, 0)], asking(NINE_HOURS, starts_on=FRI, ends_on=FRI)),
    needs(
        "minutes_of_a_longer_stay",
        [minutes(540, 0)],
        asking(NINE_HOURS, starts_on="2026-02-02", ends_on="2026-04-30"),
    ),
    # 6 * 1 // 7 = 0, and a need of 0 is none; 7 * 1 // 7 = 1
    needs("minutes_prorated_to_none", [], asking(floor(6), starts_on=SUN)),
    needs("minutes_prorated_to_one", [minutes(1, 0)], asking(floor(7), starts_on=SUN)),
)

QUALIFYING = "qualifying_days"
SERVICE = "service_days"

DAYS_NEEDED = (
    needs(
        "qualifying_days",
        [counted(QUALIFYING, 3, 2, 120)],
        asking({}, (H0015,)),
        *on("Mon", "gh"),
        *on("Tue", "gs"),
        *on("Wed", "ghs"),
    ),
    needs(
        "qualifying_days_met",
        [counted(QUALIFYING, 3, 3, 120)],
        asking({}, (H0015,)),
        *on("Mon", "gh"),
        *on("Tue", "gh"),
        *on("Sun", "ghs"),
    ),
    needs(
        "service_days_more_than_enough",
        [counted(SERVICE, 1, 2, 60)],
        asking({"min_service_days": 1}),
        *on("Mon", "s"),
        *on("Tue", "s"),
    ),
    needs(
        "qualifying_days_with_attendance",
        [counted(QUALIFYING, 3, 2, 120)],
        asking({}, (H0015,), attended=[was(MON, 60), was(TUE, 120)]),
        *on("Mon"),
    ),
    needs(
        "qualifying_days_largest",
        [counted(QUALIFYING, 3, 0, 180)],
        asking({}, (H0015, {"qualifying_day_minutes": 180})),
        *on("Mon", "gh"),
    ),
    needs(
        "qualifying_days_of_any_credit",
        [counted(QUALIFYING, 2, 1, 60)],
        asking({"min_qualifying_days": 2}),
        *on("Mon", "s"),
        *on("Tue", "z"),
    ),
    needs(
        "qualifying_days_of_a_single_minute",
        [counted(QUALIFYING, 2, 1, 60)],
        asking({"min_qualifying_days": 2}, attended=[was(MON, 1)]),
    ),
    needs(
        "qualifying_days_of_any_credit_count_otherwise_here",
        [counted(QUALIFYING, 2, 0, 45)],
        asking({"min_qualifying_days": 2}, conventions=THREE_QUARTERS),
    ),
    # (2 * 3 * 4 + 7) // 14 = 31 // 14 = 2
    needs(
        "days_of_four_in_seven", [counted(QUALIFYING, 2, 0, 120)], asking({}, (H0015,), ends_on="2026-03-05")
    ),
    # (2 * 3 * 2 + 7) // 14 = 19 // 14 = 1: six sevenths are rounded up
    needs("days_of_two_in_seven", [counted(QUALIFYING, 1, 0, 120)], asking({}, (H0015,), starts_on=SAT)),
    # (2 * 3 * 1 + 7) // 14 = 13 // 14 = 0: three sevenths are rounded down
    needs("days_prorated_to_none", [], asking({}, (H0015,), starts_on=SUN)),
    needs(
        "service_days",
        [counted(SERVICE, 3, 2, 60)],
        asking({"min_service_days": 3}),
        *on("Mon", "gh"),
        *on("Wed"),
    ),
    needs(
        "service_days_without_credit",
        [counted(SERVICE, 1, 0, 60)],
        asking({"min_service_days": 1}),
        *on("Mon", "z"),
    ),
    needs(
        "service_days_with_attendance",
        [counted(SERVICE, 3, 2, 60)],
        asking({"min_service_days": 3}, attended=[was(MON, 5), was(TUE, 0)]),
        *on("Mon"),
        *on("Wed", "s"),
    ),
    # (2 * 5 * 5 + 7) // 14 = 57 // 14 = 4: 3.57 is rounded up
    needs(
        "service_days_prorated",
        [counted(SERVICE, 4, 0, 45)],
        asking({"min_service_days": 5}, starts_on=WED, conventions=THREE_QUARTERS),
    ),
)


ALL_KINDS = (
    needs(
        "all_kinds_in_order",
        [
            minutes(180, 120),
            counted(QUALIFYING, 2, 1, 120),
            counted(SERVICE, 3, 1, 60),
            of("sessions", "ind", 1, 0, 60),
            # One window, Mon to Sun
            counted("gap_days", 1, 1, 60),
            of("membership", "g", 1, 1, 60),
        ],
        asking(
            {
                "min_minutes_per_week": 180,
                "min_qualifying_days": 2,
                "qualifying_day_minutes": 120,
                "min_service_days": 3,
                "max_gap_days": 6,
            },
            (),
            item("grp", min_sessions=0),
            "ind",
        ).replace(groups=[{**DAY_GROUPS[0], "members": ["c1"], "closed": True}, *DAY_GROUPS[1:]]),
        *on("Mon", "gh"),
    ),
)

CASES: tuple[NeedCase, ...] = MINUTES + DAYS_NEEDED + ALL_KINDS
