"""Where a new client, or one session more, fits best into a week that is published."""

import time
from collections.abc import Iterator
from dataclasses import replace

from iopsched.continuity.carrying import carry_over
from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.choosing import Choosing
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.domain.base import Model
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.differences import ClientChange
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Certificate, LevelValue
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import NoScheduleError, Problem, ProblemsError, safe_value
from iopsched.judging.judge import judge
from iopsched.replanning.differences import diff
from iopsched.replanning.seats import seats_left, used_up

MOST_MOVABLE = 24
"""How many other clients may be asked to move in one question."""

DEFAULT = Limits(time_limit=20.0, effort=20.0)


class Recommendation(Model):
    """A whole week for one client, verified together with everybody else's.

    `schedule` is the week of the whole house with it, `sessions` those of the client, `certificate`
    what they come to, `levels` the goals of the house, and `costs` how much they rise against the week
    as published. `moved` says what changes for other clients, `uses_up` which last seats
    and hours it takes.
    """

    rank: int
    client: str
    schedule: Schedule
    sessions: tuple[Session, ...]
    certificate: Certificate
    levels: tuple[LevelValue, ...]
    costs: dict[str, int]
    moved: tuple[ClientChange, ...]
    uses_up: tuple[str, ...]


class Recommendations(Model):
    """What is recommended, the best first; `complete` if there is nothing else to recommend.

    `instance` is the one that every schedule belongs to: it has the new client, or the session more.
    """

    instance: Instance
    recommended: tuple[Recommendation, ...]
    complete: bool


def recommend(
    instance: Instance,
    schedule: Schedule,
    client: Client | str,
    *,
    extra: str | None = None,
    top: int = 5,
    may_move: int = 0,
    limits: Limits | None = None,
    cancel: Cancel | None = None,
) -> Recommendations:
    """Return the best weeks for a client with nobody else moved, or at most `may_move` others.

    `client` is a new one, or the id of one whose week is to be found anew. With `extra`, a service of
    a format other than group, only one session of it more is placed, and all else stays.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules, or the client does not fit.
        NoScheduleError: nothing was found within the limits.
    """
    with_client, who = _with_client(instance, client)
    required = None
    if extra is not None:
        with_client, required = _with_extra(with_client, who, extra)
    with_client = with_client.replace(published=schedule)
    base = carry_over(with_client, schedule).start
    _require_valid(with_client, base)
    with_client = with_client.replace(published=base)
    scope = _scope(with_client, base, who, required, may_move)
    choosing = Choosing(
        with_client,
        scope,
        new=frozenset([who]),
        may_move=may_move if may_move else None,
        required=required,
    )
    known = with_client if who in instance.client else instance.replace(published=base)
    before = judge(known, carry_over(known, schedule).start).levels
    finding = _Finding(with_client, base, who, before, limits or DEFAULT, cancel)
    return finding.run(choosing, top, own_only=required is not None)


def _with_client(instance: Instance, client: Client | str) -> tuple[Instance, str]:
    if isinstance(client, Client):
        others = tuple(one for one in instance.clients if one.id != client.id)
        return instance.replace(clients=(*others, client)), client.id
    if client not in instance.client:
        shown = safe_value(client, instance.client)
        way_out = "Name a client of the instance, or give the new one."
        raise ProblemsError(
            [Problem("unknown_reference", "client", "there is no client with this id", way_out, shown)]
        )
    return instance, client


def _with_extra(instance: Instance, who: str, service: str) -> tuple[Instance, str]:
    """Return the instance whose plan for the client has one session more, and that session's id."""
    known = instance.service.get(service)
    if known is None or known.format == "group":
        message = "there is no service of own sessions with this id"
        shown = safe_value(service, instance.service)
        way_out = "Name a service of format individual, family or conjoint."
        raise ProblemsError([Problem("unknown_reference", "extra", message, way_out, shown)])
    client = instance.client[who]
    before = client.item_for(service)
    if before is None:
        item = PlanItem(service=service, min_sessions=0, max_sessions=1)
        most = 1
    else:
        most = 1 + (max(before.min_sessions, 1) if before.max_sessions is None else before.max_sessions)
        item = PlanItem(**{**dict(before), "max_sessions": most})
    plan = (*(one for one in client.plan if one.service != service), item)
    changed = Client(**{**dict(client), "plan": plan})
    ids = [one for one, of in instance.individual_session_ids(changed) if of == service]
    clients = tuple(changed if one.id == who else one for one in instance.clients)
    return instance.replace(clients=clients), ids[-1]


