"""Making a schedule that no longer fits valid again, step by step, with as little change as possible."""

import time
from collections.abc import Callable

from iopsched.continuity.neighbourhoods import Opening, Surroundings
from iopsched.continuity.resolving import Verified, brief, resolve
from iopsched.cpsat.scope import open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule
from iopsched.judging.judge import judge

WIDTHS = (12, 30, 60)
"""How many clients may be open at once, round after round."""

SECONDS = 4.0
EFFORT = 2.0
"""What one round may use."""

_CHANGE = {"changed_attendance", "changed_time", "changed_leader", "changed_room"}


def repair(
    instance: Instance,
    start: Schedule,
    limits: Limits,
    *,
    on_better: Callable[[Verified], None] = lambda _: None,
    cancel: Cancel | None = None,
) -> Verified | None:
    """Return a valid schedule near `start` that serves as many clients as was found, or None.

    `start` knows no id that the instance does not. Only what stands in the way of a rule or of a
    client who falls short is opened, a little more each round; each better schedule goes to `on_better`.
    """
    return _Repair(instance, limits, on_better, cancel).run(start)


class _Repair:
    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        on_better: Callable[[Verified], None],
        cancel: Cancel | None,
    ) -> None:
        self._instance, self._limits = instance, limits
        self._on_better, self._cancel = on_better, cancel
        self._until = time.monotonic() + limits.time_limit
        self._levels = _levels_through_change(instance)
        self._best: Verified | None = None

    def run(self, start: Schedule) -> Verified | None:
        verdict = judge(self._instance, start)
        base, broken = start, verdict.violations
        if not broken:
            self._take(Verified(start, verdict))
        for width in WIDTHS:
            opening = Surroundings(self._instance, base).of_violations(broken, width)
            opening.add(Surroundings(self._instance, base).of_shortfalls(verdict, width))
            while opening.clients or opening.sessions:
                if self._over():
                    return self._best
                found = self._resolve(base, opening)
                if found is None or not self._take(found):
                    break
                if not broken:
                    base, verdict = found.schedule, found.verdict
                else:
                    verdict = found.verdict
                more = Surroundings(self._instance, found.schedule).of_shortfalls(verdict, width)
                if self._nobody_short() or (more.clients <= opening.clients and more.sessions <= opening.sessions):
                    break
                opening.add(more)
            if self._best is not None and self._nobody_short():
                return self._best
        return self._best

    def _resolve(self, base: Schedule, opening: Opening) -> Verified | None:
        scope = open_scope(self._instance, base, sessions=opening.sessions, clients=opening.clients)
        limits = brief(self._limits, min(SECONDS, self._until - time.monotonic()), EFFORT)
        return resolve(self._instance, scope, limits, levels=self._levels, cancel=self._cancel)

    def _take(self, found: Verified) -> bool:
        if self._best is not None and found.vector >= self._best.vector:
            return False
        self._best = found
        self._on_better(found)
        return True

    def _nobody_short(self) -> bool:
        return self._best is not None and not self._best.verdict.shortfalls

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        return not self._limits.reproducible and time.monotonic() >= self._until


def _levels_through_change(instance: Instance) -> int:
    """Return how many goal levels there are up to the last that counts change, at least one."""
    counting = [
        number
        for number, level in enumerate(instance.goals, 1)
        if any(term.term in _CHANGE for term in level.terms)
    ]
    return max(counting, default=min(3, len(instance.goals)))
