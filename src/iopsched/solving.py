"""Solve: instance -> model -> schedule -> judge -> result, on one page.

Nothing leaves here that the judge has not accepted, no value that it does not reproduce, and no bound
that a verified value crosses.
"""

import time
from dataclasses import replace

from iopsched.conflicts.finding import contradiction
from iopsched.continuity.carrying import carry_over
from iopsched.continuity.floors import Floors
from iopsched.continuity.repairing import Repair
from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.search import LevelOutcome, Search, counts_change
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits, OnProgress, Progress
from iopsched.domain.result import SolveResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError, NoScheduleError, Problem, ProblemsError
from iopsched.gap_words import gap_words
from iopsched.judging.judge import judge
from iopsched.level_results import level_results


def solve(
    instance: Instance,
    *,
    limits: Limits | None = None,
    published: Schedule | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
) -> SolveResult:
    """Return the best verified schedule found within the limits, with values, bounds and shortfalls.

    Safe off the main thread; installs no signal handlers. `published` (or the instance's own) is what
    change is counted against and where the search starts; it may be of another week and of other
    people. `on_progress` is called from one thread at a time. When `cancel` is set the best so far is
    returned, marked as interrupted.

    Raises:
        ProblemsError: pins or fixed data contradict each other or a rule.
        NoScheduleError: no schedule was found in time.
        JudgeRefusedError: model and judge disagree, which is a defect of this package.
    """
    return _Solving(instance, published, limits or Limits(), on_progress, cancel).run()


FLOORS_SHARE = 0.1
"""The most of all limits that asking about single clients may use."""

REPAIR_SHARE = 0.5
"""The most of all limits that mending the published schedule may use."""


