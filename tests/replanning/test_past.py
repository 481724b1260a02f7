"""The week at a time of it: what was published until then is history, as far as the instance knows it."""

import datetime as dt

import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.replanning.past import at_time

WEDNESDAY = dt.datetime(2026, 3, 4, 18)


@pytest.fixture(name="week")
def fixture_week() -> Instance:
    """Three days of a group, two clients, one of them with a guest."""
    return instance(
        services=[service("grp"), individual()],
        rooms=[room("A"), room("B")],
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[group("g", "Mon 18:00", "Wed 18:00", "Fri 18:00")],
        clients=[client("c1", guests=[{"id": "v"}]), client("c2", "grp", "ind")],
    )


@pytest.fixture(name="before")
def fixture_before(week: Instance) -> Schedule:
    """All that was published for the week."""
    return schedule(
        week,
        own_session("c2.ind.1", "Wed 17:00", leaders=["k2"], room="B"),
        group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1", "k2"], guests=["v"]),
        group_session("g.2", "Wed 18:00", ["c1"]),
        group_session("g.3", "Fri 18:00", ["c1", "c2"]),
    )


def test_what_starts_before_now_is_history_and_nothing_else(week: Instance, before: Schedule) -> None:
    then, notes = at_time(week, WEDNESDAY, before)
    assert then.week.now == WEDNESDAY
    assert {session.id: session for session in then.history} == {
        session.id: session for session in before.sessions if session.id in ("g.1", "c2.ind.1")
    }
    assert notes == ()
    later, _ = at_time(then, WEDNESDAY + dt.timedelta(minutes=1), before)
    assert [session.id for session in later.history] == ["c2.ind.1", "g.1", "g.2"]
    assert later.digest != then.digest != week.digest


@pytest.mark.parametrize(("day", "number"), [(1, 0), (9, 4)])
def test_all_or_nothing_is_past_outside_the_week(
    week: Instance, before: Schedule, day: int, number: int
) -> None:
    then, _ = at_time(week, dt.datetime(2026, 3, day), before)
    assert len(then.history) == number


def test_people_who_are_gone_are_left_out_of_the_history(week: Instance, before: Schedule) -> None:
    left = week.replace(clients=week.clients[1:], clinicians=week.clinicians[:1])
    then, notes = at_time(left, WEDNESDAY, before)
    monday = next(session for session in then.history if session.id == "g.1")
    assert (monday.clients, monday.leaders, monday.guests) == (("c2",), ("k1",), ())
    assert notes == ()


def test_sessions_that_are_unknown_are_left_out_and_named(week: Instance, before: Schedule) -> None:
    one_meeting = week.groups[0].model_copy(update={"meetings": week.groups[0].meetings[1:]})
    then, notes = at_time(week.replace(groups=(one_meeting,), rooms=week.rooms[:1]), WEDNESDAY, before)
    assert then.history == ()
    assert notes == (
        "past session c2.ind.1 of Wed 17:00 is left out: the instance does not have room B",
        "past session g.1 of Mon 18:00 is left out: the instance does not offer it",
    )
    other = week.groups[0].model_copy(update={"service": "talk"})
    renamed = week.replace(services=(*week.services, week.services[0].model_copy(update={"id": "talk"})))
    then, notes = at_time(renamed.replace(groups=(other,)), WEDNESDAY, before)
    assert [session.id for session in then.history] == ["c2.ind.1"]
    assert notes == ("past session g.1 of Mon 18:00 is left out: its id stands for another session now",)


def test_the_schedule_of_another_week_is_refused(week: Instance, before: Schedule) -> None:
    next_week = week.replace(week=week.week.model_copy(update={"monday": dt.date(2026, 3, 9)}))
    with pytest.raises(ProblemsError) as error:
        at_time(next_week, WEDNESDAY, before)
    assert [(problem.code, problem.place) for problem in error.value.problems] == [("week_differs", "--now")]
