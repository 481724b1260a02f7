"""A published schedule carried over to another week, other people and other groups."""

import datetime as dt

import pytest

from builders import client, clinician, group, group_session, instance, own_session, room, schedule
from iopsched.continuity.carrying import carry_over, present_session_id
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.judging.judge import judge
from iopsched.verification import verify

NEXT_MONDAY = "2026-03-09"


def a_week(**parts) -> Instance:
    return instance(
        **{
            "clinicians": [clinician("k1"), clinician("k2")],
            "rooms": [room("A"), room("B")],
            "groups": [group("dbt", "Tue 18:00", "Thu 18:00"), group("open", "Wed 18:00")],
            "clients": [client("c1", "grp", "ind"), client("c2", "grp"), client("c3", "grp")],
            **parts,
        }
    )


def published() -> Schedule:
    return schedule(
        a_week(),
        group_session("dbt.1", "Tue 18:00", clients=["c1", "c2"]),
        group_session("dbt.2", "Thu 18:00", clients=["c1", "c2", "c3"], leaders=["k2"], room="B"),
        group_session("open.1", "Wed 18:00", clients=["c3"]),
        own_session("c1.ind.1", "Mon 10:00"),
    )


def sentences(week: Instance, before: Schedule) -> list[str]:
    return [entry.sentence for entry in carry_over(week, before).dropped]


def test_this_weeks_schedule_is_carried_over_whole():
    week = a_week()
    carried = carry_over(week, published())
    assert carried.published == published()
    assert carried.start.sessions == published().sessions
    assert (carried.start.instance_id, carried.start.instance_digest) == (week.id, week.digest)
    assert carried.dropped == ()
    assert verify(week, carried.start).valid


@pytest.mark.parametrize("monday", [NEXT_MONDAY, "2026-02-23", "2027-01-04"])
def test_another_weeks_schedule_is_moved_day_for_day(monday):
    week = a_week(week={"monday": monday})
    carried = carry_over(week, published())
    assert carried.dropped == ()
    assert str(carried.start.week) == monday
    weekdays = [session.date.weekday() for session in published().sessions]
    assert [session.date.weekday() for session in carried.start.sessions] == weekdays
    assert verify(week, carried.start).valid
    assert [session.date for session in carried.published.sessions] == [
        session.date for session in carried.start.sessions
    ]


def test_groups_are_called_by_their_present_ids():
    week = a_week(
        groups=[group("dbt-new", "Tue 18:00", "Thu 18:00", formerly=["dbt"]), group("open", "Wed 18:00")]
    )
    carried = carry_over(week, published())
    assert [session.id for session in carried.start.sessions] == [
        "dbt-new.1",
        "dbt-new.2",
        "open.1",
        "c1.ind.1",
    ]
    assert carried.dropped == ()
    assert carried.published.sessions == carried.start.sessions
    assert present_session_id(week, "dbt.2") == "dbt-new.2"
    assert present_session_id(week, "dbt.9") == "dbt.9"
    assert present_session_id(week, "open.1") == "open.1"


def test_of_two_groups_that_became_one_the_first_is_carried_over():
    before = published()
    week = a_week(groups=[group("one", "Tue 18:00", "Wed 18:00", formerly=["dbt", "open"])])
    carried = carry_over(week, before)
    assert [session.id for session in carried.published.sessions] == ["one.1", "one.2", "open.1", "c1.ind.1"]
    assert sentences(week, before) == [
        "group open is not offered any more: its 1 session and 1 place are gone; was it renamed? list open "
        "under `formerly` of its new group",
        "session one.2 cannot start at Thu 18:00 any more",
    ]


def test_what_a_group_was_called_changes_no_digest():
    plain = a_week()
    renamed = a_week(
        groups=[group("dbt", "Tue 18:00", "Thu 18:00", formerly=["old"]), group("open", "Wed 18:00")]
    )
    assert plain.digest == renamed.digest
    assert plain != renamed


def test_a_group_that_is_gone_is_told_once():
    week = a_week(groups=[group("open", "Wed 18:00")])
    carried = carry_over(week, published())
    assert [session.id for session in carried.start.sessions] == ["open.1", "c1.ind.1"]
    assert sentences(week, published()) == [
        "group dbt is not offered any more: its 2 sessions and 5 places are gone; was it renamed? list dbt "
        "under `formerly` of its new group"
    ]
    assert len(carried.published.sessions) == 4


def test_sessions_that_cannot_be_held_so_any_more():
    week = a_week(
        groups=[group("dbt", "Tue 19:00"), group("open", "Wed 18:00")],
        clients=[client("c1", "grp"), client("c2", "grp"), client("c3", "grp")],
    )
    carried = carry_over(week, published())
    assert [session.id for session in carried.start.sessions] == ["open.1"]
    assert sentences(week, published()) == [
        "session dbt.1 cannot start at Tue 18:00 any more",
        "session dbt.2 is not offered any more: its 3 places are gone",
        "session c1.ind.1 is in nobody's plan any more",
    ]


