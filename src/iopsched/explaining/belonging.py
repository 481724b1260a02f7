"""Whether a schedule is one that can be explained: of this instance, and breaking no rule."""

from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.errors import Problem, ProblemsError
from iopsched.judging.judge import judge


def require_valid(instance: Instance, schedule: Schedule) -> Verdict:
    """Return the judge's verdict on a schedule of the instance.

    Raises:
        ProblemsError: it is not of the instance, or it breaks rules; each is told.
    """
    problems = schedule_problems(instance, schedule)
    if problems:
        raise ProblemsError(problems)
    verdict = judge(instance, schedule)
    if not verdict.valid:
        way_out = "Mend the schedule first: iopsched replan keeps as much of it as the rules allow."
        raise ProblemsError(
            [
                Problem("schedule_invalid", f"schedule ({one.rule})", one.message, way_out)
                for one in verdict.violations
            ]
        )
    return verdict
