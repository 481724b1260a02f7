"""The search in parts: a first schedule block by block, then the week bettered part after part.

Each step opens a small part of the schedule, solves it anew with everything around it fixed, and takes
what is better. Steps find values, never bounds.

Steps on several threads at once were tried and dropped: a third of a step is spent building its model in
Python, and two at a time took longer than one after the other.
"""

import random
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.spans import bundles
from iopsched.cpsat.stepping import Aim, bundle_aim, nobody_beyond, step
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.improving.board import Board, Reach
from iopsched.improving.phases import Phase, phases
from iopsched.improving.picking import Opening, Picker
from iopsched.improving.placing import Placed, place_all
from iopsched.judging.wished import unmet_shares_of

SECONDS, EFFORT = 2.0, 1.0
"""What one step may use: seconds of the clock, and deterministic units."""

LEAST_EFFORT = 0.05
"""What a step counts at least: building its model is not in what the solver tells."""

STARTS, LEADERS = 10, 4
"""How many starts and leaders an own session is offered in one step."""

JUDGED_AT_ONCE = 300
"""Up to so many clients every better schedule is judged; beyond, one in several."""


@dataclass(frozen=True)
class _Try:
    """One step to be made: what is opened, for which aims, and how badly off others are."""

    opening: Opening
    aims: list[Aim]
    worst: int


