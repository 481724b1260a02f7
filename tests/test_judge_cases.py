"""The judge on the case table: exactly the rules, values and needs that docs/rules.md and goals.md say."""

from typing import get_args

import pytest

import goal_cases
import rule_cases
from goal_cases.case import GoalCase, NeedCase
from goal_cases.levels import LevelCase
from iopsched.domain.goals import TERMS
from iopsched.domain.result import NeedKind
from iopsched.domain.rules import RULES
from iopsched.judging.judge import judge
from rule_cases.case import Case

NEVER_ALONE = {
    # A guest is only where its client is, so whatever keeps it from being there keeps its client too.
    "guest_in_one_place": {"client_in_one_place", "company_kept"},
}


@pytest.mark.parametrize("case", rule_cases.CASES, ids=lambda case: case.id)
def test_judge_reports_exactly_the_rules_broken(case: Case) -> None:
    verdict = judge(case.instance, case.schedule)
    assert {violation.rule for violation in verdict.violations} == case.violations


@pytest.mark.parametrize("case", goal_cases.CASES, ids=lambda case: case.id)
def test_judge_counts_each_term(case: GoalCase) -> None:
    verdict = judge(case.instance, case.schedule)
    assert not verdict.violations
    assert [level.value for level in verdict.levels] == [case.value]
    assert verdict.levels[0].terms == {case.term: case.value}


@pytest.mark.parametrize("case", goal_cases.NEED_CASES, ids=lambda case: case.name)
def test_judge_lists_the_needs_of_a_client(case: NeedCase) -> None:
    verdict = judge(case.instance, case.schedule)
    assert not verdict.violations
    certificate = next(line for line in verdict.certificates if line.client == "c1")
    rows = [
        (need.kind, need.subject, need.needed, need.got, need.short, need.minutes, need.impossible)
        for need in certificate.needs
    ]
    assert rows == list(case.needs)


@pytest.mark.parametrize("case", goal_cases.LEVEL_CASES, ids=lambda case: case.name)
def test_judge_weighs_each_level(case: LevelCase) -> None:
    verdict = judge(case.instance, case.schedule)
    assert [(level.id, level.value, level.scale) for level in verdict.levels] == list(case.levels)


def test_row_names_are_told_apart() -> None:
    names = [
        *(case.id for case in (*rule_cases.CASES, *goal_cases.CASES)),
        *(case.name for case in (*goal_cases.NEED_CASES, *goal_cases.LEVEL_CASES)),
    ]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_rows_on_both_sides_of_its_edge(rule: str) -> None:
    rows = [case for case in rule_cases.CASES if case.rule == rule]
    assert all(case.violations == set() for case in rows if case.side == "inside")
    assert {case.side for case in rows} == {"inside", "outside"}
    broken = [set(case.violations) for case in rows if case.side == "outside"]
    if rule in NEVER_ALONE:
        assert all({rule} < others <= {rule, *NEVER_ALONE[rule]} for others in broken)
    else:
        assert {rule} in broken


def test_rows_name_known_rules_and_terms_only() -> None:
    assert {case.rule for case in rule_cases.CASES} == set(RULES)
    assert {rule for case in rule_cases.CASES for rule in case.violations} == set(RULES)
    assert {case.term for case in goal_cases.CASES} == set(TERMS)


@pytest.mark.parametrize("term", TERMS)
def test_every_term_has_rows_of_different_values(term: str) -> None:
    values = {case.value for case in goal_cases.CASES if case.term == term}
    assert 0 in values or term == "fill"
    assert len(values) >= 2


@pytest.mark.parametrize("kind", get_args(NeedKind))
def test_every_kind_of_need_has_rows_met_and_short(kind: str) -> None:
    short = [row[4] for case in goal_cases.NEED_CASES for row in case.needs if row[0] == kind]
    assert 0 in short
    assert max(short) > 0


@pytest.mark.parametrize(
    "case", [c for c in rule_cases.CASES if c.rule != "service_scheduled"], ids=lambda case: case.id
)
def test_rows_hold_real_meetings_and_plan_items_of_known_people(case: Case) -> None:
    facts = case.instance
    own = {name for client in facts.clients for name, _ in facts.individual_session_ids(client)}
    for session in case.schedule.sessions:
        assert session.id in facts.offer or session.id in own
        assert set(session.clients) <= set(facts.client)
        assert set(session.guests) <= set(facts.guest)
        assert set(session.leaders) <= set(facts.clinician)
