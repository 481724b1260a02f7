"""Which rules stand in the way of one need of one client: the cheapest set of them to break.

A model of one client in a week that otherwise stays: every constraint of a rule gets a gate, and what
filters forbid is offered all the same, barred behind a gate. The need is asked for, nobody else may
fall shorter than before, and the gates opened are to cost as little as possible. Which rules the
schedule found breaks, by whom and when, is then the judge's to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from iopsched.cpsat.build import bar
from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.gating import enforce, indexes_of, services_of
from iopsched.cpsat.items import Literal
from iopsched.cpsat.loose import MOST_OBJECTIONS, loose_candidates
from iopsched.cpsat.past import forgive, put_history
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.scope import Scope, close, with_company
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import NeedKind
from iopsched.domain.schedule import Schedule

COSTS: dict[str, int] = {
    "head_count": 2,
    "site_staffed": 2,
    "room_fits": 3,
    "guest_available": 3,
    "held": 3,
    "forbidden": 3,
    "mode_allowed": 3,
    "clinician_available": 3,
    "company_kept": 6,
    "roles_filled": 12,
    "client_in_one_place": 9,
    "guest_in_one_place": 9,
    "clinician_in_one_place": 6,
    "room_in_one_use": 6,
    "service_planned": 9,
    "attend_all_whole": 9,
    "start_offered": 20,
    "length_kept": 30,
    "service_scheduled": 20,
    "client_stay": 12,
    "past_kept": 50,
}
"""What breaking a rule costs, once a constraint; others cost `USUAL`. Dearer is what explains less."""

USUAL = 4

FURTHER = 8
"""How much more than twice the cheapest way a further one may cost; what is dearer explains nothing."""

ONE_FOR_THE_WEEK = {
    "eligible_only",
    "closed_group",
    "service_planned",
    "mode_allowed",
    "credentials_held",
    "leader_listed",
    "clinician_place",
    "room_suits",
}
"""Rules whose objections to one person or room in one group are the same on every day."""

Key = tuple[str, NeedKind, str | None]
"""A need: client, kind, and service or group."""


@dataclass(frozen=True)
class Loosened:
    """A schedule in which the need is met at the cost of rules."""

    schedule: Schedule


class Loosening:
    """One client in a week that stays: each unmet need asked for, one cheapest way after the other.

    `floors` says what everybody has now, by client, kind and subject of the need: all keep it. What more
    than so many `objections` are made to is not offered.
    """

    def __init__(
        self,
        instance: Instance,
        schedule: Schedule,
        client: str,
        *,
        floors: Mapping[Key, int],
        objections: int = MOST_OBJECTIONS,
    ) -> None:
        world = World(instance)
        scope = _scope(instance, schedule, client)
        candidates = loose_candidates(world, Filters(world, RULES), scope, client, objections)
        put_history(world, candidates)
        self._client, self._floors = client, floors
        self._v = Variables(world, candidates, merge=False)
        close(self._v, scope)
        self._gates: dict[object, Literal] = {}
        self._costs: list[tuple[int, Literal]] = []
        self._sorts: dict[int, object] = {}
        self._uses: dict[object, Literal] = {}
        self.effort = 0.0
        for name, placement, kind, what in candidates.barred:
            sort = (name, what[1] if isinstance(what, tuple) else what or placement.slot.service.id)
            part = _part(name, placement, kind, what)
            self._gate(bar(self._v, placement, kind, what), name, part, sort)
        services = services_of(self._v)
        for name, rule in RULES.items():
            for constraint in rule.constraints(self._v) if rule.constraints is not None else ():
                found = {services.get(index) for index in indexes_of(constraint.proto)} - {None}
                self._gate(constraint, name, None, (name, found.pop() if len(found) == 1 else None))
        forgive(self._v, RULES.keys())
        self._hold_floors()
        self._cost = total(cost * gate for cost, gate in self._costs)
        self._v.model.minimize(self._cost)

    def _gate(self, constraint: cp_model.Constraint, name: str, part: object, sort: object) -> None:
        """Let a constraint hold only while its gate is shut; what is one part of a reason shares a gate."""
        constraint.with_name(name)
        opened = self._gates.get(part) if part is not None else None
        if opened is None:
            opened = self._v.new()
            self._costs.append((COSTS.get(name, USUAL), opened))
            self._sorts[opened.index] = sort
            if part is not None:
                self._gates[part] = opened
        enforce(self._v, constraint, [~opened])

    def _hold_floors(self) -> None:
        for need in self._v.needs:
            floor = min(self._floors.get((need.client.id, need.kind, need.subject), 0), need.needed)
            if floor > 0 and not isinstance(need.got, int):
                self._v.model.add(need.got >= floor)

    def ways(
        self,
        need: tuple[NeedKind, str | None],
        most: int,
        limits: Limits,
        cancel: Cancel | None = None,
    ) -> Iterator[Loosened]:
        """Yield up to so many ways to meet a need, the cheapest first, each unlike those before.

        Each does without one sort of what any earlier one breaks: without a rule, or those who break it.
        """
        wanted = [n for n in self._v.needs if (n.kind, n.subject) == need and n.client.id == self._client]
        if not wanted or isinstance(wanted[0].got, int):
            return
        asked = self._v.new()
        self._v.model.add(wanted[0].got >= wanted[0].needed).only_enforce_if(asked)
        on = self._v.model.add_bool_or([asked])
        for number in range(most):
            found = self._next(asked, limits, cancel)
            if found is None:
                break
            way, cost = found
            if number == 0:
                enough = self._v.model.add(self._cost <= 2 * cost + FURTHER)
                enough.only_enforce_if(asked)
            yield way
        on.proto.bool_or.literals.clear()
        on.proto.bool_or.literals.append(-asked.index - 1)

    def _next(self, asked: Literal, limits: Limits, cancel: Cancel | None) -> tuple[Loosened, int] | None:
        budget = Budget(limits.time_limit, None)
        if limits.reproducible:
            budget = Budget(None, limits.effort)
        done = run(self._v.model, limits, budget, lambda *_: None, cancel, tune=_light)
        self.effort += done.effort
        values = done.values
        if values is None or done.value is None:
            return None
        opened = [gate for _, gate in self._costs if values[gate.index]]
        sorts = dict.fromkeys(self._sorts[gate.index] for gate in opened)
        self._v.model.add_bool_or([~asked, *(~self._used(sort) for sort in sorts)])
        schedule = read_schedule(self._v, lambda literal: bool(values[literal.index]))
        return Loosened(schedule), done.value

    def _used(self, sort: object) -> Literal:
        """Return a literal that is true if anything of a sort is broken."""
        if sort not in self._uses:
            used = self._uses[sort] = self._v.new()
            for _, gate in self._costs:
                if self._sorts[gate.index] == sort:
                    self._v.model.add_implication(gate, used)
        return self._uses[sort]


def _light(parameters: Any) -> None:
    """Search without the strongest linear relaxation: on week-long chains it took three times as long."""
    parameters.linearization_level = 0
    parameters.extra_subsolvers.clear()


def _scope(instance: Instance, schedule: Schedule, client: str) -> Scope:
    """Return what is open: the client's places in groups, and its own sessions that are not held.

    A group session that nobody else is in need not be held.
    """
    held = {session.id for session in schedule.sessions}
    own = [one for one, _ in instance.individual_session_ids(instance.client[client]) if one not in held]
    who = with_company(instance, [client])
    only_theirs = [s.id for s in schedule.sessions if s.kind == "group" and who.issuperset(s.clients)]
    return Scope(schedule, frozenset([*own, *only_theirs]), frozenset(who))


def _part(name: str, placement: Placement, kind: str, what: object) -> object:
    """Return what names the part of a reason that a barred choice belongs to: who or what, and the day."""
    if kind == "place":
        return name, kind, placement.slot.id, placement.day
    who = what[1] if isinstance(what, tuple) else what
    if name in ONE_FOR_THE_WEEK:
        subject = placement.slot.group.id if placement.slot.group is not None else placement.slot.service.id
        return name, kind, who, subject
    return name, kind, who, placement.day
