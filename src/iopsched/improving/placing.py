"""A first schedule: everybody placed into the empty week, groups before own sessions.

What pins hold is placed first; then a draft decides all groups at once, or they are placed home by home;
then own sessions follow block by block. Blocks of clients who meet at different places are placed at the
same time.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from iopsched.continuity.resolving import nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import Scope, open_scope, with_company
from iopsched.cpsat.stepping import Served
from iopsched.domain.progress import Limits
from iopsched.domain.result import Need
from iopsched.domain.schedule import Schedule
from iopsched.improving.blocks import Block, Opened, blocks
from iopsched.improving.board import Board, Reach
from iopsched.improving.drafts import Draft
from iopsched.improving.joining import joined
from iopsched.improving.proposing import Proposer
from iopsched.improving.pruning import pruned
from iopsched.improving.standing import Standing
from iopsched.improving.surroundings import Surroundings
from iopsched.improving.tasks import Changes, Done, Task
from iopsched.judging.judge import judge

BLOCK = 25
"""How many clients are placed at once: so few that most blocks are solved to their end."""

STARTS, LEADERS = 6, 3
"""How many starts and leaders an own session is offered."""

HOURS = 12, 6
"""How many of each where nothing else is open."""

SECONDS: dict[Opened, float] = {"all": 0.8, "groups": 2.0, "own": 0.8, "hours": 4.0}
EFFORT: dict[Opened, float] = {"all": 1.0, "groups": 2.0, "own": 1.0, "hours": 3.0}
"""What one block may use: seconds of the clock, or deterministic units."""

LONGER, LONGEST = 4, 16
"""How many times as much the first block may use where that did not do: without it there is no schedule.

