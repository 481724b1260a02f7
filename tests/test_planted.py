"""Generated weeks are built around a valid schedule; the model must know it, and never do worse."""

import itertools
import random
from functools import cache

import pytest
from ortools.sat.python import cp_model

from iopsched.cpsat.build import build
from iopsched.cpsat.extract import fix
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.variables import Variables
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.progress import Limits
from iopsched.generating.draft import Generated
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from iopsched.solving import solve

SEEDS = range(200)
CHUNK = 10
LEVEL_1 = DEFAULT_GOALS[:3]


@cache
def planted(seed: int) -> Generated:
    """Return a small generated week with some of the features; over the seeds, with all of them."""
    rng = random.Random(seed)
    spec = GeneratorSpec(
        seed=seed,
        clients=rng.choice((2, 3, 4, 6, 8, 12)),
        sites=rng.choice((1, 1, 2)),
        timetable=rng.choice(("fixed", "open")),
        load=rng.choice(("loose", "balanced", "tight")),
        telehealth=rng.choice((0, 0.3)),
        features=tuple(rng.sample(sorted(FEATURES), 6)),
    )
    return generate(spec)


def values(week: Generated) -> tuple[int, ...]:
    """Return the judge's level values of the planted schedule."""
    return tuple(level.value for level in judge(week.instance, week.planted).levels)


def optimum(v: Variables) -> cp_model.CpSolver:
    """Return a solver that has solved the model, and did not fail to."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(v.model) == cp_model.OPTIMAL
    return solver


def test_both_timetables_and_one_or_two_sites_are_planted() -> None:
    instances = [planted(seed).instance for seed in SEEDS]
    starts = {
        len(meeting.starts) > 1 for one in instances for group in one.groups for meeting in group.meetings
    }
    assert starts == {True, False}
    assert {len(one.sites) for one in instances} == {1, 2}
    assert {one.published is None for one in instances} == {True, False}


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, CHUNK))
def test_the_judge_accepts_what_was_planted(first: int) -> None:
    for seed in range(first, first + CHUNK):
        assert judge(planted(seed).instance, planted(seed).planted).violations == (), seed


def counted(v: Variables, week: Generated) -> tuple[int, ...]:
    """Return the model's level values with the planted schedule fixed."""
    assert fix(v, week.planted)
    levels = [level_expression(v, level) for level in week.instance.goals]
    # Values may be too high unless something presses on them: press on all at once.
    v.model.minimize(sum(levels))
    solver = optimum(v)
    return tuple(solver.value(level) for level in levels)


@pytest.mark.parametrize("first", range(SEEDS.start, SEEDS.stop, CHUNK))
def test_the_full_model_allows_what_was_planted_and_counts_as_the_judge_does(first: int) -> None:
    for seed in range(first, first + CHUNK):
        week = planted(seed)
        assert counted(build(week.instance, only=week.planted, merge=False), week) == values(week), seed


@pytest.mark.parametrize("seed", SEEDS[::8])
def test_the_weekly_model_has_what_was_planted_among_its_choices(seed: int) -> None:
    week = planted(seed)
    assert counted(build(week.instance, keep=(week.planted,)), week) == values(week)


SMALL = [seed for seed in SEEDS if len(planted(seed).instance.clients) <= 3][:12]
"""Weeks so small that little effort gets far."""


@pytest.mark.parametrize("seed", SMALL)
def test_a_search_serves_clients_no_worse_than_planted(seed: int) -> None:
    week = planted(seed)
    limits = Limits(reproducible=True, effort=4.0, workers=1)
    result = solve(week.instance.replace(goals=LEVEL_1), limits=limits)
    assert tuple(level.value for level in result.levels) <= values(week)[:3]


@pytest.mark.parametrize("seed", SMALL[:3])
def test_what_is_proved_is_nowhere_worse_than_planted(seed: int) -> None:
    week = planted(seed)
    result = solve(week.instance, limits=Limits(reproducible=True, effort=0.5, workers=1))
    proved = [level.value for level in itertools.takewhile(lambda level: level.optimal, result.levels)]
    assert proved <= list(values(week)[: len(proved)])
    bounds = [level.bound for level in result.levels if level.bound_kind == "proved"]
    assert bounds <= list(values(week)[: len(bounds)])
