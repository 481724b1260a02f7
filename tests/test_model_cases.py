"""The case table on the model: with a row's schedule fixed, it is feasible exactly if nothing is broken."""

import pytest
from ortools.sat.python import cp_model
from rule_cases import CASES
from rule_cases.case import Case

from iopsched.cpsat.build import build
from iopsched.cpsat.extract import fix


def feasible(case: Case, without: frozenset[str] = frozenset(), *, full: bool = True) -> bool:
    """Whether the model, with the row's schedule fixed, has a solution.

    `full` gives the model nothing but the schedule's own choices, none merged and none filtered out;
    otherwise the model that is solved every week has to hold them among its own.
    """
    if full:
        v = build(case.instance, only=case.schedule, without=without, merge=False)
    else:
        v = build(case.instance, without=without)
    if not fix(v, case.schedule):
        return False
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(v.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return status == cp_model.OPTIMAL


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_full_model_agrees_with_the_row(case: Case) -> None:
    assert feasible(case) == (not case.violations)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_weekly_model_has_the_row_among_its_choices_exactly_if_it_is_valid(case: Case) -> None:
    assert feasible(case, full=False) == (not case.violations)
