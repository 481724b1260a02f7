"""Mutations of the past: sessions held that the week has not or has otherwise, and some that nobody held."""

import datetime as dt
import random

from iopsched.domain.instance import Instance as Facts
from iopsched.domain.schedule import Schedule, Session
from mutations.edit import Mutation, Pair, drop, pick, rebuilt


def _until(plan: Schedule, last: Session) -> tuple[dt.datetime, list[Session]]:
    """Return a minute after a session starts, and all sessions that have started by then."""
    now = dt.datetime.combine(last.date, dt.time()) + dt.timedelta(minutes=last.start + 1)
    return now, [s for s in plan.sessions if (s.date, s.start) <= (last.date, last.start)]


def _past(facts: Facts, plan: Schedule, now: dt.datetime, held: list[Session]) -> Pair | None:
    return rebuilt(facts, plan, week=facts.week.model_copy(update={"now": now}), history=tuple(held))


def held_and_not_planned(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    last = pick(rng, plan.sessions)
    if last is None:
        return None
    now, held = _until(plan, last)
    return _past(facts, drop(plan, last.id), now, held)


def planned_and_not_held(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    last = pick(rng, plan.sessions)
    if last is None:
        return None
    now, held = _until(plan, last)
    return _past(facts, plan, now, [session for session in held if session.id != last.id])


def held_with_one_more(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    """Somebody was there who is not in the schedule."""
    chosen = pick(rng, ((s, c) for s in plan.sessions for c in facts.client if c not in s.clients))
    if chosen is None:
        return None
    now, held = _until(plan, chosen[0])
    other = chosen[0].model_copy(update={"clients": (*chosen[0].clients, chosen[1])})
    return _past(facts, plan, now, [other if session.id == other.id else session for session in held])


def held_elsewhere(facts: Facts, plan: Schedule, rng: random.Random) -> Pair | None:
    chosen = pick(rng, ((s, r) for s in plan.sessions if s.room for r in facts.room if r != s.room))
    if chosen is None:
        return None
    now, held = _until(plan, chosen[0])
    other = chosen[0].model_copy(update={"room": chosen[1]})
    return _past(facts, plan, now, [other if session.id == other.id else session for session in held])


PAST: dict[str, tuple[Mutation, ...]] = {
    "past_kept": (held_and_not_planned, planned_and_not_held, held_with_one_more, held_elsewhere)
}
