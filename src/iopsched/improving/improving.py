"""The search in parts: a first schedule block by block, then the week bettered part after part.

Each step opens a small part of the schedule, solves it anew with everything around it fixed, and takes
what is better. Steps find values, never bounds.
"""

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Self

from iopsched.continuity.resolving import Verified
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.run import cores
from iopsched.cpsat.stepping import NobodyBeyond
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.drafts import Draft, Foresight
from iopsched.improving.lanes import Lanes
from iopsched.improving.phases import KINDS, Phase, phases
from iopsched.improving.placing import Placing
from iopsched.improving.proposing import Proposer
from iopsched.improving.pruning import pruned
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Done, Task, Work

LEAST_EFFORT = 0.05
"""What a step counts at least: building its model is not in what the solver tells."""

PATIENCE = {"needs": 60, "wishes": 12, "hard": 12}
"""How many parts may be of no use, one after the other, before other goals are turned to.

The last few who fall short are worth long trying.
"""

PLACED = 0.7
"""The share of all limits by which everybody is placed, whatever the first run may use.

Parts do not make up for it: where blocks were cut off, 76 of 200 were short after a minute, and 3 where not.
"""

LANES_FROM = 60
"""From how many clients on a process for each core is worth what it takes to start."""

Answered = Callable[[Done, Verified], Sequence[int]]


