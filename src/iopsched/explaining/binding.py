"""What binds when one more client does not fit, and a lever of each kind to ask what it would be worth."""

from collections.abc import Iterable, Iterator

from iopsched.domain.capacity import Thing
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.lever_hours import ClinicianHours
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever, MoreSeats
from iopsched.domain.result import Need
from iopsched.domain.schedule import Schedule
from iopsched.domain.services import Service
from iopsched.explaining.board import Board, own_items
from iopsched.explaining.holding import room_hour
from iopsched.explaining.joining import may_ever_join
from iopsched.explaining.own_time import OwnTime
from iopsched.replanning.seats import seats_left

HOUR = 60


def binding(instance: Instance, schedule: Schedule, short: Iterable[Need]) -> Iterator[str]:
    """Yield sentences on what a client who does not fit would need: full groups, leaders without time."""
    board = Board(instance, schedule)
    told: set[str] = set()
    for need in short:
        client = instance.client[need.client]
        services = [need.subject] if need.kind == "sessions" else [item.service for item in client.plan]
        for one in services:
            if one in instance.service and one not in told:
                told.add(one)
                yield from _of_service(board, client, instance.service[one])


def _of_service(board: Board, client: Client, service: Service) -> Iterator[str]:
    if service.format != "group":
        for item, own in own_items(board.instance, client):
            if own.id == service.id:
                yield from OwnTime(board, LeverTable(), client, item, own).without_time()
        return
    full: list[str] = []
    closed: list[str] = []
    for session_id, (group, _) in board.instance.offer.items():
        if group.service != service.id or not may_ever_join(board, client, group):
            continue
        held = board.session.get(session_id)
        if held is None:
            closed.append(session_id)
        elif client.id not in held.clients and seats_left(board.instance, held) == 0:
            full.append(session_id)
    if full:
        yield f"{service.id}: no seat is left in {', '.join(full)}"
    if closed:
        yield f"{service.id}: {', '.join(closed)} {'is' if len(closed) == 1 else 'are'} not held"


def generic_levers(
    instance: Instance, schedule: Schedule, table: LeverTable, thing: Thing
) -> Iterator[AnyLever]:
    """Yield one lever that adds a seat, a room hour or a clinician hour where most of it is used."""
    board = Board(instance, schedule)
    groups = [session for session in schedule.sessions if session.group is not None]
    if thing == "seat" and groups:
        fullest = max(groups, key=lambda s: (-(seats_left(instance, s) or 0), s.id))
        group = instance.group[fullest.group or ""]
        most = board.most_heads(group)
        yield MoreSeats(group=group.id, seats=most + 1, before=most, cost=table.seat.cost)
    rooms = [session for session in schedule.sessions if session.room is not None]
    if thing == "room_hour" and rooms:
        busiest = max(board.used, key=lambda room: (len(board.used[room]), room))
        last = max(board.used[busiest], key=lambda s: (s.end, s.id))
        yield room_hour(board, table, busiest, last.date.weekday(), last.start, last.end)
    if thing == "clinician_hour" and board.led:
        busiest = max(board.led, key=lambda k: (board.minutes_led(k), k))
        last = max(board.led[busiest], key=lambda s: (s.end, s.id))
        end = min(last.end + HOUR, 1440)
        yield ClinicianHours.model_construct(
            clinician=busiest,
            day=last.date.weekday(),
            start=last.end,
            end=end,
            side="after",
            cost=table.clinician_hours.cost * 2,
        )
