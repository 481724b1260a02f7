"""Rows about the place: modes, rooms that suit and rooms that fit."""

from typing import Any

from builders import (
    ANYBODY,
    TELEHEALTH,
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
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
MON_18 = group_session("g.1", "Mon 18:00")
REMOTE = group_session("g.1", "Mon 18:00", room=TELEHEALTH)
IN_B = group_session("g.1", "Mon 18:00", room="B")


def held(service_modes: list[str], group_modes: list[str] | None = None, **fields: Any) -> Instance:
    """A group in these modes of its service and itself, and a client with these fields."""
    return instance(
        services=[service("grp", modes=service_modes), individual(modes=service_modes)],
        groups=[group("g", "Mon 18:00", modes=group_modes)],
        clients=[client("c1", "grp", "ind", **fields), client("c2")],
    )


EITHER = held(BOTH_MODES)
AT_HOME = held(BOTH_MODES, modes=["telehealth"])

MODES = (
    inside("mode_allowed", "on_site", held(["on_site"]), MON_18),
    outside("mode_allowed", "service_on_site_only", held(["on_site"]), REMOTE),
    outside("mode_allowed", "service_by_telehealth_only", held(["telehealth"]), MON_18),
    inside("mode_allowed", "either_on_site", EITHER, MON_18),
    inside("mode_allowed", "either_by_telehealth", EITHER, REMOTE),
    outside("mode_allowed", "group_on_site_only", held(BOTH_MODES, ["on_site"]), REMOTE),
    outside("mode_allowed", "group_by_telehealth_only", held(BOTH_MODES, ["telehealth"]), MON_18),
    inside("mode_allowed", "group_by_telehealth", held(BOTH_MODES, ["telehealth"]), REMOTE),
    outside("mode_allowed", "group_adds_nothing_to_its_service", held(["on_site"], BOTH_MODES), REMOTE),
    outside("mode_allowed", "client_at_home", AT_HOME, MON_18),
    inside("mode_allowed", "client_by_telehealth", AT_HOME, REMOTE),
    outside("mode_allowed", "client_on_site_only", held(BOTH_MODES, modes=["on_site"]), REMOTE),
    outside(
        "mode_allowed", "one_of_two_clients", AT_HOME, group_session("g.1", "Mon 18:00", clients=["c1", "c2"])
    ),
    inside("mode_allowed", "others_alone", AT_HOME, group_session("g.1", "Mon 18:00", clients=["c2"])),
    outside(
        "mode_allowed",
        "individual",
        held(["on_site"]),
        own_session("c1.ind.1", "Tue 10:00", room=TELEHEALTH),
    ),
)

EQUIPPED = [room("A", features=["kitchen", "mirror"]), room("B", features=["mirror"]), room("C")]


def equipped(features: list[str]) -> Instance:
    """A service that needs these features of a room."""
    return instance(rooms=EQUIPPED, services=[service("grp", room_features=features)])


def listed(meeting: list[str] | None, whole: list[str] | None) -> Instance:
    """A group whose meeting and which itself list these rooms."""
    first = {"starts": ["Mon 18:00"], "rooms": meeting}
    return instance(rooms=EQUIPPED, groups=[group("g", first, rooms=whole)])


SUITABLE = (
    inside("room_suits", "every_feature", equipped(["mirror", "kitchen"]), MON_18),
    outside("room_suits", "one_feature_missing", equipped(["mirror", "kitchen"]), IN_B),
    inside("room_suits", "more_than_needed", equipped(["mirror"]), MON_18),
    inside("room_suits", "nothing_needed", equipped([]), group_session("g.1", "Mon 18:00", room="C")),
    outside(
        "room_suits", "no_feature_at_all", equipped(["mirror"]), group_session("g.1", "Mon 18:00", room="C")
    ),
    inside(
        "room_suits",
        "telehealth_needs_no_feature",
        instance(rooms=EQUIPPED, services=[service("grp", room_features=["mirror"], modes=["telehealth"])]),
        REMOTE,
    ),
    inside(
        "room_suits",
        "telehealth_needs_no_listed_room",
        instance(
            rooms=EQUIPPED,
            services=[service("grp", modes=BOTH_MODES)],
            groups=[group("g", "Mon 18:00", rooms=["B"])],
        ),
        REMOTE,
    ),
    inside("room_suits", "listed_by_the_group", listed(None, ["A", "B"]), IN_B),
    outside("room_suits", "not_listed_by_the_group", listed(None, ["A"]), IN_B),
    inside("room_suits", "listed_by_the_meeting", listed(["B"], ["A"]), IN_B),
    outside("room_suits", "listed_by_the_group_only", listed(["B"], ["A"]), MON_18),
    inside(
        "room_suits",
        "individual",
        instance(
            rooms=EQUIPPED,
            services=[individual(room_features=["mirror"])],
            groups=[],
            clients=[client("c1", "ind")],
        ),
        own_session("c1.ind.1", "Tue 10:00", room="B"),
    ),
    outside(
        "room_suits",
        "individual_in_a_plain_room",
        instance(
            rooms=EQUIPPED,
            services=[individual(room_features=["mirror"])],
            groups=[],
            clients=[client("c1", "ind")],
        ),
        own_session("c1.ind.1", "Tue 10:00", room="C"),
    ),
)

SEATS_3 = instance(
    rooms=[room("A", 3)],
    services=[
        service("grp", modes=BOTH_MODES, roles=roles(ANYBODY, ANYBODY, optional=1)),
        service("peer", roles=[]),
        service("fam", format="family"),
        service("famcount", format="family", guests_count_as_heads=True),
    ],
    groups=[group("g", "Mon 18:00"), group("p", "Mon 18:00", service="peer")],
    clinicians=[clinician("k1"), clinician("k2")],
    clients=[
        *clients(4),
        client(
            "c5",
            item("fam", with_guests=["v1", "v2"], company="optional"),
            item("famcount", with_guests=["v1", "v2"], company="optional"),
            guests=[{"id": "v1"}, {"id": "v2"}],
        ),
    ],
)


def seated(clients_present: int, *leaders: str, **fields: Any) -> Any:
    return group_session("g.1", "Mon 18:00", ids(clients_present), leaders, **fields)


FITTING = (
    inside("room_fits", "everybody_just_fits", SEATS_3, seated(2, "k1")),
    outside("room_fits", "one_client_over", SEATS_3, seated(3, "k1")),
    outside("room_fits", "leader_over", SEATS_3, seated(2, "k1", "k2")),
    inside("room_fits", "two_leaders_fit", SEATS_3, seated(1, "k1", "k2")),
    inside("room_fits", "peers_alone", SEATS_3, group_session("p.1", "Mon 18:00", ids(3), [])),
    outside("room_fits", "one_peer_over", SEATS_3, group_session("p.1", "Mon 18:00", ids(4), [])),
    inside("room_fits", "no_seats_by_telehealth", SEATS_3, seated(4, "k1", room=TELEHEALTH)),
    inside("room_fits", "one_guest", SEATS_3, own_session("c5.fam.1", "Tue 10:00", guests=["v1"])),
    outside("room_fits", "guest_over", SEATS_3, own_session("c5.fam.1", "Tue 10:00", guests=["v1", "v2"])),
    outside(
        "room_fits",
        "guest_who_is_a_head",
        SEATS_3,
        own_session("c5.famcount.1", "Tue 10:00", guests=["v1", "v2"]),
    ),
)

CASES: tuple[Case, ...] = MODES + SUITABLE + FITTING
