"""Placements from the side of whoever uses them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.world import Where
from iopsched.domain.clock import MINUTES_PER_DAY

Literal = cp_model.IntVar


class Item(NamedTuple):
    """One placement from the side of a person or room: when, where, and the literal of using it."""

    start: int
    end: int
    where: Where
    literal: Literal
    placement: Placement

    @property
    def day(self) -> int:
        """The day of the week, Monday being 0."""
        return self.start // MINUTES_PER_DAY


def by_day(items: Iterable[Item]) -> dict[int, list[Item]]:
    """Return items by day of the week, days and items in order of the items."""
    days: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        days[item.day].append(item)
    return days


def clash(placements: list[Placement], way: Callable[[Where, Where], int]) -> bool:
    """Return whether one person could not attend all of some placements."""
    in_order = sorted(placements, key=lambda p: p.start)
    return any(
        later.start < earlier.end
        or (later.day == earlier.day and later.start - earlier.end < way(earlier.where, later.where))
        for at, earlier in enumerate(in_order)
        for later in in_order[at + 1 :]
    )
