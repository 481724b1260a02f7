"""The case table on the model: with a row's schedule fixed, it is feasible exactly if nothing is broken."""

import pytest
from ortools.sat.python import cp_model

from iopsched.cpsat.build import build
from iopsched.cpsat.extract import fix
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import DAYS, MINUTES_PER_DAY
from iopsched.domain.hours import ALWAYS, Hours
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from rule_cases import CASES
from rule_cases.case import Case

PARTNERS_ID = "sessions_cap-inside-one_session_for_both"
"""A couple's session under the id of the partner whose ids the weekly model leaves out as superfluous."""


def fixed_is_feasible(v: Variables, schedule: Schedule) -> bool:
    """Whether a model has the schedule among its choices and lets it be."""
    if not fix(v, schedule):
        return False
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(v.model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), solver.status_name(status)
    return status == cp_model.OPTIMAL


def feasible(case: Case, without: frozenset[str] = frozenset()) -> bool:
    """Whether the full model allows the row: nothing filtered out beforehand, nothing merged."""
    model = build(case.instance, only=case.schedule, without=without, merge=False)
    return fixed_is_feasible(model, case.schedule)


def narrowed(case: Case) -> Instance:
    """The row's instance, clients without hours of their own free only around the row's sessions.

    That keeps the number of possible starts small and changes nothing for the row.
    """
    around: list[tuple[tuple[int, int], ...]] = []
    for day in range(len(DAYS)):
        times = [s for s in case.schedule.sessions if s.date == case.instance.week.date_of(day)]
        first = min((s.start for s in times), default=60) - 60
        last = max((s.end for s in times), default=0) + 60
        around.append(((max(first, 0), min(last, MINUTES_PER_DAY)),) if times else ())
    hours = Hours(tuple(around))
    clients = [
        client.model_copy(update={"hours": hours}) if client.hours == ALWAYS else client
        for client in case.instance.clients
    ]
    return case.instance.replace(clients=tuple(clients))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_full_model_agrees_with_the_row(case: Case) -> None:
    assert feasible(case) == (not case.violations)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_weekly_model_has_the_row_among_its_choices_exactly_if_it_is_valid(case: Case) -> None:
    keep = (case.schedule,) if case.id == PARTNERS_ID else ()
    assert fixed_is_feasible(build(narrowed(case), keep=keep), case.schedule) == (not case.violations)
