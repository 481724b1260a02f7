"""Rows of the goals' case table: facts, a fixed valid schedule, and what it is worth."""

from dataclasses import dataclass

from builders import Draft, schedule
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule

NeedRow = tuple[str, str | None, int, int, int, int, bool]
"""Kind, subject, needed, got, short, minutes, impossible."""


@dataclass(frozen=True)
class GoalCase:
    """One row; the only goal of the instance is the term, with weight 1, so its level has this value."""

    term: str
    name: str
    instance: Instance
    schedule: Schedule
    value: int

    @property
    def id(self) -> str:
        """The row's readable name in test reports."""
        return f"{self.term}-{self.name}"


@dataclass(frozen=True)
class NeedCase:
    """One row; `needs` are those of client c1, in order."""

    name: str
    instance: Instance
    schedule: Schedule
    needs: tuple[NeedRow, ...]


def worth(term: str, name: str, value: int, facts: Instance, *sessions: Draft) -> GoalCase:
    """Return a row that says what a term is on these sessions."""
    only = [{"id": "only", "terms": [{"term": term, "weight": 1}]}]
    return GoalCase(term, name, facts.replace(goals=only), schedule(facts, *sessions), value)


def needs(name: str, rows: list[NeedRow], facts: Instance, *sessions: Draft) -> NeedCase:
    """Return a row that says what c1 needs, and how far these sessions meet it."""
    return NeedCase(name, facts, schedule(facts, *sessions), tuple(rows))


def minutes(needed: int, got: int, impossible: bool = False) -> NeedRow:
    """Return a need of credited minutes in the week."""
    short = max(0, needed - got)
    return ("week_minutes", None, needed, got, short, short, impossible)


def counted(kind: str, needed: int, got: int, each: int, impossible: bool = False) -> NeedRow:
    """Return a need of days, each short one counting so many minutes."""
    short = max(0, needed - got)
    return (kind, None, needed, got, short, short * each, impossible)


def of(kind: str, subject: str, needed: int, got: int, each: int) -> NeedRow:
    """Return a need of sessions of a service, or of a group, each short one counting so many minutes."""
    short = max(0, needed - got)
    return (kind, subject, needed, got, short, short * each, False)
