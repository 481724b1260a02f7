"""Which step to make next: a part to open, and the goals to better in it."""

import random
from collections.abc import Collection, Sequence
from dataclasses import replace

from iopsched.cpsat.carving import decided
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.spans import bundles
from iopsched.cpsat.stepping import Aim, Levels
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.improving.board import Reach
from iopsched.improving.phases import Phase
from iopsched.improving.picking import Opening, Picker
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Task

SECONDS, EFFORT = 2.0, 1.0
"""What one step may use: seconds of the clock, and deterministic units."""

STARTS, LEADERS = 5, 4
"""How many starts that nothing else takes, and how many leaders, an own session is offered in one step."""

AMONG = 12
"""Of how many clients the one is drawn who has least to do with others."""


LEFT_OUT, FEWEST = 0.3, 3
"""How many parts are grown around whom a draft left out, for each around others short; and the fewest."""


class Proposer:
    """Proposes steps on the schedule as it stands, for goals that lie above what nothing can be below."""

    def __init__(self, cutter: Cutter, standing: Standing, limits: Limits, rng: random.Random) -> None:
        self._instance: Instance = cutter.instance
        self._cutter, self._standing, self._limits, self._rng = cutter, standing, limits, rng
        self.reach = Reach(cutter)
        self.concerned: list[str] = []
        self.lowest = [0] * len(cutter.instance.goals)
        self.left_out: frozenset[str] = frozenset()

    def picker(self, phase: Phase) -> Picker:
        """Return what grows the parts of a phase."""
        return Picker(self._cutter, self.reach, self._rng, least=phase.least, most=phase.most)

    def sample(self, starts: int = STARTS, leaders: int = LEADERS) -> Sample:
        """Return how much of what own sessions could be is tried in a step."""
        return Sample(starts, leaders, random.Random(self._rng.getrandbits(32)))

    def seeds(self, phase: Phase) -> list[str]:
        """Return clients to grow parts around, all who are concerned once, in a random order."""
        self._standing.judge()
        concerned: list[str] = []
        if phase.kind == "needs":
            concerned = self._worth_serving()
        elif phase.kind == "wishes":
            concerned = [one for one, share in self._standing.unmet().items() if share > 0]
        self.concerned = concerned or list(self._instance.client)
        seeds = list(self.concerned)
        self._rng.shuffle(seeds)
        return seeds

    def _worth_serving(self) -> list[str]:
        """Return who is short; of whom a draft has left out so that others are served, only some.

        It is those others, short of an hour or two, whom steps can serve.
        """
        short = dict.fromkeys(need.client for need in self._standing.best.verdict.shortfalls)
        first = [one for one in short if one not in self.left_out]
        last = [one for one in short if one in self.left_out]
        most = max(round(LEFT_OUT * len(first)), FEWEST) if first else len(last)
        return first + self._rng.sample(last, min(len(last), most))

    def drawn(self, seeds: list[str], beside: Sequence[Task]) -> str:
        """Return the next of some clients, and take it out of their list.

        Of a large week that is who has least to do with whom parts are being solved for: what is made of
        parts that touch each other has to be judged at once, and that takes longest there.
        """
        if self._standing.every == 1 or not beside:
            return seeds.pop()
        reach = self.reach.groups
        busy = {one for task in beside for client in task.scope.clients for one in reach[client]}
        chosen = min(seeds[-AMONG:], key=lambda one: len(reach[one] & busy) / max(len(reach[one]), 1))
        seeds.remove(chosen)
        return chosen

    def could_be_lower(self, phase: Phase) -> bool:
        """Return whether any goal of a phase lies above the least that it can be."""
        return any(self.is_above(at) for at in phase.levels)

    def is_above(self, at: int) -> bool:
        """Return whether a goal level lies above the least that it can be."""
        return self._standing.best.vector[at] > self.lowest[at]

    def propose(
        self,
        phase: Phase,
        picker: Picker,
        seed: str,
        seconds: float,
        beside: Sequence[Task],
        instead: Aim | None = None,
    ) -> Task:
        """Return a step around a client, of at most so many seconds; for an aim `instead` of the goals.

        What steps made `beside` it open is left alone as far as can be.
        """
        standing = self._standing
        reach = self.reach.groups
        near = [one for one in self.concerned if one != seed and not reach[seed].isdisjoint(reach[one])]
        seeds = [seed, *self._rng.sample(near, min(2, len(near)))]
        short = [need for need in standing.best.verdict.shortfalls if need.client == seed]
        wanted = {need.subject for need in short if need.subject is not None}
        concerned = self.concerned if phase.kind == "needs" else ()
        scopes = [task.scope for task in beside]
        missing = self._missing(phase, seed, wanted)
        opening = picker.around(standing.board, seeds, concerned, wanted, missing, scopes)
        worst = 0
        if phase.kind == "wishes":
            inside = self._inside(opening)
            worst = max((share for one, share in standing.unmet().items() if one not in inside), default=0)
        left = max(min(SECONDS, seconds), 0.01)
        return Task(
            opening.scope,
            tuple(self._aims(phase, opening, instead)),
            replace(self._limits, time_limit=left, effort=EFFORT),
            self.sample(),
            opening.led_anew,
            worst,
            settled=bool(beside),
            kind=opening.kind,
        )

    def _missing(self, phase: Phase, seed: str, wanted: Collection[str]) -> list[str]:
        """Return group sessions that a client needs or wishes for, not held as it could come."""
        missing = [one for one in sorted(self.reach.groups[seed]) if not self._is_held_for(seed, one)]
        offer = self._instance.offer
        if phase.kind == "needs":
            asked = [one for one in missing if {offer[one].group.service, offer[one].group.id} & set(wanted)]
            return asked or missing
        if phase.kind != "wishes":
            return []
        wishes = self._instance.client[seed].preferences
        groups = {wish.group for wish in wishes if wish.group is not None and not wish.avoid}
        return [one for one in missing if offer[one].group.id in groups]

    def _is_held_for(self, client: str, session: str) -> bool:
        """Return whether a group session is held at an hour and place where a client could come."""
        held = self._cutter.held(self._standing.board.schedule)
        if session not in held.session:
            return False
        when = held.start[session], held.where[session]
        return any(
            client in self._cutter.able(p)
            for p in self._cutter.options(session)
            if (p.start, p.where) == when
        )

    def _inside(self, opening: Opening) -> set[str]:
        """Return whose weeks are open, at least in part."""
        session = self._standing.board.session
        opened = opening.scope.sessions - decided(self._cutter, opening.scope)
        held = (session[one] for one in opened if one in session)
        return {*opening.scope.clients, *(client for one in held for client in one.clients)}

    def _aims(self, phase: Phase, opening: Opening, instead: Aim | None) -> list[Aim]:
        """Return all goals before a phase, and of the phase itself up to one that could be lower."""
        parts = bundles(self._instance, opening.scope.clients)
        if instead is not None:
            before = {self._instance.goals[at].id for at in range(phase.levels[0])}
            held = [one for one in parts if before >= {level.id for _, level in one.levels}]
            return [*(Levels(bundle) for bundle in held), instead]
        wanted = {self._instance.goals[at].id for at in phase.levels if self.is_above(at)}
        among = [at for at, bundle in enumerate(parts) if wanted & {level.id for _, level in bundle.levels}]
        focus = among[0] if len(among) == 1 or self._rng.random() < 0.7 else among[-1]
        return [Levels(bundle) for bundle in parts[: focus + 1]]
