"""A model of less than all rules, for bounds of weeks too large to be searched whole.

Group sessions are as they are. An own session has a day, a part of the day and a leader, but no hour and
no room: rules on hours look at group sessions alone, and in their place the minutes of whoever leads or
attends must fit into the hours they have. Every schedule has its like here, at values no higher; so what
is least here is a bound of the week. Rules that a schedule may break once its own sessions are left out
(meals, trips, what pins hold) are not asked at all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Candidates, Placement, Slot
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.goals import TERMS, needs, resources, wishes
from iopsched.cpsat.items import Item
from iopsched.cpsat.pauses import least_idle
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Stretch, within
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.goals import GoalLevel

OF_HOURS = (
    "room_in_one_use",
    "client_in_one_place",
    "guest_in_one_place",
    "clinician_in_one_place",
    "site_staffed",
    "supervisor_present",
    "clinician_break",
    "clinician_run",
    "client_run",
    "head_count",
    "leader_ratio",
    "ages_together",
    "attend_all_whole",
    "one_of_set",
    "groups_cap",
    "room_fits",
    "apart_in_session",
    "apart_in_building",
    "kept_together",
    "forbidden",
)
"""Rules that are asked of group sessions alone; without its own sessions a schedule breaks none of them."""

OF_DAYS = (
    "roles_filled",
    "plan_clinician",
    "caseload_kept",
    "clinician_avoided",
    "language_shared",
    "clinician_day_load",
    "clinician_week_load",
    "service_planned",
    "week_minutes",
    "day_minutes",
    "service_days",
    "authorised_days",
    "sessions_cap",
    "sessions_apart",
    "company_kept",
)
"""Rules that never ask for the hour or room of an own session."""

SAID_OF = {*needs.TERMS, *wishes.TERMS, *resources.TERMS, "idle_minutes"}
"""Goal terms that are counted here, each at no more than its value: others count as 0."""

BAND = 180
"""How many minutes a part of the day has."""


@dataclass(frozen=True)
class Coarse:
    """An own session on one day and in one part of it; `hours` are all it could have there."""

    placement: Placement
    hours: tuple[Stretch, ...]

    def least_inside(self, low: int, high: int) -> int:
        """Return the fewest minutes that it takes between two moments, whichever hour it has."""
        return min(max(0, min(end, high) - max(start, low)) for start, end in self.hours)


class Relaxed:
    """A model whose least values are bounds of the week's: its variables `v`, and goal levels in it."""

    def __init__(self, v: Variables, coarse: Mapping[Placement, Coarse]) -> None:
        self.v = v
        self._coarse = coarse

    def expression(self, level: GoalLevel) -> Expr:
        """Return what a level comes to at the least: its terms, as far as the model says anything of them."""
        return total(weighted.weight * self._term(weighted.term) for weighted in level.terms)

    def _term(self, name: str) -> Expr:
        if name == "idle_minutes":
            return least_idle(self.v, self._hours_of)
        return TERMS[name](self.v) if name in SAID_OF else 0

    def _hours_of(self, p: Placement) -> Sequence[Stretch]:
        one = self._coarse.get(p)
        return [(p.start, p.end)] if one is None else one.hours


def relaxed(cutter: Cutter) -> Relaxed:
    """Return a model of less than all rules."""
    world = cutter.world
    groups = [slot for slot in cutter.slots.values() if slot.group is not None]
    candidates = Candidates(groups, {slot.id: list(cutter.options(slot.id)) for slot in groups})
    v = Variables(world, candidates)
    for name in OF_HOURS:
        _ask(v, name)
    coarse = [
        one for slot in cutter.slots.values() if slot.owner is not None for one in _coarse(cutter, slot)
    ]
    v.take_further(
        [slot for slot in cutter.slots.values() if slot.owner is not None],
        [one.placement for one in coarse],
    )
    for name in OF_DAYS:
        _ask(v, name)
    by_placement = {one.placement: one for one in coarse}
    for constraint in _minutes_fit(v, by_placement):
        constraint.with_name("minutes_fit")
    return Relaxed(v, by_placement)


def _ask(v: Variables, name: str) -> None:
    constraints = RULES[name].constraints
    for constraint in constraints(v) if constraints is not None else ():
        constraint.with_name(name)


def _coarse(cutter: Cutter, slot: Slot) -> Iterator[Coarse]:
    """Yield what an own session could be, alike where no wish and no part of the day tells it apart."""
    alike: dict[tuple[object, ...], list[Placement]] = defaultdict(list)
    for p in cutter.options(slot.id):
        minute = p.start % MINUTES_PER_DAY
        wished = tuple(_wishes(cutter.instance.client[one], p) for one in p.clients)
        alike[p.day, minute // BAND, wished].append(p)
    for same in alike.values():
        first = same[0]
        merged = Placement(slot, first.start, first.end, None)
        merged.leads.extend(dict.fromkeys(at for p in same for at in p.leads))
        merged.clients.extend(dict.fromkeys(one for p in same for one in p.clients))
        merged.guests.extend(dict.fromkeys(one for p in same for one in p.guests))
        yield Coarse(merged, tuple(sorted({(p.start, p.end) for p in same})))


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


def _minutes_fit(v: Variables, coarse: Mapping[Placement, Coarse]) -> Iterator[cp_model.Constraint]:
    """What a person leads or attends in any part of a day fits into the hours it has there."""
    people = (
        (v.of_clinician, v.world.clinician_open),
        (v.of_client, v.world.client_open),
    )
    for table, hours in people:
        for person, items in table.items():
            by_day: dict[int, list[Item]] = defaultdict(list)
            for item in items:
                by_day[item.day].append(item)
            for day, found in by_day.items():
                if any(item.placement in coarse for item in found):
                    yield from _day_fits(v, found, coarse, _of_day(hours[person], day), day)


def _of_day(stretches: Sequence[Stretch], day: int) -> list[Stretch]:
    return [one for one in stretches if one[0] // MINUTES_PER_DAY == day]


def _day_fits(
    v: Variables,
    items: Sequence[Item],
    coarse: Mapping[Placement, Coarse],
    hours: Sequence[Stretch],
    day: int,
) -> Iterator[cp_model.Constraint]:
    base = day * MINUTES_PER_DAY
    marks = [base + at for at in range(0, MINUTES_PER_DAY + 1, BAND)]
    for at, low in enumerate(marks):
        for high in marks[at + 1 :]:
            room = sum(max(0, min(end, high) - max(start, low)) for start, end in hours)
            terms: list[tuple[int, cp_model.IntVar]] = []
            for item in items:
                one = coarse.get(item.placement)
                inside = (
                    max(0, min(item.end, high) - max(item.start, low))
                    if one is None
                    else one.least_inside(low, high)
                )
                if inside > 0:
                    terms.append((inside, item.literal))
            if room < sum(minutes for minutes, _ in terms):
                taken: Expr = total(minutes * literal for minutes, literal in terms)
                yield v.model.add(taken <= room)
