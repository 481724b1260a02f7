"""One good choice after another inside a scope: weeks for one client, or times for one session."""

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf

from ortools.sat.python import cp_model

from iopsched.cpsat.build import build
from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.items import Literal
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.spans import bundles
from iopsched.cpsat.stages import Choice, Finding, Stage
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule, Session

Unlike = OneOf["much", "groups", "days", "hours"]
"""In what a choice is unlike earlier ones: a third of its sessions, one group session, also days of own
sessions, or times apart."""

EXACT_VARIABLES = 2_500
"""Up to this many variables the last goals, waits and loads, are searched whole.

Beyond, group sessions and own sessions are chosen in turns: whole, they took seconds a week, and
what they found was no better.
"""


class Choosing:
    """Finds the best schedule for a client inside a scope, then the best that is unlike it, and so on.

    `required` is a session that has to be held. At most `may_move` other clients attend anything else
    than before.
    """

    def __init__(
        self,
        instance: Instance,
        scope: Scope,
        client: str,
        *,
        may_move: int = 0,
        required: str | None = None,
    ) -> None:
        self._client = client
        self._v = build(instance, scope=scope)
        self._v.apart = self._v.closed | ({self._v.done.index} if self._v.world.history else set())
        if required is not None:
            self._v.model.add(self._v.held(required) == 1)
        others = [literal for one, literal in _moved(self._v, scope) if one != client]
        if others:
            self._v.model.add(total(others) <= may_move)
        self._open = {
            p.slot.id
            for p, people in self._v.client.items()
            if client in people and not {self._v.place[p].index, people[client].index} <= self._v.apart
        }
        self._stages = [Stage(self._v, bundle) for bundle in bundles(instance, scope.clients)]
        self._unlike: dict[Unlike, Literal] = {}
        self._first: int | None = None
        self._small = len(self._v.model.proto.variables) <= EXACT_VARIABLES

    def next(self, unlike: Unlike | None, limits: Limits, cancel: Cancel | None = None) -> Choice:
        """Return the best choice left, unlike in this way to those that were left out in this way."""
        for kind, literal in self._unlike.items():
            _fix(self._v, literal, kind == unlike)
        finding = Finding(self._v, self._client, limits, cancel, small=self._small)
        for stage in self._stages:
            stage.hold(None)
        if self._first is not None and not all(stage.bundle.hard for stage in self._stages[1:]):
            # No later choice is better: where one is as good, its first goals need not be searched.
            self._stages[0].hold(self._first)
            if self._through(finding, self._stages[1:]):
                return finding.choice()
            self._stages[0].hold(None)
        self._through(finding, self._stages)
        return finding.choice()

    def _through(self, finding: Finding, stages: list[Stage]) -> bool:
        """Search stage after stage; return whether anything was found."""
        for stage in stages:
            if stage.expression is None:
                continue
            turns = not self._small and stage.bundle.hard and finding.values is not None
            value = finding.in_turns(stage) if turns else finding.whole(stage)
            if value is None:
                break
            if self._first is None and stage is self._stages[0] and finding.exact:
                self._first = value
            stage.hold(value)
        if finding.values is None and not stages:
            finding.any()
        return finding.values is not None

    def leave_out(self, schedule: Schedule, unlike: Unlike) -> None:
        """Ask, where choices are to be unlike in this way, for one unlike this schedule."""
        if unlike not in self._unlike:
            self._unlike[unlike] = self._v.new()
        attended = {s.id: s for s in schedule.sessions if self._client in s.clients and s.id in self._open}
        differences = list(self._differences(attended, unlike))
        least = -(-len(attended) // 3) if unlike == "much" else 1
        enough = cp_model.LinearExpr.sum(differences) >= least
        self._v.model.add(enough).only_enforce_if(self._unlike[unlike])

    def _differences(self, attended: dict[str, Session], unlike: Unlike) -> Iterator[cp_model.LiteralT]:
        days: dict[tuple[str, int], list[Literal]] = {}
        near: list[Literal] = []
        for p, people in self._v.client.items():
            literal = people.get(self._client)
            if literal is None or p.slot.id not in self._open:
                continue
            session = attended.get(p.slot.id)
            if p.slot.owner is None:
                yield ~literal if session is not None and self._at(session) == p.start else literal
            elif unlike == "days":
                days.setdefault((p.slot.service.id, p.day), []).append(literal)
            elif unlike == "hours" and any(self._overlap(p, one) for one in attended.values()):
                near.append(literal)
        had = {(s.service, self._at(s) // MINUTES_PER_DAY) for s in attended.values() if s.kind != "group"}
        for key, literals in days.items():
            if key in had:
                yield self._none_of(literals)
            else:
                yield from literals
        if unlike == "hours":
            yield self._none_of(near)

    def _none_of(self, literals: Iterable[Literal]) -> Literal:
        none = self._v.new()
        for literal in literals:
            self._v.model.add_implication(none, ~literal)
        return none

    def _overlap(self, p: Placement, session: Session) -> bool:
        start = self._at(session)
        own = session.kind != "group" and session.service == p.slot.service.id
        return own and p.start < start + session.end - session.start and start < p.end

    def _at(self, session: Session) -> int:
        return self._v.world.day_of_date(session.date) * MINUTES_PER_DAY + session.start


def _fix(v: Variables, literal: Literal, value: bool) -> None:
    domain = v.model.proto.variables[literal.index].domain
    domain[0] = domain[1] = int(value)


def _moved(v: Variables, scope: Scope) -> Iterator[tuple[str, Literal]]:
    """Yield a literal per open client that is true if it attends anything else than in the schedule."""
    before = {(s.id, client) for s in scope.schedule.sessions for client in s.clients}
    differs: dict[str, list[Expr]] = {client: [] for client in sorted(scope.clients)}
    for slot in v.candidates.slots:
        attends: dict[str, list[Literal]] = {}
        for p in v.candidates.placements[slot.id]:
            for client, literal in v.client[p].items():
                attends.setdefault(client, []).append(literal)
        for client, literals in attends.items():
            if client in differs:
                there = total(literals)
                differs[client].append(1 - there if (slot.id, client) in before else there)
    for client, ways in differs.items():
        moved = v.new()
        for way in ways:
            v.model.add(way <= moved)
        yield client, moved
