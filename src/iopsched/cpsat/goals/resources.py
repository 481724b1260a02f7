"""Level 5: sizes, rooms, loads, what is left out, and seats filled."""

from iopsched.cpsat.expr import Expr, total, weighted
from iopsched.cpsat.items import Literal
from iopsched.cpsat.variables import Variables


def undersized(v: Variables) -> Expr:
    """Clients missing to a good size of a group session held."""
    missing = []
    for p, clients in v.client.items():
        group = p.slot.group
        if group is None:
            continue
        good = group.good_size if group.good_size is not None else p.slot.service.good_size
        if good:
            under = v.model.new_int_var(0, good, "")
            v.model.add(under >= good * v.place[p] - total(clients.values()))
            missing.append(under)
    return total(missing)


def room_changes(v: Variables) -> Expr:
    """Further rooms that one group uses in a week."""
    changes = []
    for group in v.world.instance.groups:
        uses: dict[str, list[Literal]] = {}
        for meeting in group.meetings:
            for p in v.candidates.placements[group.session_id(meeting)]:
                for room, literal in v.room[p].items():
                    if p.where is not None:
                        uses.setdefault(room, []).append(literal)
        if len(uses) < 2 or len(group.meetings) < 2:
            continue
        used = []
        for literals in uses.values():
            room_used = v.new()
            used.append(room_used)
            for literal in literals:
                v.model.add_implication(literal, room_used)
        beyond = v.model.new_int_var(0, len(used) - 1, "")
        v.model.add(beyond >= total(used) - 1)
        changes.append(beyond)
    return total(changes)


def uneven_loads(v: Variables) -> Expr:
    """Difference between the fullest and the emptiest clinician, in permille of their limits."""
    limited = [k for k in v.world.instance.clinicians if k.max_minutes_per_week]
    if len(limited) < 2:
        return 0
    loads = []
    highest = 0
    for clinician in limited:
        items = v.of_clinician[clinician.id]
        elsewhere = v.part.minutes_elsewhere(clinician.id) if v.part is not None else 0
        led = weighted((item.end - item.start, item.literal) for item in items) + elsewhere
        most = clinician.max_minutes_per_week or 1
        loads.append((most, led))
        possible = sum(item.end - item.start for item in items) + elsewhere
        highest = max(highest, -(-1000 * possible // most))
    fullest = v.model.new_int_var(0, highest, "")
    emptiest = v.model.new_int_var(0, highest, "")
    for most, led in loads:
        v.model.add(most * fullest >= 1000 * led)
        v.model.add(most * emptiest <= 1000 * led)
    return fullest - emptiest


def left_out(v: Variables) -> Expr:
    """Cost of the group meetings not held."""
    return total(
        group.leaving_out_cost * (1 - v.held(group.session_id(meeting)))
        for group in v.world.instance.groups
        for meeting in group.meetings
        if group.leaving_out_cost
    )


def fill(v: Variables) -> Expr:
    """Seats of groups that no enrolment fills."""
    instance = v.world.instance
    seats = sum(v.world.heads(instance.service[g.service], g)[1] for g in instance.groups)
    possible = ((client.id, group) for client in v.clients for group in v.membership.groups_of(client.id))
    members = [v.in_group(client, group) for client, group in possible]
    return seats - total(member for member in members if member is not None)


TERMS = {
    "undersized": undersized,
    "room_changes": room_changes,
    "uneven_loads": uneven_loads,
    "left_out": left_out,
    "fill": fill,
}
