"""The product's search beside the plain one on the same instance, in one run."""

from dataclasses import dataclass
from typing import Any, Literal

from iopsched.benchmarking.comparing import crossed
from iopsched.benchmarking.measuring import Measurement
from iopsched.benchmarking.trace import seconds_until

Verdict = Literal["no worse", "worse", "disagrees", "crossed", "not solved"]
FAILURES: frozenset[Verdict] = frozenset({"disagrees", "crossed"})
"""What no search may do, whatever the time: contradict what the plain model proves."""


@dataclass(frozen=True)
class Beside:
    """How the product's search stands beside the baseline's.

    `seconds` is when the product's had a schedule no worse than the baseline's last, `times_as_fast` how
    often that goes into the baseline's whole time. `agreed` counts the first levels that the baseline
    proved optimal, `seconds` and `times_as_fast` are None where the product never got there.
    """

    ours: Measurement
    plain: Measurement
    verdict: Verdict
    words: str = ""
    agreed: int = 0
    seconds: float | None = None
    times_as_fast: float | None = None

    @property
    def failed(self) -> bool:
        """Whether the benchmark fails because of it."""
        return self.verdict in FAILURES

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON data, without the product's own measurement."""
        return {
            "verdict": self.verdict,
            "words": self.words,
            "levels_proved_by_baseline": self.agreed,
            "seconds_to_baseline_values": self.seconds,
            "times_as_fast": self.times_as_fast,
            "baseline": self.plain.document(),
        }


def set_beside(ours: Measurement, plain: Measurement, seconds: float) -> Beside:
    """Return how the product's search stands beside the baseline's, which had so many seconds."""
    if not ours.levels:
        return Beside(ours, plain, "not solved", ours.detail or ours.outcome)
    if not plain.levels:
        first = ours.first_schedule_seconds
        return Beside(
            ours,
            plain,
            "no worse",
            f"baseline: {plain.outcome}",
            seconds=first,
            times_as_fast=_times(seconds, first),
        )
    proved = _proved(plain)
    crossing = crossed(ours.levels, plain.levels, "the baseline's value")
    if crossing is not None:
        return Beside(ours, plain, "crossed", crossing, proved)
    for mine, theirs in list(zip(ours.levels, plain.levels, strict=True))[:proved]:
        if mine.value != theirs.value:
            words = f"{mine.id}: {mine.value}, and the baseline proves {theirs.value}"
            return Beside(ours, plain, "disagrees", words, proved)
    reached = seconds_until(ours.trace, plain.vector)
    return Beside(
        ours,
        plain,
        "no worse" if ours.vector <= plain.vector else "worse",
        agreed=proved,
        seconds=reached,
        times_as_fast=_times(seconds, reached),
    )


def _proved(plain: Measurement) -> int:
    """Return how many of the first levels are proved optimal."""
    count = 0
    for level in plain.levels:
        if not level.optimal or level.bound_kind != "proved":
            break
        count += 1
    return count


def _times(seconds: float, reached: float | None) -> float | None:
    return None if reached is None else seconds / max(reached, 0.01)
