"""Bounds of a week that is too large to be searched whole, from a model of less than all its rules.

Needs, where many are short, are bounded by the linear relaxation of a rough model of everybody. For all else
that is one model of everybody, up to some size. Beyond, it is one for each of several crowds of clients, made
at the same time; what each comes to at the least adds up.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.improving.blocks import crowds
from iopsched.improving.board import Reach
from iopsched.improving.lanes import Lanes
from iopsched.improving.questions import (
    SHARES,
    OnBound,
    Question,
    about,
    adds_up,
    counts_short,
    is_said_of,
    of_clients,
)

SECONDS_TO_BUILD = 1.0
"""About what building a model of 100 clients takes."""

ASKED_WHOLE = 150
"""Up to so many clients the model is of everybody: its size grows with clients times group sessions."""

CROWD = 100
"""How many clients are asked about at once, beyond."""

MANY_SHORT = 0.03
"""If more than this share of clients is short, it may be that more cannot be served."""

IN_TIME = 0.7
"""The share of the time in which a process beside has to answer: an answer that comes too late is lost."""

PRICE = 4
"""What a client short is charged for on later levels: about the most wishes that would be met instead."""


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
        lanes: Lanes,
        limits: Limits,
        on_bound: OnBound = lambda *_: None,
        cancel: Cancel | None = None,
    ) -> None:
        self._lanes, self._limits = lanes, limits
        self._instance: Instance = lanes.cutter.instance
        self._on_bound, self._cancel = on_bound, cancel
        self._until = time.monotonic() + limits.time_limit
        self.effort = 0.0

    def of(
        self,
        vector: Sequence[int],
        kinds: Collection[str] = tuple(SHARES),
        known: Sequence[int] | None = None,
    ) -> Bounds:
        """Return a bound of each level, None where nothing is known; asked are levels about these things.

        Of levels that are `known` to be at the least already nothing is asked.
        """
        known = [0] * len(vector) if known is None else known  # no term is ever negative
        return Bounds(tuple(vector), self._of(tuple(vector), kinds, known))

    def _of(
        self, vector: tuple[int, ...], kinds: Collection[str], known: Sequence[int]
    ) -> tuple[int | None, ...]:
        found: tuple[int | None, ...] = tuple(known)
        asked = self._asked(kinds)
        question = Question(vector, _open(asked, vector, found), self._limits)
        if self._has_begun() or not question.asked or not self._worth_building():
            return found
        if self._many_are_short(vector):
            found = _higher(found, self._of_needs(question, found))
            question = replace(question, asked=_open(asked, vector, found), limits=self._left())
        if not question.asked:
            return found
        if len(self._instance.clients) > ASKED_WHOLE:
            return _higher(found, self._of_crowds(question))
        done = question.make(self._lanes.cutter, self._on_bound, self._cancel)
        self.effort += done.effort
        return _higher(found, done.least)

    def _many_are_short(self, vector: Sequence[int]) -> bool:
        """Return whether so many are short that it may be that no more can be served."""
        short = next((at for at, level in enumerate(self._instance.goals) if counts_short(level)), None)
        return short is not None and vector[short] > MANY_SHORT * len(self._instance.clients)

    def of_needs(self, vector: Sequence[int], known: Sequence[int]) -> Question | None:
        """Return a linear question about needs that nothing is known of, to be asked beside steps.

        There is none where a stronger model answers better and is not too large.
        """
        if len(self._instance.clients) <= ASKED_WHOLE or not self._lanes.lanes or self._has_begun():
            return None
        asked = tuple(at for at in self._asked(["needs"]) if vector[at] > 0 and not known[at])
        if not asked or not self._many_are_short(vector):
            return None
        limits = replace(self._limits, workers=1)
        return Question(tuple(vector), asked, limits, linear=True)

    def _asked(self, kinds: Collection[str]) -> tuple[int, ...]:
        """Return the levels of some kinds that the model says anything of."""
        numbered = enumerate(self._instance.goals)
        return tuple(at for at, level in numbered if is_said_of(level) and about(level) in kinds)

    def _has_begun(self) -> bool:
        """Return whether part of the week is over, of which the model says nothing."""
        return bool(self._instance.history) or self._instance.week.now is not None

    def _of_needs(self, question: Question, known: Sequence[int | None]) -> tuple[int | None, ...]:
        """Ask a linear relaxation of needs that nothing is known of, in one of the lanes."""
        goals = self._instance.goals
        asked = tuple(at for at in question.asked if about(goals[at]) == "needs" and not known[at])
        limits = replace(question.limits, time_limit=IN_TIME * question.limits.time_limit)
        waiting = iter([replace(question, asked=asked, limits=limits, linear=True)] if asked else [])
        for _, done in self._lanes.each(lambda: next(waiting, None), self._over):
            self.effort += done.effort
            for at in asked:
                self._on_bound(at, done.least[at])
            return done.least
        return ()

    def _worth_building(self) -> bool:
        """Return whether building models leaves half of the time for asking them."""
        at_once = max(len(self._lanes.lanes), 1)
        seconds = SECONDS_TO_BUILD * len(self._instance.clients) / 100 / at_once
        return self._limits.reproducible or 2 * seconds <= self._limits.time_limit

    def _of_crowds(self, question: Question) -> tuple[int | None, ...]:
        """Ask the same of each crowd, as many at once as there are lanes, and put the answers together.

        Asked are change and wishes: on others crowds alone say next to nothing.
        """
        goals, cutter = self._instance.goals, self._lanes.cutter
        short = next((at for at, level in enumerate(goals) if counts_short(level)), None)
        price = PRICE if short is not None and question.vector[short] > 0 else 0
        asked = tuple(at for at in question.asked if about(goals[at]) in ("change", "wishes"))
        if not asked:
            return ()
        asked_of = list(crowds(cutter, Reach(cutter), CROWD))
        rounds = -(-len(asked_of) // max(len(self._lanes.lanes), 1))
        limits = replace(
            question.limits,
            time_limit=question.limits.time_limit / rounds,
            effort=question.limits.effort / len(asked_of),
        )
        question = replace(question, asked=asked, limits=limits)
        waiting: Iterator[Question] = (of_clients(question, one, price) for one in asked_of)
        answers: list[tuple[int | None, ...]] = []
        for _, done in self._lanes.each(lambda: next(waiting, None), self._over):
            self.effort += done.effort
            answers.append(done.least)
            least = self._together(answers, question.vector, short, price)
            for at in asked:
                self._on_bound(at, least[at])
        return self._together(answers, question.vector, short, price)

    def _together(
        self,
        answers: Sequence[tuple[int | None, ...]],
        vector: tuple[int, ...],
        short: int | None,
        price: int,
    ) -> tuple[int, ...]:
        """Return what levels come to at the least, from what they do for each of some crowds."""
        found = []
        for at, level in enumerate(self._instance.goals):
            least = [answer[at] or 0 for answer in answers]
            if not adds_up(level):
                found.append(max(least, default=0))
                continue
            # Crowds that have not answered come to 0 at the least.
            charged = price * vector[short] if short is not None and at > short else 0
            found.append(max(sum(least) - charged, 0))
        return tuple(found)

    def _left(self) -> Limits:
        """Return what is left of the limits."""
        seconds = max(self._until - time.monotonic(), 0.01)
        return replace(self._limits, time_limit=seconds, effort=max(self._limits.effort - self.effort, 0.01))

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        return not self._limits.reproducible and time.monotonic() >= self._until


def _open(asked: Sequence[int], vector: Sequence[int], known: Sequence[int | None]) -> tuple[int, ...]:
    """Return the levels that are not known to be at the least."""
    return tuple(at for at in asked if vector[at] > (known[at] or 0))


def _higher(known: Sequence[int | None], further: Sequence[int | None]) -> tuple[int | None, ...]:
    """Return the higher of two bounds of each level."""
    both = zip(known, further or known, strict=True)
    return tuple(max((one for one in pair if one is not None), default=None) for pair in both)
