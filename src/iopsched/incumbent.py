"""The best verified schedule so far, and telling of it."""

import time

from iopsched.continuity.resolving import Verified
from iopsched.cpsat.search import counts_change
from iopsched.domain.instance import Instance
from iopsched.domain.progress import OnProgress, Progress
from iopsched.domain.schedule import Schedule


class Incumbent:
    """What one solve has found: `best` so far, `level` being searched, and who is told of both.

    `given` is a schedule published for exactly this input, None if there is none.
    """

    def __init__(
        self,
        instance: Instance,
        began: float,
        given: Schedule | None,
        on_progress: OnProgress | None,
        *,
        reproducible: bool,
    ) -> None:
        self._instance, self._began, self._given = instance, began, given
        self._on_progress = on_progress
        self._reproducible = reproducible
        self._settled: Verified | None = None
        self.best: Verified | None = None
        self.first_seconds: float | None = None
        self.level = 0
        self.warming = False
        """Whether what is minimised now is no goal level, so that its bounds are none of theirs."""

    def settle(self, ended: Verified, bound: int | None = None) -> None:
        """Take what a run ended with.

        What is seen on the way depends on the clock. Where the search must be reproducible it is
        shown, but only what runs end with decides how the search goes on.
        """
        self.offer(ended, bound)
        if self._improves(ended, self._settled):
            self._settled = ended
        if self._reproducible:
            self.best = self._settled

    def offer(self, offered: Verified, bound: int | None = None) -> None:
        """Take a schedule seen on the way, if it is better."""
        if self._improves(offered, self.best):
            self.best = offered
            if self.first_seconds is None:
                self.first_seconds = time.monotonic() - self._began
            self.tell(offered.schedule, bound)

    def _improves(self, offered: Verified, best: Verified | None) -> bool:
        """Return whether a schedule is better.

        One published for exactly this input gives way only to what is better before or at change: what
        no goal counts as change (a co-leader more, another guest) would come and go otherwise.
        """
        if best is None:
            return True
        compared = None
        if self._given is not None and best.schedule is self._given:
            goals = enumerate(self._instance.goals, 1)
            compared = max((at for at, level in goals if counts_change(level)), default=None)
        return offered.vector[:compared] < best.vector[:compared]

    def tell(self, schedule: Schedule | None, bound: int | None) -> None:
        """Tell of the best schedule and a bound of the level being searched."""
        if self._on_progress is None:
            return
        best = self.best
        self._on_progress(
            Progress(
                elapsed=time.monotonic() - self._began,
                level=self._instance.goals[self.level].id,
                value=best.vector[self.level] if best else None,
                bound=None if self.warming else bound,
                clients_short=len({n.client for n in best.verdict.shortfalls}) if best else None,
                schedule=schedule,
                values=best.vector if best else None,
            )
        )
