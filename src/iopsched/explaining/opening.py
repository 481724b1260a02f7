"""Further groups that could be opened: at a time that suits whoever is short, with who and what is free."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever, NewGroup, NewStart
from iopsched.domain.services import Group, Meeting, Service
from iopsched.explaining.board import HALF_HOUR, Board
from iopsched.explaining.holding import Holding, fresh_id
from iopsched.judging.hours import within

MOST_STARTS = 4
"""How many times are proposed for one service."""


def new_groups(
    board: Board, table: LeverTable, service_id: str, minutes: Mapping[str, int]
) -> Iterator[tuple[tuple[AnyLever, ...], list[str]]]:
    """Yield groups of a service that could be opened as things are, and who of the short ones has time."""
    service = board.instance.service[service_id]
    if not table.open_group.offered or service.format != "group":
        return
    mode = "on_site" if "on_site" in service.modes else "telehealth"
    found: list[tuple[int, int, int, tuple[AnyLever, ...], list[str]]] = []
    for start in _starts(board, service):
        day, at = divmod(start, MINUTES_PER_DAY)
        there = [one for one in minutes if _has_time(board, one, day, at, service, mode)]
        if not there:
            continue
        lever = _group_at(board, table, service, start, mode, there)
        if lever is not None:
            worth = sum(minutes[one] for one in there)
            found.append((-len(there), -worth, start, (lever,), there))
    found.sort(key=lambda entry: entry[:3])
    days: dict[int, int] = defaultdict(int)
    for _, _, start, levers, there in found:
        days[start // MINUTES_PER_DAY] += 1
        if days[start // MINUTES_PER_DAY] == 1 and sum(1 for used in days.values() if used) <= MOST_STARTS:
            yield levers, there


def new_starts(
    board: Board, table: LeverTable, group: Group, meeting: Meeting, client_id: str
) -> Iterator[tuple[AnyLever, ...]]:
    """Yield the first time of each day at which a meeting that is not held could be, with a client there."""
    service = board.instance.service[group.service]
    mode = "on_site" if "on_site" in (group.modes or service.modes) else "telehealth"
    if not table.meeting_start.offered or group.attendance != "pick_any":
        return
    listed = board.leaders_listed(group, meeting)
    rooms = meeting.rooms or group.rooms or ()
    holding = Holding(board, table, service, listed=listed, rooms=rooms, modes=group.modes or ())
    days: set[int] = set()
    for start in _starts(board, service):
        day, at = divmod(start, MINUTES_PER_DAY)
        if day in days or start in meeting.starts or board.closed(day, at, at + service.clock_minutes):
            continue
        if _has_time(board, client_id, day, at, service, mode) and () in holding.fixes(start):
            days.add(day)
            cost = table.meeting_start.cost
            yield (NewStart.model_construct(group=group.id, meeting=meeting.id, start=start, cost=cost),)


def _starts(board: Board, service: Service) -> list[int]:
    """Return when groups meet anyhow, and every half hour that a site is open."""
    grid, length = board.instance.week.grid_minutes, service.clock_minutes
    usual = {
        start % MINUTES_PER_DAY
        for group in board.instance.groups
        for meeting in group.meetings
        for start in meeting.starts
    }
    times = set(range(0, MINUTES_PER_DAY - length + 1, HALF_HOUR)) | usual
    return [
        day * MINUTES_PER_DAY + at
        for day in range(7)
        for at in sorted(times)
        if at % grid == 0
        and at + length <= MINUTES_PER_DAY
        and any(within(at, at + length, board.of_site(site.id, day)) for site in board.instance.sites)
    ]


def _has_time(board: Board, client_id: str, day: int, start: int, service: Service, mode: str) -> bool:
    client, end = board.instance.client[client_id], start + service.clock_minutes
    return (
        mode in client.modes
        and client.only_groups is None
        and within(start, end, board.of_client(client, day))
        and not board.attends_then(client_id, day, start, end)
    )


def _group_at(
    board: Board, table: LeverTable, service: Service, start: int, mode: str, there: list[str]
) -> NewGroup | None:
    day, at = divmod(start, MINUTES_PER_DAY)
    end = at + service.clock_minutes
    if board.closed(day, at, end) or len(there) < service.fewest_heads and not _enough(board, service, start):
        return None
    holding = Holding(board, table, service)
    missing, leaders = holding.missing_roles(day, at)
    if missing:
        return None
    room = None
    if mode == "on_site":
        rooms = [
            one
            for one in board.rooms_for(service)
            if board.room_is_open(one, day, at, end) and not board.in_use(one.id, day, at, end)
        ]
        if not rooms:
            return None
        wanted = min(service.most_heads, len(there)) + len(leaders)
        fits = [one for one in rooms if one.capacity >= wanted] or rooms
        room = min(fits, key=lambda one: (one.capacity if one in fits else -one.capacity, one.id)).id
    return NewGroup.model_construct(
        group=fresh_id(f"{service.id[:50]}-extra", board.instance.group),
        service=service.id,
        start=start,
        clinicians=tuple(leaders),
        room=room,
        language=board.instance.client[there[0]].languages[0],
        cost=table.open_group.cost,
    )


def _enough(board: Board, service: Service, start: int) -> bool:
    """Return whether enough clients have time, others than the short ones included."""
    day, at = divmod(start, MINUTES_PER_DAY)
    free = 0
    for client in board.instance.clients:
        planned = not client.plan or client.item_for(service.id) is not None
        mode = "on_site" if "on_site" in service.modes else "telehealth"
        free += planned and _has_time(board, client.id, day, at, service, mode)
    return free >= service.fewest_heads
