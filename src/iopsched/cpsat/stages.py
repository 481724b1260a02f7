"""One choice being found: goals in stages, each minimised while the earlier ones are held."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from iopsched.cpsat.expr import total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.goals import level_expression
from iopsched.cpsat.run import Budget, Run, run
from iopsched.cpsat.spans import Bundle
from iopsched.cpsat.variables import Variables
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule

WHOLE_EFFORT = 0.5
TURN_EFFORT = 0.015
"""What the last goals may use, whole or in one turn: deterministic units, whatever else the machine does."""


_ANY = 2**60


@dataclass(frozen=True)
class Choice:
    """A schedule, None where there is none; `proved` that no other is better, or that there is none."""

    schedule: Schedule | None
    proved: bool


class Stage:
    """Goals minimised together, with a bound that holds what was reached while later ones are."""

    def __init__(self, v: Variables, bundle: Bundle) -> None:
        self.bundle = bundle
        weighed = total(weight * level_expression(v, level) for weight, level in bundle.levels)
        self.expression = None if isinstance(weighed, int) else weighed
        if self.expression is not None:
            self._most = v.model.add(self.expression <= _ANY).proto.linear.domain
            self._less = _ANY - self._most[1]

    def hold(self, value: int | None) -> None:
        """Keep the goals no worse than a value; None sets no limit."""
        if self.expression is not None:
            self._most[1] = (_ANY if value is None else value) - self._less


def _light(parameters: Any) -> None:
    """Search without a linear relaxation: few decisions are open, and it takes longer than they do."""
    parameters.linearization_level = 0
    parameters.extra_subsolvers.clear()


def _upwards(parameters: Any) -> None:
    """Search from the bound upwards: in large weeks the best is near it, and found in a third of the time."""
    _light(parameters)
    parameters.use_objective_lb_search = True


def _whole(parameters: Any) -> None:
    parameters.max_deterministic_time = min(parameters.max_deterministic_time, WHOLE_EFFORT)


def _holding_hints(parameters: Any) -> None:
    _light(parameters)
    parameters.fix_variables_to_their_hinted_value = True
    parameters.max_deterministic_time = min(parameters.max_deterministic_time, TURN_EFFORT)


class Finding:
    """One choice being found: the best values so far, and whether every stage was searched to its end."""

    def __init__(
        self, v: Variables, client: str, limits: Limits, cancel: Cancel | None, *, small: bool
    ) -> None:
        self._v, self._client, self._small = v, client, small
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self.values: list[int] | None = None
        self.exact = True
        self._nothing = False

    def choice(self) -> Choice:
        """Return what was found."""
        if self.values is None:
            return Choice(None, self._nothing)
        values = self.values
        return Choice(read_schedule(self._v, lambda one: bool(values[one.index])), self.exact)

    def any(self) -> None:
        """Take any schedule: there is nothing to be minimised."""
        self._v.model.clear_objective()  # type: ignore[no-untyped-call]
        self._take(self._run())

    def whole(self, stage: Stage) -> int | None:
        """Minimise a stage; return the value reached, None if nothing was found."""
        assert stage.expression is not None
        self._v.model.minimize(stage.expression)
        self._hint(range(0 if self.values is None else len(self.values)))
        quick = _light if self._small else _upwards
        return self._take(self._run(_whole if stage.bundle.hard else quick))

    def in_turns(self, stage: Stage) -> int | None:
        """Minimise a stage over group sessions, then over own sessions, the others staying as they are."""
        assert stage.expression is not None
        self._v.model.minimize(stage.expression)
        self.exact = False
        value = None
        for own in (False, True):
            self._hint(self._stays(own))
            done = self._run(_holding_hints)
            if done.values is not None:
                self.values, value = done.values, done.value
        return value

    def _stays(self, own: bool) -> list[int]:
        """Return the decisions on the client's group sessions, or else on own sessions."""
        found: list[int] = []
        for p, people in self._v.client.items():
            if own and p.slot.owner is None:
                found += [literal.index for literal in people.values()]
            elif not own and p.slot.owner is not None:
                uses = (self._v.room[p], self._v.lead[p], self._v.client[p], self._v.guest[p])
                found += [self._v.place[p].index, *(one.index for use in uses for one in use.values())]
        return found

    def _hint(self, indexes: Iterable[int]) -> None:
        model = self._v.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        known = list(dict.fromkeys(indexes))
        hint = model.proto.solution_hint
        hint.vars.extend(known)
        hint.values.extend((self.values or [])[index] for index in known)

    def _run(self, tune: Callable[[Any], None] = _light) -> Run:
        left = max(self._until - time.monotonic(), 0.01)
        budget = Budget(None, self._limits.effort) if self._limits.reproducible else Budget(left, None)
        limits = replace(self._limits, workers=self._limits.workers or 1)
        return run(self._v.model, limits, budget, lambda *_: None, self._cancel, tune=tune)

    def _take(self, done: Run) -> int | None:
        if done.values is None:
            self._nothing = done.status == "infeasible"
            self.exact = self.exact and self._nothing
            return None
        self.exact = self.exact and done.status == "optimal"
        self.values = done.values
        return done.value
