"""Rows about who leads: roles, credentials, candidates, places, plans, languages."""

from typing import Any

from builders import (
    ANYBODY,
    MON,
    TELEHEALTH,
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
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
EMPTY_HOUSE = [{"id": "main", "min_staff_present": 0}]
THREE = [clinician("k1"), clinician("k2"), clinician("k3")]


def led_by(*leaders: str, **fields: Any) -> Any:
    return group_session("g.1", "Mon 18:00", leaders=leaders, **fields)


def needing(*any_of: list[list[str]], optional: int = 0, staff: Any = THREE, **parts: Any) -> Instance:
    """A group whose service has these roles."""
    service_ = service("grp", modes=BOTH_MODES, roles=roles(*any_of, optional=optional))
    return instance(services=[service_], clinicians=staff, **parts)


PAIR = needing(ANYBODY, ANYBODY)
LEAD_AND_HELP = needing(ANYBODY, ANYBODY, optional=1)
PEER_LED = needing()

ROLES = (
    inside("roles_filled", "every_role", PAIR, led_by("k1", "k2")),
    outside("roles_filled", "one_short", PAIR, led_by("k1")),
    outside("roles_filled", "one_over", PAIR, led_by("k1", "k2", "k3")),
    inside("roles_filled", "optional_left_empty", LEAD_AND_HELP, led_by("k1")),
    inside("roles_filled", "optional_filled", LEAD_AND_HELP, led_by("k1", "k2")),
    outside("roles_filled", "one_over_the_optional", LEAD_AND_HELP, led_by("k1", "k2", "k3")),
    outside("roles_filled", "nobody", LEAD_AND_HELP, led_by()),
    inside("roles_filled", "peers_need_nobody", PEER_LED, led_by()),
    outside("roles_filled", "peers_led", PEER_LED, led_by("k1")),
    outside("roles_filled", "credentials_are_another_matter", needing([["LPC"]], [["LPC"]]), led_by("k1")),
)


def holding(*credentials: list[Any]) -> list[dict[str, Any]]:
    """Clinicians k1, k2 ... with these credentials."""
    return [clinician(f"k{number}", credentials=held) for number, held in enumerate(credentials, 1)]


def until(date: str) -> list[dict[str, Any]]:
    return holding([{"name": "LPC", "valid_until": date}])


LPC_OR_LCSW = [["LPC"], ["LCSW"]]
BOTH_FIELDS = [["MH", "SUD"], ["MD"]]
CROSSED = holding(["X"], ["Y"])

CREDENTIALS = (
    inside(
        "credentials_held", "one_of_the_sets", needing(LPC_OR_LCSW, staff=holding(["LCSW"])), led_by("k1")
    ),
    outside(
        "credentials_held", "none_of_the_sets", needing(LPC_OR_LCSW, staff=holding(["LMFT"])), led_by("k1")
    ),
    inside(
        "credentials_held", "all_of_a_set", needing(BOTH_FIELDS, staff=holding(["SUD", "MH"])), led_by("k1")
    ),
    outside("credentials_held", "half_of_a_set", needing(BOTH_FIELDS, staff=holding(["MH"])), led_by("k1")),
    inside("credentials_held", "the_other_set", needing(BOTH_FIELDS, staff=holding(["MD"])), led_by("k1")),
    inside("credentials_held", "valid_on_the_day", needing([["LPC"]], staff=until(MON)), led_by("k1")),
    outside(
        "credentials_held",
        "expired_the_day_before",
        needing([["LPC"]], staff=until("2026-03-01")),
        led_by("k1"),
    ),
    inside(
        "credentials_held",
        "in_any_order",
        needing([["LPC"]], ANYBODY, staff=holding([], ["LPC"])),
        led_by("k1", "k2"),
    ),
    outside(
        "credentials_held",
        "one_for_two_roles",
        needing([["LPC"]], [["LPC"]], staff=holding(["LPC"], [])),
        led_by("k1", "k2"),
    ),
    inside(
        "credentials_held", "crossed", needing([["X"], ["Y"]], [["X"]], staff=CROSSED), led_by("k1", "k2")
    ),
    outside(
        "credentials_held",
        "both_only_the_first_role",
        needing([["X"], ["Y"]], [["X"]], staff=holding(["Y"], ["Y"])),
        led_by("k1", "k2"),
    ),
    outside(
        "credentials_held",
        "optional_instead_of_required",
        needing([["X"]], [["Y"]], optional=1, staff=CROSSED),
        led_by("k2"),
    ),
    outside(
        "credentials_held",
        "optional_filled_by_nobody_able",
        needing([["X"]], [["Y"]], optional=1, staff=holding(["X"], ["X"])),
        led_by("k1", "k2"),
    ),
)


def listed(meeting: list[str] | None, whole: list[str] | None) -> Instance:
    """A group whose meeting and which itself list these leaders."""
    first = {"starts": ["Mon 18:00"], "leaders": meeting}
    return instance(groups=[group("g", first, leaders=whole)], clinicians=THREE)


LISTED = (
    inside("leader_listed", "by_the_group", listed(None, ["k1", "k2"]), led_by("k2")),
    outside("leader_listed", "not_by_the_group", listed(None, ["k1", "k2"]), led_by("k3")),
    inside("leader_listed", "by_the_meeting", listed(["k3"], ["k1"]), led_by("k3")),
    outside("leader_listed", "by_the_group_only", listed(["k3"], ["k1"]), led_by("k1")),
    inside("leader_listed", "nobody_listed", listed(None, None), led_by("k3")),
)


def placed(**fields: Any) -> Instance:
    """A clinician with these fields, and two sites."""
    return instance(
        sites=[*EMPTY_HOUSE, {"id": "north", "min_staff_present": 0}],
        travel=[{"between": ["main", "north"], "minutes": 20}],
        rooms=[room("A"), room("N", site="north")],
        services=[service("grp", modes=BOTH_MODES)],
        clinicians=[clinician("k1", **fields)],
    )


PLACES = (
    inside("clinician_place", "at_its_site", placed(sites=["north"]), led_by("k1", room="N")),
    outside("clinician_place", "at_another_site", placed(sites=["north"]), led_by("k1")),
    inside("clinician_place", "at_any_site", placed(), led_by("k1", room="N")),
    inside(
        "clinician_place", "telehealth_is_no_site", placed(sites=["north"]), led_by("k1", room=TELEHEALTH)
    ),
    outside("clinician_place", "telehealth_only", placed(modes=["telehealth"]), led_by("k1")),
    outside("clinician_place", "on_site_only", placed(modes=["on_site"]), led_by("k1", room=TELEHEALTH)),
    inside("clinician_place", "in_its_mode", placed(modes=["telehealth"]), led_by("k1", room=TELEHEALTH)),
)

CO_LED = [
    service("grp", roles=roles(ANYBODY, ANYBODY, optional=1)),
    individual(roles=roles(ANYBODY, ANYBODY, optional=1)),
    individual("med"),
    service("fam", format="family"),
    individual("self", roles=[]),
]


def planning(*planned: Any, staff: Any = THREE, **fields: Any) -> Instance:
    """One client with this plan."""
    return instance(services=CO_LED, clinicians=staff, clients=[client("c1", *planned, **fields)])


def own(number: int, when: str, *leaders: str) -> Any:
    return own_session(f"c1.ind.{number}", when, leaders=leaders)


def medication(*leaders: str) -> Any:
    return own_session("c1.med.1", "Thu 10:00", leaders=leaders)


def unled() -> Any:
    return own_session("c1.self.1", "Tue 10:00", leaders=[])


UNLED = planning("self")
TWICE = planning(item("ind", min_sessions=2))
WITH_K1 = planning("ind", primary="k1")
TAGGED = [clinician("k1", tags=["emdr"]), clinician("k2"), clinician("k3", tags=["emdr", "spanish"])]
TAGS = planning(item("ind", with_whom="any", clinician_tags=["emdr"]), staff=TAGGED)

PLANNED = (
    inside("plan_clinician", "its_primary", WITH_K1, own(1, "Tue 10:00", "k1")),
    outside("plan_clinician", "not_its_primary", WITH_K1, own(1, "Tue 10:00", "k2")),
    inside("plan_clinician", "its_primary_and_another", WITH_K1, own(1, "Tue 10:00", "k2", "k1")),
    inside(
        "plan_clinician",
        "anybody",
        planning(item("ind", with_whom="any"), primary="k1"),
        own(1, "Tue 10:00", "k2"),
    ),
    inside(
        "plan_clinician",
        "cover",
        planning(item("ind", with_whom="primary_or_cover"), primary="k1"),
        own(1, "Tue 10:00", "k2"),
    ),
    inside(
        "plan_clinician",
        "family_is_with_anybody",
        planning("fam", primary="k1"),
        own_session("c1.fam.1", "Tue 10:00", leaders=["k2"]),
    ),
    inside("plan_clinician", "groups_are_with_anybody", planning("grp", primary="k1"), led_by("k2")),
    outside(
        "plan_clinician",
        "a_group_with_its_primary",
        planning(item("grp", with_whom="primary"), primary="k1"),
        led_by("k2"),
    ),
    inside("plan_clinician", "one_assigned", TWICE, own(1, "Tue 10:00", "k2"), own(2, "Wed 10:00", "k2")),
    outside("plan_clinician", "two_assigned", TWICE, own(1, "Tue 10:00", "k1"), own(2, "Wed 10:00", "k2")),
    inside(
        "plan_clinician",
        "one_in_common",
        TWICE,
        own(1, "Tue 10:00", "k1", "k2"),
        own(2, "Wed 10:00", "k2", "k3"),
    ),
    outside(
        "plan_clinician",
        "none_in_common_of_three",
        planning(item("ind", min_sessions=2), "med"),
        own(1, "Tue 10:00", "k1", "k2"),
        own(2, "Wed 10:00", "k2", "k3"),
        medication("k1"),
    ),
    outside(
        "plan_clinician",
        "over_two_items",
        planning("ind", "med"),
        own(1, "Tue 10:00", "k1"),
        medication("k2"),
    ),
    inside(
        "plan_clinician",
        "items_that_ask_for_anybody_are_free",
        planning("ind", item("med", with_whom="any")),
        own(1, "Tue 10:00", "k1"),
        medication("k2"),
    ),
    outside("plan_clinician", "nobody_leads_who_could_be_assigned", UNLED, unled()),
    inside("plan_clinician", "nobody_has_to_lead", planning(item("self", with_whom="any")), unled()),
    inside("plan_clinician", "tag", TAGS, own(1, "Tue 10:00", "k3")),
    outside("plan_clinician", "tag_missing", TAGS, own(1, "Tue 10:00", "k2")),
    outside("plan_clinician", "tag_missing_of_one_leader", TAGS, own(1, "Tue 10:00", "k1", "k2")),
    outside(
        "plan_clinician",
        "one_of_two_tags_missing",
        planning(item("ind", clinician_tags=["emdr", "spanish"]), staff=TAGGED),
        own(1, "Tue 10:00", "k1"),
    ),
    outside(
        "plan_clinician",
        "tag_missing_in_a_group",
        planning(item("grp", clinician_tags=["emdr"]), staff=TAGGED),
        led_by("k2"),
    ),
)

CASES: tuple[Case, ...] = ROLES + CREDENTIALS + LISTED + PLACES + PLANNED
