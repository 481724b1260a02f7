"""The group family: head counts, eligibility, closed groups, tracks and sets."""

from collections.abc import Iterator

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement, Slot
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.filters import ModelRule
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.services import Group, Meeting

Yields = Iterator[cp_model.Constraint]


def _heads(v: Variables, p: Placement) -> Expr:
    clients = total(v.client[p].values())
    return clients + total(v.guest[p].values()) if p.slot.service.guests_count_as_heads else clients


def head_count(v: Variables) -> Yields:
    """A session held has between its fewest and most heads, and at least one client."""
    for p in v.undecided:
        place, clients = v.place[p], list(v.client[p].values())
        fewest, most = v.world.heads(p.slot.service, p.slot.group)
        only_owner = len(clients) == 1 and clients[0].index == place.index
        if only_owner and not v.guest[p] and fewest <= 1 <= most:
            continue
        heads = _heads(v, p)
        yield v.model.add(heads >= fewest * place)
        yield v.model.add(heads <= most * place)
        if p.slot.service.guests_count_as_heads:
            yield v.model.add(total(clients) >= place)


def leader_ratio(v: Variables) -> Yields:
    """A session has at most so many heads per leader."""
    for p in v.undecided:
        ratio = p.slot.service.clients_per_leader
        if ratio is not None and p.slot.service.roles:
            yield v.model.add(_heads(v, p) <= ratio * total(v.led[p].values()))


def ages_together(v: Variables) -> Yields:
    """Clients of a session are of one age band, or of bands allowed together."""
    band = {client.id: client.age_band for client in v.world.instance.clients}
    for p in v.undecided:
        clients = v.client[p]
        bands = dict.fromkeys(band[client] for client in clients)
        sets = [frozenset(s) for s in p.slot.service.ages_together]
        if p.past or len(bands) < 2 or any(s.issuperset(bands) for s in sets):
            continue
        options = [frozenset({b}) for b in bands] + sets
        chosen = [v.new() for _ in options]
        yield v.model.add_at_most_one(chosen)
        for client, attends in clients.items():
            allowed = [literal for s, literal in zip(options, chosen, strict=True) if band[client] in s]
            yield v.model.add_bool_or([~attends, *allowed])


def eligible_only(world: World, slot: Slot, client: str) -> bool:
    """Whether the client may enrol in the group."""
    group = slot.group
    if group is None:
        return True
    who, asked = world.instance.client[client], group.eligible
    if who.only_groups is not None and group.id not in who.only_groups:
        return False
    listed = (
        (asked.age_bands, who.age_band),
        (asked.genders, who.gender),
        (asked.tracks, who.track),
        (asked.levels, who.level),
    )
    if any(allowed and value not in allowed for allowed, value in listed):
        return False
    if not set(asked.tags).issubset(who.tags):
        return False
    first, last = asked.first_week or 0, asked.last_week
    return first <= who.programme_week and (last is None or who.programme_week <= last)


def closed_group(world: World, slot: Slot, client: str) -> bool:
    """Whether the group is open, or the client is in it already."""
    return slot.group is None or not slot.group.closed or client in slot.group.members


def attend_all_whole(v: Variables) -> Yields:
    """A track runs whole or not at all, and whoever is in it attends every meeting of its stay."""
    for group in v.world.instance.groups:
        if group.attendance != "attend_all" or not _may_be_held(v, group):
            continue
        to_come = [m for m in group.meetings if group.session_id(m) not in v.world.history]
        held = [v.held(group.session_id(m)) for m in to_come if not _excused(v.world, m)]
        for first, second in zip(held, held[1:], strict=False):
            yield v.model.add(first == second)
        excused = [v.held(group.session_id(m)) for m in to_come if _excused(v.world, m)]
        for meeting in excused if held else []:
            yield v.model.add(meeting <= held[0])
        yield from _members_attend(v, group)


def _may_be_held(v: Variables, group: Group) -> bool:
    return any(v.candidates.placements.get(group.session_id(meeting)) for meeting in group.meetings)


def _excused(world: World, meeting: Meeting) -> bool:
    """Whether every candidate start is past, or falls on a date closed everywhere and all day."""
    closed = world.closed_days
    return all(start < world.past_until or start // MINUTES_PER_DAY in closed for start in meeting.starts)


def _members_attend(v: Variables, group: Group) -> Yields:
    for client in v.clients:
        member = v.in_group(client.id, group.id)
        if member is None:
            continue
        for meeting in group.meetings:
            for p in v.candidates.placements[group.session_id(meeting)]:
                if p.past or not v.world.in_stay(client.id, p.start):
                    continue
                if v.world.away(client.id, p.start, p.end):
                    continue
                attends = v.client[p].get(client.id)
                if attends is None:
                    yield v.model.add_bool_or(~member, ~v.place[p])
                elif attends.index != member.index:
                    yield v.model.add_bool_or(~member, ~v.place[p], attends)


def attended_whole(v: Variables) -> Yields:
    """A client attends all meetings of a track that it is expected at, or none.

    This is what is left of `attend_all_whole` where others, for whom a meeting is held, are left out.
    """
    for group in v.world.instance.groups:
        if group.attendance != "attend_all":
            continue
        length = v.world.instance.service[group.service].clock_minutes
        to_come = [m for m in group.meetings if group.session_id(m) not in v.world.history]
        for client in v.clients:
            attended = [
                total(
                    v.client[p][client.id]
                    for p in v.candidates.placements[group.session_id(m)]
                    if client.id in v.client[p]
                )
                for m in to_come
                if not _excused(v.world, m) and _always_expected(v.world, client.id, m, length)
            ]
            for first, second in zip(attended, attended[1:], strict=False):
                yield v.model.add(first == second)


def _always_expected(world: World, client: str, meeting: Meeting, length: int) -> bool:
    starts = [start for start in meeting.starts if start >= world.past_until]
    return all(world.in_stay(client, s) and not world.away(client, s, s + length) for s in starts)


def one_of_set(v: Variables) -> Yields:
    """A client is in at most one group of each set."""
    for group_set in v.world.instance.group_sets:
        groups = frozenset(group_set.groups)
        for client in v.clients:
            among = [group for group in v.membership.groups_of(client.id) if group in groups]
            members = [v.in_group(client.id, group) for group in among]
            found = [member for member in members if member is not None]
            if len(found) > 1:
                yield v.model.add_at_most_one(found)


RULES = {
    "head_count": ModelRule(constraints=head_count),
    "leader_ratio": ModelRule(constraints=leader_ratio),
    "ages_together": ModelRule(constraints=ages_together),
    "eligible_only": ModelRule(slot_client=eligible_only),
    "closed_group": ModelRule(slot_client=closed_group),
    "attend_all_whole": ModelRule(constraints=attend_all_whole),
    "one_of_set": ModelRule(constraints=one_of_set),
}
