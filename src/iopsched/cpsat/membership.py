"""Whether clients are in groups, as literals."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from iopsched.cpsat.items import Literal, clash

if TYPE_CHECKING:
    from iopsched.cpsat.candidates import Placement
    from iopsched.cpsat.variables import Variables


class Membership:
    """Membership literals of one model, each made when first asked for."""

    def __init__(self, v: "Variables") -> None:
        self._v = v
        self._in_group: dict[tuple[str, str], Literal] = {}
        self._whole: dict[tuple[str, str], Literal] = {}
        self._barred = {placement for _, placement, _, _ in v.candidates.barred}

    def shared_attendance(self, placement: "Placement", client: str) -> Literal | None:
        """Return one literal for all meetings of a track that has a fixed timetable, if that is exact."""
        v, group = self._v, placement.slot.group
        if not v.merge or group is None or group.attendance != "attend_all" or len(group.meetings) < 2:
            return None
        key = (client, group.id)
        if key in self._whole:
            return self._whole[key]
        meetings = [v.candidates.placements[group.session_id(meeting)] for meeting in group.meetings]
        if any(len(options) != 1 or client not in options[0].clients for options in meetings):
            return None
        if any(options[0].settled or options[0] in self._barred for options in meetings):
            return None
        if clash([options[0] for options in meetings], v.world.way):
            return None
        self._whole[key] = v.new()
        for options in meetings:
            v.model.add_implication(self._whole[key], v.place[options[0]])
        return self._whole[key]

    def literal(self, client: str, group_id: str) -> Literal | None:
        """Return whether the client attends any session of the group; None if it never can."""
        key = (client, group_id)
        if key in self._whole:
            return self._whole[key]
        if key not in self._in_group:
            literals = self._attendances.get(key)
            if literals is None:
                return None
            either = literals[0] if len(literals) == 1 else self._v.happened(literals)
            if either is None:
                either = self._v.new()
                self._v.model.add_max_equality(either, literals)
            self._in_group[key] = either
        return self._in_group[key]

    def groups_of(self, client: str) -> Iterable[str]:
        """Return the groups that a client may be in, in the instance's order."""
        return self._groups.get(client, ())

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for client, group in self._attendances:
            found.setdefault(client, []).append(group)
        return found

    def forget(self) -> None:
        """Forget what may be attended: there is more of it now."""
        for name in ("_attendances", "_groups"):
            self.__dict__.pop(name, None)

    @cached_property
    def _attendances(self) -> dict[tuple[str, str], list[Literal]]:
        """For each client and group, the literals of attending its sessions, in order of its meetings."""
        v = self._v
        found: dict[tuple[str, str], list[Literal]] = {}
        asked = None if v.part is None else v.part.clients
        for group in v.world.instance.groups:
            for meeting in group.meetings:
                for p in v.candidates.placements.get(group.session_id(meeting), ()):
                    people = v.client[p]
                    for client in people if asked is None else asked:
                        if client in people:
                            found.setdefault((client, group.id), []).append(people[client])
        return found
