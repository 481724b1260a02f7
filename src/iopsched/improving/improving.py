"""The search in parts: a first schedule block by block, then the week bettered part after part.

Each step opens a small part of the schedule, solves it anew with everything around it fixed, and takes
what is better. Several steps run at once on as many cores. They find values, never bounds.
"""

import random
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.cutting import Cutter, Sample
from iopsched.cpsat.run import cores
from iopsched.cpsat.spans import bundles
from iopsched.cpsat.stepping import Aim, Stepped, bundle_aim, nobody_beyond, step
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.improving.board import Board, Reach
from iopsched.improving.joining import joined, touched
from iopsched.improving.phases import Phase, phases
from iopsched.improving.picking import Opening, Picker
from iopsched.improving.placing import Placed, place_all
from iopsched.judging.judge import judge
from iopsched.judging.wished import unmet_shares_of

SECONDS, EFFORT = 2.0, 1.0
"""What one step may use: seconds of the clock, and deterministic units."""

LANES = 2
"""How many steps run at once where the search must be reproducible."""

JUDGED_AT_ONCE = 300
"""Up to so many clients every round is judged; beyond, the judge sees one round in several."""


@dataclass(frozen=True)
class _Try:
    """One step to be made: what is opened, for which aims, how it is sampled."""

    opening: Opening
    aims: list[Aim]
    seed: int
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
        self._lanes = limits.workers or (LANES if limits.reproducible else cores())
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
        with ThreadPoolExecutor(self._lanes) as pool:
            while self.best is not None and not self._over():
                before = self.best
                for phase in phases(self._instance):
                    if phase.kind not in kinds:
                        continue
                    if phase.kind == "wishes":
                        self._lower_the_worst(phase, pool)
                    self._better(phase, pool)
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

    def _better(self, phase: Phase, pool: ThreadPoolExecutor) -> None:
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
            drawn = [seeds.pop() for _ in range(min(self._lanes, len(seeds)))]
            failed = 0 if self._round(phase, picker, drawn, pool) else failed + len(drawn)
        self._judge()

    def _lower_the_worst(self, phase: Phase, pool: ThreadPoolExecutor) -> None:
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
                seeds = self._rng.sample(self._concerned, min(self._lanes, len(self._concerned)))
                failed = 0 if self._round(phase, picker, seeds, pool, nobody_beyond(below)) else failed + 1
            if self._concerned:
                self._board = Board(self.best.schedule)
                return
            self._judge()

    def _unmet(self) -> dict[str, int]:
        assert self._board is not None
        return unmet_shares_of(self._instance, self._board.schedule)

    def _round(
        self,
        phase: Phase,
        picker: Picker,
        seeds: list[str],
        pool: ThreadPoolExecutor,
        instead: Aim | None = None,
    ) -> bool:
        """Make a step around each seed, all at once; return whether anything is better."""
        assert self._board is not None
        base = self._board.schedule
        tries = [self._try(phase, picker, seed, instead) for seed in seeds]
        found = list(pool.map(self._step, tries))
        for one in found:
            self.effort += one.effort
            self.steps += 1
            picker.learn(ended=one.ended)
        better = [one.schedule for one in found if one.schedule is not None]
        for schedule in better:
            self._take(base, schedule)
        return bool(better)

    def _try(self, phase: Phase, picker: Picker, seed: str, instead: Aim | None) -> _Try:
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
            worst = max(
                (share for one, share in shares.items() if one not in opening.scope.clients), default=0
            )
        return _Try(opening, self._aims(phase, opening, instead), self._rng.randrange(2**31), worst)

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

    def _step(self, one: _Try) -> Stepped:
        left = max(min(SECONDS, self._until - time.monotonic()), 0.01)
        return step(
            self._cutter,
            one.opening.scope,
            one.aims,
            replace(self._limits, time_limit=left, effort=EFFORT),
            sample=Sample(*self._sample, random.Random(one.seed)),
            led_anew=one.opening.led_anew,
            worst_elsewhere=one.worst,
        )

    _sample = (10, 4)

    def _take(self, base: Schedule, schedule: Schedule) -> None:
        """Take a better schedule, together with what was taken in this round already if that goes."""
        assert self._board is not None
        if self._board.schedule is base:
            self._board = Board(schedule)
            self._unjudged += 1
            if self._unjudged >= self._every:
                self._judge()
            return
        both = joined(base, self._board.schedule, schedule)
        if both is None:
            return
        apart = touched(base, self._board.schedule).isdisjoint(touched(base, schedule))
        if self._every > 1 and apart:
            self._board = Board(both)
            return
        verdict = judge(self._instance, both)
        assert self.best is not None
        if verdict.valid and Verified(both, verdict).vector < self.best.vector:
            self._accept(Verified(both, verdict))
            self._board = Board(both)

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
