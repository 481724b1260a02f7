"""Own sessions with a day, a part of it and a leader, but no hour and no room; and the minutes they take."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.items import Item, by_day
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Stretch, Where, World, within
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY

BAND = 180
"""How many minutes a part of the day has."""

MOST_LEADERS = 8
"""Beyond so many who could lead an own session, it is led by anybody: their time is not what is short."""

MARKS = range(0, MINUTES_PER_DAY + 1, BAND)
WINDOWS = [(low, high) for at, low in enumerate(MARKS) for high in MARKS[at + 1 :]]
"""Stretches of a day from any of its marks to any later one."""

DAY = [(0, MINUTES_PER_DAY)]


@dataclass(frozen=True)
class Coarse:
    """An own session on one day and in one part of it; `hours` are all it could have there.

    One `led_by_anybody` has no leaders: there are many who could.
    """

    placement: Placement
    hours: tuple[Stretch, ...]
    led_by_anybody: bool


@dataclass(frozen=True)
class Published:
    """When and where an own session is published, and in which room."""

    start: int
    where: Where
    room: str | None

    @classmethod
    def of(cls, world: World, slot: Slot) -> "Published | None":
        """Return what is published of a slot, None if nothing is or its room is no more."""
        session = world.published.get(slot.id)
        if session is None:
            return None
        start = session.date.weekday() * MINUTES_PER_DAY + session.start
        return cls(start, None if session.room is None else world.site_of.get(session.room), session.room)

    def rooms(self, same: Sequence[Placement]) -> list[str]:
        """Return enough rooms of some placements: the published one, if it is among them, and another."""
        found = dict.fromkeys(room for p in same for room in p.rooms)
        another = next((room for room in found if room != self.room), None)
        kept = self.room if self.room in found else None
        return [room for room in (kept, another) if room is not None]


def coarsely(cutter: Cutter, slot: Slot, *, primaries: bool, usual: bool = False) -> Iterator[Coarse]:
    """Yield what an own session could be, alike where no wish and no part of the day tells it apart.

    What is published of it is told apart too: its start, and its place. Without `primaries` nobody is told
    who its primary is, or whose tags it asks for. With `usual` it is looked for at usual places alone, where
    steps look for it too.
    """
    published = Published.of(cutter.world, slot)
    alike: dict[tuple[object, ...], list[Placement]] = defaultdict(list)
    for p in cutter.options(slot.id, usual=True) if usual else cutter.found(slot):
        minute = p.start % MINUTES_PER_DAY
        wished = tuple(_wishes(cutter.instance.client[one], p) for one in p.clients)
        as_it_was = () if published is None else (p.start == published.start, p.where == published.where)
        alike[p.day, minute // BAND, wished, as_it_was].append(p)
    for same in alike.values():
        first = same[0]
        merged = Placement(slot, first.start, first.end, None)
        if published is not None and published.where in (first.where, None):
            merged.where, merged.rooms = first.where, published.rooms(same)
        merged.clients.extend(dict.fromkeys(one for p in same for one in p.clients))
        merged.guests.extend(dict.fromkeys(one for p in same for one in p.guests))
        leads = dict.fromkeys(at for p in same for at in p.leads)
        anybody = len(leads) > MOST_LEADERS and published is None
        anybody = anybody and not _asks_for_leaders(cutter, merged, primaries)
        merged.leads.extend([] if anybody else leads)
        yield Coarse(merged, tuple(sorted({(p.start, p.end) for p in same})), anybody)


def _asks_for_leaders(cutter: Cutter, p: Placement, primaries: bool) -> bool:
    """Return whether it matters to anybody in a session that some clinician leads it, and no other."""
    asking, service = cutter.world.asking, p.slot.service.id
    if primaries and not (asking.choosy[service] | asking.covered[service]).isdisjoint(p.clients):
        return True
    wishes = (wish for one in p.clients for wish in cutter.instance.client[one].preferences)
    return any(wish.clinician is not None and not wish.avoid for wish in wishes)


def _wishes(client: Client, p: Placement) -> tuple[bool, ...]:
    """Return what tells a placement apart for the client's wishes on hours."""
    low, high = p.start % MINUTES_PER_DAY, p.start % MINUTES_PER_DAY + p.end - p.start
    found = []
    for wish in client.preferences:
        if wish.hours is not None:
            day = wish.hours.days[p.day]
            touches = any(a < high and low < b for a, b in day)
            found.append(touches if wish.avoid else within(list(day), low, high))
    return tuple(found)


def minutes_fit(
    v: Variables, coarse: Mapping[Placement, Coarse], windows: Sequence[Stretch]
) -> Iterator[cp_model.Constraint]:
    """What a person leads or attends in any of some parts of a day fits into the hours it has there."""
    people = (
        (v.of_clinician, v.world.clinician_open),
        (v.of_client, v.world.client_open),
    )
    taken: dict[Placement, list[int]] = {}
    for table, hours in people:
        for person, items in table.items():
            for day, found in by_day(items).items():
                if not any(item.placement in coarse for item in found):
                    continue
                for item in found:
                    if item.placement not in taken:
                        taken[item.placement] = _taken(item.placement, coarse, day, windows)
                yield from _day_fits(v, found, taken, _of_day(hours[person], day), windows)


def _taken(
    p: Placement, coarse: Mapping[Placement, Coarse], day: int, windows: Sequence[Stretch]
) -> list[int]:
    """Return the fewest minutes that a session takes in each window of its day, whichever hour it has."""
    hours = coarse[p].hours if p in coarse else ((p.start, p.end),)
    base = day * MINUTES_PER_DAY
    stretches = [(start - base, end - base) for start, end in hours]
    return [min(_inside(one, window) for one in stretches) for window in windows]


def _inside(stretch: Stretch, window: Stretch) -> int:
    """Return how many minutes of one stretch are in another."""
    return max(0, min(stretch[1], window[1]) - max(stretch[0], window[0]))


def _of_day(stretches: Sequence[Stretch], day: int) -> list[Stretch]:
    """Return stretches of one day of the week, in minutes of that day."""
    base = day * MINUTES_PER_DAY
    return [(start - base, end - base) for start, end in stretches if start // MINUTES_PER_DAY == day]


def _day_fits(
    v: Variables,
    items: Sequence[Item],
    taken: Mapping[Placement, list[int]],
    hours: Sequence[Stretch],
    windows: Sequence[Stretch],
) -> Iterator[cp_model.Constraint]:
    minutes = [(taken[item.placement], item.literal) for item in items]
    for at, window in enumerate(windows):
        room = sum(_inside(one, window) for one in hours)
        terms = [(of_item[at], literal) for of_item, literal in minutes if of_item[at] > 0]
        if room < sum(one for one, _ in terms):
            used: Expr = total(one * literal for one, literal in terms)
            yield v.model.add(used <= room)
