"""Rows about change: what differs from the published schedule, and what does not count."""

from typing import Any

from builders import (
    ANYBODY,
    MON,
    TELEHEALTH,
    Draft,
    client,
    clients,
    clinician,
    group,
    group_session,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from goal_cases.case import GoalCase, worth
from iopsched.domain.instance import Instance

WEEK_BEFORE = "2026-02-23"
TIMES = {"starts": ["Mon 18:00", "Mon 19:00", "Tue 18:00"]}
TOGETHER = {"with_clients": ["c1", "c2"], "company": "optional", "with_whom": "any"}
THREE = [clinician("k1"), clinician("k2"), clinician("k3")]


def site(monday: str = MON, **parts: Any) -> Instance:
    """Two groups, two rooms and one at another site, three clinicians, and clients c1 to c3."""
    fields: dict[str, Any] = {
        "week": {"monday": monday},
        "services": [
            service("grp", modes=["on_site", "telehealth"], roles=roles(ANYBODY, ANYBODY, optional=1)),
            service("ind", format="individual", max_heads=3),
            service("duo", format="family", roles=roles(ANYBODY, ANYBODY, optional=2)),
        ],
        "sites": [{"id": "main"}, {"id": "other"}],
        "travel": [{"between": ["main", "other"], "minutes": 30}],
        "rooms": [room("A", site="main"), room("B", site="main"), room("far", site="other")],
        "groups": [group("g", TIMES, "Thu 18:00"), group("h", TIMES)],
        "clinicians": THREE,
        "clients": [*clients(2), client("c3", "grp", item("ind", max_sessions=2, **TOGETHER), "duo")],
    }
    return instance(**{**fields, **parts})


def after(*published: Draft, monday: str = MON, **parts: Any) -> Instance:
    """The site, with these sessions published by it, or by a site that differs in these parts."""
    return site().replace(published=schedule(site(monday, **parts), *published))


def met(when: str = "Mon 18:00", *present: str, **fields: Any) -> Draft:
    return group_session("g.1", when, present or ("c1", "c2"), **fields)


def in_h(when: str, *present: str) -> Draft:
    return group_session("h.1", when, present, ["k2"], "B")


def in_g2(*present: str) -> Draft:
    return group_session("g.2", "Thu 18:00", present)


def duo(session_id: str, *leaders: str) -> Draft:
    return own_session(session_id, "Fri 10:00", leaders=leaders)


ONCE = after(met())
LAST_WEEK = after(met(), monday=WEEK_BEFORE)
TWICE = after(met(), group_session("g.2", "Thu 18:00", ["c1"]))
OWN = after(own_session("c3.ind.1", "Wed 10:00"))
WITH_STRANGERS = after(met("Mon 18:00", "c1", "c9"), clients=[*clients(2), client("c9")])
CO_LED = after(met(leaders=["k1", "k2"]))
LED_BY_A_STRANGER = after(met(leaders=["k9"]), clinicians=[*THREE, clinician("k9")])
IN_A_LOST_ROOM = after(met(room="C"), rooms=[room("A", site="main"), room("C", site="main")])
WITH_ANOTHER_GROUP = after(
    met("Mon 18:00", "c2"), group_session("x.1", "Tue 18:00"), groups=[group("g", TIMES), group("x", TIMES)]
)
BOTH_GROUPS = after(met(), in_h("Tue 18:00", "c1"))
BY_NOBODY = after(duo("c3.duo.1"))
BY_ONE = after(duo("c3.duo.1", "k1"))
BY_TWO = after(duo("c3.duo.1", "k1", "k2"))

ATTENDANCE = (
    worth("changed_attendance", "nothing_published", 0, site(), met()),
    worth("changed_attendance", "the_same", 0, ONCE, met()),
    worth("changed_attendance", "at_another_time", 0, ONCE, met("Tue 18:00")),
    worth("changed_attendance", "one_is_gone", 1, ONCE, met("Mon 18:00", "c2")),
    worth("changed_attendance", "not_held", 2, ONCE),
    # c2 leaves g.1 and joins h.1
    worth(
        "changed_attendance",
        "moved_to_another_group",
        2,
        ONCE,
        met("Mon 18:00", "c1"),
        in_h("Mon 19:00", "c2"),
    ),
    worth("changed_attendance", "one_more_session", 1, ONCE, met(), in_h("Mon 19:00", "c2")),
    worth("changed_attendance", "not_published_before", 0, ONCE, met("Mon 18:00", "c1", "c2", "c3")),
    worth("changed_attendance", "last_week_s", 1, LAST_WEEK, met("Mon 18:00", "c1")),
    worth("changed_attendance", "who_is_no_client_now", 0, WITH_STRANGERS, met("Mon 18:00", "c1", "c2")),
    worth("changed_attendance", "beside_who_is_no_client_now", 1, WITH_STRANGERS, met("Mon 18:00", "c2")),
    worth("changed_attendance", "individual_not_held", 1, OWN),
    # c1 from two sessions to none, c2 from one to none
    worth("changed_attendance", "all_gone", 3, TWICE),
)

TIME = (
    worth("changed_time", "nothing_published", 0, site(), met()),
    worth("changed_time", "the_same", 0, ONCE, met()),
    worth("changed_time", "later_that_day", 1, ONCE, met("Mon 19:00")),
    worth("changed_time", "same_hour_of_another_day", 1, ONCE, met("Tue 18:00")),
    worth("changed_time", "not_held", 0, ONCE),
    worth("changed_time", "another_session_instead", 0, ONCE, in_h("Mon 19:00", "c1")),
    worth("changed_time", "same_weekday_as_last_week", 0, LAST_WEEK, met()),
    worth("changed_time", "another_weekday_than_last_week", 1, LAST_WEEK, met("Tue 18:00")),
    worth("changed_time", "only_room_and_leader", 0, ONCE, met(room="B", leaders=["k2"])),
    worth("changed_time", "individual", 1, OWN, own_session("c3.ind.1", "Wed 10:15")),
)

LEADERS = (
    worth("changed_leader", "the_same", 0, ONCE, met()),
    worth("changed_leader", "another", 1, ONCE, met(leaders=["k2"])),
    worth("changed_leader", "one_more", 0, ONCE, met(leaders=["k2", "k1"])),
    worth("changed_leader", "one_less", 1, CO_LED, met(leaders=["k2"])),
    worth("changed_leader", "both", 2, CO_LED, met(leaders=["k3"])),
    worth("changed_leader", "not_held", 0, CO_LED),
    worth("changed_leader", "at_another_time", 1, ONCE, met("Tue 18:00", leaders=["k2"])),
    worth("changed_leader", "who_works_here_no_more", 1, LED_BY_A_STRANGER, met()),
    worth("changed_leader", "last_week_s", 1, LAST_WEEK, met(leaders=["k3"])),
)

ROOMS = (
    worth("changed_room", "the_same", 0, ONCE, met()),
    worth("changed_room", "another", 1, ONCE, met(room="B")),
    worth("changed_room", "to_telehealth", 1, ONCE, met(room=TELEHEALTH)),
    worth("changed_room", "from_telehealth", 1, after(met(room=TELEHEALTH)), met()),
    worth("changed_room", "telehealth_as_before", 0, after(met(room=TELEHEALTH)), met(room=TELEHEALTH)),
    worth("changed_room", "not_held", 0, ONCE),
    worth("changed_room", "at_another_time", 0, ONCE, met("Tue 18:00")),
    worth("changed_room", "a_room_no_more", 1, IN_A_LOST_ROOM, met()),
    worth(
        "changed_room",
        "two_sessions",
        2,
        TWICE,
        met(room="B"),
        group_session("g.2", "Thu 18:00", ["c1"], room="B"),
    ),
)

PLACES = (
    worth("changed_group", "nothing_published", 0, site(), met()),
    worth("changed_group", "the_same", 0, ONCE, met()),
    worth("changed_group", "another_of_its_sessions", 0, ONCE, in_g2("c1", "c2")),
    worth("changed_group", "one_of_two_sessions", 0, TWICE, in_g2("c1"), met("Mon 18:00", "c2")),
    worth("changed_group", "one_is_gone", 1, ONCE, met("Mon 18:00", "c2")),
    # c2 leaves g and joins h
    worth("changed_group", "to_another", 2, ONCE, met("Mon 18:00", "c1"), in_h("Mon 19:00", "c2")),
    worth("changed_group", "not_published_before", 0, ONCE, met("Mon 18:00", "c1", "c2", "c3")),
    worth("changed_group", "who_is_no_client_now", 0, WITH_STRANGERS, met("Mon 18:00", "c1")),
    # c1 was in x and is in it no more; c2 is in g as before
    worth("changed_group", "that_is_no_more", 1, WITH_ANOTHER_GROUP, met("Mon 18:00", "c2")),
    worth("changed_group", "own_sessions_are_in_none", 0, OWN),
    worth("changed_group", "published_for_its_own_session_only", 1, OWN, met("Mon 18:00", "c1", "c3")),
    worth("changed_group", "last_week_s", 1, LAST_WEEK, met("Mon 18:00", "c1")),
    worth("changed_group", "all_gone", 2, TWICE),
)

TOLD = (
    worth("clients_contacted", "nothing_published", 0, site(), met()),
    worth("clients_contacted", "the_same", 0, ONCE, met()),
    worth("clients_contacted", "same_weekday_as_last_week", 0, LAST_WEEK, met()),
    worth("clients_contacted", "later_that_day", 2, ONCE, met("Mon 19:00")),
    worth("clients_contacted", "not_held", 2, ONCE),
    worth("clients_contacted", "one_is_gone", 1, ONCE, met("Mon 18:00", "c2")),
    # c1 has one session less and one more than published: one call all the same
    worth("clients_contacted", "once_each", 1, ONCE, met("Mon 18:00", "c2"), in_h("Mon 19:00", "c1")),
    worth("clients_contacted", "one_more_session", 1, ONCE, met(), in_h("Mon 19:00", "c2")),
    worth("clients_contacted", "not_published_before", 0, ONCE, met("Mon 18:00", "c1", "c2", "c3")),
    worth("clients_contacted", "who_is_no_client_now", 0, WITH_STRANGERS, met("Mon 18:00", "c1")),
    worth("clients_contacted", "another_room_of_the_site", 0, ONCE, met(room="B")),
    worth("clients_contacted", "another_site", 2, ONCE, met(room="far")),
    worth("clients_contacted", "to_telehealth", 2, ONCE, met(room=TELEHEALTH)),
    worth("clients_contacted", "from_telehealth", 2, after(met(room=TELEHEALTH)), met()),
    worth("clients_contacted", "telehealth_as_before", 0, after(met(room=TELEHEALTH)), met(room=TELEHEALTH)),
    worth("clients_contacted", "a_room_no_more", 2, IN_A_LOST_ROOM, met()),
    worth("clients_contacted", "a_substitute_in_a_group", 0, ONCE, met(leaders=["k2"])),
    worth("clients_contacted", "own_session_the_same", 0, OWN, own_session("c3.ind.1", "Wed 10:00")),
    worth("clients_contacted", "own_session_moved", 1, OWN, own_session("c3.ind.1", "Wed 10:15")),
    worth(
        "clients_contacted",
        "another_counsellor",
        1,
        OWN,
        own_session("c3.ind.1", "Wed 10:00", leaders=["k2"]),
    ),
    worth(
        "clients_contacted",
        "a_counsellor_who_works_here_no_more",
        1,
        after(own_session("c3.ind.1", "Wed 10:00", leaders=["k9"]), clinicians=[clinician("k9")]),
        own_session("c3.ind.1", "Wed 10:00"),
    ),
    worth("clients_contacted", "one_counsellor_of_two_less", 1, BY_TWO, duo("c3.duo.1", "k1")),
    worth("clients_contacted", "one_counsellor_more", 1, BY_ONE, duo("c3.duo.1", "k1", "k2")),
    worth("clients_contacted", "a_counsellor_where_none_was", 1, BY_NOBODY, duo("c3.duo.1", "k1")),
    worth("clients_contacted", "no_counsellor_as_before", 0, BY_NOBODY, duo("c3.duo.1")),
    worth("clients_contacted", "both_counsellors_the_same", 0, BY_TWO, duo("c3.duo.1", "k2", "k1")),
    worth(
        "clients_contacted",
        "everybody_in_an_own_session",
        2,
        after(own_session("c3.ind.1", "Wed 10:00", ["c3", "c1"])),
        own_session("c3.ind.1", "Wed 10:00", ["c3", "c1"], leaders=["k2"]),
    ),
)

NEWCOMERS = (
    worth("newcomers", "nothing_published", 0, site(), met()),
    worth("newcomers", "the_same", 0, ONCE, met()),
    worth("newcomers", "a_new_client", 1, ONCE, met("Mon 18:00", "c1", "c2", "c3")),
    worth("newcomers", "in_another_of_its_sessions", 0, ONCE, in_g2("c1")),
    worth("newcomers", "once_for_all_sessions", 1, ONCE, met("Mon 18:00", "c1", "c3"), in_g2("c3")),
    worth("newcomers", "who_leaves_is_none", 0, ONCE, met("Mon 18:00", "c2")),
    worth("newcomers", "not_in_a_group_that_is_new", 0, ONCE, in_h("Mon 19:00", "c1", "c3")),
    worth("newcomers", "from_another_group", 1, BOTH_GROUPS, met(), in_h("Tue 18:00", "c1", "c3")),
    worth("newcomers", "own_sessions_have_none", 0, ONCE, met(), own_session("c3.ind.1", "Wed 10:00")),
    worth("newcomers", "last_week_s", 1, LAST_WEEK, met("Mon 18:00", "c3")),
)

COUNSELLORS = (
    worth("changed_counsellor", "nothing_published", 0, site(), own_session("c3.ind.1", "Wed 10:00")),
    worth("changed_counsellor", "the_same", 0, OWN, own_session("c3.ind.1", "Thu 16:00")),
    worth("changed_counsellor", "another", 1, OWN, own_session("c3.ind.1", "Wed 10:00", leaders=["k2"])),
    worth("changed_counsellor", "not_held", 0, OWN),
    # k1 or k2 led the two published ones: the first is k2's now, the second k3's
    worth(
        "changed_counsellor",
        "any_of_those_before",
        1,
        after(own_session("c3.ind.1", "Wed 10:00"), own_session("c3.ind.2", "Thu 10:00", leaders=["k2"])),
        own_session("c3.ind.1", "Wed 10:00", leaders=["k2"]),
        own_session("c3.ind.2", "Thu 10:00", leaders=["k3"]),
    ),
    worth("changed_counsellor", "in_a_group", 0, ONCE, met(leaders=["k2"])),
    worth("changed_counsellor", "of_another_service", 0, OWN, duo("c3.duo.1", "k2")),
    worth("changed_counsellor", "one_of_two_stays", 0, BY_TWO, duo("c3.duo.1", "k3", "k2")),
    worth("changed_counsellor", "both_go", 1, BY_TWO, duo("c3.duo.1", "k3")),
    worth("changed_counsellor", "led_by_nobody_now", 0, BY_TWO, duo("c3.duo.1")),
    worth("changed_counsellor", "led_by_nobody_before", 0, BY_NOBODY, duo("c3.duo.1", "k1")),
    worth(
        "changed_counsellor",
        "who_works_here_no_more",
        1,
        after(own_session("c3.ind.1", "Wed 10:00", leaders=["k9"]), clinicians=[clinician("k9")]),
        own_session("c3.ind.1", "Wed 10:00"),
    ),
    # c1 came along before and now; c2 comes along for the first time
    worth(
        "changed_counsellor",
        "for_everybody_who_attended",
        2,
        after(own_session("c3.ind.1", "Wed 10:00", ["c3", "c1"])),
        own_session("c3.ind.1", "Wed 10:00", ["c3", "c1", "c2"], leaders=["k2"]),
    ),
)

CASES: tuple[GoalCase, ...] = (
    *ATTENDANCE,
    *TIME,
    *LEADERS,
    *ROOMS,
    *PLACES,
    *TOLD,
    *NEWCOMERS,
    *COUNSELLORS,
)
