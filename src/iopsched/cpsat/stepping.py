"""One step of the search in parts: a part of the week solved anew, no worse than it is now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ortools.sat.python import cp_model, cp_model_helper

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import decisions_of, sessions_among
from iopsched.cpsat.goals import TERMS, level_expression
from iopsched.cpsat.goals.wishes import unmet_beyond, unmet_wishes
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.run import Budget, complete, run_briefly
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.spans import Bundle
from iopsched.cpsat.variables import Variables
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule


class Aim(Protocol):
    """What is to be as small as can be; it can be sent to another process."""

    def __call__(self, v: Variables) -> Expr:
        """Return it as an expression over the variables of a model."""
        ...


SHORTAGE_WEIGHTS = {"abandoned": 120, "clients_short": 60, "minutes_short": 1}
"""What shortages weigh where they are minimised together."""

SETTLING = 0.1
"""Deterministic units for leaving as much as can be as it is."""


@dataclass(frozen=True)
class Stepped:
    """How a step went: the whole schedule after it, None where nothing better was found.

    `ended` says that the part was searched to its end. `effort` is in deterministic units. A draft tells
    whom it has `left_out` so that others are served.
    """

    schedule: Schedule | None
    ended: bool
    effort: float
    left_out: frozenset[str] = frozenset()


def step(
    cutter: Cutter,
    scope: Scope,
    aims: Sequence[Aim],
    limits: Limits,
    *,
    sample: Sample | None = None,
    led_anew: frozenset[str] = frozenset(),
    worst_elsewhere: int = 0,
    valid: bool = True,
    large: bool = False,
    settled: bool = False,
) -> Stepped:
    """Minimise the last of some aims inside a scope, the others staying no worse than now.

    With `settled` as much as can be stays as it is where something better is found: what changes
    without need is in the way of what is changed elsewhere at the same time.
    The scope's schedule keeps every rule, unless it is said not to be `valid`; what is returned does.
    """
    v = cutter.cut(scope, sample=sample, led_anew=led_anew, worst_elsewhere=worst_elsewhere, valid=valid)
    expressions = [aim(v) for aim in aims]
    present = _present(v, scope.schedule, expressions, limits) if valid else None
    if valid and present is None:
        return Stepped(None, ended=False, effort=0.0)
    *held, focus = [(one, None if present is None else value_of(one, present)) for one in expressions]
    if isinstance(focus[0], int) or (focus[1] is not None and focus[1] <= _least(focus[0], v)):
        return Stepped(None, ended=True, effort=0.0)
    for expression, value in held:
        if not isinstance(expression, int) and value is not None:
            v.model.add(expression <= value)
    v.model.minimize(focus[0])
    _hint(v, decisions_of(v, scope.schedule) if present is None else dict(enumerate(present)))
    budget = Budget(None, limits.effort) if limits.reproducible else Budget(limits.time_limit, limits.effort)
    done = run_briefly(v.model, limits, budget, _together if large and not limits.reproducible else _alone)
    better = done.value is not None and (focus[1] is None or done.value < focus[1])
    values, effort = done.values or [], done.effort
    if better and settled:
        values, further = _settled(v, scope.schedule, focus[0], values, limits)
        effort += further
    schedule = merged(scope.schedule, v, lambda literal: bool(values[literal.index])) if better else None
    return Stepped(schedule, ended=done.status in {"optimal", "infeasible"}, effort=effort)


@dataclass(frozen=True)
class Levels:
    """The aim of goal levels weighed so that they stay in order."""

    bundle: Bundle

    def __call__(self, v: Variables) -> Expr:
        """Return the weighted sum of the levels."""
        return total(weight * level_expression(v, level) for weight, level in self.bundle.levels)


@dataclass(frozen=True)
class Served:
    """The aim of all shortages weighed together.

    It is 0 exactly if nothing is short, and falls in small steps until then.
    """

    def __call__(self, v: Variables) -> Expr:
        """Return the weighted sum of shortages."""
        return total(weight * TERMS[term](v) for term, weight in SHORTAGE_WEIGHTS.items())


@dataclass(frozen=True)
class NobodyBeyond:
    """The aim that nobody has more than a share (permille) of wishes unmet, and then few wishes."""

    share: int

    def __call__(self, v: Variables) -> Expr:
        """Return what lies beyond the share, and the wishes unmet."""
        return unmet_beyond(v, self.share) + unmet_wishes(v)


def _present(
    v: Variables, schedule: Schedule, expressions: Sequence[Expr], limits: Limits
) -> list[int] | None:
    """Return every variable's value in the schedule as it is, each goal counted as low as it is."""
    v.model.minimize(total(expressions))
    _hint(v, decisions_of(v, schedule))
    return complete(v.model, limits)


