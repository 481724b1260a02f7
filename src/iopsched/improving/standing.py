"""The schedule as it stands during a search in parts, and what steps on it come to."""

from collections.abc import Callable

from iopsched.continuity.resolving import Verified, verified
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.improving.board import Board
from iopsched.improving.joining import changes, joined, touched
from iopsched.improving.tasks import Done, Task
from iopsched.judging.judge import judge
from iopsched.judging.wished import unmet_shares_of

JUDGED_AT_ONCE = 300
"""Up to so many clients every better schedule is judged; beyond, one in several.

What was made at the same time is always judged where it touches the same people or rooms: that takes less
than to make it again.
"""

CLIENTS_EACH = 75
"""Of a larger week one better schedule for so many clients is judged: the larger, the longer that takes."""


class Standing:
    """The best schedule that the judge has accepted, and the one on the board, with steps made since.

    Each better schedule goes to `on_better`, once the judge has accepted it.
    """

    def __init__(self, instance: Instance, on_better: Callable[[Verified], None]) -> None:
        self._instance, self._on_better = instance, on_better
        self.every = (
            1 if len(instance.clients) <= JUDGED_AT_ONCE else 1 + len(instance.clients) // CLIENTS_EACH
        )
        """Of how many better schedules one is judged."""
        self._unjudged = 0
        self._joined = False
        self._unmet: tuple[Schedule, dict[str, int]] | None = None
        self._best: Verified | None = None
        self._board: Board | None = None

    @property
    def found(self) -> Verified | None:
        """The best schedule, None before there is one."""
        return self._best

    @property
    def best(self) -> Verified:
        """The best schedule, once there is one."""
        assert self._best is not None
        return self._best

    @property
    def board(self) -> Board:
        """The schedule with all steps made, once there is one."""
        assert self._board is not None
        return self._board

    def start(self, found: Verified) -> None:
        """Start from a valid schedule."""
        self._best = found
        self.back()

    def back(self) -> None:
        """Give up what is on the board and not the best."""
        self._board, self._joined, self._unjudged = Board(self.best.schedule), False, 0

    def unmet(self) -> dict[str, int]:
        """Return for each client the share of its wishes that is unmet on the board, in permille."""
        schedule = self.board.schedule
        if self._unmet is None or self._unmet[0] is not schedule:
            self._unmet = (schedule, unmet_shares_of(self._instance, schedule))
        return self._unmet[1]

    def take(self, task: Task, done: Done, *, levels: int | None = None) -> bool:
        """Take what a step came to; return whether it was of use.

        What was made of an earlier board is joined with what changed since, if that is better too: on
        the first `levels` goal levels no worse, where the step was for something else than goals.
        """
        if done.changes is None:
            return False
        base = task.scope.schedule
        if self.board.schedule is base:
            self._put(joined(base, base, done.changes))
            return True
        others = changes(base, self.board.schedule)
        if self.every == 1 or not touched(base, others).isdisjoint(touched(base, done.changes)):
            return self._take_judged(joined(self.board.schedule, base, done.changes), levels)
        self._joined = True
        self._put(joined(self.board.schedule, base, done.changes))
        return True

    def place(self, schedule: Schedule) -> None:
        """Take a schedule that more people are placed in."""
        found = verified(self._instance, schedule)
        self._board, self._unjudged = Board(schedule), 0
        self._accept(found)

    def place_joined(self, schedule: Schedule) -> set[str]:
        """Take one joined from what was placed at the same time, or return which of its sessions clash."""
        verdict = judge(self._instance, schedule)
        if verdict.valid:
            self._board, self._unjudged = Board(schedule), 0
            self._accept(Verified(schedule, verdict))
        return {one for violation in verdict.violations for one in violation.sessions}

    def judge(self) -> None:
        """Have the judge look at the board; what it accepts and is better is told of."""
        if self._board is None or (self._best is not None and self._board.schedule is self._best.schedule):
            return
        found = self._judged(self._board.schedule, joined=self._joined)
        if found is None:
            # Each step kept every rule; together they do not.
            self.back()
            return
        self._unjudged, self._joined = 0, False
        self._accept(found)

    def judge_if_due(self) -> None:
        """Have the judge look at the board if it has not for as many steps as may go unjudged."""
        if self._unjudged >= self.every:
            self.judge()

    def _put(self, schedule: Schedule) -> None:
        self._board = Board(schedule)
        self._unjudged += 1
        if self.every == 1:
            self.judge()

    def _take_judged(self, schedule: Schedule, levels: int | None) -> bool:
        """Take two steps joined, if the judge does and they are better together than the best so far."""
        found = self._judged(schedule, joined=True)
        if found is None:
            return False
        better = found.vector < self.best.vector
        if better or (levels is not None and found.vector[:levels] <= self.best.vector[:levels]):
            self._board, self._joined, self._unjudged = Board(schedule), False, 0
            self._accept(found)
            return True
        return False

    def _judged(self, schedule: Schedule, *, joined: bool) -> Verified | None:
        """Return a schedule with what the judge says of it; None where one that was joined breaks a rule."""
        if not joined:
            return verified(self._instance, schedule)
        verdict = judge(self._instance, schedule)
        return Verified(schedule, verdict) if verdict.valid else None

    def _accept(self, found: Verified) -> None:
        if self._best is None or found.vector < self._best.vector:
            self._best = found
            self._on_better(found)
