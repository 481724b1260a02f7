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
from iopsched.continuity.resolving import empty_week, verified
from iopsched.cpsat.run import Status
from iopsched.cpsat.search import LevelOutcome, Search
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits, OnProgress
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError, NoScheduleError, Problem, ProblemsError
from iopsched.gap_words import gap_words
from iopsched.improving.parting import Parting
from iopsched.improving.phases import KINDS
from iopsched.improving.size import is_light
from iopsched.incumbent import Incumbent
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
    return _Solving(instance, published, limits, on_progress, cancel).run()


FLOORS_SHARE, REPAIR_SHARE = 0.1, 0.5
"""The most of all limits for asking about single clients, and for mending the published schedule."""

PARTS_FROM, WISHES_FROM = 20, 40
"""From how many clients on needs, and wishes too, are searched for in parts first."""

LEAST_SECONDS = 2.0
"""Less time than this is not enough to search the whole week."""


class _Solving:
    """One solve: the best schedule so far, and the levels solved."""

    def __init__(
        self,
        instance: Instance,
        published: Schedule | None,
        limits: Limits | None,
        on_progress: OnProgress | None,
        cancel: Cancel | None,
    ) -> None:
        self._began = time.monotonic()
        published = published or instance.published
        self._carried = None if published is None else carry_over(instance, published)
        if self._carried is not None:
            instance = instance.replace(published=self._carried.published)
        self._instance, self._cancel = instance, cancel
        untouched = published is not None and published.instance_digest == instance.digest
        given = self._carried.start if self._carried is not None and untouched else None
        self._limits = limits or Limits()
        self._found = Incumbent(
            instance, self._began, given, on_progress, reproducible=self._limits.reproducible
        )
        self._whole = len(instance.clients) < PARTS_FROM or is_light(instance)
        self._parted = len(instance.clients) >= PARTS_FROM and not (self._whole and self._carried)
        self._kinds = (1 if len(instance.clients) < WISHES_FROM else 2) if self._whole else 3
        self._effort = 0.0
        self._floors = Floors(instance)
        self._parting: Parting | None = None

    def run(self) -> SolveResult:
        self._take_over()
        self._in_parts()
        if self._found.best is None and self._cancelled():
            # Building the model of a large whole week would take many seconds, for nothing.
            raise NoScheduleError("the search was stopped before there was a schedule; allow more time")
        if self._found.best is not None and not self._worth_a_whole_search():
            return self._result(self._bounds(), self._cancelled())
        return self._search_whole()

    def _worth_a_whole_search(self) -> bool:
        """Return whether the week is small enough to be searched whole, and time enough is left to."""
        if not self._whole or not self._parted or self._limits.reproducible:
            return self._whole
        return self._left().time_limit >= LEAST_SECONDS

    def _bounds(self) -> list[LevelOutcome | None]:
        """Return what is known of every level where the week was not searched whole."""
        self._ask_alone()
        return [self._known(index) for index in range(len(self._instance.goals))]

    def _search_whole(self) -> SolveResult:
        """Search the whole week at once, level after level."""
        outcomes: list[LevelOutcome | None] = []
        self._search = Search(self._instance, self._left(), self._news, self._cancel)
        stopped = self._warm_up()
        for index in range(len(self._instance.goals)):
            self._found.level = index
            outcome = known = self._known(index)
            done = self._nothing_to_gain(index) or (known is not None and known.status == "optimal")
            if not done and not (self._found.best and (stopped or self._search.spent)):
                outcome = self._search.level(index)
                self._take(outcome)
                stopped = outcome.stopped
                if known is not None and known.bound is not None:
                    outcome = replace(outcome, bound=max(known.bound, outcome.bound or 0))
            outcomes.append(outcome)
            if self._found.best is None:
                raise NoScheduleError("no schedule was found within the limits; allow more time")
            self._search.hold(index, self._found.best.vector[index])
            self._search.start_from(self._found.best.schedule)
        self._effort += self._search.effort
        return self._result(outcomes, stopped or self._cancelled())

    def _take_over(self) -> None:
        """Start from what is published, mended where it no longer fits; parts begin with it themselves."""
        if self._carried is None or self._parted:
            return
        self._found.warming = True
        repair = Repair(self._instance, self._left(REPAIR_SHARE), self._found.settle, self._cancel)
        repair.run(self._carried.start)
        self._ask_alone()
        self._found.warming = False
        self._effort += repair.effort + self._floors.effort

    def _left(self, share: float = 1.0) -> Limits:
        """Return a share of the limits that are left."""
        seconds = self._limits.time_limit - (time.monotonic() - self._began)
        return replace(
            self._limits,
            time_limit=max(share * seconds, 0.01),
            effort=max(share * (self._limits.effort - self._effort), 0.01),
        )

    def _in_parts(self) -> None:
        """Better the schedule part by part, from nothing or what is published, where the week is large."""
        if not self._parted or self._cancelled():
            return

        def on_bound(index: int, bound: int | None) -> None:
            self._found.level, self._found.warming = index, False
            self._found.tell(None, bound)
            self._found.level, self._found.warming = 0, True

        self._found.warming = True
        self._parting = Parting(
            self._instance,
            self._left(),
            self._found.settle,
            on_bound,
            self._cancel,
            whole=self._whole,
            kinds=KINDS[: self._kinds],
        )
        self._parting.run(None if self._carried is None else self._carried.start)
        self._found.warming = False
        self._effort += self._parting.effort

    def _warm_up(self) -> bool:
        """Take a good first schedule; return whether the search was stopped meanwhile."""
        if self._found.best is not None:
            self._search.start_from(self._found.best.schedule)
            if not self._found.best.verdict.shortfalls:
                return self._cancelled()
        self._found.warming = True
        if self._level_one_proved():
            outcome = None
        elif self._carried is not None:
            outcome = self._search.shortages_and_change()
        else:
            outcome = self._search.warm_up()
        self._found.warming = False
        if outcome is None:
            return False
        if outcome.status == "infeasible":
            raise ProblemsError([self._contradiction()])
        if outcome.schedule is not None:
            self._found.settle(verified(self._instance, outcome.schedule))
            before = self._floors.effort
            self._ask_alone()
            self._search.charge(self._floors.effort - before)
        return outcome.stopped

    def _level_one_proved(self) -> bool:
        """Whether the floors prove every level of shortages, so that warming up cannot help."""
        if self._found.best is None:
            return False
        pairs = zip(self._instance.goals, self._found.best.vector, strict=True)
        floors = [(self._floors.of(level), value) for level, value in pairs]
        return all(floor == value for floor, value in floors if floor is not None)

    def _contradiction(self) -> Problem:
        """Say which pins contradict each other, as far as what is left of the limits allows."""
        left = self._limits.time_limit - (time.monotonic() - self._began)
        return contradiction(self._instance, replace(self._limits, time_limit=max(left, 0.0)), self._cancel)

    def _cancelled(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()

    def _nothing_to_gain(self, index: int) -> bool:
        return self._found.best is not None and self._found.best.vector[index] == 0

    def _known(self, index: int) -> LevelOutcome | None:
        """Return what single clients and the relaxed model tell of a level, None if nothing."""
        if self._found.best is None or self._nothing_to_gain(index):
            return None
        floor = self._floors.of(self._instance.goals[index])
        relaxed = None if self._parting is None else self._parting.bound(index, self._found.best)
        bound = max((one for one in (floor, relaxed) if one is not None), default=None)
        if bound is None:
            return None
        value = self._found.best.vector[index]
        status: Status = "optimal" if bound >= value else "feasible"
        return LevelOutcome(status, self._found.best.schedule, value, bound, stopped=False, seconds=0.0)

    def _ask_alone(self) -> None:
        """Find out who of those who fall short would do so even alone."""
        if self._found.best is not None and not self._cancelled():
            short = dict.fromkeys(need.client for need in self._found.best.verdict.shortfalls)
            left = self._left()
            limits = replace(
                self._limits,
                time_limit=min(FLOORS_SHARE * self._limits.time_limit, left.time_limit),
                effort=min(FLOORS_SHARE * self._limits.effort, left.effort),
            )
            self._floors.ask(short, limits, self._cancel)

    def _take(self, outcome: LevelOutcome) -> None:
        """Verify what a level ended with, and hold model and judge against each other."""
        if outcome.status == "infeasible" and self._found.best is None:
            raise ProblemsError([self._contradiction()])
        if outcome.schedule is None:
            empty = empty_week(self._instance) if self._found.best is None else None
            if empty is not None:
                self._found.settle(empty)
            return
        ended = verified(self._instance, outcome.schedule)
        verdict = ended.verdict
        judged = verdict.levels[self._found.level].value
        wrong = outcome.value is None or judged > outcome.value
        if wrong or (outcome.status == "optimal" and judged != outcome.value):
            level = verdict.levels[self._found.level].id
            raise JudgeRefusedError(f"level {level}: the model says {outcome.value}, the judge {judged}")
        self._found.settle(ended, outcome.bound)

    def _news(self, schedule: Schedule | None, bound: int | None) -> None:
        known = self._known(self._found.level)
        if known is not None and known.bound is not None:
            bound = max(known.bound, bound or 0)
        if schedule is not None:
            self._found.offer(verified(self._instance, schedule), bound)
        else:
            self._found.tell(None, bound)

    def _result(self, outcomes: list[LevelOutcome | None], interrupted: bool) -> SolveResult:
        assert self._found.best is not None
        levels = level_results(self._found.best.verdict.levels, outcomes)
        return SolveResult.from_solving(
            self._instance,
            status="optimal" if all(level.optimal for level in levels) else "feasible",
            schedule=self._found.best.schedule,
            levels=levels,
            certificates=self._found.best.verdict.certificates,
            shortfalls=self._found.best.verdict.shortfalls,
            words=gap_words(self._instance, levels),
            interrupted=interrupted,
            seconds=time.monotonic() - self._began,
            first_schedule_seconds=self._found.first_seconds,
            effort=self._effort,
        )
