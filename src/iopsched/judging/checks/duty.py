"""Staff: loads and breaks of clinicians."""

import itertools
from collections.abc import Iterator

from iopsched.domain.clock import format_day
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, told, told_span


def _minutes(sessions: list[Session]) -> int:
    return sum(session.end - session.start for session in sessions)


def _ids(sessions: list[Session]) -> tuple[str, ...]:
    return tuple(session.id for session in sessions)


def clinician_day_load(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician leads at most its minutes per day."""
    for clinician in index.instance.clinicians:
        most = clinician.max_minutes_per_day
        for date, sessions in index.clinician_days[clinician.id].items():
            led = _minutes(sessions)
            if most is not None and led > most:
                message = f"clinician {clinician.id} leads {led} minutes on {format_day(date.weekday())}, "
                message += f"at most {most} are allowed"
                yield Violation(
                    rule="clinician_day_load",
                    message=message,
                    sessions=_ids(sessions),
                    people=(clinician.id,),
                )


def clinician_week_load(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician leads at most its minutes per week."""
    for clinician in index.instance.clinicians:
        most = clinician.max_minutes_per_week
        sessions = [one for day in index.clinician_days[clinician.id].values() for one in day]
        led = _minutes(sessions)
        if most is not None and led > most:
            message = f"clinician {clinician.id} leads {led} minutes in the week, at most {most} are allowed"
            yield Violation(
                rule="clinician_week_load",
                message=message,
                sessions=_ids(sessions),
                people=(clinician.id,),
            )


def clinician_break(index: ScheduleIndex) -> Iterator[Violation]:
    """A clinician has its break between any two sessions."""
    for clinician in index.instance.clinicians:
        if clinician.break_minutes == 0:
            continue
        for sessions in index.clinician_days[clinician.id].values():
            for earlier, later in itertools.combinations(sessions, 2):
                pause = later.start - earlier.end
                if 0 <= pause < clinician.break_minutes:
                    message = f"clinician {clinician.id} has {counted(pause, 'minute')} from "
                    message += f"{told_span(earlier)} to {told(later)}, "
                    message += f"its break is {clinician.break_minutes}"
                    yield Violation(
                        rule="clinician_break",
                        message=message,
                        sessions=(earlier.id, later.id),
                        people=(clinician.id,),
                    )
