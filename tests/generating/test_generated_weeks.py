"""Whatever is asked for, the planted week keeps every rule and, unless it is tight, meets every need."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.checks import doubts
from iopsched.domain.draft import draft_of
from iopsched.generating.generate import generate
from iopsched.generating.spec import DEFAULT_FEATURES, FEATURES, LOADS, GeneratorSpec
from iopsched.judging.judge import judge

SPECS = st.builds(
    GeneratorSpec,
    seed=st.integers(0, 10_000),
    clients=st.integers(2, 40),
    sites=st.integers(1, 3),
    timetable=st.sampled_from(("fixed", "open")),
    load=st.sampled_from(LOADS),
    telehealth=st.sampled_from((0.0, 0.2, 0.5, 1.0)),
    crossing=st.sampled_from((None, 0.0, 0.1, 1.0)),
    features=st.one_of(
        st.just(DEFAULT_FEATURES),
        st.just(tuple(FEATURES)),
        st.lists(st.sampled_from(tuple(FEATURES)), unique=True, max_size=12).map(tuple),
    ),
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(SPECS)
def test_the_planted_week_is_valid_and_meets_every_need(spec):
    made = generate(spec)
    verdict = judge(made.instance, made.planted)
    assert verdict.violations == ()
    short = {need.client for need in verdict.shortfalls}
    planted = {client.id for client in made.instance.clients if client.id.startswith("c")}
    assert len(planted) == spec.clients - spec.newcomers
    assert not short & planted
    assert spec.load in ("tight", "over") or not short
    assert spec.load == "tight" or len(made.instance.clients) == spec.clients


@pytest.mark.parametrize("clients", (2, 12, 13, 25, 100))
def test_every_size_is_served_whole(clients):
    made = generate(GeneratorSpec(clients=clients))
    verdict = judge(made.instance, made.planted)
    assert (verdict.violations, verdict.shortfalls) == ((), ())


@pytest.mark.parametrize("fields", ({}, {"sites": 2, "telehealth": 0.3}, {"features": tuple(FEATURES)}))
def test_an_instance_gives_no_reason_for_doubt(fields):
    made = generate(GeneratorSpec(clients=40, timetable="open", **fields))
    assert [str(problem) for problem in doubts(draft_of(made.instance))] == []


def test_few_clinicians_and_rooms_leave_needs_unmet_and_break_no_rule():
    made = generate(GeneratorSpec(clients=40, clinicians=3, rooms=2))
    verdict = judge(made.instance, made.planted)
    assert (len(made.instance.clinicians), len(made.instance.rooms)) == (3, 2)
    assert verdict.violations == ()
    assert verdict.shortfalls


def test_more_clinicians_and_rooms_than_needed_are_there_too():
    made = generate(GeneratorSpec(clients=12, clinicians=20, rooms=15))
    assert (len(made.instance.clinicians), len(made.instance.rooms)) == (20, 15)
    assert judge(made.instance, made.planted).shortfalls == ()


def test_a_tight_load_brings_clients_nobody_has_a_place_for():
    made = generate(GeneratorSpec(clients=30, load="tight"))
    newcomers = [client for client in made.instance.clients if client.id.startswith("x")]
    assert newcomers
    short = {need.client for need in judge(made.instance, made.planted).shortfalls}
    assert short == {client.id for client in newcomers}


def test_an_over_subscribed_house_has_no_seat_to_spare():
    spec = GeneratorSpec(clients=40, load="over")
    made = generate(spec)
    heads = Counter(session.group for session in made.planted.sessions for _ in session.clients)
    for group in made.instance.groups:
        assert heads[group.id] <= group.max_heads * len(group.meetings)
    assert sum(client.id.startswith("x") for client in made.instance.clients) == spec.newcomers == 10
    assert all(clinician.max_caseload is not None for clinician in made.instance.clinicians)


def test_some_clients_and_clinicians_go_to_two_sites_if_asked_to():
    spec = {"clients": 80, "sites": 4, "seed": 5}
    anywhere, bound, crossing = (
        generate(GeneratorSpec(**spec, crossing=share)).instance for share in (None, 0.0, 0.2)
    )
    assert all(client.only_groups is None for client in anywhere.clients)
    assert all(client.only_groups is not None for client in bound.clients)
    site_of = {room.id: room.site for room in crossing.rooms}
    places = {group.id: {site_of[room] for room in group.rooms} for group in crossing.groups}
    sites = [len(set().union(*(places[g] for g in client.only_groups))) for client in crossing.clients]
    assert Counter(sites) == {1: 64, 2: 16}
    assert any(len(clinician.sites or ()) == 2 for clinician in crossing.clinicians)
    assert not any(len(clinician.sites or ()) == 2 for clinician in bound.clinicians)


def test_families_of_a_large_house_fit_into_their_evening():
    made = generate(GeneratorSpec(seed=1, clients=500, sites=5))
    assert judge(made.instance, made.planted).violations == ()


def test_a_fixed_timetable_has_one_start_per_meeting_and_an_open_one_several():
    fixed = generate(GeneratorSpec(timetable="fixed")).instance
    opened = generate(GeneratorSpec(timetable="open")).instance
    assert {len(offer.meeting.starts) for offer in fixed.offer.values()} == {1}
    assert min(len(offer.meeting.starts) for offer in opened.offer.values()) >= 2


def test_a_spec_always_gives_the_same_instance_and_schedule_in_every_process():
    script = (
        "from iopsched.generating.generate import generate;"
        "from iopsched.generating.spec import FEATURES, GeneratorSpec;"
        "made = generate(GeneratorSpec(seed=7, sites=2, features=tuple(FEATURES)));"
        "print(made.instance.model_dump_json(), made.planted.model_dump_json())"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "1")
    }
    assert len(texts) == 1


def test_another_seed_gives_another_instance():
    digests = {generate(GeneratorSpec(seed=seed)).instance.digest for seed in range(6)}
    assert len(digests) == 6


@pytest.mark.parametrize(
    "fields",
    (
        {"clients": 1},
        {"sites": 0},
        {"rooms": 0},
        {"clinicians": 0},
        {"telehealth": 1.5},
        {"crossing": -0.1},
        {"timetable": "loose"},
        {"load": "fixed"},
        {"features": ("weather",)},
    ),
)
def test_a_spec_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValueError, match=r"is from|is a share|is fixed|features are"):
        GeneratorSpec(**fields)
