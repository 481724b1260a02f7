"""The place family: modes, features and seats."""

from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.expr import total
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World


def _mode(p: Placement) -> str:
    return "telehealth" if p.where is None else "on_site"


def mode_allowed(world: World, p: Placement) -> bool:
    """Whether service and group are held in this mode."""
    group = p.slot.group
    if group is not None and group.modes is not None and _mode(p) not in group.modes:
        return False
    return _mode(p) in p.slot.service.modes


def mode_of_client(world: World, p: Placement, client: str) -> bool:
    """Whether the client takes part in this mode."""
    return _mode(p) in world.instance.client[client].modes


def room_suits(world: World, slot: Slot, room: str) -> bool:
    """Whether the room has the features needed and is a candidate."""
    if not set(slot.service.room_features).issubset(world.instance.room[room].features):
        return False
    listed = slot.meeting.rooms if slot.meeting is not None else None
    if not listed and slot.group is not None:
        listed = slot.group.rooms
    return not listed or room in listed


def room_fits(v: Variables) -> Iterator[cp_model.Constraint]:
    """A room seats everybody in it, leaders and guests included."""
    capacity = {room.id: room.capacity for room in v.world.instance.rooms}
    for p in v.undecided:
        rooms = v.room[p]
        if p.where is None:
            continue
        roles = len(p.slot.service.roles)
        most = len(v.client[p]) + len(v.guest[p]) + min(roles, len(v.led[p]))
        if all(capacity[room] >= most for room in rooms):
            continue
        people = total(v.client[p].values()) + total(v.guest[p].values()) + total(v.led[p].values())
        seats = total(capacity[room] * literal for room, literal in rooms.items())
        yield v.model.add(people <= seats)


RULES = {
    "mode_allowed": ModelRule(placement=mode_allowed, client=mode_of_client),
    "room_suits": ModelRule(slot_room=room_suits),
    "room_fits": ModelRule(constraints=room_fits),
}
