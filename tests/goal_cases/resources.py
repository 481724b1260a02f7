"""Rows about resources: sizes, rooms, loads, meetings left out, seats left empty."""

from typing import Any

from builders import (
    ANYBODY,
    TELEHEALTH,
    Draft,
    client,
    clients,
    clinician,
    group,
    group_session,
    ids,
    individual,
    instance,
    item,
    own_session,
    roles,
    room,
    service,
)
from goal_cases.case import GoalCase, worth
from iopsched.domain.instance import Instance


def site(group_fields: dict[str, Any] | None = None, **fields: Any) -> Instance:
    """A group with these fields of a service with these, three times a week, and another group."""
    return instance(
        services=[
            service("grp", **{"modes": ["on_site", "telehealth"], **fields}),
            service("fam", format="family", good_size=4),
        ],
        groups=[
            group("g", "Mon 18:00", "Tue 18:00", "Wed 18:00", **(group_fields or {})),
            group("h", "Thu 18:00", "Fri 18:00"),
        ],
        rooms=[room("A"), room("B"), room("C")],
        clients=[
            *clients(5),
            client("c6", "grp", item("fam", with_guests=["v1"], company="optional"), guests=[{"id": "v1"}]),
        ],
    )


def mon(present: int = 1, **fields: Any) -> Draft:
    return group_session("g.1", "Mon 18:00", ids(present), **fields)


def tue(present: int = 1, **fields: Any) -> Draft:
    return group_session("g.2", "Tue 18:00", ids(present), **fields)


def wed(present: int = 1, **fields: Any) -> Draft:
    return group_session("g.3", "Wed 18:00", ids(present), **fields)


def thu(present: int = 1, **fields: Any) -> Draft:
    return group_session("h.1", "Thu 18:00", ids(present), **fields)


def fri(present: int = 1, **fields: Any) -> Draft:
    return group_session("h.2", "Fri 18:00", ids(present), **fields)


FOUR = site(good_size=4)

SIZES = (
    worth("undersized", "exactly", 0, FOUR, mon(4)),
    worth("undersized", "one_missing", 1, FOUR, mon(3)),
    worth("undersized", "more_than_good", 0, FOUR, mon(5)),
    worth("undersized", "not_held", 0, FOUR),
    worth("undersized", "of_each_session", 1 + 3, FOUR, mon(3), tue(5), wed(1)),
    worth("undersized", "nothing_said", 0, site(), mon(1)),
    # the group's 3 for g, the service's 4 for h
    worth("undersized", "of_the_group", 1 + 2, site({"good_size": 3}, good_size=4), mon(2), thu(2)),
    worth("undersized", "of_the_group_alone", 2, site({"good_size": 3}), mon(1), thu(1)),
    worth("undersized", "individual_sessions_have_none", 0, FOUR, own_session("c6.fam.1", "Sat 10:00")),
)

ROOMS = (
    worth("room_changes", "one_room", 0, site(), mon(), tue(), wed()),
    worth("room_changes", "two_rooms", 1, site(), mon(), tue(room="B"), wed()),
    worth("room_changes", "three_rooms", 2, site(), mon(), tue(room="B"), wed(room="C")),
    worth("room_changes", "of_each_group", 1 + 1, site(), mon(), tue(room="B"), thu(), fri(room="B")),
    worth("room_changes", "each_group_in_its_own", 0, site(), mon(), tue(), thu(room="B"), fri(room="B")),
    worth("room_changes", "telehealth_is_no_room", 0, site(), mon(), tue(room=TELEHEALTH)),
    worth("room_changes", "by_telehealth_only", 0, site(), mon(room=TELEHEALTH), tue(room=TELEHEALTH)),
    worth("room_changes", "not_held", 0, site()),
)


def staffed(*most: int | None) -> Instance:
    """Clinicians k1, k2 ... with so many minutes a week at most."""
    return instance(
        services=[
            service("grp", modes=["on_site", "telehealth"], roles=roles(ANYBODY, ANYBODY, optional=1)),
            individual(),
        ],
        groups=[group("g", "Mon 18:00", "Tue 18:00", "Wed 18:00")],
        clinicians=[
            clinician(f"k{number}", max_minutes_per_week=minutes) for number, minutes in enumerate(most, 1)
        ],
        clients=[client("c1", "grp", "ind")],
    )