class Improving:
    """One search in parts. `effort` is what it took so far, in deterministic units; `steps` how many.

    Each better schedule goes to `on_better`, once the judge has accepted it.
    """

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_better: Callable[[Verified], None] = lambda _: None,
        cancel: Cancel | None = None,
    ) -> None:
        self._instance, self._limits = instance, limits
        self._on_better, self._cancel = on_better, cancel
        self._until, self._most_effort = 0.0, 0.0
        self._rng = random.Random(limits.seed)
        self._cutter = Cutter(instance)
        self._reach = Reach(self._cutter)
        self._every = 1 if len(instance.clients) <= JUDGED_AT_ONCE else 4
        self._unjudged = 0
        self._board: Board | None = None
        self._concerned: list[str] = []
        self._lowest = [0] * len(instance.goals)
        self.best: Verified | None = None
        self.effort = 0.0
        self.steps = 0

    def run(
        self,
        limits: Limits,
        start: Verified | None = None,
        lowest: Sequence[int] | None = None,
        kinds: Collection[str] = ("needs", "wishes", "hard"),
    ) -> Verified | None:
        """Return the best schedule found, from a valid one or from nothing; None where pins allow none.

        It may be called again, with further limits. `lowest` are values of goal levels that nothing can
        be below. Only goals of these `kinds` are bettered.
        """
        self._until = time.monotonic() + limits.time_limit
        self._most_effort = self.effort + limits.effort
        if start is not None:
            self.best, self._board = start, Board(start.schedule)
        else:
            self._place()
        if lowest is not None:
            self._lowest = list(lowest)
        while self.best is not None and not self._over():
            before = self.best
            for phase in phases(self._instance):
                if phase.kind not in kinds:
                    continue
                if phase.kind == "wishes":
                    self._lower_the_worst(phase)
                self._better(phase)
            if self.best is before:
                break
        return self.best

    def _place(self) -> None:
        def on_block(placed: Placed) -> bool:
            self.effort += placed.effort
            self.steps += 1
            if placed.schedule is not None:
                self._board = Board(placed.schedule)
                if self.best is None or self._every == 1:
                    self._judge()
            return not self._over()

        place_all(self._cutter, self._reach, self._limits, self._rng, on_block)
        self._judge()

    def _better(self, phase: Phase) -> None:
        """Better some goal levels until nothing more is found, or their share of the limits is used."""
        picker = Picker(self._cutter, self._reach, self._rng, least=phase.least, most=phase.most)
        used, failed, patience = self._share(phase.share), 0, 0
        seeds: list[str] = []
        while not used() and not self._over() and self._could_be_lower(phase):
            if not seeds:
                if patience and failed >= patience:
                    break
                seeds = self._seeds(phase)
                patience = max(3 * len(seeds), 12)
            failed = 0 if self._step(self._try(phase, picker, seeds.pop()), picker) else failed + 1
        self._judge()

    def _lower_the_worst(self, phase: Phase) -> None:
        """Bring everybody below the share of unmet wishes of whoever is worst off, again and again.

        Meanwhile other wishes may be given up; where not everybody gets there, nothing of it is kept.
        """
        at = next((one for one in phase.levels if _is_worst(self._instance.goals[one])), None)
        used = self._share(phase.share / 2)
        while at is not None and self._is_above(at) and not used() and not self._over():
            assert self.best is not None
            self._board = Board(self.best.schedule)
            below = max(self._unmet().values(), default=0) - 1
            picker = Picker(self._cutter, self._reach, self._rng, least=phase.least, most=phase.most)
            failed = 0
            while not used() and not self._over():
                self._concerned = [one for one, share in self._unmet().items() if share > below]
                if not self._concerned or failed > 2 * len(self._concerned) + 6:
                    break
                tried = self._try(phase, picker, self._rng.choice(self._concerned), nobody_beyond(below))
                failed = 0 if self._step(tried, picker) else failed + 1
            if self._concerned:
                self._board = Board(self.best.schedule)
                return
            self._judge()

    def _inside(self, opening: Opening) -> set[str]:
        """Return whose weeks are open, at least in part."""
        assert self._board is not None
        held = (self._board.session[one] for one in opening.scope.sessions if one in self._board.session)
        return {*opening.scope.clients, *(client for session in held for client in session.clients)}

    def _unmet(self) -> dict[str, int]:
        assert self._board is not None
        return unmet_shares_of(self._instance, self._board.schedule)

    def _try(self, phase: Phase, picker: Picker, seed: str, instead: Aim | None = None) -> _Try:
        assert self._board is not None
        assert self.best is not None
        seeds = [seed, *(one for one in self._rng.sample(self._concerned, min(2, len(self._concerned))))]
        short = [need for need in self.best.verdict.shortfalls if need.client == seed]
        wanted = {need.subject for need in short if need.subject is not None}
        concerned = self._concerned if phase.kind == "needs" else ()
        opening = picker.around(self._board, list(dict.fromkeys(seeds)), concerned, wanted)
        worst = 0
        if phase.kind == "wishes":
            shares = self._unmet()
            inside = self._inside(opening)
            worst = max((share for one, share in shares.items() if one not in inside), default=0)
        return _Try(opening, self._aims(phase, opening, instead), worst)

    def _aims(self, phase: Phase, opening: Opening, instead: Aim | None) -> list[Aim]:
        """Return all goals before a phase, and of the phase itself up to one that could be lower."""
        assert self.best is not None
        parts = bundles(self._instance, opening.scope.clients)
        if instead is not None:
            before = {self._instance.goals[at].id for at in range(phase.levels[0])}
            held = [one for one in parts if before >= {level.id for _, level in one.levels}]
            return [*(bundle_aim(bundle) for bundle in held), instead]
        wanted = {self._instance.goals[at].id for at in phase.levels if self._is_above(at)}
        among = [at for at, bundle in enumerate(parts) if wanted & {level.id for _, level in bundle.levels}]
        focus = among[0] if len(among) == 1 or self._rng.random() < 0.7 else among[-1]
        return [bundle_aim(bundle) for bundle in parts[: focus + 1]]

    def _step(self, one: _Try, picker: Picker) -> bool:
        """Make a step; return whether anything is better."""
        left = max(min(SECONDS, self._until - time.monotonic()), 0.01)
        found = step(
            self._cutter,
            one.opening.scope,
            one.aims,
            replace(self._limits, time_limit=left, effort=EFFORT),
            sample=Sample(STARTS, LEADERS, self._rng),
            led_anew=one.opening.led_anew,
            worst_elsewhere=one.worst,
        )
        self.effort += max(found.effort, LEAST_EFFORT)
        self.steps += 1
        picker.learn(ended=found.ended)
        if found.schedule is None:
            return False
        self._board = Board(found.schedule)
        self._unjudged += 1
        if self._unjudged >= self._every:
            self._judge()
        return True

    def _judge(self) -> None:
        """Have the judge look at the schedule as it is; what it accepts and is better is told of."""
        if self._board is None or (self.best is not None and self._board.schedule is self.best.schedule):
            return
        self._unjudged = 0
        self._accept(verified(self._instance, self._board.schedule))

    def _accept(self, found: Verified) -> None:
        if self.best is None or found.vector < self.best.vector:
            self.best = found
            self._on_better(found)

    def _could_be_lower(self, phase: Phase) -> bool:
        return any(self._is_above(at) for at in phase.levels)

    def _is_above(self, at: int) -> bool:
        assert self.best is not None
        return self.best.vector[at] > self._lowest[at]

    def _seeds(self, phase: Phase) -> list[str]:
        """Return clients to grow parts around, all who are concerned once, in a random order."""
        self._judge()
        assert self.best is not None
        assert self._board is not None
        concerned: list[str] = []
        if phase.kind == "needs":
            concerned = list(dict.fromkeys(need.client for need in self.best.verdict.shortfalls))
        elif phase.kind == "wishes":
            shares = unmet_shares_of(self._instance, self._board.schedule)
            concerned = [one for one, share in shares.items() if share > 0]
        self._concerned = concerned or list(self._instance.client)
        seeds = list(self._concerned)
        self._rng.shuffle(seeds)
        return seeds

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


def _is_worst(level: GoalLevel) -> bool:
    return [weighted.term for weighted in level.terms] == ["worst_unmet_wishes"]
