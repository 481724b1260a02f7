"""A published schedule, of this week or the last, is where the search starts and change is counted from."""

import datetime as dt

import pytest

from builders import client as client_data
from builders import (
    clinician,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from builders import group as group_data
from iopsched.cpsat.extract import moved_to_week
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.schedule import Schedule
from iopsched.solving import solve

LIMITS = Limits(reproducible=True, effort=5, workers=1)


@pytest.fixture
def week() -> Instance:
    """Two clients, a group that may meet on any of three days, and a session each."""
    return instance(
        services=[service("grp"), individual("ind")],
        rooms=[room("A"), room("B")],
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[group_data("g", "Mon 18:00 | Tue 18:00 | Wed 18:00")],
        clients=[
            client_data(name, item("grp"), item("ind"), hours="Mon-Thu 16:00-20:00") for name in ("c1", "c2")
        ],
    )


@pytest.fixture
def before(week: Instance) -> Schedule:
    """A valid week that no search would come up with by itself."""
    return schedule(
        week,
        group_session("g.1", "Tue 18:00", clients=["c1", "c2"], leaders=["k2"], room="B"),
        own_session("c1.ind.1", "Wed 19:00", leaders=["k2"], room="A"),
        own_session("c2.ind.1", "Thu 16:45", leaders=["k1"], room="B"),
    )


def test_nothing_changes_when_nothing_changed(week: Instance, before: Schedule) -> None:
    result = solve(week, limits=LIMITS, published=before)
    assert result.schedule.sessions == before.sessions
    assert [level.value for level in result.levels if level.id == "2"] == [0]


def test_last_weeks_schedule_comes_back_in_this_week(week: Instance, before: Schedule) -> None:
    earlier = moved_to_week(before, week.week.monday - dt.timedelta(days=7))
    assert {s.date for s in earlier.sessions}.isdisjoint(s.date for s in before.sessions)
    result = solve(week, limits=LIMITS, published=earlier)
    assert result.schedule.sessions == before.sessions


def test_the_published_schedule_is_the_first_one_found(week: Instance, before: Schedule) -> None:
    seen: list[Progress] = []
    solve(week, limits=LIMITS, published=before, on_progress=seen.append)
    first = next(progress.schedule for progress in seen if progress.schedule is not None)
    assert first.sessions == before.sessions


def test_people_who_left_and_places_that_closed_do_not_stop_it(week: Instance, before: Schedule) -> None:
    smaller = week.replace(clients=week.clients[:1], rooms=week.rooms[:1], clinicians=week.clinicians[:1])
    result = solve(smaller, limits=LIMITS, published=before)
    assert result.status == "optimal"
    assert {client for s in result.schedule.sessions for client in s.clients} == {"c1"}
    assert not result.shortfalls


def test_a_published_meeting_that_cannot_be_held_keeps_nobody_from_the_rest_of_its_track() -> None:
    """Monday is closed this week, so the track runs without it; c2 only starts on Wednesday."""
    week = instance(
        week={"closures": [{"date": "2026-03-02"}]},
        groups=[group_data("g", "Mon 18:00", "Tue 18:00", "Wed 18:00", attendance="attend_all")],
        clients=[
            client_data("c1", item("grp", min_sessions=2)),
            client_data("c2", item("grp"), starts_on="2026-03-04"),
        ],
    )
    everybody = [
        group_session(f"g.{n}", f"{day} 18:00", clients=["c1", "c2"])
        for n, day in enumerate(("Mon", "Tue", "Wed"), 1)
    ]
    result = solve(week, limits=LIMITS, published=schedule(week, *everybody))
    assert [(s.id, s.clients) for s in result.schedule.sessions] == [
        ("g.2", ("c1",)),
        ("g.3", ("c1", "c2")),
    ]
    assert not result.shortfalls
