"""The model against brute force: on tiny weeks, both find the same best value at every level."""

import random
from collections.abc import Iterable

import pytest

from brute_force.active import ACTIVE, SEEDS, refused_by
from brute_force.agreement import compare, disagreement
from brute_force.enumerate import Weeks
from brute_force.options import choices, week_of
from brute_force.tiny import AHEAD, tiny_instance
from iopsched import solving
from iopsched.domain.goals import TERMS
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Session
from iopsched.judging.judge import judge

CHUNK = 10
IN_PARTS = frozenset(seed for seed in AHEAD if seed % 3 != 2)
"""The seeds of 200 weeks that are also searched in parts first."""


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, CHUNK))
def test_every_level_has_the_value_that_trying_everything_finds(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparisons = [compare(seed) for seed in range(first, first + CHUNK)]
    assert [one.disagreement for one in comparisons if one.disagreement] == []
    # The same again, searched in parts before it is searched whole.
    monkeypatch.setattr(solving, "PARTS_FROM", 1)
    monkeypatch.setattr(solving, "WISHES_FROM", 1)
    searched = [one for one in comparisons if one.seed in IN_PARTS]
    found = [disagreement(one.seed, one.best.vector if one.best else None) for one in searched]
    assert [one for one in found if one] == []


def test_there_is_something_to_choose() -> None:
    valid = sorted(sum(1 for _ in Weeks(tiny_instance(seed))) for seed in range(40))
    assert valid[20] >= 10
    assert valid[-1] >= 200


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_makes_a_difference_to_some_week(rule: str) -> None:
    assert ACTIVE[rule] in SEEDS
    assert refused_by(rule, ACTIVE[rule])


def test_every_term_comes_first_at_some_seed() -> None:
    first = {tiny_instance(seed).goals[0].terms[0].term for seed in SEEDS}
    assert first == set(TERMS)


@pytest.mark.parametrize("seed", range(20))
def test_no_valid_week_is_given_up_on_the_way(seed: int) -> None:
    instance, rng = tiny_instance(seed), random.Random(seed)
    enumerated = {_key(week.sessions) for week in Weeks(instance)}
    offered = [[None, *sessions] for sessions in choices(instance)]
    for _ in range(60):
        sessions = [session for one in offered if (session := rng.choice(one)) is not None]
        assert judge(instance, week_of(instance, sessions)).valid == (_key(sessions) in enumerated)


def _key(sessions: Iterable[Session]) -> frozenset[str]:
    return frozenset(str(session) for session in sessions)