Nothing interrupts a block, so it never gets more than so many times what it has at first.
"""

MOST_LED_ANEW = 80
"""How many group sessions at their home may be led anew for the own sessions of a block."""

DRAFTED_FROM = 60
"""From how many clients on a draft of all groups is made; with fewer, the whole week is searched soon."""

DRAFT_SHARE, DRAFT_EACH = 0.3, 0.12
"""What a draft may use: a share of the limits, and no more than so many seconds or units for each client."""

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
        instance = cutter.instance
        begun = bool(instance.history) or instance.week.now is not None
        self._to_draft = start is None and not begun and len(instance.clients) >= DRAFTED_FROM
        pins_kept = start is not None and verdict.valid
        self._waiting = list(self._blocks(verdict.shortfalls, pins_kept=pins_kept, grouped=self._to_draft))
        self._being_placed: dict[Task, Block] = {}
        if start is not None and verdict.valid:
            standing.place(start)
        self._unjudged = 0
        self._patience, self._until = 1.0, time.monotonic() + limits.time_limit
        self._alone: set[Block] = set()

    def wanted(self) -> Task | None:
        """Return a step that places the next block, None where none can be placed now."""
        if not self._waiting and not self._being_placed:
            self.judge()
        if self._to_draft and self._valid:
            return None
        beside = self._being_placed.values()
        if beside and (not self._valid or not self._alone.isdisjoint(beside)):
            return None
        busy = {block.home for block in beside}
        block = next((one for one in self._waiting if one.home not in busy), None)
        if block is None or (beside and block in self._alone):
            return None
        self._waiting.remove(block)
        sample = self._proposer.sample(*(HOURS if block.opened == "hours" else (STARTS, LEADERS)))
        scope = block_scope(self._cutter, self._proposer.reach, self._schedule, block)
        task = Task(
            scope,
            (Served(),),
            self._limits_of(block),
            sample,
            self._led_anew(block, scope, sample) if block.opened == "own" else frozenset(),
            valid=self._valid,
            large=not self._being_placed,
        )
        self._being_placed[task] = block
        return task

    def _limits_of(self, block: Block) -> Limits:
        """Return what placing a block may use: longer if it was tried before, as far as there is time."""
        seconds, left = SECONDS[block.opened], self._until - time.monotonic()
        return replace(
            self._limits,
            time_limit=min(self._patience * seconds, max(left, seconds)),
            effort=self._patience * EFFORT[block.opened],
        )

    def take(self, task: Task, done: Done) -> None:
        """Take what came of placing a block; where too much of it clashes it is placed again, alone."""
        block = self._being_placed.pop(task)
        if done.changes is None:
            if not self._valid and done.ended:
                # What pins hold is in the first block: there is no schedule.
                self._waiting.clear()
            elif not self._valid:
                self._patience = min(self._patience * LONGER, LONGEST)
                self._waiting.insert(0, block)
            return
        base, self._valid, self._patience = task.scope.schedule, True, 1.0
        if base is self._schedule:
            self._schedule = joined(base, base, done.changes)
            self._unjudged += 1
            if self._standing.found is None or self._unjudged >= min(self._standing.every, MOST_UNJUDGED):
                self.judge()
        elif not self._joined(base, done.changes):
            self._alone.add(block)
            self._waiting.insert(0, block)

    def draft(self) -> Draft | None:
        """Return a draft to be made, once what pins hold is placed; None where none is."""
        if not self._to_draft or not self._valid:
            return None
        clients = len(self._cutter.instance.clients)
        seconds = min(DRAFT_SHARE * self._limits.time_limit, DRAFT_EACH * clients)
        effort = min(DRAFT_SHARE * self._limits.effort, DRAFT_EACH * clients)
        return Draft(self._pinned(), replace(self._limits, time_limit=seconds, effort=effort))

    def take_draft(self, done: Done | None) -> None:
        """Take what came of a draft, less what breaks a rule; without any, groups are placed home by home."""
        self._to_draft = False
        if done is None:
            return
        if done.changes is not None:
            base = self._pinned()
            own = [one for one, to in done.changes.items() if to is not None and to.group is None]
            schedule = pruned(self._cutter.instance, joined(base, base, done.changes), easily=own)
            verdict = judge(self._cutter.instance, schedule)
            if verdict.valid:
                self._schedule = schedule
                self._proposer.left_out = done.left_out
                # Own sessions of theirs would take hours of those who can be served, and serve nobody.
                waiting = [need for need in verdict.shortfalls if need.client not in done.left_out]
                self._waiting = list(self._blocks(waiting, pins_kept=True, grouped=True))
                self._standing.place(schedule)
                return
        self._waiting = list(self._blocks(self._standing.best.verdict.shortfalls, pins_kept=True))

    def _pinned(self) -> Schedule:
        """Return what is held so far that pins may hold, tracks whole."""
        around = Surroundings(self._cutter)
        pinned = [one.id for one in self._schedule.sessions if self._cutter.pinned(one)]
        kept = {meeting for one in pinned for meeting in around.with_its_track(one)}
        sessions = tuple(one for one in self._schedule.sessions if one.id in kept)
        return self._schedule.model_copy(update={"sessions": sessions})

    def _blocks(
        self, shortfalls: Sequence[Need], *, pins_kept: bool, grouped: bool = False
    ) -> Iterator[Block]:
        among = {need.client for need in shortfalls}
        reach, size = self._proposer.reach, 1 if grouped else BLOCK
        return blocks(self._cutter, reach, size, among=among, pins_kept=pins_kept, grouped=grouped)

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
    if block.opened == "hours":
        who = with_company(cutter.instance, block.clients)
        theirs = (cutter.instance.individual_session_ids(cutter.instance.client[one]) for one in who)
        own = frozenset(session for found in theirs for session, _ in found)
        return Scope(schedule, own, frozenset(), frozenset(who))
    board = Board(schedule)
    sessions = {one for client in block.clients for one in reach.groups[client] if one not in board.session}
    if block.opened != "groups":
        return open_scope(cutter.instance, schedule, sessions=sessions, clients=block.clients)
    together = with_company(cutter.instance, block.clients)
    attended = {one for client in together for one in board.attended.get(client, ())}
    sessions |= {one for one in attended if board.session[one].group is None}
    return open_scope(cutter.instance, schedule, sessions=sessions, clients=block.clients, own_sessions=False)
