"""Who could lead a session of a published week, or each session of a group."""

from dataclasses import replace

from iopsched.continuity.carrying import carry_over
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.replanning.substitutes import Substitutes, qualified, substitutes


def cover(instance: Instance, schedule: Schedule, what: str) -> tuple[Substitutes, ...]:
    """Return the ranked clinicians for a session, or for each session ahead of a group, in order of time.

    Raises:
        ProblemsError: the schedule is not of the instance, or has no such session or group.
    """
    require_own(instance, schedule)
    base = carry_over(instance, schedule).start
    sessions = [
        session
        for session in base.sessions
        if session.id == what
        or (session.group == what and not instance.week.is_past(session.date, session.start))
    ]
    if not sessions:
        message = "the schedule has no session or group of this id ahead"
        shown = safe_value(what, {*instance.offer, *instance.group})
        raise ProblemsError([Problem("unknown_session", "--cover", message, "Name one it has.", shown)])
    sessions.sort(key=lambda session: (session.date, session.start, session.id))
    return tuple(
        Substitutes(
            session=session.id,
            ranked=substitutes(instance, base, session.id, published=base),
            left_out=len(instance.clinicians) - len(qualified(instance, session.service)),
        )
        for session in sessions
    )


def require_own(instance: Instance, schedule: Schedule) -> None:
    """Raise every way in which a schedule does not belong to the instance.

    That something else changed since it was made is no problem: what counts is whether rules are kept.

    Raises:
        ProblemsError: it does not.
    """
    problems = [
        problem
        for problem in schedule_problems(instance, schedule)
        if problem.severity == "error" and problem.code != "digest_differs"
    ]
    if problems:
        raise ProblemsError(replace(problem, place=f"schedule.{problem.place}") for problem in problems)
