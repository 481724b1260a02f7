"""Holding a measured search against the best known: worse values and crossed bounds are regressions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from iopsched.benchmarking.best_known import BestKnown, schedule_path
from iopsched.benchmarking.measuring import Measurement
from iopsched.domain.instance import Instance
from iopsched.errors import ProblemsError
from iopsched.files.schedules import read_schedule
from iopsched.verification import verify

Standing = Literal["better", "same", "worse", "crossed", "stale", "unknown", "not solved"]
REGRESSIONS: frozenset[Standing] = frozenset({"worse", "crossed"})
"""The standings that make a benchmark fail."""


@dataclass(frozen=True)
class Comparison:
    """Where a search stands against the best known, and why in a sentence.

    ``crossed``: a value and a bound, one of them recorded, contradict each other, or the recorded
    schedule does not give the recorded values. ``stale``: the instance has changed since. ``unknown``:
    nothing is recorded.
    """

    standing: Standing
    words: str = ""

    @property
    def regression(self) -> bool:
        """Whether the benchmark fails because of it."""
        return self.standing in REGRESSIONS


def compare(measured: Measurement, known: BestKnown | None) -> Comparison:
    """Return where a search stands against what is known of its instance."""
    if known is None:
        return Comparison("unknown") if measured.levels else Comparison("not solved", measured.detail)
    if known.digest != measured.digest:
        return Comparison("stale", "the instance has changed since its best was recorded")
    if not measured.levels:
        return Comparison("worse", f"{measured.outcome}, where a schedule is known")
    crossed = _crossed(measured, known)
    if crossed is not None:
        return Comparison("crossed", crossed)
    at = _first_difference(measured.vector, known.vector)
    if at is None:
        return Comparison("same")
    level, best = measured.levels[at], known.levels[at]
    standing: Standing = "worse" if level.value > best.value else "better"
    return Comparison(standing, f"{level.id}: {level.value}, best known {best.value}")


def check_certificate(path: Path, instance: Instance, known: BestKnown | None) -> Comparison | None:
    """Return what is wrong with the recorded schedule of an instance, None if nothing is."""
    if known is None or known.digest != instance.digest:
        return None
    try:
        verdict = verify(instance, read_schedule(schedule_path(path, instance.id), instance))
    except ProblemsError as error:
        codes = ", ".join(sorted({problem.code for problem in error.problems}))
        return Comparison("crossed", f"the recorded schedule cannot be used: {codes}")
    if not verdict.valid:
        return Comparison("crossed", f"the recorded schedule breaks {verdict.violations[0].rule}")
    if tuple(level.value for level in verdict.levels) != known.vector:
        return Comparison("crossed", "the recorded schedule does not give the recorded values")
    return None


def _crossed(measured: Measurement, known: BestKnown) -> str | None:
    """Return how a value goes below a bound that holds for it, None if none does."""
    new, old = measured.vector, known.vector
    for at, (level, best) in enumerate(zip(measured.levels, known.levels, strict=True)):
        # A bound holds for every schedule that is as good on each of the levels before.
        if level.bound is not None and _as_good(old[:at], new[:at]) and best.value < level.bound:
            return f"{level.id}: the bound {level.bound} is above the best known value {best.value}"
        if best.bound is not None and _as_good(new[:at], old[:at]) and level.value < best.bound:
            return f"{level.id}: the value {level.value} is below the recorded bound {best.bound}"
    return None


def _as_good(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _first_difference(one: Sequence[int], other: Sequence[int]) -> int | None:
    pairs = enumerate(zip(one, other, strict=True))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), None)
