"""What own sessions are offered in a part: a few starts and leaders, the likeliest of use among them."""

import random
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeVar

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.held import Held
from iopsched.cpsat.openings import Taken
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.world import within
from iopsched.domain.clients import Preference
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session

if TYPE_CHECKING:
    from iopsched.cpsat.cutting import Cutter

T = TypeVar("T", int, str)


class Sampling:
    """Draws what own sessions of one part could be: only what is not `taken` by what stays around them."""

    def __init__(self, cutter: "Cutter", held: Held, taken: Taken, sample: Sample) -> None:
        self._cutter, self._held, self._taken, self._sample = cutter, held, taken, sample
        self._grid = cutter.instance.week.grid_minutes

    def placements(self, slot: Slot, clients: Collection[str], held: Session | None) -> list[Placement]:
        """Return what an own session could be for some clients, what it is now always among it."""
        options = self._cutter.options(slot.id, usual=True)
        present = None if held is None else (self._held.start[held.id], self._held.where[held.id])
        if present is not None and all((p.start, p.where) != present for p in options):
            options = [*options, *(p for p in self._cutter.options(slot.id) if (p.start, p.where) == present)]
        leaders = self._leaders(slot, options, held)
        at: dict[int, list[Placement]] = {}
        for p in options:
            at.setdefault(p.start, []).append(p)
        found: list[Placement] = []
        if present is not None:
            found += self._free(at.pop(present[0]), clients, leaders)
        left = self._sample.starts
        for start in self._in_order(slot, at):
            if left == 0:
                break
            free = self._free(at[start], clients, leaders)
            found += free
            left -= bool(free)
        return found

    def _free(
        self, placements: Collection[Placement], clients: Collection[str], leaders: Collection[str]
    ) -> list[Placement]:
        """Return placements with these people alone, as far as they could be held."""
        return self._taken.possible(placements, clients, self._cutter.instance, leaders)

    def _leaders(self, slot: Slot, options: Collection[Placement], held: Session | None) -> set[str]:
        """Return a few who could lead: whom the client wishes for among them, and whoever does now."""
        assert slot.owner is not None
        able = {k for p in options for _, k in p.leads}
        leaders = _drawn(able, self._sample.leaders, self._sample.rng)
        return {*leaders, *(able & slot.owner.wished_clinicians), *(held.leaders if held is not None else ())}

    def _in_order(self, slot: Slot, at: dict[int, list[Placement]]) -> Iterator[int]:
        """Yield all starts, first some right beside other sessions of the client, and some it wishes for."""
        most, rng = self._sample.starts, self._sample.rng
        first = _drawn(self._beside(slot) & at.keys(), most // 2, rng)
        first |= _drawn(self._wished(slot, at) - first, most // 3, rng)
        for starts in (first, at.keys() - first):
            in_order = sorted(starts)
            rng.shuffle(in_order)
            yield from in_order

    def _beside(self, slot: Slot) -> set[int]:
        """Return starts at which a session would end or begin where another of its client begins or ends."""
        assert slot.owner is not None
        length, grid, found = slot.service.clock_minutes, self._grid, set[int]()
        for one in self._held.attended.get(slot.owner.id, ()):
            if one.id != slot.id:
                start = self._held.start[one.id]
                end = start + one.end - one.start
                found |= {-(-end // grid) * grid, (start - length) // grid * grid}
        return found

    def _wished(self, slot: Slot, at: dict[int, list[Placement]]) -> set[int]:
        """Return the starts at which most of its client's wishes could be met, weighed by their strength."""
        assert slot.owner is not None
        wishes = [wish for wish in slot.owner.preferences if wish.group is None]
        if not wishes:
            return set()
        met = {
            start: sum(wish.strength for wish in wishes if any(_could_meet(p, wish) for p in placements))
            for start, placements in at.items()
        }
        most = max(met.values(), default=0)
        return {start for start, strength in met.items() if strength == most}


def _drawn(found: Collection[T], most: int, rng: random.Random) -> set[T]:
    """Return at most so many of some values, drawn without regard to the order in which they come."""
    return set(found) if len(found) <= most else set(rng.sample(sorted(found), most))


def _could_meet(p: Placement, wish: Preference) -> bool:
    """Return whether an own session held like this could meet a wish, or keep one that avoids something."""
    if wish.clinician is not None:
        return any((k == wish.clinician) is not wish.avoid for _, k in p.leads)
    if wish.day is not None:
        return (p.day == wish.day) is not wish.avoid
    assert wish.hours is not None
    base = p.day * MINUTES_PER_DAY
    if not wish.avoid:
        return within(list(wish.hours.days[p.day]), p.start - base, p.end - base)
    return all(p.end - base <= a or b <= p.start - base for a, b in wish.hours.days[p.day])
