"""Finding what the solver may choose from: what the filters allow, and what given schedules use.

Rules that look at one candidate alone (hours, credentials, eligibility) are filters: what they
forbid is never made a variable. A schedule given as `keep` adds its own choices whether or not a
filter forbids them; those are *barred*, and the builder turns each filter into a constraint on them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from iopsched.cpsat.candidates import Candidates, Placement, Slot, find_slots
from iopsched.cpsat.couples import doubled_couples
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.world import Where, World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session


def find_candidates(
    world: World,
    filters: Filters,
    *,
    only: Schedule | None = None,
    keep: tuple[Schedule, ...] = (),
    sessions: Collection[str] | None = None,
) -> Candidates:
    """Return what to choose from: everything the filters allow, and what `keep` schedules use.

    With `only`, nothing but that schedule's own choices; with `sessions` none but these may be held.
    """
    slots = find_slots(world)
    found = Candidates(slots, {slot.id: [] for slot in slots})
    open_slots = [slot for slot in slots if sessions is None or slot.id in sessions]
    if only is None:
        doubled, finder = doubled_couples(world), Finder(world, filters)
        for slot in open_slots:
            if slot.id not in doubled:
                found.placements[slot.id] = list(finder.placements(slot))
    by_id = {slot.id: slot for slot in open_slots}
    for schedule in (*keep, *([only] if only else [])):
        for session in schedule.sessions:
            if session.id in by_id:
                keep_session(world, filters, found, by_id[session.id], session)
    return found


def _starts(world: World, slot: Slot, *, any_hour: bool) -> Iterator[int]:
    if slot.meeting is not None:
        yield from slot.meeting.starts
        return
    grid = world.instance.week.grid_minutes
    length = slot.service.clock_minutes
    hours = world.client_open[slot.owner.id] if slot.owner else []
    for first, last in [(0, 7 * MINUTES_PER_DAY)] if any_hour else hours:
        yield from range(-(-first // grid) * grid, last - length + 1, grid)


Lead = tuple[int, str]
"""A role of a service, by its index, and a clinician."""


@dataclass(frozen=True)
class _Opening:
    """Rooms and leaders that a slot could have at one start and place, whoever attends."""

    rooms: list[str]
    leads: list[Lead]


@dataclass(frozen=True)
class _Place:
    """What a slot may use at one place at some time; own sessions alike share what that is at each start."""

    where: Where
    rooms: tuple[str, ...]
    leads: tuple[Lead, ...]
    openings: dict[int, _Opening | None] = field(default_factory=dict)


class Finder:
    """Finds the placements of slots; own sessions that choose from the same share the answers."""

    def __init__(self, world: World, filters: Filters) -> None:
        self._world, self._filters = world, filters
        self._wheres: tuple[Where, ...] = (*(site.id for site in world.instance.sites), None)
        self._places: dict[object, list[_Place]] = {}
        self._clients: dict[str, tuple[str, ...]] = {}
        self._works: dict[tuple[Where, int, str], bool] = {}
        self._allows: dict[tuple[str, int, Where], bool] = {}
        self._open_rooms: dict[tuple[str, int, int], bool] = {}
        self._free: dict[tuple[str, int, Where], dict[Lead, bool]] = {}

    def placements(
        self, slot: Slot, among: Collection[str] | None = None, places: Collection[Where] | None = None
    ) -> Iterator[Placement]:
        """Yield every placement that the filters allow and that could be held.

        A group session's clients are those `among`, everybody if it is left out. With `places` none
        elsewhere is looked for.
        """
        clients, length = self._clients_of(slot, among), slot.service.clock_minutes
        any_hour = "client_available" not in self._filters.rules
        found = [one for one in self._places_of(slot) if places is None or one.where in places]
        for start in sorted(set(_starts(self._world, slot, any_hour=any_hour))):
            end = start + length
            if (end - 1) // MINUTES_PER_DAY != start // MINUTES_PER_DAY:
                continue
            for place in found:
                opening = self._opening(slot, place, start)
                if opening is None:
                    continue
                placement = Placement(slot, start, end, place.where, list(opening.rooms), list(opening.leads))
                if self._attended(placement, clients):
                    yield placement

    def _clients_of(self, slot: Slot, among: Collection[str] | None) -> tuple[str, ...]:
        """Return who may attend the slot at some time."""
        if slot.owner is not None:
            return tuple(self._filters.clients_of(slot, (slot.owner.id, *slot.company)))
        everybody = self._world.instance.client
        if slot.group is None or among is not None:
            who = [client for client in everybody if among is None or client in among]
            return tuple(self._filters.clients_of(slot, who))
        # Nothing that these filters ask of a group differs between its meetings.
        if slot.group.id not in self._clients:
            self._clients[slot.group.id] = tuple(self._filters.clients_of(slot, everybody))
        return self._clients[slot.group.id]

    def _places_of(self, slot: Slot) -> list[_Place]:
        """Return where a slot could be held at some time; those of own sessions alike are the same."""
        rooms, leads = tuple(self._filters.rooms_of(slot)), tuple(self._filters.leads_of(slot))
        if slot.owner is None:
            return list(self._find_places(slot, rooms, leads))
        key = (slot.service.id, rooms, leads)
        if key not in self._places:
            self._places[key] = list(self._find_places(slot, rooms, leads))
        return self._places[key]

    def _find_places(self, slot: Slot, rooms: tuple[str, ...], leads: tuple[Lead, ...]) -> Iterator[_Place]:
        for where in self._wheres:
            here = tuple(room for room in rooms if self._world.site_of[room] == where)
            able = tuple(one for one in leads if self._may_work(where, *one))
            if (where is None or here) and _is_led(slot, able):
                yield _Place(where, here, able)

    def _may_work(self, where: Where, role: int, clinician: str) -> bool:
        key = (where, role, clinician)
        if key not in self._works:
            self._works[key] = self._filters.allow_place_lead(where, role, clinician)
        return self._works[key]

    def _opening(self, slot: Slot, place: _Place, start: int) -> _Opening | None:
        if start not in place.openings:
            place.openings[start] = self._find_opening(slot, place, start)
        return place.openings[start]

    def _find_opening(self, slot: Slot, place: _Place, start: int) -> _Opening | None:
        """Return every room and leader that the slot could have there and then, None if it cannot be held."""
        placement = Placement(slot, start, start + slot.service.clock_minutes, place.where)
        if not self._allowed(placement):
            return None
        rooms = [room for room in place.rooms if self._is_open(placement, room)]
        if place.where is not None and not rooms:
            return None
        leads = self._free_leads(placement, place.leads)
        return _Opening(rooms, leads) if _is_led(slot, leads) else None

    def _allowed(self, p: Placement) -> bool:
        if p.slot.owner is None:
            return self._filters.allow_placement(p)
        key = (p.slot.service.id, p.start, p.where)
        if key not in self._allows:
            self._allows[key] = self._filters.allow_placement(p)
        return self._allows[key]

    def _is_open(self, p: Placement, room: str) -> bool:
        key = (room, p.start, p.end)
        if key not in self._open_rooms:
            self._open_rooms[key] = self._filters.allow_room(p, room)
        return self._open_rooms[key]

    def _free_leads(self, p: Placement, leads: Collection[Lead]) -> list[Lead]:
        # Slots of one service mostly differ in who may lead them, and ask of the same people.
        known = self._free.setdefault((p.slot.service.id, p.start, p.where), {})
        for one in leads:
            if one not in known:
                known[one] = self._filters.allow_lead(p, *one)
        return [one for one in leads if known[one]]

    def _attended(self, placement: Placement, clients: Collection[str]) -> bool:
        """Fill in who of some clients could attend; return whether the placement could be held with them."""
        owner, filters = placement.slot.owner, self._filters
        placement.clients.extend(one for one in clients if filters.allow_client(placement, one))
        if not placement.clients or (owner is not None and owner.id not in placement.clients):
            return False
        for client in placement.clients:
            for guest in self._world.instance.client[client].guests:
                if filters.allow_guest(placement, guest.id):
                    placement.guests.append(guest.id)
        return True


def _is_led(slot: Slot, leads: Collection[Lead]) -> bool:
    """Return whether each role that is not optional could be filled."""
    filled = {role for role, _ in leads}
    return all(role.optional or at in filled for at, role in enumerate(slot.service.roles))


def keep_session(world: World, filters: Filters, found: Candidates, slot: Slot, session: Session) -> None:
    """Make sure that a session of a given schedule can be chosen as it stands."""
    instance = world.instance
    base = world.day_of_date(session.date) * MINUTES_PER_DAY
    if not 0 <= base < 7 * MINUTES_PER_DAY:
        return
    where = None
    if session.room is not None:
        if session.room not in instance.room:
            return
        where = instance.room[session.room].site
    start, end = base + session.start, base + session.end
    placement = next(
        (p for p in found.placements[slot.id] if (p.start, p.end, p.where) == (start, end, where)), None
    )
    if placement is None:
        placement = Placement(slot, start, end, where)
        found.placements[slot.id].append(placement)
        found.barred.extend((rule, placement, "place", None) for rule in filters.against_placement(placement))
    if session.room is not None and session.room not in placement.rooms:
        placement.rooms.append(session.room)
        rules = filters.against_room(placement, session.room)
        found.barred.extend((rule, placement, "room", session.room) for rule in rules)
    for client in session.clients:
        if client in instance.client and client not in placement.clients:
            placement.clients.append(client)
            rules = filters.against_client(placement, client)
            found.barred.extend((rule, placement, "client", client) for rule in rules)
    for guest in session.guests:
        if guest in instance.guest and guest not in placement.guests:
            placement.guests.append(guest)
            rules = filters.against_guest(placement, guest)
            found.barred.extend((rule, placement, "guest", guest) for rule in rules)
    for index in range(len(slot.service.roles)):
        for leader in session.leaders:
            if leader in instance.clinician and (index, leader) not in placement.leads:
                placement.leads.append((index, leader))
                rules = filters.against_lead(placement, index, leader)
                found.barred.extend((rule, placement, "lead", (index, leader)) for rule in rules)
