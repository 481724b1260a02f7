"""Constraints on what one person or room uses at one time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby

from ortools.sat.python import cp_model

from iopsched.cpsat.expr import total
from iopsched.cpsat.variables import Item, Variables
from iopsched.cpsat.world import Where

Way = Callable[[Where, Where], int]


def at_most_at_once(
    v: Variables, items: list[Item], most: int = 1, pad: int = 0
) -> Iterator[cp_model.Constraint]:
    """At most `most` items are in use at any time, each taken to last `pad` minutes longer.

    One constraint for each largest set of items that share a moment: these sets are all that an
    interval graph needs.
    """
    for clique in _moments(items, pad):
        literals = [item.literal for item in clique]
        if len({item.placement.slot.id for item in clique}) > most:
            if most == 1:
                yield v.model.add_at_most_one(_distinct(literals))
            else:
                yield v.model.add(total(literals) <= most)


def _distinct(literals: list[cp_model.IntVar]) -> list[cp_model.IntVar]:
    return list({literal.index: literal for literal in literals}.values())


def _moments(items: list[Item], pad: int) -> Iterator[list[Item]]:
    """Yield the largest sets of items that overlap at one moment."""
    active: list[Item] = []
    fresh = False
    for start, fresh_items in groupby(sorted(items, key=_start), key=_start):
        if any(item.end + pad <= start for item in active):
            if fresh:
                yield active
            active = [item for item in active if item.end + pad > start]
        active.extend(fresh_items)
        fresh = True
    if fresh:
        yield active


def _start(item: Item) -> int:
    return item.start


def pauses_kept(v: Variables, items: list[Item], pause: Way) -> Iterator[cp_model.Constraint]:
    """Of two items on one day that do not overlap, the later starts its pause after the earlier ends.

    `pause` gives the minutes between two places. Clashing placements of one slot are taken together,
    since at most one of them is held.
    """
    places = {item.where for item in items}
    pauses = {(a, b): pause(a, b) for a in places for b in places}
    longest = max(pauses.values(), default=0)
    by_start = sorted(items, key=_start)
    starts = [item.start for item in by_start]
    for item in by_start:
        clashing: dict[str, list[Item]] = defaultdict(list)
        for at in range(bisect_left(starts, item.end), bisect_left(starts, item.end + longest)):
            later = by_start[at]
            if later.day == item.day and later.start - item.end < pauses[item.where, later.where]:
                clashing[later.placement.slot.id].append(later)
        for slot, others in clashing.items():
            if slot != item.placement.slot.id:
                literals = [item.literal, *(other.literal for other in others)]
                yield v.model.add_at_most_one(_distinct(literals))
