"""Level after level: minimise one goal, hold it, go on to the next with the best schedule as hint."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from iopsched.cpsat.build import build
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import decisions_of, moved_to_week, read_schedule
from iopsched.cpsat.goals import TERMS, change, level_expression
from iopsched.cpsat.run import Budget, Status, complete, run
from iopsched.cpsat.scope import Scope
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule

WARM_UP_WEIGHTS = {"abandoned": 120, "clients_short": 60, "minutes_short": 1}
"""What the warm-up weighs. It is 0 exactly if nothing is short, and falls in small steps until then."""

WARM_UP_SHARE = 0.35
"""The most of all limits that the warm-up may use."""

SHORTAGE_OVER_CHANGE = 200
"""What a minute short weighs against the change goals where both are minimised together."""

SCOPE_SHARE = 0.7
"""The most of all limits that the first run inside a scope may use."""

SHARES = {"1a": 3.0, "1b": 6.0, "1c": 4.0, "2": 3.0, "3a": 3.0, "3b": 4.0, "4": 4.0, "5": 2.0}
"""How much of what is left a level may use, relative to the levels still to come."""


def counts_change(level: GoalLevel) -> bool:
    """Return whether a goal level counts change against the published schedule."""
    return any(term.term in change.TERMS for term in level.terms)


@dataclass(frozen=True)
class LevelOutcome:
    """What the search knows of one level: the model's value, its bound, whether they meet."""

    status: Status
    schedule: Schedule | None
    value: int | None
    bound: int | None
    stopped: bool
    seconds: float


class Search:
    """The search on one instance: `level(i)` runs goal level i; `hold` keeps what it reached.

    With a `scope` all that is outside of it stays, and bounds are bounds inside of it.

    `on_news` is called from another thread than the caller's with each new schedule (or None, now
    and then) and the bound so far.
    """

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_news: Callable[[Schedule | None, int | None], None],
        cancel: Cancel | None = None,
        *,
        scope: Scope | None = None,
    ) -> None:
        self._began = time.monotonic()
        self._instance, self._limits, self._cancel = instance, limits, cancel
        self._on_news = on_news
        published = instance.published and moved_to_week(instance.published, instance.week.monday)
        self._v = build(instance, keep=(published,) if published is not None else (), scope=scope)
        self._expressions: dict[int, Expr] = {}
        self._effort = 0.0
        self._hint: dict[int, int] = {}
        self._hinted: Schedule | None = None
        start = published if scope is None else scope.schedule
        if start is not None:
            self.start_from(start)

    def start_from(self, schedule: Schedule) -> None:
        """Make a schedule the starting point of the next level, unless it is that already."""
        if schedule != self._hinted:
            self._hinted, self._hint = schedule, decisions_of(self._v, schedule)

    def warm_up(self) -> LevelOutcome | None:
        """Look for a good first schedule; return how that went, None where goals start otherwise.

        Levels 1a and 1b count clients, and a client counts until its last need is met: a poor guide
        for a search that improves in steps. All shortages weighed together lead to the same end. The
        outcome claims no bound of any level.
        """
        leading = {term.term for level in self._instance.goals[:3] for term in level.terms}
        if leading != set(WARM_UP_WEIGHTS):
            return None
        weighed = [weight * TERMS[term](self._v) for term, weight in WARM_UP_WEIGHTS.items()]
        return self._minimise(total(weighed), WARM_UP_SHARE)

    def shortages_and_change(self) -> LevelOutcome:
        """Minimise all shortages weighed together, and change far below them, in one run.

        Inside a scope this finds what stays close at once; shortages alone lead anywhere first.
        """
        weighed = [
            SHORTAGE_OVER_CHANGE * weight * TERMS[term](self._v) for term, weight in WARM_UP_WEIGHTS.items()
        ]
        levels = enumerate(self._instance.goals)
        moved = [self._expression(index) for index, level in levels if counts_change(level)]
        return self._minimise(total([*weighed, *moved]), SCOPE_SHARE)

    def level(self, index: int) -> LevelOutcome:
        """Minimise one level and return how it went."""
        shares = [SHARES.get(level.id, 3.0) for level in self._instance.goals[index:]]
        return self._minimise(self._expression(index), shares[0] / sum(shares))

    def _minimise(self, expression: Expr, share: float) -> LevelOutcome:
        began = time.monotonic()
        model = self._v.model
        model.clear_objective()  # type: ignore[no-untyped-call]
        model.minimize(expression)
        self._put_hint()
        if self._hint and len(self._hint) < len(model.proto.variables):
            values = complete(model, self._limits)
            if values is not None:
                self._hint = dict(enumerate(values))
                self._put_hint()

        def pass_on(values: list[int] | None, bound: int | None) -> None:
            self._on_news(None if values is None else self._read(values), bound)

        done = run(model, self._limits, self._budget(share), pass_on, self._cancel)
        self._effort += done.effort
        schedule = None
        if done.values is not None:
            schedule = self._hinted = self._read(done.values)
            self._hint = dict(enumerate(done.values))
        return LevelOutcome(
            status=done.status,
            schedule=schedule,
            value=done.value,
            bound=done.bound,
            stopped=done.stopped,
            seconds=time.monotonic() - began,
        )

    def _put_hint(self) -> None:
        model = self._v.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, value in self._hint.items():
            model.add_hint(model.get_int_var_from_proto_index(variable), value)

    def hold(self, index: int, value: int) -> None:
        """Keep a level no worse than a value from now on."""
        self._v.model.add(self._expression(index) <= value)

    def _expression(self, index: int) -> Expr:
        if index not in self._expressions:
            self._expressions[index] = level_expression(self._v, self._instance.goals[index])
        return self._expressions[index]

    def _read(self, values: list[int]) -> Schedule:
        return read_schedule(self._v, lambda literal: bool(values[literal.index]))

    def _budget(self, share: float) -> Budget:
        if self._limits.reproducible:
            return Budget(None, (self._limits.effort - self._effort) * share)
        left = self._limits.time_limit - (time.monotonic() - self._began)
        return Budget(left * share, None)

    def charge(self, effort: float) -> None:
        """Count deterministic units that were used elsewhere on this search's account."""
        self._effort += effort

    @property
    def effort(self) -> float:
        """The deterministic units used so far."""
        return self._effort

    @property
    def spent(self) -> bool:
        """Whether nothing is left of the limits."""
        if self._limits.reproducible:
            return self._effort >= self._limits.effort
        return time.monotonic() - self._began >= self._limits.time_limit
