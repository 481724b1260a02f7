"""Wall clock to UTC, in weeks in which the clock changes and in zones where it never does."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from clock_cases import CASES

from iopsched.calendars.instants import instant, span, week_span
from iopsched.domain.schedule import Session
from iopsched.domain.week import Week


def session_on(date, start, end):
    base = {"id": "g.1", "kind": "group", "group": "g", "service": "s", "mode": "telehealth"}
    return Session.model_validate({**base, "date": date, "start": start, "end": end})


@pytest.mark.parametrize("zone, wall, start, end", CASES)
def test_times_on_the_wall_clock_are_these_in_utc(zone, wall, start, end):
    date, times = wall.split()
    begins, ends = times.split("-")
    told = [f"{moment:%Y-%m-%dT%H:%MZ}" for moment in span(session_on(date, begins, ends), ZoneInfo(zone))]
    assert told == [start, end]


ZONES = ["America/New_York", "Australia/Lord_Howe", "Europe/Dublin", "Asia/Kathmandu"]


@pytest.mark.parametrize("zone", ZONES)
def test_no_session_of_a_year_ends_before_it_starts_and_clocks_show_its_times(zone):
    place = ZoneInfo(zone)
    any_session = session_on("2026-01-01", "0:00", "0:45")
    for day in range(365):
        date = dt.date(2026, 1, 1) + dt.timedelta(days=day)
        for start in range(0, 240, 15):
            session = any_session.model_copy(update={"date": date, "start": start, "end": start + 45})
            first, last = span(session, place)
            assert first < last
            shown = first.astimezone(place)
            assert shown.fold == 0
            late = shown.replace(tzinfo=None) - dt.datetime.combine(date, dt.time(start // 60, start % 60))
            assert not late or dt.timedelta() < late <= dt.timedelta(hours=1)


def test_a_week_is_as_long_as_its_clock_makes_it():
    for monday, hours in (("2026-03-02", 167), ("2026-10-26", 169), ("2026-06-01", 168)):
        week = Week.model_validate({"monday": monday, "time_zone": "America/New_York"})
        first, after = week_span(week)
        assert after - first == dt.timedelta(hours=hours)
        assert first == instant(week.monday, 0, ZoneInfo("America/New_York"))
