"""Goal terms, levels and their scales; each number is worked out in the comment beside it."""

import pytest
from judged import level, term

from builders import (
    MON,
    TELEHEALTH,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    room,
    schedule,
    service,
)
from iopsched.domain.goals import TERMS
from iopsched.domain.instance import Instance
from iopsched.judging.goals import TERM_VALUES
from iopsched.judging.judge import judge


def test_every_term_is_counted():
    assert list(TERM_VALUES) == list(TERMS)


MON_WED = instance(
    services=[service("grp", 180), individual("ind", 50)],
    groups=[group("g", "Mon 18:00", "Wed 18:00")],
    level={"min_minutes_per_week": 360},
    clients=[client("c1", item("grp"), item("ind"), priority=5), client("c2", priority=2)],
)


@pytest.mark.parametrize(
    "present, abandoned, short, minutes",
    [
        # Both have 360 of 360; c1 misses 1 of 1 individual session of 50 minutes.
        ((("c1", "c2"), ("c1", "c2")), 5, 5, 50),
        # c2 has 180 of 360: exactly half is short, which is not more than half. 50 + 180.
        ((("c1", "c2"), ("c1",)), 5, 7, 230),
        # c2 has nothing: 50 + 360.
        ((("c1",), ("c1",)), 7, 7, 410),
    ],
)
def test_level_1_counts_priorities_and_minutes(present, abandoned, short, minutes):
    sessions = (group_session("g.1", "Mon 18:00", present[0]), group_session("g.2", "Wed 18:00", present[1]))
    assert term("abandoned", MON_WED, *sessions) == abandoned
    assert term("clients_short", MON_WED, *sessions) == short
    assert term("minutes_short", MON_WED, *sessions) == minutes


def test_scales_of_level_1_are_all_priority_and_all_minutes_needed():
    assert level(MON_WED, clients_short=3).scale == 3 * 7
    # c1: 360 + 1 * 180 (one session of grp) + 1 * 50; c2: 360.
    assert level(MON_WED, minutes_short=1).scale == 950
    assert level(MON_WED, clients_short=2, minutes_short=1).scale == 964


def test_a_level_of_one_term_has_its_unit_and_a_mix_has_points():
    assert level(MON_WED, minutes_short=1).unit == "credited minutes"
    mixed = level(MON_WED, clients_short=100, minutes_short=1)
    # 7 priority and 950 minutes are short where nothing is held.
    assert (mixed.unit, mixed.value, mixed.terms) == (
        "points",
        100 * 7 + 950,
        {"clients_short": 7, "minutes_short": 950},
    )


@pytest.mark.parametrize("name", sorted(set(TERMS) - {"worst_unmet_wishes"}))
def test_a_scale_of_nothing_is_no_scale(name):
    assert level(instance(clients=[]), **{name: 1}).scale is None


def longday(*starts: str, **parts) -> Instance:
    return instance(groups=[group("g", *starts)], **parts)


@pytest.mark.parametrize(
    "second, idle, trips, splits",
    [
        ("Mon 10:00", 0, 0, 0),  # touching
        ("Mon 10:45", 45, 0, 0),
        ("Mon 12:00", 120, 0, 0),  # 10:00 to 12:00 is exactly 120
        ("Mon 12:15", 0, 1, 1),
        ("Tue 12:15", 0, 0, 0),  # another date
    ],
)
def test_waits_and_pauses(second, idle, trips, splits):
    sessions = (group_session("g.1", "Mon 9:00"), group_session("g.2", second))
    facts = longday("Mon 9:00", second)
    found = level(facts, *sessions, idle_minutes=1, extra_trips=1, split_shifts=1).terms
    assert found == {"idle_minutes": idle, "extra_trips": trips, "split_shifts": splits}


