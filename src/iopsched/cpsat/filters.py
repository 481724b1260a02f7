"""How a rule is written for the model: filters on single candidates, and constraints.

A filter answers whether one candidate is allowed; the same function serves to leave candidates out
and to bar those that a given schedule brings along.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from iopsched.cpsat.candidates import Placement
    from iopsched.cpsat.variables import Variables
    from iopsched.cpsat.world import World

PlacementFilter = Callable[["World", "Placement"], bool]
PersonFilter = Callable[["World", "Placement", str], bool]
LeadFilter = Callable[["World", "Placement", int, str], bool]
Constraints = Callable[["Variables"], Iterator["cp_model.Constraint"]]


@dataclass(frozen=True)
class ModelRule:
    """One rule of the model. Each filter returns whether its candidate is allowed."""

    placement: PlacementFilter | None = None
    room: PersonFilter | None = None
    client: PersonFilter | None = None
    guest: PersonFilter | None = None
    lead: LeadFilter | None = None
    constraints: Constraints | None = None


class Filters:
    """The filters of a set of rules, asked candidate by candidate."""

    def __init__(self, world: "World", rules: Mapping[str, ModelRule]) -> None:
        self._world = world
        self._placement = [(n, r.placement) for n, r in rules.items() if r.placement]
        self._room = [(n, r.room) for n, r in rules.items() if r.room]
        self._client = [(n, r.client) for n, r in rules.items() if r.client]
        self._guest = [(n, r.guest) for n, r in rules.items() if r.guest]
        self._lead = [(n, r.lead) for n, r in rules.items() if r.lead]

    def allow_placement(self, placement: "Placement") -> bool:
        """Return whether the slot may be held then and there."""
        return all(allows(self._world, placement) for _, allows in self._placement)

    def allow_room(self, placement: "Placement", room: str) -> bool:
        """Return whether the placement may use the room."""
        return all(allows(self._world, placement, room) for _, allows in self._room)

    def allow_client(self, placement: "Placement", client: str) -> bool:
        """Return whether the client may attend the placement."""
        return all(allows(self._world, placement, client) for _, allows in self._client)

    def allow_guest(self, placement: "Placement", guest: str) -> bool:
        """Return whether the guest may attend the placement."""
        return all(allows(self._world, placement, guest) for _, allows in self._guest)

    def allow_lead(self, placement: "Placement", role: int, clinician: str) -> bool:
        """Return whether the clinician may fill the role (by index) in the placement."""
        return all(allows(self._world, placement, role, clinician) for _, allows in self._lead)

    def against_placement(self, placement: "Placement") -> list[str]:
        """Return the rules that forbid the placement."""
        return [name for name, allows in self._placement if not allows(self._world, placement)]

    def against_room(self, placement: "Placement", room: str) -> list[str]:
        """Return the rules that forbid the room."""
        return [name for name, allows in self._room if not allows(self._world, placement, room)]

    def against_client(self, placement: "Placement", client: str) -> list[str]:
        """Return the rules that forbid the client."""
        return [name for name, allows in self._client if not allows(self._world, placement, client)]

    def against_guest(self, placement: "Placement", guest: str) -> list[str]:
        """Return the rules that forbid the guest."""
        return [name for name, allows in self._guest if not allows(self._world, placement, guest)]

    def against_lead(self, placement: "Placement", role: int, clinician: str) -> list[str]:
        """Return the rules that forbid the clinician in the role."""
        return [name for name, allows in self._lead if not allows(self._world, placement, role, clinician)]
