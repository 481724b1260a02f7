"""The plain search as a result like any other: judged, with values, bounds and what they are worth."""

import time

from iopsched.cpsat.plain import PlainLevel, PlainSearch, search_plainly
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits, OnProgress, Progress
from iopsched.domain.result import LevelResult, LevelValue, SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError, NoScheduleError, Problem, ProblemsError
from iopsched.verification import verify


def solve_plainly(
    instance: Instance, *, limits: Limits, on_progress: OnProgress | None = None
) -> SolveResult:
    """Return what one plain model gives within the seconds of the limits (`iopsched.cpsat.plain`).

    As in the product's search the empty week is the answer where there is no better one.

    Raises:
        ProblemsError: the rules contradict each other.
        NoScheduleError: nothing was found, and the empty week breaks a rule.
        JudgeRefusedError: the judge does not accept what was found.
    """
    began = time.monotonic()
    first: list[float] = []

    def tell(seconds: float, level: str, value: int, bound: int | None) -> None:
        first.append(seconds)
        if on_progress is not None:
            on_progress(Progress(seconds, level, value, bound, clients_short=None))

    found = search_plainly(instance, limits, tell)
    if found.impossible:
        message = "no schedule keeps every rule"
        raise ProblemsError([Problem("contradiction", "instance", message, "Loosen pins or fixed data.")])
    schedule = found.schedule or _empty(instance)
    verdict = verify(instance, schedule)
    if not verdict.valid:
        if found.schedule is None:
            raise NoScheduleError("no schedule was found within the limits; allow more time")
        raise JudgeRefusedError(f"the plain model's schedule breaks {verdict.violations[0].rule}")
    levels = level_results(verdict.levels, found)
    return SolveResult.from_solving(
        instance,
        status="optimal" if all(level.optimal for level in levels) else "feasible",
        schedule=schedule,
        levels=levels,
        certificates=verdict.certificates,
        shortfalls=verdict.shortfalls,
        seconds=time.monotonic() - began,
        first_schedule_seconds=first[0] if first else None,
    )


def level_results(values: tuple[LevelValue, ...], found: PlainSearch) -> tuple[LevelResult, ...]:
    """Return every level's result; a bound is proved while all levels before are proved optimal.

    Raises:
        JudgeRefusedError: a bound is above the value that the judge found.
    """
    levels: list[LevelResult] = []
    for value, ended in zip(values, found.levels, strict=True):
        firm = all(level.optimal for level in levels)
        levels.append(_level_result(value, ended, firm))
    return tuple(levels)


def _level_result(value: LevelValue, ended: PlainLevel, firm: bool) -> LevelResult:
    bound = None if ended.bound is None else max(0, ended.bound)  # no term is ever negative
    if bound is not None and bound > value.value:
        raise JudgeRefusedError(f"level {value.id}: the bound {bound} is above the value {value.value}")
    return LevelResult(
        **value.model_dump(),
        bound=bound,
        bound_kind="none" if bound is None else "proved" if firm else "conditional",
        seconds=ended.seconds,
    )


def _empty(instance: Instance) -> Schedule:
    return Schedule(
        instance_id=instance.id,
        instance_digest=instance.digest,
        week=instance.week.monday,
        sessions=instance.history,
    )
