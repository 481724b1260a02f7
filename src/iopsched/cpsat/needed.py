"""Whether every part of a cause is needed: one after the other left in the way, the whole week open.

A model of all that could be chosen, and of what a schedule tried has that the rules forbid. The
constraints that a part breaks hold or not as is asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from iopsched.cpsat.build import bar
from iopsched.cpsat.expr import Expr
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import find_candidates
from iopsched.cpsat.gating import enforce, indexes_of, slots_of
from iopsched.cpsat.items import Literal
from iopsched.cpsat.loosening import Key
from iopsched.cpsat.past import forgive, put_history
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule

Possible = OneOf["yes", "no", "unsettled"]


@dataclass(frozen=True)
class Broken:
    """A rule broken in these sessions: in all of them, if none is named."""

    rule: str
    sessions: frozenset[str]


class Needed:
    """A need asked for in the whole week, with some parts of a cause in the way and others not.

    `floors` says what everybody has of every need: all keep it. `effort` is what it took so far, in
    deterministic units.
    """

    def __init__(
        self,
        instance: Instance,
        tried: Schedule,
        parts: Sequence[Collection[Broken]],
        need: Key,
        floors: Mapping[Key, int],
    ) -> None:
        world = World(instance)
        keep = [tried, *([instance.published_now] if instance.published_now else [])]
        candidates = find_candidates(world, Filters(world, RULES), keep=tuple(keep))
        put_history(world, candidates)
        self._v = Variables(world, candidates, merge=False)
        self._parts = parts
        self.effort = 0.0
        self._shut = [self._v.new() for _ in parts]
        for name, placement, kind, what in candidates.barred:
            self._hold(name, {placement.slot.id}, bar(self._v, placement, kind, what))
        slots = slots_of(self._v)
        for name, rule in RULES.items():
            for constraint in rule.constraints(self._v) if rule.constraints is not None else ():
                about = {slots[index] for index in indexes_of(constraint.proto) if index in slots}
                self._hold(name, about, constraint)
        forgive(self._v, RULES.keys())
        for one in self._v.needs:
            key = (one.client.id, one.kind, one.subject)
            self._ask(one.got, one.needed if key == need else min(floors.get(key, 0), one.needed))

    def _ask(self, got: Expr, floor: int) -> None:
        if isinstance(got, int):
            if got < floor:
                self._v.model.add_bool_or([])
        elif floor > 0:
            self._v.model.add(got >= floor)

    def _hold(self, name: str, about: set[str], constraint: cp_model.Constraint) -> None:
        """Let a constraint of a rule hold while every part that it belongs to is in the way."""
        constraint.with_name(name)
        belongs = [shut for shut, part in zip(self._shut, self._parts, strict=True) if _of(part, name, about)]
        if belongs:
            enforce(self._v, constraint, belongs)

    def possible(self, in_the_way: Collection[int], limits: Limits, cancel: Cancel | None = None) -> Possible:
        """Return whether the need can be met while these parts, by number, are in the way."""
        for number, shut in enumerate(self._shut):
            _fix(self._v, shut, number in in_the_way)
        budget = Budget(None, limits.effort) if limits.reproducible else Budget(limits.time_limit, None)
        done = run(self._v.model, limits, budget, lambda *_: None, cancel)
        self.effort += done.effort
        if done.values is not None:
            return "yes"
        return "no" if done.status == "infeasible" else "unsettled"


def _of(part: Collection[Broken], name: str, about: set[str]) -> bool:
    return any(
        one.rule == name and (not one.sessions or not about or not about.isdisjoint(one.sessions))
        for one in part
    )


def _fix(v: Variables, literal: Literal, value: bool) -> None:
    domain = v.model.proto.variables[literal.index].domain
    domain[0] = domain[1] = int(value)
