"""One person's sessions of one date: the stretches, pauses and runs they make."""

from collections.abc import Iterable, Sequence

from iopsched.domain.clinicians import Meal
from iopsched.domain.hours import Window
from iopsched.domain.schedule import Session


def stretches(sessions: Iterable[Session]) -> list[Window]:
    """Return when the person is busy, overlapping sessions joined, in order of time."""
    busy: list[Window] = []
    for start, end in sorted((session.start, session.end) for session in sessions):
        if busy and start < busy[-1][1]:
            busy[-1] = (busy[-1][0], max(end, busy[-1][1]))
        else:
            busy.append((start, end))
    return busy


def pauses(sessions: Iterable[Session]) -> list[Window]:
    """Return the pauses between consecutive sessions; one of no length where two sessions touch."""
    busy = stretches(sessions)
    return [(before[1], after[0]) for before, after in zip(busy, busy[1:], strict=False)]


def pause_lengths(sessions: Iterable[Session]) -> list[int]:
    """Return the minutes of each pause between consecutive sessions."""
    return [end - start for start, end in pauses(sessions)]


def runs(sessions: Iterable[Session], rest_minutes: int) -> list[Window]:
    """Return the runs: chains of sessions whose pauses are all shorter than a rest."""
    chains: list[Window] = []
    for start, end in stretches(sessions):
        if chains and start - chains[-1][1] < rest_minutes:
            chains[-1] = (chains[-1][0], end)
        else:
            chains.append((start, end))
    return chains


def span(sessions: Sequence[Session]) -> Window:
    """Return the first start and the last end."""
    return min(session.start for session in sessions), max(session.end for session in sessions)


def has_meal(sessions: Sequence[Session], meal: Meal) -> bool:
    """Return whether the day is short enough to need no meal break, or has one."""
    start, end = span(sessions)
    if end - start <= meal.after_minutes:
        return True
    windows: Sequence[Window] = ((start, end),) if meal.between is None else meal.between
    return any(
        min(pause_end, closes) - max(pause_start, opens) >= meal.minutes
        for pause_start, pause_end in pauses(sessions)
        for opens, closes in windows
    )
