"""Moves of one session of a client's own: to where exactly one of those it needs is not there, or taken."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from iopsched.domain.hours import Window
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, overlap, pick, swap


def _windows(entity: Any, date: dt.date, otherwise: tuple[Window, ...] | None = None) -> tuple[Window, ...]:
    for exception in entity.exceptions:
        if exception.date == date:
            return tuple(exception.hours)
    if entity.hours is None:
        assert otherwise is not None
        return otherwise
    return tuple(entity.hours.days[date.weekday()])


def _there(entity: Any, moved: Session) -> bool:
    windows = _windows(entity, moved.date, ((0, 1440),))
    return any(start <= moved.start and moved.end <= end for start, end in windows)


def _absent(facts: Instance, moved: Session) -> set[str]:
    """Return the kinds of those that the session needs and that are not there at its time."""
    kinds: list[tuple[str, list[Any]]] = [
        ("client", [facts.client[name] for name in moved.clients]),
        ("guest", [facts.guest[name][1] for name in moved.guests]),
        ("clinician", [facts.clinician[name] for name in moved.leaders]),
    ]
    if moved.room is not None:
        room = facts.room[moved.room]
        kinds += [("room", [room]), ("site", [facts.site[room.site]])]
    return {kind for kind, needed in kinds for entity in needed if not _there(entity, moved)}


def _quiet(plan: Schedule, moved: Session) -> bool:
    """Return whether nobody in the session has another one that date, nor its room."""
    people = {*moved.clients, *moved.guests, *moved.leaders}
    others = [s for s in plan.sessions if s.date == moved.date and s.id != moved.id]
    return not any(people & {*s.clients, *s.guests, *s.leaders} or s.room == moved.room for s in others)


def _at(session: Session, date: dt.date, start: int, room: str | None) -> Session:
    end = start + session.end - session.start
    return session.model_copy(update={"date": date, "start": start, "end": end, "room": room})


def _moves(facts: Instance, plan: Schedule) -> Iterator[Session]:
    """Yield every move of a session of a client's own to a full hour of an open date, in the same room."""
    closed = {closure.date for closure in facts.week.closures}
    dates = [facts.week.date_of(day) for day in range(7)]
    for session in plan.sessions:
        for date in dates if session.kind == "individual" else ():
            for start in range(0, 1440 - (session.end - session.start), 60):
                if date not in closed:
                    yield _at(session, date, start, session.room)


def moved_where_missing(kind: str) -> Mutation:
    """Return the mutation that moves a session to where nobody is missing but those of one kind."""

    def move(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        found = [
            moved for moved in _moves(facts, plan) if _absent(facts, moved) == {kind} and _quiet(plan, moved)
        ]
        chosen = pick(rng, found)
        return chosen and (facts, swap(plan, chosen))

    return move


def _shared(a: Session, b: Session) -> set[str]:
    return {
        kind
        for kind, common in (
            ("client", set(a.clients) & set(b.clients)),
            ("guest", set(a.guests) & set(b.guests)),
            ("clinician", set(a.leaders) & set(b.leaders)),
            ("room", {a.room} & {b.room} - {None}),
        )
        if common
    }


def moved_onto(shared: set[str], change_room: bool = False) -> Mutation:
    """Return the mutation that moves a session to the time of others with which it shares just this."""

    def move(facts: Instance, plan: Schedule, rng: random.Random) -> Pair | None:
        found: list[Session] = []
        grid = facts.week.grid_minutes
        for session in plan.sessions:
            for other in plan.sessions if session.kind == "individual" else ():
                start = -(-other.start // grid) * grid
                if start + session.end - session.start > 1440 or other.id == session.id:
                    continue
                for room in facts.room if change_room and session.room else [session.room]:
                    moved = _at(session, other.date, start, room)
                    met = [_shared(moved, s) for s in plan.sessions if overlap(moved, s)]
                    if set().union(*met) == shared and not _absent(facts, moved):
                        found.append(moved)
        chosen = pick(rng, found)
        return chosen and (facts, swap(plan, chosen))

    return move
