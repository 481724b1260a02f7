"""Small generated weeks with the valid schedule they were built around as what is published."""

import random
from functools import cache
from typing import Any, NamedTuple

from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.generating.generate import generate
from iopsched.generating.spec import DEFAULT_FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from iopsched.replanning.preparing import prepare
from iopsched.solving import solve

SHORT_AND_CHANGE = DEFAULT_GOALS[:4]
"""Shortages, then change: what planning again is about, proved in a moment on weeks this small."""


def limits(effort: float = 1.0) -> Limits:
    """The same search every time."""
    return Limits(reproducible=True, effort=effort, workers=1)


class Again(NamedTuple):
    """The effective instance, and what came of planning it."""

    instance: Instance
    result: SolveResult


@cache
def published_week(seed: int) -> tuple[Instance, Schedule]:
    """A week of 6 to 8 clients with five features, and its published schedule."""
    rng = random.Random(seed)
    spec = GeneratorSpec(
        seed=seed,
        clients=rng.choice((6, 7, 8)),
        timetable=rng.choice(("fixed", "open")),
        load=rng.choice(("loose", "balanced", "tight")),
        features=tuple(rng.sample(sorted(set(DEFAULT_FEATURES) - {"pins"}), 5)),
    )
    made = generate(spec)
    return made.instance.replace(goals=SHORT_AND_CHANGE), made.planted


def replanned(week: Instance, published: Schedule, *, effort: float, **what: Any) -> Again:
    """The week planned again, without what is only told of it: substitutes and what could still be done."""
    instance = prepare(week, published, **what).instance
    return Again(instance, solve(instance, limits=limits(effort)))


def values(instance: Instance, schedule: Schedule) -> tuple[int, ...]:
    """The judge's goal values, of a schedule that breaks no rule."""
    verdict = judge(instance, schedule)
    assert verdict.violations == ()
    return tuple(level.value for level in verdict.levels)


def busiest(schedule: Schedule, rng: random.Random) -> tuple[str, Any]:
    """Somebody who leads, more likely whoever leads much, and a date on which that is so."""
    session = rng.choice([session for session in schedule.sessions if session.leaders])
    return rng.choice(session.leaders), session.date
