"""Rows about who may sit together in a session: heads, leaders, ages, eligibility, members."""

from typing import Any

from builders import (
    ANYBODY,
    client,
    clients,
    clinician,
    group,
    group_session,
    ids,
    instance,
    item,
    own_session,
    roles,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

CO_LED = roles(ANYBODY, ANYBODY, optional=1)
TWO = [clinician("k1"), clinician("k2")]


def with_(number: int, *leaders: str, **fields: Any) -> Any:
    """The group session with clients c1 to c<number>."""
    return group_session("g.1", "Mon 18:00", ids(number), leaders or ("k1",), **fields)


def sized(group_fields: dict[str, Any] | None = None, **fields: Any) -> Instance:
    """A service and a group with these fields, and clients enough."""
    return instance(
        services=[service("grp", roles=CO_LED, **fields), service("peer", roles=[], clients_per_leader=1)],
        groups=[group("g", "Mon 18:00", **(group_fields or {})), group("p", "Mon 18:00", service="peer")],
        clinicians=TWO,
        clients=clients(13),
    )


def family(company: str = "optional", **fields: Any) -> Instance:
    """A couple and the guest of one of them, for a service with these fields."""
    return instance(
        services=[service("fam", format="family", roles=CO_LED, **fields)],
        groups=[],
        clinicians=TWO,
        clients=[
            client(
                "c1",
                item("fam", with_guests=["v1"], with_clients=["c2"], company=company),
                guests=[{"id": "v1"}],
            ),
            client("c2"),
        ],
    )


def at_home(*present: str, guests: list[str], leaders: tuple[str, ...] = ("k1",)) -> Any:
    return own_session("c1.fam.1", "Tue 10:00", present, leaders, guests=guests)


FROM_2_TO_3 = sized(min_heads=2, max_heads=3)
USUAL = sized(min_heads=None)

HEADS = (
    inside("head_count", "fewest", FROM_2_TO_3, with_(2)),
    outside("head_count", "one_too_few", FROM_2_TO_3, with_(1)),
    inside("head_count", "most", FROM_2_TO_3, with_(3)),
    outside("head_count", "one_too_many", FROM_2_TO_3, with_(4)),
    inside("head_count", "fewest_of_a_group_left_out", USUAL, with_(2)),
    outside("head_count", "fewer_than_a_group_left_out", USUAL, with_(1)),
    inside("head_count", "most_of_a_group_left_out", USUAL, with_(12)),
    outside("head_count", "more_than_a_group_left_out", USUAL, with_(13)),
    inside("head_count", "group_allows_fewer", sized({"min_heads": 1}, min_heads=2), with_(1)),
    outside("head_count", "group_needs_more", sized({"min_heads": 3}, min_heads=2), with_(2)),
    inside("head_count", "group_allows_more", sized({"max_heads": 4}, max_heads=3), with_(4)),
    outside("head_count", "group_allows_less", sized({"max_heads": 2}, max_heads=3), with_(3)),
    outside("head_count", "nobody_at_all", sized(), group_session("g.1", "Mon 18:00", [])),
    inside(
        "head_count",
        "a_guest_is_a_head",
        family(min_heads=2, guests_count_as_heads=True),
        at_home("c1", guests=["v1"]),
    ),
    outside("head_count", "a_guest_is_no_head", family(min_heads=2), at_home("c1", guests=["v1"])),
    inside("head_count", "a_guest_too_many_but_no_head", family(max_heads=1), at_home("c1", guests=["v1"])),
    outside(
        "head_count",
        "a_guest_is_a_head_too_many",
        family(max_heads=2, guests_count_as_heads=True),
        at_home("c1", "c2", guests=["v1"]),
    ),
    outside(
        "head_count",
        "a_guest_alone_is_no_session",
        family(guests_count_as_heads=True),
        at_home(guests=["v1"]),
        also={"company_kept"},
    ),
)

TWO_EACH = sized(clients_per_leader=2)

RATIOS = (
    inside("leader_ratio", "exactly", TWO_EACH, with_(2)),
    outside("leader_ratio", "one_over", TWO_EACH, with_(3)),
    inside("leader_ratio", "another_leader", TWO_EACH, with_(4, "k1", "k2")),
    outside("leader_ratio", "one_over_for_two_leaders", TWO_EACH, with_(5, "k1", "k2")),
    inside("leader_ratio", "peers_are_exempt", TWO_EACH, group_session("p.1", "Mon 18:00", ids(3), [])),
    outside(
        "leader_ratio",
        "an_optional_leader_is_no_exemption",
        instance(services=[service("grp", roles=roles(ANYBODY, optional=1), clients_per_leader=2)]),
        group_session("g.1", "Mon 18:00", leaders=[]),
    ),
    inside(
        "leader_ratio",
        "an_optional_leader_is_there",
        instance(services=[service("grp", roles=roles(ANYBODY, optional=1), clients_per_leader=2)]),
        group_session("g.1", "Mon 18:00"),
    ),
    outside(
        "leader_ratio",
        "guests_who_are_heads",
        family(clients_per_leader=2, guests_count_as_heads=True),
        at_home("c1", "c2", guests=["v1"]),
    ),
    inside(
        "leader_ratio",
        "guests_who_are_no_heads",
        family(clients_per_leader=2),
        at_home("c1", "c2", guests=["v1"]),
    ),
    outside(
        "leader_ratio",
        "nobody_leads",
        TWO_EACH,
        group_session("g.1", "Mon 18:00", ids(1), []),
        also={"roles_filled"},
    ),
)


def aged(sets: list[list[str]], *bands: str) -> Instance:
    """Clients c1, c2 ... of these age bands; the sets of bands are allowed together."""
    return instance(
        services=[service("grp", ages_together=sets), service("fam", format="family", ages_together=sets)],
        clients=[
            client("c1", "grp", item("fam", with_clients=["c2"]), age_band=bands[0]),
            *(client(f"c{number}", age_band=band) for number, band in enumerate(bands[1:], 2)),
        ],
    )


CHAIN = [["teen", "adult"], ["adult", "senior"]]

AGES = (
    inside("ages_together", "one_band", aged([], "teen", "teen"), with_(2)),
    outside("ages_together", "two_bands", aged([], "teen", "adult"), with_(2)),
    inside("ages_together", "two_of_a_set", aged([["teen", "adult"]], "teen", "adult"), with_(2)),
    inside("ages_together", "one_band_of_no_set", aged([["adult", "senior"]], "teen", "teen"), with_(2)),
    inside("ages_together", "two_of_the_second_set", aged(CHAIN, "senior", "adult"), with_(2)),
    outside("ages_together", "two_of_different_sets", aged(CHAIN, "teen", "senior"), with_(2)),
    outside("ages_together", "three_over_two_sets", aged(CHAIN, "teen", "adult", "senior"), with_(3)),
    outside(
        "ages_together",
        "a_family_too",
        aged([], "teen", "adult"),
        own_session("c1.fam.1", "Tue 10:00", ["c1", "c2"]),
    ),
)


def asking(eligible: dict[str, Any], *planned: str, **fields: Any) -> Instance:
    """A group for whom this says, and a client with these fields."""
    return instance(
        levels=[{"id": "iop", "preset": "unbounded"}, {"id": "php", "preset": "unbounded"}],
        groups=[group("g", "Mon 18:00", eligible=eligible), group("h", "Tue 18:00")],
        clients=[client("c1", *planned, **fields)],
    )


WEEKS_3_TO_5 = {"first_week": 3, "last_week": 5}
WOMEN = {"genders": ["f", "x"]}

ELIGIBLE = (
    inside("eligible_only", "age_band", asking({"age_bands": ["teen", "adult"]}), with_(1)),
    outside("eligible_only", "another_age_band", asking({"age_bands": ["teen"]}), with_(1)),
    inside("eligible_only", "gender", asking(WOMEN, gender="x"), with_(1)),
    outside("eligible_only", "another_gender", asking(WOMEN, gender="m"), with_(1)),
    outside("eligible_only", "gender_not_said", asking(WOMEN), with_(1)),
    inside("eligible_only", "track", asking({"tracks": ["sober"]}, track="sober"), with_(1)),
    outside("eligible_only", "another_track", asking({"tracks": ["sober"]}, track="dual"), with_(1)),
    outside("eligible_only", "track_not_said", asking({"tracks": ["sober"]}), with_(1)),
    inside("eligible_only", "level", asking({"levels": ["php"]}, level="php"), with_(1)),
    outside("eligible_only", "another_level", asking({"levels": ["php"]}), with_(1)),
    inside("eligible_only", "all_tags", asking({"tags": ["a", "b"]}, tags=["b", "c", "a"]), with_(1)),
    outside("eligible_only", "one_tag_missing", asking({"tags": ["a", "b"]}, tags=["b", "c"]), with_(1)),
    inside("eligible_only", "first_week", asking(WEEKS_3_TO_5, programme_week=3), with_(1)),
    outside("eligible_only", "week_before_the_first", asking(WEEKS_3_TO_5, programme_week=2), with_(1)),
    inside("eligible_only", "last_week", asking(WEEKS_3_TO_5, programme_week=5), with_(1)),
    outside("eligible_only", "week_after_the_last", asking(WEEKS_3_TO_5, programme_week=6), with_(1)),
    outside(
        "eligible_only",
        "one_field_of_two",
        asking({**WOMEN, "tags": ["a"]}, gender="f", tags=["b"]),
        with_(1),
    ),
    inside("eligible_only", "everybody", asking({}), with_(1)),
    inside("eligible_only", "among_its_only_groups", asking({}, only_groups=["g"]), with_(1)),
    outside("eligible_only", "not_among_its_only_groups", asking({}, only_groups=["h"]), with_(1)),
    outside("eligible_only", "no_group_at_all", asking({}, only_groups=[]), with_(1)),
    inside(
        "eligible_only",
        "individual_sessions_are_no_group",
        asking(WOMEN, "ind", only_groups=[]),
        own_session("c1.ind.1", "Tue 10:00"),
    ),
)


def enrolled(closed: bool, *members: str) -> Instance:
    """A group with these members."""
    return instance(
        groups=[group("g", "Mon 18:00", "Wed 18:00", closed=closed, members=list(members))],
        clients=clients(2),
    )


CLOSED = (
    inside("closed_group", "members", enrolled(True, "c1", "c2"), with_(2)),
    outside("closed_group", "one_is_no_member", enrolled(True, "c1"), with_(2)),
    outside("closed_group", "no_members", enrolled(True), with_(1)),
    inside("closed_group", "an_open_group_admits_others", enrolled(False, "c1"), with_(2)),
    outside(
        "closed_group",
        "at_its_second_meeting",
        enrolled(True, "c1"),
        with_(1),
        group_session("g.2", "Wed 18:00", ["c2"]),
    ),
)

CASES: tuple[Case, ...] = HEADS + RATIOS + AGES + ELIGIBLE + CLOSED
