"""What keeps a client out of a group session, as levers that would let it in."""

from iopsched.domain.clients import Client
from iopsched.domain.lever_table import LeverTable
from iopsched.domain.levers import AnyLever, MoreChairs, MoreSeats, Telehealth
from iopsched.domain.schedule import Session
from iopsched.domain.services import Group
from iopsched.explaining.board import Board
from iopsched.explaining.wider_hours import Fix, for_client


def may_ever_join(board: Board, client: Client, group: Group) -> bool:
    """Return whether a client is eligible for a group, whatever else stands in the way."""
    e, week = group.eligible, client.programme_week
    fits = (
        (not e.age_bands or client.age_band in e.age_bands)
        and (not e.genders or client.gender in e.genders)
        and (not e.tracks or client.track in e.tracks)
        and (not e.levels or client.level in e.levels)
        and set(e.tags) <= set(client.tags)
        and (e.first_week is None or week >= e.first_week)
        and (e.last_week is None or week <= e.last_week)
    )
    return (
        fits
        and (not group.closed or client.id in group.members)
        and (client.only_groups is None or group.id in client.only_groups)
        and group.language in client.languages
        and board.instance.service[group.service].scheduled
    )


def joining(board: Board, table: LeverTable, client: Client, session: Session) -> Fix:
    """Return what lets a client into a session that is held; of a track, into all its sessions."""
    group = board.instance.offer[session.id].group
    if set(session.leaders) & set(client.avoid_clinicians):
        return None
    if group.attendance == "pick_any":
        return _joining_one(board, table, client, group, session)
    fixes: dict[AnyLever, None] = {}
    for meeting in group.meetings:
        held = board.session.get(group.session_id(meeting))
        if held is None or not _in_stay(board, client, held):
            continue
        fix = _joining_one(board, table, client, group, held)
        if fix is None:
            return None
        fixes.update(dict.fromkeys(fix))
    return tuple(fixes)


def _in_stay(board: Board, client: Client, session: Session) -> bool:
    date = session.date
    return (client.starts_on is None or client.starts_on <= date) and (
        client.ends_on is None or date <= client.ends_on
    )


def _joining_one(board: Board, table: LeverTable, client: Client, group: Group, session: Session) -> Fix:
    day = session.date.weekday()
    if board.closed(day, session.start, session.end) or not _in_stay(board, client, session):
        return None
    found: list[AnyLever] = []
    for fix in (
        for_client(client, board.of_client(client, day), day, session.start, session.end, table),
        by_mode(table, client, session.mode),
        _seat(board, table, group, session),
        _chair(board, table, session),
    ):
        if fix is None:
            return None
        found.extend(fix)
    return tuple(found)


def by_mode(table: LeverTable, client: Client, mode: str) -> Fix:
    """Return what lets a client attend in a mode."""
    if mode in client.modes:
        return ()
    if mode == "telehealth" and table.telehealth.offered:
        return (Telehealth(client=client.id, cost=table.telehealth.cost),)
    return None


def _seat(board: Board, table: LeverTable, group: Group, session: Session) -> Fix:
    service, most, heads = (
        board.instance.service[session.service],
        board.most_heads(group),
        board.heads(session),
    )
    ratio = service.clients_per_leader
    if ratio is not None and service.roles and heads >= ratio * len(session.leaders):
        return None
    if heads < most:
        return ()
    offered = table.seat
    seats = most + offered.step * offered.most
    lever = MoreSeats(group=group.id, seats=seats, before=most, cost=offered.most * offered.cost)
    return (lever,) if offered.offered else None


def _chair(board: Board, table: LeverTable, session: Session) -> Fix:
    if session.room is None:
        return ()
    capacity = board.instance.room[session.room].capacity
    if len(session.clients) + len(session.guests) + len(session.leaders) < capacity:
        return ()
    offered = table.room_seat
    seats = capacity + offered.step * offered.most
    lever = MoreChairs(room=session.room, seats=seats, before=capacity, cost=offered.most * offered.cost)
    return (lever,) if offered.offered else None
