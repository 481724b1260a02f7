"""Bounds of a week that is too large to be searched whole, from a model of less than all its rules."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.goals import change, needs, wishes
from iopsched.cpsat.relaxing import SAID_OF, relaxed
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.spans import kind_of
from iopsched.cpsat.variables import Variables
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.improving.phases import KINDS

SHARES = {"needs": 1.0, "wishes": 3.0, "resources": 0.5}
"""How much of what is left of the limits a level may use, relative to the levels still to come."""


SECONDS_TO_BUILD = 1.0
"""About what building the model takes for 100 clients; it grows with clients times group sessions."""

MOST_CLIENTS = 300
"""Beyond, a search that must be reproducible asks for no bounds: building takes longer than searching."""


@dataclass(frozen=True)
class Bounds:
    """What each level comes to at the least, among schedules as good as a vector on all levels before."""

    vector: tuple[int, ...]
    least: tuple[int | None, ...]

    def of(self, index: int, vector: Sequence[int]) -> int | None:
        """Return a bound of a level among schedules as good as another vector on all levels before.

        There is none if that vector is worse on any of those levels, however much better on an earlier one.
        """
        holds = all(now <= then for now, then in zip(vector[:index], self.vector[:index], strict=True))
        return self.least[index] if holds else None


class Bounding:
    """Bounds of the goal levels of one week. `effort` is what they took, in deterministic units."""

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_bound: Callable[[int, int | None], None] = lambda *_: None,
        cancel: Cancel | None = None,
    ) -> None:
        self._instance, self._limits = instance, limits
        self._on_bound, self._cancel = on_bound, cancel
        self._began = time.monotonic()
        self.effort = 0.0

    def of(self, vector: Sequence[int], kinds: Collection[str] = KINDS) -> Bounds:
        """Return a bound of each level, None where nothing is known; asked are levels of these kinds."""
        return Bounds(tuple(vector), tuple(self._of(vector, kinds)))

    def _of(self, vector: Sequence[int], kinds: Collection[str]) -> list[int | None]:
        goals = self._instance.goals
        bounds: list[int | None] = [0] * len(goals)  # no term is ever negative
        said = [_is_said_of(level) and kind_of(level) in kinds for level in goals]
        asked = [at for at, value in enumerate(vector) if value > 0 and said[at]]
        begun = self._instance.history or self._instance.week.now is not None
        if begun or not asked or not self._worth_building():
            return bounds
        model = relaxed(Cutter(self._instance))
        for at, level in enumerate(goals):
            if self._over():
                break
            if not said[at]:
                continue
            expression = model.expression(level)
            if isinstance(expression, int):
                bounds[at] = expression
                continue
            if _counts_short(level) and at > 0 and _counts_abandoned(goals[at - 1]):
                # Whoever misses more than half of a need falls short.
                bounds[at] = max(bounds[at] or 0, bounds[at - 1] or 0)
            model.v.model.add(expression <= vector[at])
            if at in asked:
                model.v.model.minimize(expression)
                share = _share(level) / sum(_share(goals[one]) for one in asked if one >= at)
                least = self._least(model.v, at, share)
                bounds[at] = max((one for one in (least, bounds[at]) if one is not None), default=None)
        return bounds

    def _worth_building(self) -> bool:
        """Return whether building the model leaves half of the time for asking it."""
        clients = len(self._instance.clients)
        if self._limits.reproducible:
            return clients <= MOST_CLIENTS
        return 2 * SECONDS_TO_BUILD * (clients / 100) ** 2 <= self._limits.time_limit

    def _least(self, v: Variables, at: int, share: float) -> int | None:
        done = run(
            v.model,
            self._limits,
            self._budget(share),
            lambda _, bound: self._on_bound(at, bound),
            self._cancel,
        )
        self.effort += done.effort
        return None if done.bound is None else max(done.bound, 0)

    def _budget(self, share: float) -> Budget:
        if self._limits.reproducible:
            return Budget(None, share * (self._limits.effort - self.effort))
        return Budget(share * (self._limits.time_limit - (time.monotonic() - self._began)), None)

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            return self.effort >= self._limits.effort
        return time.monotonic() - self._began >= self._limits.time_limit


def _is_said_of(level: GoalLevel) -> bool:
    terms = {weighted.term for weighted in level.terms}
    return bool(terms & SAID_OF) and not terms & change.TERMS.keys()


def _share(level: GoalLevel) -> float:
    terms = {weighted.term for weighted in level.terms}
    if terms <= needs.TERMS.keys():
        return SHARES["needs"]
    return SHARES["wishes" if terms <= wishes.TERMS.keys() else "resources"]


def _counts_abandoned(level: GoalLevel) -> bool:
    return [(one.term, one.weight) for one in level.terms] == [("abandoned", 1)]


def _counts_short(level: GoalLevel) -> bool:
    return [(one.term, one.weight) for one in level.terms] == [("clients_short", 1)]
