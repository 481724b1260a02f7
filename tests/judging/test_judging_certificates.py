"""Certificates: the line of each client and the numbers behind it."""

import datetime as dt

from builders import MON, TUE, client, group, group_session, individual, instance, item, schedule, service
from iopsched.domain.instance import Instance
from iopsched.domain.result import Certificate
from iopsched.judging.judge import judge


def certificate(facts: Instance, *sessions) -> Certificate:
    return judge(facts, schedule(facts, *sessions)).certificates[0]


def evening(minutes: int, **parts) -> Instance:
    """Three long groups of so many minutes on Monday, Wednesday and Saturday."""
    return instance(
        services=[service("grp", minutes), individual()],
        groups=[group("g", "Mon 18:00", "Wed 18:00", "Sat 9:00")],
        **parts,
    )


HELD = (
    group_session("g.1", "Mon 18:00"),
    group_session("g.2", "Wed 18:00"),
    group_session("g.3", "Sat 9:00"),
)


def test_a_week_that_meets_its_level():
    # 3 * 180 = 540 minutes, 9.0 hours.
    facts = evening(180, level={"min_minutes_per_week": 540, "qualifying_day_minutes": 180})
    found = certificate(facts, *HELD)
    assert found.line == "Mon 3.0 + Wed 3.0 + Sat 3.0 = 9.0 h on 3 days: meets iop"
    assert found.met
    assert (found.minutes, found.service_days, found.qualifying_days) == (540, 3, 3)
    assert found.minutes_by_date == {dt.date(2026, 3, day): 180 for day in (2, 4, 7)}


def test_attended_minutes_are_in_the_line_and_days_in_order():
    # Tue 90 attended; Mon 60 attended and 180 held.
    attended = [{"date": TUE, "credited_minutes": 90}, {"date": MON, "credited_minutes": 60}]
    facts = evening(180, clients=[client("c1", attended=attended)])
    assert certificate(facts, HELD[0]).line == "Mon 4.0 + Tue 1.5 = 5.5 h on 2 days: meets iop"


def test_hours_that_tenths_would_round_are_in_minutes():
    # 3 * 50 = 150 minutes: 0.8 + 0.8 + 0.8 = 2.5 would look wrong.
    assert (
        certificate(evening(50), *HELD).line == "Mon 0:50 + Wed 0:50 + Sat 0:50 = 2:30 h on 3 days: meets iop"
    )


def test_what_is_short_is_listed_with_its_minutes():
    # 540 - 180 = 360; two days of 180 short = 360; one session of 60: 780 in all.
    facts = evening(
        180,
        level={"min_minutes_per_week": 540, "qualifying_day_minutes": 180, "min_qualifying_days": 3},
        clients=[client("c1", item("ind"), item("grp", min_sessions=0))],
    )
    found = certificate(facts, HELD[0])
    assert found.line == (
        "Mon 3.0 = 3.0 h on 1 day: 780 min short of iop "
        "(credited minutes 180 of 540, qualifying days 1 of 3, sessions of ind 0 of 1)"
    )
    assert not found.met


def test_a_week_without_sessions_and_a_floor_that_cannot_be_met():
    facts = evening(
        180, level={"min_minutes_per_week": 540}, clients=[client("c1", max_minutes_per_week=300)]
    )
    assert certificate(facts).line == (
        "nothing = 0.0 h on 0 days: 540 min short of iop "
        "(credited minutes 0 of 540, more than the data allows)"
    )


def test_uncredited_attendance_is_no_service_day():
    facts = evening(60, clients=[client("c1", attended=[{"date": MON, "credited_minutes": 0}])])
    found = certificate(facts)
    assert (found.minutes_by_date, found.service_days, found.qualifying_days) == ({}, 0, 0)
