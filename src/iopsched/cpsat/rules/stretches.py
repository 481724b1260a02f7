"""Runs without a rest and meal breaks on long days, for clients and clinicians alike.

A pause of at least m minutes that lies between two sessions ends at the start of a session. So for
every start t on a day one literal says that the m minutes before t are free, and two sessions too far
apart for one run need such a pause between them.
"""

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.variables import Item, Literal, Variables
from iopsched.domain.clinicians import Meal
from iopsched.domain.clock import MINUTES_PER_DAY

Yields = Iterator[cp_model.Constraint]
Span = tuple[int, int]


class _Day:
    """One person's day: a literal per different stretch of time, and pauses on demand."""

    def __init__(self, v: Variables, items: list[Item]) -> None:
        self.v = v
        by_span: dict[Span, list[Literal]] = defaultdict(list)
        for item in items:
            by_span[item.start, item.end].append(item.literal)
        self.busy = {span: self._either(literals) for span, literals in sorted(by_span.items())}
        self.starts = sorted({start for start, _ in self.busy})
        self._free: dict[Span, Literal] = {}

    def _either(self, literals: list[Literal]) -> Literal:
        if len(literals) == 1:
            return literals[0]
        either = self.v.new()
        for literal in literals:
            self.v.model.add_implication(literal, either)
        return either

    def free(self, start: int, end: int) -> Literal:
        """Return a literal that can be true only if nothing overlaps the stretch."""
        if (start, end) not in self._free:
            free = self._free[start, end] = self.v.new()
            for (a, b), busy in self.busy.items():
                if a < end and start < b:
                    self.v.model.add_implication(free, ~busy)
        return self._free[start, end]


def _days(v: Variables, items: list[Item]) -> Iterator[_Day]:
    by_day: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        by_day[item.day].append(item)
    for _, found in sorted(by_day.items()):
        yield _Day(v, found)


def runs_kept(v: Variables, items: list[Item], longest: int, rest: int) -> Yields:
    """No chain of sessions with pauses shorter than `rest` lasts longer than `longest`.

    The first session of a chain that ends too late starts less than `rest` after the chain's allowed
    end, so only such pairs need a rest between them.
    """
    for day in _days(v, items):
        for (first_start, first_end), first in day.busy.items():
            if first_end - first_start > longest:
                yield v.model.add_bool_or([~first])
                continue
            for (last_start, last_end), last in day.busy.items():
                if not first_end <= last_start < first_start + longest + rest:
                    continue
                if last_end - first_start > longest:
                    rests = [day.free(t - rest, t) for t in day.starts if first_end + rest <= t <= last_start]
                    yield v.model.add_bool_or([~first, ~last, *rests])


def meals_kept(v: Variables, items: list[Item], meal: Meal) -> Yields:
    """On a day that spans too long, some pause holds the meal, inside a window if there are any."""
    for day in _days(v, items):
        base = next(iter(day.busy))[0] // MINUTES_PER_DAY * MINUTES_PER_DAY if day.busy else 0
        windows = (
            [(base, base + MINUTES_PER_DAY)]
            if meal.between is None
            else [(base + a, base + b) for a, b in meal.between]
        )
        ends = sorted({*day.starts, *(b for _, b in windows)})
        meals = [
            (t - meal.minutes, t) for t in ends if any(a <= t - meal.minutes and t <= b for a, b in windows)
        ]
        for (first_start, first_end), first in day.busy.items():
            for (last_start, last_end), last in day.busy.items():
                if last_end - first_start <= meal.after_minutes or last_start < first_start:
                    continue
                inside = [day.free(a, b) for a, b in meals if first_end <= a and b <= last_start]
                yield v.model.add_bool_or([~first, ~last, *inside])