def test_an_own_session_off_the_grid_cannot_start_so():
    week = a_week(week={"grid_minutes": 60})
    before = schedule(a_week(), own_session("c1.ind.1", "Mon 10:15"))
    assert sentences(week, before)[0] == "session c1.ind.1 cannot start at Mon 10:15 any more"
    assert carry_over(week, before).start.sessions == ()


def test_a_service_of_another_length_keeps_its_start():
    services = [
        {"id": "grp", "clock_minutes": 90, "min_heads": 1},
        {"id": "ind", "format": "individual", "clock_minutes": 50},
    ]
    week = a_week(services=services)
    start = carry_over(week, published()).start
    assert {session.id: session.end - session.start for session in start.sessions} == {
        "dbt.1": 90,
        "dbt.2": 90,
        "open.1": 90,
        "c1.ind.1": 50,
    }
    assert verify(week, start).valid


def test_people_who_came_and_went_are_told():
    week = a_week(
        clinicians=[clinician("k1"), clinician("k3")],
        clients=[client("c2", "grp"), client("c3", "grp"), client("c4", "grp")],
    )
    carried = carry_over(week, published())
    assert [(session.id, session.clients, session.leaders) for session in carried.start.sessions] == [
        ("dbt.1", ("c2",), ("k1",)),
        ("dbt.2", ("c2", "c3"), ()),
        ("open.1", ("c3",), ("k1",)),
    ]
    assert [(entry.kind, entry.id, entry.sentence) for entry in carried.dropped] == [
        ("client", "c1", "client c1 is not in the instance any more; it attended 3 sessions"),
        ("client", "c4", "client c4 is new: it was not in the published schedule"),
        ("clinician", "k2", "clinician k2 is not in the instance any more; it led 1 session"),
    ]
    assert judge(week, carried.start).violations


def test_guests_who_come_no_more():
    guests = [{"id": "g1"}]
    plan = [{"service": "ind", "with_guests": ["g1"]}]
    before = schedule(
        a_week(clients=[client("c1", *plan, guests=guests)]),
        own_session("c1.ind.1", "Mon 10:00", guests=["g1"]),
    )
    week = a_week(clients=[client("c1", "ind")])
    assert sentences(week, before) == ["guest g1 is not in the instance any more; it came to 1 session"]
    assert carry_over(week, before).start.sessions[0].guests == ()


def test_rooms_that_are_gone_or_closed_for_good():
    gone = a_week(rooms=[room("A")])
    closed = a_week(rooms=[room("A"), room("B", hours="never")])
    for week, why in ((gone, "is not in the instance any more"), (closed, "is closed all week")):
        carried = carry_over(week, published())
        assert "dbt.2" not in {session.id for session in carried.start.sessions}
        assert [entry.sentence for entry in carried.dropped] == [f"room B {why}: its 1 session needs another"]
    opened = a_week(
        rooms=[room("A"), room("B", hours="never", exceptions=[{"date": "2026-03-05", "hours": "17-20"}])]
    )
    assert carry_over(opened, published()).dropped == ()


def test_a_service_that_is_not_scheduled_any_more():
    services = [
        {"id": "grp", "clock_minutes": 60, "min_heads": 1},
        {"id": "ind", "format": "individual", "clock_minutes": 60, "scheduled": False},
    ]
    week = a_week(services=services)
    assert sentences(week, published()) == ["session c1.ind.1: service ind is not scheduled any more"]


def test_nothing_published_has_nobody_new():
    carried = carry_over(a_week(), schedule(a_week()))
    assert carried.dropped == ()
    assert carried.start.sessions == ()


def test_what_was_held_is_as_the_instance_has_it():
    plain = a_week()
    held = schedule(plain, group_session("dbt.1", "Tue 18:00", clients=["c1"], leaders=["k2"])).sessions
    now = plain.week.model_copy(update={"now": dt.datetime(2026, 3, 4, 9)})
    week = plain.replace(week=now, history=held)
    carried = carry_over(week, published())
    assert carried.start.sessions[0] == held[0]
    assert [session.id for session in carried.start.sessions] == ["dbt.1", "dbt.2", "open.1"]
    assert judge(week, carried.start).valid


def test_the_start_is_a_schedule_of_the_instance_whatever_was_published():
    stranger = Schedule.model_validate(
        {
            "instance_id": "other",
            "week": "2025-12-29",
            "sessions": [
                {
                    "id": "x.1",
                    "kind": "group",
                    "group": "x",
                    "service": "y",
                    "date": "2026-01-01",
                    "start": "23:00",
                    "end": "24:00",
                    "room": "Z",
                    "leaders": ["q"],
                    "clients": ["p"],
                    "guests": ["r"],
                },
                {
                    "id": "dbt.1",
                    "kind": "individual",
                    "service": "ind",
                    "date": "2025-12-30",
                    "start": "18:00",
                    "end": "19:00",
                    "mode": "telehealth",
                    "clients": ["c1"],
                },
            ],
        }
    )
    week = a_week()
    carried = carry_over(week, stranger)
    assert verify(week, carried.start).valid
    assert carried.start.sessions == ()
    assert [entry.id for entry in carried.dropped] == ["x", "dbt.1", "p", "c2", "c3", "q", "r"]
