"""Planning a published week again after something happened: prepare, solve, and say what changed."""

import datetime as dt
from collections.abc import Sequence

from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits, OnProgress
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule
from iopsched.replanning.events import Event
from iopsched.replanning.preparing import Replanned, finish, prepare
from iopsched.solving import solve


def replan(
    instance: Instance,
    schedule: Schedule,
    *,
    events: Sequence[Event] = (),
    pins: Sequence[Pin] = (),
    now: dt.datetime | None = None,
    attended: Sequence[AttendanceRow] = (),
    extra_sessions: int = 0,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel | None = None,
) -> Replanned:
    """Return the week planned again with the smallest change that keeps shortfalls as low as they can be.

    `schedule` is what people have. Any number of events are applied at once. What starts before `now`
    is held as it was, with hours as `attended` says; who missed sessions may have `extra_sessions` own
    ones beyond its plan. For the rest see `iopsched.solve`.

    Raises:
        ProblemsError: the schedule is another instance's, or something does not fit; all is told.
        NoScheduleError: no schedule was found in time.
        JudgeRefusedError: model and judge disagree, which is a defect of this package.
    """
    prepared = prepare(
        instance,
        schedule,
        events=events,
        pins=pins,
        now=now,
        attended=attended,
        extra_sessions=extra_sessions,
    )
    result = solve(prepared.instance, limits=limits, on_progress=on_progress, cancel=cancel)
    return finish(prepared, result, limits=limits, cancel=cancel)