class Improving:
    """One search in parts. `effort` is what it took so far, in deterministic units; `steps` how many.

    Each better schedule goes to `on_better`, once the judge has accepted it. Steps are made in as many
    processes as the limits allow workers, `lanes`, unless it must be reproducible. Use it as a context.
    """

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_better: Callable[[Verified], None] = lambda _: None,
        cancel: Cancel | None = None,
        *,
        lanes: int | None = None,
    ) -> None:
        self._instance, self._limits, self._cancel = instance, limits, cancel
        self._until, self._most_effort, self._begun = 0.0, 0.0, time.monotonic()
        self._rng = random.Random(limits.seed)
        self._cutter = Cutter(instance)
        self.lanes = Lanes(self._cutter, _lanes(instance, limits) if lanes is None else lanes)
        self._standing = Standing(instance, on_better)
        self._proposer = Proposer(self._cutter, self._standing, limits, self._rng)
        self._aside: tuple[Work, Answered] | None = None
        self.effort = 0.0
        self.steps = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lanes.close()

    def run(
        self,
        limits: Limits,
        start: Verified | None = None,
        lowest: Sequence[int] | None = None,
        kinds: Collection[str] = KINDS,
        near: Schedule | None = None,
    ) -> Verified | None:
        """Return the best schedule found, from a valid one or from nothing; None where pins allow none.

        It may be called again, with further limits. `lowest` are values of goal levels that nothing can
        be below. Only goals of these `kinds` are bettered. Where there is no valid schedule to `start`
        from, one `near` it may break rules: what stands in the way of those is left out first.
        """
        until, most_effort = time.monotonic() + limits.time_limit, self.effort + limits.effort
        if start is not None:
            self._standing.start(start)
        else:
            self._until = max(until, self._begun + PLACED * self._limits.time_limit)
            self._most_effort = max(most_effort, PLACED * self._limits.effort)
            self._place(near)
        self._until, self._most_effort = until, most_effort
        if lowest is not None:
            self._proposer.lowest = list(lowest)
        while (before := self._standing.found) is not None and not self._over():
            for phase in phases(self._instance):
                if phase.kind not in kinds:
                    continue
                if phase.kind == "wishes":
                    self._lower_the_worst(phase)
                self._better(phase)
            if self._standing.found is before:
                break
        return self._standing.found

    def ask(self, work: Work, answered: Answered) -> None:
        """Have something be found out beside the steps of the next run; what is not over with them is lost.

        `answered` is told what comes of it and the best schedule then, and returns the lowest values that
        nothing can be below.
        """
        self._aside = work, answered

    def _place(self, near: Schedule | None) -> None:
        start = None if near is None else pruned(self._instance, near)
        placing = Placing(self._cutter, self._proposer, self._standing, self._limits, start)
        self._place_blocks(placing)
        draft = placing.draft()
        if draft is not None and not self._over():
            placing.take_draft(self._drafted(draft))
            self._place_blocks(placing)
        placing.judge()

    def _place_blocks(self, placing: Placing) -> None:
        for task, done in self.lanes.each(placing.wanted, self._over):
            self._charge(done)
            placing.take(task, done)

    def _drafted(self, draft: Draft) -> Done | None:
        """Return what comes of a draft; None where there is no time for it."""
        self.lanes.wait_for_one(self._over)
        if not self.lanes.lanes:
            done = draft.make(self._cutter, self._cancel)
            self._charge(done)
            return done
        waiting: Iterator[Work] = iter([draft, *(Foresight() for _ in self.lanes.lanes[1:])])
        for work, done in self.lanes.each(lambda: next(waiting, None), self._over):
            if work is draft:
                self._charge(done)
                return done
        return None

    def _better(self, phase: Phase) -> None:
        """Better some goal levels until nothing more is found, or their share of the limits is used."""
        proposer, picker = self._proposer, self._proposer.picker(phase)
        used, failed, patience = self._share(phase.share), 0, 0
        seeds: list[str] = []
        aside, self._aside = self._aside, None
        unasked = [aside[0]] if aside is not None else []

        def wanted() -> Work | None:
            nonlocal seeds, patience
            if unasked:
                return unasked.pop()
            if used() or self._over() or not proposer.could_be_lower(phase):
                return None
            if not seeds:
                if patience and failed >= patience:
                    return None
                seeds = proposer.seeds(phase)
                patience = max(3 * len(seeds), PATIENCE[phase.kind])
                if not proposer.could_be_lower(phase):
                    # The judge was asked for whom to grow parts around, and nobody is left.
                    return None
            beside = self.lanes.being_made
            return proposer.propose(phase, picker, proposer.drawn(seeds, beside), self._seconds(), beside)

        for task, done in self.lanes.each(wanted, self._over, self._standing.judge_if_due):
            self._charge(done)
            if not isinstance(task, Task):
                assert aside is not None
                proposer.lowest = list(aside[1](done, self._standing.best))
                continue
            better = self._standing.take(task, done)
            picker.learn(task.kind, better=better, ended=done.ended, effort=done.effort)
            failed = 0 if better else failed + 1
        self._standing.judge()

    def _lower_the_worst(self, phase: Phase) -> None:
        """Bring everybody below the share of unmet wishes of whoever is worst off, again and again.

        Meanwhile other wishes may be given up; where not everybody gets there, nothing of it is kept.
        """
        at = next((one for one in phase.levels if _is_worst(self._instance.goals[one])), None)
        used = self._share(phase.share / 2)
        while at is not None and self._proposer.is_above(at) and not used() and not self._over():
            self._standing.back()
            below = max(self._standing.unmet().values(), default=0) - 1
            if not self._reach(phase, below, used):
                self._standing.back()
                return
            self._standing.judge()

    def _reach(self, phase: Phase, below: int, used: Callable[[], bool]) -> bool:
        """Make steps until nobody has more than a share of wishes unmet; return whether that is so."""
        proposer, picker, failed = self._proposer, self._proposer.picker(phase), 0

        def wanted() -> Task | None:
            worst_off = [one for one, share in self._standing.unmet().items() if share > below]
            if used() or self._over() or not worst_off or failed > 2 * len(worst_off) + 6:
                return None
            proposer.concerned = worst_off
            seed, beside = self._rng.choice(worst_off), self.lanes.being_made
            return proposer.propose(phase, picker, seed, self._seconds(), beside, NobodyBeyond(below))

        for task, done in self.lanes.each(wanted, self._over, self._standing.judge_if_due):
            self._charge(done)
            better = self._standing.take(task, done, levels=phase.levels[0])
            picker.learn(task.kind, better=better, ended=done.ended, effort=done.effort)
            failed = 0 if better else failed + 1
        return max(self._standing.unmet().values(), default=0) <= below

    def _charge(self, done: Done) -> None:
        self.effort += max(done.effort, LEAST_EFFORT)
        self.steps += 1

    def _seconds(self) -> float:
        """Return how long a step may take that begins now."""
        return self._until - time.monotonic()

    def _share(self, share: float) -> Callable[[], bool]:
        """Return a question: whether a share of what is left of the limits is used."""
        if self._limits.reproducible:
            most = self.effort + share * (self._most_effort - self.effort)
            return lambda: self.effort >= most
        until = time.monotonic() + share * (self._until - time.monotonic())
        return lambda: time.monotonic() >= until

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            return self.effort >= self._most_effort
        return time.monotonic() >= self._until


def _lanes(instance: Instance, limits: Limits) -> int:
    """Return how many processes make steps: none beside this one where they must come in one order."""
    if limits.reproducible or len(instance.clients) < LANES_FROM:
        return 1
    return limits.workers or cores()


def _is_worst(level: GoalLevel) -> bool:
    return [weighted.term for weighted in level.terms] == ["worst_unmet_wishes"]
