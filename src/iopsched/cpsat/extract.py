"""Between the model's decisions and schedules: reading one off, and writing one in."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.items import Literal
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Schedule, Session

Value = Callable[[Literal], bool]


def read_schedule(v: Variables, value: Value) -> Schedule:
    """Return the schedule that the decisions' values describe, sessions in order of time."""
    instance = v.world.instance
    return Schedule(
        instance_id=instance.id,
        instance_digest=instance.digest,
        week=instance.week.monday,
        sessions=tuple(sessions_among(v, v.candidates.all(), value)),
    )


def sessions_among(v: Variables, placements: Iterable[Placement], value: Value) -> list[Session]:
    """Return what is held of some placements, in order of time.

    They share their rooms with no others, or with all that the model has.
    """
    chosen = [p for p in placements if value(v.place[p])]
    chosen.sort(key=lambda p: (p.start, p.end, p.slot.id))
    rooms = _hand_out_rooms(v, chosen, value)
    return [session_of(v, p, rooms.get(p), value) for p in chosen]


def session_of(v: Variables, p: Placement, room: str | None, value: Value) -> Session:
    """Return the session that a placement is held as, in some room or by telehealth."""
    base = p.day * MINUTES_PER_DAY
    leaders = {clinician for (_, clinician), literal in v.lead[p].items() if value(literal)}
    return Session.model_construct(
        id=p.slot.id,
        kind="individual" if p.slot.group is None else "group",
        group=None if p.slot.group is None else p.slot.group.id,
        service=p.slot.service.id,
        date=v.world.instance.week.date_of(p.day),
        start=p.start - base,
        end=p.end - base,
        mode="telehealth" if room is None else "on_site",
        room=room,
        leaders=tuple(sorted(leaders)),
        clients=tuple(sorted(c for c, literal in v.client[p].items() if value(literal))),
        guests=tuple(sorted(g for g, literal in v.guest[p].items() if value(literal))),
    )


def _hand_out_rooms(v: Variables, chosen: list[Placement], value: Value) -> dict[Placement, str]:
    """Give each placement, in order of time, a room of its set that is free by then."""
    free_at: dict[str, int] = defaultdict(int)
    rooms: dict[Placement, str] = {}
    for p in chosen:
        for name, literal in v.room[p].items():
            if p.where is not None and value(literal):
                room = min(v.offices.members[name], key=lambda member: (free_at[member] > p.start, member))
                free_at[room] = p.end
                rooms[p] = room
    return rooms


def find_placement(v: Variables, session: Session) -> Placement | None:
    """Return the placement that a session is, or None if the model has no such choice."""
    instance = v.world.instance
    where = None
    if session.room is not None:
        if session.room not in instance.room:
            return None
        where = instance.room[session.room].site
    base = v.world.day_of_date(session.date) * MINUTES_PER_DAY
    wanted = (base + session.start, base + session.end, where)
    return next(
        (p for p in v.candidates.placements.get(session.id, []) if (p.start, p.end, p.where) == wanted),
        None,
    )


def fix(v: Variables, schedule: Schedule) -> bool:
    """Fix every decision to a schedule; return whether the model has all of its choices."""
    chosen: dict[Placement, Session] = {}
    for session in schedule.sessions:
        placement = find_placement(v, session)
        if placement is None:
            return False
        chosen[placement] = session
    known = True
    for p in v.candidates.all():
        v.model.add(v.place[p] == (p in chosen))
        if p not in chosen:
            continue
        session = chosen[p]
        known &= set(session.clients) <= set(v.client[p])
        known &= set(session.guests) <= set(v.guest[p])
        known &= set(session.leaders) <= set(v.led[p])
        for client, literal in v.client[p].items():
            v.model.add(literal == (client in session.clients))
        for guest, literal in v.guest[p].items():
            v.model.add(literal == (guest in session.guests))
        for clinician, literal in v.led[p].items():
            v.model.add(literal == (clinician in session.leaders))
        if session.room is not None:
            name = v.offices.name_of(session.room)
            known &= name in v.room[p]
            for room, literal in v.room[p].items():
                v.model.add(literal == (room == name))
    return known


def decisions_of(v: Variables, schedule: Schedule) -> dict[int, int]:
    """Return the decisions' values for a schedule by variable index, as far as the model has them.

    What is not undecided has no variables of its own, and is what it is in the schedule.
    """
    known = v.candidates.placements
    chosen = {find_placement(v, session): session for session in schedule.sessions if known.get(session.id)}
    roles = Roles(v)
    values: dict[int, int] = {}

    def put(table: Mapping[Any, Literal], used: Collection[Any]) -> None:
        for one, literal in table.items():
            values[literal.index] = max(values.get(literal.index, 0), int(one in used))

    for p in v.undecided:
        session = chosen.get(p)
        values[v.place[p].index] = int(session is not None)
        if session is None:
            for table in (v.room[p], v.lead[p], v.client[p], v.guest[p]):
                put(table, ())
            continue
        put(v.room[p], () if session.room is None else (v.offices.name_of(session.room),))
        put(v.lead[p], roles.filled(p, session))
        put(v.client[p], session.clients)
        put(v.guest[p], session.guests)
    if v.world.history or v.part is not None:
        values[v.done.index] = 1
    return values


class Roles:
    """Who fills which role in a session of a schedule; roles that a rule bars somebody from come last."""

    def __init__(self, v: Variables) -> None:
        self._v = v
        self._barred = {(p, what) for _, p, kind, what in v.candidates.barred if kind == "lead"}

    def filled(self, placement: Placement, session: Session) -> set[tuple[int, str]]:
        """Return a role for each leader, as far as that goes."""
        able = sorted(self._v.lead[placement], key=lambda at: (placement, at) in self._barred)
        allowed = [at for at in able if (placement, at) not in self._barred]
        filled = fill_roles(allowed, list(session.leaders))
        if len(filled) == len(session.leaders):
            return filled
        return fill_roles(able, list(session.leaders))


def fill_roles(able: list[tuple[int, str]], leaders: list[str]) -> set[tuple[int, str]]:
    """Give each leader a role of its own, as far as that goes (augmenting paths)."""
    filled: dict[int, str] = {}

    def place(leader: str, tried: set[int]) -> bool:
        for role, clinician in able:
            if clinician == leader and role not in tried:
                tried.add(role)
                if role not in filled or place(filled[role], tried):
                    filled[role] = leader
                    return True
        return False

    for leader in leaders:
        place(leader, set())
    return set(filled.items())


def moved_to_week(schedule: Schedule, monday: dt.date) -> Schedule:
    """Return a schedule of some other week as if it were this week's, day for day."""
    ahead = monday - schedule.week
    if not ahead:
        return schedule
    sessions = [s.model_copy(update={"date": s.date + ahead}) for s in schedule.sessions]
    return schedule.model_copy(update={"week": monday, "sessions": tuple(sessions)})
