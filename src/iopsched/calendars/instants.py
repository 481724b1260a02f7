"""From the wall clock of a week to instants. Where the clock changes, times are skipped or shown twice."""

import datetime as dt
from zoneinfo import ZoneInfo

from iopsched.domain.schedule import Session
from iopsched.domain.week import Week


def instant(date: dt.date, minutes: int, zone: ZoneInfo) -> dt.datetime:
    """Return in UTC when the wall clock shows `minutes` after midnight of a date.

    A time that the clock shows twice is the first; one that it skips is as long after the change as it
    would have been after the last time shown.
    """
    return _local(date, minutes).replace(tzinfo=zone).astimezone(dt.UTC)


def span(session: Session, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return in UTC when a session starts and ends.

    It ends when the clock shows its end. One that starts at a time the clock skips keeps its minutes
    instead, for the clock may then show its end before it has begun.
    """
    start = instant(session.date, session.start, zone)
    if start.astimezone(zone).replace(tzinfo=None) != _local(session.date, session.start):
        return start, start + dt.timedelta(minutes=session.end - session.start)
    return start, instant(session.date, session.end, zone)


def week_span(week: Week) -> tuple[dt.datetime, dt.datetime]:
    """Return in UTC when a week starts and when the next one does."""
    zone = ZoneInfo(week.time_zone)
    return instant(week.monday, 0, zone), instant(week.monday + dt.timedelta(days=7), 0, zone)


def _local(date: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)
