"""Contradictions: pins and facts of an instance that no schedule keeps together, and why."""

from iopsched.conflicts.finding import find_conflict
from iopsched.continuity.carrying import carry_over
from iopsched.domain.conflicts import Conflict
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.judging.judge import judge


def contradictions(
    instance: Instance, *, limits: Limits | None = None, cancel: Cancel | None = None
) -> Conflict | None:
    """Return a minimal set of pins and facts that contradict each other or a rule; None if there is none.

    What is published is seen as `solve` sees it. A conflict is confirmed, each time on a model built anew:
    no schedule keeps the parts together, and one was found and judged without each part that is said to be
    needed. None means that a schedule was found which the judge accepts.

    Raises:
        iopsched.errors.NoScheduleError: neither was shown within the limits.
    """
    if instance.published is not None:
        carried = carry_over(instance, instance.published)
        if judge(instance, carried.start).valid:
            return None
        instance = instance.replace(published=carried.published)
    return find_conflict(instance, limits=limits, cancel=cancel)
