"""One run of the solver on one objective: parameters, callbacks, stopping.

Nothing here installs a signal handler: with OR-Tools' own, an interrupt during a solve off the main
thread aborts the process. Whoever wants to stop sets the cancel event instead.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from iopsched.domain.progress import Cancel, Limits

Status = OneOf["optimal", "feasible", "unknown", "infeasible"]
_STATUS: dict[cp_model.CpSolverStatus, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.UNKNOWN: "unknown",
    cp_model.INFEASIBLE: "infeasible",
}

OnNews = Callable[[list[int] | None, int | None], None]
"""Called with a new solution's values, one per variable (None if there is none), and the bound so far."""


@dataclass(frozen=True)
class Budget:
    """What one run may use: seconds, or deterministic units when it must be reproducible."""

    seconds: float | None
    effort: float | None


@dataclass(frozen=True)
class Run:
    """How a run ended. `values` and `value` are None without a solution, `bound` without a bound.

    `core` are indexes of assumptions that the solver argued with where there is no solution.
    """

    status: Status
    values: list[int] | None
    value: int | None
    bound: int | None
    seconds: float
    effort: float
    stopped: bool
    core: tuple[int, ...] = ()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


STRONG_LP_VARIABLES = 15_000
"""Up to this many variables the one full search works with the strongest LP; beyond, the LP starves it."""


def _parameters(solver: cp_model.CpSolver, model: cp_model.CpModel, limits: Limits, budget: Budget) -> None:
    """Set what was measured to serve best (docs/model.md): light presolve, and an LP the size allows."""
    p = solver.parameters
    p.random_seed = limits.seed
    p.catch_sigint_signal = False
    p.linearization_level = 2
    p.find_big_linear_overlap = False
    p.ignore_subsolvers.append("feasibility_pump")
    if len(model.proto.variables) <= STRONG_LP_VARIABLES:
        p.extra_subsolvers.append("max_lp")
    p.cp_model_probing_level = 0
    p.symmetry_level = 0
    p.max_presolve_iterations = 1
    p.num_workers = limits.workers or cores()
    if budget.seconds is not None:
        p.max_time_in_seconds = max(budget.seconds, 0.01)
    if budget.effort is not None:
        p.max_deterministic_time = max(budget.effort, 0.01)
        p.interleave_search = True
        p.num_workers = limits.workers or 8


_FRESH_SECONDS = 0.3
_QUIET_SECONDS = 1.0


class _Latest(cp_model.CpSolverSolutionCallback):
    """Keeps the newest solution's values for whoever looks."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[int] | None = None

    def on_solution_callback(self) -> None:
        self.values = list(self.Response().solution)  # type: ignore[no-untyped-call]


class _Watcher:
    """Looks in on a running solver from a thread of its own: passes solutions on, and stops it."""

    def __init__(
        self,
        solver: cp_model.CpSolver,
        latest: _Latest,
        on_news: OnNews,
        cancel: Cancel | None,
    ) -> None:
        self._solver, self._latest = solver, latest
        self._on_news, self._cancel = on_news, cancel
        self._done = threading.Event()
        self.bound: float | None = None
        self.stopped = False
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        if self.error is not None:
            raise self.error

    def _watch(self) -> None:
        seen: list[int] | None = None
        told = 0.0
        while not self._done.wait(0.05):
            if self.stopped or (self._cancel is not None and self._cancel.is_set()):
                self.stopped = True
                self._solver.stop_search()
                continue
            values, waited = self._latest.values, time.monotonic() - told
            fresh = values is not None and values is not seen
            if waited < (_FRESH_SECONDS if fresh else _QUIET_SECONDS):
                continue
            try:
                self._on_news(values if fresh else None, self._whole_bound())
            except BaseException as error:
                # Whatever it is belongs to the thread that called solve, which raises it again.
                self.error, self.stopped = error, True
            seen, told = values, time.monotonic()

    def _whole_bound(self) -> int | None:
        return None if self.bound is None else round_up(self.bound)


def round_up(bound: float) -> int:
    """Return the least whole number that a bound in floating point stands for."""
    return int(-((-bound + 1e-6) // 1)) if bound > -1e15 else int(bound)


def run(
    model: cp_model.CpModel,
    limits: Limits,
    budget: Budget,
    on_news: OnNews,
    cancel: Cancel | None,
    tune: Callable[[Any], None] = lambda _: None,
) -> Run:
    """Solve the model within a budget, telling of solutions on the way; `tune` sets further parameters."""
    solver = cp_model.CpSolver()
    _parameters(solver, model, limits, budget)
    tune(solver.parameters)
    latest = _Latest()
    began = time.monotonic()
    with _Watcher(solver, latest, on_news, cancel) as watcher:

        def keep_bound(bound: float) -> None:
            watcher.bound = bound

        solver.best_bound_callback = keep_bound
        status = solver.solve(model, latest)
    return _ended(solver, model, status, time.monotonic() - began, stopped=watcher.stopped)


def run_briefly(model: cp_model.CpModel, limits: Limits, budget: Budget, tune: Callable[[Any], None]) -> Run:
    """Solve the model within a small budget, telling of nothing on the way.

    Callbacks would wait for whatever other Python code runs meanwhile: with another model being built
    beside it, they made a run take twice as long.
    """
    solver = cp_model.CpSolver()
    _parameters(solver, model, limits, budget)
    tune(solver.parameters)
    began = time.monotonic()
    status = solver.solve(model)
    return _ended(solver, model, status, time.monotonic() - began, stopped=False)


def _ended(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    status: cp_model.CpSolverStatus,
    seconds: float,
    *,
    stopped: bool,
) -> Run:
    if status not in _STATUS:
        raise AssertionError(f"the solver refused the model: {model.validate()}")
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = None if status == cp_model.INFEASIBLE else round_up(solver.best_objective_bound)
    return Run(
        status=_STATUS[status],
        values=list(solver.response_proto.solution) if found else None,
        value=round(solver.objective_value) if found else None,
        bound=bound,
        seconds=seconds,
        effort=solver.deterministic_time,
        stopped=stopped,
        core=tuple(solver.sufficient_assumptions_for_infeasibility()),
    )


def complete(model: cp_model.CpModel, limits: Limits) -> list[int] | None:
    """Return values for every variable that agree with the model's hint, or None if none were found.

    A hint that leaves variables out often leads nowhere: presolve drops what the hint needs. With the
    hinted ones fixed the rest follows by propagation.
    """
    solver = cp_model.CpSolver()
    p = solver.parameters
    p.catch_sigint_signal = False
    p.random_seed = limits.seed
    p.num_workers = 1
    p.fix_variables_to_their_hinted_value = True
    p.max_deterministic_time = 5.0
    p.cp_model_probing_level = 0
    p.symmetry_level = 0
    # Propagation needs neither a relaxation nor a second round of presolve, which cost a sixth of the time.
    p.linearization_level = 0
    p.find_big_linear_overlap = False
    p.max_presolve_iterations = 1
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return list(solver.response_proto.solution) if found else None
