"""Rows about people with each other: company, apart, together; and pins."""

from typing import Any

from builders import (
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
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
GUESTS = [{"id": "v1"}, {"id": "v2"}]


def asking(company: str = "required", *others: Any, **fields: Any) -> Instance:
    """c1 with company for family sessions and for the group; further clients (c2 alone if not said)."""
    asked = {"company": company, **fields}
    return instance(
        services=[service("grp"), individual(), service("fam", format="family")],
        clients=[
            client("c1", item("fam", **asked), item("grp", **asked), "ind", guests=GUESTS),
            *(others or [client("c2", "fam", "grp", "ind")]),
        ],
    )


def family(*present: str, guests: tuple[str, ...] = ()) -> Any:
    return own_session("c1.fam.1", "Tue 10:00", present, guests=guests)


def met(*present: str, **fields: Any) -> Any:
    return group_session("g.1", "Mon 18:00", present, **fields)


WITH_C2 = {"with_clients": ["c2"]}
WITH_V1 = {"with_guests": ["v1"]}
NOBODY = asking()
NEEDED = asking(**WITH_C2)
VISITED = asking(**WITH_V1)
OPTIONAL = asking("optional", **WITH_C2, **WITH_V1)
OWN_VISITOR = client("c2", item("fam", with_guests=["w1"], company="optional"), guests=[{"id": "w1"}])
BOTH_VISITED = asking("required", OWN_VISITOR, **WITH_C2)

COMPANY = (
    inside("company_kept", "client_comes_along", NEEDED, family("c1", "c2")),
    outside("company_kept", "client_missing", NEEDED, family("c1")),
    inside("company_kept", "guest_comes_along", VISITED, family("c1", guests=("v1",))),
    outside("company_kept", "guest_missing", VISITED, family("c1")),
    outside(
        "company_kept",
        "one_of_two_missing",
        asking(**WITH_C2, **WITH_V1),
        family("c1", "c2"),
    ),
    inside("company_kept", "optional_company_stays_away", OPTIONAL, family("c1")),
    inside("company_kept", "optional_company_comes", OPTIONAL, family("c1", "c2", guests=("v1",))),
    inside("company_kept", "client_along_to_a_group", NEEDED, met("c1", "c2")),
    outside("company_kept", "client_missing_in_a_group", NEEDED, met("c1")),
    inside("company_kept", "whoever_is_asked_may_come_alone", NEEDED, met("c2")),
    inside("company_kept", "guest_along_to_a_group", VISITED, met("c1", guests=("v1",))),
    outside("company_kept", "guest_missing_in_a_group", VISITED, met("c1")),
    outside("company_kept", "guest_unasked", VISITED, family("c1", guests=("v1", "v2"))),
    outside(
        "company_kept",
        "guest_for_another_service",
        VISITED,
        own_session("c1.ind.1", "Tue 10:00", guests=["v1"]),
    ),
    outside("company_kept", "guest_without_its_client", VISITED, met("c2", guests=("v1",))),
    outside("company_kept", "client_unasked", NOBODY, family("c1", "c2")),
    outside(
        "company_kept",
        "client_unasked_in_individual",
        NOBODY,
        own_session("c1.ind.1", "Tue 10:00", ["c1", "c2"]),
    ),
    outside("company_kept", "owner_missing", NEEDED, family("c2")),
    inside("company_kept", "guest_of_the_company", BOTH_VISITED, family("c1", "c2", guests=("w1",))),
    outside(
        "company_kept",
        "client_missing_asked_by_the_other",
        asking("required", client("c2", item("fam", with_clients=["c1", "c3"])), client("c3"), **WITH_C2),
        family("c1", "c2"),
    ),
)


def related(kind: str, number: int = 2, **fields: Any) -> Instance:
    """Clients who are apart or together, two groups on Monday and Tuesday, two rooms and a second site."""
    apart = {"kind": kind, "clients": [f"c{index}" for index in range(1, number + 1)], **fields}
    times = {"starts": ["Mon 9:00", "Mon 9:45", "Mon 10:00", "Mon 10:15", "Mon 13:00", "Tue 9:00"]}
    return instance(
        sites=[{"id": "main"}, {"id": "north"}],
        travel=[{"between": ["main", "north"], "minutes": 20}],
        rooms=[room("A"), room("B"), room("N", site="north")],
        services=[service("grp", modes=BOTH_MODES), individual(modes=BOTH_MODES)],
        groups=[group("g", times, times), group("h", times)],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[*clients(2), client("c3"), client("c4", "ind", "grp")],
        relations=[apart],
    )


def in_g(when: str, *present: str, number: int = 1, **fields: Any) -> Any:
    return group_session(f"g.{number}", when, present, **fields)


def in_h(when: str, *present: str, **fields: Any) -> Any:
    return group_session("h.1", when, present, **{"leaders": ["k2"], "room": "B", **fields})


APART, APART_3 = related("apart"), related("apart", 3)
BUILDING, BUILDING_3 = related("apart_building"), related("apart_building", 3)
C1_AT_NINE = in_g("Mon 9:00", "c1")

APARTNESS = (
    inside("apart_in_session", "two_sessions_at_once", APART, C1_AT_NINE, in_h("Mon 9:00", "c2")),
    outside("apart_in_session", "one_session", APART, in_g("Mon 9:00", "c1", "c2")),
    inside("apart_in_session", "others_with_one_of_them", APART, in_g("Mon 9:00", "c1", "c3", "c4")),
    outside("apart_in_session", "last_two_of_three", APART_3, in_g("Mon 9:00", "c2", "c3", "c4")),
    outside("apart_in_session", "by_telehealth", APART, in_g("Mon 9:00", "c1", "c2", room=TELEHEALTH)),
    outside("apart_in_session", "in_no_building", BUILDING, in_g("Mon 9:00", "c1", "c2", room=TELEHEALTH)),
    outside(
        "apart_in_session",
        "in_the_building_too",
        BUILDING,
        in_g("Mon 9:00", "c1", "c2"),
        also={"apart_in_building"},
    ),
    inside("apart_in_building", "one_goes_the_other_comes", BUILDING, C1_AT_NINE, in_h("Mon 10:00", "c2")),
    inside(
        "apart_in_building",
        "the_other_goes_first",
        BUILDING,
        in_h("Mon 9:00", "c2"),
        in_g("Mon 10:00", "c1"),
    ),
    outside(
        "apart_in_building",
        "the_other_goes_a_step_late",
        BUILDING,
        in_h("Mon 9:00", "c2"),
        in_g("Mon 9:45", "c1"),
    ),
    outside("apart_in_building", "a_step_early", BUILDING, C1_AT_NINE, in_h("Mon 9:45", "c2")),
    outside(
        "apart_in_building",
        "during_a_wait",
        BUILDING,
        C1_AT_NINE,
        in_h("Mon 10:15", "c2"),
        in_g("Mon 13:00", "c1", number=2),
    ),
    inside("apart_in_building", "on_another_date", BUILDING, C1_AT_NINE, in_h("Tue 9:00", "c2")),
    inside("apart_in_building", "at_another_site", BUILDING, C1_AT_NINE, in_h("Mon 9:00", "c2", room="N")),
    inside(
        "apart_in_building", "by_telehealth", BUILDING, C1_AT_NINE, in_h("Mon 9:00", "c2", room=TELEHEALTH)
    ),
    inside(
        "apart_in_building",
        "between_a_session_and_telehealth",
        BUILDING,
        C1_AT_NINE,
        in_h("Mon 10:15", "c2"),
        in_g("Mon 13:00", "c1", number=2, room=TELEHEALTH),
    ),
    outside(
        "apart_in_building", "last_two_of_three", BUILDING_3, in_g("Mon 9:00", "c2"), in_h("Mon 9:45", "c3")
    ),
    inside("apart_in_building", "apart_in_sessions_only", APART, C1_AT_NINE, in_h("Mon 9:45", "c2")),
)

TOGETHER, TOGETHER_3 = related("together"), related("together", 3)
TOGETHER_IN_G = related("together", groups=["g"])
C4_TOGETHER = related("together").replace(
    relations=[{"kind": "together", "clients": ["c3", "c4"]}],
)

TOGETHERNESS = (
    inside("kept_together", "both", TOGETHER, in_g("Mon 9:00", "c1", "c2"), in_h("Tue 9:00", "c3")),
    outside("kept_together", "one_of_them", TOGETHER, in_g("Mon 9:00", "c1", "c3")),
    outside(
        "kept_together",
        "one_meeting_missed",
        TOGETHER,
        in_g("Mon 9:00", "c1", "c2"),
        in_g("Tue 9:00", "c2", number=2),
    ),
    outside("kept_together", "one_of_three_missing", TOGETHER_3, in_g("Mon 9:00", "c1", "c2")),
    inside("kept_together", "all_three", TOGETHER_3, in_g("Mon 9:00", "c1", "c2", "c3")),
    outside("kept_together", "each_at_another_time", TOGETHER, C1_AT_NINE, in_h("Tue 9:00", "c2")),
    inside("kept_together", "another_group", TOGETHER_IN_G, in_h("Tue 9:00", "c1")),
    outside("kept_together", "the_group_named", TOGETHER_IN_G, C1_AT_NINE),
    inside("kept_together", "individual_sessions", C4_TOGETHER, own_session("c4.ind.1", "Tue 10:00")),
    outside(
        "kept_together",
        "who_must_be_apart",
        related("together").replace(
            relations=[
                {"kind": "together", "clients": ["c1", "c2"]},
                {"kind": "apart", "clients": ["c1", "c3"]},
            ]
        ),
        in_g("Mon 9:00", "c1", "c3"),
        also={"apart_in_session"},
    ),
)

CASES: tuple[Case, ...] = COMPANY + APARTNESS + TOGETHERNESS
