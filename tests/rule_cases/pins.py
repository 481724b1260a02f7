"""Rows about pins: every field alone, and fields that only together say something."""

from collections.abc import Iterator
from typing import Any

from builders import (
    TELEHEALTH,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    own_session,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
TIMES = {"starts": ["Mon 18:00", "Mon 19:00", "Tue 18:00"]}

MONDAY = group_session("g.1", "Mon 18:00")
TUESDAY = group_session("g.2", "Tue 18:00", ["c2"], ["k2"], "B")
REMOTE = group_session("g.2", "Tue 18:00", ["c2"], ["k2"], TELEHEALTH)
INDIVIDUAL = own_session("c2.ind.1", "Tue 18:00", leaders=["k2"], room="B")

AGREES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "session": ({"session": "g.1"}, {"session": "g.2"}),
    "group": ({"group": "g"}, {"group": "h"}),
    "service": ({"service": "grp"}, {"service": "ind"}),
    "client": ({"client": "c1"}, {"client": "c2"}),
    "clinician": ({"clinician": "k1"}, {"clinician": "k2"}),
    "room": ({"room": "A"}, {"room": "B"}),
    "mode": ({"mode": "on_site"}, {"mode": "telehealth"}),
    "day": ({"day": "Mon"}, {"day": "Tue"}),
    "start": ({"start": "Mon 18:00"}, {"start": "Mon 19:00"}),
    "until": ({"until": "Mon 18:01"}, {"until": "Mon 18:00"}),
}
"""For each field, a pin that Monday's session agrees with and one that it does not."""


def pinned(*pins: dict[str, Any]) -> Instance:
    """Two groups, two rooms, two of everybody, and these pins."""
    return instance(
        services=[service("grp", modes=BOTH_MODES), individual()],
        rooms=[room("A"), room("B")],
        groups=[group("g", TIMES, TIMES), group("h", TIMES)],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[client("c1"), client("c2", "grp", "ind")],
        pins=list(pins),
    )


def hold(**fields: Any) -> Instance:
    return pinned({"pin": "hold", **fields})


def forbid(**fields: Any) -> Instance:
    return pinned({"pin": "forbid", **fields})


def field_by_field() -> Iterator[Case]:
    """Each field alone, held and forbidden, agreeing and not."""
    for field, (same, different) in AGREES.items():
        yield inside("held", field, hold(**same), MONDAY)
        yield outside("held", f"another_{field}", hold(**different), MONDAY)
        yield outside("forbidden", field, forbid(**same), MONDAY)
        yield inside("forbidden", f"another_{field}", forbid(**different), MONDAY)


C1_WITH_K2 = {"client": "c1", "clinician": "k2"}
ALL_FIELDS = {
    "session": "g.2",
    "group": "g",
    "service": "grp",
    "client": "c2",
    "clinician": "k2",
    "room": "B",
    "mode": "on_site",
    "day": "Tue",
    "start": "Tue 18:00",
    "until": "Tue 18:15",
}

TOGETHER = (
    outside("held", "nothing_at_all", hold(group="g")),
    inside("forbidden", "nothing_at_all", forbid(group="g")),
    inside("held", "every_field", hold(**ALL_FIELDS), MONDAY, TUESDAY),
    outside("held", "every_field_but_one", hold(**{**ALL_FIELDS, "room": "A"}), MONDAY, TUESDAY),
    outside("forbidden", "every_field", forbid(**ALL_FIELDS), MONDAY, TUESDAY),
    inside("forbidden", "every_field_but_one", forbid(**{**ALL_FIELDS, "client": "c1"}), MONDAY, TUESDAY),
    outside("held", "half_in_each_session", hold(**C1_WITH_K2), MONDAY, TUESDAY),
    inside("forbidden", "half_in_each_session", forbid(**C1_WITH_K2), MONDAY, TUESDAY),
    inside("held", "one_of_two_sessions", hold(group="g", client="c2"), MONDAY, TUESDAY),
    outside("forbidden", "one_of_two_sessions", forbid(group="g", client="c2"), MONDAY, TUESDAY),
    outside("held", "no_room_by_telehealth", hold(group="g", room="B"), MONDAY, REMOTE),
    inside("held", "by_telehealth", hold(mode="telehealth"), MONDAY, REMOTE),
    inside("held", "individual", hold(service="ind", start="Tue 18:00"), INDIVIDUAL),
    outside("held", "individual_is_no_group", hold(group="g", client="c2"), MONDAY, INDIVIDUAL),
    outside("forbidden", "individual", forbid(session="c2.ind.1"), INDIVIDUAL),
    inside("forbidden", "individual_on_another_day", forbid(session="c2.ind.1", day="Mon"), INDIVIDUAL),
    outside("held", "same_time_of_another_day", hold(start="Mon 18:00"), TUESDAY),
    inside(
        "held",
        "two_pins",
        pinned({"pin": "hold", "day": "Mon"}, {"pin": "hold", "room": "B"}),
        MONDAY,
        TUESDAY,
    ),
    outside(
        "held", "one_of_two_pins", pinned({"pin": "hold", "day": "Mon"}, {"pin": "hold", "room": "B"}), MONDAY
    ),
    outside(
        "held",
        "and_another_forbids",
        pinned({"pin": "hold", "room": "B"}, {"pin": "forbid", "day": "Mon"}),
        MONDAY,
        also={"forbidden"},
    ),
)

CASES: tuple[Case, ...] = (*field_by_field(), *TOGETHER)
