"""Why clients fall short: for each unmet need what stands in its way, tried and judged."""

import time
from collections.abc import Callable, Iterable
from typing import Literal

from iopsched.continuity.resolving import brief
from iopsched.cpsat.alone import Alone, alone
from iopsched.cpsat.loosening import Key, Loosened, Loosening
from iopsched.domain.base import Model
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Need, Verdict, Violation
from iopsched.domain.schedule import Schedule
from iopsched.explaining.belonging import require_valid
from iopsched.explaining.obstacles import obstacles_of
from iopsched.explaining.proving import Proof, prove_level_one
from iopsched.explaining.reason_words import reason_sentences
from iopsched.judging.judge import judge

MOST_CAUSES = 3
"""How many causes are looked for, each of which alone would do."""

PROOF_SHARE = 0.4
"""The most of all limits that proving level 1 may use."""

SECONDS = 3.0
EFFORT = 2.0
"""What one question about one need may use."""


class Cause(Model):
    """What stands in the way of a need: without it the need is met and nobody else falls shorter.

    `violations` are those of a schedule in which the need is met and nothing else is broken.
    `obstacles` say the same as what is there now, `competitors` are the other clients in the sessions
    concerned. `fewest` if it is shown that no part of it is enough.
    """

    violations: tuple[Violation, ...]
    obstacles: tuple[str, ...]
    competitors: tuple[str, ...]
    fewest: bool

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that stand in the way, each once."""
        return tuple(dict.fromkeys(violation.rule for violation in self.violations))


class Reason(Model):
    """Why one need of one client is not met.

    `lies_in`: ``data`` if the client's own floor is above its ceiling; ``client`` if it could not be met
    even with all other clients removed and fewest heads waived; ``programme`` if it could then, but not
    together with others; ``search`` if it can be met and the schedule is not the best; ``unproved`` if
    the search ended first. `causes` are ways of which any single one would do, the least first; `at_most`
    is what the client could have of it alone. `sentences` say it all in words.
    """

    need: Need
    lies_in: Literal["data", "client", "programme", "search", "unproved"]
    at_most: int | None
    causes: tuple[Cause, ...]
    sentences: tuple[str, ...]


class Reasons(Model):
    """Why a schedule's shortfalls are there; `complete` if all that was asked for was answered.

    `level_one_proved` if no schedule serves clients better on the goals of level 1.
    """

    reasons: tuple[Reason, ...]
    level_one_proved: bool
    complete: bool


def reasons(
    instance: Instance,
    schedule: Schedule,
    *,
    clients: Iterable[str] | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[int, int], None] = lambda *_: None,
    cancel: Cancel | None = None,
) -> Reasons:
    """Return why each need that the schedule leaves unmet is unmet, of some clients or of all.

    Every cause was tried: a schedule was found that meets the need, keeps what everybody else has and
    breaks nothing but what the cause names, and the judge said so. `on_progress` gets the number of
    needs answered and of all.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules.
    """
    return _Explaining(instance, schedule, limits or Limits(), cancel).run(clients, on_progress)


class _Explaining:
    def __init__(self, instance: Instance, schedule: Schedule, limits: Limits, cancel: Cancel | None) -> None:
        self._instance, self._schedule = instance, schedule
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self._verdict = require_valid(instance, schedule)
        self._floors = _floors(self._verdict)
        self._alone: dict[str, Alone] = {}
        self._loosening: dict[str, Loosening] = {}

    def run(self, clients: Iterable[str] | None, on_progress: Callable[[int, int], None]) -> Reasons:
        wanted = None if clients is None else set(clients)
        short = [n for n in self._verdict.shortfalls if wanted is None or n.client in wanted]
        if not short:
            return Reasons(reasons=(), level_one_proved=True, complete=True)
        share = brief(self._limits, PROOF_SHARE * self._limits.time_limit, PROOF_SHARE * self._limits.effort)
        proof = prove_level_one(self._instance, self._schedule, self._verdict, share, self._cancel)
        found: list[Reason] = []
        for number, need in enumerate(short, 1):
            if self._over():
                break
            found.append(self._reason(need, proof))
            on_progress(number, len(short))
        return Reasons(reasons=tuple(found), level_one_proved=proof.proved, complete=len(found) == len(short))

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        return not self._limits.reproducible and time.monotonic() >= self._until

    def _reason(self, need: Need, proof: Proof) -> Reason:
        limits = brief(self._limits, SECONDS, EFFORT)
        by_itself = self._by_itself(need.client, limits)
        reach = next((r for r in by_itself.reaches if (r.kind, r.subject) == (need.kind, need.subject)), None)
        own = reach is not None and reach.most < need.needed
        causes = self._causes(need, limits, own=own, proved=proof.proved)
        lies_in = self._lies_in(need, causes, by_itself, proof, own=own)
        causes = tuple(cause for cause in causes if cause.violations)
        return Reason(
            need=need,
            lies_in=lies_in,
            at_most=None if reach is None else reach.most,
            causes=causes,
            sentences=reason_sentences(need, lies_in, reach, [(c.obstacles, c.fewest) for c in causes]),
        )

    def _lies_in(
        self, need: Need, causes: tuple[Cause, ...], by_itself: Alone, proof: Proof, *, own: bool
    ) -> Literal["data", "client", "programme", "search", "unproved"]:
        if need.impossible:
            return "data"
        if own:
            return "client"
        if any(not cause.violations for cause in causes) or need.client in proof.better:
            return "search"
        return "programme" if proof.proved and by_itself.schedule is not None else "unproved"

    def _by_itself(self, client: str, limits: Limits) -> Alone:
        if client not in self._alone:
            self._alone[client] = alone(self._instance, client, limits, reaches=True, cancel=self._cancel)
        return self._alone[client]

    def _causes(self, need: Need, limits: Limits, *, own: bool, proved: bool) -> tuple[Cause, ...]:
        if need.client not in self._loosening:
            # One model at a time: needs come client by client.
            self._loosening = {
                need.client: Loosening(self._instance, self._schedule, need.client, floors=self._floors)
            }
        loosening = self._loosening[need.client]
        found = []
        for way in loosening.ways((need.kind, need.subject), MOST_CAUSES, limits, self._cancel):
            cause = self._cause(need, way, settled=own or proved)
            if cause is not None:
                found.append(cause)
                if not cause.violations:
                    break
        return tuple(found)

    def _cause(self, need: Need, way: Loosened, *, settled: bool) -> Cause | None:
        """Return what the judge says of a way, None if it does not do what it is for."""
        verdict = judge(self._instance, way.schedule)
        if not _keeps(verdict, need, self._floors):
            return None
        broken = verdict.violations
        obstacles = obstacles_of(self._instance, self._schedule, way.schedule, broken)
        return Cause(
            violations=broken,
            obstacles=obstacles,
            competitors=_competitors(self._schedule, broken, need.client),
            fewest=settled and way.fewest and len(obstacles) == 1,
        )


def _floors(verdict: Verdict) -> dict[Key, int]:
    """Return what everybody has of every need."""
    return {
        (need.client, need.kind, need.subject): need.got
        for line in verdict.certificates
        for need in line.needs
        if need.got > 0
    }


def _keeps(verdict: Verdict, asked: Need, floors: dict[Key, int]) -> bool:
    has = {(n.client, n.kind, n.subject): n for line in verdict.certificates for n in line.needs}
    if has[asked.client, asked.kind, asked.subject].short:
        return False
    return all(
        has[other].got >= min(floor, has[other].needed) for other, floor in floors.items() if other in has
    )


def _competitors(schedule: Schedule, broken: tuple[Violation, ...], client: str) -> tuple[str, ...]:
    concerned = {session for violation in broken for session in violation.sessions}
    others = {c for s in schedule.sessions if s.id in concerned for c in s.clients if c != client}
    return tuple(sorted(others))
