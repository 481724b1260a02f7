"""A row of the case table: facts, a fixed schedule, and the rules that it breaks."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from builders import Draft, schedule
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule


@dataclass(frozen=True)
class Case:
    """One row; `rule` is the one it is about, `violations` are all the rules that the schedule breaks."""

    rule: str
    side: Literal["inside", "outside"]
    name: str
    instance: Instance
    schedule: Schedule
    violations: frozenset[str]

    @property
    def id(self) -> str:
        """The row's readable name in test reports."""
        return f"{self.rule}-{self.side}-{self.name}"


def inside(rule: str, name: str, facts: Instance, *sessions: Draft) -> Case:
    """Return a row just inside the edge of a rule: nothing at all is broken."""
    return Case(rule, "inside", name, facts, schedule(facts, *sessions), frozenset())


def outside(rule: str, name: str, facts: Instance, *sessions: Draft, also: Collection[str] = ()) -> Case:
    """Return a row just outside the edge of a rule; `also` are the other rules that are broken too."""
    return Case(rule, "outside", name, facts, schedule(facts, *sessions), frozenset({rule, *also}))
