"""Tiny weeks in which one client falls short for a cause that is known: a rule, or two rules at once."""

from dataclasses import dataclass
from typing import Any, Literal

from builders import Data, instance
from iopsched.domain.instance import Instance

LiesIn = Literal["client", "programme", "data", "search", "unproved"]


@dataclass(frozen=True)
class Planted:
    """A week, the rules that stand in the way of `client`, and plain edits that take each of them away.

    `edits` hold, for each rule, parts of the instance that stand for those in `week`. `told` are texts
    that the reason's sentences have: ids and times.
    """

    rules: tuple[str, ...]
    week: Data
    edits: tuple[Data, ...]
    told: tuple[str, ...]
    lies_in: LiesIn = "client"
    client: str = "c1"
    name: str = ""

    @property
    def id(self) -> str:
        """The case's readable name in test reports."""
        return "+".join(self.rules) + (f"-{self.name}" if self.name else "")

    def instance(self, *taken_away: int) -> Instance:
        """Return the week without those of its causes that are numbered."""
        parts: dict[str, Any] = {"id": "planted", **self.week}
        for number in taken_away:
            parts.update(self.edits[number])
        return instance(**parts)


def sole(rule: str, week: Data, edit: Data, *told: str, **fields: Any) -> Planted:
    """Return a week in which one rule is the cause."""
    return Planted((rule,), week, (edit,), told, **fields)


def pair(rules: tuple[str, str], week: Data, first: Data, second: Data, *told: str, **fields: Any) -> Planted:
    """Return a week in which two rules are the cause, at once."""
    return Planted(rules, week, (first, second), told, **fields)
