"""What keeps a group meeting from being held at a time, as levers that would let it."""

from collections.abc import Iterator
from typing import Literal

from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnotherLeader, AnyLever, MoreLoad, NewCredential, RoomHour
from iopsched.domain.services import Role, Service
from iopsched.explaining.board import Board
from iopsched.explaining.wider_hours import Fix, for_clinician, for_place

MOST_LEADERS = 3
"""How many ways to find a leader for one start are followed."""


class Holding:
    """Asks, for one service and place in the week, who could lead and where it could be."""

    def __init__(
        self,
        board: Board,
        table: LeverTable,
        service: Service,
        *,
        group: str | None = None,
        listed: tuple[str, ...] = (),
        rooms: tuple[str, ...] = (),
        modes: tuple[str, ...] = (),
    ) -> None:
        self._board, self._table, self._service = board, table, service
        self._group, self._listed, self._rooms = group, listed, rooms
        self._mode = "on_site" if "on_site" in (modes or service.modes) else "telehealth"

    def fixes(self, start: int) -> Iterator[tuple[AnyLever, ...]]:
        """Yield ways to hold a session at a week time, the cheapest first; the empty way if nothing lacks."""
        day, at = divmod(start, MINUTES_PER_DAY)
        if self._board.closed(day, at, at + self._service.clock_minutes):
            return
        place = self.place(day, at)
        if place is None:
            return
        for leaders in self.leaders(day, at):
            yield (*place, *leaders)

    def place(self, day: int, start: int) -> Fix:
        """Return what it takes to have a room then."""
        if self._mode == "telehealth":
            return ()
        board, end = self._board, start + self._service.clock_minutes
        ways: list[tuple[AnyLever, ...]] = []
        rooms = board.rooms_for(self._service, self._rooms)
        for room in rooms:
            if board.in_use(room.id, day, start, end):
                continue
            of_room = for_place(room, board.of_room(room, day), day, start, end, self._table)
            site = board.instance.site[room.site]
            of_site = for_place(site, board.of_site(room.site, day), day, start, end, self._table)
            if of_room is not None and of_site is not None:
                ways.append((*of_room, *of_site))
        if not ways and rooms and self._table.room_hour.offered:
            like = max(rooms, key=lambda room: (room.capacity, room.id))
            if board.room_is_open(like, day, start, end):
                ways.append((room_hour(board, self._table, like.id, day, start, end),))
        return min(ways, key=_cost, default=None)

    def leaders(self, day: int, start: int) -> list[tuple[AnyLever, ...]]:
        """Return what it takes to have every role filled then, the cheapest ways first."""
        missing, taken = self.missing_roles(day, start)
        if not missing:
            return [()]
        if len(missing) > 1:
            return []
        ways = [
            way
            for clinician in self._board.instance.clinicians
            if clinician.id not in taken and (way := self._way(clinician, missing[0], day, start)) is not None
        ]
        return sorted((way for way in ways if len(way) <= 2), key=_cost)[:MOST_LEADERS]

    def missing_roles(self, day: int, start: int) -> tuple[list[Role], list[str]]:
        """Return the roles that nobody can fill then as it is, and who fills the others."""
        missing: list[Role] = []
        taken: list[str] = []
        for role in self._service.roles:
            if role.optional:
                continue
            able = [
                clinician.id
                for clinician in self._board.instance.clinicians
                if clinician.id not in taken and self._way(clinician, role, day, start) == ()
            ]
            # Whoever leads least has most time left.
            able.sort(key=lambda k: (self._board.minutes_led(k), k))
            taken += able[:1]
            missing += [role] if not able else []
        return missing, taken

    def _way(self, clinician: Clinician, role: Role, day: int, start: int) -> Fix:
        board, table, end = self._board, self._table, start + self._service.clock_minutes
        if self._mode not in clinician.modes or board.leads_then(clinician, day, start, end):
            return None
        lacks = board.lacks(clinician, role, day)
        hours = for_clinician(clinician, board.of_clinician(clinician, day), day, start, end, table)
        load = more_load(board, table, clinician, day, end - start)
        if lacks is None or hours is None or load is None or len(lacks) > 1:
            return None
        found: list[AnyLever] = [*hours, *load]
        if lacks:
            if not table.credential.offered:
                return None
            found.append(
                NewCredential(clinician=clinician.id, credential=lacks[0], cost=table.credential.cost)
            )
        if self._listed and clinician.id not in self._listed:
            if self._group is None or not table.leader.offered:
                return None
            found.append(AnotherLeader(group=self._group, clinician=clinician.id, cost=table.leader.cost))
        return tuple(found)


def more_load(board: Board, table: LeverTable, clinician: Clinician, day: int, minutes: int) -> Fix:
    """Return what lets a clinician lead some minutes more on a day."""
    found: list[AnyLever] = []
    offered = table.clinician_load
    loads: tuple[tuple[Literal["day", "week"], int | None, int], ...] = (
        ("day", clinician.max_minutes_per_day, board.minutes_led(clinician.id, day)),
        ("week", clinician.max_minutes_per_week, board.minutes_led(clinician.id)),
    )
    for per, most, led in loads:
        if most is None or led + minutes <= most:
            continue
        steps = -(-(led + minutes - most) // offered.step)
        if not offered.offered or steps > offered.most:
            return None
        found.append(
            MoreLoad.model_construct(
                clinician=clinician.id,
                per=per,
                minutes=most + steps * offered.step,
                before=most,
                cost=steps * offered.cost,
            )
        )
    return tuple(found)


def room_hour(board: Board, table: LeverTable, like: str, day: int, start: int, end: int) -> RoomHour:
    """Return the lever of a further room like one, for a while."""
    return RoomHour.model_construct(
        room=fresh_id(f"{like[:50]}-extra", board.instance.room),
        like=like,
        day=day,
        start=start,
        end=end,
        cost=table.room_hour.cost,
    )


def fresh_id(stem: str, taken: object) -> str:
    """Return an id that is not taken yet: the stem and a number."""
    assert hasattr(taken, "__contains__")
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _cost(way: tuple[AnyLever, ...]) -> tuple[int, int]:
    return sum(lever.cost for lever in way), len(way)
