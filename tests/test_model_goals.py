"""The goal and need rows on the model: with the schedule fixed, the least value is the row's."""

import pytest
from ortools.sat.python import cp_model

from goal_cases import CASES, LEVEL_CASES, NEED_CASES
from goal_cases.case import GoalCase, NeedCase
from goal_cases.levels import LevelCase
from iopsched.cpsat.build import build
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import fix
from iopsched.cpsat.goals import TERMS, level_expression
from iopsched.cpsat.goals.needs import find_needs
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.variables import Variables
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule


def fixed(instance: Instance, schedule: Schedule) -> Variables:
    """The model of the row with its schedule fixed; rules play no part in what a goal counts."""
    v = build(instance, only=schedule, without=frozenset(RULES), merge=False)
    assert fix(v, schedule)
    return v


def solved(v: Variables, expression: Expr) -> cp_model.CpSolver:
    """The solver after minimising an expression."""
    v.model.minimize(expression)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(v.model) == cp_model.OPTIMAL
    return solver


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_model_counts_a_term_as_the_row_says(case: GoalCase) -> None:
    v = fixed(case.instance, case.schedule)
    assert round(solved(v, TERMS[case.term](v)).objective_value) == case.value


@pytest.mark.parametrize("case", LEVEL_CASES, ids=[case.name for case in LEVEL_CASES])
def test_the_model_weighs_levels_as_the_row_says(case: LevelCase) -> None:
    v = fixed(case.instance, case.schedule)
    for goal, (_, value, _) in zip(case.instance.goals, case.levels, strict=True):
        assert round(solved(v, level_expression(v, goal)).objective_value) == value


@pytest.mark.parametrize("case", NEED_CASES, ids=[case.name for case in NEED_CASES])
def test_the_model_sees_the_needs_of_the_row(case: NeedCase) -> None:
    v = fixed(case.instance, case.schedule)
    mine = [need for need in find_needs(v) if need.client.id == "c1"]
    solver = solved(v, -total(need.got for need in mine))
    seen = [(need.needed, solver.value(need.got), need.minutes) for need in mine]
    rows = [
        (needed, got, minutes // short if short else None)
        for _, _, needed, got, short, minutes, _ in case.needs
    ]
    assert len(seen) == len(rows)
    for (needed, got, each), (row_needed, row_got, row_each) in zip(seen, rows, strict=True):
        assert (needed, got) == (row_needed, row_got)
        assert row_each in (None, each)
