"""Choosing in a part of a week, and holding what the part says of it against the judge."""

import random
from collections.abc import Callable

from cpsat.part_weeks import LIMITS, Week, judged, level_values, some_part
from iopsched.cpsat.carving import decided
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.run import Budget, run_briefly
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.stepping import merged
from iopsched.cpsat.variables import Variables
from iopsched.domain.schedule import Schedule
from iopsched.judging.wished import unmet_shares_of


def solved(v: Variables, rng: random.Random) -> list[int]:
    """Minimise one goal level, or draw who attends and leads what: the rules hold whatever is wanted."""
    if rng.random() < 0.5:
        levels = [level_expression(v, level) for level in v.world.instance.goals]
        v.model.minimize(1000 * rng.choice(levels) + sum(levels))
    else:
        tables = (v.client, v.guest, v.lead, v.room)
        uses = [literal for table in tables for found in table.values() for literal in found.values()]
        v.model.minimize(sum(rng.randint(-5, 2) * one for one in [*uses, *v.place.values()]))
    for effort in (0.06, 2.0):
        done = run_briefly(v.model, LIMITS, Budget(None, effort), one_worker)
        if done.values is not None:
            return done.values
    raise AssertionError("nothing was found in a part of a valid schedule")


def one_worker(parameters) -> None:
    parameters.num_workers = 1
    parameters.interleave_search = False
    parameters.extra_subsolvers.clear()


Part = Callable[[Week, random.Random], tuple[Scope, frozenset[str]]]


def changed(
    week: Week, rng: random.Random, where: str, *, anew: bool = True, part: Part = some_part
) -> Schedule:
    """Open a part, choose in it, and hold what the part says of the change against the judge."""
    scope, led_anew = part(week, rng)
    led_anew = led_anew if anew else frozenset()
    open_sessions = scope.sessions - decided(week.cutter, scope)
    opened = [session for session in week.schedule.sessions if session.id in open_sessions]
    inside = {*scope.clients, *scope.own_of, *(client for session in opened for client in session.clients)}
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
