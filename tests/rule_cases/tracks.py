"""Rows about groups as wholes: tracks that are attended whole, and sets of which one is allowed."""

from typing import Any

from builders import (
    MON,
    TELEHEALTH,
    TUE,
    WED,
    client,
    clients,
    clinician,
    group,
    group_session,
    instance,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
NORTH = {
    "sites": [{"id": "main"}, {"id": "north"}],
    "travel": [{"between": ["main", "north"], "minutes": 20}],
}


def track(
    *people: Any,
    starts: str = "Wed 18:00",
    closures: tuple[Any, ...] = (),
    how: str = "attend_all",
    **parts: Any,
) -> Instance:
    """A track on Monday and at the other candidate starts, and these clients (two if not said)."""
    return instance(
        services=[service("grp", modes=BOTH_MODES)],
        groups=[group("g", "Mon 18:00", starts, attendance=how), group("h", "Thu 18:00")],
        clients=list(people) or clients(2),
        week={"closures": list(closures)},
        **parts,
    )


def mon(*present: str, **fields: Any) -> Any:
    return group_session("g.1", "Mon 18:00", present, **fields)


def wed(*present: str, **fields: Any) -> Any:
    return group_session("g.2", "Wed 18:00", present, **fields)


ALL_CLOSED = {"date": WED}
MAIN_CLOSED = {"date": WED, "sites": ["main"]}
FROM_WED = track(client("c1", starts_on=WED), client("c2"))
UNTIL_TUE = track(client("c1", ends_on=TUE), client("c2"))
AWAY_WED = track(client("c1", exceptions=[{"date": WED}]), client("c2"), client("c3"))
TILL_SEVEN = track(client("c1", exceptions=[{"date": WED, "hours": "9-19"}]), client("c2"))
TILL_HALF_PAST_SIX = track(client("c1", exceptions=[{"date": WED, "hours": "9-18:30"}]), client("c2"))
WHOLE = track()

TRACKS = (
    inside("attend_all_whole", "every_meeting", WHOLE, mon("c1", "c2"), wed("c2", "c1")),
    inside("attend_all_whole", "not_at_all", WHOLE, group_session("h.1", "Thu 18:00")),
    outside("attend_all_whole", "one_meeting_not_held", WHOLE, mon("c1", "c2")),
    outside("attend_all_whole", "one_meeting_missed", WHOLE, mon("c1", "c2"), wed("c2")),
    outside("attend_all_whole", "each_at_one_meeting", WHOLE, mon("c1"), wed("c2")),
    inside("attend_all_whole", "not_a_track", track(how="pick_any"), mon("c1", "c2")),
    inside("attend_all_whole", "not_a_track_and_one_missed", track(how="pick_any"), mon("c1"), wed("c2")),
    inside("attend_all_whole", "all_is_closed_that_date", track(closures=(ALL_CLOSED,)), mon("c1")),
    inside("attend_all_whole", "every_site_is_closed", track(closures=(MAIN_CLOSED,)), mon("c1")),
    inside(
        "attend_all_whole",
        "sites_are_closed_but_it_meets",
        track(closures=(MAIN_CLOSED,)),
        mon("c1"),
        wed("c1", room=TELEHEALTH),
    ),
    outside(
        "attend_all_whole", "one_of_two_sites_is_closed", track(closures=(MAIN_CLOSED,), **NORTH), mon("c1")
    ),
    inside(
        "attend_all_whole",
        "both_sites_are_closed",
        track(closures=({"date": WED, "sites": ["north", "main"]},), **NORTH),
        mon("c1"),
    ),
    outside(
        "attend_all_whole",
        "closed_for_all_the_hours_is_not_wholly",
        track(closures=({"date": WED, "hours": "17-21"},)),
        mon("c1"),
    ),
    outside(
        "attend_all_whole",
        "only_one_of_two_starts_is_closed",
        track(closures=(ALL_CLOSED,), starts="Wed 18:00 | Fri 18:00"),
        mon("c1"),
    ),
    inside(
        "attend_all_whole",
        "both_starts_are_closed",
        track(closures=(ALL_CLOSED, {"date": TUE}), starts="Wed 18:00 | Tue 18:00"),
        mon("c1"),
    ),
    inside(
        "attend_all_whole",
        "another_start_instead",
        track(closures=(ALL_CLOSED,), starts="Wed 18:00 | Fri 18:00"),
        mon("c1"),
        group_session("g.2", "Fri 18:00"),
    ),
    outside("attend_all_whole", "only_the_other_meeting", track(closures=({"date": TUE},)), wed("c1")),
    inside("attend_all_whole", "starts_after_the_first", FROM_WED, mon("c2"), wed("c1", "c2")),
    outside("attend_all_whole", "only_one_of_them_starts_late", FROM_WED, mon("c2"), wed("c1")),
    inside("attend_all_whole", "ends_before_the_second", UNTIL_TUE, mon("c1", "c2"), wed("c2")),
    inside("attend_all_whole", "away_from_the_second", AWAY_WED, mon("c1", "c2"), wed("c2")),
    outside("attend_all_whole", "another_misses_it_too", AWAY_WED, mon("c1", "c2", "c3"), wed("c3")),
    outside("attend_all_whole", "there_for_the_second", TILL_SEVEN, mon("c1", "c2"), wed("c2")),
    inside("attend_all_whole", "away_before_it_ends", TILL_HALF_PAST_SIX, mon("c1", "c2"), wed("c2")),
    outside(
        "attend_all_whole",
        "never_there_on_that_day_of_the_week",
        track(client("c1", hours="Mon-Tue 9-21"), client("c2")),
        mon("c1", "c2"),
        wed("c2"),
    ),
    inside("attend_all_whole", "not_in_the_group", UNTIL_TUE, mon("c2"), wed("c2")),
    outside(
        "attend_all_whole",
        "ends_on_the_second",
        track(client("c1", ends_on=WED), client("c2")),
        mon("c1", "c2"),
        wed("c2"),
    ),
    outside(
        "attend_all_whole",
        "before_its_stay",
        FROM_WED,
        mon("c1", "c2"),
        wed("c2"),
        also={"client_stay"},
    ),
    outside(
        "attend_all_whole",
        "held_on_the_closed_date_by_one",
        track(closures=({"date": MON, "sites": ["main"]},)),
        mon("c1", room=TELEHEALTH),
        wed("c2"),
    ),
)

TWO_ROOMS = {"rooms": [room("A"), room("B"), room("N", site="north")], **NORTH}
AT_ONCE = track(starts="Mon 18:00", clinicians=[clinician("k1"), clinician("k2")], **TWO_ROOMS)
TOO_SOON = track(starts="Mon 19:15", clinicians=[clinician("k1"), clinician("k2")], **TWO_ROOMS)
IN_TIME = track(starts="Mon 19:30", **TWO_ROOMS)


def second(when: str, at: str, by: str = "k2") -> Any:
    return group_session("g.2", when, room=at, leaders=[by])


CLASHES = (
    outside("client_in_one_place", "track_at_one_time", AT_ONCE, mon("c1"), second("Mon 18:00", "B")),
    outside("client_in_one_place", "track_too_far_apart", TOO_SOON, mon("c1"), second("Mon 19:15", "N")),
    inside(
        "client_in_one_place", "track_just_near_enough", IN_TIME, mon("c1"), second("Mon 19:30", "N", "k1")
    ),
)

PARALLEL = instance(
    groups=[group("g", "Mon 18:00", "Wed 18:00"), group("h", "Tue 18:00"), group("m", "Thu 18:00")],
    group_sets=[{"id": "either", "groups": ["g", "h"]}],
    clients=clients(2),
)
THREE_PARALLEL = PARALLEL.replace(group_sets=[{"id": "one", "groups": ["g", "h", "m"]}])
TWO_SETS = PARALLEL.replace(
    group_sets=[{"id": "either", "groups": ["g", "h"]}, {"id": "or", "groups": ["h", "m"]}]
)
IN_H = group_session("h.1", "Tue 18:00")
IN_M = group_session("m.1", "Thu 18:00")

SETS = (
    inside("one_of_set", "one_group_twice", PARALLEL, mon("c1"), wed("c1")),
    outside("one_of_set", "two_groups", PARALLEL, mon("c1"), IN_H),
    outside("one_of_set", "two_groups_at_a_later_meeting", PARALLEL, mon("c2"), wed("c1"), IN_H),
    inside("one_of_set", "one_client_each", PARALLEL, mon("c2"), IN_H),
    inside("one_of_set", "a_group_of_no_set", PARALLEL, mon("c1"), IN_M),
    outside("one_of_set", "first_and_last_of_three", THREE_PARALLEL, mon("c1"), IN_M),
    inside("one_of_set", "one_of_each_set", TWO_SETS, mon("c1"), IN_M),
    outside("one_of_set", "two_of_the_second_set", TWO_SETS, IN_H, IN_M),
)

CASES: tuple[Case, ...] = TRACKS + CLASHES + SETS
