"""Constraints on what one person or room uses at one time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby, product
from operator import attrgetter

from ortools.sat.python import cp_model

from iopsched.cpsat.expr import total
from iopsched.cpsat.items import Item
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where
from iopsched.domain.clock import MINUTES_PER_DAY as DAY

Way = Callable[[Where, Where], int]


def at_most_at_once(
    v: Variables, items: list[Item], most: int = 1, pad: int = 0
) -> Iterator[cp_model.Constraint]:
    """At most `most` items are in use at any time, each taken to last `pad` minutes longer.

    One constraint for each largest set of items that share a moment: these sets are all that an
    interval graph needs.
    """
    for clique in _moments(items, pad):
        if len(clique) > most and len({item.placement.slot.id for item in clique}) > most:
            literals = [item.literal for item in clique]
            if most == 1:
                yield v.model.add_at_most_one(_distinct(literals))
            else:
                yield v.model.add(total(literals) <= most)


def _distinct(literals: list[cp_model.IntVar]) -> list[cp_model.IntVar]:
    return list({literal.index: literal for literal in literals}.values())


def _moments(items: list[Item], pad: int) -> Iterator[list[Item]]:
    """Yield the largest sets of items that overlap at one moment."""
    active: list[Item] = []
    fresh, first_end = False, 0
    for start, found in groupby(sorted(items, key=_start), key=_start):
        if active and first_end + pad <= start:
            if fresh:
                yield active
            active = [item for item in active if item.end + pad > start]
        active.extend(found)
        fresh, first_end = True, min(item.end for item in active)
    if fresh:
        yield active


def pauses_kept(v: Variables, items: list[Item], pause: Way) -> Iterator[cp_model.Constraint]:
    """Of two items that do not overlap, the later starts its pause after the earlier ends.

    `items` clash where they overlap, so at each place at most one of them ends, and one starts, at any
    moment: one literal for each of these moments takes the place of all items that share it.
    """
    starts: dict[Where, dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    ends: dict[Where, dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        starts[item.where][item.start].append(item)
        ends[item.where][item.end].append(item)
    literals = _Moments(v)
    for here, there in product(list(ends), list(starts)):
        way = pause(here, there)
        if way == 0:
            continue
        shortest = min(item.end - item.start for item in items if item.where == here)
        stops_at = sorted(ends[here])
        for start, beginning in starts[there].items():
            near = stops_at[bisect_right(stops_at, start - way) : bisect_right(stops_at, start)]
            ending = [at for at in near if (at - 1) // DAY == start // DAY]
            if not ending or _one_slot([*beginning, *(i for at in ending for i in ends[here][at])]):
                continue
            begins = literals.of(("start", there, start), beginning)
            stops = [literals.of(("end", here, at), ends[here][at]) for at in ending]
            if shortest >= way:
                yield v.model.add_at_most_one([begins, *stops])
            else:
                for stop in stops:
                    yield v.model.add_at_most_one([begins, stop])


_start = attrgetter("start")


def _one_slot(items: list[Item]) -> bool:
    return len({item.placement.slot.id for item in items}) == 1


class _Moments:
    """Literals that are true if and only if one of some items, of which at most one is, is used."""

    def __init__(self, v: Variables) -> None:
        self._v = v
        self._known: dict[object, cp_model.IntVar] = {}

    def of(self, key: object, items: list[Item]) -> cp_model.IntVar:
        """Return the literal of a moment."""
        if key not in self._known:
            literals = _distinct([item.literal for item in items])
            either = literals[0] if len(literals) == 1 else self._v.happened(literals)
            if either is None:
                either = self._v.new()
                self._v.model.add(total(literals) == either)
            self._known[key] = either
        return self._known[key]
