"""A published schedule as the instance of now sees it: in this week, groups by their present ids."""

import datetime as dt
from collections.abc import Iterable

from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group


def as_of_now(schedule: Schedule, monday: dt.date, groups: Iterable[Group]) -> Schedule:
    """Return a schedule of any week moved to the week of `monday`, day for day, its groups renamed.

    A group that lists the published id under `formerly` gives it, and its sessions, the present one.
    """
    return _renamed(_moved(schedule, monday), groups)


def _moved(schedule: Schedule, monday: dt.date) -> Schedule:
    ahead = monday - schedule.week + dt.timedelta(days=schedule.week.weekday())
    if not ahead and schedule.week == monday:
        return schedule
    sessions = tuple(s.model_copy(update={"date": s.date + ahead}) for s in schedule.sessions)
    return schedule.model_copy(update={"week": monday, "sessions": sessions})


def _renamed(schedule: Schedule, groups: Iterable[Group]) -> Schedule:
    present = {former: group.id for group in groups for former in group.formerly}
    if not present:
        return schedule
    taken = {session.id for session in schedule.sessions}
    sessions: list[Session] = []
    for session in schedule.sessions:
        group = present.get(session.group or "")
        renamed = f"{group}{session.id.removeprefix(session.group or '')}"
        if group is not None and renamed not in taken and session.id.startswith(f"{session.group}."):
            taken.add(renamed)
            session = session.model_copy(update={"id": renamed, "group": group})
        sessions.append(session)
    return schedule.model_copy(update={"sessions": tuple(sessions)})
