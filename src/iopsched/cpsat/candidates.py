"""What the solver may choose from: placements, rooms, leaders, clients and guests of every session.

Rules that look at one candidate alone (hours, credentials, eligibility) are filters: what they
forbid is never made a variable. A schedule given as `keep` adds its own choices whether or not a
filter forbids them; those are *barred*, and the builder turns each filter into a constraint on them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from iopsched.cpsat.couples import doubled_couples
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.world import Where, World
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group, Meeting, Service


@dataclass(frozen=True, eq=False)
class Slot:
    """A session that may be held: a meeting of a group, or one of a client's own sessions."""

    id: str
    service: Service
    group: Group | None = None
    meeting: Meeting | None = None
    owner: Client | None = None

    @property
    def company(self) -> tuple[str, ...]:
        """Other clients whom the owner's plan item names."""
        item = self.owner.item_for(self.service.id) if self.owner else None
        return item.with_clients if item else ()


@dataclass(frozen=True, eq=False)
class Placement:
    """A slot at one start and place, with everybody and every room it could have there.

    A `past` one was held, with everybody who is in it. One with people `staying` is held as it is, whoever
    joins them; those who stay are its clients and guests. It may be `led_anew`, in another room too.
    """

    slot: Slot
    start: int
    end: int
    where: Where
    rooms: list[str] = field(default_factory=list)
    leads: list[tuple[int, str]] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    past: bool = False
    staying: frozenset[str] | None = None
    led_anew: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is held whatever is decided."""
        return self.past or self.staying is not None

    @property
    def fixed(self) -> bool:
        """Whether it stays as it is and nobody may join it."""
        if self.staying is None or self.led_anew:
            return False
        return len(self.staying) == len(self.clients) + len(self.guests)

    @property
    def day(self) -> int:
        """The day of the week, Monday being 0."""
        return self.start // MINUTES_PER_DAY


@dataclass
class Candidates:
    """All slots with their placements, in a fixed order, and what of them a filter forbids."""

    slots: list[Slot]
    placements: dict[str, list[Placement]]
    barred: list[tuple[str, Placement, str, object]] = field(default_factory=list)

    def all(self) -> Iterator[Placement]:
        """Yield every placement."""
        for slot in self.slots:
            yield from self.placements[slot.id]


def find_slots(world: World) -> list[Slot]:
    """Return every session that the instance offers, in a fixed order."""
    instance = world.instance
    slots = [
        Slot(session_id, instance.service[group.service], group=group, meeting=meeting)
        for session_id, (group, meeting) in instance.offer.items()
    ]
    for client in instance.clients:
        for session_id, service in instance.individual_session_ids(client):
            slots.append(Slot(session_id, instance.service[service], owner=client))
    return slots


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


def _wheres(world: World) -> list[Where]:
    return [*(site.id for site in world.instance.sites), None]


@dataclass(frozen=True)
class _Choice:
    """What a slot may use at some time or other.

    `known_rooms` and `known_leads` number the rooms and leads: long tuples are hashed anew each time.
    """

    clients: tuple[str, ...]
    rooms: tuple[str, ...]
    leads: tuple[tuple[int, str], ...]
    known_rooms: int
    known_leads: int


class Finder:
    """Finds the placements of slots; slots that choose from the same share the answers."""

    def __init__(self, world: World, filters: Filters) -> None:
        self._world, self._filters = world, filters
        self._open: dict[object, bool] = {}
        self._clients: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[object, int] = {}
        self._rooms: dict[object, list[str]] = {}
        self._leads: dict[object, list[tuple[int, str]]] = {}
        self._free: dict[object, dict[tuple[int, str], bool]] = {}

    def placements(
        self, slot: Slot, among: Collection[str] | None = None, places: Collection[Where] | None = None
    ) -> Iterator[Placement]:
        """Yield every placement that the filters allow and that could be held.

        A group session's clients are those `among`, everybody if it is left out. With `places` none
        elsewhere is looked for.
        """
        world, filters = self._world, self._filters
        people = [slot.owner.id, *slot.company] if slot.owner else list(world.instance.client)
        if slot.owner is None and among is not None:
            people = [client for client in people if client in among]
        rooms, leads = tuple(filters.rooms_of(slot)), tuple(filters.leads_of(slot))
        choice = _Choice(
            self._clients_of(slot, people, among), rooms, leads, self._number(rooms), self._number(leads)
        )
        wheres = [w for w in _wheres(world) if w is None or any(world.site_of[r] == w for r in choice.rooms)]
        if places is not None:
            wheres = [where for where in wheres if where in places]
        for start in sorted(set(_starts(world, slot, any_hour="client_available" not in filters.rules))):
            end = start + slot.service.clock_minutes
            if (end - 1) // MINUTES_PER_DAY != start // MINUTES_PER_DAY:
                continue
            for where in wheres:
                placement = Placement(slot, start, end, where)
                if self._allowed(placement) and self._complete(placement, choice):
                    yield placement

    def _number(self, what: object) -> int:
        return self._numbers.setdefault(what, len(self._numbers))

    def _clients_of(self, slot: Slot, people: list[str], among: Collection[str] | None) -> tuple[str, ...]:
        # Nothing that these filters ask of a group differs between its meetings.
        if slot.group is None or among is not None:
            return tuple(self._filters.clients_of(slot, people))
        if slot.group.id not in self._clients:
            self._clients[slot.group.id] = tuple(self._filters.clients_of(slot, people))
        return self._clients[slot.group.id]

    def _allowed(self, p: Placement) -> bool:
        if p.slot.owner is None:
            return self._filters.allow_placement(p)
        key = (p.slot.service.id, p.start, p.where)
        if key not in self._open:
            self._open[key] = self._filters.allow_placement(p)
        return self._open[key]

    def _complete(self, placement: Placement, choice: _Choice) -> bool:
        """Fill in who and what the placement could have; return whether it could be held at all."""
        slot = placement.slot
        placement.clients.extend(c for c in choice.clients if self._filters.allow_client(placement, c))
        if not placement.clients or (slot.owner and slot.owner.id not in placement.clients):
            return False
        if placement.where is not None:
            placement.rooms.extend(self._free_rooms(placement, choice))
            if not placement.rooms:
                return False
        placement.leads.extend(self._free_leads(placement, choice))
        filled = {role for role, _ in placement.leads}
        if any(not role.optional and at not in filled for at, role in enumerate(slot.service.roles)):
            return False
        for client_id in placement.clients:
            for guest in self._world.instance.client[client_id].guests:
                if self._filters.allow_guest(placement, guest.id):
                    placement.guests.append(guest.id)
        return True

    def _free_rooms(self, p: Placement, choice: _Choice) -> list[str]:
        key = (choice.known_rooms, p.start, p.end, p.where)
        if key not in self._rooms:
            self._rooms[key] = [
                room
                for room in choice.rooms
                if self._world.site_of[room] == p.where and self._filters.allow_room(p, room)
            ]
        return self._rooms[key]

    def _free_leads(self, p: Placement, choice: _Choice) -> list[tuple[int, str]]:
        moment = (p.slot.service.id, p.start, p.end, p.where)
        key = (moment, choice.known_leads)
        if key not in self._leads:
            # Slots of one service mostly differ in who may lead them, and ask of the same people.
            known = self._free.setdefault(moment, {})
            for at in choice.leads:
                if at not in known:
                    known[at] = self._filters.allow_lead(p, *at)
            self._leads[key] = [at for at in choice.leads if known[at]]
        return self._leads[key]


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
