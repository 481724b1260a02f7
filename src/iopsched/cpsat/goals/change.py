"""Level 2: what changes against the published schedule."""

from collections import defaultdict

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.items import Literal
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Where
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session

Attending = dict[str, dict[Placement, Literal]]
"""Of one client, per session id, the literals of attending each placement."""


def _published_sessions(v: Variables) -> list[Session]:
    """Return the published sessions whose changes are counted, and not those of who attends them."""
    return [s for s in v.world.published.values() if v.compared is None or s.id in v.compared]


def _published_weeks(v: Variables) -> dict[str, list[Session]]:
    """Return the published sessions of each client of the instance who attends any."""
    weeks: dict[str, list[Session]] = defaultdict(list)
    asked = {client.id for client in v.clients}
    for session in v.world.published.values():
        for client in session.clients:
            if client in asked:
                weeks[client].append(session)
    return dict(weeks)


def _attending(v: Variables, clients: dict[str, list[Session]]) -> dict[str, Attending]:
    attends: dict[str, Attending] = {client: defaultdict(dict) for client in clients}
    for p, people in v.client.items():
        for client, literal in people.items():
            if client in attends:
                attends[client][p.slot.id][p] = literal
    return attends


def _placements(v: Variables, session: Session) -> list[Placement]:
    return v.candidates.placements.get(session.id, [])


def _start(session: Session) -> int:
    return session.date.weekday() * MINUTES_PER_DAY + session.start


def changed_attendance(v: Variables) -> Expr:
    """Attendances of published clients that only one of the two schedules has."""
    weeks = _published_weeks(v)
    kept: list[Expr] = []
    added: list[Expr] = []
    for client, slots in _attending(v, weeks).items():
        before = {session.id for session in weeks[client]}
        for slot, literals in slots.items():
            (kept if slot in before else added).extend(literals.values())
    return sum(len(week) for week in weeks.values()) - total(kept) + total(added)


def changed_time(v: Variables) -> Expr:
    """Published sessions held at another day or time."""
    moved: list[Expr] = []
    for session in _published_sessions(v):
        moved.extend(v.place[p] for p in _placements(v, session) if p.start != _start(session))
    return total(moved)


def changed_leader(v: Variables) -> Expr:
    """Published leaders who do not lead a session still held."""
    lost: list[Expr] = []
    for session in _published_sessions(v):
        for leader in session.leaders:
            for p in _placements(v, session):
                leads = v.led[p].get(leader)
                lost.append(v.place[p] if leads is None else v.place[p] - leads)
    return total(lost)


def changed_room(v: Variables) -> Expr:
    """Published sessions held in another room or mode."""
    moved: list[Expr] = []
    for session in _published_sessions(v):
        for p in _placements(v, session):
            if session.room is None:
                same = v.place[p] if p.where is None else None
            elif p.where is None or session.room not in v.world.instance.room:
                same = None
            else:
                same = v.room[p].get(v.offices.name_of(session.room))
            moved.append(v.place[p] if same is None else v.place[p] - same)
    return total(moved)


def changed_group(v: Variables) -> Expr:
    """Places of published clients in groups that only one of the two schedules has."""
    weeks = _published_weeks(v)
    before = {(client, s.group) for client, week in weeks.items() for s in week if s.group is not None}
    kept: list[Expr] = []
    added: list[Expr] = []
    for client in weeks:
        for group in v.world.instance.group:
            member = v.in_group(client, group)
            if member is not None:
                (kept if (client, group) in before else added).append(member)
    return len(before) - total(kept) + total(added)


def clients_contacted(v: Variables) -> Expr:
    """Published clients whose sessions, their times, places or own leaders differ."""
    weeks = _published_weeks(v)
    attends = _attending(v, weeks)
    return total(_differs(v, week, attends[client]) for client, week in weeks.items())


