"""What the benchmark of re-planning asks, and how its numbers become a page."""

import datetime as dt
import math

import pytest

from benchmarking.scripts import load
from iopsched.domain.progress import Limits
from sample import sample_instance, sample_schedule


@pytest.fixture(name="benchmark", scope="module")
def fixture_benchmark():
    return load("replan_speed")


def test_each_clinicians_busiest_day_is_tried_once(benchmark):
    week = sample_instance()
    assert benchmark.absences_of(sample_schedule(week), 8) == ["k1:mon", "k2:tue"]
    assert benchmark.absences_of(sample_schedule(week), 1) == ["k1:mon"]


def test_an_absence_is_planned_again_and_timed(benchmark):
    week = sample_instance()
    week = week.replace(goals=week.goals[:4])
    limits = Limits(reproducible=True, effort=0.5, workers=1)
    made, after, schedule = benchmark.absence(week, sample_schedule(week), "k2:tue", limits)
    assert 0 < made.first <= made.proved
    assert after.clinician["k2"].exceptions[0].date == dt.date(2026, 3, 3)
    assert all("k2" not in s.leaders for s in schedule.sessions if s.date == dt.date(2026, 3, 3))


def test_a_newcomer_has_somebodys_plan_and_comes_alone(benchmark):
    client = sample_instance().client["c01"]
    new = benchmark.newcomer(client, 1)
    assert (new.id, new.guests, new.hours) == ("new-1", (), client.hours)
    assert [item.service for item in new.plan] == [item.service for item in client.plan]
    assert not any(item.with_guests for item in new.plan)


def test_what_is_never_reached_misses_its_goal(benchmark):
    goal = benchmark.Goal("x", 3.0, (1.0, 2.0, None))
    assert (goal.met, goal.median, goal.worst) == (False, 2.0, math.inf)
    assert benchmark.Goal("x", 3.0, (1.0, 3.0)).met


def test_the_page_shows_speed_and_quarters():
    refresh = load("refresh_page")
    made = {
        "date": "2026-03-01",
        "versions": {"iopsched": "1", "ortools": "2", "python": "3"},
        "machine": {"system": "Linux", "processor": "x", "cores": 2},
        "limits": {"time_limit": 20.0, "workers": None},
    }
    speed = [{"name": "diff", "wanted": 0.5, "seconds": [0.1, 0.2, 0.7], "met": False}]
    text = refresh.suite_text({"suite": "replan-speed", **made, "speed": speed})
    assert "| diff | 3 | 0.20 | 0.70 | 0.5 | **no** |" in text
    week = dict.fromkeys((*refresh.WEEKLY, *refresh.AFTER), 1.5) | {"violations": 0, "other_clinician": 2.5}
    text = refresh.suite_text({"suite": "quarter-40", **made, "weeks": [week, week]})
    assert "4 schedules verified, 0 rules broken" in text
    assert "quarter-40.svg" in text
    assert text.count("| 1.5 |") >= 2
