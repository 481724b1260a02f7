"""A part of a week says of every choice in it what the judge says of the whole week."""

import random

import pytest

from cpsat.part_weeks import LIMITS, Week, generated, judged, level_values, some_part, tiny
from iopsched.cpsat.cutting import Sample
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.run import Budget, run_briefly
from iopsched.cpsat.stepping import merged
from iopsched.cpsat.variables import Variables
from iopsched.domain.schedule import Schedule
from iopsched.judging.wished import unmet_shares_of

GENERATED, TINY = range(24), range(0, 350, 2)
PARTS = 4


def solved(v: Variables, rng: random.Random) -> list[int]:
    """Minimise one goal level, or draw who attends and leads what: the rules hold whatever is wanted."""
    if rng.random() < 0.5:
        levels = [level_expression(v, level) for level in v.world.instance.goals]
        v.model.minimize(1000 * rng.choice(levels) + sum(levels))
    else:
        tables = (v.client, v.guest, v.lead, v.room)
        uses = [literal for table in tables for found in table.values() for literal in found.values()]
        v.model.minimize(sum(rng.randint(-5, 2) * one for one in [*uses, *v.place.values()]))
    done = run_briefly(v.model, LIMITS, Budget(None, 0.2), one_worker)
    assert done.values is not None
    return done.values


def one_worker(parameters) -> None:
    parameters.num_workers = 1
    parameters.interleave_search = False
    parameters.extra_subsolvers.clear()


def changed(week: Week, rng: random.Random, where: str) -> Schedule:
    """Open a part, choose in it, and hold what the part says of the change against the judge."""
    scope, led_anew = some_part(week, rng)
    inside = {*scope.clients, *(c for s in week.schedule.sessions if s.id in scope.sessions for c in s.clients)}
    shares = unmet_shares_of(week.instance, week.schedule)
    v = week.cutter.cut(
        scope,
        sample=Sample(6, 3, rng) if rng.random() < 0.5 else None,
        led_anew=led_anew,
        worst_elsewhere=max((share for one, share in shares.items() if one not in inside), default=0),
    )
    before = level_values(v, week.schedule)
    assert before is not None, f"{where}: the part does not know the schedule it was cut from"
    values = solved(v, rng)
    after = merged(week.schedule, v, lambda literal: bool(values[literal.index]))
    said = level_values(v, after)
    assert said is not None, where
    by_part = [new - old for new, old in zip(said, before, strict=True)]
    pairs = zip(judged(week, after), judged(week, week.schedule), strict=True)
    by_judge = [new - old for new, old in pairs]
    assert by_part == by_judge, f"{where}: {by_part} in the part, {by_judge} by the judge"
    return after


@pytest.mark.parametrize("seed", GENERATED)
def test_a_change_in_a_part_is_worth_to_the_week_what_the_part_says(seed: int) -> None:
    week, rng = generated(seed), random.Random(seed)
    for number in range(PARTS):
        after = changed(week, rng, f"seed {seed}, part {number}")
        week = week._replace(schedule=after)


@pytest.mark.parametrize("first", range(TINY.start, TINY.stop, 50))
def test_a_change_in_a_part_of_a_tiny_week_is_worth_what_the_part_says(first: int) -> None:
    for seed in range(first, first + 50, TINY.step):
        week, rng = tiny(seed), random.Random(seed)
        for number in range(PARTS if week is not None else 0):
            after = changed(week, rng, f"seed {seed}, part {number}")
            week = week._replace(schedule=after)


def test_what_was_cut_is_of_every_kind() -> None:
    weeks = [generated(seed) for seed in GENERATED]
    assert {len(one.instance.sites) for one in weeks} == {1, 2, 3}
    assert {bool(one.instance.history) for one in weeks} == {True, False}
    assert {one.instance.published is None for one in weeks} <= {True, False}