def test_telehealth_is_no_trip_for_a_client_but_splits_no_less_of_a_shift():
    # On site 9-10 and 13-14, telehealth 11-12: the client waits 10-13 on site, 180 > 120, one more trip;
    # the clinician pauses twice for 60 minutes.
    facts = longday(
        "Mon 9:00", "Mon 11:00", "Mon 13:00", services=[service("grp", modes=["on_site", "telehealth"])]
    )
    sessions = (
        group_session("g.1", "Mon 9:00"),
        group_session("g.2", "Mon 11:00", room=TELEHEALTH),
        group_session("g.3", "Mon 13:00"),
    )
    assert level(facts, *sessions, idle_minutes=1, extra_trips=1, split_shifts=1).terms == {
        "idle_minutes": 0,
        "extra_trips": 1,
        "split_shifts": 0,
    }


@pytest.mark.parametrize(
    "first, second, nights",
    [
        # Ends 21:00, 660 minutes later it is 8:00.
        ("Mon 20:00", "Tue 8:00", 0),
        ("Mon 20:00", "Tue 7:45", 1),
        ("Mon 20:00", "Wed 0:00", 0),
    ],
)
def test_short_rests(first, second, nights):
    sessions = (group_session("g.1", first), group_session("g.2", second))
    assert term("short_rests", longday(first, second), *sessions) == nights


def test_sizes_rooms_and_seats():
    # g: good size 4 (its own); g.1 has 1 client (3 missing), g.2 has 2 (2 missing), in rooms A and B.
    # h: good size 2 (the service's), seats 8; not held and costs 7 for each of two meetings.
    facts = instance(
        rooms=[room("A"), room("B")],
        services=[service("grp", good_size=2, max_heads=8)],
        groups=[
            group("g", "Mon 18:00", "Tue 18:00", good_size=4, max_heads=5),
            group("h", "Wed 18:00", "Thu 18:00", leaving_out_cost=7),
        ],
        clients=[client("c1"), client("c2")],
    )
    sessions = (
        group_session("g.1", "Mon 18:00", ["c1"]),
        group_session("g.2", "Tue 18:00", ["c1", "c2"], room="B"),
    )
    found = level(facts, *sessions, undersized=1, room_changes=1, left_out=1, fill=1)
    # Seats: 5 + 8 less the two who are in g (each once).
    assert found.terms == {"undersized": 5, "room_changes": 1, "left_out": 14, "fill": 11}
    assert found.scale is None


@pytest.mark.parametrize(
    "most, uneven",
    [
        # k1 leads 120 of 360: 333.3, up to 334. k2 leads 60 of 360: 166.7, down to 166.
        ((360, 360), 168),
        # k2 leads 60 of 180: 333.3; up 334, down 333.
        ((360, 180), 1),
        ((360, None), 0),  # one alone is even
        ((360, 0), 0),  # who may lead nothing has no share
    ],
)
def test_uneven_loads(most, uneven):
    facts = longday(
        "Mon 9:00",
        "Tue 9:00",
        "Wed 9:00",
        clinicians=[
            clinician("k1", max_minutes_per_week=most[0]),
            clinician("k2", **({} if most[1] is None else {"max_minutes_per_week": most[1]})),
        ],
    )
    sessions = (
        group_session("g.1", "Mon 9:00"),
        group_session("g.2", "Tue 9:00"),
        group_session("g.3", "Wed 9:00", leaders=["k2"]),
    )
    assert term("uneven_loads", facts, *sessions) == uneven


def test_default_levels_come_in_their_order():
    levels = judge(instance(), schedule(instance())).levels
    assert [one.id for one in levels] == ["1a", "1b", "1c", "2", "3a", "3b", "4", "5"]
    # Nothing published, no needs: no scales but the two of all priority and that of a share.
    assert [one.scale for one in levels] == [1, 1, None, None, 1000, None, None, None]


def test_history_alone_fills_minutes_short():
    attended = [{"date": MON, "credited_minutes": 200}]
    facts = instance(level={"min_minutes_per_week": 180}, clients=[client("c1", attended=attended)])
    assert term("minutes_short", facts) == 0
