"""Holding a measured search against the best known: worse values and crossed bounds are regressions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from iopsched.benchmarking.best_known import BestKnown
from iopsched.benchmarking.certificates import certificate_path, read_certificate
from iopsched.benchmarking.measuring import Measurement
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.result import LevelResult
from iopsched.errors import ProblemsError
from iopsched.verification import verify

Standing = Literal[
    "better",
    "same",
    "as before",
    "close",
    "worse",
    "less time",
    "crossed",
    "stale",
    "unknown",
    "not solved",
]
REGRESSIONS: frozenset[Standing] = frozenset({"worse", "crossed"})
"""The standings that make a benchmark fail."""

SCALE_SLACK, VALUE_SLACK = 0.01, 0.05
"""How much worse a value may be by chance: shares of its goal's scale, or of itself without one."""


@dataclass(frozen=True)
class Comparison:
    """Where a search stands against the best known, and why in a sentence.

    ``as before``: no worse than what was reached within the same limits, if worse than the best known.
    ``close``: worse by no more than two searches by the clock differ anyway. ``less time``: worse, but
    nothing was recorded within limits as narrow. ``crossed``: a value and a bound, one of them recorded,
    contradict each other, or the recorded schedule does not give the recorded values. ``stale``: the
    instance has changed since. ``unknown``: nothing is recorded.
    """

    standing: Standing
    words: str = ""

    @property
    def regression(self) -> bool:
        """Whether the benchmark fails because of it."""
        return self.standing in REGRESSIONS


class Valued(Protocol):
    """A level's value and bound, measured or recorded."""

    @property
    def id(self) -> str:
        """The level's id."""
        ...

    @property
    def value(self) -> int:
        """Its value."""
        ...

    @property
    def bound(self) -> int | None:
        """A bound that holds for schedules as good on the levels before."""
        ...


def compare(measured: Measurement, known: BestKnown | None, limits: Limits) -> Comparison:
    """Return where a search within limits stands against what is known of its instance."""
    if known is None:
        return Comparison("unknown") if measured.levels else Comparison("not solved", measured.detail)
    if known.digest != measured.digest:
        return Comparison("stale", "the instance has changed since its best was recorded")
    if not measured.levels:
        return Comparison("worse", f"{measured.outcome}, where a schedule is known")
    crossing = crossed(measured.levels, known.levels)
    if crossing is not None:
        return Comparison("crossed", crossing)
    if measured.vector == known.vector:
        return Comparison("same")
    if measured.vector < known.vector:
        return Comparison("better", _difference(measured, known.vector, "best known"))
    return _worse(measured, known, limits)


def _worse(measured: Measurement, known: BestKnown, limits: Limits) -> Comparison:
    """Return what a search comes to whose values are worse than the best known ones."""
    reached = known.reached_within(limits)
    words = _difference(measured, known.vector, "best known")
    if reached is None and not known.source.allows(limits):
        return Comparison("less time", words)
    before = known.vector if reached is None else reached.values
    if reached is not None:
        if measured.vector <= before:
            return Comparison("as before", words)
        words = _difference(measured, before, "before")
    if not limits.reproducible and _is_close(measured.levels, before):
        return Comparison("close", words)
    return Comparison("worse", words)


def _difference(measured: Measurement, values: Sequence[int], what: str) -> str:
    pairs = zip(measured.levels, values, strict=True)
    level, value = next((level, value) for level, value in pairs if level.value != value)
    return f"{level.id}: {level.value}, {what} {value}"


def _is_close(levels: Sequence[LevelResult], before: Sequence[int]) -> bool:
    """Return whether no value is worse by more than chance, up to the first that is better by more."""
    for level, value in zip(levels, before, strict=True):
        slack = SCALE_SLACK * level.scale if level.scale else VALUE_SLACK * value
        if abs(level.value - value) > slack:
            return level.value < value
    return True


def check_certificate(path: Path, instance: Instance, known: BestKnown | None) -> Comparison | None:
    """Return what is wrong with the recorded schedule of an instance, None if nothing is."""
    if known is None or known.digest != instance.digest:
        return None
    try:
        verdict = verify(instance, read_certificate(certificate_path(path, instance.id), instance))
    except ProblemsError as error:
        codes = ", ".join(sorted({problem.code for problem in error.problems}))
        return Comparison("crossed", f"the recorded schedule cannot be used: {codes}")
    if not verdict.valid:
        return Comparison("crossed", f"the recorded schedule breaks {verdict.violations[0].rule}")
    if tuple(level.value for level in verdict.levels) != known.vector:
        return Comparison("crossed", "the recorded schedule does not give the recorded values")
    return None


def crossed(
    measured: Sequence[Valued], known: Sequence[Valued], best: str = "the best known value"
) -> str | None:
    """Return how a value goes below a bound that holds for it, None if none does."""
    new, old = [level.value for level in measured], [level.value for level in known]
    for at, (level, other) in enumerate(zip(measured, known, strict=True)):
        # A bound holds for every schedule that is as good on each of the levels before.
        if level.bound is not None and _as_good(old[:at], new[:at]) and other.value < level.bound:
            return f"{level.id}: the bound {level.bound} is above {best} {other.value}"
        if other.bound is not None and _as_good(new[:at], old[:at]) and level.value < other.bound:
            return f"{level.id}: the value {level.value} is below the recorded bound {other.bound}"
    return None


def _as_good(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))
