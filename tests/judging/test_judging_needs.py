"""Needs: combined floors and ceilings, proration, due items, gaps, memberships, what is impossible."""

import pytest

from builders import (
    FRI,
    MON,
    NEXT_MON,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    client,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.result import Need
from iopsched.judging.judge import judge


def needs(facts: Instance, *sessions) -> dict[tuple[str, str | None], Need]:
    """Return the needs of the first client by kind and subject."""
    certificate = judge(facts, schedule(facts, *sessions)).certificates[0]
    return {(need.kind, need.subject): need for need in certificate.needs}


def amounts(need: Need) -> tuple[int, int, int, int]:
    return need.needed, need.got, need.short, need.minutes


def test_a_client_of_whom_nothing_is_asked_has_no_needs():
    assert needs(instance()) == {}


def test_the_strictest_of_level_payers_and_own_band_counts():
    # Floors: the highest of 300 (level), 360 (p) and 420 (own). Qualifying: the larger of 180 and 120.
    facts = instance(
        level={"min_minutes_per_week": 300},
        payers=[
            {"id": "p", "min_minutes_per_week": 360, "qualifying_day_minutes": 180},
            {"id": "q", "qualifying_day_minutes": 120, "min_qualifying_days": 2},
        ],
        clients=[client("c1", payers=["p", "q"], min_minutes_per_week=420)],
    )
    found = needs(facts, group_session("g.1", "Mon 18:00"))
    assert amounts(found["week_minutes", None]) == (420, 60, 360, 360)
    # 60 minutes qualify nowhere; 2 days short of 180 minutes each.
    assert amounts(found["qualifying_days", None]) == (2, 0, 2, 360)


@pytest.mark.parametrize(
    "stay, minutes, days",
    [
        ({}, 540, 3),  # 7 of 7 days
        ({"starts_on": WED}, 385, 2),  # 5 days: 540*5//7 = 385; (2*3*5 + 7)//14 = 37//14 = 2
        ({"starts_on": TUE}, 462, 3),  # 6 days: 540*6//7 = 462; (36 + 7)//14 = 3
        ({"ends_on": THU}, 308, 2),  # 4 days: 540*4//7 = 308; (24 + 7)//14 = 2
        ({"starts_on": SUN}, 77, None),  # 1 day: 77; (6 + 7)//14 = 0, so no need
        ({"starts_on": SAT}, 154, 1),  # 2 days: 154; (12 + 7)//14 = 1
        ({"starts_on": NEXT_MON}, None, None),  # not here this week
    ],
)
def test_floors_are_prorated_to_the_stay(stay, minutes, days):
    level = {"min_minutes_per_week": 540, "min_qualifying_days": 3, "min_service_days": 3}
    found = needs(instance(level=level, clients=[client("c1", **stay)]))
    assert {kind: need.needed for (kind, _), need in found.items()} == {
        kind: needed
        for kind, needed in (("week_minutes", minutes), ("qualifying_days", days), ("service_days", days))
        if needed is not None
    }


def test_what_was_attended_counts_and_a_day_adds_up():
    # Mon: 60 attended + 60 held = 120, qualifying; Tue: 90 attended alone, a service day only.
    facts = instance(
        level={"min_minutes_per_week": 300, "qualifying_day_minutes": 120, "min_qualifying_days": 2},
        clients=[
            client(
                "c1",
                attended=[{"date": MON, "credited_minutes": 60}, {"date": TUE, "credited_minutes": 90}],
            )
        ],
    )
    found = needs(facts, group_session("g.1", "Mon 18:00"))
    assert amounts(found["week_minutes", None]) == (300, 210, 90, 90)
    assert amounts(found["qualifying_days", None]) == (2, 1, 1, 120)


def test_a_qualifying_day_without_minutes_of_its_own_is_any_service_day():
    # Nobody sets the minutes: a day short counts the 60 of an uncredited session.
    found = needs(instance(level={"min_qualifying_days": 2}), group_session("g.1", "Mon 18:00"))
    assert amounts(found["qualifying_days", None]) == (2, 1, 1, 60)


def test_uncredited_sessions_make_no_service_day_and_count_by_convention_when_missing():
    # A 12-step meeting credits 0: it is attended, makes no day, and one short counts 45.
    facts = instance(
        conventions={"uncredited_session_minutes": 45},
        level={"min_service_days": 1},
        services=[service("grp", 60, credited_minutes=0)],
        clients=[client("c1", item("grp", min_sessions=2))],
    )
    found = needs(facts, group_session("g.1", "Mon 18:00"))
    assert amounts(found["service_days", None]) == (1, 0, 1, 45)
    assert amounts(found["sessions", "grp"]) == (2, 1, 1, 45)


def test_sessions_count_recorded_attendance_and_are_not_prorated():
    # 3 asked, 1 recorded, 1 held: 1 short of 50 minutes. Attendance without service is no session.
    facts = instance(
        services=[service("grp"), individual("ind", 50)],
        clients=[
            client(
                "c1",
                item("ind", min_sessions=3, max_sessions=3),
                starts_on=FRI,
                attended=[
                    {"date": FRI, "credited_minutes": 50, "service": "ind"},
                    {"date": FRI, "credited_minutes": 50},
                ],
            )
        ],
    )
    found = needs(facts, own_session("c1.ind.1", "Sat 10:00"))
    assert amounts(found["sessions", "ind"]) == (3, 2, 1, 50)


@pytest.mark.parametrize(
    "last_on, due",
    [
        (None, True),
        ("2026-02-22", True),  # Sunday of the week of Mon 16 Feb, two weeks before 2 Mar
        ("2026-02-23", False),  # Monday of last week
        ("2026-03-01", False),  # Sunday of last week
    ],
)
def test_an_item_is_due_whole_weeks_after_it_was_last_on(last_on, due):
    facts = instance(clients=[client("c1", item("ind", every_weeks=2, last_on=last_on))])
    assert (("sessions", "ind") in needs(facts)) is due


def test_what_is_never_scheduled_is_no_need():
    facts = instance(
        services=[service("grp"), individual("screen", scheduled=False)], clients=[client("c1", "screen")]
    )
    assert needs(facts) == {}


@pytest.mark.parametrize(
    "fields, served, windows, got",
    [
        # g = 2: stretches of 3 dates in the stay: Mon-Wed ... Fri-Sun. Monday serves one of them.
        ({}, "Mon", 5, 1),
        # Wednesday is in Mon-Wed, Tue-Thu and Wed-Fri.
        ({}, "Wed", 5, 3),
        # Last served on Sunday before: the same five, for a stretch begins after that Sunday.
        ({"last_service_date": "2026-03-01"}, "Wed", 5, 3),
        # Last served on Friday before: Sat-Mon and Sun-Tue are added, and not served by Wednesday.
        ({"last_service_date": "2026-02-27"}, "Wed", 7, 3),
        # Long ago: only stretches that end in the week count, Sat-Mon being the first.
        ({"last_service_date": "2026-01-05"}, "Mon", 7, 3),
        # From Thursday on, never served: Thu-Sat and Fri-Sun.
        ({"starts_on": THU}, "Fri", 2, 2),
        # From Thursday on, last served on Sunday: Tue-Thu and Wed-Fri too, and Friday is in Wed-Fri.
        ({"starts_on": THU, "last_service_date": "2026-03-01"}, "Fri", 4, 3),
        # Until Wednesday: Mon-Wed alone.
        ({"ends_on": WED}, "Wed", 1, 1),
        # A stay of two dates holds no stretch of three.
        ({"starts_on": SAT}, "Sat", 0, None),
    ],
)
def test_each_stretch_longer_than_the_gap_holds_a_service_day(fields, served, windows, got):
    facts = instance(
        level={"max_gap_days": 2},
        groups=[group("g", f"{served} 18:00")],
        clients=[client("c1", **fields)],
    )
    found = needs(facts, group_session("g.1", f"{served} 18:00"))
    if not windows:
        assert found == {}
    else:
        short = windows - got
        assert amounts(found["gap_days", None]) == (windows, got, short, short * 60)


def test_attended_days_end_a_gap_too():
    # Attended on Tuesday: of Mon-Wed ... Fri-Sun it serves Mon-Wed and Tue-Thu.
    attended = [{"date": TUE, "credited_minutes": 30}, {"date": FRI, "credited_minutes": 0}]
    facts = instance(level={"max_gap_days": 2}, clients=[client("c1", attended=attended)])
    assert amounts(needs(facts)["gap_days", None]) == (5, 2, 3, 180)


def test_the_smallest_gap_counts_and_a_gap_of_none_asks_for_every_day():
    facts = instance(
        level={"max_gap_days": 2},
        payers=[{"id": "p", "max_gap_days": 0}],
        clients=[client("c1", payers=["p"])],
    )
    found = needs(facts, group_session("g.1", "Mon 18:00"))
    assert amounts(found["gap_days", None]) == (7, 1, 6, 360)


def test_membership_is_needed_in_closed_groups_and_tracks_only():
    facts = instance(
        services=[service("grp", 60, credited_minutes=50)],
        groups=[
            group("closed", "Mon 18:00", closed=True, members=["c1"]),
            group("track", "Tue 18:00", attendance="attend_all", members=["c1"]),
            group("open", "Wed 18:00", members=["c1"]),
            group("other", "Thu 18:00", closed=True, members=["c2"]),
        ],
        clients=[client("c1"), client("c2")],
    )
    found = needs(facts, group_session("track.1", "Tue 18:00"))
    assert {subject: amounts(need) for (_, subject), need in found.items()} == {
        "closed": (1, 0, 1, 50),
        "track": (1, 1, 0, 0),
    }


@pytest.mark.parametrize(
    "level, fields, impossible",
    [
        ({"min_minutes_per_week": 540}, {}, set()),
        ({"min_minutes_per_week": 540}, {"payers": ["low"]}, {"week_minutes"}),  # 540 over 539
        # 4 days of stay: 540*4//7 = 308 is below 539.
        ({"min_minutes_per_week": 540}, {"payers": ["low"], "starts_on": THU}, set()),
        ({"min_service_days": 3}, {"payers": ["low"]}, {"service_days"}),  # 3 over 2
        ({"min_qualifying_days": 3}, {"payers": ["low"]}, {"qualifying_days"}),
        ({"min_qualifying_days": 3}, {"authorisation": {"days_left": 3}}, set()),
        ({"min_qualifying_days": 3}, {"authorisation": {"days_left": 2}}, {"qualifying_days"}),
        ({"min_qualifying_days": 3}, {"authorisation": {"first_date": FRI}}, set()),
        ({"min_qualifying_days": 3}, {"authorisation": {"first_date": SAT}}, {"qualifying_days"}),
        ({"min_qualifying_days": 3}, {"authorisation": {"last_date": TUE}}, {"qualifying_days"}),
    ],
)
def test_a_floor_above_its_own_ceiling_is_impossible(level, fields, impossible):
    facts = instance(
        level=level,
        payers=[{"id": "low", "max_minutes_per_week": 539, "max_service_days": 2}],
        clients=[client("c1", **fields)],
    )
    assert {kind for (kind, _), need in needs(facts).items() if need.impossible} == impossible
