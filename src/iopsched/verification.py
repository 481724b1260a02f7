"""Verifying any schedule, hand-made ones too, against an instance."""

from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge


def verify(instance: Instance, schedule: Schedule) -> Verdict:
    """Return every rule that the schedule breaks, every goal's value and every client's certificate.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not one of this instance.
    """
    problems = [problem for problem in schedule_problems(instance, schedule) if problem.severity == "error"]
    if problems:
        raise ProblemsError(problems)
    return judge(instance, schedule)
