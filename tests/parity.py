"""What every rule and goal term has: model function, check, rows, mutations, a section in the docs."""

import re
from dataclasses import dataclass
from pathlib import Path

from goal_cases import CASES as GOAL_CASES
from iopsched.cpsat.goals import TERMS as MODEL_TERMS
from iopsched.cpsat.rules import RULES as MODEL_RULES
from iopsched.domain.goals import TERMS
from iopsched.domain.rules import RULES
from iopsched.judging.goals import TERM_VALUES
from iopsched.judging.judge import CHECKS
from mutations import MUTATIONS
from rule_cases import CASES

DOCS = Path(__file__).parent.parent / "docs"


def headings(page: str) -> list[str]:
    """The third-level headings of a page of the docs."""
    return re.findall(r"^### (\w+)$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


@dataclass(frozen=True)
class RuleRow:
    """One rule's line in the table."""

    rule: str
    family: str
    model: tuple[str, ...]
    check: str
    inside: int
    outside: int
    mutations: int
    documented: bool


def _function(function: object) -> str:
    module = getattr(function, "__module__", "").removeprefix("iopsched.")
    return f"{module}.{getattr(function, '__name__', '')}"


def _model_functions(rule: str) -> tuple[str, ...]:
    parts = vars(MODEL_RULES[rule]).values() if rule in MODEL_RULES else ()
    return tuple(_function(part) for part in parts if part is not None)


def rule_rows() -> list[RuleRow]:
    """One row per rule, read off the code."""
    documented = headings("rules.md")
    return [
        RuleRow(
            rule=name,
            family=rule.family,
            model=_model_functions(name),
            check=_function(CHECKS[name]) if name in CHECKS else "",
            inside=sum(case.rule == name and case.side == "inside" for case in CASES),
            outside=sum(case.rule == name and case.side == "outside" for case in CASES),
            mutations=len(MUTATIONS.get(name, ())),
            documented=name in documented,
        )
        for name, rule in RULES.items()
    ]


@dataclass(frozen=True)
class TermRow:
    """One goal term's line in the table."""

    term: str
    model: str
    judge: str
    rows: int
    documented: bool


def term_rows() -> list[TermRow]:
    """One row per goal term, read off the code."""
    documented = headings("goals.md")
    return [
        TermRow(
            term=name,
            model=_function(MODEL_TERMS[name]) if name in MODEL_TERMS else "",
            judge=_function(TERM_VALUES[name]) if name in TERM_VALUES else "",
            rows=sum(case.term == name for case in GOAL_CASES),
            documented=name in documented,
        )
        for name in TERMS
    ]
