"""Who and what is taken when, while a week is being planted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.hours import parse_hours

Window = tuple[int, int]
"""A half-open stretch of the week, in minutes after Monday 00:00."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of the week that somebody or a room is taken; `place` is a site, None telehealth."""

    start: int
    end: int
    place: str | None

    @property
    def day(self) -> int:
        """The day of the week, Monday being 0."""
        return self.start // MINUTES_PER_DAY


@dataclass(frozen=True)
class Limits:
    """What one person's week must keep to, beside its hours; a limit left out does not bind."""

    pause: int = 0
    day_minutes: int | None = None
    week_minutes: int | None = None
    run: int | None = None
    rest: int = 15


def week_windows(hours: str) -> tuple[Window, ...]:
    """Return weekly hours, written as in an instance, as windows of the week."""
    return tuple(
        (day * MINUTES_PER_DAY + start, day * MINUTES_PER_DAY + end)
        for day, windows in enumerate(parse_hours(hours).days)
        for start, end in windows
    )


class Board:
    """Everybody's hours, limits and stretches taken so far, by id."""

    def __init__(self) -> None:
        self.windows: dict[str, tuple[Window, ...]] = {}
        self.limits: dict[str, Limits] = {}
        self._taken: defaultdict[str, defaultdict[int, list[Stretch]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.travel: dict[frozenset[str], int] = {}
        self.telehealth_buffer = 30

    def add(self, who: str, windows: Iterable[Window], limits: Limits | None = None) -> None:
        """Put somebody or a room on the board."""
        self.windows[who] = tuple(windows)
        self.limits[who] = limits or Limits()

    def way(self, before: str | None, after: str | None) -> int:
        """Return the minutes from one place to the next."""
        if after is None or before == after:
            return 0
        if before is None:
            return self.telehealth_buffer
        return self.travel[frozenset((before, after))]

    def free(self, who: str, stretch: Stretch) -> bool:
        """Return whether somebody could take one more stretch."""
        if not any(low <= stretch.start and stretch.end <= high for low, high in self.windows[who]):
            return False
        limits = self.limits[who]
        for other in self._taken[who][stretch.day]:
            first, last = (other, stretch) if other.start <= stretch.start else (stretch, other)
            if last.start - first.end < max(self.way(first.place, last.place), limits.pause):
                return False
        return self._within(who, stretch, limits)

    def _within(self, who: str, stretch: Stretch, limits: Limits) -> bool:
        if limits.day_minutes is None and limits.week_minutes is None and limits.run is None:
            return True
        today = [*self._taken[who][stretch.day], stretch]
        if limits.day_minutes is not None and sum(s.end - s.start for s in today) > limits.day_minutes:
            return False
        led = self.minutes(who) + stretch.end - stretch.start
        if limits.week_minutes is not None and led > limits.week_minutes:
            return False
        return limits.run is None or longest_run(today, limits.rest) <= limits.run

    def on(self, who: str, day: int) -> list[Stretch]:
        """Return somebody's stretches of one day, earliest first."""
        return sorted(self._taken[who][day], key=lambda s: s.start)

    def days(self, who: str) -> list[int]:
        """Return the days on which somebody has any stretch, the first one first."""
        return sorted(day for day, stretches in self._taken[who].items() if stretches)

    def minutes(self, who: str) -> int:
        """Return the minutes of all of somebody's stretches."""
        return sum(s.end - s.start for stretches in self._taken[who].values() for s in stretches)

    def take(self, who: str, stretch: Stretch) -> None:
        """Mark a stretch as taken."""
        self._taken[who][stretch.day].append(stretch)

    def release(self, who: str, stretch: Stretch) -> None:
        """Mark a stretch as free again."""
        self._taken[who][stretch.day].remove(stretch)


def longest_run(stretches: Iterable[Stretch], rest: int) -> int:
    """Return the length of the longest chain whose pauses are all shorter than `rest`."""
    longest, first, last = 0, -1, -1
    for stretch in sorted(stretches, key=lambda s: s.start):
        if first < 0 or stretch.start - last >= rest:
            first = stretch.start
        last = max(last, stretch.end)
        longest = max(longest, last - first)
    return longest
