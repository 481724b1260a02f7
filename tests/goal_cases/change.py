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
THREE = [clinician("k1"), clinician("k2"), clinician("k3")]


def site(monday: str = MON, **parts: Any) -> Instance:
    """Three groups, two rooms, three clinicians, and clients c1 to c3."""
    fields: dict[str, Any] = {
        "week": {"monday": monday},
        "services": [
            service("grp", modes=["on_site", "telehealth"], roles=roles(ANYBODY, ANYBODY, optional=1)),
            service("ind", format="individual"),
        ],
        "rooms": [room("A"), room("B")],
        "groups": [group("g", TIMES, "Thu 18:00"), group("h", TIMES)],
        "clinicians": THREE,
        "clients": [*clients(2), client("c3", "grp", "ind")],
    }
    return instance(**{**fields, **parts})


def after(*published: Draft, monday: str = MON, **parts: Any) -> Instance:
    """The site, with these sessions published by it, or by a site that differs in these parts."""
    return site().replace(published=schedule(site(monday, **parts), *published))


def met(when: str = "Mon 18:00", *present: str, **fields: Any) -> Draft:
    return group_session("g.1", when, present or ("c1", "c2"), **fields)


def in_h(when: str, *present: str) -> Draft:
    return group_session("h.1", when, present, ["k2"], "B")


ONCE = after(met())
LAST_WEEK = after(met(), monday=WEEK_BEFORE)
TWICE = after(met(), group_session("g.2", "Thu 18:00", ["c1"]))
OWN = after(own_session("c3.ind.1", "Wed 10:00"))
WITH_STRANGERS = after(met("Mon 18:00", "c1", "c9"), clients=[*clients(2), client("c9")])
CO_LED = after(met(leaders=["k1", "k2"]))
LED_BY_A_STRANGER = after(met(leaders=["k9"]), clinicians=[*THREE, clinician("k9")])
IN_A_LOST_ROOM = after(met(room="C"), rooms=[room("A"), room("C")])

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

CASES: tuple[GoalCase, ...] = ATTENDANCE + TIME + LEADERS + ROOMS