def _require_valid(instance: Instance, base: Schedule) -> None:
    broken = judge(instance, base).violations
    if broken:
        raise ProblemsError(
            [
                Problem(
                    "schedule_invalid",
                    f"schedule ({one.rule})",
                    one.message,
                    "Plan the week again first: iopsched replan.",
                )
                for one in broken
            ]
        )


def _scope(instance: Instance, base: Schedule, who: str, required: str | None, may_move: int) -> Scope:
    if required is not None:
        return open_scope(instance, base, sessions=[required])
    without = tuple(
        session
        for session in (_without(session, who) for session in base.sessions)
        if session.kind == "group" or session.clients
    )
    base = base.model_copy(update={"sessions": without})
    alone = open_scope(instance, base, clients=[who])
    if not may_move:
        return alone
    in_the_way = _in_full_groups(instance, base, who)
    others = open_scope(instance, base, clients=in_the_way, own_sessions=False)
    return Scope(base, alone.sessions, alone.clients | others.clients)


def _in_full_groups(instance: Instance, base: Schedule, who: str) -> list[str]:
    """Return clients who have the seats that the client might want, as many as can be asked about."""
    services = {item.service for item in instance.client[who].plan}
    found: dict[str, None] = {}
    for session in base.sessions:
        wanted = session.kind == "group" and (not services or session.service in services)
        if wanted and seats_left(instance, session) == 0:
            found.update(dict.fromkeys(session.clients))
    return list(found)[:MOST_MOVABLE]


def _without(session: Session, who: str) -> Session:
    return session.model_copy(update={"clients": tuple(one for one in session.clients if one != who)})


class _Finding:
    def __init__(
        self,
        instance: Instance,
        base: Schedule,
        who: str,
        before: tuple[LevelValue, ...],
        limits: Limits,
        cancel: Cancel | None,
    ) -> None:
        self._instance, self._base, self._who = instance, base, who
        self._before = before
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit

    def run(self, choosing: Choosing, top: int, *, own_only: bool) -> Recommendations:
        found: list[Verified] = []
        complete = False
        for own in (True,) if own_only else (False, True):
            for one in found:
                choosing.leave_out(one.schedule, self._who, own=own)
            for schedule in self._choices(choosing, top - len(found), own):
                found.append(verified(self._instance, schedule))
            complete = len(found) < top and time.monotonic() < self._until
            if len(found) >= top or own:
                break
        if not found:
            raise NoScheduleError("no week was found within the limits; allow more time")
        found.sort(key=lambda one: one.vector)
        ranked = tuple(self._recommendation(rank, one) for rank, one in enumerate(found, 1))
        return Recommendations(instance=self._instance, recommended=ranked, complete=complete)

    def _choices(self, choosing: Choosing, most: int, own: bool) -> Iterator[Schedule]:
        for _ in range(most):
            left = max(self._until - time.monotonic(), 0.01)
            schedule = choosing.next(replace(self._limits, time_limit=left), self._cancel)
            if schedule is None:
                return
            yield schedule
            choosing.leave_out(schedule, self._who, own=own)

    def _recommendation(self, rank: int, one: Verified) -> Recommendation:
        certificate = next(line for line in one.verdict.certificates if line.client == self._who)
        before = {level.id: level.value for level in self._before}
        difference = diff(self._base, one.schedule)
        return Recommendation(
            rank=rank,
            client=self._who,
            schedule=one.schedule,
            sessions=tuple(s for s in one.schedule.sessions if self._who in s.clients),
            certificate=certificate,
            levels=one.verdict.levels,
            costs={level.id: level.value - before[level.id] for level in one.verdict.levels},
            moved=tuple(change for change in difference.clients if change.id != self._who),
            uses_up=tuple(used_up(self._instance, self._base, one.schedule, self._who)),
        )
