"""Change against the published schedule, wishes, company and cover; arithmetic in the comments."""

import pytest
from judged import level, term

from builders import (
    TELEHEALTH,
    client,
    clinician,
    group,
    group_session,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance


def published() -> Instance:
    """Last week: g.1 Mon 18:00 in A led by k1 for c1, c2 and one who has left; h.1 Tue by telehealth."""
    facts = instance(
        rooms=[room("A"), room("B")],
        services=[service("grp", modes=["on_site", "telehealth"])],
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[group("g", "Mon 18:00", "Thu 18:00"), group("h", "Tue 18:00", "Tue 19:00")],
        clients=[client("c1"), client("c2"), client("c3")],
    )
    before = schedule(
        facts,
        group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1", "k2"], date="2026-02-23"),
        group_session("h.1", "Tue 18:00", ["c1"], room=TELEHEALTH, date="2026-02-24"),
    ).model_dump(mode="json")
    before["week"] = "2026-02-23"
    before["sessions"][0]["clients"].append("gone")
    return Instance.model_validate({**facts.model_dump(mode="json", exclude_none=True), "published": before})


CHANGES = ("changed_attendance", "changed_time", "changed_leader", "changed_room")


@pytest.mark.parametrize(
    "sessions, attendance, time, leader, where",
    [
        # The same on the dates of this week: the client who left counts nowhere.
        (
            (
                group_session("g.1", "Mon 18:00", ["c1", "c2"], ["k1", "k2"]),
                group_session("h.1", "Tue 18:00", ["c1"], room=TELEHEALTH),
            ),
            *(0, 0, 0, 0),
        ),
        # c2 left g.1 (1), c1 joined g.2 (1), c3 was never published (0); k1 leads g.1 alone (1 gone);
        # g.1 moved to B (1); h.1 moved to 19:00 (1) and on site (1).
        (
            (
                group_session("g.1", "Mon 18:00", ["c1", "c3"], ["k1"], room="B"),
                group_session("g.2", "Thu 18:00", ["c1"]),
                group_session("h.1", "Tue 19:00", ["c1"]),
            ),
            *(2, 1, 1, 2),
        ),
        # Nothing held: three published attendances are gone; times, leaders and rooms of no session.
        ((), 3, 0, 0, 0),
        # Another weekday at the same time is another time; a further leader is no change.
        (
            (
                group_session("g.1", "Thu 18:00", ["c1", "c2"], ["k2", "k1"]),
                group_session("h.1", "Tue 18:00", ["c1"], ["k1", "k2"], room=TELEHEALTH),
            ),
            *(0, 1, 0, 0),
        ),
    ],
)
def test_change_against_the_published_schedule(sessions, attendance, time, leader, where):
    counted = level(published(), *sessions, **dict.fromkeys(CHANGES, 1)).terms
    assert counted == dict(zip(CHANGES, (attendance, time, leader, where), strict=True))


def test_scale_of_change():
    # 3 attendances of clients who are still here, 2 sessions, 3 leaders, 2 sessions.
    weights = {"changed_attendance": 3, "changed_time": 3, "changed_leader": 2, "changed_room": 1}
    assert level(published(), **weights).scale == 3 * 3 + 3 * 2 + 2 * 3 + 1 * 2


def wisher(*wishes) -> Instance:
    return instance(
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[group("g", "Mon 18:00"), group("h", "Tue 18:00")],
        clients=[client("c1", preferences=list(wishes)), client("c2")],
    )


@pytest.mark.parametrize(
    "wish, met",
    [
        ({"group": "g"}, True),
        ({"group": "h"}, False),
        ({"group": "h", "avoid": True}, True),
        ({"clinician": "k1"}, True),
        ({"clinician": "k2"}, False),
        ({"clinician": "k1", "avoid": True}, False),
        ({"day": "Mon"}, True),
        ({"day": "Tue"}, False),
        ({"day": "Tue", "avoid": True}, True),
        ({"hours": "Mon 18:00-19:00"}, True),
        ({"hours": "Mon 18:00-18:55"}, False),
        ({"hours": "Mon 19:00-20:00", "avoid": True}, True),
        ({"hours": "Mon 18:55-20:00", "avoid": True}, False),
    ],
)
def test_when_a_wish_is_met(wish, met):
    # c1 attends g.1 on Mon 18:00-19:00 with k1.
    facts = wisher({**wish, "strength": 4})
    sessions = (group_session("g.1", "Mon 18:00"), group_session("h.1", "Tue 18:00", ["c2"], ["k2"]))
    assert term("unmet_wishes", facts, *sessions) == (0 if met else 4)


def test_wishes_about_hours_are_met_by_a_week_without_sessions():
    facts = wisher({"hours": "Mon 18-19"}, {"hours": "always", "avoid": True}, {"day": "Mon", "strength": 2})
    assert term("unmet_wishes", facts) == 2
    # 2 of 4: 500 in a thousand.
    assert term("worst_unmet_wishes", facts) == 500


def test_the_worst_off_counts_by_its_share_rounded_up():
    # c1: 2 of 6 unmet, 333.3 rounded up; c2: 1 of 4 unmet, 250.
    facts = instance(
        clients=[
            client("c1", preferences=[{"day": "Mon", "strength": 4}, {"day": "Tue", "strength": 2}]),
            client("c2", preferences=[{"group": "g", "strength": 3}, {"day": "Tue"}]),
            client("c3"),
        ]
    )
    found = level(
        facts, group_session("g.1", "Mon 18:00", ["c1", "c2"]), worst_unmet_wishes=1, unmet_wishes=1
    )
    assert found.terms == {"worst_unmet_wishes": 334, "unmet_wishes": 3}
    # 1000 and all strengths, 4 + 2 + 3 + 1.
    assert found.scale == 1010


def test_optional_company_and_cover():
    # c1's couple session is without c2 and v1 (2); c2 has no item of its own. Led by k2, not by k1 (1).
    facts = instance(
        services=[service("grp"), service("pair", format="conjoint")],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[
            client(
                "c1",
                item(
                    "pair",
                    with_clients=["c2"],
                    with_guests=["v1"],
                    company="optional",
                    with_whom="primary_or_cover",
                    max_sessions=2,
                ),
                guests=[{"id": "v1"}],
                primary="k1",
            ),
            client("c2"),
        ],
    )
    alone = own_session("c1.pair.1", "Tue 10:00", leaders=["k2"])
    whole = own_session("c1.pair.2", "Wed 10:00", ["c1", "c2"], guests=["v1"])
    assert term("company_missing", facts, alone, whole) == 2
    assert term("cover_sessions", facts, alone, whole) == 1
