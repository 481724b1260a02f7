"""No rule and no goal term without its model function, check, rows, mutations and section in the docs."""

import pytest

from iopsched.cpsat.goals import TERMS as MODEL_TERMS
from iopsched.cpsat.rules import RULES as MODEL_RULES
from iopsched.domain.goals import TERMS
from iopsched.domain.rules import RULES
from iopsched.judging.goals import TERM_VALUES
from iopsched.judging.judge import CHECKS
from parity import RuleRow, TermRow, headings, rule_rows, term_rows


@pytest.mark.parametrize("row", rule_rows(), ids=lambda row: row.rule)
def test_a_rule_has_everything(row: RuleRow) -> None:
    assert row.model
    assert row.check
    assert row.inside >= 1
    assert row.outside >= 1
    assert row.mutations >= 2
    assert row.documented


@pytest.mark.parametrize("row", term_rows(), ids=lambda row: row.term)
def test_a_term_has_everything(row: TermRow) -> None:
    assert row.model
    assert row.judge
    assert row.rows >= 2
    assert row.documented


def test_nobody_has_a_rule_or_term_that_the_others_lack() -> None:
    assert set(MODEL_RULES) == set(CHECKS) == set(RULES) == set(headings("rules.md"))
    assert set(MODEL_TERMS) == set(TERM_VALUES) == set(TERMS) == set(headings("goals.md"))
