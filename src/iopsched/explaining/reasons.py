"""Why clients fall short: for each unmet need what stands in its way, tried and judged."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from iopsched.continuity.floors import Floors
from iopsched.continuity.resolving import brief
from iopsched.cpsat.alone import OnlyClient, Reach
from iopsched.cpsat.loosening import Key, Loosening
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.reasons import Cause, LiesIn, Reason, Reasons
from iopsched.domain.result import Need, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.explaining.belonging import require_valid
from iopsched.explaining.leaders_free import LEADER_RULES
from iopsched.explaining.needing import Tried, tried_out, whole_week
from iopsched.explaining.obstacles import obstacles_of
from iopsched.explaining.parts import Part
from iopsched.explaining.proving import Proof, prove_level_one, seats_are_short, settled_by_level_one
from iopsched.explaining.reason_words import reason_sentences

__all__ = ["Cause", "Reason", "Reasons", "reasons"]

MOST_CAUSES = 3
"""How many causes are looked for, each of which alone would do."""

CAUSES_SHARE = 0.75
"""The most of all limits that looking for causes may use; proving level 1 has what is left."""

PROOF_SHARE = 0.4
"""The most of all limits that proving level 1 may use."""

SECONDS = 3.0
EFFORT = 2.0
"""What one question about one need may use."""

ALL_OBJECTIONS = 99
"""What is offered where nothing else leads anywhere: choices that any number of rules speak against."""


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
    breaks nothing but what the cause names, and the judge said so. Causes are found first, then it is
    proved, as far as the limits allow, that no schedule does without. `on_progress` gets the number of
    needs answered and of all.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules.
    """
    return _Explaining(instance, schedule, limits or Limits(), cancel).run(clients, on_progress)


