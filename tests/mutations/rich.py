"""Rich weeks with a valid schedule each: together they hold something for every rule to break."""

from typing import Any

from builders import (
    ANYBODY,
    MON,
    TELEHEALTH,
    Draft,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    roles,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule

Pair = tuple[Instance, Schedule]

COUNSELLOR = [["LPC"], ["LCSW"]]
CO_LED = roles(COUNSELLOR, ANYBODY, optional=1)
BOTH_MODES = ["on_site", "telehealth"]


def _evening_services() -> list[dict[str, Any]]:
    return [
        service("grp", min_heads=2, max_heads=8, roles=CO_LED, clients_per_leader=6),
        service("skill", 90, credited_minutes=60, min_heads=2, roles=roles(ANYBODY, ANYBODY, optional=1)),
        service("peer", min_heads=2, roles=[]),
        service("fam", format="family", roles=roles(ANYBODY, ANYBODY, optional=1)),
        service("pair", format="conjoint"),
        individual(roles=roles(ANYBODY, ANYBODY, optional=1)),
        individual("screen", 15, roles=[], scheduled=False),
    ]


def _evening_clients() -> list[dict[str, Any]]:
    return [
        client(
            "c1",
            "grp",
            "skill",
            "peer",
            item("ind", min_sessions=1, max_sessions=3, min_days_between=1),
            primary="k1",
        ),
        client("c2"),
        client("c3", "grp", item("fam", with_guests=["v3"]), guests=[{"id": "v3"}]),
        client("c4", "grp", item("pair", with_clients=["c5"])),
        client("c5", "grp", item("pair", with_clients=["c4"])),
        client("c6", tags=["night"]),
        client(
            "c7",
            item("ind", min_days_between=2),
            item("screen", with_whom="any"),
            hours="Fri 9-12; Sun 0:00-24:00",
        ),
        client("c8", "grp", item("ind", with_whom="primary_or_cover"), primary="k2"),
    ]


def evening_house() -> Pair:
    """One house: a closed track, parallel groups, peers, a couple, a family, a supervised counsellor."""
    facts = instance(
        rooms=[room("A", 12), room("B", 8), room("C", 6), room("D", 6, hours="Sat 8-12")],
        services=_evening_services(),
        clinicians=[
            clinician("k1", credentials=["LPC"], languages=["en", "es"]),
            clinician("k2", credentials=["LCSW"], hours="Mon-Sat 0:00-24:00"),
            clinician("k3", credentials=[{"name": "LPC", "valid_until": "2026-12-31"}], may_supervise=True),
            clinician("k4", credentials=["LPC"], needs_supervision=True),
            clinician("k5"),
            clinician("k6", credentials=["LPC"]),
        ],
        groups=[
            group(
                "t",
                "Mon 17:00",
                "Wed 17:00",
                attendance="attend_all",
                closed=True,
                members=["c1", "c2", "c3"],
            ),
            group("g", "Tue 17:00 | Tue 18:00", "Thu 17:00", leaders=["k1", "k2", "k5", "k6"]),
            group("h", "Mon 18:30", service="skill", rooms=["A", "B"]),
            group("u", "Tue 17:00", "Thu 17:00", min_heads=1),
            group("p", "Fri 18:00", service="peer"),
        ],
        group_sets=[{"id": "parallel", "groups": ["g", "u"]}],
        clients=_evening_clients(),
        relations=[
            {"kind": "apart", "clients": ["c3", "c5"]},
            {"kind": "together", "clients": ["c5", "c6"], "groups": ["u"]},
        ],
        pins=[
            {"pin": "hold", "group": "g", "start": "Tue 17:00"},
            {"pin": "forbid", "room": "B", "day": "Fri"},
        ],
    )
    sessions: list[Draft] = [
        own_session("c1.ind.1", "Mon 15:00", room="C"),
        group_session("t.1", "Mon 17:00", ["c1", "c2", "c3"]),
        group_session("h.1", "Mon 18:30", ["c1", "c2", "c6"], ["k2"]),
        own_session("c8.ind.1", "Tue 10:00", leaders=["k2"], room="C"),
        group_session("g.1", "Tue 17:00", ["c1", "c2", "c3", "c4", "c8"], ["k1", "k2"]),
        group_session("u.1", "Tue 17:00", ["c5", "c6"], ["k3"], "B"),
        group_session("t.2", "Wed 17:00", ["c1", "c2", "c3"]),
        own_session("c3.fam.1", "Wed 19:00", leaders=["k2"], room="B", guests=["v3"]),
        group_session("g.2", "Thu 17:00", ["c1", "c8"], ["k2"]),
        group_session("u.2", "Thu 17:00", ["c5", "c6"], ["k4"], "B"),
        own_session("c1.ind.2", "Thu 18:15", room="C"),
        own_session("c7.ind.1", "Fri 10:00", leaders=["k5"], room="C"),
        group_session("p.1", "Fri 18:00", ["c1", "c2", "c6"], []),
        own_session("c4.pair.1", "Sat 10:00", ["c4", "c5"], ["k3"], "D"),
    ]
    return facts, schedule(facts, *sessions)


def _two_site_clients() -> list[dict[str, Any]]:
    own = item("ind", max_sessions=2, with_whom="any")
    return [
        client(
            "d1",
            "grp",
            item("fam", with_guests=["w1"], company="optional", max_sessions=3),
            guests=[{"id": "w1", "hours": "Mon-Sat 8-20"}],
            payers=["day"],
            attended=[{"date": MON, "credited_minutes": 30}],
        ),
        client(
            "d2",
            "grp",
            own,
            modes=["on_site"],
            payers=["day"],
            authorisation={"days_left": 5, "first_date": MON},
        ),
        client("d3", "grp", own, age_band="teen", max_groups=3),
        client("d4", "grp", item("ind", with_whom="any", max_sessions=2), languages=["en", "es"]),
        client("d5", item("fam", max_sessions=2), "grp", "ind", languages=["es", "en"]),
    ]


def two_sites() -> Pair:
    """Two sites and telehealth: travel, buffers, history, payers, a Spanish group, mixed ages."""
    mixed = [["teen", "adult"]]
    facts = instance(
        week={"grid_minutes": 5},
        sites=[{"id": "main", "hours": "Mon-Sat 7-21"}, {"id": "north", "hours": "Mon-Fri 8-20"}],
        travel=[{"between": ["main", "north"], "minutes": 30}],
        rooms=[
            room("A", 8, features=["screen"]),
            room("B", 6),
            room("N", 6, site="north"),
            room("M", 6, site="north"),
        ],
        services=[
            service("grp", modes=BOTH_MODES, roles=roles(ANYBODY, ANYBODY, optional=1), ages_together=mixed),
            service("fam", format="family", modes=BOTH_MODES),
            individual(modes=BOTH_MODES),
        ],
        clinicians=[
            clinician("m1", max_minutes_per_day=300, may_supervise=True),
            clinician("m2", languages=["en", "es"], break_minutes=5),
            clinician("m3", needs_supervision=True),
            clinician("m4", sites=["north"]),
            clinician("m5", hours="Mon-Sun 0:00-24:00"),
        ],
        payers=[{"id": "day", "qualifying_day_minutes": 60, "max_service_days": 6}],
        groups=[
            group("e", "Mon 9:00", "Wed 9:00"),
            group("f", "Mon 11:00 | Mon 12:00"),
            group("r", "Mon 13:30", "Thu 18:00"),
            group("s", "Fri 9:00", language="es"),
            group("x", "Sat 9:00", closed=True, members=["d2", "d3"]),
        ],
        clients=_two_site_clients(),
        relations=[{"kind": "apart_building", "clients": ["d1", "d4"]}],
        pins=[{"pin": "hold", "client": "d1", "day": "Mon"}],
    )
    sessions: list[Draft] = [
        group_session("e.1", "Mon 9:00", ["d1", "d2", "d3"], ["m1"]),
        group_session("f.1", "Mon 11:00", ["d1", "d2"], ["m4"], "N"),
        group_session("r.1", "Mon 13:30", ["d1", "d3"], ["m2"], TELEHEALTH),
        own_session("d4.ind.1", "Mon 16:00", leaders=["m2"], room="B"),
        own_session("d2.ind.1", "Mon 16:00", leaders=["m5"]),
        own_session("d1.fam.1", "Tue 10:00", leaders=["m1"], guests=["w1"]),
        own_session("d1.fam.2", "Tue 14:00", leaders=["m2"], room="B", guests=["w1"]),
        own_session("d5.fam.1", "Tue 10:00", leaders=["m3"], room="B"),
        group_session("e.2", "Wed 9:00", ["d1", "d2", "d3"], ["m1", "m3"]),
        own_session("d3.ind.1", "Wed 10:00", leaders=["m1"], room="B"),
        group_session("r.2", "Thu 18:00", ["d1", "d3", "d5"], ["m5"], TELEHEALTH),
        own_session("d5.ind.1", "Thu 10:00", leaders=["m2"], room="M"),
        group_session("s.1", "Fri 9:00", ["d4", "d5"], ["m2"]),
        own_session("d3.ind.2", "Fri 9:30", leaders=["m5"], room="B"),
        group_session("x.1", "Sat 9:00", ["d2", "d3"], ["m1"]),
    ]
    return facts, schedule(facts, *sessions)


def long_days() -> Pair:
    """One long day after another: runs, rests, meals, loads, trips, spacing after history."""
    starts = {"starts": ["Mon 9:00", "Tue 9:00", "Wed 9:00"]}
    facts = instance(
        rooms=[room("A"), room("B")],
        services=[service("grp", roles=roles(ANYBODY, ANYBODY, optional=1)), individual()],
        clinicians=[
            clinician(
                "n1",
                max_run_minutes=180,
                meal={"minutes": 30, "after_minutes": 300},
                max_minutes_per_week=900,
            ),
            clinician("n2", max_caseload=2),
            clinician("n3"),
        ],
        groups=[
            group("a", "Mon 9:00", "Tue 9:00", "Wed 9:00"),
            group("b", "Mon 10:00", "Tue 10:00", "Wed 10:00"),
            group("c", "Mon 13:00", "Tue 13:00", "Wed 13:00"),
            group("d", starts),
        ],
        clients=[
            client("e1", item("grp"), item("ind", max_sessions=2, min_days_between=1), max_trips=4),
            client("e2", max_run_minutes=180, meal={"minutes": 30, "after_minutes": 240}),
            client("e3", item("ind", with_whom="primary"), "grp", arrive_after="8:00", leave_by="18:00"),
            client("e4", "grp", attended=[{"date": MON, "credited_minutes": 60, "service": "grp"}]),
        ],
    )
    days = ("Mon", "Tue", "Wed")
    sessions: list[Draft] = [
        own_session("e1.ind.1", "Mon 15:00", leaders=["n2"], room="B"),
        own_session("e3.ind.1", "Thu 12:00", leaders=["n2"], room="B"),
    ]
    for number, day in enumerate(days, 1):
        sessions += [
            group_session(f"a.{number}", f"{day} 9:00", ["e1", "e2", "e3"], ["n1"]),
            group_session(f"b.{number}", f"{day} 10:00", ["e1", "e2", "e4"][: 3 - number // 3], ["n1"]),
            group_session(f"c.{number}", f"{day} 13:00", ["e1", "e2"], ["n1"]),
        ]
    return facts, schedule(facts, *sessions)


PLANTED: dict[str, Pair] = {
    "evening_house": evening_house(),
    "two_sites": two_sites(),
    "long_days": long_days(),
}