def _differs(v: Variables, week: list[Session], attends: Attending) -> Expr:
    """Return whether a client's week is another than the published one.

    What has to be true for it to be the same is a clause each. Where the session is attended as
    before, its leaders need not be looked at together with attendance: either way the week differs.
    """
    clauses: dict[tuple[int, ...], list[Literal]] = {}
    others: dict[int, Literal] = {}
    for session in week:
        when = _when_and_where(v, session)
        same = [p for p in attends.get(session.id, ()) if (p.start, p.where) in when]
        needed = [[attends[session.id][p] for p in same]]
        if session.kind == "individual":
            needed += [[v.led[p][k] for p in same if k in v.led[p]] for k in session.leaders]
            for p in same:
                others.update(_further_leaders(v, p, session))
        if not all(needed):
            return 1
        clauses.update((tuple(literal.index for literal in one), one) for one in needed)
    differs = v.new()
    for clause in clauses.values():
        v.model.add_bool_or([differs, *clause])
    before = {session.id for session in week}
    for slot, by_placement in attends.items():
        literals = list(by_placement.values())
        if slot in before:
            continue
        if len(literals) == 1:
            others[literals[0].index] = literals[0]
        else:
            v.model.add(total(literals) <= differs)
    for literal in others.values():
        v.model.add_implication(literal, differs)
    return differs


def _when_and_where(v: Variables, session: Session) -> set[tuple[int, Where]]:
    """Return the start and place of a published session; nothing if its room is no more."""
    if session.room is None:
        return {(_start(session), None)}
    site = v.world.site_of.get(session.room)
    return set() if site is None else {(_start(session), site)}


def _further_leaders(v: Variables, p: Placement, session: Session) -> dict[int, Literal]:
    """Return who could lead beside all published leaders; nobody where they fill all roles."""
    if len(session.leaders) >= len(p.slot.service.roles) and not p.past:
        return {}
    return {literal.index: literal for k, literal in v.led[p].items() if k not in session.leaders}


def newcomers(v: Variables) -> Expr:
    """Places in published groups of clients who were not in them."""
    sessions = [session for session in v.world.published.values() if session.group is not None]
    before = {(client, session.group) for session in sessions for client in session.clients}
    groups = {session.group for session in sessions}
    joined = [
        v.in_group(client, group)
        for group in v.world.instance.group
        if group in groups
        for client in (one.id for one in v.clients)
        if (client, group) not in before
    ]
    return total(member for member in joined if member is not None)


def changed_counsellor(v: Variables) -> Expr:
    """Own sessions led by nobody who led the client's published sessions of that service."""
    weeks = _published_weeks(v)
    changed: list[Expr] = []
    for client, slots in _attending(v, weeks).items():
        known: dict[str, set[str]] = defaultdict(set)
        for session in weeks[client]:
            if session.kind == "individual":
                known[session.service].update(session.leaders)
        for literals in slots.values():
            first = next(iter(literals))
            slot = first.slot
            if slot.group is None and (slot.service.roles or first.past) and known.get(slot.service.id):
                changed.append(_by_a_stranger(v, literals, known[slot.service.id]))
    return total(changed)


def _by_a_stranger(v: Variables, literals: dict[Placement, Literal], known: set[str]) -> Expr:
    """Return whether a session is attended and led by others alone."""
    attended = total(literals.values())
    leads = [literal for p in literals for k, literal in v.led[p].items() if k in known]
    # What was held may have had any leaders, whatever its service asks for.
    first = next(iter(literals))
    required = not first.past and any(not role.optional for role in first.slot.service.roles)
    if required and not leads:
        return attended
    stranger = v.new()
    if required:
        v.model.add(stranger >= attended - total(leads))
        return stranger
    for k in sorted({k for p in literals for k in v.led[p]} - known):
        led = [v.led[p][k] for p in literals if k in v.led[p]]
        v.model.add(stranger >= attended + total(led) - 1 - total(leads))
    return stranger


TERMS = {
    "changed_attendance": changed_attendance,
    "changed_time": changed_time,
    "changed_leader": changed_leader,
    "changed_room": changed_room,
    "changed_group": changed_group,
    "clients_contacted": clients_contacted,
    "newcomers": newcomers,
    "changed_counsellor": changed_counsellor,
}
