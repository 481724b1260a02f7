"""Valid weeks, broken on purpose: the judge names the rule that was broken, and no other."""

import random

import pytest

from iopsched.domain.rules import RULES
from iopsched.judging.judge import judge
from mutations import MUTATIONS
from mutations.edit import Mutation
from mutations.rich import PLANTED

SEEDS = range(4)
ROWS = [
    pytest.param(rule, mutation, id=f"{rule}-{number}")
    for rule, mutations in MUTATIONS.items()
    for number, mutation in enumerate(mutations, 1)
]

NEVER_ALONE = {
    # A guest is only where its client is: whoever keeps it from being there keeps its client, or parts them.
    "guest_in_one_place": ({"client_in_one_place"}, {"company_kept"}),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_weeks_are_valid(name: str) -> None:
    assert judge(*PLANTED[name]).violations == ()


def _broken(mutation: Mutation) -> list[set[str]]:
    found = []
    for (facts, plan), seed in ((pair, seed) for pair in PLANTED.values() for seed in SEEDS):
        mutated = mutation(facts, plan, random.Random(seed))
        if mutated is not None:
            found.append({violation.rule for violation in judge(*mutated).violations})
    return found


@pytest.mark.parametrize("rule, mutation", ROWS)
def test_judge_names_the_rule_that_was_broken(rule: str, mutation: Mutation) -> None:
    broken = _broken(mutation)
    assert broken
    assert all(rule in rules for rules in broken)
    alone = [{rule} | others for others in NEVER_ALONE.get(rule, (set(),))]
    assert any(rules in alone for rules in broken)


def test_every_rule_has_two_mutations() -> None:
    assert set(MUTATIONS) == set(RULES)
    assert all(len(set(mutations)) >= 2 for mutations in MUTATIONS.values())
