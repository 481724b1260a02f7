"""The decisions, as Booleans with readable look-ups, and what follows from their meaning alone.

``place[p]``: the slot is held at placement p. ``room``, ``lead``, ``client``, ``guest``: what a held
placement uses. Only what makes a schedule a schedule is built in: a session is held once, in one room
if on site, nobody fills two roles, and nothing is used where nothing is held. All rules are elsewhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Candidates, Placement, Slot
from iopsched.cpsat.days import Days
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.items import Item, Literal
from iopsched.cpsat.membership import Membership
from iopsched.cpsat.offices import Offices
from iopsched.cpsat.presence import Presence
from iopsched.cpsat.world import World
from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY

if TYPE_CHECKING:
    from iopsched.cpsat.goals.needs import ModelNeed
    from iopsched.cpsat.parts import Part
    from iopsched.cpsat.trips import DayLine

_BOOLEAN = cp_model.Domain(0, 1)


class Variables:
    """The model's decisions on a set of candidates.

    `closed` are the indexes of what a scope fixes; those in `apart` are left out of goals that add up over
    people. With `merge`, decisions that follow from others share a variable (an owner always attends its own
    session, the only possible leader leads): smaller, and without loss where every rule holds.

    `clients` and `clinicians` are those whose own rules and goals are asked; of a `part` of the week, only
    those for whom anything is open there. `undecided` are placements about which anything is open: rules that
    look at one session alone need not look at others, which keep them in a valid schedule. `compared` are
    the sessions that are compared with what is published of them, None for all.
    """

    def __init__(
        self, world: World, candidates: Candidates, *, merge: bool = True, part: "Part | None" = None
    ) -> None:
        self.world = world
        self.part = part
        self.clients: tuple[Client, ...] = world.instance.clients
        self.clinicians: tuple[Clinician, ...] = world.instance.clinicians
        if part is not None:
            self.clients = tuple(world.instance.client[one] for one in part.clients)
            self.clinicians = tuple(world.instance.clinician[one] for one in part.clinicians)
        self.candidates = candidates
        self.model = cp_model.CpModel()
        self.offices = Offices(world, candidates) if merge else Offices(world, None)
        self.merge = merge
        self.place: dict[Placement, Literal] = {}
        self.room: dict[Placement, dict[str, Literal]] = {}
        self.lead: dict[Placement, dict[tuple[int, str], Literal]] = {}
        self.client: dict[Placement, dict[str, Literal]] = {}
        self.guest: dict[Placement, dict[str, Literal]] = {}
        self.presence = Presence(self)
        self.days = Days(self)
        self.unmet: dict[str, list[tuple[int, Literal]]] | None = None
        self.client_days: list[tuple[DayLine, dict[int, Literal]]] | None = None
        self.closed: frozenset[int] = frozenset()
        self.apart: frozenset[int] = frozenset()
        self.compared: frozenset[str] | None = None
        self.membership = Membership(self)
        self.undecided = [p for p in candidates.all() if part is None or not (part.valid and p.fixed)]
        if part is not None:
            self.apart = frozenset({self.done.index})
        for slot in candidates.slots:
            self._add_placements(candidates.placements[slot.id])
        self._add_uses(candidates.all())

    def take_further(self, slots: Sequence[Slot], placements: Iterable[Placement]) -> None:
        """Take in further slots and what they could be; what was asked before knows nothing of them."""
        found: dict[str, list[Placement]] = {slot.id: [] for slot in slots}
        for placement in placements:
            found[placement.slot.id].append(placement)
        for slot in slots:
            self.candidates.slots.append(slot)
            self.candidates.placements[slot.id] = found[slot.id]
            self._add_placements(found[slot.id])
            self.undecided.extend(found[slot.id])
        self.membership.forget()
        self._add_uses(placement for slot in slots for placement in found[slot.id])
        for name in ("led", "of_client", "of_guest", "of_clinician", "of_room", "needs"):
            self.__dict__.pop(name, None)
        self.days = Days(self)

    def _add_uses(self, placements: Iterable[Placement]) -> None:
        for placement in placements:
            if placement.past:
                self._add_held(placement)
                continue
            if placement.staying is not None:
                self._add_staying(placement, placement.staying)
                continue
            self._add_rooms(placement)
            self._add_leads(placement)
            self._add_people(placement)

    def new(self, name: str = "") -> Literal:
        """Return a new Boolean."""
        # The model's own way of making one makes its domain anew, which takes as long again.
        variable = cp_model.IntVar(self.model.model_proto).with_domain(_BOOLEAN)
        return variable.with_name(name) if name else variable

    @cached_property
    def done(self) -> Literal:
        """The literal of all that happened already: true whatever is decided."""
        return self.model.new_constant(1)

    def _add_placements(self, placements: list[Placement]) -> None:
        for placement in placements:
            self.place[placement] = self.done if placement.settled else self.new()
        if len(placements) > 1:
            self.model.add_at_most_one(self.place[p] for p in placements)

    def _add_held(self, placement: Placement) -> None:
        self.room[placement] = dict.fromkeys(self.offices.merged(placement.rooms), self.done)
        self.lead[placement] = dict.fromkeys(placement.leads, self.done)
        self.client[placement] = dict.fromkeys(placement.clients, self.done)
        self.guest[placement] = dict.fromkeys(placement.guests, self.done)

    def _add_staying(self, placement: Placement, staying: frozenset[str]) -> None:
        """Add a session that stays as it is, and that others may join."""
        if placement.led_anew:
            self._add_rooms(placement)
            self._add_leads(placement)
        else:
            self.room[placement] = dict.fromkeys(self.offices.merged(placement.rooms), self.done)
            self.lead[placement] = dict.fromkeys(placement.leads, self.done)
        for table, people in ((self.client, placement.clients), (self.guest, placement.guests)):
            table[placement] = {one: self.done if one in staying else self.new() for one in people}

    def _add_rooms(self, placement: Placement) -> None:
        place = self.place[placement]
        rooms = self.offices.merged(placement.rooms)
        if self.merge and len(rooms) == 1:
            self.room[placement] = {rooms[0]: place}
            return
        chosen = self.room[placement] = {room: self.new() for room in rooms}
        if placement.where is not None:
            self.model.add(total(chosen.values()) == place)

    def _add_leads(self, placement: Placement) -> None:
        place, slot = self.place[placement], placement.slot
        by_role: dict[int, list[str]] = defaultdict(list)
        for role, clinician in placement.leads:
            by_role[role].append(clinician)
        leads = self.lead[placement] = {}
        for role, clinicians in by_role.items():
            for clinician in clinicians:
                if self.merge and len(clinicians) == 1 and not slot.service.roles[role].optional:
                    leads[role, clinician] = place
                else:
                    leads[role, clinician] = self.new()
                    self.model.add_implication(leads[role, clinician], place)
        by_clinician: dict[str, list[Literal]] = defaultdict(list)
        for (_, clinician), literal in leads.items():
            by_clinician[clinician].append(literal)
        for literals in by_clinician.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)

    def _add_people(self, placement: Placement) -> None:
        place, slot = self.place[placement], placement.slot
        clients = self.client[placement] = {}
        for client in placement.clients:
            whole = self.membership.shared_attendance(placement, client)
            if whole is not None:
                clients[client] = whole
            elif self.merge and slot.owner is not None and client == slot.owner.id:
                clients[client] = place
            else:
                clients[client] = self.new()
                self.model.add_implication(clients[client], place)
        guests = self.guest[placement] = {guest: self.new() for guest in placement.guests}
        for literal in guests.values():
            self.model.add_implication(literal, place)

    def happened(self, literals: Iterable[Literal]) -> Literal | None:
        """Return the literal that is always true if it is one of them, otherwise None."""
        if not self.world.history and self.part is None:
            return None
        return self.done if any(literal.index == self.done.index for literal in literals) else None

    def held(self, slot_id: str) -> Expr:
        """Return whether the slot is held, as a sum of its placements."""
        return total(self.place[p] for p in self.candidates.placements[slot_id])

    def settled(self, items: Iterable[Item]) -> bool:
        """Return whether these items are the same in every choice, and goals need not count them."""
        return bool(self.apart) and all(item.literal.index in self.apart for item in items)

    def in_question(self, items: list[Item]) -> list[Item]:
        """Return what has to be looked at for rules on one person's days: the items of days with any open.

        On other days what stays keeps these rules, where the part was cut out of a valid schedule.
        """
        if self.part is None or not self.part.valid:
            return items
        done = self.done.index
        days = {item.start // MINUTES_PER_DAY for item in items if item.literal.index != done}
        return [item for item in items if item.start // MINUTES_PER_DAY in days]

    def leaders(self, placement: Placement) -> Expr:
        """Return the number of leaders of a placement."""
        return total(self.lead[placement].values())

    @cached_property
    def needs(self) -> "list[ModelNeed]":
        """Every need of every client."""
        from iopsched.cpsat.goals.needs import find_needs

        return find_needs(self)

    @cached_property
    def led(self) -> dict[Placement, dict[str, Literal]]:
        """For each placement, one literal per clinician who may lead it in whichever role."""
        led: dict[Placement, dict[str, Literal]] = {}
        for placement, leads in self.lead.items():
            by_clinician: dict[str, list[Literal]] = defaultdict(list)
            for (_, clinician), literal in leads.items():
                by_clinician[clinician].append(literal)
            led[placement] = {}
            for clinician, literals in by_clinician.items():
                led[placement][clinician] = literals[0] if len(literals) == 1 else self._any_of(literals)
        return led

    def _any_of(self, literals: list[Literal]) -> Literal:
        either = self.new()
        self.model.add(total(literals) == either)
        return either

    @cached_property
    def of_client(self) -> dict[str, list[Item]]:
        """Every placement each client may attend."""
        asked = (c.id for c in self.world.instance.clients)
        return self._items(self.client, asked, None if self.part is None else self.part.seen)

    @cached_property
    def of_guest(self) -> dict[str, list[Item]]:
        """Every placement each guest may attend."""
        return self._items(self.guest, self.world.instance.guest)

    @cached_property
    def of_clinician(self) -> dict[str, list[Item]]:
        """Every placement each clinician may lead."""
        asked = (k.id for k in self.world.instance.clinicians)
        return self._items(self.led, asked, None if self.part is None else self.part.clinicians)

    @cached_property
    def of_room(self) -> dict[str, list[Item]]:
        """Every placement each room, or set of like offices, may hold."""
        return self._items(self.room, self.offices.names)

    def _items(
        self,
        table: dict[Placement, dict[str, Literal]],
        keys: Iterable[str],
        among: Collection[str] | None = None,
    ) -> dict[str, list[Item]]:
        items: dict[str, list[Item]] = {key: [] for key in keys}
        for p, uses in table.items():
            for key, literal in uses.items():
                if among is None or key in among:
                    items[key].append(Item(p.start, p.end, p.where, literal, p))
        for found in items.values():
            found.sort(key=itemgetter(0, 1))
        return items

    def in_group(self, client: str, group_id: str) -> Literal | None:
        """Return whether the client attends any session of the group; None if it never can."""
        return self.membership.literal(client, group_id)
