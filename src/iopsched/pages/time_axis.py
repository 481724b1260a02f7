"""Time running down a picture, with long stretches in which nothing happens folded away."""

from collections.abc import Iterable
from typing import NamedTuple

HOUR_HEIGHT = 46.0
"""Units of a picture that an hour is high, where there is room for it."""
_LEAST_HOUR_HEIGHT = 22.0
_FOLD_HEIGHT = 20.0
_FEWEST_FOLDED_HOURS = 2


class Stretch(NamedTuple):
    """Hours of the day drawn in full: minutes after midnight, and where they begin and end."""

    start: int
    end: int
    top: float
    bottom: float


class TimeAxis:
    """Whole hours that hold all the spans, from `top` downwards; folded where none is for hours.

    `spans` are starts and ends in minutes after midnight; there is at least one. An hour is made lower
    where the axis would end below `most`, down to what a line of text needs.
    """

    def __init__(self, spans: Iterable[tuple[int, int]], top: float, most: float) -> None:
        drawn = _whole_hours(spans)
        hours = sum(last - first for first, last in drawn) / 60
        left = most - top - _FOLD_HEIGHT * (len(drawn) - 1)
        self.hour_height = max(min(left / hours, HOUR_HEIGHT), _LEAST_HOUR_HEIGHT)
        self.stretches: list[Stretch] = []
        for first, last in drawn:
            bottom = top + (last - first) / 60 * self.hour_height
            self.stretches.append(Stretch(first, last, top, bottom))
            top = bottom + _FOLD_HEIGHT

    @property
    def bottom(self) -> float:
        """Where the last stretch ends."""
        return self.stretches[-1].bottom

    def y(self, minute: int) -> float:
        """Return where a minute of one of the spans lies."""
        at = next(one for one in self.stretches if one.start <= minute <= one.end)
        return at.top + (minute - at.start) / 60 * self.hour_height

    def hours(self) -> list[tuple[float, int]]:
        """Return where each full hour lies, and the hour as minutes after midnight."""
        return [
            (round(one.top + (minute - one.start) / 60 * self.hour_height, 1), minute)
            for one in self.stretches
            for minute in range(one.start, one.end + 1, 60)
        ]

    def folds(self) -> list[tuple[float, float]]:
        """Return where each folded stretch begins and ends."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return [(round(one.bottom, 1), round(after.top, 1)) for one, after in pairs]


def _whole_hours(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of whole hours to draw, those close to each other joined."""
    drawn: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        first, last = start // 60 * 60, -(-end // 60) * 60
        if drawn and first - drawn[-1][1] < _FEWEST_FOLDED_HOURS * 60:
            first, last = drawn[-1][0], max(drawn.pop()[1], last)
        drawn.append((first, last))
    return drawn
