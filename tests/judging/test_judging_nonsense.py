"""Any schedule of known ids gets a verdict, and how it is written down changes nothing in it."""

import random
from collections import Counter

import pytest

from builders import (
    TUE,
    WED,
    client,
    clinician,
    group,
    individual,
    instance,
    item,
    roles,
    room,
    schedule,
    service,
)
from iopsched.domain.clock import format_time
from iopsched.domain.instance import Instance
from iopsched.domain.rules import RULES
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.judge import judge

EVERYTHING = instance(
    week={
        "closures": [{"date": TUE}, {"date": WED, "sites": ["north"], "hours": "10-12"}],
        "now": "2026-03-02T00:00",
    },
    sites=[{"id": "main", "hours": "Mon-Fri 9-20"}, {"id": "north", "min_staff_present": 2}],
    travel=[{"between": ["main", "north"], "minutes": 20}],
    rooms=[room("A", 2, hours="Mon-Thu 10-18"), room("B", site="north", features=["sofa"])],
    services=[
        service("grp", max_heads=2, clients_per_leader=2, modes=["on_site", "telehealth"], good_size=3),
        service("duo", 90, roles=roles([["a"]], [["b"], ["c"]], optional=1), room_features=["sofa"]),
        service("fam", 50, format="family", guests_count_as_heads=True),
        individual("ind", 50),
        individual("screen", 5, credited_minutes=0, scheduled=False),
    ],
    clinicians=[
        clinician("k1", credentials=["a"], needs_supervision=True, max_minutes_per_day=90, languages=["es"]),
        clinician("k2", may_supervise=True, max_caseload=0, break_minutes=240, max_run_minutes=120),
        clinician(
            "k3", hours="Mon 9-12", sites=["north"], max_minutes_per_week=120, meal={"after_minutes": 60}
        ),
    ],
    groups=[
        group("g", "Mon 10:00", "Wed 10:00 | Thu 10:00", attendance="attend_all", leaders=["k2"]),
        group("h", "Fri 9:00", closed=True, members=["c2"], leaving_out_cost=5, modes=["on_site"]),
        group("d", "Mon 15:00", service="duo", eligible={"tags": ["t"]}, rooms=["B"]),
    ],
    group_sets=[{"id": "set", "groups": ["g", "h"]}],
    level={
        "min_minutes_per_week": 180,
        "max_minutes_per_week": 240,
        "max_gap_days": 2,
        "max_service_days": 2,
    },
    payers=[
        {"id": "p", "qualifying_day_minutes": 60, "min_qualifying_days": 2, "max_minutes_per_day": 120},
    ],
    clients=[
        client(
            "c1",
            item("ind", min_days_between=2),
            item("fam", with_guests=["v1"], with_clients=["c2"]),
            item("grp", with_whom="primary_or_cover"),
            item("screen"),
            payers=["p"],
            guests=[{"id": "v1", "hours": "Mon-Fri 17-20"}],
            primary="k2",
            starts_on=TUE,
            arrive_after="10:00",
            authorisation={"days_left": 1},
            max_trips=1,
            preferences=[{"group": "g"}, {"hours": "Mon-Fri 9-17", "strength": 3}, {"day": "Mon"}],
        ),
        client("c2", item("ind"), hours="Mon-Wed 9-18", avoid_clinicians=["k3"], max_groups=1),
        client("c3", max_run_minutes=60, meal={"after_minutes": 60}, modes=["on_site"], age_band="teen"),
    ],
    relations=[
        {"kind": "apart_building", "clients": ["c1", "c3"]},
        {"kind": "together", "clients": ["c1", "c2"], "groups": ["g"]},
    ],
    pins=[{"pin": "hold", "session": "h.1"}, {"pin": "forbid", "client": "c1", "day": "Mon"}],
)


def nonsense(facts: Instance, rng: random.Random) -> Schedule:
    """Return a schedule of real session ids in which everything else is drawn at random."""
    ids = [*facts.offer, *(f"{one}.{kind}.1" for one in facts.client for kind in ("ind", "fam", "screen"))]

    def some(names: dict[str, object]) -> tuple[str, ...]:
        return tuple(rng.sample(sorted(names), rng.randint(0, len(names))))

    sessions = []
    for session_id in rng.sample(ids, rng.randint(1, len(ids))):
        offer = facts.offer.get(session_id)
        where = rng.choice([None, *facts.room])
        start = rng.randrange(1440)
        sessions.append(
            Session(
                id=session_id,
                kind="individual" if offer is None else "group",
                group=None if offer is None else offer.group.id,
                service=session_id.split(".")[1] if offer is None else offer.group.service,
                date=facts.week.date_of(rng.randint(-2, 8)),
                start=format_time(start),
                end=format_time(rng.randint(start + 1, 1440)),
                mode="telehealth" if where is None else "on_site",
                room=where,
                leaders=some(facts.clinician),
                clients=some(facts.client),
                guests=some(facts.guest),
            )
        )
    return schedule(facts, *sessions)


def test_nonsense_gets_a_verdict_that_breaks_every_rule():
    rng = random.Random(7)
    seen: Counter[str] = Counter()
    for _ in range(60):
        verdict = judge(EVERYTHING, nonsense(EVERYTHING, rng))
        assert len(verdict.certificates) == 3
        for violation in verdict.violations:
            seen[violation.rule] += 1
            assert violation.message
            assert violation.sessions or violation.people
    assert set(seen) == set(RULES)


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_sessions_and_people_changes_nothing(seed):
    rng = random.Random(seed)
    drawn = nonsense(EVERYTHING, rng)
    sessions = [
        session.model_copy(
            update={
                name: tuple(rng.sample(getattr(session, name), len(getattr(session, name))))
                for name in ("leaders", "clients", "guests")
            }
        )
        for session in rng.sample(drawn.sessions, len(drawn.sessions))
    ]
    before, after = judge(EVERYTHING, drawn), judge(EVERYTHING, schedule(EVERYTHING, *sessions))
    assert before.levels == after.levels
    assert before.certificates == after.certificates
    assert [(one.rule, sorted(one.sessions)) for one in before.violations] == [
        (one.rule, sorted(one.sessions)) for one in after.violations
    ]