def _settled(
    v: Variables, schedule: Schedule, focus: Expr, values: list[int], limits: Limits
) -> tuple[list[int], float]:
    """Return values as good as some, closer to a schedule, and the effort that it took."""
    stays = [v.model.get_bool_var_from_proto_index(at) for at, on in decisions_of(v, schedule).items() if on]
    v.model.add(focus <= value_of(focus, values))
    v.model.minimize(total(1 - literal for literal in stays))
    _hint(v, dict(enumerate(values)))
    done = run_briefly(v.model, limits, Budget(None, SETTLING), _swiftly)
    return done.values or values, done.effort


def _hint(v: Variables, values: dict[int, int]) -> None:
    v.model.clear_hints()  # type: ignore[no-untyped-call]
    hint = v.model.proto.solution_hint
    hint.vars.extend(list(values))
    hint.values.extend(list(values.values()))


def value_of(expression: Expr, values: Sequence[int]) -> int:
    """Return what an expression comes to where each variable has its value."""
    if isinstance(expression, int):
        return expression
    flat = cp_model_helper.FlatIntExpr(expression)
    pairs = zip(flat.vars, flat.coeffs, strict=True)
    value: int = flat.offset + sum(factor * values[variable.index] for variable, factor in pairs)
    return value


def _least(expression: cp_model.LinearExpr, v: Variables) -> int:
    """Return what an expression comes to at the least as far as the variables' domains tell."""
    flat = cp_model_helper.FlatIntExpr(expression)
    least = int(flat.offset)
    for variable, factor in zip(flat.vars, flat.coeffs, strict=True):
        domain = v.model.proto.variables[variable.index].domain
        least += min(factor * domain[0], factor * domain[len(domain) - 1])
    return least


def merged(schedule: Schedule, v: Variables, value: Callable[[Any], bool]) -> Schedule:
    """Return a schedule with what a part of it holds of its own put in its place."""
    possible, undecided = v.candidates.placements, {p.slot.id for p in v.undecided}
    inside = {slot.id for slot in v.candidates.slots if slot.id in undecided or not possible[slot.id]}
    stays = [session for session in schedule.sessions if session.id not in inside]
    sessions = [*stays, *sessions_among(v, v.undecided, value)]
    sessions.sort(key=lambda one: (one.date, one.start, one.end, one.id))
    return schedule.model_copy(update={"sessions": tuple(sessions)})


def _alone(parameters: Any) -> None:
    """Search with one worker and the strongest relaxation: most parts are proved at their root then."""
    parameters.num_workers = 1
    parameters.interleave_search = False
    parameters.linearization_level = 2
    parameters.extra_subsolvers.clear()


def _together(parameters: Any) -> None:
    parameters.linearization_level = 2
    parameters.interleave_search = False
    parameters.extra_subsolvers.clear()


def _swiftly(parameters: Any) -> None:
    """Search with one worker and no relaxation: little of what is left open changes."""
    parameters.num_workers = 1
    parameters.interleave_search = False
    parameters.linearization_level = 0
    parameters.extra_subsolvers.clear()
