"""Valid weeks, broken on purpose: the judge names the rule that was broken, and no other."""

import random

import pytest

from iopsched.domain.rules import RULES
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from mutations import MUTATIONS
from mutations.edit import Mutation
from mutations.rich import PLANTED

SEEDS = range(3)
GENERATED = {
    "evenings": GeneratorSpec(seed=1, clients=10),
    "two_sites_with_everything": GeneratorSpec(
        seed=3, clients=14, sites=2, telehealth=0.3, features=tuple(FEATURES)
    ),
    "open_timetable": GeneratorSpec(seed=5, clients=8, timetable="open", load="loose", telehealth=0.2),
}
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


@pytest.mark.parametrize("name", GENERATED)
def test_judge_names_the_rule_in_generated_weeks(name: str) -> None:
    generated = generate(GENERATED[name])
    assert judge(generated.instance, generated.planted).violations == ()
    missed, applied = [], set()
    for rule, mutations in MUTATIONS.items():
        for number, mutation in enumerate(mutations):
            mutated = mutation(generated.instance, generated.planted, random.Random(number))
            if mutated is None:
                continue
            applied.add(rule)
            if rule not in {violation.rule for violation in judge(*mutated).violations}:
                missed.append((rule, number))
    assert missed == []
    assert len(applied) >= 40


def test_every_rule_has_two_mutations() -> None:
    assert set(MUTATIONS) == set(RULES)
    assert all(len(set(mutations)) >= 2 for mutations in MUTATIONS.values())
