"""The baseline that claims are held against: the whole week as one plain model, solved as CP-SAT comes.

It has the same rules, goals and order of levels, and the same share of the time for each level, as
`iopsched.cpsat.search`. It does without everything that was added since to make the search faster:

- variables shared where one decision follows from another, and rooms that are alike counted instead
  of told apart (`build` with ``merge=False``);
- the warm-up, which weighs all shortages together before any level;
- levels skipped because their value is 0, and bounds proved by single clients;
- a published schedule carried over, mended and searched from;
- scopes, parts of the week and searches of neighbourhoods;
- hints completed to every variable before a run;
- all parameters but time, seed and workers: no choice of presolve, linear relaxation or subsolvers.

What it keeps is the formulation itself: filters that make no variable of what a rule forbids, and one
constraint for each set of sessions that share a moment. A level starts from the schedule of the level
before, as a plain hint.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from iopsched.cpsat.build import build
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.search import SHARES
from iopsched.cpsat.variables import Variables
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule

OnNews = Callable[[float, str, int, int | None], None]
"""Called with seconds, level, and the value and bound of each solution."""


@dataclass(frozen=True)
class PlainLevel:
    """How a level ended: its bound, None where there is none, and the seconds it took."""

    bound: int | None
    seconds: float


@dataclass(frozen=True)
class PlainSearch:
    """What a plain search found: a schedule, None if there is none, and how each level ended.

    `impossible` says that the rules contradict each other. `effort` is in deterministic units.
    """

    schedule: Schedule | None
    levels: tuple[PlainLevel, ...]
    effort: float
    impossible: bool = False


def search_plainly(instance: Instance, limits: Limits, on_news: OnNews) -> PlainSearch:
    """Minimise level after level on one plain model, within the seconds of the limits."""
    began = time.monotonic()
    v = build(instance, merge=False)
    values: list[int] | None = None
    levels: list[PlainLevel] = []
    effort = 0.0
    for index, level in enumerate(instance.goals):
        started = time.monotonic()
        if started - began >= limits.time_limit:
            levels.append(PlainLevel(None, 0.0))
            continue
        expression = level_expression(v, level)
        v.model.clear_objective()  # type: ignore[no-untyped-call]
        v.model.minimize(expression)
        _hint(v, values)
        solver = cp_model.CpSolver()
        left = limits.time_limit - (time.monotonic() - began)
        _set_limits(solver, limits, left * _share(instance.goals[index:]))
        status = solver.solve(v.model, _Teller(began, level.id, on_news))
        effort += solver.deterministic_time
        if status == cp_model.INFEASIBLE:
            return PlainSearch(None, tuple(levels), effort, impossible=True)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            values = list(solver.response_proto.solution)
            v.model.add(expression <= round(solver.objective_value))
        bound = _whole(solver.best_objective_bound)
        levels.append(PlainLevel(bound, time.monotonic() - started))
    return PlainSearch(None if values is None else _read(v, values), tuple(levels), effort)


def _share(levels: tuple[GoalLevel, ...]) -> float:
    shares = [SHARES.get(level.id, 3.0) for level in levels]
    return shares[0] / sum(shares)


def _set_limits(solver: cp_model.CpSolver, limits: Limits, seconds: float) -> None:
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.random_seed = limits.seed
    # OR-Tools' own handler would end the process on an interrupt.
    solver.parameters.catch_sigint_signal = False
    if limits.workers is not None:
        solver.parameters.num_workers = limits.workers


def _hint(v: Variables, values: list[int] | None) -> None:
    v.model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(values or ()):
        v.model.add_hint(v.model.get_int_var_from_proto_index(index), value)


def _read(v: Variables, values: list[int]) -> Schedule:
    return read_schedule(v, lambda literal: bool(values[literal.index]))


def _whole(bound: float) -> int | None:
    """Return the least whole number that a bound stands for, None if it says nothing."""
    return None if abs(bound) > 1e15 else int(-((-bound + 1e-6) // 1))


class _Teller(cp_model.CpSolverSolutionCallback):
    """Tells of each solution's value and bound."""

    def __init__(self, began: float, level: str, on_news: OnNews) -> None:
        super().__init__()
        self._began, self._level, self._on_news = began, level, on_news

    def on_solution_callback(self) -> None:
        bound = _whole(self.best_objective_bound)
        self._on_news(time.monotonic() - self._began, self._level, round(self.objective_value), bound)
