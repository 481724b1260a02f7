"""What was attended so far, in place of what was planned."""

import datetime as dt

import pytest

from builders import (
    MON,
    TUE,
    WED,
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
from iopsched.domain.attendance import AttendanceRow
from iopsched.domain.clients import Attendance
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge
from iopsched.replanning.attendance import record
from iopsched.replanning.past import at_time

NOW = dt.datetime(2026, 3, 4, 14)


def plain(**parts) -> Instance:
    return instance(
        **{
            "services": [
                service("grp", 90, credited_minutes=60),
                individual(),
                service("meeting", credited_minutes=0),
            ],
            "clinicians": [clinician("k1"), clinician("k2")],
            "rooms": [room("A"), room("B")],
            "groups": [
                group("g", "Mon 18:00", "Wed 9:00", "Thu 18:00"),
                group("aa", "Tue 12:00", service="meeting"),
            ],
            "clients": [
                client("c1", "grp", "ind"),
                client("c2", "grp", "meeting"),
                client("c3", "grp", "ind"),
            ],
            **parts,
        }
    )


def published() -> Schedule:
    return schedule(
        plain(),
        group_session("g.1", "Mon 18:00", clients=["c1", "c2"]),
        group_session("aa.1", "Tue 12:00", clients=["c2", "c3"]),
        own_session("c1.ind.1", "Tue 17:00"),
        group_session("g.2", "Wed 9:00", clients=["c1", "c2", "c3"]),
        group_session("g.3", "Thu 18:00", clients=["c1"]),
    )


def at_two(**parts) -> Instance:
    return at_time(plain(**parts), NOW, published())[0]


def row(client_id: str, session: str, minutes: int, number: int | None = None) -> AttendanceRow:
    return AttendanceRow(client=client_id, session=session, attended_minutes=minutes, row=number)


def attended(week: Instance, client_id: str) -> list[tuple]:
    return [
        (str(entry.date), entry.session, entry.credited_minutes, entry.service)
        for entry in week.client[client_id].attended
    ]


def problems_of(*rows: AttendanceRow) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as error:
        record(at_two(), published(), rows)
    return [(problem.code, problem.place) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("minutes", "credited", "counts"),
    [(90, 60, "grp"), (89, 59, "grp"), (45, 30, "grp"), (1, 0, "grp"), (0, 0, None), (120, 60, "grp")],
)
def test_minutes_attended_earn_credit_in_proportion(minutes, credited, counts):
    changed = record(at_two(), published(), [row("c1", "g.1", minutes)])
    assert attended(changed.instance, "c1") == [(MON, "g.1", credited, counts)]


def test_a_session_without_credit_counts_if_it_was_attended_at_all():
    changed = record(at_two(), published(), [row("c2", "aa.1", 5), row("c3", "aa.1", 0)])
    assert attended(changed.instance, "c2") == [(TUE, "aa.1", 0, "meeting")]
    assert attended(changed.instance, "c3") == [(TUE, "aa.1", 0, None)]


def test_who_has_no_row_is_taken_to_have_attended():
    changed = record(at_two(), published(), [row("c1", "g.1", 90), row("c1", "c1.ind.1", 60)])
    assert changed.notes == (
        "g.1: no attendance recorded for 1 of 2 clients; taken as attended",
        "aa.1: no attendance recorded for 2 of 2 clients; taken as attended",
        "g.2: no attendance recorded for 3 of 3 clients; taken as attended",
    )


def test_the_judge_counts_what_was_attended():
    week = at_two()
    before = {one.client: one.minutes for one in judge(week, published()).certificates}
    rows = [row("c1", "g.1", 45), row("c1", "g.2", 0)]
    after = judge(record(week, published(), rows).instance, published()).certificates
    now = {one.client: one.minutes for one in after}
    assert before["c1"] - now["c1"] == 30 + 60
    assert (before["c2"], before["c3"]) == (now["c2"], now["c3"])


def test_an_older_record_of_the_session_is_replaced_where_it_stands():
    older = [
        {"date": MON, "credited_minutes": 60, "service": "grp", "session": "g.1"},
        {"date": MON, "credited_minutes": 45},
    ]
    week = at_two(
        clients=[client("c1", "grp", "ind", attended=older), client("c2", "grp"), client("c3", "grp")]
    )
    changed = record(week, published(), [row("c1", "g.2", 90), row("c1", "g.1", 0)])
    assert attended(changed.instance, "c1") == [
        (MON, "g.1", 0, None),
        (MON, None, 45, None),
        (WED, "g.2", 60, "grp"),
    ]
    assert changed.notes[-1] == "g.2: no attendance recorded for 2 of 3 clients; taken as attended"
    silent = record(week, published(), [row("c2", "g.1", 90)])
    assert not any(note.startswith("g.1") for note in silent.notes)


def test_whoever_came_unplanned_to_a_group_is_counted_and_told():
    changed = record(at_two(), published(), [row("c3", "g.1", 90)])
    assert attended(changed.instance, "c3") == [(MON, "g.1", 60, "grp")]
    assert changed.notes[0] == "c3 attended g.1 without being in it as published"


def test_more_minutes_than_there_are_count_as_all():
    changed = record(at_two(), published(), [row("c1", "g.1", 120)])
    assert changed.notes[0] == ("c1 has 120 minutes in g.1, which is 90 minutes long; counted as all of it")


def test_rows_may_stand_twice_if_they_say_the_same():
    changed = record(at_two(), published(), [row("c1", "g.1", 45), row("c1", "g.1", 45)])
    assert attended(changed.instance, "c1") == [(MON, "g.1", 30, "grp")]


def test_the_order_of_rows_is_nothing():
    rows = [row("c1", "g.2", 45), row("c1", "g.1", 90), row("c2", "aa.1", 0), row("c3", "g.1", 10)]
    one, other = (record(at_two(), published(), some) for some in (rows, rows[::-1]))
    assert one == other
    assert one.instance.digest == other.instance.digest


def test_rows_of_a_group_may_call_it_as_it_was_called():
    groups = [
        group("g2", "Mon 18:00", "Wed 9:00", "Thu 18:00", formerly=["g"]),
        group("aa", "Tue 12:00", service="meeting"),
    ]
    week = at_two(groups=groups)
    for name in ("g.1", "g2.1"):
        changed = record(week, published(), [row("c1", name, 90)])
        assert attended(changed.instance, "c1") == [(MON, "g2.1", 60, "grp")]


def test_rows_of_whoever_left_are_passed_over():
    week = at_two(clients=[client("c1", "grp", "ind"), client("c2", "grp")])
    changed = record(week, published(), [row("c3", "aa.1", 60), row("c3", "g.2", 60)])
    assert changed.notes[0] == "client c3 is not in the instance any more; its rows count for nothing"
    assert changed.instance == week


def test_everything_wrong_is_told_at_once():
    found = problems_of(
        row("c9", "g.1", 90, 2),
        row("c1", "g.7", 90, 3),
        row("c1", "g.3", 90, 4),
        row("c3", "c1.ind.1", 60, 5),
        row("c1", "g.1", -5, 6),
        row("c2", "g.1", 90, 7),
        row("c2", "g.1", 80, 8),
    )
    assert found == [
        ("unknown_reference", "attendance row 2, client"),
        ("unknown_reference", "attendance row 3, session"),
        ("attendance_not_past", "attendance row 4, session"),
        ("attendance_not_own", "attendance row 5, client"),
        ("number_out_of_range", "attendance row 6, attended_minutes"),
        ("duplicate_attendance", "attendance row 8"),
    ]


def test_rows_without_a_number_are_counted():
    assert problems_of(row("c1", "g.1", 90), row("c9", "g.1", 90)) == [
        ("unknown_reference", "attendance row 2, client")
    ]


def test_attendance_is_of_the_past_of_this_week():
    with pytest.raises(ProblemsError) as error:
        record(plain(), published(), [])
    assert [problem.code for problem in error.value.problems] == ["attendance_without_now"]
    other = plain(week={"monday": "2026-03-09", "now": "2026-03-11T12:00"})
    with pytest.raises(ProblemsError) as error:
        record(other, published(), [])
    assert [problem.code for problem in error.value.problems] == ["week_differs"]


def test_what_is_written_reads_back():
    changed = record(at_two(), published(), [row("c1", "g.1", 45)]).instance
    assert Instance.model_validate(changed.model_dump(mode="json")) == changed
    assert changed.client["c1"].attended == (
        Attendance(date=MON, credited_minutes=30, service="grp", session="g.1"),
    )
