"""Trips and waits: chains of sessions on one day with pauses no longer than a limit."""

from collections import defaultdict

from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.items import Item, Literal
from iopsched.cpsat.variables import Variables


def _at(v: Variables, literals: list[Literal]) -> Literal:
    """Return a literal that is true if and only if one of some literals (at most one is) is true."""
    if len(literals) == 1:
        return literals[0]
    either = v.new()
    v.model.add(total(literals) == either)
    return either


def _joined(items: list[Item]) -> list[Item]:
    """Return the items, those of the past that overlap joined: nobody can part them any more."""
    joined: list[Item] = []
    for item in sorted(
        (item for item in items if item.placement.past), key=lambda item: (item.start, item.end)
    ):
        if joined and item.start < joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(item.end, joined[-1].end))
        else:
            joined.append(item)
    return [*joined, *(item for item in items if not item.placement.past)]


class DayLine:
    """One person's day as literals for a session starting, and one ending, at each moment."""

    def __init__(self, v: Variables, items: list[Item]) -> None:
        items = _joined(items)
        starts: dict[int, list[Literal]] = defaultdict(list)
        ends: dict[int, list[Literal]] = defaultdict(list)
        for item in items:
            starts[item.start].append(item.literal)
            ends[item.end].append(item.literal)
        self.v = v
        self.starts = {at: _at(v, starts[at]) for at in sorted(starts)}
        self.ends = {at: _at(v, ends[at]) for at in sorted(ends)}
        self.busy_minutes = weighted((item.end - item.start, item.literal) for item in items)

    def firsts(self, longest_pause: int) -> dict[int, Literal]:
        """Return literals for the first session of a chain starting at each moment, and no other."""
        firsts: dict[int, Literal] = {}
        for at, starts in self.starts.items():
            before = [e for end, e in self.ends.items() if at - longest_pause <= end <= at]
            if self.v.happened([starts]) is None or self.v.happened(before) is None:
                firsts[at] = self._exactly(starts, before)
        return firsts

    def lasts(self, longest_pause: int) -> dict[int, Literal]:
        """Return literals for the last session of a chain ending at each moment, and no other."""
        lasts: dict[int, Literal] = {}
        for at, ends in self.ends.items():
            after = [s for start, s in self.starts.items() if at <= start <= at + longest_pause]
            lasts[at] = self._exactly(ends, after)
        return lasts

    def _exactly(self, here: Literal, near: list[Literal]) -> Literal:
        if not near:
            return here
        alone = self.v.new()
        self.v.model.add_implication(alone, here)
        self.v.model.add_bool_or([alone, ~here, *near])
        for other in near:
            self.v.model.add_implication(alone, ~other)
        return alone


def trips_of_day(v: Variables, items: list[Item], longest_pause: int) -> list[Expr]:
    """Return the literals that begin a trip, one for each moment a session may start."""
    return list(DayLine(v, items).firsts(longest_pause).values())
