"""Small edits of facts and schedules: what mutations are made of."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from iopsched.domain.clock import format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import ProblemsError

Pair = tuple[Instance, Schedule]
Mutation = Callable[[Instance, Schedule, random.Random], Pair | None]
Item = TypeVar("Item")


def pick(rng: random.Random, choices: Iterable[Item]) -> Item | None:
    """Return one of the choices, or None if there is none."""
    listed = list(choices)
    return rng.choice(listed) if listed else None


def rebuilt(facts: Instance, plan: Schedule, **changes: Any) -> Pair | None:
    """Return the pair with fields of the instance changed, or None where they contradict each other."""
    try:
        return facts.replace(**changes), plan
    except ProblemsError:
        return None


def altered(facts: Instance, plan: Schedule, kind: str, entity_id: str, /, **changes: Any) -> Pair | None:
    """Return the pair with fields of one entity changed, as a file would hold them; None if it may not be."""
    try:
        entities = tuple(
            type(entity).model_validate({**entity.model_dump(mode="json"), **changes})
            if entity.id == entity_id
            else entity
            for entity in getattr(facts, kind)
        )
    except ValidationError:
        return None
    return rebuilt(facts, plan, **{kind: entities})


def added(facts: Instance, plan: Schedule, kind: str, *entities: dict[str, Any]) -> Pair | None:
    """Return the pair with further entities, pins or relations."""
    whole = facts.model_dump(mode="json", include={kind})[kind]
    try:
        fields = Instance.model_validate({**facts.model_dump(mode="json"), kind: [*whole, *entities]})
    except (ValidationError, ProblemsError):
        return None
    return fields, plan


def put(plan: Schedule, session_id: str, **changes: Any) -> Schedule:
    """Return the schedule with fields of one session changed, as a file would hold them."""
    sessions = tuple(
        Session.model_validate({**session.model_dump(mode="json"), **changes})
        if session.id == session_id
        else session
        for session in plan.sessions
    )
    return plan.model_copy(update={"sessions": sessions})


def swap(plan: Schedule, changed: Session) -> Schedule:
    """Return the schedule with this session in the place of the one with its id."""
    sessions = tuple(changed if session.id == changed.id else session for session in plan.sessions)
    return plan.model_copy(update={"sessions": sessions})


def drop(plan: Schedule, session_id: str) -> Schedule:
    """Return the schedule without a session."""
    return plan.model_copy(update={"sessions": tuple(s for s in plan.sessions if s.id != session_id)})


def insert(plan: Schedule, session: Session) -> Schedule:
    """Return the schedule with one more session."""
    return plan.model_copy(update={"sessions": (*plan.sessions, session)})


def ending_early(session: Session) -> str:
    """Return hours of the session's date that stop a minute before it ends."""
    return f"0:00-{format_time(session.end - 1)}"


def starting_late(session: Session) -> str:
    """Return hours of the session's date that start a minute after it does."""
    return f"{format_time(session.start + 1)}-24:00"


def with_exception(entity: Any, session: Session, hours: str) -> list[dict[str, Any]]:
    """Return the entity's exceptions, with these hours on the session's date."""
    kept = [e for e in entity.model_dump(mode="json")["exceptions"] if e["date"] != session.date.isoformat()]
    return [*kept, {"date": session.date.isoformat(), "hours": hours}]


def site_of(facts: Instance, session: Session) -> str | None:
    """Return the site of an on-site session, None by telehealth."""
    return None if session.room is None else facts.room[session.room].site


def overlap(a: Session, b: Session) -> bool:
    """Return whether two different sessions have some time in common."""
    return a.id != b.id and a.date == b.date and a.start < b.end and b.start < a.end


def pairs(plan: Schedule) -> Iterator[tuple[Session, Session]]:
    """Yield every ordered pair of different sessions."""
    return itertools.permutations(plan.sessions, 2)


def by_date(sessions: Iterable[Session]) -> dict[dt.date, list[Session]]:
    """Return the sessions of each date in order of time."""
    dates: dict[dt.date, list[Session]] = {}
    for session in sorted(sessions, key=lambda s: (s.date, s.start)):
        dates.setdefault(session.date, []).append(session)
    return dates


def led_by(plan: Schedule, clinician: str) -> list[Session]:
    """Return the sessions that a clinician leads."""
    return [session for session in plan.sessions if clinician in session.leaders]


def of_client(plan: Schedule, client: str) -> list[Session]:
    """Return the sessions that a client attends."""
    return [session for session in plan.sessions if client in session.clients]


def groups_of(plan: Schedule, client: str) -> set[str]:
    """Return the groups that a client is in."""
    return {session.group for session in of_client(plan, client) if session.group is not None}
