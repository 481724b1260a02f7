"""What the solver may choose from inside a scope: what is open, around what stays."""

from collections.abc import Collection, Iterable

from iopsched.cpsat.candidates import Candidates, Placement, find_slots
from iopsched.cpsat.couples import doubled_couples
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import Finder, keep_session
from iopsched.cpsat.held import Held
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance


def candidates_within(world: World, filters: Filters, scope: Scope) -> Candidates:
    """Return what to choose from inside a scope, and the one choice of everything that stays."""
    slots = find_slots(world)
    found = Candidates(slots, {slot.id: [] for slot in slots})
    finder, before = Finder(world, filters), {session.id: session for session in scope.schedule.sessions}
    doubled = doubled_couples(world) - before.keys()
    taken = Taken(Held(world, scope.schedule), scope)
    for slot in slots:
        held = before.get(slot.id)
        if slot.id in scope.sessions and slot.id not in doubled:
            present = set(held.clients) if held is not None else set()
            possible = finder.placements(slot, scope.clients | scope.own_of | present)
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

    def __init__(self, held: Held, scope: Scope, led_anew: Collection[str] = ()) -> None:
        self._used = held.used
        self._clients = scope.clients
        self._known: dict[tuple[str, str, int, int], bool] = {}
        self._open = scope.sessions
        self._led_anew = scope.sessions.union(led_anew)

    def drop_taken(self, p: Placement) -> None:
        """Drop rooms and leaders who are taken then."""
        p.rooms[:] = [room for room in p.rooms if self._free("room", room, p)]
        p.leads[:] = [(role, k) for role, k in p.leads if self._free("clinician", k, p)]

    def leave_room_for(self, p: Placement) -> bool:
        """Drop rooms and people who are taken then; return whether the placement could still be held."""
        self.drop_taken(p)
        p.clients[:] = [c for c in p.clients if c in self._clients or self._free("client", c, p)]
        slot = p.slot
        if not p.clients or (slot.owner is not None and slot.owner.id not in p.clients):
            return False
        filled = {role for role, _ in p.leads}
        led = all(role.optional or at in filled for at, role in enumerate(slot.service.roles))
        return led and (p.where is None or bool(p.rooms))

    def possible(
        self,
        placements: Iterable[Placement],
        clients: Collection[str],
        instance: Instance,
        leaders: Collection[str] | None = None,
    ) -> list[Placement]:
        """Return placements with these clients and leaders alone, as far as they could be held."""
        mine = (narrowed(p, clients, instance, leaders) for p in placements)
        return [p for p in mine if self.leave_room_for(p)]

    def _free(self, kind: str, one: str, p: Placement) -> bool:
        key = (kind, one, p.start, p.end)
        if key not in self._known:
            by_open = self._open if kind == "client" else self._led_anew
            self._known[key] = all(
                end <= p.start or p.end <= start or session in by_open
                for start, end, session in self._used.get((kind, one, p.day), ())
            )
        return self._known[key]


def narrowed(
    p: Placement, clients: Collection[str], instance: Instance, leaders: Collection[str] | None = None
) -> Placement:
    """Return a placement of its own with these clients and their guests alone, and these leaders if any."""
    return Placement(
        p.slot,
        p.start,
        p.end,
        p.where,
        rooms=list(p.rooms),
        leads=[at for at in p.leads if leaders is None or at[1] in leaders],
        clients=[c for c in p.clients if c in clients],
        guests=[g for g in p.guests if instance.guest[g][0].id in clients],
    )


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
