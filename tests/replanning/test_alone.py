"""What a client could have alone is never less than what any schedule gives it."""

import pytest

from builders import WED, client, clients, clinician, group, individual, instance, item, service
from iopsched.cpsat.alone import alone
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.solving import solve

LIMITS = Limits(reproducible=True, effort=5, workers=1)


def track(who, **parts) -> Instance:
    """A track of three evenings that somebody else attends whole."""
    groups = [group("t", "Mon 18:00", "Wed 18:00", "Sat 9:00", attendance="attend_all", min_heads=1)]
    others = [client(f"c{number}", item("grp", min_sessions=3)) for number in (2, 3)]
    return instance(groups=groups, clients=[who, *others], **parts)


@pytest.mark.parametrize(
    ("who", "most"),
    [
        (client("c1", item("grp", min_sessions=3), ends_on="2026-03-06"), 2),
        (client("c1", item("grp", min_sessions=3), starts_on=WED), 2),
        (client("c1", item("grp", min_sessions=3), exceptions=[{"date": WED}]), 2),
        (client("c1", item("grp", min_sessions=3), hours="Mon-Wed 9-21"), 0),
        (client("c1", item("grp", min_sessions=3)), 3),
    ],
)
def test_a_meeting_of_a_track_may_be_held_for_others(who, most):
    week = track(who)
    (reach,) = alone(week, "c1", LIMITS, reaches=True).reaches
    assert (reach.most, reach.needed) == (most, 3)
    result = solve(week, limits=LIMITS)
    assert sum("c1" in session.clients for session in result.schedule.sessions) == most


def test_a_track_that_has_begun_asks_for_what_is_to_come():
    held = {
        "id": "t.1",
        "kind": "group",
        "group": "t",
        "service": "grp",
        "date": "2026-03-02",
        "start": "18:00",
        "end": "19:00",
        "room": "A",
        "leaders": ["k1"],
        "clients": ["c1", "c2"],
    }
    who = client("c1", item("grp", min_sessions=3), exceptions=[{"date": WED}])
    week = track(who, week={"now": "2026-03-03T12:00"}, history=[held])
    (reach,) = alone(week, "c1", LIMITS, reaches=True).reaches
    assert reach.most == 2
    alike = instance(clients=clients(2))
    assert alone(alike, "c1", LIMITS).minutes == 0


def test_the_pause_for_a_meal_may_come_from_a_session_of_somebody_else():
    """k1 leads seven hours at a stretch; only the hour that c2 has afterwards gives the day a pause."""
    long_day = clinician("k1", meal={"minutes": 30, "after_minutes": 360}, hours="Mon 9-18")
    week = instance(
        services=[service("grp", 420), individual()],
        clinicians=[long_day],
        groups=[group("g", "Mon 9:00")],
        clients=[client("c1", item("grp")), client("c2", item("ind"))],
    )
    result = solve(week, limits=LIMITS)
    assert not result.shortfalls
    assert alone(week, "c1", LIMITS).minutes == 0
