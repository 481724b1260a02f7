"""The part of a week that is past: what was published for it is held as it was."""

import datetime as dt
from collections.abc import Container, Iterator

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.present import as_of_now
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.schedule_checks import session_problems
from iopsched.domain.week import Week
from iopsched.errors import Problem, ProblemsError
from iopsched.replanning.events import session_ids


def at_time(instance: Instance, now: dt.datetime, published: Schedule) -> tuple[Instance, tuple[str, ...]]:
    """Return the instance at a time of its week, and a sentence for each past session that is left out.

    The published sessions that start before `now` become its history. People whom the instance does
    not know are left out of them; left out whole are sessions that it does not offer, or whose room
    it does not have.

    Raises:
        ProblemsError: `published` is the schedule of another week.
    """
    if published.week != instance.week.monday:
        message = f"what is published is not of the instance's week, that of {instance.week.monday}"
        way_out = "Leave the time out, or give this week's published schedule."
        raise ProblemsError([Problem("week_differs", "--now", message, way_out, str(published.week))])
    week = Week.model_validate({**dict(instance.week), "now": now})
    there = as_of_now(published, instance.week.monday, instance.groups)
    past = [session for session in there.sessions if week.is_past(session.date, session.start)]
    known, offered = [_with_known_people(instance, session) for session in past], session_ids(instance)
    lost = {session.id: reason for session in known for reason in _reasons(instance, offered, session)}
    history = tuple(session for session in known if session.id not in lost)
    notes = tuple(
        f"past session {session.id} of {format_day(session.date.weekday())} {format_time(session.start)} "
        f"is left out: {lost[session.id]}"
        for session in past
        if session.id in lost
    )
    return instance.replace(week=week, history=history), notes


def _with_known_people(instance: Instance, session: Session) -> Session:
    known = {
        "leaders": tuple(one for one in session.leaders if one in instance.clinician),
        "clients": tuple(one for one in session.clients if one in instance.client),
        "guests": tuple(one for one in session.guests if one in instance.guest),
    }
    return session.model_copy(update=known)


def _reasons(instance: Instance, offered: Container[str], session: Session) -> Iterator[str]:
    """Yield why a session cannot be one of the instance's, at most one reason."""
    if session.id not in offered:
        yield "the instance does not offer it"
    elif session.room is not None and session.room not in instance.room:
        yield f"the instance does not have room {session.room}"
    elif session_problems(instance, session, session.id):
        yield "its id stands for another session now"
