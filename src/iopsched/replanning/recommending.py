"""Where a new client, or one session more, fits best into a week that is published."""

import time
from dataclasses import replace
from itertools import zip_longest

from iopsched.continuity.carrying import carry_over
from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.choosing import Choosing, Unlike
from iopsched.cpsat.scope import Scope, with_company
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
    """What is recommended, the best first.

    `complete` if there is nothing else to recommend, `proved` if no other choice is better than the
    first. `instance` is the one that every schedule belongs to: it has the new client, or the session more.
    """

    instance: Instance
    recommended: tuple[Recommendation, ...]
    complete: bool
    proved: bool


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
    asked, who = _with_client(instance, client)
    required = None
    if extra is not None:
        asked, required = _with_extra(asked, who, extra)
    base = carry_over(asked, schedule).start
    asked = asked.replace(published=base)
    kept = base if required is not None else _without(asked, base, who)
    known = asked if who in instance.client else instance.replace(published=base)
    before = _require_valid(known, asked, base, kept)
    scope = _scope(asked, kept, who, required, may_move)
    choosing = Choosing(asked, scope, who, may_move=may_move, required=required)
    finding = _Finding(asked, base, who, before, limits or DEFAULT, cancel)
    return finding.run(choosing, top, ("hours",) if required else ("much", "groups", "days"))


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


def _require_valid(
    known: Instance, asked: Instance, base: Schedule, kept: Schedule
) -> tuple[LevelValue, ...]:
    """Return the goals of the week as it is, which has to keep every rule where it is to be kept."""
    verdict = judge(known, carry_over(known, base).start)
    if verdict.valid or (kept is not base and judge(asked, kept).valid):
        return verdict.levels
    raise ProblemsError(
        Problem(
            "schedule_invalid",
            f"schedule ({one.rule})",
            one.message,
            "Plan the week again first: iopsched replan.",
        )
        for one in verdict.violations
    )


def _without(instance: Instance, base: Schedule, who: str) -> Schedule:
    """Return a schedule without a client, but for what is past and own sessions that others come to."""
    sessions: list[Session] = []
    for session in base.sessions:
        past = instance.week.is_past(session.date, session.start)
        if who not in session.clients or past or _shared(session):
            sessions.append(session)
        elif session.kind == "group":
            left = tuple(one for one in session.clients if one != who)
            mine = {guest.id for guest in instance.client[who].guests}
            guests = tuple(one for one in session.guests if one not in mine)
            sessions.append(session.model_copy(update={"clients": left, "guests": guests}))
    return base.model_copy(update={"sessions": tuple(sessions)})


def _shared(session: Session) -> bool:
    return session.kind == "individual" and len(session.clients) > 1


def _scope(instance: Instance, kept: Schedule, who: str, required: str | None, may_move: int) -> Scope:
    """Return what is open: the client's own sessions and places in groups, and others' as far as they may."""
    if required is not None:
        return Scope(kept, frozenset([required]), frozenset([who]))
    there = {session.id for session in kept.sessions}
    own = {one for one, _ in instance.individual_session_ids(instance.client[who])} - there
    movable = _in_full_groups(instance, kept, who) if may_move else []
    return Scope(kept, frozenset(own), frozenset([who, *movable]))


def _in_full_groups(instance: Instance, kept: Schedule, who: str) -> list[str]:
    """Return whose seats the client might want: of each full session some, as many as can be asked about."""
    services = {item.service for item in instance.client[who].plan}
    rows = [
        session.clients
        for session in kept.sessions
        if session.kind == "group"
        and (not services or session.service in services)
        and seats_left(instance, session) == 0
        and not instance.week.is_past(session.date, session.start)
    ]
    company = sorted(with_company(instance, [who]) - {who})
    in_turns = (one for people in zip_longest(*rows) for one in people if one is not None)
    found = dict.fromkeys(one for one in (*company, *in_turns) if one != who)
    return list(found)[:MOST_MOVABLE]


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

    def run(self, choosing: Choosing, top: int, passes: tuple[Unlike, ...]) -> Recommendations:
        """Return choices that are unlike in the first way, and where there are no more, in the next."""
        found: list[Verified] = []
        proved = exhausted = False
        for unlike in passes:
            for one in found:
                choosing.leave_out(one.schedule, unlike)
            while len(found) < top:
                choice = choosing.next(unlike if found else None, self._left(), self._cancel)
                if choice.schedule is None:
                    exhausted = choice.proved
                    break
                if not found:
                    proved = choice.proved
                found.append(verified(self._instance, choice.schedule))
                choosing.leave_out(choice.schedule, unlike)
            if len(found) == top or not exhausted:
                break
        if not found and not exhausted:
            raise NoScheduleError("no week was found within the limits; allow more time")
        found.sort(key=lambda one: one.vector)
        return Recommendations(
            instance=self._instance,
            recommended=tuple(self._recommendation(rank, one) for rank, one in enumerate(found, 1)),
            complete=exhausted and len(found) < top,
            proved=proved,
        )

    def _left(self) -> Limits:
        return replace(self._limits, time_limit=max(self._until - time.monotonic(), 0.01))

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
