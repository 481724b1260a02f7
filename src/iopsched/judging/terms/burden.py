"""Terms of what the week costs clients and clinicians in waits, trips and nights."""

import datetime as dt
import itertools

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.judging.day import pause_lengths, span
from iopsched.judging.index import ScheduleIndex


def _waits(index: ScheduleIndex) -> list[int]:
    """Return the minutes of each pause of a client between two on-site sessions of one date."""
    return [
        pause
        for days in index.client_days.values()
        for sessions in days.values()
        if len(sessions) > 1
        for pause in pause_lengths(session for session in sessions if session.room is not None)
    ]


def idle_minutes(index: ScheduleIndex) -> int:
    """Return the minutes clients wait on site between two sessions."""
    longest = index.instance.conventions.new_trip_after_minutes
    return sum(pause for pause in _waits(index) if pause <= longest)


def extra_trips(index: ScheduleIndex) -> int:
    """Return the second and further trips of clients on one day."""
    longest = index.instance.conventions.new_trip_after_minutes
    return sum(1 for pause in _waits(index) if pause > longest)


def split_shifts(index: ScheduleIndex) -> int:
    """Return the long pauses in clinicians' days."""
    longest = index.instance.conventions.split_shift_after_minutes
    return sum(
        1
        for days in index.clinician_days.values()
        for sessions in days.values()
        for pause in pause_lengths(sessions)
        if pause > longest
    )


def short_rests(index: ScheduleIndex) -> int:
    """Return the nights too short between two working days of a clinician."""
    nights = 0
    for days in index.clinician_days.values():
        for before, after in itertools.pairwise(sorted(days)):
            if after - before != dt.timedelta(days=1):
                continue
            rest = MINUTES_PER_DAY - span(days[before])[1] + span(days[after])[0]
            if rest < index.instance.conventions.short_rest_minutes:
                nights += 1
    return nights
