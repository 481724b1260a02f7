"""How a rule is written for the model: filters on single candidates, and constraints.

A filter answers whether one candidate is allowed; the same function serves to leave candidates out
and to bar those that a given schedule brings along.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from iopsched.cpsat.candidates import Placement, Slot
    from iopsched.cpsat.variables import Variables
    from iopsched.cpsat.world import Where, World

PlacementFilter = Callable[["World", "Placement"], bool]
PersonFilter = Callable[["World", "Placement", str], bool]
LeadFilter = Callable[["World", "Placement", int, str], bool]
SlotFilter = Callable[["World", "Slot", str], bool]
SlotLeadFilter = Callable[["World", "Slot", int, str], bool]
PlaceLeadFilter = Callable[["World", "Where", int, str], bool]
Constraints = Callable[["Variables"], Iterator["cp_model.Constraint"]]


@dataclass(frozen=True)
class ModelRule:
    """One rule of the model. Each filter returns whether its candidate is allowed.

    Filters named after a slot do not depend on when and where it is held, and are asked once a slot; one
    named after a place depends on nothing of the slot but its place, and is asked once for each.
    """

    placement: PlacementFilter | None = None
    room: PersonFilter | None = None
    client: PersonFilter | None = None
    guest: PersonFilter | None = None
    lead: LeadFilter | None = None
    slot_room: SlotFilter | None = None
    slot_client: SlotFilter | None = None
    slot_lead: SlotLeadFilter | None = None
    place_lead: PlaceLeadFilter | None = None
    constraints: Constraints | None = None


class Filters:
    """The filters of a set of rules, asked candidate by candidate."""

    def __init__(self, world: "World", rules: Mapping[str, ModelRule]) -> None:
        self._world = world
        self.rules = frozenset(rules)
        self._placement = [(n, r.placement) for n, r in rules.items() if r.placement]
        self._room = [(n, r.room) for n, r in rules.items() if r.room]
        self._client = [(n, r.client) for n, r in rules.items() if r.client]
        self._guest = [(n, r.guest) for n, r in rules.items() if r.guest]
        self._lead = [(n, r.lead) for n, r in rules.items() if r.lead]
        self._slot_room = [(n, r.slot_room) for n, r in rules.items() if r.slot_room]
        self._slot_client = [(n, r.slot_client) for n, r in rules.items() if r.slot_client]
        self._slot_lead = [(n, r.slot_lead) for n, r in rules.items() if r.slot_lead]
        self._place_lead = [(n, r.place_lead) for n, r in rules.items() if r.place_lead]

    def clients_of(self, slot: "Slot", clients: Iterable[str]) -> list[str]:
        """Return the clients who may attend the slot at some time."""
        return [c for c in clients if all(allows(self._world, slot, c) for _, allows in self._slot_client)]

    def rooms_of(self, slot: "Slot") -> list[str]:
        """Return the rooms that the slot may use at some time."""
        rooms = self._world.instance.room
        return [r for r in rooms if all(allows(self._world, slot, r) for _, allows in self._slot_room)]

    def leads_of(self, slot: "Slot") -> list[tuple[int, str]]:
        """Return the (role, clinician) pairs that may lead the slot at some time."""
        return [
            (role, clinician)
            for role in range(len(slot.service.roles))
            for clinician in self._world.instance.clinician
            if self.allow_slot_lead(slot, role, clinician)
        ]

    def allow_slot_lead(self, slot: "Slot", role: int, clinician: str) -> bool:
        """Return whether a clinician may fill a role (by index) of the slot at some time."""
        return all(allows(self._world, slot, role, clinician) for _, allows in self._slot_lead)

    def allow_place_lead(self, where: "Where", role: int, clinician: str) -> bool:
        """Return whether a clinician may fill a role (by index) at a place at some time."""
        return all(allows(self._world, where, role, clinician) for _, allows in self._place_lead)

    def allow_placement(self, placement: "Placement") -> bool:
        """Return whether the slot may be held then and there."""
        return all(allows(self._world, placement) for _, allows in self._placement)

    def allow_room(self, placement: "Placement", room: str) -> bool:
        """Return whether a room of the slot is free of objections then."""
        return all(allows(self._world, placement, room) for _, allows in self._room)

    def allow_client(self, placement: "Placement", client: str) -> bool:
        """Return whether a client of the slot may attend then and there."""
        # A loop takes half of the time that `all` of a generator takes, and this is asked most often.
        for _, allows in self._client:  # noqa: SIM110
            if not allows(self._world, placement, client):
                return False
        return True

    def allow_guest(self, placement: "Placement", guest: str) -> bool:
        """Return whether the guest may attend the placement."""
        return all(allows(self._world, placement, guest) for _, allows in self._guest)

    def allow_lead(self, placement: "Placement", role: int, clinician: str) -> bool:
        """Return whether a leader of the slot may fill the role (by index) then, if at that place at all."""
        return all(allows(self._world, placement, role, clinician) for _, allows in self._lead)

    def against_placement(self, placement: "Placement") -> list[str]:
        """Return the rules that forbid the placement."""
        return [name for name, allows in self._placement if not allows(self._world, placement)]

    def against_room(self, placement: "Placement", room: str) -> list[str]:
        """Return the rules that forbid the room."""
        return [name for name, allows in self._room if not allows(self._world, placement, room)] + [
            name for name, allows in self._slot_room if not allows(self._world, placement.slot, room)
        ]

    def against_client(self, placement: "Placement", client: str) -> list[str]:
        """Return the rules that forbid the client."""
        return [name for name, allows in self._client if not allows(self._world, placement, client)] + [
            name for name, allows in self._slot_client if not allows(self._world, placement.slot, client)
        ]

    def against_guest(self, placement: "Placement", guest: str) -> list[str]:
        """Return the rules that forbid the guest."""
        return [name for name, allows in self._guest if not allows(self._world, placement, guest)]

    def against_lead(self, placement: "Placement", role: int, who: str) -> list[str]:
        """Return the rules that forbid the clinician in the role."""
        world, slot, where = self._world, placement.slot, placement.where
        against = [name for name, allows in self._lead if not allows(world, placement, role, who)]
        against += [name for name, allows in self._slot_lead if not allows(world, slot, role, who)]
        return against + [name for name, allows in self._place_lead if not allows(world, where, role, who)]
