"""The judge on the case table: exactly the rules, values and needs that docs/rules.md and goals.md say."""

import pytest

import rule_cases
from iopsched.judging.judge import judge
from rule_cases.case import Case


@pytest.mark.parametrize("case", rule_cases.CASES, ids=lambda case: case.id)
def test_judge_reports_exactly_the_rules_broken(case: Case) -> None:
    verdict = judge(case.instance, case.schedule)
    assert {violation.rule for violation in verdict.violations} == case.violations
