"""What if: every clinician and every room out for a day, and who would fall short after the best re-plan."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from iopsched.continuity.carrying import carry_over
from iopsched.continuity.floors import TERMS, Floors
from iopsched.continuity.repairing import Repair
from iopsched.continuity.resolving import Verified, brief
from iopsched.cpsat.search import counts_change
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.readiness import AbsenceOutcome, AbsentKind, Readiness
from iopsched.domain.result import LevelResult
from iopsched.domain.schedule import Schedule
from iopsched.errors import NoScheduleError, ProblemsError
from iopsched.judging.judge import judge
from iopsched.replanning.differences import diff
from iopsched.replanning.events import Absence, Closing, Event, apply_events
from iopsched.replanning.preparing import prepare
from iopsched.solving import solve

SECONDS = 10.0
EFFORT = 6.0
"""What planning again for one absence may use at most."""


def each_absence(
    instance: Instance,
    schedule: Schedule,
    *,
    only: AbsentKind | None = None,
    limits: Limits | None = None,
    on_outcome: Callable[[AbsenceOutcome, int, int], None] = lambda *_: None,
    cancel: Cancel | None = None,
) -> Readiness:
    """Return what each clinician's and each room's absence for a day comes to, the worst first.

    Only days on which they are needed are asked about. `on_outcome` gets each outcome with its number
    and how many there are. Limits are those of one absence. Cancelling returns what there is so far.

    Raises:
        ProblemsError: the schedule is another instance's.
    """
    asking = _Asking(instance, schedule, limits or Limits(), cancel)
    asked = [one for one in asking.needed() if only in (None, one[0])]
    found: list[AbsenceOutcome] = []
    for number, (kind, one, date) in enumerate(asked, 1):
        outcome = None if asking.cancelled() else asking.outcome(kind, one, date)
        if outcome is None or asking.cancelled():
            break  # what was cut short says nothing of the best re-plan
        found.append(outcome)
        on_outcome(outcome, number, len(asked))
    return Readiness(
        outcomes=tuple(sorted(found, key=_gravity)), asked=len(asked), complete=len(found) == len(asked)
    )


def _gravity(outcome: AbsenceOutcome) -> tuple[object, ...]:
    short = -len(outcome.short)
    return (outcome.found, short, -outcome.minutes_short, outcome.kind, outcome.id, outcome.date)


def _event(kind: AbsentKind, one: str, date: dt.date) -> Event:
    if kind == "clinician":
        return Absence(clinician=one, date=date)
    return Closing(room=one, date=date)


class _Asking:
    """One schedule asked about every absence: what it is before anybody is away."""

    def __init__(self, instance: Instance, schedule: Schedule, limits: Limits, cancel: Cancel | None) -> None:
        prepared = prepare(instance, schedule)
        self._instance, self._before = prepared.instance, prepared.start
        self._limits, self._cancel = limits, cancel
        self._already = {need.client for need in judge(self._instance, self._before).shortfalls}

    def cancelled(self) -> bool:
        """Return whether to stop."""
        return self._cancel is not None and self._cancel.is_set()

    def needed(self) -> Iterator[tuple[AbsentKind, str, dt.date]]:
        """Yield who and what is needed on which day, as far as that is ahead."""
        week = self._instance.week
        ahead = [s for s in self._before.sessions if not week.is_past(s.date, s.start)]
        for leader, date in sorted({(leader, s.date) for s in ahead for leader in s.leaders}):
            yield "clinician", leader, date
        for room, date in sorted({(s.room, s.date) for s in ahead if s.room is not None}):
            yield "room", room, date

    def outcome(self, kind: AbsentKind, one: str, date: dt.date) -> AbsenceOutcome:
        """Return what one absence comes to.

        The published week is mended around it first. Only where that leaves more clients short than
        must be even if nobody else were there, the whole week is searched.
        """
        began = time.monotonic()
        without = apply_events(self._instance, [_event(kind, one, date)]).instance
        start = carry_over(without, self._before).start
        limits = brief(self._limits, SECONDS, EFFORT)
        repair = Repair(without, limits, cancel=self._cancel, closer=False)
        best = repair.run(start)
        short = () if best is None else _short(best, self._already)
        floors = Floors(without)
        floors.ask(short, limits, self._cancel)
        # None of them was short before, so each of them who has to be is one more in every re-plan.
        at_least = sum(1 for found in floors.clients.values() if found.short)
        blocked = False
        if best is None or at_least < len(short):
            left = replace(
                limits,
                time_limit=limits.time_limit - (time.monotonic() - began),
                effort=limits.effort - repair.effort - floors.effort,
            )
            best, total, blocked = self._searched(without, best, left)
            short = () if best is None else _short(best, self._already)
            at_least = min(max(at_least, total - len(self._already)), len(short))
        return AbsenceOutcome(
            kind=kind,
            id=one,
            date=date,
            sessions=tuple(
                s.id for s in self._before.sessions if s.date == date and one in (*s.leaders, s.room)
            ),
            short=short,
            at_least=at_least,
            minutes_short=0 if best is None else _minutes(best, self._already),
            churn=0.0 if best is None else diff(self._before, best.schedule).churn.share,
            found=best is not None,
            blocked=blocked,
            proved=best is not None and at_least == len(short),
        )

    def _searched(
        self, without: Instance, best: Verified | None, limits: Limits
    ) -> tuple[Verified | None, int, bool]:
        """Return the best re-plan of the whole week, and how many clients the best one of all leaves short.

        The latter is the least that is proved, 0 if nothing is. Last comes whether there can be none.
        """
        goals = _needs_and_change(without)
        if not goals or (limits.effort if limits.reproducible else limits.time_limit) <= 0:
            return best, 0, False
        try:
            result = solve(without.replace(goals=goals), limits=limits, cancel=self._cancel)
        except NoScheduleError:
            return best, 0, False
        except ProblemsError:
            return best, 0, best is None
        found = Verified(result.schedule, judge(without, result.schedule))
        better = best is None or found.vector < best.vector
        return found if better else best, _least_short(without, result.levels), False


def _needs_and_change(instance: Instance) -> tuple[GoalLevel, ...]:
    """Return the goal levels up to the last one of needs, and of change right after them.

    What comes later is asked about by nobody here and would take time.
    """
    last = max((at for at, level in enumerate(instance.goals) if _of_needs(level)), default=-1)
    following = instance.goals[last + 1 :]
    return instance.goals[: last + 1] + tuple(level for level in following[:1] if counts_change(level))


def _of_needs(level: GoalLevel) -> bool:
    return any(weighted.term in TERMS for weighted in level.terms)


def _least_short(instance: Instance, levels: tuple[LevelResult, ...]) -> int:
    """Return how many clients fall short at least in every schedule that is best for the goals."""
    dearest = max((client.priority for client in instance.clients), default=1)
    for goal, level in zip(instance.goals, levels, strict=False):
        if [weighted.term for weighted in goal.terms] == ["clients_short"] and level.bound_kind == "proved":
            one = dearest * goal.terms[0].weight
            return -(-(level.bound or 0) // one)
    return 0


def _short(best: Verified, already: set[str]) -> tuple[str, ...]:
    clients = dict.fromkeys(need.client for need in best.verdict.shortfalls)
    return tuple(client for client in clients if client not in already)


def _minutes(best: Verified, already: set[str]) -> int:
    return sum(need.minutes for need in best.verdict.shortfalls if need.client not in already)