@dataclass
class _Found:
    """What is known of a need before anything about the whole week is."""

    need: Need
    reach: Reach | None
    beside: bool
    counted: bool
    tried: list[Tried] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether the client cannot have it, whoever else is there."""
        return self.reach is not None and self.reach.most < self.need.needed


class _Explaining:
    def __init__(self, instance: Instance, schedule: Schedule, limits: Limits, cancel: Cancel | None) -> None:
        self._instance, self._schedule = instance, schedule
        self._limits, self._cancel = limits, cancel
        self._began = time.monotonic()
        self._verdict = require_valid(instance, schedule)
        self._has = _has(self._verdict)
        self._floors = Floors(instance)
        self._effort = 0.0

    def run(self, clients: Iterable[str] | None, on_progress: Callable[[int, int], None]) -> Reasons:
        wanted = None if clients is None else set(clients)
        short = [n for n in self._verdict.shortfalls if wanted is None or n.client in wanted]
        if not short:
            return Reasons(reasons=(), level_one_proved=not self._verdict.shortfalls, complete=True)
        found: list[_Found] = []
        for client in dict.fromkeys(need.client for need in short):
            if self._over(CAUSES_SHARE):
                break
            for one in self._of_client(client, [need for need in short if need.client == client]):
                found.append(one)
                on_progress(len(found), len(short))
        proof = self._prove(all(one.own or one.counted for one in found))
        return Reasons(
            reasons=tuple(self._reason(one, proof) for one in found),
            level_one_proved=proof.proved,
            complete=len(found) == len(short),
        )

    def _over(self, share: float) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            return self._effort >= share * self._limits.effort
        return time.monotonic() - self._began >= share * self._limits.time_limit

    def _left(self) -> Limits:
        return replace(
            self._limits,
            time_limit=max(self._limits.time_limit - (time.monotonic() - self._began), 0.0),
            effort=max(self._limits.effort - self._effort, 0.0),
        )

    def _of_client(self, client: str, needs: list[Need]) -> Iterator[_Found]:
        """Yield what is known of each unmet need of one client."""
        limits = brief(self._limits, SECONDS, EFFORT)
        alone = OnlyClient(self._instance, client, limits, self._cancel)
        self._floors.clients[client] = alone.best()
        loosening = Loosening(self._instance, self._schedule, client, floors=self._has)
        for need in needs:
            reach, beside = alone.reach(need.kind, need.subject), False
            if reach is not None and reach.most >= need.needed:
                has = {
                    (kind, subject): got for (who, kind, subject), got in self._has.items() if who == client
                }
                kept = alone.reach(need.kind, need.subject, has)
                if kept is not None and kept.most < reach.most:
                    reach, beside = kept, True
            counted = seats_are_short(self._instance, self._verdict, need)
            one = _Found(need, reach, beside, counted)
            self._try(loosening, one, limits)
            if not one.tried and not self._over(CAUSES_SHARE):
                wide = Loosening(
                    self._instance, self._schedule, client, floors=self._has, objections=ALL_OBJECTIONS
                )
                self._try(wide, one, limits)
                self._effort += wide.effort
            yield one
        self._effort += alone.effort + loosening.effort

    def _try(self, loosening: Loosening, found: _Found, limits: Limits) -> None:
        need = found.need
        for way in loosening.ways((need.kind, need.subject), MOST_CAUSES, limits, self._cancel):
            one = tried_out(self._instance, way, need, self._has)
            if one is not None:
                found.tried.append(one)
                if not one.parts:
                    break

    def _prove(self, settled: bool) -> Proof:
        """Prove level 1 from single clients; from the whole week only if that is to settle anything."""
        left = self._left()
        if not self._over(1.0):
            short = dict.fromkeys(need.client for need in self._verdict.shortfalls)
            self._floors.ask(short, left, self._cancel)
        share = 0.0 if settled else PROOF_SHARE
        limits = brief(left, share * self._limits.time_limit, share * self._limits.effort)
        return prove_level_one(
            self._instance, self._schedule, self._verdict, self._floors, limits, self._cancel
        )

    def _reason(self, found: _Found, proof: Proof) -> Reason:
        need = found.need
        by_level = proof.proved and settled_by_level_one(self._instance, self._verdict, need)
        proved = found.own or found.counted or by_level
        without = [one for one in found.tried if not one.parts]
        causes: list[Cause] = []
        could_be = bool(without) or (not found.own and need.client in proof.better)
        for one in _telling(found.tried) if not could_be else ():
            fewest = proved and len(one.parts) == 1
            if not fewest and not self._over(1.0):
                answer = whole_week(self._instance, one, need, self._has, self._left(), self._cancel)
                self._effort += answer.effort
                proved = proved or answer.proved
                could_be = could_be or answer.could_be
                fewest = answer.fewest
            causes.append(self._cause(one, need.client, fewest=fewest and not could_be))
        lies_in = _lies_in(found, proved=proved, could_be=could_be)
        reach = found.reach
        return Reason(
            need=need,
            lies_in=lies_in,
            at_most=None if reach is None else reach.most,
            beside=found.beside,
            causes=() if lies_in == "search" else tuple(causes),
            sentences=reason_sentences(
                need, lies_in, reach, [(c.obstacles, c.fewest) for c in causes], beside=found.beside
            ),
        )

    def _cause(self, tried: Tried, client: str, *, fewest: bool) -> Cause:
        concerned = {session for violation in tried.violations for session in violation.sessions}
        others = {c for s in self._schedule.sessions if s.id in concerned for c in s.clients if c != client}
        return Cause(
            rules=tried.rules,
            obstacles=obstacles_of(self._instance, self._schedule, tried.schedule, tried.parts),
            competitors=tuple(sorted(others)),
            fewest=fewest,
            violations=tried.violations,
        )


def _lies_in(found: _Found, *, proved: bool, could_be: bool) -> LiesIn:
    if found.need.impossible:
        return "data"
    if found.own:
        return "client"
    if could_be:
        return "search"
    attained = found.reach is not None and found.reach.attained
    return "programme" if proved and attained else "unproved"


def _telling(tried: list[Tried]) -> Iterator[Tried]:
    """Yield what was tried but for sessions without a leader that were also tried with one."""
    led: set[object] = set()
    for one in tried:
        at = frozenset(_place(part) for part in one.parts)
        if "roles_filled" not in one.rules or at not in led:
            yield one
        led.add(at)


def _place(part: Part) -> object:
    sessions = frozenset(session.id for session in part.sessions)
    return ("leader", sessions) if part.rule in LEADER_RULES else (part.rule, sessions)


def _has(verdict: Verdict) -> dict[Key, int]:
    """Return what everybody has of every need."""
    return {
        (need.client, need.kind, need.subject): need.got
        for line in verdict.certificates
        for need in line.needs
        if need.got > 0
    }
