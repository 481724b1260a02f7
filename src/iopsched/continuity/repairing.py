"""Making a schedule that no longer fits valid again, step by step, with as little change as possible."""

import time
from collections.abc import Callable

from iopsched.continuity.neighbourhoods import Opening, Surroundings, changes_between
from iopsched.continuity.resolving import Verified, brief, resolve
from iopsched.cpsat.scope import Scope, open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule
from iopsched.judging.judge import judge

ROUNDS = ((0, True), (15, False), (10, True), (60, False), (25, True), (60, True))
"""Round after round: how many clients may be open at once, and whether their own sessions are too.

At first only who falls short is open: whoever is new mostly fits in beside all others. Own sessions
could be held at any time, so they make most of a model; then groups alone are tried first.
"""

CLOSER = (None, 0, 25)
"""How many clients of broken sessions are open while coming closer to the start again.

None opens nothing but what was changed.
"""

SECONDS = 4.0
EFFORT = 2.0
"""What one round may use."""


class Repair:
    """One repair: `run` it on a schedule that knows no id that the instance does not.

    Only what stands in the way of a rule or of a client who falls short is opened, a little more each
    round; each better schedule goes to `on_better`. Without `closer` it ends once nobody is short,
    however much that changes.
    """

    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_better: Callable[[Verified], None] = lambda _: None,
        cancel: Cancel | None = None,
        *,
        closer: bool = True,
    ) -> None:
        self._instance, self._limits = instance, limits
        self._on_better, self._cancel = on_better, cancel
        self._closer = closer
        self._until = time.monotonic() + limits.time_limit
        self._best: Verified | None = None
        self.effort = 0.0
        self._tried: set[Scope] = set()

    def run(self, start: Schedule) -> Verified | None:
        """Return a valid schedule near the start that serves as many clients as was found, or None.

        What is broken is opened alone first, for an answer at once; then more around it and around
        who falls short.
        """
        verdict = judge(self._instance, start)
        if verdict.valid:
            self._take(Verified(start, verdict))
        else:
            self._resolve(start, Opening({one for v in verdict.violations for one in v.sessions}))
        for width, own in ROUNDS:
            if width and not verdict.valid:
                around = Surroundings(self._instance, start).of_violations(verdict.violations, width)
                self._resolve(start, around, own)
            self._serve(width, own)
            if self._nobody_short() or self._over():
                break
        if self._closer:
            self._come_closer(start, verdict.violations)
        return self._best

    def _serve(self, width: int, own: bool) -> None:
        """Open what is around the clients who fall short, again and again as long as that helps."""
        while self._best is not None and not self._nobody_short() and not self._over():
            before = self._best
            around = Surroundings(self._instance, before.schedule)
            self._resolve(before.schedule, around.of_shortfalls(before.verdict, width), own)
            if self._best is before:
                break

    def _come_closer(self, start: Schedule, broken: tuple[Violation, ...]) -> None:
        """Open all that was changed and all around it, so that no more changes than has to."""
        for width in CLOSER:
            if self._best is None or self._over():
                return
            opening = changes_between(start, self._best.schedule)
            if not opening.sessions:
                return
            if width is not None:
                opening.add(Surroundings(self._instance, start).of_violations(broken, width))
            self._resolve(self._best.schedule, opening)

    def _resolve(self, base: Schedule, opening: Opening, own: bool = True) -> None:
        scope = open_scope(
            self._instance,
            base,
            sessions=opening.sessions,
            clients=opening.clients,
            own_sessions=own,
        )
        if scope in self._tried:
            return
        self._tried.add(scope)
        limits = brief(self._limits, min(SECONDS, self._until - time.monotonic()), EFFORT)
        resolved = resolve(self._instance, scope, limits, levels=0, cancel=self._cancel)
        self.effort += resolved.effort
        if resolved.best is not None:
            self._take(resolved.best)

    def _take(self, found: Verified) -> None:
        if self._best is None or found.vector < self._best.vector:
            self._best = found
            self._on_better(found)

    def _nobody_short(self) -> bool:
        return self._best is not None and not self._best.verdict.shortfalls

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._limits.reproducible:
            return self.effort >= self._limits.effort
        return time.monotonic() >= self._until
