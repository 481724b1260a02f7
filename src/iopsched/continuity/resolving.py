"""Solving a part of a week again while the rest stays as it is."""

from dataclasses import dataclass, replace

from iopsched.cpsat.scope import Scope
from iopsched.cpsat.search import LevelOutcome, Search
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError
from iopsched.judging.judge import judge


@dataclass(frozen=True)
class Verified:
    """A schedule that breaks no rule, with what the judge says of it."""

    schedule: Schedule
    verdict: Verdict

    @property
    def vector(self) -> tuple[int, ...]:
        """The values of the goal levels, compared one after the other."""
        return tuple(level.value for level in self.verdict.levels)


def verified(instance: Instance, schedule: Schedule) -> Verified:
    """Return a schedule of the model with the judge's verdict.

    Raises:
        JudgeRefusedError: it breaks a rule, which is a defect of this package.
    """
    verdict = judge(instance, schedule)
    if not verdict.valid:
        broken = "; ".join(f"{v.rule}: {v.message}" for v in verdict.violations)
        raise JudgeRefusedError(f"the judge refuses a schedule of the model: {broken}")
    return Verified(schedule, verdict)


def nothing_held(instance: Instance) -> Schedule:
    """Return the schedule of what was held already and nothing else."""
    return Schedule(
        instance_id=instance.id,
        instance_digest=instance.digest,
        week=instance.week.monday,
        sessions=instance.history,
    )


def empty_week(instance: Instance) -> Verified | None:
    """Return the week in which nothing more is held, None if pins forbid it."""
    empty = nothing_held(instance)
    verdict = judge(instance, empty)
    return Verified(empty, verdict) if verdict.valid else None


@dataclass(frozen=True)
class Resolved:
    """The best that was found inside a scope, None if nothing was, and the effort that it took."""

    best: Verified | None
    effort: float


def resolve(
    instance: Instance,
    scope: Scope,
    limits: Limits,
    *,
    levels: int | None = None,
    cancel: Cancel | None = None,
) -> Resolved:
    """Return the best schedule inside a scope, as far as there is one and it was found in time.

    All shortages and change are minimised together, then the first `levels` goal levels one by one,
    all if left out. What is found is an upper bound for
    the whole week: no lower bound follows from a scope.
    """
    resolving = _Resolving(instance, scope, limits, cancel)
    best = resolving.run(len(instance.goals) if levels is None else levels)
    return Resolved(best, resolving.effort)


class _Resolving:
    def __init__(self, instance: Instance, scope: Scope, limits: Limits, cancel: Cancel | None) -> None:
        self._instance, self._cancel = instance, cancel
        self._best: Verified | None = None
        self._search = Search(instance, limits, lambda *_: None, cancel, scope=scope)

    @property
    def effort(self) -> float:
        return self._search.effort

    def run(self, levels: int) -> Verified | None:
        first = self._search.shortages_and_change()
        if first.status == "infeasible":
            return None
        self._take(first)
        for index in range(levels):
            if not self._settled(index) and not self._over():
                outcome = self._search.level(index)
                if outcome.status == "infeasible":
                    return self._best
                self._take(outcome)
            if self._best is None:
                return None
            self._search.hold(index, self._best.vector[index])
            self._search.start_from(self._best.schedule)
        return self._best

    def _settled(self, index: int) -> bool:
        return self._best is not None and self._best.vector[index] == 0

    def _over(self) -> bool:
        cancelled = self._cancel is not None and self._cancel.is_set()
        return self._best is not None and (cancelled or self._search.spent)

    def _take(self, outcome: LevelOutcome) -> None:
        if outcome.schedule is not None:
            found = verified(self._instance, outcome.schedule)
            if self._best is None or found.vector < self._best.vector:
                self._best = found


def brief(limits: Limits, seconds: float, effort: float) -> Limits:
    """Return limits for one re-solve: so many seconds, or so much effort where it must be reproducible."""
    return replace(limits, time_limit=min(seconds, limits.time_limit), effort=min(effort, limits.effort))
