"""Trying levers: apply them, plan again around them, and see what the judge says."""

import time
from collections.abc import Collection, Iterable, Sequence

from iopsched.continuity.neighbourhoods import Opening, Surroundings
from iopsched.continuity.resolving import Verified, brief, resolve
from iopsched.cpsat.scope import open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.lever_hours import ClinicianHours
from iopsched.domain.levers import AnyLever, MoreLoad, NewGroup
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.repairs import Shortage
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.explaining.prospects import Prospect
from iopsched.judging.judge import judge

SECONDS = 5.0
EFFORT = 2.0
"""What one try may use."""

MOST_CLIENTS = 10
MOST_WITH_OWN = 5
"""How many of the clients whom a lever might help are open in one try, without and with own sessions."""

AROUND = 15
AROUND_WITH_OWN = 4
"""How many other clients are open where more than the short ones is."""

_GROUPS_ALONE = {"seat", "room_seat", "fewer_heads", "leader", "open_group", "meeting_start"}


def shortage_of(instance: Instance, verdict: Verdict) -> Shortage:
    """Return what a verdict says of all needs together."""
    short = {need.client for need in verdict.shortfalls}
    far = {need.client for need in verdict.shortfalls if 2 * need.short > need.needed}
    return Shortage(
        far_short=len(far),
        clients_short=len(short),
        minutes_short=sum(need.minutes for need in verdict.shortfalls),
        far_short_priority=sum(instance.client[one].priority for one in far),
        short_priority=sum(instance.client[one].priority for one in short),
    )


def applied_all(instance: Instance, levers: Iterable[AnyLever]) -> Instance | None:
    """Return the instance with all levers applied, None if they do not fit it."""
    try:
        for lever in levers:
            instance = lever.apply(instance)
    except ProblemsError:
        return None
    return instance


class Trying:
    """Tries levers on one instance, whose published schedule is the present one.

    Each try counts towards the limits; `over` says that they are used up, or that it was cancelled.
    """

    def __init__(self, instance: Instance, limits: Limits, cancel: Cancel | None) -> None:
        self.instance = instance
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self._effort = 0.0

    @property
    def over(self) -> bool:
        """Whether nothing is left of the limits, or the caller has had enough."""
        if self._cancel is not None and self._cancel.is_set():
            return True
        return self._used(1.0)

    def share_used(self, share: float) -> bool:
        """Return whether a share of the limits is used up."""
        return self.over or self._used(share)

    def _used(self, share: float) -> bool:
        if self._limits.reproducible:
            return self._effort >= share * self._limits.effort
        return time.monotonic() >= self._until - (1 - share) * self._limits.time_limit

    def opening(self, base: Verified, prospect: Prospect, *, wide: bool) -> tuple[Opening, bool]:
        """Return what to open around levers, and whether own sessions are open too."""
        own = any(lever.kind not in _GROUPS_ALONE for lever in prospect.levers)
        clients = prospect.clients[: MOST_WITH_OWN if own else MOST_CLIENTS]
        opening = Opening(clients=set(clients))
        if any(lever.kind != "seat" for lever in prospect.levers):
            opening.sessions |= prospect.sessions
        for lever in prospect.levers:
            if isinstance(lever, NewGroup):
                opening.sessions.add(f"{lever.group}.1")
            elif isinstance(lever, ClinicianHours | MoreLoad):
                day = lever.day if isinstance(lever, ClinicianHours) else None
                opening.sessions |= _own_sessions_led(base.schedule, lever.clinician, day)
        if wide:
            opening.add(self.around(base, clients, AROUND_WITH_OWN if own else AROUND))
        return opening, own

    def around(self, base: Verified, clients: Collection[str], most: int = AROUND) -> Opening:
        """Return what lies around some short clients: groups they could join, and some of who is in these."""
        concerned = base.verdict.model_copy(
            update={"certificates": tuple(c for c in base.verdict.certificates if c.client in clients)}
        )
        opening = Surroundings(self.instance, base.schedule).of_shortfalls(concerned, most)
        others = sorted(opening.clients.difference(clients))
        # Some of every group rather than all of the first: a seat is found where anybody can move.
        opening.clients = {*clients, *others[:: max(-(-len(others) // most), 1)]}
        return opening

    def plan(
        self, levers: Sequence[AnyLever], base: Verified, opening: Opening, *, own: bool
    ) -> Verified | None:
        """Return the best schedule found around the opening with the levers applied, if it is any better."""
        instance = applied_all(self.instance, levers)
        if instance is None:
            return None
        scope = open_scope(
            instance, base.schedule, sessions=opening.sessions, clients=opening.clients, own_sessions=own
        )
        left = self._until - time.monotonic()
        limits = brief(self._limits, max(min(SECONDS, left), 0.1), EFFORT)
        resolved = resolve(instance, scope, limits, levels=0, cancel=self._cancel)
        self.charge(resolved.effort)
        best = resolved.best
        if best is None or self.measure(best) >= self.measure(base):
            return None
        schedule = best.schedule.model_copy(update={"instance_digest": instance.digest})
        return Verified(schedule, best.verdict)

    def charge(self, effort: float) -> None:
        """Count effort that was used elsewhere."""
        self._effort += effort

    def measure(self, verified: Verified) -> tuple[int, int, int]:
        """Return how short a schedule leaves clients, to be compared."""
        return shortage_of(self.instance, verified.verdict).measure

    def keeps(self, levers: Iterable[AnyLever], schedule: Schedule) -> bool:
        """Return whether a schedule breaks no rule with no more than these levers applied."""
        instance = applied_all(self.instance, levers)
        if instance is None or not knows(instance, schedule):
            return False
        return judge(instance, schedule).valid


def knows(instance: Instance, schedule: Schedule) -> bool:
    """Return whether an instance has all that a schedule names: the judge takes that for granted."""
    own = {one for client in instance.clients for one, _ in instance.individual_session_ids(client)}
    return all(
        (session.id in instance.offer or session.id in own)
        and (session.room is None or session.room in instance.room)
        for session in schedule.sessions
    )


def _own_sessions_led(schedule: Schedule, clinician: str, day: int | None) -> set[str]:
    return {
        session.id
        for session in schedule.sessions
        if session.kind == "individual"
        and clinician in session.leaders
        and (day is None or session.date.weekday() == day)
    }
