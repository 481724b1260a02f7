"""Level 2: what changes against the published schedule."""

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session


def _published(v: Variables) -> Schedule | None:
    return v.world.instance.published


def _placements(v: Variables, session: Session) -> list[Placement]:
    return v.candidates.placements.get(session.id, [])


def changed_attendance(v: Variables) -> Expr:
    """Attendances of published clients that only one of the two schedules has."""
    published = _published(v)
    if published is None:
        return 0
    before = {(c, s.id) for s in published.sessions for c in s.clients if c in v.world.instance.client}
    clients = {client for client, _ in before}
    attends: dict[tuple[str, str], list[cp_model.IntVar]] = {}
    for p, people in v.client.items():
        for client, literal in people.items():
            if client in clients:
                attends.setdefault((client, p.slot.id), []).append(literal)
    kept = total(total(attends.get(pair, [])) for pair in sorted(before))
    added = total(total(literals) for pair, literals in attends.items() if pair not in before)
    return len(before) - kept + added


def changed_time(v: Variables) -> Expr:
    """Published sessions held at another day or time."""
    moved: list[Expr] = []
    for session in _published_sessions(v):
        start = session.date.weekday() * MINUTES_PER_DAY + session.start
        moved.extend(v.place[p] for p in _placements(v, session) if p.start != start)
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


def _published_sessions(v: Variables) -> tuple[Session, ...]:
    published = _published(v)
    return () if published is None else published.sessions


TERMS = {
    "changed_attendance": changed_attendance,
    "changed_time": changed_time,
    "changed_leader": changed_leader,
    "changed_room": changed_room,
}
