"""Weeks broken in a way whose least repair is known by hand: it is found, and costs what it has to."""

import datetime as dt

import pytest

from builders import (
    TUE,
    WED,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.replanning.event_kinds import Absence, Cancelling, Closing, Event, Leaving
from published_weeks import replanned, values

TUESDAY = dt.datetime(2026, 3, 3, 8)
LEADER, TIME, ROOM, ATTENDANCE, PLACE, CALL = 2, 3, 1, 3, 3, 2
"""What level 2 weighs: a leader, a time, a room, an attendance, a place in a group, a call."""


def house() -> Instance:
    """Two groups at fixed times, own sessions, and one clinician and one room to spare for each."""
    return instance(
        services=[service("grp"), individual("ind"), individual("med")],
        rooms=[room("A"), room("B")],
        clinicians=[
            clinician("k1", hours="Mon-Fri 9:00-20:00"),
            clinician("k2", hours="Mon-Fri 9:00-20:00"),
            clinician("k3", hours="Mon-Thu 18:00-19:00"),
        ],
        groups=[
            group("one", "Tue 18:00", leaders=["k1", "k3"]),
            group("two", "Wed 18:00", leaders=["k2"], max_heads=3),
            group("three", "Wed 18:00", leaders=["k1", "k2"], max_heads=2),
        ],
        clients=[
            client("c1", item("grp"), item("ind", with_whom="any"), hours="Tue-Wed 9:00-20:00"),
            client("c2", item("grp"), hours="Tue-Wed 16:00-20:00"),
            client("c3", item("grp"), hours="Wed 16:00-20:00"),
            client("c4", item("grp"), item("med", with_whom="any"), hours="Wed-Thu 17:00-20:00"),
        ],
    )


def published(week: Instance) -> Schedule:
    return schedule(
        week,
        group_session("one.1", "Tue 18:00", clients=["c1", "c2"], leaders=["k1"], room="A"),
        group_session("two.1", "Wed 18:00", clients=["c3", "c4"], leaders=["k2"], room="A"),
        own_session("c1.ind.1", "Tue 10:00", leaders=["k1"], room="A"),
        own_session("c4.med.1", "Thu 17:00", leaders=["k2"], room="B"),
    )


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


REPAIRS: dict[str, tuple[list[Event], int]] = {
    "somebody away who is not needed": ([Absence(clinician="k3", date=day(WED))], 0),
    # The only one free then leads the group; nobody who comes has to be told.
    "a substitute in a group": ([Absence(clinician="k1", date=day(TUE), hours="18:00-19:00")], LEADER),
    "a leader away": ([Absence(clinician="k1", date=day(TUE))], LEADER + LEADER + CALL),
    "a room closed": ([Closing(room="A", date=day(TUE), hours="18:00-19:00")], ROOM),
    "both sessions of a room": ([Closing(room="A", date=day(TUE))], 2 * ROOM),
    # c2 has one group left that it can come to and that has a seat.
    "a client with one other group": (
        [Absence(client="c2", date=day(TUE))],
        2 * ATTENDANCE + 2 * PLACE + CALL,
    ),
    # Thursday, or at 17:00 or 19:00 on Wednesday: c4 is told another time, its clinician stays.
    "an own session at another hour": (
        [Absence(client="c4", date=day("2026-03-05"), hours="17:00-17:30")],
        TIME + CALL,
    ),
    # Nobody else has to be told that c3 leaves; its own attendance ends with it.
    "somebody leaves": ([Leaving(client="c3")], 0),
    # two.1 cannot be held: both of its clients fit into the group beside it, at the same hour.
    "a group cancelled": (
        [Cancelling(group="two")],
        2 * (2 * ATTENDANCE + 2 * PLACE + CALL),
    ),
    "a leader away and a room closed": (
        [Absence(clinician="k1", date=day(TUE)), Closing(room="A", date=day(WED))],
        LEADER + LEADER + CALL + ROOM,
    ),
}


@pytest.mark.parametrize("name", REPAIRS)
def test_the_least_repair_is_found(name: str) -> None:
    events, change = REPAIRS[name]
    week = house()
    assert values(week, published(week))[:4] == (0, 0, 0, 0)
    again = replanned(week, published(week), events=events, effort=4)
    assert [level.value for level in again.result.levels[:4]] == [0, 0, 0, change]
    assert all(level.optimal for level in again.result.levels[:4])
    assert values(again.instance, again.result.schedule)[:4] == (0, 0, 0, change)


def test_nobody_is_called_for_what_nobody_can_help() -> None:
    """With k3 away too nobody can lead the group: c1 moves to the next evening, c2 can as well."""
    week = house()
    events = [Absence(clinician=one, date=day(TUE)) for one in ("k1", "k3")]
    again = replanned(week, published(week), events=events, effort=4)
    now = {session.id: session for session in again.result.schedule.sessions}
    assert "one.1" not in now
    groups = {one: sorted(s.id for s in now.values() if one in s.clients and s.group) for one in ("c1", "c2")}
    assert all(len(found) == 1 for found in groups.values())
    assert sum(client in now["two.1"].clients for client in ("c1", "c2")) <= 1
    assert not again.result.shortfalls


def three_evenings() -> Instance:
    """A group on each of three evenings, two of which make the client's hours; the third has one seat."""
    evenings = [
        group(day.lower(), f"{day} 18:00", leaders=["k1"], max_heads=2) for day in ("Mon", "Wed", "Fri")
    ]
    level = {"min_minutes_per_week": 120, "qualifying_day_minutes": 60, "min_qualifying_days": 2}
    return instance(
        groups=evenings,
        level=level,
        clients=[
            client(name, item("grp", min_sessions=2, max_sessions=3), hours="Mon-Fri 16:00-20:00")
            for name in ("c1", "c2", "c3")
        ],
    )


def two_each(week: Instance) -> Schedule:
    return schedule(
        week,
        group_session("mon.1", "Mon 18:00", clients=["c1", "c2"]),
        group_session("wed.1", "Wed 18:00", clients=["c1", "c3"]),
        group_session("fri.1", "Fri 18:00", clients=["c2", "c3"]),
    )


MISSED: dict[str, tuple[int, str, tuple[int, int, int]]] = {
    # Friday is full, and whoever gave up a seat there would fall short instead.
    "all of Monday": (0, "c1", (0, 1, 60 + 60 + 60)),
    "half of Monday": (30, "c1", (0, 1, 30 + 60)),
    "nothing": (60, "c1", (0, 0, 0)),
}


@pytest.mark.parametrize("name", MISSED)
def test_hours_and_qualifying_days_are_those_attended(name: str) -> None:
    minutes, who, least = MISSED[name]
    week = three_evenings()
    rows = [AttendanceRow(client=who, session="mon.1", attended_minutes=minutes)]
    again = replanned(week, two_each(week), effort=2, now=TUESDAY, attended=rows)
    assert tuple(level.value for level in again.result.levels[:3]) == least
    assert {s.id: s for s in again.result.schedule.sessions}["mon.1"].clients == ("c1", "c2")


def test_a_missed_evening_is_made_up_for_where_there_is_a_seat() -> None:
    week = three_evenings()
    before = two_each(week)
    left = tuple(one for one in week.clients if one.id != "c3")
    week = week.replace(clients=left)
    before = schedule(
        week,
        *(
            s.model_copy(update={"clients": tuple(c for c in s.clients if c != "c3")})
            for s in before.sessions
        ),
    )
    rows = [AttendanceRow(client="c1", session="mon.1", attended_minutes=0)]
    again = replanned(week, before, effort=2, now=TUESDAY, attended=rows)
    assert [level.value for level in again.result.levels[:4]] == [0, 0, 0, ATTENDANCE + PLACE + CALL]
    sessions = {session.id: session for session in again.result.schedule.sessions}
    assert sessions["fri.1"].clients == ("c1", "c2")
    line = next(line for line in again.result.certificates if line.client == "c1")
    assert (line.minutes, line.qualifying_days) == (120, 2)
    assert line.minutes_by_date.get(week.week.monday, 0) == 0
