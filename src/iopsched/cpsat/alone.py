"""What one client could have if nobody else were in the week: a bound on every schedule.

Take any schedule of the week, leave everybody else out of it, and what remains keeps every rule but
those on head counts, on tracks running whole and on what pins hold. So a need that cannot be met like
this cannot be met at all.
"""

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

WAIVED = frozenset({"head_count", "held", "attend_all_whole"})
"""Rules that a schedule may break once others are left out of it, some of its meetings with them."""


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
    return _Alone(instance, client, limits, cancel).run(reaches)


class _Alone:
    def __init__(self, instance: Instance, client: str, limits: Limits, cancel: Cancel | None) -> None:
        self._client, self._limits, self._cancel = client, limits, cancel
        self._v = build(instance, alone=with_company(instance, [client]), without=WAIVED)
        for constraint in attended_whole(self._v):
            constraint.with_name("attend_all_whole")
        self._needs = [need for need in self._v.needs if need.client.id == client]
        self._effort = 0.0

    def run(self, reaches: bool) -> Alone:
        short = [self._short(need) for need in self._needs]
        minutes, schedule = self._least(
            total(need.minutes * less for need, less in zip(self._needs, short, strict=True))
        )
        abandoned = 0
        if minutes > 0:
            missed = self._v.new()
            for need in self._needs:
                floor = -(-need.needed // 2)
                self._v.model.add(need.got + floor * missed >= floor)
            abandoned, _ = self._least(missed)
        return Alone(
            client=self._client,
            abandoned=abandoned > 0,
            short=minutes > 0,
            minutes=max(minutes, 0),
            schedule=schedule,
            reaches=tuple(self._reach(*pair) for pair in zip(self._needs, short, strict=True))
            if reaches
            else (),
            effort=self._effort,
        )

    def _short(self, need: ModelNeed) -> Expr:
        less = self._v.model.new_int_var(0, need.needed, "")
        self._v.model.add(less + need.got >= need.needed)
        return less

    def _reach(self, need: ModelNeed, short: Expr) -> Reach:
        least, schedule = self._least(short)
        return Reach(need.kind, need.subject, need.needed, need.needed - least, schedule is not None)

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
        self._effort += done.effort
        bound = 0 if done.bound is None or done.status == "infeasible" else done.bound
        values = done.values
        if values is None or done.value != bound:
            return bound, None
        return bound, read_schedule(self._v, lambda literal: bool(values[literal.index]))
