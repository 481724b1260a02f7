"""Whatever is read, it is an instance or a list of problems; never anything else, and never for long."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutants import ROOT, garble, outcome, outcome_of_bytes, outcome_of_schedule, spoil, try_spoilt
from iopsched.files.wording import known_keys
from sample import sample_instance, sample_schedule

BASES = [
    json.loads((ROOT / path).read_text())
    for path in ("docs/example.json", "instances/programmes/evening-20.json")
]
WEEK = sample_instance()
SCHEDULE = json.loads(sample_schedule(WEEK).model_dump_json())
ENDS = {"refused", "accepted", "not JSON"}

quick = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
keys = st.sampled_from(sorted(known_keys())) | st.text(max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(sorted(known_keys()))
)
json_data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)
like_an_instance = st.fixed_dictionaries(
    {"id": st.just("x"), "week": st.just({"monday": "2026-03-02", "time_zone": "UTC"})},
    optional={
        name: st.lists(json_data, max_size=3) for name in ("sites", "clients", "groups", "pins", "travel")
    },
)
seeds = st.integers(0, 2**32)


@quick
@given(json_data)
def test_random_data_is_refused(data):
    assert outcome(data) == "refused"


@quick
@given(like_an_instance)
def test_random_data_where_entities_belong_is_told(data):
    assert outcome(data) in ENDS


@quick
@given(st.binary(max_size=200))
def test_random_bytes_are_refused(content):
    assert outcome_of_bytes(content) in ("not JSON", "refused")


@pytest.mark.parametrize("base", BASES, ids=["example", "evening"])
@quick
@given(seed=seeds)
def test_a_spoilt_instance_is_refused_or_reads_back(base, seed):
    assert outcome(spoil(base, random.Random(seed))) in ENDS


@quick
@given(seed=seeds)
def test_a_garbled_file_is_refused_or_reads_back(seed):
    assert outcome_of_bytes(garble(json.dumps(BASES[0]).encode(), random.Random(seed))) in ENDS


@quick
@given(seed=seeds)
def test_a_spoilt_schedule_is_refused_or_read(seed):
    assert outcome_of_schedule(spoil(SCHEDULE, random.Random(seed)), WEEK) in ENDS


def test_a_run_counts_what_it_tried_and_meets_both_ends():
    counts = try_spoilt(60, seed=1)
    assert sum(counts.values()) == 60
    assert {"refused", "accepted", "not JSON"} == set(counts)
