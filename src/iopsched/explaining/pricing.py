"""What a wish costs: a verified schedule that has it, with as much of the week held as can be."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from iopsched.continuity.neighbourhoods import Opening, Surroundings, changes_between
from iopsched.continuity.resolving import Verified, brief, resolve
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.relations import Pin
from iopsched.domain.result import Verdict, Violation
from iopsched.domain.schedule import Schedule, Session
from iopsched.explaining.wishes import clients_of
from iopsched.judging.judge import judge
from iopsched.replanning.differences_goals import shortfall_changes

STEPS = ((15, False), (15, True), (60, False), (25, True))
"""Step after step: how many clients may be open at once, and whether their own sessions are too."""

SECONDS = 2.0
EFFORT = 2.0
"""What one step may use."""

SOFT_SECONDS = 1.2
SOFT_EFFORT = 2.0
"""How long to look for a better price once there is one."""

MOST_JOINING = 30
"""How many clients may be moved into a group that is not held."""


@dataclass
class Written:
    """The wish written into the schedule by hand, and what the judge says of that."""

    schedule: Schedule
    verdict: Verdict

    @property
    def violations(self) -> tuple[Violation, ...]:
        """The rules broken."""
        return self.verdict.violations


class Pricing:
    """One wish, asked for in `asked`, of the schedule `base`, which is valid."""

    def __init__(
        self,
        asked: Instance,
        base: Verified,
        pins: tuple[Pin, ...],
        written: Written,
        limits: Limits,
        cancel: Cancel | None,
    ) -> None:
        self._asked, self._base, self._pins, self._written = asked, base, pins, written
        self._limits, self._cancel = limits, cancel
        self._began = time.monotonic()
        self._tried: set[Scope] = set()
        self._best: Verified | None = None
        self.effort = 0.0

    def run(self) -> Verified | None:
        """Return the best schedule with the wish that was found, None if none was."""
        if self._written.verdict.valid:
            self._best = Verified(self._written.schedule, self._written.verdict)
        for opening, own in self._openings():
            if self._best is not None and (not self._dearer() or self._over(soft=True)):
                break
            if self._over(soft=False):
                break
            self._resolve(self._base.schedule, opening, own)
        while self._best is not None and self._dearer() and not self._over(soft=True):
            before = self._best
            around = Surroundings(self._asked, before.schedule).of_shortfalls(before.verdict, STEPS[0][0])
            around.add(self._core())
            self._resolve(before.schedule, around, own=False)
            if self._best is before:
                break
        return self._best

    def _dearer(self) -> bool:
        """Return whether anybody is shorter than before."""
        assert self._best is not None
        changes = shortfall_changes(self._base.verdict, self._best.verdict)
        return any(change.course in ("new", "worse") for change in changes)

    def _over(self, *, soft: bool) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            most = SOFT_EFFORT if soft else self._limits.effort
            return self.effort >= min(most, self._limits.effort)
        most = SOFT_SECONDS if soft else self._limits.time_limit
        return time.monotonic() - self._began >= min(most, self._limits.time_limit)

    def _openings(self) -> Iterator[tuple[Opening, bool]]:
        core = self._core()
        yield core, True
        near = self._near()
        near.add(core)
        yield near, False
        around = Surroundings(self._asked, self._written.schedule)
        for width, own in STEPS:
            wider = around.of_violations(self._written.violations, width)
            wider.add(near)
            yield wider, own

    def _core(self) -> Opening:
        """Open the wish's clients, what it says otherwise of a session, and own sessions in its way."""
        opening = Opening(clients=set(clients_of(self._pins, self._asked)))
        for client in opening.clients:
            own = self._asked.individual_session_ids(self._asked.client[client])
            opening.sessions.update(one for one, _ in own)
        changed = changes_between(self._base.schedule, self._written.schedule)
        before, after = (
            {session.id: session for session in schedule.sessions}
            for schedule in (self._base.schedule, self._written.schedule)
        )
        for one in changed.sessions:
            was, is_ = before.get(one), after.get(one)
            if was is None or is_ is None or _without_people(was) != _without_people(is_):
                opening.sessions.add(one)
            if is_ is not None and (was is None or not is_.clients) and is_.kind == "group":
                opening.clients.update(self._joining(is_))
        for violation in self._written.violations:
            for session in (after[one] for one in violation.sessions if one in after):
                if session.kind == "individual":
                    opening.sessions.add(session.id)
                    opening.clients.update(session.clients)
        return opening

    def _near(self) -> Opening:
        """Open the group sessions in the wish's way too, and who sits in the full ones."""
        opening, after = Opening(), {session.id: session for session in self._written.schedule.sessions}
        for violation in self._written.violations:
            opening.sessions.update(violation.sessions)
            opening.clients.update(one for one in violation.people if one in self._asked.client)
            if violation.rule in ("head_count", "room_fits", "leader_ratio", "ages_together"):
                for session in (after[one] for one in violation.sessions if one in after):
                    opening.clients.update(session.clients or self._joining(session))
        return opening

    def _joining(self, session: Session) -> list[str]:
        """Return clients who might join a group session that is not held yet, those who fall short first."""
        short = {need.client for need in self._base.verdict.shortfalls}
        planned = [
            client
            for client in self._asked.clients
            if not client.plan or client.item_for(session.service) is not None
        ]
        in_order = sorted(planned, key=lambda client: client.id not in short)
        return [client.id for client in in_order[:MOST_JOINING]]

    def _resolve(self, base: Schedule, opening: Opening, own: bool) -> None:
        scope = open_scope(
            self._asked, base, sessions=opening.sessions, clients=opening.clients, own_sessions=own
        )
        if scope in self._tried:
            return
        self._tried.add(scope)
        left = self._limits.time_limit - (time.monotonic() - self._began)
        limits = brief(self._limits, min(SECONDS, max(left, 0.05)), EFFORT)
        resolved = resolve(self._asked, scope, limits, cancel=self._cancel)
        self.effort += resolved.effort
        found = resolved.best
        if found is not None and (self._best is None or found.vector < self._best.vector):
            self._best = found


def _without_people(session: Session) -> Session:
    return session.model_copy(update={"clients": (), "guests": ()})


def written(asked: Instance, schedule: Schedule) -> Written:
    """Return what the judge says of a schedule that was written by hand."""
    return Written(schedule, judge(asked, schedule))
