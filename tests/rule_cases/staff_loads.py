"""Rows about what clinicians can bear: loads, breaks, caseloads, and who avoids whom."""

from typing import Any

from builders import (
    ANYBODY,
    TELEHEALTH,
    client,
    clients,
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
SERVICES = [
    service("grp", modes=BOTH_MODES, roles=roles(ANYBODY, ANYBODY, optional=1)),
    service("rich", credited_minutes=120),
    service("free", credited_minutes=0),
]


def working(*groups: Any, **fields: Any) -> Instance:
    """A clinician with these fields, and k0 beside it; the groups meet at any of their times."""
    return instance(
        week={"grid_minutes": 5},
        services=SERVICES,
        groups=list(groups),
        rooms=[room("A"), room("B")],
        clinicians=[clinician("k1", **fields), clinician("k0")],
        clients=clients(2),
    )


def at(session_id: str, when: str, **fields: Any) -> Any:
    """A session that k1 leads, unless said otherwise."""
    return group_session(session_id, when, **fields)


HOURLY = group("g", "Mon 9:00", "Mon 10:00", "Mon 11:00", "Tue 9:00", "Wed 9:00")
LOADED = working(
    HOURLY,
    group("r", "Mon 13:00", service="rich"),
    group("f", "Mon 13:00", service="free"),
    max_minutes_per_day=120,
)
WEEKLY = working(HOURLY, group("f", "Thu 13:00", service="free"), max_minutes_per_week=120)
FIRST, SECOND, THIRD = at("g.1", "Mon 9:00"), at("g.2", "Mon 10:00"), at("g.3", "Mon 11:00")
TUESDAY, WEDNESDAY = at("g.4", "Tue 9:00"), at("g.5", "Wed 9:00")

LOADS = (
    inside("clinician_day_load", "exactly", LOADED, FIRST, SECOND),
    outside("clinician_day_load", "one_more", LOADED, FIRST, SECOND, THIRD),
    inside("clinician_day_load", "one_more_on_another_date", LOADED, FIRST, SECOND, TUESDAY),
    inside(
        "clinician_day_load",
        "one_more_led_by_another",
        LOADED,
        FIRST,
        SECOND,
        at("g.3", "Mon 11:00", leaders=["k0"]),
    ),
    outside(
        "clinician_day_load", "telehealth_too", LOADED, FIRST, SECOND, at("g.3", "Mon 11:00", room=TELEHEALTH)
    ),
    outside(
        "clinician_day_load",
        "co_leading_too",
        LOADED,
        FIRST,
        SECOND,
        at("g.3", "Mon 11:00", leaders=["k0", "k1"]),
    ),
    inside("clinician_day_load", "clock_not_credit", LOADED, FIRST, at("r.1", "Mon 13:00")),
    outside("clinician_day_load", "clock_without_credit", LOADED, FIRST, SECOND, at("f.1", "Mon 13:00")),
    outside("clinician_day_load", "none_allowed", working(HOURLY, max_minutes_per_day=0), FIRST),
    inside("clinician_week_load", "exactly", WEEKLY, FIRST, TUESDAY),
    outside("clinician_week_load", "one_more", WEEKLY, FIRST, TUESDAY, WEDNESDAY),
    outside("clinician_week_load", "all_on_one_date", WEEKLY, FIRST, SECOND, THIRD),
    inside(
        "clinician_week_load", "led_by_another", WEEKLY, FIRST, TUESDAY, at("g.5", "Wed 9:00", leaders=["k0"])
    ),
    outside("clinician_week_load", "clock_without_credit", WEEKLY, FIRST, TUESDAY, at("f.1", "Thu 13:00")),
)

LATER = group("h", "Mon 10:00 | Mon 10:05 | Mon 10:10 | Mon 10:15 | Tue 0:00", "Mon 11:15")
MORNING = group("g", "Mon 9:00 | Mon 23:00")
PAUSED = working(MORNING, LATER, break_minutes=10)
NINE = at("g.1", "Mon 9:00")

BREAKS = (
    inside("clinician_break", "exactly", PAUSED, NINE, at("h.1", "Mon 10:10")),
    outside("clinician_break", "a_step_less", PAUSED, NINE, at("h.1", "Mon 10:05")),
    outside("clinician_break", "none", PAUSED, NINE, at("h.1", "Mon 10:00")),
    outside("clinician_break", "before_telehealth", PAUSED, NINE, at("h.1", "Mon 10:05", room=TELEHEALTH)),
    inside("clinician_break", "none_needed", working(MORNING, LATER), NINE, at("h.1", "Mon 10:00")),
    inside("clinician_break", "over_midnight", PAUSED, at("g.1", "Mon 23:00"), at("h.1", "Tue 0:00")),
    inside("clinician_break", "led_by_another", PAUSED, NINE, at("h.1", "Mon 10:00", leaders=["k0"])),
)


def caring(most: int, *people: Any) -> Instance:
    """Clinician k1 with such a caseload at most, k2 with none to count, and these clients."""
    return instance(
        services=[
            service("grp", roles=roles(ANYBODY, ANYBODY, optional=1)),
            individual(roles=roles(ANYBODY, ANYBODY, optional=1)),
            service("pair", format="conjoint"),
        ],
        clinicians=[clinician("k1", max_caseload=most), clinician("k2")],
        clients=list(people),
    )


OF_K1 = client("c1", "ind", primary="k1")
ALSO_OF_K1 = client("c2", "ind", primary="k1")
FREE = client("c3", item("ind", min_sessions=2))
C3_TUE = own_session("c3.ind.1", "Tue 10:00")
C3_WED = own_session("c3.ind.2", "Wed 10:00")
COUPLE = [
    client("c1", item("pair", with_whom="primary", with_clients=["c2"])),
    client("c2", item("pair", with_whom="primary", with_clients=["c1"])),
]

CASELOADS = (
    inside("caseload_kept", "given_primary", caring(1, OF_K1), own_session("c1.ind.1", "Tue 10:00")),
    inside("caseload_kept", "one_assigned", caring(1, FREE), C3_TUE),
    inside("caseload_kept", "assigned_counts_once", caring(1, FREE), C3_TUE, C3_WED),
    outside("caseload_kept", "one_given_one_assigned", caring(1, OF_K1, FREE), C3_TUE),
    inside("caseload_kept", "room_for_one_more", caring(2, OF_K1, FREE), C3_TUE),
    outside("caseload_kept", "none_allowed", caring(0, FREE), C3_TUE),
    inside("caseload_kept", "given_primaries_alone_exceed", caring(1, OF_K1, ALSO_OF_K1)),
    outside("caseload_kept", "one_more_than_they", caring(1, OF_K1, ALSO_OF_K1, FREE), C3_TUE),
    inside(
        "caseload_kept",
        "anybody_is_not_assigned",
        caring(1, OF_K1, client("c3", item("ind", with_whom="any"))),
        C3_TUE,
    ),
    inside(
        "caseload_kept",
        "cover_is_not_assigned",
        caring(1, OF_K1, client("c3", item("ind", with_whom="primary_or_cover"))),
        C3_TUE,
    ),
    outside(
        "caseload_kept",
        "each_of_two_leaders_is_assigned",
        caring(0, FREE),
        own_session("c3.ind.1", "Tue 10:00", leaders=["k2", "k1"]),
    ),
    outside(
        "caseload_kept",
        "through_a_group",
        caring(0, client("c1", item("grp", with_whom="primary"))),
        group_session("g.1", "Mon 18:00"),
    ),
    inside(
        "caseload_kept",
        "group_with_anybody",
        caring(0, client("c1", "grp")),
        group_session("g.1", "Mon 18:00"),
    ),
    inside(
        "caseload_kept", "a_couple", caring(2, *COUPLE), own_session("c1.pair.1", "Tue 10:00", ["c1", "c2"])
    ),
    outside(
        "caseload_kept",
        "a_couple_is_two",
        caring(1, *COUPLE),
        own_session("c1.pair.1", "Tue 10:00", ["c1", "c2"]),
    ),
)


def with_clients(*people: Any, **group_fields: Any) -> Instance:
    """These clients, a group with these fields, and clinicians of different languages."""
    return instance(
        services=[
            service("grp", roles=roles(ANYBODY, ANYBODY, optional=1)),
            individual(roles=roles(ANYBODY, ANYBODY, optional=1)),
            service("pair", format="conjoint"),
        ],
        groups=[group("g", "Mon 18:00", **group_fields)],
        clinicians=[
            clinician("k1"),
            clinician("k2", languages=["en", "es"]),
            clinician("k3", languages=["es", "fr"]),
        ],
        clients=list(people),
    )


def met(leaders: list[str], present: tuple[str, ...] = ("c1",)) -> Any:
    return group_session("g.1", "Mon 18:00", present, leaders)


def seen(*leaders: str) -> Any:
    return own_session("c1.ind.1", "Tue 10:00", leaders=leaders)


AVOIDING = with_clients(client("c1", "grp", "ind", avoid_clinicians=["k2"]), client("c2"))
SPANISH = client("c1", languages=["es"])
SPANISH_IND = with_clients(client("c1", "ind", languages=["es"]))
MIXED_PAIR = with_clients(
    client("c1", item("pair", with_clients=["c2"]), languages=["es"]), client("c2", "pair")
)


def pair(*leaders: str) -> Any:
    return own_session("c1.pair.1", "Tue 10:00", ["c1", "c2"], leaders)


AVOIDED = (
    inside("clinician_avoided", "another", AVOIDING, met(["k1"])),
    outside("clinician_avoided", "leads", AVOIDING, met(["k2"])),
    outside("clinician_avoided", "leads_too", AVOIDING, met(["k1", "k2"])),
    inside("clinician_avoided", "leads_others", AVOIDING, met(["k2"], ("c2",))),
    outside("clinician_avoided", "leads_several", AVOIDING, met(["k2"], ("c1", "c2"))),
    outside("clinician_avoided", "individual", AVOIDING, seen("k2")),
    outside(
        "clinician_avoided",
        "is_the_primary",
        with_clients(client("c1", "ind", avoid_clinicians=["k2"], primary="k1")),
        seen("k2"),
        also={"plan_clinician"},
    ),
)

LANGUAGES = (
    inside("language_shared", "the_group_s", with_clients(SPANISH, language="es"), met(["k2"])),
    outside("language_shared", "client_lacks_the_group_s", with_clients(SPANISH), met(["k2"])),
    outside("language_shared", "leader_lacks_the_group_s", with_clients(SPANISH, language="es"), met(["k1"])),
    outside(
        "language_shared", "one_leader_lacks_it", with_clients(SPANISH, language="es"), met(["k2", "k1"])
    ),
    outside(
        "language_shared",
        "another_in_common",
        with_clients(client("c1", languages=["fr", "es"])),
        met(["k3"]),
    ),
    outside(
        "language_shared",
        "one_client_lacks_it",
        with_clients(SPANISH, client("c2"), language="es"),
        met(["k2"], ("c1", "c2")),
    ),
    outside(
        "language_shared",
        "a_peer_lacks_it",
        instance(services=[service("grp", roles=[])], clients=[client("c1", languages=["es"])]),
        group_session("g.1", "Mon 18:00", leaders=[]),
    ),
    inside("language_shared", "one_in_common", SPANISH_IND, seen("k2")),
    outside("language_shared", "none_in_common", SPANISH_IND, seen("k1")),
    inside("language_shared", "each_leader_has_one", SPANISH_IND, seen("k2", "k3")),
    outside("language_shared", "one_leader_has_none", SPANISH_IND, seen("k2", "k1")),
    inside("language_shared", "with_each_of_two_clients", MIXED_PAIR, pair("k2")),
    outside("language_shared", "with_one_of_two_clients", MIXED_PAIR, pair("k3")),
    outside("language_shared", "with_the_other_of_two_clients", MIXED_PAIR, pair("k1")),
)

CASES: tuple[Case, ...] = LOADS + BREAKS + CASELOADS + AVOIDED + LANGUAGES
