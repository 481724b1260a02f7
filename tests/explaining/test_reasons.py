"""Reasons are true, minimal and say what they should, on weeks whose causes are known."""

import pytest

from explaining.planted_pairs import PAIRS
from explaining.planted_people import SOLE_OF_PEOPLE
from explaining.planted_place import SOLE_OF_PLACES
from explaining.reason_cases import Planted
from iopsched.domain.progress import Limits
from iopsched.domain.rules import RULES
from iopsched.explaining.reasons import reasons
from iopsched.solving import solve

LIMITS = Limits(reproducible=True, effort=4, workers=1)

SOLE = (*SOLE_OF_PLACES, *SOLE_OF_PEOPLE)

NEVER_A_CAUSE = {
    "start_offered": "nothing is tried at another start; whose hours miss those on offer is told",
    "length_kept": "nothing is tried at another length; whose hours are too short for it is told",
    "guest_in_one_place": "a guest goes where its client goes, who would be in two places itself",
}
"""Rules that are never what a client falls short for, and why."""


def shortages(result) -> dict:
    return {(need.client, need.kind, need.subject): need.short for need in result.shortfalls}


def cases(planted):
    return pytest.mark.parametrize("case", planted, ids=lambda case: case.id)


def test_every_rule_is_planted_or_never_a_cause():
    planted = {case.rules[0] for case in SOLE}
    assert planted | NEVER_A_CAUSE.keys() == RULES.keys()
    assert not planted & NEVER_A_CAUSE.keys()
    assert len(PAIRS) >= 8


@cases([*SOLE, *PAIRS])
def test_the_planted_cause_is_found_first_and_told(case: Planted):
    week = case.instance()
    before = solve(week, limits=LIMITS)
    found = reasons(week, before.schedule, limits=LIMITS)
    assert found.complete
    (reason,) = [one for one in found.reasons if one.need.client == case.client]
    cause = reason.causes[0]
    assert sorted(cause.rules) == sorted(case.rules)
    assert cause.fewest
    assert len(cause.obstacles) == len(case.rules)
    assert reason.lies_in == case.lies_in
    assert [text for text in case.told if text not in " ".join(cause.obstacles)] == []
    assert reason.sentences[0].startswith(f"{case.client} is ")
    assert reason.sentences[1].startswith("proved: c1 can have at most") == (case.lies_in == "client")


@cases([*SOLE, *PAIRS])
def test_without_the_cause_the_need_is_met_and_with_any_part_of_it_is_not(case: Planted):
    before = shortages(solve(case.instance(), limits=LIMITS))
    missed = {key for key in before if key[0] == case.client}
    assert len(missed) == 1
    everything = range(len(case.edits))
    after = shortages(solve(case.instance(*everything), limits=LIMITS))
    assert not missed & after.keys()
    assert all(short <= before.get(key, 0) for key, short in after.items())
    for kept in everything if len(everything) > 1 else ():
        partly = solve(case.instance(*(one for one in everything if one != kept)), limits=LIMITS)
        assert missed & shortages(partly).keys()
