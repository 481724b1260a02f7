"""Runs without a rest and meal breaks on long days, for clients and clinicians alike.

A pause of at least m minutes that lies between two sessions ends at the start of a session. So for
every start t on a day one literal says that the m minutes before t are free, and two sessions too far
apart for one run need such a pause between them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.items import Item, Literal, by_day
from iopsched.cpsat.variables import Variables
from iopsched.domain.clinicians import Meal
from iopsched.domain.clock import MINUTES_PER_DAY

Yields = Iterator[cp_model.Constraint]
Span = tuple[int, int]


class _Day:
    """One person's day: a literal per different stretch of time, and pauses on demand.

    `past` are the stretches of what was held already.
    """

    def __init__(self, v: Variables, items: list[Item]) -> None:
        self.v = v
        by_span: dict[Span, list[Literal]] = defaultdict(list)
        for item in items:
            by_span[item.start, item.end].append(item.literal)
        self.busy = {span: self._either(literals) for span, literals in sorted(by_span.items())}
        self.past = sorted({(item.start, item.end) for item in items if item.placement.past})
        self.starts = sorted({start for start, _ in self.busy})
        self._free: dict[Span, Literal] = {}

    def _either(self, literals: list[Literal]) -> Literal:
        if len(literals) == 1:
            return literals[0]
        happened = self.v.happened(literals)
        if happened is not None:
            return happened
        either = self.v.new()
        for literal in literals:
            self.v.model.add_implication(literal, either)
        self.v.model.add_bool_or([~either, *literals])
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
    for _, found in sorted(by_day(items).items()):
        yield _Day(v, found)


def runs_kept(v: Variables, items: list[Item], longest: int, rest: int) -> Yields:
    """No chain of sessions with pauses shorter than `rest` lasts longer than `longest`.

    The first session of a chain that ends too late starts less than `rest` after the chain's allowed
    end, so only such pairs need a rest between them.
    """
    for day in _days(v, items):
        yield from _no_longer(day, longest, rest)
        for (first_start, first_end), first in day.busy.items():
            if first_end - first_start > longest:
                yield v.model.add_bool_or([~first])
                continue
            for (last_start, last_end), last in day.busy.items():
                if not first_end <= last_start < first_start + longest + rest:
                    continue
                if last_end - first_start > longest and (last_start, last_end) not in day.past:
                    rests = [day.free(t - rest, t) for t in day.starts if first_end + rest <= t <= last_start]
                    yield v.model.add_bool_or([~first, ~last, *rests])


def _no_longer(day: _Day, longest: int, rest: int) -> Yields:
    """Nothing is added to a chain that is too long by what was held already."""
    chain: Span | None = None
    for start, end in day.past:
        goes_on = chain is not None and start - chain[1] < rest
        chain = (chain[0], max(end, chain[1])) if chain is not None and goes_on else (start, end)
    if chain is None or chain[1] - chain[0] <= longest:
        return
    for span, busy in day.busy.items():
        if span not in day.past and span[0] - chain[1] < rest:
            yield day.v.model.add_bool_or([~busy])


def meals_kept(v: Variables, items: list[Item], meal: Meal) -> Yields:
    """On a day that spans too long, some pause holds the meal, inside a window if there are any.

    The pause may be anywhere between the day's first and last session, so the span and the pause meet
    in one literal that says the day is long.
    """
    for day in _days(v, items):
        long = v.new()
        yield from _long_if_it_spans(day, meal.after_minutes, long)
        pauses = []
        for start, end in _meal_times(day, meal):
            before = [busy for (_, ended), busy in day.busy.items() if ended <= start]
            after = [busy for (began, _), busy in day.busy.items() if began >= end]
            if before and after:
                pause = v.new()
                yield v.model.add_implication(pause, day.free(start, end))
                yield v.model.add_bool_or([~pause, *before])
                yield v.model.add_bool_or([~pause, *after])
                pauses.append(pause)
        if not day.past:
            yield v.model.add_bool_or([~long, *pauses])
            continue
        for span, busy in day.busy.items():
            if span not in day.past:
                yield v.model.add_bool_or([~busy, ~long, *pauses])


def _long_if_it_spans(day: _Day, limit: int, long: Literal) -> Yields:
    """The day is long if some session ends more than `limit` after some session starts."""
    begun: list[Literal] = []
    for start in day.starts:
        begun.append(day.v.new())
        if len(begun) > 1:
            yield day.v.model.add_implication(begun[-2], begun[-1])
        for (at, _), busy in day.busy.items():
            if at == start:
                yield day.v.model.add_implication(busy, begun[-1])
    for (_, end), busy in day.busy.items():
        early = bisect_left(day.starts, end - limit)
        if early > 0:
            yield day.v.model.add_bool_or(~busy, ~begun[early - 1], long)


def _meal_times(day: _Day, meal: Meal) -> list[Span]:
    """Return the stretches that a pause must hold one of: each ends at a start or with a window."""
    if not day.starts:
        return []
    base = day.starts[0] // MINUTES_PER_DAY * MINUTES_PER_DAY
    windows = [(base, base + MINUTES_PER_DAY)]
    if meal.between is not None:
        windows = [(base + start, base + end) for start, end in meal.between]
    ends = sorted({*day.starts, *(end for _, end in windows)})
    return [
        (end - meal.minutes, end)
        for end in ends
        if any(opens <= end - meal.minutes and end <= closes for opens, closes in windows)
    ]