class _Solving:
    """One solve: the best schedule so far, and the levels solved."""

    def __init__(
        self,
        instance: Instance,
        published: Schedule | None,
        limits: Limits,
        on_progress: OnProgress | None,
        cancel: Cancel | None,
    ) -> None:
        self._began = time.monotonic()
        published = published or instance.published
        self._carried = None if published is None else carry_over(instance, published)
        if self._carried is not None:
            instance = instance.replace(published=self._carried.published)
        self._instance, self._on_progress, self._cancel = instance, on_progress, cancel
        self._untouched = published is not None and published.instance_digest == instance.digest
        self._best: Verified | None = None
        self._settled: Verified | None = None
        self._floors = Floors(instance)
        self._limits = limits
        self._first: float | None = None
        self._at = 0
        self._warming = False

    def run(self) -> SolveResult:
        outcomes: list[LevelOutcome | None] = []
        left = self._take_over()
        self._search = Search(self._instance, left, self._news, self._cancel)
        stopped = self._warm_up()
        for index in range(len(self._instance.goals)):
            self._at = index
            outcome = self._proved_by_clients(index)
            if outcome is None and not (
                self._nothing_to_gain(index) or (self._best and (stopped or self._search.spent))
            ):
                outcome = self._search.level(index)
                self._take(outcome)
                stopped = outcome.stopped
            outcomes.append(outcome)
            if self._best is None:
                raise NoScheduleError("no schedule was found within the limits; allow more time")
            self._search.hold(index, self._best.vector[index])
            self._search.start_from(self._best.schedule)
        return self._result(outcomes, stopped or self._cancelled())

    def _take_over(self) -> Limits:
        """Start from what is published, mended where it no longer fits; return the limits left."""
        if self._carried is None:
            return self._limits
        limits = replace(
            self._limits,
            time_limit=REPAIR_SHARE * self._limits.time_limit,
            effort=REPAIR_SHARE * self._limits.effort,
        )
        repair = Repair(
            self._instance, limits, lambda best: self._settle(best.schedule, best.verdict, None), self._cancel
        )
        self._warming = True
        repair.run(self._carried.start)
        self._ask_alone()
        self._warming = False
        return replace(
            self._limits,
            time_limit=max(self._limits.time_limit - (time.monotonic() - self._began), 0.01),
            effort=max(self._limits.effort - repair.effort - self._floors.effort, 0.01),
        )

    def _warm_up(self) -> bool:
        """Take a good first schedule; return whether the search was stopped meanwhile."""
        if self._best is not None:
            self._search.start_from(self._best.schedule)
            if not self._best.verdict.shortfalls:
                return self._cancelled()
        self._warming = True
        if self._level_one_proved():
            outcome = None
        elif self._carried is not None:
            outcome = self._search.shortages_and_change()
        else:
            outcome = self._search.warm_up()
        self._warming = False
        if outcome is None:
            return False
        if outcome.status == "infeasible":
            raise ProblemsError([self._contradiction()])
        if outcome.schedule is not None:
            self._settle(outcome.schedule, self._verify(outcome.schedule), None)
            before = self._floors.effort
            self._ask_alone()
            self._search.charge(self._floors.effort - before)
        return outcome.stopped

    def _level_one_proved(self) -> bool:
        """Whether the floors prove every level of shortages, so that warming up cannot help."""
        if self._best is None:
            return False
        pairs = zip(self._instance.goals, self._best.vector, strict=True)
        floors = [(self._floors.of(level), value) for level, value in pairs]
        return all(floor == value for floor, value in floors if floor is not None)

    def _settle(self, schedule: Schedule, verdict: Verdict, bound: int | None) -> None:
        """Take what a run ended with.

        What is seen on the way depends on the clock. Where the search must be reproducible it is
        shown, but only what runs end with decides how the search goes on.
        """
        self._offer(schedule, verdict, bound)
        ended = Verified(schedule, verdict)
        if self._improves(ended, self._settled):
            self._settled = ended
        if self._limits.reproducible:
            self._best = self._settled

    def _contradiction(self) -> Problem:
        """Say which pins contradict each other, as far as what is left of the limits allows."""
        left = self._limits.time_limit - (time.monotonic() - self._began)
        return contradiction(self._instance, replace(self._limits, time_limit=max(left, 0.0)), self._cancel)

    def _cancelled(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()

    def _nothing_to_gain(self, index: int) -> bool:
        return self._best is not None and self._best.vector[index] == 0

    def _proved_by_clients(self, index: int) -> LevelOutcome | None:
        """Return a level's outcome where those who fall short would do so alone too, None otherwise."""
        if self._best is None or self._nothing_to_gain(index):
            return None
        floor = self._floors.of(self._instance.goals[index])
        value = self._best.vector[index]
        if floor is None or floor < value:
            return None
        return LevelOutcome("optimal", self._best.schedule, value, floor, stopped=False, seconds=0.0)

    def _ask_alone(self) -> None:
        """Find out who of those who fall short would do so even alone."""
        if self._best is not None and not self._cancelled():
            short = dict.fromkeys(need.client for need in self._best.verdict.shortfalls)
            limits = replace(
                self._limits,
                time_limit=FLOORS_SHARE * self._limits.time_limit,
                effort=FLOORS_SHARE * self._limits.effort,
            )
            self._floors.ask(short, limits, self._cancel)

    def _take(self, outcome: LevelOutcome) -> None:
        """Verify what a level ended with, and hold model and judge against each other."""
        if outcome.status == "infeasible" and self._best is None:
            raise ProblemsError([self._contradiction()])
        if outcome.schedule is None:
            if self._best is None:
                self._offer_empty_week()
            return
        verdict = self._verify(outcome.schedule)
        judged = verdict.levels[self._at].value
        wrong = outcome.value is None or judged > outcome.value
        if wrong or (outcome.status == "optimal" and judged != outcome.value):
            raise JudgeRefusedError(
                f"level {verdict.levels[self._at].id}: the model says {outcome.value}, the judge {judged}"
            )
        self._settle(outcome.schedule, verdict, outcome.bound)

    def _offer_empty_week(self) -> None:
        empty = Schedule(
            instance_id=self._instance.id,
            instance_digest=self._instance.digest,
            week=self._instance.week.monday,
            sessions=self._instance.history,
        )
        verdict = judge(self._instance, empty)
        if verdict.valid:
            self._settle(empty, verdict, None)

    def _verify(self, schedule: Schedule) -> Verdict:
        return verified(self._instance, schedule).verdict

    def _news(self, schedule: Schedule | None, bound: int | None) -> None:
        if schedule is not None:
            self._offer(schedule, self._verify(schedule), bound)
        else:
            self._tell(None, bound)

    def _offer(self, schedule: Schedule, verdict: Verdict, bound: int | None) -> None:
        offered = Verified(schedule, verdict)
        if self._improves(offered, self._best):
            self._best = offered
            if self._first is None:
                self._first = time.monotonic() - self._began
            self._tell(schedule, bound)

    def _improves(self, offered: Verified, best: Verified | None) -> bool:
        """Return whether a schedule is better.

        One published for exactly this input gives way only to what is better before or at change: what
        no goal counts as change (a co-leader more, another guest) would come and go otherwise.
        """
        if best is None:
            return True
        compared = None
        if self._untouched and self._carried is not None and best.schedule is self._carried.start:
            goals = enumerate(self._instance.goals, 1)
            compared = max((at for at, level in goals if counts_change(level)), default=None)
        return offered.vector[:compared] < best.vector[:compared]

    def _tell(self, schedule: Schedule | None, bound: int | None) -> None:
        if self._on_progress is None:
            return
        best = self._best
        self._on_progress(
            Progress(
                elapsed=time.monotonic() - self._began,
                level=self._instance.goals[self._at].id,
                value=best.vector[self._at] if best else None,
                bound=None if self._warming else bound,
                clients_short=len({n.client for n in best.verdict.shortfalls}) if best else None,
                schedule=schedule,
            )
        )

    def _result(self, outcomes: list[LevelOutcome | None], interrupted: bool) -> SolveResult:
        assert self._best is not None
        levels = level_results(self._best.verdict.levels, outcomes)
        return SolveResult.from_solving(
            self._instance,
            status="optimal" if all(level.optimal for level in levels) else "feasible",
            schedule=self._best.schedule,
            levels=levels,
            certificates=self._best.verdict.certificates,
            shortfalls=self._best.verdict.shortfalls,
            words=gap_words(self._instance, levels),
            interrupted=interrupted,
            seconds=time.monotonic() - self._began,
            first_schedule_seconds=self._first,
        )
