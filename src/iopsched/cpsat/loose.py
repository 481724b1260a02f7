"""What one client could choose from if rules could be broken: what filters forbid is barred, not left out."""

from collections.abc import Iterator

from iopsched.cpsat.candidates import Candidates, Placement, Slot, find_slots
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import keep_session
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.world import Where, World, within
from iopsched.domain.clock import MINUTES_PER_DAY

MOST_OBJECTIONS = 2
"""How many rules may speak against one choice for it to be offered at all."""

MOST_STARTS = 160
"""How many starts of an own session are offered; beyond, those on the full half hour alone."""


def loose_candidates(
    world: World, filters: Filters, scope: Scope, client: str, objections: int = MOST_OBJECTIONS
) -> Candidates:
    """Return the week as it stands, with every place in it that the client might be given.

    The client is offered every session held, its own sessions at any time that it or somebody who
    could lead them has, and the group sessions of its plan that are not held.
    """
    slots = find_slots(world)
    found = Candidates(slots, {slot.id: [] for slot in slots})
    before = {session.id: session for session in scope.schedule.sessions}
    who = world.instance.client[client]
    planned = {item.service for item in who.plan}
    offering = _Offering(world, filters, found, client, objections)
    for slot in slots:
        held = before.get(slot.id)
        if held is not None:
            keep_session(world, filters, found, slot, held)
        own = slot.owner is not None and slot.owner.id == client
        if own and slot.id in scope.sessions:
            offering.offer(slot, offering.own_starts(slot))
        elif held is not None and (slot.group is not None or client in slot.company):
            for placement in found.placements[slot.id]:
                offering.let_join(placement)
        elif slot.meeting is not None and (not planned or slot.service.id in planned):
            offering.offer(slot, slot.meeting.starts)
    return found


class _Offering:
    """Adds choices for one client, each barred by the rules that speak against it."""

    def __init__(
        self, world: World, filters: Filters, found: Candidates, client: str, objections: int
    ) -> None:
        self._world, self._filters, self._found = world, filters, found
        self._client, self._objections = client, objections

    def own_starts(self, slot: Slot) -> list[int]:
        """Return starts at which the client has time, or somebody who could lead the session."""
        world, length = self._world, slot.service.clock_minutes
        leads = {clinician for _, clinician in self._filters.leads_of(slot)}
        windows = [world.client_open[self._client], *(world.clinician_open[one] for one in sorted(leads))]
        grid = world.instance.week.grid_minutes
        starts = [
            start
            for start in range(0, 7 * MINUTES_PER_DAY, grid)
            if any(within(stretches, start, start + length) for stretches in windows)
        ]
        return starts if len(starts) <= MOST_STARTS else [start for start in starts if start % 30 == 0]

    def offer(self, slot: Slot, starts: "list[int] | tuple[int, ...]") -> None:
        """Add every placement of a slot against which not too much speaks."""
        wheres: list[Where] = [*(site.id for site in self._world.instance.sites), None]
        there = {(p.start, p.end, p.where) for p in self._found.placements[slot.id]}
        for start in starts:
            end = start + slot.service.clock_minutes
            if (end - 1) // MINUTES_PER_DAY != start // MINUTES_PER_DAY:
                continue
            for where in wheres:
                if (start, end, where) not in there:
                    self._add(Placement(slot, start, end, where))
        for placement in self._found.placements[slot.id]:
            if self._client not in placement.clients:
                self.let_join(placement)

    def _add(self, p: Placement) -> None:
        against = self._filters.against_placement(p)
        if p.where is None and "mode_allowed" in against:
            return
        bars: list[tuple[str, Placement, str, object]] = [(name, p, "place", None) for name in against]
        bars += self._people(p) or []
        if len(against) <= self._objections and p.clients and (p.where is None or p.rooms):
            self._found.placements[p.slot.id].append(p)
            self._found.barred.extend(bars)

    def _people(self, p: Placement) -> list[tuple[str, Placement, str, object]]:
        """Fill in rooms, leaders and the client; return what bars them."""
        bars: list[tuple[str, Placement, str, object]] = []
        for room in self._world.instance.rooms:
            if room.site == p.where:
                bars += self._unless_hopeless(
                    p, "room", room.id, self._filters.against_room(p, room.id), p.rooms
                )
        for role in range(len(p.slot.service.roles)):
            for clinician in self._world.instance.clinician:
                against = self._filters.against_lead(p, role, clinician)
                bars += self._unless_hopeless(p, "lead", (role, clinician), against, p.leads)
        against = self._filters.against_client(p, self._client)
        bars += self._unless_hopeless(p, "client", self._client, against, p.clients)
        for other in p.slot.company:
            against = self._filters.against_client(p, other)
            bars += self._unless_hopeless(p, "client", other, against, p.clients)
        return [*bars, *self._guests(p)]

    def _unless_hopeless(
        self,
        p: Placement,
        kind: str,
        what: object,
        against: list[str],
        choices: "list[object] | list[str] | list[tuple[int, str]]",
    ) -> Iterator[tuple[str, Placement, str, object]]:
        most = self._objections // 2 if kind in ("room", "lead") else self._objections
        if len(against) <= most:
            choices.append(what)  # type: ignore[arg-type]
            for name in against:
                yield name, p, kind, what

    def _guests(self, p: Placement) -> Iterator[tuple[str, Placement, str, object]]:
        for guest in self._world.instance.client[self._client].guests:
            if guest.id not in p.guests:
                p.guests.append(guest.id)
                for name in self._filters.against_guest(p, guest.id):
                    yield name, p, "guest", guest.id

    def let_join(self, p: Placement) -> None:
        """Add the client to a session that is held as it is."""
        if self._client in p.clients or p.past:
            return
        against = self._filters.against_client(p, self._client)
        if len(against) <= self._objections:
            p.clients.append(self._client)
            self._found.barred.extend((name, p, "client", self._client) for name in against)
            self._found.barred.extend(self._guests(p))
