"""The linear relaxation of a model, and what its objective comes to at the least.

The relaxation that CP-SAT works with leaves out clauses until they are violated, and stays weak where tens
of thousands matter together: of 50 clients that 200 must leave short it proved 5 in a minute, and the whole
linear relaxation all 50 in two seconds. It is solved by PDLP, a first-order method (Applegate et al., 2021,
"Practical large-scale linear programming using primal-dual hybrid gradient", arXiv:2106.04756), whose
answers are only about right. So no answer is believed: its multipliers are taken, whatever they are, and
what the objective comes to at the least is calculated from them (Geoffrion, 1974, "Lagrangean relaxation for
integer programming").
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp
from ortools.pdlp import solve_log_pb2, solvers_pb2
from ortools.sat.python import cp_model

Term = tuple[int, float]
"""A literal or variable by its index, negated below 0, and its factor."""

ACCURACY = 1e-5
"""How near to the least an answer must be, as a share of it."""

PASSES_PER_UNIT = 4e8
"""How many non-zero numbers of a matrix are gone through in one deterministic unit: a second's work."""

ROUNDED = 1e-9
"""What sums of floating-point numbers may be wrong by, as a share of all that they add up."""


@dataclass(frozen=True)
class Least:
    """What an objective comes to at the least, None if unknown; `effort` in deterministic units.

    `values` of the model's variables are about those at which it does; there are none if it is unknown.
    """

    bound: float | None
    effort: float
    values: Sequence[float] = ()


class Linear:
    """The linear relaxation of a model, which may go on being added to.

    Constraints that hold only where some literal is true are left out unless they are clauses, and so are
    those that are neither clauses nor linear: less is asked then, and what is least is a bound all the same.
    """

    def __init__(self, model: cp_model.CpModel) -> None:
        self._model = model
        self._low: list[float] = []
        self._high: list[float] = []
        self._rows = linear_solver_pb2.MPModelProto()
        self._bounds: list[tuple[float, float]] = []
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._factors: list[float] = []
        self._read = 0

    def least(
        self,
        seconds: float | None,
        effort: float | None,
        threads: int,
        accuracy: float = ACCURACY,
        unit: float = 1.0,
    ) -> Least:
        """Return what the model's objective comes to at the least.

        It may take so many seconds, or so much effort, and is the same each time then. The accuracy,
        as a share of the least and of a `unit` of it, says how near values are to the best, and how strong
        the bound is, which holds in any case.
        """
        self._update()
        costs, offset = self._costs()
        asked = linear_solver_pb2.MPModelRequest(
            model=self._rows,
            solver_type=linear_solver_pb2.MPModelRequest.PDLP_LINEAR_PROGRAMMING,
            solver_specific_parameters=_parameters(
                len(self._columns), seconds, effort, threads, accuracy, unit
            ),
        )
        for variable, cost in zip(asked.model.variable, costs, strict=True):
            variable.objective_coefficient = cost
        answer = linear_solver_pb2.MPSolutionResponse()
        pywraplp.Solver.SolveWithProto(asked, answer)  # type: ignore[no-untyped-call]
        log = solve_log_pb2.SolveLog.FromString(answer.solver_specific_info)
        spent = log.iteration_count * len(self._columns) / PASSES_PER_UNIT
        if len(answer.dual_value) != len(self._bounds):
            return Least(None, spent)
        bound = offset + self._dual_bound(costs, np.array(answer.dual_value))
        return Least(bound, spent, answer.variable_value)

    def _costs(self) -> tuple[list[float], float]:
        objective = self._model.proto.objective
        costs, offset = [0.0] * len(self._low), float(objective.offset)
        for at, cost in zip(objective.vars, objective.coeffs, strict=True):
            if at < 0:
                costs[-at - 1] -= cost
                offset += cost
            else:
                costs[at] += cost
        return costs, offset

    def _dual_bound(self, costs: Sequence[float], multipliers: Any) -> float:
        """Return the least of the objective where each unit that a row misses costs its multiplier."""
        low, high = np.array(self._bounds).reshape(-1, 2).T
        # What has no limit on a side must not be paid for on that side.
        paid = np.where(multipliers > 0, np.where(np.isfinite(low), multipliers, 0.0), multipliers)
        paid = np.where(paid < 0, np.where(np.isfinite(high), paid, 0.0), paid)
        rows = np.repeat(np.arange(len(self._bounds)), np.diff(self._starts))
        columns, factors = np.array(self._columns, dtype=int), np.array(self._factors, dtype=float)
        charged = np.bincount(columns, weights=factors * paid[rows], minlength=len(costs))
        reduced = np.array(costs) - charged
        at_rows = np.where(paid > 0, paid * np.where(paid > 0, low, 0.0), 0.0)
        at_rows += np.where(paid < 0, paid * np.where(paid < 0, high, 0.0), 0.0)
        at_columns = np.minimum(reduced * np.array(self._low), reduced * np.array(self._high))
        doubt = ROUNDED * float(np.abs(at_rows).sum() + np.abs(at_columns).sum())
        return float(at_rows.sum() + at_columns.sum()) - doubt

    def _update(self) -> None:
        """Take over what was added to the model since."""
        proto = self._model.proto
        for variable in islice(proto.variables, len(self._low), len(proto.variables)):
            domain = _listed(variable.domain)
            self._low.append(float(domain[0]))
            self._high.append(float(domain[-1]))
            self._rows.variable.add(lower_bound=domain[0], upper_bound=domain[-1])
        for constraint in islice(proto.constraints, self._read, len(proto.constraints)):
            self._take(constraint)
        self._read = len(proto.constraints)

    def _take(self, constraint: Any) -> None:
        unless = [-one - 1 for one in _listed(constraint.enforcement_literal)]
        if constraint.has_bool_and():
            for one in _listed(constraint.bool_and.literals):
                self._clause([one, *unless])
        elif constraint.has_bool_or():
            self._clause(_listed(constraint.bool_or.literals) + unless)
        elif unless:
            return
        elif constraint.has_linear():
            domain = _listed(constraint.linear.domain)
            self._row(_terms(constraint.linear), _limit(domain[0]), _limit(domain[-1]))
        elif constraint.has_at_most_one():
            self._row(_ones(_listed(constraint.at_most_one.literals)), -math.inf, 1)
        elif constraint.has_exactly_one():
            self._row(_ones(_listed(constraint.exactly_one.literals)), 1, 1)
        elif constraint.has_lin_max():
            self._take_max(constraint.lin_max)

    def _take_max(self, lin_max: Any) -> None:
        """A maximum is no less than each, and of literals no more than their sum."""
        target, exprs = lin_max.target, list(lin_max.exprs)
        for one in exprs:
            below = [(at, -factor) for at, factor in _terms(one)]
            self._row([*_terms(target), *below], one.offset - target.offset, math.inf)
        literals = all(len(one.vars) == 1 and one.coeffs[0] == 1 and one.offset == 0 for one in exprs)
        if literals and all(self._least_of(one.vars[0]) >= 0 for one in exprs):
            together = [term for one in exprs for term in _terms(one)]
            self._row([*together, *((at, -f) for at, f in _terms(target))], target.offset, math.inf)

    def _least_of(self, at: int) -> float:
        return 1 - self._high[-at - 1] if at < 0 else self._low[at]

    def _clause(self, literals: list[int]) -> None:
        """Add the row of a clause; most rows are, and few name a variable twice."""
        columns = [-one - 1 if one < 0 else one for one in literals]
        if len(set(columns)) < len(columns):
            self._row(_ones(literals), 1, math.inf)
            return
        factors = [-1.0 if one < 0 else 1.0 for one in literals]
        self._add(columns, factors, 1 - factors.count(-1.0), math.inf)

    def _row(self, terms: Iterable[Term], low: float, high: float) -> None:
        """Add a row; of one that only asks for enough, no factor needs to be more than that."""
        factors: dict[int, float] = {}
        moved = 0.0
        for at, factor in terms:
            if at < 0:
                factors[-at - 1] = factors.get(-at - 1, 0.0) - factor
                moved += factor
            else:
                factors[at] = factors.get(at, 0.0) + factor
        low, high = low - moved, high - moved
        if high == math.inf and low > 0 and self._all_literals(factors):
            factors = {at: min(factor, low) for at, factor in factors.items()}
        self._add(list(factors), list(factors.values()), low, high)

    def _add(self, columns: list[int], factors: list[float], low: float, high: float) -> None:
        self._bounds.append((low, high))
        self._columns.extend(columns)
        self._factors.extend(factors)
        self._starts.append(len(self._columns))
        self._rows.constraint.add(lower_bound=low, upper_bound=high, var_index=columns, coefficient=factors)

    def _all_literals(self, factors: dict[int, float]) -> bool:
        return all(
            factor >= 0 and self._low[at] >= 0 and self._high[at] <= 1 for at, factor in factors.items()
        )


