"""Valid weeks, broken on purpose: the judge names the broken rule and no other, and the model has none of it.

Weeks built by hand, generated ones, and ones that the solver made.
"""

import itertools
import random
from collections.abc import Iterable, Iterator

import pytest

from iopsched.cpsat.build import build
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule
from iopsched.files.reading import read_instance
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from iopsched.solving import solve
from mutations import MUTATIONS
from mutations.edit import Mutation, Pair
from mutations.rich import PLANTED
from sample import sample_instance
from test_model_cases import fixed_is_feasible

SEEDS = range(3)
GENERATED = {
    "evenings": GeneratorSpec(seed=1, clients=10),
    "two_sites_with_everything": GeneratorSpec(
        seed=3, clients=14, sites=2, telehealth=0.3, features=tuple(FEATURES)
    ),
    "open_timetable": GeneratorSpec(seed=5, clients=8, timetable="open", load="loose", telehealth=0.2),
}
SOLVED = ("sample", "generated", "moved", "couple", "travel")
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


def _mutated(mutation: Mutation, seeds: Iterable[int] = SEEDS) -> Iterator[Pair]:
    for (facts, plan), seed in itertools.product(PLANTED.values(), seeds):
        mutated = mutation(facts, plan, random.Random(seed))
        if mutated is not None:
            yield mutated


def _allowed(facts: Instance, plan: Schedule) -> bool:
    """Whether the full model, with nothing filtered out or merged, has the schedule and lets it be."""
    return fixed_is_feasible(build(facts, only=plan, merge=False), plan)


def _solved(name: str) -> Pair:
    if name == "sample":
        facts = sample_instance()
    elif name == "generated":
        facts = generate(GeneratorSpec(seed=2, clients=6, features=())).instance
    else:
        facts = read_instance(f"@tiny/{name}")
    return facts, solve(facts, limits=Limits(reproducible=True, effort=2, workers=1)).schedule


@pytest.mark.parametrize("rule, mutation", ROWS)
def test_judge_names_the_rule_that_was_broken(rule: str, mutation: Mutation) -> None:
    broken = [{violation.rule for violation in judge(*pair).violations} for pair in _mutated(mutation)]
    assert broken
    assert all(rule in rules for rules in broken)
    alone = [{rule} | others for others in NEVER_ALONE.get(rule, (set(),))]
    assert any(rules in alone for rules in broken)


@pytest.mark.parametrize("name", PLANTED)
def test_the_model_has_planted_weeks(name: str) -> None:
    assert _allowed(*PLANTED[name])


@pytest.mark.parametrize("rule, mutation", ROWS)
def test_the_model_has_no_week_in_which_the_rule_is_broken(rule: str, mutation: Mutation) -> None:
    assert not any(_allowed(*pair) for pair in _mutated(mutation, [0]))


def _one_of_each(facts: Instance, plan: Schedule) -> list[tuple[str, Pair]]:
    """Every mutation that the week gives occasion for, with its rule."""
    found = []
    for rule, mutations in MUTATIONS.items():
        for number, mutation in enumerate(mutations):
            mutated = mutation(facts, plan, random.Random(number))
            if mutated is not None:
                found.append((rule, mutated))
    return found


def _unnamed(mutated: list[tuple[str, Pair]]) -> list[str]:
    """The rules that the judge does not name where they were broken."""
    return [rule for rule, pair in mutated if rule not in {v.rule for v in judge(*pair).violations}]


@pytest.mark.parametrize("name", GENERATED)
def test_judge_names_the_rule_in_generated_weeks(name: str) -> None:
    generated = generate(GENERATED[name])
    assert judge(generated.instance, generated.planted).violations == ()
    mutated = _one_of_each(generated.instance, generated.planted)
    assert _unnamed(mutated) == []
    assert len({rule for rule, _ in mutated}) >= 40


@pytest.mark.parametrize("name", SOLVED)
def test_judge_and_model_agree_on_what_is_broken_in_solved_weeks(name: str) -> None:
    facts, plan = _solved(name)
    assert judge(facts, plan).violations == ()
    mutated = _one_of_each(facts, plan)
    assert _unnamed(mutated) == []
    assert len({rule for rule, _ in mutated}) >= 30
    assert _allowed(facts, plan)
    assert [rule for rule, pair in mutated if _allowed(*pair)] == []


def test_every_rule_has_two_mutations() -> None:
    assert set(MUTATIONS) == set(RULES)
    assert all(len(set(mutations)) >= 2 for mutations in MUTATIONS.values())
