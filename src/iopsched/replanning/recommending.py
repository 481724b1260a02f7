"""Where a new client, or one session more, fits best into a week that is published."""

import time
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from iopsched.continuity.carrying import carry_over
from iopsched.continuity.resolving import Verified, verified
from iopsched.cpsat.choosing import Choosing, Unlike
from iopsched.cpsat.scope import Scope, open_scope, with_company
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.recommendations import Recommendation, Recommendations
from iopsched.domain.result import LevelValue
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import NoScheduleError, Problem, ProblemsError, safe_value
from iopsched.judging.judge import judge
from iopsched.replanning.covering import require_own
from iopsched.replanning.differences import diff
from iopsched.replanning.events import Arrival, event_problems
from iopsched.replanning.seats import seats_left, used_up

MOST_MOVABLE = 24
"""How many other clients may be asked to move in one question."""

DEFAULT = Limits(time_limit=20.0, effort=20.0)


class Recommended(Recommendation):
    """A recommendation with `schedule`, the week of the whole house in which it is taken."""

    schedule: Schedule


class RecommendedWeeks(Recommendations):
    """Recommendations with `instance`, which all their schedules belong to.

    It has the new client, or the session more.
    """

    instance: Instance
    recommended: tuple[Recommended, ...]

    def document(self) -> dict[str, Any]:
        """Return what is recommended as plain JSON data, without the instance and the whole schedules."""
        return self.model_dump(
            mode="json", exclude={"instance": True, "recommended": {"__all__": {"schedule"}}}
        )


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
) -> RecommendedWeeks:
    """Return the best weeks for a client with nobody else moved, or at most `may_move` others.

    `client` is a new one, or the id of one whose week is to be found anew. With `extra`, a service of
    a format other than group, only one session of it more is placed, and all else stays. Own sessions
    that others come to stay as they are. Weeks that differ only in the minute at which an own session
    starts are one; those that differ in much come first, and are ranked by the goals of the house.

    Raises:
        ProblemsError: the schedule is not of the instance, or breaks its rules, or the client does not fit.
        NoScheduleError: nothing was found within the limits.
    """
    require_own(instance, schedule)
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
    finding = _Finding(
        asked, base, who, before, limits or DEFAULT, cancel, required=required, may_move=may_move
    )
    return finding.run(choosing, top, ("days", "hours") if required else ("much", "groups", "days"))


def _with_client(instance: Instance, client: Client | str) -> tuple[Instance, str]:
    if isinstance(client, Client):
        if client.id in instance.client:
            message, way_out = "there is a client of this id already", "Name it to find its week anew."
            raise ProblemsError([Problem("duplicate_id", "client.id", message, way_out, client.id)])
        try:
            return instance.replace(clients=(*instance.clients, client)), client.id
        except ProblemsError:
            arrival = Arrival(clients=(client,), place="client")
            raise ProblemsError(event_problems(instance, [arrival])) from None
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
    verdict = judge(known, base)
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
        return open_scope(instance, kept, sessions=[required])
    there = {session.id for session in kept.sessions}
    own = {one for one, _ in instance.individual_session_ids(instance.client[who])} - there
    alone = [session.id for session in kept.sessions if not session.clients]
    emptied = open_scope(instance, kept, sessions=alone).sessions
    movable = _in_full_groups(instance, kept, who) if may_move else []
    return Scope(kept, emptied.union(own), frozenset([who, *movable]))


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
        *,
        required: str | None,
        may_move: int,
    ) -> None:
        self._instance, self._base, self._who = instance, base, who
        self._required, self._may_move = required, may_move
        self._before = before
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit

    def run(self, choosing: Choosing, top: int, passes: tuple[Unlike, ...]) -> RecommendedWeeks:
        """Return choices that are unlike in the first way, and where there are no more, in the next.

        What leaves the client shorter than the first does is nothing to recommend.
        """
        found: list[Verified] = []
        proved = exhausted = False
        for unlike in passes:
            for one in found:
                choosing.leave_out(one.schedule, unlike)
            exhausted = False
            while len(found) < top and not exhausted:
                choice = choosing.next(unlike if found else None, self._left(), self._cancel)
                if choice.schedule is None:
                    exhausted = choice.proved
                    break
                one = verified(self._instance, choice.schedule)
                exhausted = bool(found) and self._shorter(one, found[0])
                if not exhausted:
                    proved = proved if found else choice.proved
                    found.append(one)
                    choosing.leave_out(choice.schedule, unlike)
            if len(found) == top or not exhausted:
                break
        if not found and not exhausted:
            raise NoScheduleError("no week was found within the limits; allow more time")
        found.sort(key=lambda one: one.vector)
        return RecommendedWeeks(
            client=self._who,
            required=self._required,
            may_move=self._may_move,
            instance=self._instance,
            recommended=tuple(self._recommendation(rank, one) for rank, one in enumerate(found, 1)),
            complete=exhausted and len(found) < top,
            proved=proved,
        )

    def _shorter(self, one: Verified, first: Verified) -> bool:
        return sum(need.minutes for need in one.verdict.shortfalls) > sum(
            need.minutes for need in first.verdict.shortfalls
        )

    def _left(self) -> Limits:
        return replace(self._limits, time_limit=max(self._until - time.monotonic(), 0.01))

    def _recommendation(self, rank: int, one: Verified) -> Recommended:
        certificate = next(line for line in one.verdict.certificates if line.client == self._who)
        before = {level.id: level.value for level in self._before}
        difference = diff(self._base, one.schedule)
        return Recommended(
            rank=rank,
            client=self._who,
            unchanged=self._attended(one.schedule) == self._attended(self._base),
            schedule=one.schedule,
            sessions=self._attended(one.schedule),
            certificate=certificate,
            levels=one.verdict.levels,
            costs={level.id: level.value - before[level.id] for level in one.verdict.levels},
            moved=tuple(change for change in difference.clients if change.id != self._who),
            uses_up=tuple(used_up(self._instance, self._base, one.schedule, self._who)),
        )

    def _attended(self, schedule: Schedule) -> tuple[Session, ...]:
        """Return the client's sessions in order of time, each with its clients in order."""
        mine = [
            session.model_copy(update={"clients": tuple(sorted(session.clients))})
            for session in schedule.sessions
            if self._who in session.clients
        ]
        return tuple(sorted(mine, key=lambda session: (session.date, session.start, session.id)))