def _listed(numbers: Any) -> list[int]:
    """Return what a repeated field holds: without its length given, its end is only found by an error."""
    return list(islice(numbers, len(numbers)))


def _ones(literals: Iterable[int]) -> list[Term]:
    return [(one, 1.0) for one in literals]


def _terms(linear: Any) -> list[Term]:
    return list(zip(_listed(linear.vars), map(float, _listed(linear.coeffs)), strict=True))


def _limit(value: int) -> float:
    """Return a limit of a row; beyond what any sum comes to there is none."""
    return float(value) if abs(value) < 1 << 52 else math.copysign(math.inf, value)


def _parameters(
    size: int, seconds: float | None, effort: float | None, threads: int, accuracy: float, unit: float
) -> str:
    parameters = solvers_pb2.PrimalDualHybridGradientParams(num_threads=threads)
    criteria = parameters.termination_criteria
    near = criteria.detailed_optimality_criteria
    near.eps_optimal_primal_residual_relative = near.eps_optimal_primal_residual_absolute = accuracy
    near.eps_optimal_dual_residual_relative = near.eps_optimal_objective_gap_relative = accuracy
    near.eps_optimal_dual_residual_absolute = near.eps_optimal_objective_gap_absolute = accuracy * unit
    if seconds is not None:
        criteria.time_sec_limit = max(seconds, 0.01)
    if effort is not None:
        criteria.iteration_limit = max(int(effort * PASSES_PER_UNIT / max(size, 1)), 1)
    return str(parameters)
