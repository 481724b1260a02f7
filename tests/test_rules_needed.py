"""Leaving any one rule out, of the model or of the judge, lets a row through that it forbids."""

import pytest

from iopsched.domain.rules import RULES
from iopsched.judging.judge import judge
from rule_cases import CASES
from rule_cases.case import Case
from test_model_cases import feasible


def rows_about(rule: str) -> list[Case]:
    """Rows that break this rule, those that break no other first."""
    return sorted((case for case in CASES if rule in case.violations), key=lambda c: len(c.violations))


@pytest.mark.parametrize("rule", RULES)
def test_without_the_rule_the_model_lets_a_row_through(rule: str) -> None:
    """Some rules follow from others (a guest comes with its client): those are left out with it."""
    let_through = [case for case in rows_about(rule) if feasible(case, case.violations)]
    assert let_through
    assert not any(feasible(case, case.violations - {rule}) for case in let_through)


@pytest.mark.parametrize("rule", RULES)
def test_without_the_rule_the_judge_lets_its_rows_through(rule: str) -> None:
    for case in rows_about(rule):
        assert judge(case.instance, case.schedule, without=case.violations).valid
        assert not judge(case.instance, case.schedule, without=case.violations - {rule}).valid
