"""The judge, asked one thing at a time."""

from builders import schedule
from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelValue, Violation
from iopsched.judging.judge import judge


def level(facts: Instance, *sessions, **weights: int) -> LevelValue:
    """Return the value of one level of these terms and weights."""
    terms = [{"term": term, "weight": weight} for term, weight in weights.items()]
    facts = facts.replace(goals=[{"id": "x", "terms": terms}])
    return judge(facts, schedule(facts, *sessions)).levels[0]


def term(name: str, facts: Instance, *sessions) -> int:
    """Return the value of one term."""
    return level(facts, *sessions, **{name: 1}).value


def violations(facts: Instance, *sessions) -> tuple[Violation, ...]:
    """Return every violation of these sessions."""
    return judge(facts, schedule(facts, *sessions)).violations


def broken(facts: Instance, *sessions) -> list[str]:
    """Return the rules that these sessions break, by name."""
    return sorted({violation.rule for violation in violations(facts, *sessions)})
