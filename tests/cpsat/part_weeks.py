"""Weeks with a valid schedule, for the search in parts: generated ones, ones that have begun, tiny ones."""

import datetime as dt
import random
from functools import cache
from typing import NamedTuple

from brute_force.enumerate import best_of
from brute_force.tiny import tiny_instance
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.extract import decisions_of
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.run import complete
from iopsched.cpsat.scope import Scope, open_scope, with_company
from iopsched.cpsat.stepping import value_of
from iopsched.cpsat.variables import Variables
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=0.3, workers=1)


class Week(NamedTuple):
    """An instance, a valid schedule of it, and the parts that can be cut out of it."""

    instance: Instance
    schedule: Schedule
    cutter: Cutter


@cache
def generated(seed: int) -> Week:
    """Return a week with all features and the schedule that it was built around; every third has begun."""
    spec = GeneratorSpec(
        seed=seed,
        clients=12 + seed % 19,
        sites=1 + seed // 4 % 3,
        timetable=("fixed", "open")[seed // 2 % 2],
        load=("loose", "balanced", "tight", "over")[seed % 4],
        telehealth=0.2,
        features=tuple(FEATURES),
    )
    made = generate(spec)
    if seed % 3:
        return Week(made.instance, made.planted, Cutter(made.instance))
    return _begun(made.instance, made.planted)


def _begun(instance: Instance, schedule: Schedule) -> Week:
    """Return the week on its Wednesday, after all that was planned until then was held."""
    now = dt.datetime.combine(instance.week.date_of(2), dt.time(12))
    week = instance.week.model_copy(update={"now": now})
    held = tuple(one for one in schedule.sessions if week.is_past(one.date, one.start))
    instance = instance.replace(week=week, history=held)
    schedule = schedule.model_copy(update={"instance_digest": instance.digest})
    assert judge(instance, schedule).valid
    return Week(instance, schedule, Cutter(instance))


@cache
def tiny(seed: int) -> Week | None:
    """Return a tiny week and the best schedule of it, None where no schedule is valid."""
    instance = tiny_instance(seed)
    best = best_of(instance)
    return None if best is None else Week(instance, best.schedule, Cutter(instance))


def some_part(week: Week, rng: random.Random) -> tuple[Scope, frozenset[str]]:
    """Return a scope of some clients and sessions, held or not, and groups beside it to be led anew."""
    clients = list(week.instance.client)
    groups = list(week.instance.offer)
    scope = open_scope(
        week.instance,
        week.schedule,
        clients=rng.sample(clients, rng.randint(0, min(len(clients), 6))),
        sessions=rng.sample(groups, rng.randint(0, min(len(groups), 3))),
    )
    held = [one for one in week.schedule.sessions if one.group is not None and one.id not in scope.sessions]
    ahead = [one.id for one in held if not week.instance.week.is_past(one.date, one.start)]
    return scope, frozenset(rng.sample(ahead, min(len(ahead), rng.choice((0, 1, 4)))))


def own_sessions_of_some(week: Week, rng: random.Random) -> tuple[Scope, frozenset[str]]:
    """Return a scope of own sessions of some clients, who stay in the groups that they attend."""
    clients = list(week.instance.client)
    some = with_company(week.instance, rng.sample(clients, rng.randint(1, min(len(clients), 8))))
    theirs = (week.instance.individual_session_ids(week.instance.client[one]) for one in some)
    own = frozenset(session for found in theirs for session, _ in found)
    return Scope(week.schedule, own, frozenset(), frozenset(some)), frozenset()


def level_values(v: Variables, schedule: Schedule) -> list[int] | None:
    """Return what a part says of each goal level in a schedule, None if it says that it breaks a rule."""
    levels = [level_expression(v, level) for level in v.world.instance.goals]
    v.model.minimize(sum(levels))
    v.model.clear_hints()
    for index, value in decisions_of(v, schedule).items():
        v.model.add_hint(v.model.get_int_var_from_proto_index(index), value)
    values = complete(v.model, LIMITS)
    return None if values is None else [value_of(level, values) for level in levels]


def judged(week: Week, schedule: Schedule) -> list[int]:
    """Return the judge's goal values of a schedule that breaks no rule."""
    verdict = judge(week.instance, schedule)
    assert verdict.valid, [str(one) for one in verdict.violations]
    return [level.value for level in verdict.levels]
