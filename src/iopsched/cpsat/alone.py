"""What one client could have if nobody else were in the week: a bound on every schedule.

Take any schedule of the week, leave everybody else out of it, and what remains keeps every rule but
those on head counts, on tracks running whole, on clinicians' meals and on what pins hold. So a need that
cannot be met like this cannot be met at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from iopsched.cpsat.build import build
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.goals.needs import ModelNeed
from iopsched.cpsat.rules.group import attended_whole
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.scope import with_company
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import NeedKind
from iopsched.domain.schedule import Schedule

WAIVED = frozenset({"head_count", "held", "attend_all_whole", "clinician_meal"})
"""Rules that a schedule may break once others are left out of it, some of its meetings with them.

A session left out may have been what gave its clinician a pause for a meal.
"""


Subject = tuple[NeedKind, str | None]
"""A need of one client: its kind, and the service or group."""


@dataclass(frozen=True)
class Reach:
    """The most of one need that any schedule can give the client; `attained` if it could have that alone."""

    kind: NeedKind
    subject: str | None
    needed: int
    most: int
    attained: bool


@dataclass(frozen=True)
class Alone:
    """Lower bounds of what one client contributes to the goals of level 1, and how far each need reaches.

    `minutes` are the fewest minutes short; `abandoned` and `short` whether it is proved that the
    client misses more than half of a need, or any. `schedule` shows the best week alone, `effort` what it
    took in deterministic units.
    """

    client: str
    abandoned: bool
    short: bool
    minutes: int
    schedule: Schedule | None
    reaches: tuple[Reach, ...]
    effort: float


def alone(
    instance: Instance,
    client: str,
    limits: Limits,
    *,
    reaches: bool = False,
    cancel: Cancel | None = None,
) -> Alone:
    """Return what a client could have at best if nobody else were there.

    `reaches` asks for every need by itself as well. Limits are those of each question.
    """
    return OnlyClient(instance, client, limits, cancel).best(reaches=reaches)


class OnlyClient:
    """A week that holds one client, and those whose week cannot be decided apart: questions about it.

    Limits are those of each question; `effort` is what all took in deterministic units.
    """

    def __init__(self, instance: Instance, client: str, limits: Limits, cancel: Cancel | None = None) -> None:
        self._client, self._limits, self._cancel = client, limits, cancel
        self._v = build(instance, alone=with_company(instance, [client]), without=WAIVED)
        for constraint in attended_whole(self._v):
            constraint.with_name("attend_all_whole")
        self._needs = {(need.kind, need.subject): need for need in self._v.needs if need.client.id == client}
        self._short = {key: self._shortage(need) for key, need in self._needs.items()}
        self.effort = 0.0

    def best(self, *, reaches: bool = False) -> Alone:
        """Return the least that the client contributes to the goals of level 1."""
        minutes, schedule = self._least(
            total(need.minutes * self._short[key] for key, need in self._needs.items())
        )
        abandoned = 0
        if minutes > 0:
            missed = self._v.new()
            for need in self._needs.values():
                floor = -(-need.needed // 2)
                self._v.model.add(need.got + floor * missed >= floor)
            abandoned, _ = self._least(missed)
        found = tuple(self.reach(*key) for key in self._needs) if reaches else ()
        return Alone(
            client=self._client,
            abandoned=abandoned > 0,
            short=minutes > 0,
            minutes=max(minutes, 0),
            schedule=schedule,
            reaches=tuple(reach for reach in found if reach is not None),
            effort=self.effort,
        )

    def reach(
        self, kind: NeedKind, subject: str | None, keeping: Mapping[Subject, int] | None = None
    ) -> Reach | None:
        """Return the most of a need that the client can have, None if it has no such need.

        `keeping` is what it is to have at least of its needs meanwhile.
        """
        need = self._needs.get((kind, subject))
        if need is None:
            return None
        kept = self._v.new()
        for key, floor in (keeping or {}).items():
            other = self._needs.get(key)
            if other is not None and not isinstance(other.got, int):
                self._v.model.add(other.got >= min(floor, other.needed)).only_enforce_if(kept)
        asked = self._v.model.add_bool_or([kept])
        least, schedule = self._least(self._short[kind, subject])
        asked.proto.bool_or.literals.clear()
        asked.proto.bool_or.literals.append(-kept.index - 1)
        return Reach(kind, subject, need.needed, need.needed - least, schedule is not None)

    def _shortage(self, need: ModelNeed) -> Expr:
        less = self._v.model.new_int_var(0, need.needed, "")
        self._v.model.add(less + need.got >= need.needed)
        return less

    def _least(self, expression: Expr) -> tuple[int, Schedule | None]:
        """Return a lower bound of an expression, and the schedule that has it if it is attained."""
        if isinstance(expression, int):
            return expression, None
        model = self._v.model
        model.clear_objective()  # type: ignore[no-untyped-call]
        model.minimize(expression)
        if self._limits.reproducible:
            budget = Budget(None, self._limits.effort)
        else:
            budget = Budget(self._limits.time_limit, None)
        done = run(model, self._limits, budget, lambda *_: None, self._cancel)
        self.effort += done.effort
        bound = 0 if done.bound is None or done.status == "infeasible" else done.bound
        values = done.values
        if values is None or done.value != bound:
            return bound, None
        return bound, read_schedule(self._v, lambda literal: bool(values[literal.index]))