K1, K2, BOTH = {"leaders": ["k1"]}, {"leaders": ["k2"]}, {"leaders": ["k1", "k2"]}

LOADS = (
    # 120 of 600 and 60 of 300 are both 200
    worth("uneven_loads", "equal_shares", 0, staffed(600, 300), mon(**K1), tue(**K1), wed(**K2)),
    # 120 of 600 is 200, 0 of 300 is 0
    worth("uneven_loads", "one_idle", 200, staffed(600, 300), mon(**K1), tue(**K1)),
    # 60 of 700 is 85.7, up 86; 60 of 900 is 66.7, down 66
    worth("uneven_loads", "rounded_apart", 20, staffed(700, 900), mon(**K1), tue(**K2)),
    # both 85.7: up 86 less down 85
    worth("uneven_loads", "rounded_apart_though_equal", 1, staffed(700, 700), mon(**BOTH)),
    worth("uneven_loads", "one_clinician", 0, staffed(600), mon(**K1)),
    worth("uneven_loads", "one_with_a_limit", 0, staffed(600, None), mon(**K1), tue(**K2)),
    worth("uneven_loads", "no_minutes_is_no_limit_to_share", 0, staffed(600, 0), mon(**K1)),
    # 100, 300 and 0; k4 has no limit
    worth(
        "uneven_loads",
        "fullest_and_emptiest",
        300,
        staffed(600, 400, 500, None),
        mon(**K1),
        tue(**K2),
        wed(**K2),
        own_session("c1.ind.1", "Thu 10:00", leaders=["k4"]),
    ),
    # k1 leads 60 by telehealth and 60 alone of 1200: 100; k2 leads 60 of 600: 100
    worth(
        "uneven_loads",
        "of_all_sessions",
        0,
        staffed(1200, 600),
        mon(**K1, room=TELEHEALTH),
        tue(**K2),
        own_session("c1.ind.1", "Thu 10:00"),
    ),
    worth("uneven_loads", "nobody_works", 0, staffed(600, 300)),
)

COSTLY = site({"leaving_out_cost": 5})
BOTH_COST = instance(
    groups=[
        group("g", "Mon 18:00", "Tue 18:00", leaving_out_cost=5),
        group("h", "Thu 18:00", leaving_out_cost=20),
        group("m", "Fri 18:00"),
    ]
)

LEFT_OUT = (
    worth("left_out", "one_of_three_held", 10, COSTLY, mon()),
    worth("left_out", "all_held", 0, COSTLY, mon(), tue(), wed()),
    worth("left_out", "none_held", 15, COSTLY),
    worth("left_out", "of_each_group", 5 + 20, BOTH_COST, mon()),
    worth("left_out", "costs_nothing", 0, site()),
)

SMALL = instance(
    services=[service("grp", max_heads=6), individual()],
    groups=[group("g", "Mon 18:00", "Tue 18:00", max_heads=4), group("h", "Thu 18:00")],
    clients=[*clients(3), client("c4", "ind")],
)
USUAL = instance(groups=[group("g", "Mon 18:00")])

FILL = (
    # 4 of the group and 6 of the service
    worth("fill", "nobody", 4 + 6, SMALL),
    worth("fill", "three", 10 - 3, SMALL, mon(3)),
    worth("fill", "counted_once_for_two_meetings", 10 - 3, SMALL, mon(2), tue(3)),
    worth("fill", "in_two_groups", 10 - 2, SMALL, mon(1), thu(1)),
    worth("fill", "individual_sessions_fill_none", 10, SMALL, own_session("c4.ind.1", "Sat 10:00")),
    worth("fill", "twelve_where_nobody_says", 12 - 1, USUAL, mon(1)),
)

CASES: tuple[GoalCase, ...] = SIZES + ROOMS + LOADS + LEFT_OUT + FILL
