"""The time family: nobody and no room is in two places at once; everybody and everything is open."""

from collections import defaultdict
from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import total
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.items import Item
from iopsched.cpsat.rules.clashes import at_most_at_once, pauses_kept
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World, within
from iopsched.domain.clock import MINUTES_PER_DAY

Yields = Iterator[cp_model.Constraint]


def start_offered(world: World, p: Placement) -> bool:
    """Whether the start is one the instance offers."""
    if p.slot.meeting is not None:
        return p.start in p.slot.meeting.starts
    return p.start % world.instance.week.grid_minutes == 0


def length_kept(world: World, p: Placement) -> bool:
    """Whether the placement lasts its service's clock minutes."""
    return p.end - p.start == p.slot.service.clock_minutes


def service_scheduled(world: World, p: Placement) -> bool:
    """Whether the service is ever scheduled."""
    return p.slot.service.scheduled


def site_open(world: World, p: Placement) -> bool:
    """Whether the site is open, and nothing closes it."""
    if p.where is not None and not within(world.site_open[p.where], p.start, p.end):
        return False
    return not world.closed(p.start, p.end, p.where)


def room_available(world: World, p: Placement, room: str) -> bool:
    """Whether the room is open."""
    return within(world.room_open[room], p.start, p.end)


def room_in_one_use(v: Variables) -> Yields:
    """A room, or each of a set of like rooms, holds one session at a time."""
    for room, items in v.of_room.items():
        yield from at_most_at_once(v, items, most=v.offices.size(room))


def client_available(world: World, p: Placement, client: str) -> bool:
    """Whether the client has time."""
    return within(world.client_open[client], p.start, p.end)


def client_stay(world: World, p: Placement, client: str) -> bool:
    """Whether the client is in the programme on that date."""
    return world.in_stay(client, p.start)


def arrival_and_departure(world: World, p: Placement, client: str) -> bool:
    """Whether the client can be there by then and leave in time."""
    if p.where is None:
        return True
    who = world.instance.client[client]
    base = p.day * MINUTES_PER_DAY
    if who.arrive_after is not None and p.start - base < who.arrive_after:
        return False
    return who.leave_by is None or p.end - base <= who.leave_by


def _one_place(v: Variables, items: list[Item]) -> Yields:
    items = v.in_question(items)
    yield from at_most_at_once(v, items)
    if len({item.where for item in items}) > 1:
        yield from pauses_kept(v, items, v.world.way)


def client_in_one_place(v: Variables) -> Yields:
    """A client attends one session at a time and has time to get to the next."""
    for items in v.of_client.values():
        yield from _one_place(v, items)


def guest_available(world: World, p: Placement, guest: str) -> bool:
    """Whether the guest has time."""
    return within(world.guest_open[guest], p.start, p.end)


def guest_in_one_place(v: Variables) -> Yields:
    """A guest attends one session at a time and has time to get to the next."""
    for items in v.of_guest.values():
        yield from _one_place(v, items)


def clinician_available(world: World, p: Placement, role: int, clinician: str) -> bool:
    """Whether the clinician has time."""
    return within(world.clinician_open[clinician], p.start, p.end)


def clinician_in_one_place(v: Variables) -> Yields:
    """A clinician leads one session at a time and has time to get to the next."""
    for items in v.of_clinician.values():
        yield from _one_place(v, items)


def site_staffed(v: Variables) -> Yields:
    """Enough clinicians are present during every session at a site.

    Leaders of the session are present by the rules on their hours and places, so a session that
    cannot be held without as many leaders needs nothing further.
    """
    fewest = {site.id: site.min_staff_present for site in v.world.instance.sites}
    at: dict[tuple[str, int, int], list[Placement]] = defaultdict(list)
    for p in v.candidates.all():
        if p.where is None:
            continue
        leaders = sum(not role.optional for role in p.slot.service.roles)
        if fewest[p.where] > leaders or p.past or not v.merge:
            at[p.where, p.start, p.end].append(p)
    for (site, start, end), placements in at.items():
        if v.presence.enough(fewest[site], site, start, end):
            continue
        on_duty = v.world.on_duty(site, start, end)
        present = [v.presence.literal(k, site, start, end) for k in on_duty]
        here = total(literal for literal in present if literal is not None)
        staffed = v.new()
        for p in placements:
            if p.past:
                yield v.model.add(here >= fewest[site]).only_enforce_if(v.place[p])
            else:
                v.model.add_implication(v.place[p], staffed)
        yield v.model.add(here >= fewest[site]).only_enforce_if(staffed)


RULES = {
    "start_offered": ModelRule(placement=start_offered),
    "length_kept": ModelRule(placement=length_kept),
    "service_scheduled": ModelRule(placement=service_scheduled),
    "site_open": ModelRule(placement=site_open),
    "room_available": ModelRule(room=room_available),
    "room_in_one_use": ModelRule(constraints=room_in_one_use),
    "client_available": ModelRule(client=client_available),
    "client_stay": ModelRule(client=client_stay),
    "arrival_and_departure": ModelRule(client=arrival_and_departure),
    "client_in_one_place": ModelRule(constraints=client_in_one_place),
    "guest_available": ModelRule(guest=guest_available),
    "guest_in_one_place": ModelRule(constraints=guest_in_one_place),
    "clinician_available": ModelRule(lead=clinician_available),
    "clinician_in_one_place": ModelRule(constraints=clinician_in_one_place),
    "site_staffed": ModelRule(constraints=site_staffed),
}
