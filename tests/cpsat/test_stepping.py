"""A step of the search in parts: never worse than before, and never lost on a valid schedule."""

import random

import pytest

from cpsat.part_weeks import LIMITS, Week, generated, judged, some_part, tiny
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import open_scope
from iopsched.cpsat.spans import Bundle, bundles
from iopsched.cpsat.stepping import Levels, step
from iopsched.domain.schedule import Schedule
from iopsched.judging.wished import unmet_shares_of

STEPS = 2


def worth(week: Week, bundle: Bundle, schedule: Schedule) -> int:
    """Return what the judge makes of goal levels weighed as the step weighs them."""
    by_level = dict(zip([level.id for level in week.instance.goals], judged(week, schedule), strict=True))
    return sum(weight * by_level[level.id] for weight, level in bundle.levels)


def stepped(week: Week, rng: random.Random, where: str) -> Week:
    """Return the week after a step, which a part of a valid schedule always allows."""
    scope, led_anew = some_part(week, rng)
    shares = unmet_shares_of(week.instance, week.schedule)
    found = bundles(week.instance, week.instance.client)
    found = found[: rng.randint(1, len(found))]
    done = step(
        week.cutter,
        scope,
        [Levels(bundle) for bundle in found],
        LIMITS,
        sample=Sample(6, 3, rng),
        led_anew=led_anew,
        worst_elsewhere=max((share for one, share in shares.items() if one not in scope.clients), default=0),
    )
    # Without effort and without an end the part did not know the schedule it was cut from.
    assert done.ended or done.effort > 0, where
    if done.schedule is None:
        return week
    changes = [worth(week, one, done.schedule) - worth(week, one, week.schedule) for one in found]
    assert max(changes[:-1], default=0) <= 0, where
    assert changes[-1] < 0, where
    return week._replace(schedule=done.schedule)


@pytest.mark.parametrize("seed", [seed for seed in range(13) if seed % 3])
def test_a_step_betters_its_aim_and_keeps_those_before(seed: int) -> None:
    week, rng = generated(seed), random.Random(seed)
    for number in range(STEPS):
        week = stepped(week, rng, f"seed {seed}, step {number}")


@pytest.mark.parametrize("first", range(1, 300, 60))
def test_a_step_of_a_tiny_week_finds_nothing_better_than_the_best(first: int) -> None:
    for seed in range(first, first + 60, 8):
        week, rng = tiny(seed), random.Random(seed)
        if week is not None:
            assert stepped(week, rng, f"seed {seed}") is week


def test_a_step_that_opens_nothing_ends_at_once() -> None:
    week = generated(1)
    aims = [Levels(bundle) for bundle in bundles(week.instance, ())]
    done = step(week.cutter, open_scope(week.instance, week.schedule), aims, LIMITS)
    assert done.schedule is None
    assert done.ended
