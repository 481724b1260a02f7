"""What the solver may choose from inside a scope: what is open, around what stays."""

from collections import defaultdict
from collections.abc import Collection

from iopsched.cpsat.candidates import (
    Candidates,
    Finder,
    Placement,
    find_slots,
    keep_session,
)
from iopsched.cpsat.couples import doubled_couples
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.world import Stretch, World
from iopsched.domain.clock import MINUTES_PER_DAY


def candidates_within(world: World, filters: Filters, scope: Scope) -> Candidates:
    """Return what to choose from inside a scope, and the one choice of everything that stays."""
    slots = find_slots(world)
    found = Candidates(slots, {slot.id: [] for slot in slots})
    finder, before = Finder(world, filters), {session.id: session for session in scope.schedule.sessions}
    doubled = doubled_couples(world) - before.keys()
    taken = Taken(world, scope)
    for slot in slots:
        held = before.get(slot.id)
        if slot.id in scope.sessions and slot.id not in doubled:
            present = set(held.clients) if held is not None else set()
            possible = finder.placements(slot, scope.clients | present)
            found.placements[slot.id] = [p for p in possible if taken.leave_room_for(p)]
        if held is None:
            continue
        keep_session(world, filters, found, slot, held)
        if slot.id not in scope.sessions:
            for placement in found.placements[slot.id]:
                _let_join(world, filters, placement, sorted(scope.clients))
    return found


def candidates_of(world: World, filters: Filters, clients: Collection[str]) -> Candidates:
    """Return what some clients could choose from if nobody else were in the week."""
    slots = [slot for slot in find_slots(world) if slot.owner is None or slot.owner.id in clients]
    finder = Finder(world, filters)
    return Candidates(slots, {slot.id: list(finder.placements(slot, clients)) for slot in slots})


class Taken:
    """When rooms, clinicians and clients are taken by what stays, so that nothing open can use them."""

    def __init__(self, world: World, scope: Scope, led_anew: Collection[str] = ()) -> None:
        self._busy: dict[tuple[str, str, int], list[Stretch]] = defaultdict(list)
        for session in scope.schedule.sessions:
            if session.id in scope.sessions:
                continue
            day = world.day_of_date(session.date)
            base = day * MINUTES_PER_DAY
            stretch = (base + session.start, base + session.end)
            if session.id not in led_anew:
                if session.room is not None:
                    self._busy["room", session.room, day].append(stretch)
                for leader in session.leaders:
                    self._busy["clinician", leader, day].append(stretch)
            for client in session.clients:
                if client not in scope.clients:
                    self._busy["client", client, day].append(stretch)

    def drop_taken(self, p: Placement) -> None:
        """Drop rooms and leaders who are taken then."""
        p.rooms[:] = [room for room in p.rooms if self._free("room", room, p)]
        p.leads[:] = [(role, k) for role, k in p.leads if self._free("clinician", k, p)]

    def leave_room_for(self, p: Placement) -> bool:
        """Drop rooms and people who are taken then; return whether the placement could still be held."""
        self.drop_taken(p)
        p.clients[:] = [client for client in p.clients if self._free("client", client, p)]
        slot = p.slot
        if not p.clients or (slot.owner is not None and slot.owner.id not in p.clients):
            return False
        filled = {role for role, _ in p.leads}
        led = all(role.optional or at in filled for at, role in enumerate(slot.service.roles))
        return led and (p.where is None or bool(p.rooms))

    def _free(self, kind: str, one: str, p: Placement) -> bool:
        return all(end <= p.start or p.end <= start for start, end in self._busy.get((kind, one, p.day), ()))


def _let_join(world: World, filters: Filters, placement: Placement, clients: list[str]) -> None:
    """Add the clients, and their guests, who may join a session that stays as it is."""
    slot = placement.slot
    if slot.owner is not None:
        clients = [client for client in clients if client in slot.company]
    for client in filters.clients_of(slot, clients):
        if client in placement.clients or not filters.allow_client(placement, client):
            continue
        placement.clients.append(client)
        for guest in world.instance.client[client].guests:
            if guest.id not in placement.guests and filters.allow_guest(placement, guest.id):
                placement.guests.append(guest.id)
