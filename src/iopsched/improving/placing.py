"""A first schedule: everybody placed into the empty week, block after block.

Blocks of clients who meet at different places are placed at the same time.
"""

from collections.abc import Sequence
from dataclasses import replace

from iopsched.continuity.resolving import nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.cpsat.stepping import Served
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.blocks import Block, blocks
from iopsched.improving.board import Board, Reach
from iopsched.improving.joining import joined
from iopsched.improving.proposing import Proposer
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Done, Task
from iopsched.judging.judge import judge

BLOCK = 25
"""How many clients are placed at once: so few that most blocks are solved to their end."""

STARTS, LEADERS = 6, 3
"""How many starts and leaders an own session is offered."""

SECONDS, EFFORT = 0.8, 1.0
"""What one block may use: seconds of the clock, or deterministic units."""

MOST_UNJUDGED = 6
"""How many blocks are placed at most before they are judged: where blocks clash, all of them come again."""


class Placing:
    """Steps that place block after block, all shortages weighed together; from a `start`, if any.

    Only who falls short is placed, and what pins hold where it is not held. What a block leaves unopened
    or free is for those after it.
    """

    def __init__(
        self,
        cutter: Cutter,
        proposer: Proposer,
        standing: Standing,
        limits: Limits,
        start: Schedule | None = None,
    ) -> None:
        self._cutter, self._proposer, self._standing = cutter, proposer, standing
        self._limits = replace(limits, time_limit=SECONDS, effort=EFFORT)
        self._schedule = self._judged = start or nothing_held(cutter.instance)
        verdict = judge(cutter.instance, self._schedule)
        self._valid = verdict.valid
        self._waiting = list(
            blocks(
                cutter,
                proposer.reach,
                BLOCK,
                among={need.client for need in verdict.shortfalls},
                pins_kept=start is not None and verdict.valid,
            )
        )
        self._being_placed: dict[Task, Block] = {}
        if start is not None and verdict.valid:
            standing.place(start, joined=False)
        self._unjudged: list[Block] = []
        self._joined = False
        self._one_by_one = False

    def wanted(self) -> Task | None:
        """Return a step that places the next block, None where none can be placed now."""
        if not self._waiting and not self._being_placed:
            self.judge()
        if self._being_placed and (self._one_by_one or not self._valid):
            return None
        busy = {block.home for block in self._being_placed.values()}
        block = next((one for one in self._waiting if one.home not in busy), None)
        if block is None:
            return None
        self._waiting.remove(block)
        task = Task(
            block_scope(self._cutter, self._proposer.reach, self._schedule, block.clients),
            (Served(),),
            self._limits,
            self._proposer.sample(STARTS, LEADERS),
            valid=self._valid,
            large=not self._being_placed,
        )
        self._being_placed[task] = block
        return task

    def take(self, task: Task, done: Done) -> None:
        """Take what came of placing a block; it waits again where that clashes with another."""
        block = self._being_placed.pop(task)
        if done.changes is None:
            if not self._valid:
                # What pins hold is in the first block: there is no schedule.
                self._waiting.clear()
            return
        schedule = joined(self._schedule, task.scope.schedule, done.changes)
        self._joined = self._joined or task.scope.schedule is not self._schedule
        self._schedule, self._valid = schedule, True
        self._unjudged.append(block)
        if self._standing.found is None or len(self._unjudged) >= min(self._standing.every, MOST_UNJUDGED):
            self.judge()

    def judge(self) -> None:
        """Have what was placed judged; where blocks clash, place them again one after the other."""
        if not self._unjudged:
            return
        if self._standing.place(self._schedule, joined=self._joined):
            self._judged = self._schedule
        else:
            self._schedule, self._one_by_one = self._judged, True
            self._waiting[:0] = self._unjudged
        self._unjudged, self._joined = [], False


def block_scope(cutter: Cutter, reach: Reach, schedule: Schedule, block: Sequence[str]) -> Scope:
    """Return a part that opens a block: its clients, and what they could attend that is not held yet."""
    board = Board(schedule)
    sessions = {one for client in block for one in reach.groups[client] if one not in board.session}
    return open_scope(cutter.instance, schedule, sessions=sessions, clients=block)
