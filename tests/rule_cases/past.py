"""Rows about what was held before now, and about caps that it leaves no room under."""

from typing import Any

from builders import (
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
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
TUESDAY_NOON = "2026-03-03T12:00"


def held(facts: Instance, now: str, *sessions: Draft) -> Instance:
    """The instance as it is at some time, when these sessions were held."""
    week = {**facts.week.model_dump(mode="json"), "now": now}
    return facts.replace(week=week, history=schedule(facts, *sessions).sessions)


HOUSE = instance(
    services=[service("grp", modes=BOTH_MODES), individual()],
    rooms=[room("A"), room("B")],
    clinicians=[clinician("k1"), clinician("k2")],
    groups=[group("g", "Mon 18:00 | Mon 19:00 | Thu 18:00", "Tue 11:00 | Tue 12:00", "Wed 18:00")],
    clients=[client("c1", "grp", "ind"), client("c2", guests=[{"id": "u1"}]), client("c3")],
)

MON_18 = group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1"])
TUE_11 = group_session("g.2", "Tue 11:00")
TUE_12 = group_session("g.2", "Tue 12:00")
WED_18 = group_session("g.3", "Wed 18:00")
OWN = own_session("c1.ind.1", "Mon 10:00", leaders=["k2"], room="B")
RUNNING = own_session("c1.ind.1", "Tue 11:30", leaders=["k2"], room="B")

MONDAY_HELD = held(HOUSE, TUESDAY_NOON, MON_18, OWN)
NOTHING_HELD = held(HOUSE, TUESDAY_NOON)


def otherwise(**fields: Any) -> Draft:
    """Monday's session, held otherwise in this."""
    return group_session("g.1", fields.pop("when", "Mon 18:00"), **{"clients": ["c1", "c2"], **fields})


KEPT = (
    inside("past_kept", "as_it_was", MONDAY_HELD, MON_18, OWN, TUE_12, WED_18),
    inside("past_kept", "people_in_any_order", MONDAY_HELD, otherwise(clients=["c2", "c1"]), OWN),
    inside("past_kept", "from_now_on_all_is_open", NOTHING_HELD, TUE_12, WED_18),
    outside("past_kept", "a_start_before_now_that_nobody_held", NOTHING_HELD, TUE_11),
    inside("past_kept", "without_now_nothing_is_past", HOUSE, MON_18, TUE_11),
    inside("past_kept", "now_before_the_week", held(HOUSE, "2026-02-27T12:00"), MON_18, TUE_11),
    inside(
        "past_kept", "now_after_the_week", held(HOUSE, "2026-03-09T00:00", MON_18, WED_18), MON_18, WED_18
    ),
    outside("past_kept", "the_week_is_over", held(HOUSE, "2026-03-12T08:00", MON_18), MON_18, WED_18),
    inside("past_kept", "what_has_begun_goes_on", held(HOUSE, TUESDAY_NOON, RUNNING), RUNNING),
    outside("past_kept", "what_has_begun_does_not_stop", held(HOUSE, TUESDAY_NOON, RUNNING), WED_18),
    outside("past_kept", "held_and_left_out", MONDAY_HELD, OWN, WED_18),
    outside("past_kept", "put_off_to_later", MONDAY_HELD, otherwise(when="Thu 18:00"), OWN),
    outside("past_kept", "at_another_hour", MONDAY_HELD, otherwise(when="Mon 19:00"), OWN),
    outside("past_kept", "in_another_room", MONDAY_HELD, otherwise(room="B"), OWN),
    outside("past_kept", "by_telehealth", MONDAY_HELD, otherwise(room=TELEHEALTH), OWN),
    outside("past_kept", "led_by_another", MONDAY_HELD, otherwise(leaders=["k2"]), OWN),
    outside("past_kept", "with_one_more", MONDAY_HELD, otherwise(clients=["c1", "c2", "c3"]), OWN),
    outside("past_kept", "with_one_less", MONDAY_HELD, otherwise(clients=["c1"]), OWN),
    outside("past_kept", "longer", MONDAY_HELD, otherwise(minutes=75), OWN),
    inside(
        "past_kept",
        "against_every_rule",
        held(HOUSE, TUESDAY_NOON, otherwise(minutes=75, leaders=["k1", "k2"], guests=["u1"])),
        otherwise(minutes=75, leaders=["k1", "k2"], guests=["u1"]),
        WED_18,
    ),
)

TUESDAY = "2026-03-03T00:00"
TWO_ON_MONDAY = (group_session("g.1", "Mon 18:00"), group_session("h.1", "Mon 19:00"))


def begun(*history: Draft, person: dict[str, Any] | None = None, **parts: Any) -> Instance:
    """Groups g and h of two meetings each, and what was held of them on Monday."""
    facts = instance(
        **{
            "services": [service("grp"), service("free", credited_minutes=0), individual()],
            "groups": [
                group("g", "Mon 18:00", "Wed 18:00"),
                group("h", "Mon 19:00", "Wed 19:00"),
                group("m", "Thu 18:00"),
                group("f", "Wed 20:00", service="free"),
            ],
            "rooms": [room("A"), room("B")],
            "clients": [client("c1", **(person or {}))],
            **parts,
        }
    )
    return held(facts, TUESDAY, *history)


G_ON_WED, H_ON_WED = group_session("g.2", "Wed 18:00"), group_session("h.2", "Wed 19:00")
M_ON_THU, FREE_ON_WED = group_session("m.1", "Thu 18:00"), group_session("f.1", "Wed 20:00")
ONE_HOUR = begun(*TWO_ON_MONDAY, level={"max_minutes_per_week": 60})
TWO_HOURS = begun(*TWO_ON_MONDAY, level={"max_minutes_per_week": 120})
ONE_GROUP = begun(*TWO_ON_MONDAY, person={"max_groups": 1})
ONE_SET = begun(*TWO_ON_MONDAY, group_sets=[{"id": "s", "groups": ["g", "h", "m"]}])
ONE_SESSION = begun(*TWO_ON_MONDAY, person={"plan": [item("grp", max_sessions=1), item("free")]})
ONE_DAY = begun(*TWO_ON_MONDAY, level={"max_service_days": 0})
ONE_TRIP = begun(*TWO_ON_MONDAY, person={"max_trips": 0})

CAPS = (
    inside("week_minutes", "over_by_what_was_held", ONE_HOUR, *TWO_ON_MONDAY),
    inside("week_minutes", "nothing_credited_is_added_to_it", ONE_HOUR, *TWO_ON_MONDAY, FREE_ON_WED),
    outside("week_minutes", "added_to_what_was_held", ONE_HOUR, *TWO_ON_MONDAY, G_ON_WED),
    outside("week_minutes", "held_up_to_the_cap", TWO_HOURS, *TWO_ON_MONDAY, G_ON_WED),
    inside("groups_cap", "over_by_what_was_held", ONE_GROUP, *TWO_ON_MONDAY, G_ON_WED, H_ON_WED),
    outside("groups_cap", "added_to_what_was_held", ONE_GROUP, *TWO_ON_MONDAY, M_ON_THU),
    inside("one_of_set", "two_by_what_was_held", ONE_SET, *TWO_ON_MONDAY, G_ON_WED, H_ON_WED),
    outside("one_of_set", "a_third_beside_what_was_held", ONE_SET, *TWO_ON_MONDAY, M_ON_THU),
    inside("sessions_cap", "over_by_what_was_held", ONE_SESSION, *TWO_ON_MONDAY, FREE_ON_WED),
    outside("sessions_cap", "added_to_what_was_held", ONE_SESSION, *TWO_ON_MONDAY, G_ON_WED),
    inside("service_days", "over_by_what_was_held", ONE_DAY, *TWO_ON_MONDAY, FREE_ON_WED),
    outside("service_days", "added_to_what_was_held", ONE_DAY, *TWO_ON_MONDAY, G_ON_WED),
    inside("trips_cap", "over_by_what_was_held", ONE_TRIP, *TWO_ON_MONDAY),
    outside("trips_cap", "added_to_what_was_held", ONE_TRIP, *TWO_ON_MONDAY, G_ON_WED),
)

CASES: tuple[Case, ...] = KEPT + CAPS
