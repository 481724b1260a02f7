"""Rooms that are alike: told apart only when a schedule is written.

Rooms of one site with the same capacity, features and hours, which no group may use and no pin or
given schedule names, serve individual sessions alike. A set of n such rooms can hold any sessions of
which at most n overlap at any time (interval graphs are perfect), so the model counts them and
`assign` hands them out afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable

from iopsched.cpsat.candidates import Candidates
from iopsched.cpsat.world import World


class Offices:
    """Sets of like rooms, each named after its first room."""

    def __init__(self, world: World, candidates: Candidates | None) -> None:
        rooms = world.instance.rooms
        self._set_of = {room.id: room.id for room in rooms}
        if candidates is not None:
            alike: dict[object, list[str]] = defaultdict(list)
            named = _rooms_told_apart(world, candidates)
            uses = _uses(candidates)
            for room in rooms:
                if room.id not in named:
                    alike[room.site, room.capacity, uses.get(room.id, ())].append(room.id)
            for members in alike.values():
                for room_id in members:
                    self._set_of[room_id] = members[0]
        self.members: dict[str, list[str]] = defaultdict(list)
        for room in rooms:
            self.members[self._set_of[room.id]].append(room.id)

    @property
    def names(self) -> list[str]:
        """The sets' names, in room order."""
        return list(self.members)

    def name_of(self, room: str) -> str:
        """Return the name of the set that a room belongs to."""
        return self._set_of[room]

    def merged(self, rooms: Iterable[str]) -> list[str]:
        """Return the sets that some rooms belong to, each once."""
        return list(dict.fromkeys(self._set_of[room] for room in rooms))

    def size(self, name: str) -> int:
        """Return how many rooms a set has."""
        return len(self.members[name])


def _rooms_told_apart(world: World, candidates: Candidates) -> set[str]:
    instance = world.instance
    named = {pin.room for pin in instance.pins if pin.room}
    for placement in candidates.all():
        if placement.slot.group is not None:
            named.update(placement.rooms)
    for _, _, kind, what in candidates.barred:
        if kind == "room" and isinstance(what, str):
            named.add(what)
    named.update(s.room for s in instance.history if s.room)
    if instance.published is not None:
        named.update(s.room for s in instance.published.sessions if s.room)
    return {room for room in named if room is not None}


def _uses(candidates: Candidates) -> dict[str, frozenset[int]]:
    """Return for each room the placements that may use it: like rooms have the same ones."""
    uses: dict[str, set[int]] = defaultdict(set)
    for number, placement in enumerate(candidates.all()):
        for room in placement.rooms:
            uses[room].add(number)
    return {room: frozenset(numbers) for room, numbers in uses.items()}
