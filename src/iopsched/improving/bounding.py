"""Bounds of a week that is too large to be searched whole, from a model of less than all its rules.

Up to some size that is one model of everybody. Beyond, it is one for each of several crowds of clients, made
at the same time; what each comes to at the least adds up.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from iopsched.cpsat.spans import kind_of
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.improving.blocks import crowds
from iopsched.improving.board import Reach
from iopsched.improving.lanes import Lanes
from iopsched.improving.phases import KINDS
from iopsched.improving.questions import (
    OnBound,
    Question,
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

    def of(self, vector: Sequence[int], kinds: Collection[str] = KINDS) -> Bounds:
        """Return a bound of each level, None where nothing is known; asked are levels of these kinds."""
        return Bounds(tuple(vector), self._of(tuple(vector), kinds))

    def _of(self, vector: tuple[int, ...], kinds: Collection[str]) -> tuple[int | None, ...]:
        numbered = list(enumerate(self._instance.goals))
        asked = tuple(
            at for at, level in numbered if vector[at] > 0 and is_said_of(level) and kind_of(level) in kinds
        )
        begun = self._instance.history or self._instance.week.now is not None
        if begun or not asked or not self._worth_building():
            return (0,) * len(numbered)  # no term is ever negative
        question = Question(vector, asked, self._limits)
        if len(self._instance.clients) > ASKED_WHOLE:
            return self._of_crowds(question)
        done = question.make(self._lanes.cutter, self._on_bound, self._cancel)
        self.effort += done.effort
        return done.least

    def _worth_building(self) -> bool:
        """Return whether building models leaves half of the time for asking them."""
        at_once = max(len(self._lanes.lanes), 1)
        seconds = SECONDS_TO_BUILD * len(self._instance.clients) / 100 / at_once
        return self._limits.reproducible or 2 * seconds <= self._limits.time_limit

    def _of_crowds(self, question: Question) -> tuple[int | None, ...]:
        """Ask the same of each crowd, as many at once as there are lanes, and put the answers together.

        Asked are wishes, and needs where many are short: on others crowds alone say next to nothing.
        """
        goals, cutter = self._instance.goals, self._lanes.cutter
        short = next((at for at, level in enumerate(goals) if counts_short(level)), None)
        price = PRICE if short is not None and question.vector[short] > 0 else 0
        many = short is None or question.vector[short] > MANY_SHORT * len(self._instance.clients)
        kinds = {"wishes", "needs"} if many else {"wishes"}
        asked = tuple(at for at in question.asked if kind_of(goals[at]) in kinds)
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
            for at in question.asked:
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

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        return not self._limits.reproducible and time.monotonic() >= self._until
