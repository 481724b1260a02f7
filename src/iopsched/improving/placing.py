"""A first schedule: everybody placed into the empty week, block after block, groups before own sessions.

Blocks of clients who meet at different places are placed at the same time.
"""

from dataclasses import replace

from iopsched.continuity.resolving import nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import Scope, open_scope, with_company
from iopsched.cpsat.stepping import Served
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.blocks import Block, Opened, blocks
from iopsched.improving.board import Board, Reach
from iopsched.improving.joining import joined
from iopsched.improving.proposing import Proposer
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Changes, Done, Task
from iopsched.judging.judge import judge

BLOCK = 25
"""How many clients are placed at once: so few that most blocks are solved to their end."""

STARTS, LEADERS = 6, 3
"""How many starts and leaders an own session is offered."""

SECONDS: dict[Opened, float] = {"all": 0.8, "groups": 2.0, "own": 0.8}
EFFORT: dict[Opened, float] = {"all": 1.0, "groups": 2.0, "own": 1.0}
"""What one block may use: seconds of the clock, or deterministic units."""

MOST_LED_ANEW = 80
"""How many group sessions at their home may be led anew for the own sessions of a block."""

MOST_UNJUDGED = 6
"""How many blocks are placed at most before they are judged."""


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
        self._limits = limits
        self._schedule = start or nothing_held(cutter.instance)
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
            standing.place(start)
        self._unjudged = 0
        self._alone: set[Block] = set()

    def wanted(self) -> Task | None:
        """Return a step that places the next block, None where none can be placed now."""
        if not self._waiting and not self._being_placed:
            self.judge()
        beside = self._being_placed.values()
        if beside and (not self._valid or not self._alone.isdisjoint(beside)):
            return None
        busy = {block.home for block in beside}
        block = next((one for one in self._waiting if one.home not in busy), None)
        if block is None or (beside and block in self._alone):
            return None
        self._waiting.remove(block)
        sample = self._proposer.sample(STARTS, LEADERS)
        scope = block_scope(self._cutter, self._proposer.reach, self._schedule, block)
        task = Task(
            scope,
            (Served(),),
            replace(self._limits, time_limit=SECONDS[block.opened], effort=EFFORT[block.opened]),
            sample,
            self._led_anew(block, scope, sample) if block.opened == "own" else frozenset(),
            valid=self._valid,
            large=not self._being_placed,
        )
        self._being_placed[task] = block
        return task

    def take(self, task: Task, done: Done) -> None:
        """Take what came of placing a block; where too much of it clashes it is placed again, alone."""
        block = self._being_placed.pop(task)
        if done.changes is None:
            if not self._valid:
                # What pins hold is in the first block: there is no schedule.
                self._waiting.clear()
            return
        base, self._valid = task.scope.schedule, True
        if base is self._schedule:
            self._schedule = joined(base, base, done.changes)
            self._unjudged += 1
            if self._standing.found is None or self._unjudged >= min(self._standing.every, MOST_UNJUDGED):
                self.judge()
        elif not self._joined(base, done.changes):
            self._alone.add(block)
            self._waiting.insert(0, block)

    def _joined(self, base: Schedule, changed: Changes) -> bool:
        """Take what was placed while something else was, without what clashes; return whether that fits."""
        for _ in range(2):
            schedule = joined(self._schedule, base, changed)
            clashing = self._standing.place_joined(schedule)
            if not clashing:
                self._schedule, self._unjudged = schedule, 0
                return True
            changed = {one: session for one, session in changed.items() if one not in clashing}
        return False

    def judge(self) -> None:
        """Have what was placed judged."""
        if self._unjudged:
            self._standing.place(self._schedule)
            self._unjudged = 0

    def _led_anew(self, block: Block, scope: Scope, sample: Sample) -> frozenset[str]:
        """Return group sessions at the home of a block, which may be led anew: some, if there are many."""
        week, rooms = self._cutter.instance.week, self._cutter.instance.room
        there = [
            one.id
            for one in self._schedule.sessions
            if one.group is not None
            and one.id not in scope.sessions
            and one.id in self._cutter.slots
            and block.home == ("" if one.room is None else rooms[one.room].site)
            and not week.is_past(one.date, one.start)
        ]
        return frozenset(sample.rng.sample(there, min(len(there), MOST_LED_ANEW)))


def block_scope(cutter: Cutter, reach: Reach, schedule: Schedule, block: Block) -> Scope:
    """Return a part that opens a block: its clients, and what they could attend that is not held yet.

    Where only groups are decided, own sessions are open as far as they are held.
    """
    board = Board(schedule)
    sessions = {one for client in block.clients for one in reach.groups[client] if one not in board.session}
    if block.opened != "groups":
        return open_scope(cutter.instance, schedule, sessions=sessions, clients=block.clients)
    together = with_company(cutter.instance, block.clients)
    attended = {one for client in together for one in board.attended.get(client, ())}
    sessions |= {one for one in attended if board.session[one].group is None}
    return open_scope(cutter.instance, schedule, sessions=sessions, clients=block.clients, own_sessions=False)
