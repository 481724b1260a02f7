"""The search in parts from its beginning to its end: needs, then wishes, and bounds in between.

```
needs in parts -> bounds of needs, where many are short -> needs in parts -> all else in parts
               -> bounds of all that is left -> everything in parts, unless the week is searched whole
```
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from iopsched.continuity.resolving import Verified
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.bounding import MANY_SHORT, Bounding, Bounds
from iopsched.improving.improving import Improving
from iopsched.improving.phases import KINDS
from iopsched.improving.questions import SHARES
from iopsched.improving.tasks import Done


@dataclass(frozen=True)
class Shares:
    """The most of what is left for needs, their bounds, needs again, all else, and bounds of all."""

    needs: float
    early: float
    further: float
    others: float
    bounds: float


WHOLE = Shares(needs=0.4, early=0.12, further=0.125, others=0.25, bounds=0.6)
"""The shares of a week that is searched whole afterwards."""

PARTS = Shares(needs=0.5, early=0.4, further=0.5, others=0.4, bounds=0.7)
"""The shares of one that is not."""

PRESSED = 0.5
"""The share of what is left for serving more than bounds say where many are short, however small the week."""

SMALL, SMALL_SHARE = 60, 0.4
"""Below so many clients that are searched whole afterwards, what of these shares of the time is left."""


class Parting:
    """One search in parts, of goals of some `kinds`; `whole` says that the week is searched whole afterwards.

    `effort` is what it took, in deterministic units. `settle` is told of each better schedule, `on_bound`
    of bounds while they are searched for.
    """

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        settle: Callable[[Verified], None],
        on_bound: Callable[[int, int | None], None],
        cancel: Cancel | None,
        *,
        whole: bool,
        kinds: Collection[str] = KINDS,
    ) -> None:
        self._instance, self._limits, self._cancel = instance, limits, cancel
        self._settle, self._on_bound = settle, on_bound
        self._whole, self._kinds = whole, kinds
        self._until = time.monotonic() + limits.time_limit
        self._bounds: list[Bounds] = []
        self.effort = 0.0

    def run(self, near: Schedule | None = None) -> Verified | None:
        """Return the best schedule found, from nothing or from one `near` it; None where pins allow none."""
        shares = WHOLE if self._whole else PARTS
        with Improving(self._instance, self._limits, self._settle, self._cancel) as improving:
            first = improving.run(self._left(shares.needs), kinds=["needs"], near=near)
            self.effort += improving.effort
            if first is None:
                return None
            best = first
            if self._may_be_least(first):
                self._bound_needs(improving, first, shares.early)
                best = self._serve_more(improving, first)
            best = self._better(improving, self._left(shares.further), best, ["needs"])
            others = [kind for kind in self._kinds if kind != "needs"]
            best = self._better(improving, self._left(shares.others), best, others)
            self._bound(improving, best, shares.bounds)
            if not self._whole:
                best = self._better(improving, self._left(1.0), best, self._kinds)
        return best

    def bound(self, index: int, best: Verified) -> int:
        """Return a bound of a level for schedules as good as the best on all levels before."""
        known = (bounds.of(index, best.vector) for bounds in self._bounds)
        # No term is ever negative.
        return max((one for one in known if one is not None), default=0)

    def _known(self, best: Verified) -> list[int]:
        return [self.bound(at, best) for at in range(len(self._instance.goals))]

    def _may_be_least(self, found: Verified) -> bool:
        """Return whether so many are short that more cannot be served, perhaps, and a bound would tell."""
        short = len({need.client for need in found.verdict.shortfalls})
        return short > MANY_SHORT * len(self._instance.clients)

    def _serve_more(self, improving: Improving, best: Verified) -> Verified:
        """Return a schedule that serves more, where bounds leave room: nothing else matters as much."""
        return self._better(improving, self._left(PRESSED, shrunk=False), best, ["needs"])

    def _better(
        self, improving: Improving, limits: Limits, best: Verified, kinds: Collection[str]
    ) -> Verified:
        """Return a schedule that is better on goals of these kinds, or the best as it is."""
        if not kinds or self._cancelled():
            return best
        lowest = self._known(best)
        before = improving.effort
        found = improving.run(limits, best, lowest, kinds)
        self.effort += improving.effort - before
        return found or best

    def _bound(
        self, improving: Improving, best: Verified, share: float, kinds: Collection[str] = tuple(SHARES)
    ) -> None:
        """Ask a model of less than all rules what levels come to at the least."""
        if self._cancelled():
            return
        bounding = Bounding(improving.lanes, self._left(share), self._on_bound, self._cancel)
        self._bounds.append(bounding.of(best.vector, kinds, self._known(best)))
        self.effort += bounding.effort

    def _bound_needs(self, improving: Improving, best: Verified, share: float) -> None:
        """Ask how many have to be short: of a large week beside the steps that serve more meanwhile."""
        bounding = Bounding(improving.lanes, self._left(share), self._on_bound, self._cancel)
        question = bounding.of_needs(best.vector, self._known(best))
        if question is None:
            self._bound(improving, best, share, ["needs"])
            return

        def answered(done: Done, now: Verified) -> list[int]:
            self._bounds.append(Bounds(best.vector, done.least))
            for at in question.asked:
                self._on_bound(at, done.least[at])
            return self._known(now)

        improving.ask(question, answered)

    def _left(self, share: float, *, shrunk: bool = True) -> Limits:
        small = shrunk and self._whole and len(self._instance.clients) < SMALL
        seconds = (SMALL_SHARE if small else 1.0) * share * (self._until - time.monotonic())
        return replace(
            self._limits,
            time_limit=max(seconds, 0.01),
            effort=max(share * (self._limits.effort - self.effort), 0.01),
        )

    def _cancelled(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()
