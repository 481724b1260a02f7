"""Solve, and say why what falls short does."""

from iopsched.continuity.carrying import carry_over
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits, OnProgress
from iopsched.domain.reasons import ExplainedResult
from iopsched.domain.schedule import Schedule
from iopsched.explaining.reasons import reasons
from iopsched.solving import solve


def solve_and_explain(
    instance: Instance,
    *,
    limits: Limits | None = None,
    published: Schedule | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
) -> ExplainedResult:
    """Return what `solve` returns, with the reasons of every shortfall.

    The search has the limits, and finding the reasons has them once more; without shortfalls it takes no
    time.

    Raises:
        iopsched.errors.IopschedError: whatever `solve` raises.
    """
    result = solve(instance, limits=limits, published=published, on_progress=on_progress, cancel=cancel)
    published = published or instance.published
    if published is not None:
        instance = instance.replace(published=carry_over(instance, published).published)
    found = reasons(instance, result.schedule, limits=limits, cancel=cancel)
    return ExplainedResult.from_solving(instance, **dict(result), reasons=found)
