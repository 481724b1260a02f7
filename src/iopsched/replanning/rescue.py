"""Mid-week: what makes up for sessions missed, and who can no longer have all it needs, with why."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from iopsched.continuity.resolving import brief
from iopsched.cpsat.alone import Alone, alone
from iopsched.domain.base import Model
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clock import format_day, format_time
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import LevelResult, Need, SolveResult
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.words import counted, listed

SECONDS = 2.0
EFFORT = 1.0
"""What asking about one need of one client may use."""

_SHORTAGES = {"abandoned", "clients_short", "minutes_short"}
_MOST_NAMED = 4


class MakeUp(Model):
    """A session that a client who missed some attends now and did not before.

    A ``seat`` is in a group session, a ``slot`` a session of its own.
    """

    client: str
    session: str
    kind: Literal["seat", "slot"]
    date: dt.date
    start: int
    credited_minutes: int


class Unmet(Model):
    """A client who falls short, and why.

    `cause`: ``own`` if the client could not have it even if nobody else were there, which is proved;
    ``others`` if it could, but not beside the others; ``unproved`` if the search ended before that was
    settled. `needs` are those that stay unmet.
    """

    client: str
    cause: Literal["own", "others", "unproved"]
    needs: tuple[Need, ...]
    sentences: tuple[str, ...]


def make_ups(instance: Instance, start: Schedule, schedule: Schedule) -> tuple[MakeUp, ...]:
    """Return what each client who missed sessions attends beyond `start`, in order of time."""
    before = {(one, s.id) for s in start.sessions for one in s.clients}
    missed = {client.id for client in instance.clients if _missed(instance, client)}
    return tuple(
        MakeUp(
            client=client,
            session=session.id,
            kind="seat" if session.kind == "group" else "slot",
            date=session.date,
            start=session.start,
            credited_minutes=instance.service[session.service].credits,
        )
        for session in sorted(schedule.sessions, key=lambda s: (s.date, s.start, s.id))
        for client in session.clients
        if client in missed and (client, session.id) not in before
    )


def _missed(instance: Instance, client: Client) -> bool:
    """Return whether the client was credited less than a session of this week is worth."""
    held = {session.id: session for session in instance.history}
    for entry in client.attended:
        session = held.get(entry.session or "")
        if session is not None and entry.credited_minutes < instance.service[session.service].credits:
            return True
        if session is not None and entry.service is None:
            return True
    return False


def with_extra_sessions(instance: Instance, count: int) -> Instance:
    """Return the instance in which who missed sessions may have so many own sessions beyond its plan."""

    def stretched(item: PlanItem) -> PlanItem:
        service = instance.service[item.service]
        if service.format != "individual" or not service.scheduled:
            return item
        most = max(item.min_sessions, 1) if item.max_sessions is None else item.max_sessions
        return PlanItem(**{**dict(item), "max_sessions": most + count})

    clients = tuple(
        Client(**{**dict(client), "plan": tuple(stretched(item) for item in client.plan)})
        if _missed(instance, client)
        else client
        for client in instance.clients
    )
    return instance.replace(clients=clients)


def unmet(
    instance: Instance, result: SolveResult, *, limits: Limits | None = None, cancel: Cancel | None = None
) -> tuple[Unmet, ...]:
    """Return who falls short in a solved week and why, each client asked about alone.

    `instance` is the effective one. Limits are those of one question.
    """
    limits = brief(limits or Limits(), SECONDS, EFFORT)
    settled = _settled(instance.goals, result.levels)
    short: dict[str, list[Need]] = {}
    for need in result.shortfalls:
        short.setdefault(need.client, []).append(need)
    found = []
    for client, needs in short.items():
        if cancel is not None and cancel.is_set():
            break
        by_itself = alone(instance, client, limits, reaches=True, cancel=cancel)
        found.append(_unmet(instance, client, tuple(needs), by_itself, settled))
    return tuple(found)


def _settled(goals: tuple[GoalLevel, ...], levels: tuple[LevelResult, ...]) -> bool:
    return all(
        result.optimal
        for level, result in zip(goals, levels, strict=True)
        if any(term.term in _SHORTAGES for term in level.terms)
    )


def _unmet(
    instance: Instance, client: str, needs: tuple[Need, ...], by_itself: Alone, settled: bool
) -> Unmet:
    own = tuple(_own_limits(instance, needs, by_itself))
    if own:
        return Unmet(client=client, cause="own", needs=needs, sentences=own)
    if by_itself.short:
        sentence = f"{client} could have each of its needs alone, but proved: not all of them in one week"
        return Unmet(client=client, cause="own", needs=needs, sentences=(sentence,))
    if by_itself.schedule is None:
        sentence = f"{client}: the search ended before it was settled whether this can be met"
        return Unmet(client=client, cause="unproved", needs=needs, sentences=(sentence,))
    could = f"{client} could have all it needs if nobody else were there"
    if settled:
        sentence = f"{could}; proved: no schedule of the whole week leaves fewer clients short"
        return Unmet(client=client, cause="others", needs=needs, sentences=(sentence,))
    sentence = f"{could}; the search ended before it was settled whether it can beside the others"
    return Unmet(client=client, cause="unproved", needs=needs, sentences=(sentence,))


def _own_limits(instance: Instance, needs: tuple[Need, ...], by_itself: Alone) -> Iterator[str]:
    reaches = {(reach.kind, reach.subject): reach for reach in by_itself.reaches}
    parts = []
    for need in needs:
        reach = reaches.get((need.kind, need.subject))
        if reach is not None and reach.most < need.needed:
            parts.append(f"{reach.most} of {_needed(need)}")
    if parts:
        yield f"{by_itself.client} can have at most {listed(parts)}, even if nobody else were there"
        yield from _left(instance, by_itself)


def _needed(need: Need) -> str:
    if need.kind == "sessions":
        return f"{counted(need.needed, 'session')} of {need.subject}"
    if need.kind == "membership":
        return f"{counted(need.needed, 'place')} in {need.subject}"
    thing = {
        "week_minutes": "credited minute",
        "qualifying_days": "qualifying day",
        "service_days": "service day",
        "gap_days": "stretch",
    }[need.kind]
    if need.kind == "gap_days":
        return f"{need.needed} stretches of days that need a service day"
    return counted(need.needed, thing)


def _left(instance: Instance, by_itself: Alone) -> Iterator[str]:
    """Yield what is attended and what is left of the week for the client."""
    client = instance.client[by_itself.client]
    parts = []
    if client.attended:
        had = sum(entry.credited_minutes for entry in client.attended)
        parts.append(f"{counted(had, 'credited minute')} attended so far")
    if by_itself.schedule is not None:
        ahead = [
            session
            for session in by_itself.schedule.sessions
            if client.id in session.clients and not instance.week.is_past(session.date, session.start)
        ]
        named = listed(_told(session) for session in ahead[:_MOST_NAMED])
        more = len(ahead) - _MOST_NAMED
        and_more = f" and {more} more" if more > 0 else ""
        parts.append(f"still possible are {named}{and_more}" if ahead else "nothing more is possible")
    if parts:
        yield f"{client.id}: {'; '.join(parts)}"


def _told(session: Session) -> str:
    return f"{session.id} {format_day(session.date.weekday())} {format_time(session.start)}"
