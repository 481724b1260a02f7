"""How a search went: value and bound over time, and when it came close to what it ended with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.progress import Progress
from iopsched.domain.result import LevelResult
from iopsched.verification import verify

LEVEL_1_TERMS = {"abandoned", "clients_short", "minutes_short"}
"""The terms of the levels that together are called level 1."""

CLOSE = 0.01
"""How far from the end, as a share of a goal's scale, counts as close."""

CLOSE_TERMS = LEVEL_1_TERMS | {"unmet_wishes"}
"""What has to be close: level 1, and the wishes."""

MOST_POINTS = 150
"""How many points of a trace are kept."""


@dataclass(frozen=True)
class Point:
    """One report: seconds, the level being solved, its value and bound, and all values if they are new."""

    seconds: float
    level: str
    value: int | None
    bound: int | None
    values: tuple[int, ...] | None = None

    def row(self) -> list[Any]:
        """Return it as plain data."""
        values = None if self.values is None else list(self.values)
        return [self.seconds, self.level, self.value, self.bound, values]


def point(row: Sequence[Any]) -> Point:
    """Return the point that plain data spells."""
    seconds, level, value, bound, values = row
    return Point(seconds, level, value, bound, None if values is None else tuple(values))


class Recorder:
    """Collects points from the reports of a search."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._points: list[Point] = []

    def __call__(self, progress: Progress) -> None:
        """Take one report, unless it says nothing new."""
        values = progress.values
        if progress.schedule is None:
            values = None
        elif values is None:
            verdict = verify(self._instance, progress.schedule)
            values = tuple(level.value for level in verdict.levels)
        new = Point(progress.elapsed, progress.level, progress.value, progress.bound, values)
        last = self._points[-1] if self._points else None
        said = None if last is None else (last.level, last.value, last.bound)
        if values is not None or said != (new.level, new.value, new.bound):
            self._points.append(new)

    @property
    def points(self) -> list[Point]:
        """The points so far, thinned out where they are many."""
        return thinned(self._points)


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[Point]:
    """Return at most so many points, the first and the last of each level among them."""
    if len(points) <= most:
        return list(points)
    ends = {0, len(points) - 1}
    ends |= {at for at in range(1, len(points)) if points[at].level != points[at - 1].level}
    ends |= {at - 1 for at in ends if at}
    step = len(points) / max(1, most - len(ends))
    kept = ends | {round(number * step) for number in range(max(1, most - len(ends)))}
    return [one for at, one in enumerate(points) if at in kept]


def seconds_until_close(points: Sequence[Point], levels: Sequence[LevelResult]) -> float | None:
    """Return when level 1 and the wishes came close to their last values for good; None if not known."""
    wanted = [
        (at, level.value, CLOSE * (level.scale or 0))
        for at, level in enumerate(levels)
        if set(level.terms) & CLOSE_TERMS
    ]
    since: float | None = None
    for one in points:
        if one.values is None:
            continue
        near = all(abs(one.values[at] - value) <= slack for at, value, slack in wanted)
        since = (one.seconds if since is None else since) if near else None
    return since


def seconds_until(points: Sequence[Point], vector: Sequence[int]) -> float | None:
    """Return when the first schedule was found whose values, in their order, are no worse than these."""
    asked = tuple(vector)
    return next((one.seconds for one in points if one.values is not None and one.values <= asked), None)
