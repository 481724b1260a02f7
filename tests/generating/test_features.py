"""Each feature leaves its mark on the instance, and leaves none when it is not asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from iopsched.domain.instance import Instance
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec

Mark = Callable[[Instance], object]


def items(instance: Instance) -> list:
    return [item for client in instance.clients for item in client.plan]


def credentials(instance: Instance) -> list:
    return [credential for clinician in instance.clinicians for credential in clinician.credentials]


def relations(instance: Instance) -> set[str]:
    return {relation.kind for relation in instance.relations}


MARKS: dict[str, Mark] = {
    "ages": lambda i: any(c.age_band == "adolescent" for c in i.clients) and "adolescent" in i.level,
    "attended": lambda i: any(c.attended for c in i.clients) and any(not x.sites for x in i.week.closures),
    "authorisation": lambda i: any(c.authorisation and c.authorisation.days_left for c in i.clients),
    "avoid": lambda i: any(c.avoid_clinicians for c in i.clients),
    "breaks": lambda i: (
        any(k.break_minutes for k in i.clinicians)
        and any(k.max_run_minutes and k.meal for k in i.clinicians)
        and any(c.max_run_minutes for c in i.clients)
    ),
    "caps": lambda i: (
        any(c.max_trips for c in i.clients)
        and any(c.max_groups for c in i.clients)
        and any(c.arrive_after and c.leave_by for c in i.clients)
    ),
    "caseload": lambda i: any(k.max_caseload for k in i.clinicians),
    "closed": lambda i: any(g.closed and g.members for g in i.groups),
    "closures": lambda i: any(closure.sites and closure.hours for closure in i.week.closures),
    "couples": lambda i: any(item.service == "couples" for item in items(i)),
    "cover": lambda i: any(item.with_whom == "primary_or_cover" for item in items(i)),
    "credentials": lambda i: any(
        len(one) > 1 for s in i.services for role in s.roles for one in role.any_of
    ) and any(item.service == "case-management" for item in items(i)),
    "eligibility": lambda i: any(
        g.eligible.tracks and g.eligible.levels for g in i.groups
    ) and any(g.eligible.first_week for g in i.groups),
    "exceptions": lambda i: any(k.exceptions for k in i.clinicians) and any(c.exceptions for c in i.clients),
    "expiry": lambda i: {
        credential.valid_until > i.week.monday for credential in credentials(i) if credential.valid_until
    } == {True, False},
    "guests": lambda i: any(item.with_guests and item.service == "family-evening" for item in items(i)),
    "languages": lambda i: {g.language for g in i.groups} == {"en", "es"},
    "leaving_out": lambda i: any(g.leaving_out_cost for g in i.groups),
    "levels": lambda i: {"php", "op"} <= set(i.level),
    "payers": lambda i: {payer.id for payer in i.payers} >= {"h0015", "virginia_2_1"},
    "pins": lambda i: {pin.pin for pin in i.pins} == {"hold", "forbid"},
    "prescriber": lambda i: any(item.service == "medication" for item in items(i)),
    "published": lambda i: i.published is not None,
    "relations": lambda i: relations(i) == {"apart", "apart_building", "together"},
    "screens": lambda i: not all(service.scheduled for service in i.services),
    "sets": lambda i: i.group_sets,
    "staffing": lambda i: any(site.min_staff_present > 1 for site in i.sites),
    "stays": lambda i: any(c.starts_on for c in i.clients) and any(c.ends_on for c in i.clients),
    "supervision": lambda i: any(k.needs_supervision for k in i.clinicians)
    and any(k.may_supervise for k in i.clinicians),
    "wishes": lambda i: any(c.preferences for c in i.clients),
}  # fmt: skip


@pytest.fixture(scope="module")
def with_everything() -> Instance:
    return generate(GeneratorSpec(seed=2, clients=110, features=tuple(FEATURES))).instance


@pytest.fixture(scope="module")
def with_nothing() -> Instance:
    return generate(GeneratorSpec(seed=2, clients=110, features=())).instance


def test_every_feature_is_on_the_generator_page():
    page = (Path(__file__).parents[2] / "docs" / "generator.md").read_text()
    assert [name for name, brings in FEATURES.items() if f"| `{name}` | {brings} |" not in page] == []


def test_every_feature_has_a_mark():
    assert MARKS.keys() == FEATURES.keys()


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_that_is_asked_for_is_there(feature, with_everything):
    assert MARKS[feature](with_everything)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_that_is_not_asked_for_is_not_there(feature, with_nothing):
    assert not MARKS[feature](with_nothing)


def test_sites_are_apart_and_clinicians_and_rooms_are_at_theirs():
    instance = generate(GeneratorSpec(seed=3, clients=60, sites=3)).instance
    assert len(instance.travel) == 3
    assert all(travel.minutes >= 15 for travel in instance.travel)
    assert {room.site for room in instance.rooms} == set(instance.site)
    assert {site for k in instance.clinicians for site in k.sites or ()} == set(instance.site)


def test_the_share_of_telehealth_is_kept():
    made = generate(GeneratorSpec(seed=3, clients=90, telehealth=0.3))
    remote = [client for client in made.instance.clients if client.modes == ("telehealth",)]
    assert 0.2 <= len(remote) / 90 <= 0.4
    assert {session.mode for session in made.planted.sessions} == {"telehealth", "on_site"}
