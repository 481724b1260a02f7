"""Rows about pins that hold what is published."""

from typing import Any

from builders import (
    ANYBODY,
    TELEHEALTH,
    Draft,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from rule_cases.case import Case, inside, outside
from rule_cases.pins import BOTH_MODES, MONDAY, TIMES, TUESDAY


def week(**parts: Any) -> Instance:
    """Two groups, two rooms, three of everybody; c2 with a guest in its own sessions, some parts replaced."""
    return instance(
        **{
            "services": [service("grp", modes=BOTH_MODES), individual(modes=BOTH_MODES)],
            "rooms": [room("A"), room("B")],
            "groups": [group("g", TIMES, TIMES), group("h", TIMES)],
            "clinicians": [clinician("k1"), clinician("k2"), clinician("k3")],
            "clients": [client("c1"), C2, client("c3")],
            **parts,
        }
    )


C2 = client(
    "c2", "grp", item("ind", with_guests=["v"], company="optional", max_sessions=2), guests=[{"id": "v"}]
)
LED_TWICE = service("grp", roles=roles(ANYBODY, ANYBODY, optional=1))


def kept(pin: dict[str, Any], *published: Draft, facts: Instance | None = None) -> Instance:
    """The week with some sessions published, and a pin that holds them as published."""
    facts = facts or week()
    held = Pin.model_validate({"pin": "hold", "as_published": True, **pin})
    return facts.replace(pins=(held,), published=schedule(FORMER, *published))


FORMER = week(
    week={"monday": "2026-02-23"},
    rooms=[room("A"), room("B"), room("Z")],
    groups=[group("g", TIMES, TIMES), group("h", TIMES), group("x", TIMES)],
    clinicians=[clinician(name) for name in ("k1", "k2", "k3", "k9")],
    clients=[client("c1"), C2, client("c3"), client("c9")],
)
"""A week ago: there was a group x, a room Z, a clinician k9 and a client c9."""

DAY: dict[str, Any] = {"day": "Mon"}
OF_C2: dict[str, Any] = {"client": "c2"}
BY_K1: dict[str, Any] = {"clinician": "k1"}
IN_A: dict[str, Any] = {"room": "A"}
BOTH = group_session("g.1", "Mon 18:00", ["c1", "c2"])
VISIT = own_session("c2.ind.1", "Mon 16:00", leaders=["k2"], room="B", guests=["v"])

WHOLE_DAYS = (
    inside("held", "published_day", kept(DAY, BOTH, VISIT), BOTH, VISIT),
    inside("held", "published_day_and_more_elsewhen", kept(DAY, BOTH), BOTH, TUESDAY),
    outside("held", "published_session_gone", kept(DAY, BOTH, VISIT), BOTH),
    outside(
        "held", "published_session_later", kept(DAY, BOTH), group_session("g.1", "Mon 19:00", ["c1", "c2"])
    ),
    outside(
        "held", "published_session_tomorrow", kept(DAY, BOTH), group_session("g.1", "Tue 18:00", ["c1", "c2"])
    ),
    outside(
        "held", "published_session_next_door", kept(DAY, MONDAY), group_session("g.1", "Mon 18:00", room="B")
    ),
    outside(
        "held",
        "published_session_remote",
        kept(DAY, MONDAY),
        group_session("g.1", "Mon 18:00", room=TELEHEALTH),
    ),
    outside(
        "held",
        "published_remote_session_on_site",
        kept(DAY, group_session("g.1", "Mon 18:00", room=TELEHEALTH)),
        MONDAY,
    ),
    outside(
        "held",
        "published_session_led_by_another",
        kept(DAY, MONDAY),
        group_session("g.1", "Mon 18:00", leaders=["k2"]),
    ),
    outside(
        "held",
        "published_session_led_by_one_more",
        kept(DAY, MONDAY, facts=week(services=[LED_TWICE, individual()])),
        group_session("g.1", "Mon 18:00", leaders=["k1", "k2"]),
    ),
    outside("held", "published_session_with_one_more", kept(DAY, MONDAY), BOTH),
    outside("held", "published_session_with_one_less", kept(DAY, BOTH), MONDAY),
    outside(
        "held",
        "published_session_without_the_guest",
        kept(DAY, VISIT),
        own_session("c2.ind.1", "Mon 16:00", leaders=["k2"], room="B"),
    ),
    outside("held", "another_session_on_the_day", kept(DAY, MONDAY), MONDAY, VISIT),
    inside("held", "nothing_published_on_the_day", kept(DAY, TUESDAY), TUESDAY),
    outside("held", "nothing_published_and_a_session", kept(DAY, TUESDAY), TUESDAY, MONDAY),
    inside("held", "published_until", kept({"until": "Tue 18:00"}, MONDAY, TUESDAY), MONDAY),
    outside("held", "published_until_and_another", kept({"until": "Tue 18:01"}, MONDAY), MONDAY, TUESDAY),
    inside(
        "held", "published_and_longer_then", kept(DAY, group_session("g.1", "Mon 18:00", minutes=90)), MONDAY
    ),
)

PEOPLE_AND_ROOMS = (
    inside(
        "held",
        "published_client_and_others",
        kept(OF_C2, BOTH),
        group_session("g.1", "Mon 18:00", ["c2", "c3"]),
    ),
    outside("held", "published_client_gone", kept(OF_C2, BOTH), MONDAY),
    outside(
        "held",
        "published_client_with_another_leader",
        kept(OF_C2, BOTH),
        group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k2"]),
    ),
    outside("held", "published_client_and_a_session_more", kept(OF_C2, BOTH), BOTH, TUESDAY),
    inside("held", "client_published_nowhere", kept(OF_C2, MONDAY), MONDAY),
    outside("held", "client_published_nowhere_attends", kept(OF_C2, MONDAY), BOTH),
    inside(
        "held",
        "published_client_without_the_guest",
        kept(OF_C2, VISIT),
        own_session("c2.ind.1", "Mon 16:00", leaders=["k2"], room="B"),
    ),
    inside("held", "published_clinician_and_others", kept(BY_K1, BOTH), MONDAY),
    inside(
        "held",
        "published_clinician_and_one_more",
        kept(BY_K1, BOTH, facts=week(services=[LED_TWICE, individual()])),
        group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1", "k2"]),
    ),
    outside(
        "held",
        "published_clinician_gone",
        kept(BY_K1, BOTH),
        group_session("g.1", "Mon 18:00", ["c1"], ["k2"]),
    ),
    outside(
        "held",
        "published_clinician_and_a_session_more",
        kept(BY_K1, BOTH),
        BOTH,
        group_session("h.1", "Tue 18:00", ["c3"]),
    ),
    inside("held", "published_room", kept(IN_A, BOTH), group_session("g.1", "Mon 18:00", ["c3"], ["k3"])),
    outside("held", "published_room_free", kept(IN_A, BOTH), TUESDAY),
    outside(
        "held", "published_room_and_a_session_more", kept(IN_A, BOTH), BOTH, group_session("h.1", "Tue 18:00")
    ),
    inside("held", "published_enrolment", kept({"client": "c1", "group": "g"}, MONDAY), MONDAY),
    outside(
        "held",
        "published_enrolment_and_a_meeting_more",
        kept({"client": "c1", "group": "g"}, MONDAY),
        MONDAY,
        group_session("g.2", "Tue 18:00"),
    ),
)

GONE = (
    inside("held", "published_group_gone", kept(DAY, group_session("x.1", "Mon 18:00"), MONDAY), MONDAY),
    inside(
        "held",
        "published_room_gone",
        kept(DAY, group_session("g.1", "Mon 18:00", room="Z")),
        group_session("g.1", "Mon 18:00", room="B"),
    ),
    outside(
        "held",
        "published_room_gone_and_remote",
        kept(DAY, group_session("g.1", "Mon 18:00", room="Z")),
        group_session("g.1", "Mon 18:00", room=TELEHEALTH),
    ),
    inside(
        "held",
        "published_leader_gone",
        kept(OF_C2, group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k9"])),
        group_session("g.1", "Mon 18:00", ["c2"], ["k3"]),
    ),
    outside(
        "held",
        "the_other_published_leader_too",
        kept(
            DAY,
            group_session("g.1", "Mon 18:00", leaders=["k9", "k1"]),
            facts=week(services=[LED_TWICE, individual()]),
        ),
        group_session("g.1", "Mon 18:00", leaders=["k2", "k3"]),
    ),
    inside(
        "held",
        "published_client_gone_from_all",
        kept(DAY, group_session("g.1", "Mon 18:00", ["c1", "c9"])),
        MONDAY,
    ),
    outside(
        "held", "published_client_replaced", kept(DAY, group_session("g.1", "Mon 18:00", ["c1", "c9"])), BOTH
    ),
    inside("held", "nobody_published_is_left", kept(DAY, group_session("g.1", "Mon 18:00", ["c9"]))),
    outside(
        "held",
        "nobody_published_is_left_and_held",
        kept(DAY, group_session("g.1", "Mon 18:00", ["c9"])),
        MONDAY,
    ),
    inside(
        "held",
        "published_client_only_comes_later",
        kept(DAY, BOTH, VISIT, facts=week(clients=[client("c1"), {**C2, "starts_on": "2026-03-03"}])),
        MONDAY,
    ),
    outside(
        "held",
        "published_client_leaves_that_day",
        kept(DAY, BOTH, VISIT, facts=week(clients=[client("c1"), {**C2, "ends_on": "2026-03-02"}])),
        MONDAY,
    ),
    inside(
        "held",
        "published_week_of_somebody_who_comes_later",
        kept(OF_C2, BOTH, VISIT, facts=week(clients=[client("c1"), {**C2, "starts_on": "2026-03-03"}])),
    ),
    inside(
        "held",
        "published_service_no_longer",
        kept(
            DAY,
            BOTH,
            VISIT,
            facts=week(services=[service("grp", modes=BOTH_MODES), individual(scheduled=False)]),
        ),
        BOTH,
    ),
)

CASES: tuple[Case, ...] = (*WHOLE_DAYS, *PEOPLE_AND_ROOMS, *GONE)
