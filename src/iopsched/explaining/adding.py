"""Adding clients like one to a week, one after the other, without anybody else falling shorter."""

import time
from collections.abc import Iterable

from iopsched.continuity.neighbourhoods import Opening, Surroundings
from iopsched.continuity.resolving import Verified, brief, resolve
from iopsched.cpsat.scope import open_scope
from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Need, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.judging.judge import judge

SECONDS = 4.0
EFFORT = 4.0
"""What placing one more client may use in one try."""

WIDTHS = (0, 15, 40)
"""How many other clients are open, try after try, until the newcomer fits."""

QUICK_WIDTHS = (0, 15)
"""The same where many things are tried."""

NeedKey = tuple[str, str, str | None]


class Adding:
    """Adds newcomers to weeks. Limits are those of everything that it is asked."""

    def __init__(self, profile: Client, floors: Verdict, limits: Limits, cancel: Cancel | None) -> None:
        self._profile, self._limits, self._cancel = profile, limits, cancel
        self._short = {_key(need): need.short for need in floors.shortfalls}
        self._until = time.monotonic() + limits.time_limit
        self._effort = 0.0

    @property
    def over(self) -> bool:
        """Whether nothing is left of the limits, or the caller has had enough."""
        return self.used(1.0)

    def used(self, share: float) -> bool:
        """Return whether a share of the limits is used up, or the caller has had enough."""
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            return self._effort >= share * self._limits.effort
        return time.monotonic() >= self._until - (1 - share) * self._limits.time_limit

    @property
    def left(self) -> Limits:
        """What is left of the limits."""
        seconds = max(self._until - time.monotonic(), 0.1)
        return brief(self._limits, seconds, max(self._limits.effort - self._effort, 0.1))

    def one_more(
        self, instance: Instance, schedule: Schedule, widths: tuple[int, ...] = WIDTHS
    ) -> tuple[Instance, Verified | None, Verified]:
        """Return the instance with one newcomer more, the week that serves it, and what it gets otherwise.

        The week is None if none was found; the last is what the newcomer gets while all others stay.
        """
        newcomer = self.newcomer(instance)
        grown = instance.replace(clients=(*instance.clients, newcomer))
        schedule = schedule.model_copy(update={"instance_digest": grown.digest})
        start = Verified(schedule, judge(grown, schedule))
        alone = start
        for width in widths:
            if self.over:
                break
            found = self._place(grown, start, newcomer.id, width)
            if found is None:
                continue
            if self.serves(found.verdict, [newcomer.id]):
                return grown, found, found
            if width == 0:
                alone = found
        return grown, None, alone

    def newcomer(self, instance: Instance) -> Client:
        """Return a client like the profile, under an id of its own, its guests too."""
        number = 1
        while f"new-{number}" in instance.client:
            number += 1
        guests = {guest.id: f"{guest.id[:50]}-{number}" for guest in self._profile.guests}
        plan = tuple(
            item.model_copy(update={"with_guests": tuple(guests.get(one, one) for one in item.with_guests)})
            for item in self._profile.plan
        )
        return self._profile.model_copy(
            update={
                "id": f"new-{number}",
                "plan": plan,
                "guests": tuple(
                    guest.model_copy(update={"id": guests[guest.id]}) for guest in self._profile.guests
                ),
            }
        )

    def serves(self, verdict: Verdict, newcomers: Iterable[str]) -> bool:
        """Return whether newcomers have all they need and nobody else is shorter than before."""
        new = set(newcomers)
        return all(
            need.client not in new and need.short <= self._short.get(_key(need), 0)
            for need in verdict.shortfalls
        )

    def _place(self, grown: Instance, start: Verified, newcomer: str, width: int) -> Verified | None:
        opening = Opening(clients={newcomer})
        opening.sessions.update(one for one, _ in grown.individual_session_ids(grown.client[newcomer]))
        if width:
            opening.clients.update(one for one in grown.client if one.startswith("new-"))
            mine = tuple(c for c in start.verdict.certificates if c.client == newcomer)
            concerned = start.verdict.model_copy(update={"certificates": mine})
            around = Surroundings(grown, start.schedule).of_shortfalls(concerned, width)
            others = sorted(around.clients)
            opening.clients.update(others[:: max(-(-len(others) // width), 1)])
            opening.sessions |= around.sessions
        scope = open_scope(
            grown, start.schedule, sessions=opening.sessions, clients=opening.clients, own_sessions=False
        )
        limits = brief(self.left, SECONDS, EFFORT)
        resolved = resolve(grown, scope, limits, levels=0, cancel=self._cancel)
        self.charge(resolved.effort)
        if resolved.best is None:
            return None
        schedule = resolved.best.schedule.model_copy(update={"instance_digest": grown.digest})
        return Verified(schedule, resolved.best.verdict)

    def charge(self, effort: float) -> None:
        """Count effort that was used elsewhere."""
        self._effort += effort


def _key(need: Need) -> NeedKey:
    return need.client, need.kind, need.subject
