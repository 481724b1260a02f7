"""Planted causes of two rules, both at once."""

from builders import MON, TUE, client, clinician, group, item, roles, room, service
from explaining.planted_people import BEFORE_C1, PLAN, TWICE, TWO_DAYS, with_guest
from explaining.planted_place import k1
from explaining.reason_cases import pair

PAIRS = (
    pair(
        ("room_available", "clinician_available"),
        {"clients": PLAN, "rooms": [room("A", hours="Tue 8:00-9:00")], **k1(hours="Tue 8:00-9:00")},
        {"rooms": [room("A")]},
        k1(),
        "k1",
        "A",
    ),
    pair(
        ("site_open", "room_suits"),
        {
            "clients": PLAN,
            "sites": [{"id": "main", "hours": "Tue 8:00-9:00"}],
            "services": [service("grp", room_features=["kitchen"])],
        },
        {"sites": [{"id": "main"}]},
        {"rooms": [room("A", features=["kitchen"])]},
        "g.1 on Mon 18:00",
    ),
    pair(
        ("client_available", "credentials_held"),
        {
            "clients": [client("c1", "grp", hours="Tue 8:00-9:00")],
            "services": [service("grp", roles=roles([["LPC"]]))],
        },
        {"clients": PLAN},
        k1(credentials=["LPC"]),
        "c1",
        "LPC",
    ),
    pair(
        ("site_staffed", "client_stay"),
        {
            "clients": [client("c1", "grp", starts_on=TUE)],
            "sites": [{"id": "main", "min_staff_present": 2}],
        },
        {"clinicians": [clinician("k1"), clinician("k2")]},
        {"clients": [client("c1", "grp", starts_on=MON)]},
        "c1",
    ),
    pair(
        ("head_count", "client_available"),
        {
            "clients": [client("c1", "grp", hours="Tue 8:00-9:00"), BEFORE_C1],
            "services": [service("grp", max_heads=1)],
        },
        {"services": [service("grp", max_heads=2)]},
        {"clients": [*PLAN, BEFORE_C1]},
        "full, 1 of 1",
        "c1 has no time",
    ),
    pair(
        ("eligible_only", "language_shared"),
        {
            "clients": [client("c1", "grp", languages=["es"])],
            "groups": [group("g", "Mon 18:00", eligible={"tags": ["x"]})],
        },
        {"groups": [group("g", "Mon 18:00")]},
        {"clients": PLAN},
        "c1",
    ),
    pair(
        ("forbidden", "clinician_avoided"),
        {
            "clients": [client("c1", "grp", avoid_clinicians=["k1"])],
            "pins": [{"pin": "forbid", "session": "g.1"}],
        },
        {"pins": []},
        {"clients": PLAN},
        "k1",
    ),
    pair(
        ("service_days", "room_fits"),
        {
            "groups": TWO_DAYS,
            "level": {"max_service_days": 1},
            "clients": [*TWICE, client("c2", "grp", hours="Tue 18:00-19:00", priority=2)],
            "rooms": [room("A", 20, hours="Mon 18:00-19:00"), room("B", 2, hours="Tue 18:00-19:00")],
        },
        {"level": {}},
        {"rooms": [room("A"), room("B")]},
        "room B",
    ),
    pair(
        ("sessions_cap", "clinician_week_load"),
        {
            "groups": TWO_DAYS,
            "clients": [client("c1", item("grp", max_sessions=1), min_minutes_per_week=120)],
            "clinicians": [clinician("k1", max_minutes_per_week=60)],
        },
        {"clients": [client("c1", "grp", min_minutes_per_week=120)]},
        {"clinicians": [clinician("k1")]},
        "k1",
    ),
    pair(
        ("guest_available", "room_available"),
        {
            "services": [service("fam", format="family")],
            "clients": [with_guest("Tue 8:00-10:00")],
            "clinicians": [clinician("k1", hours="Mon 8:00-9:00")],
            "rooms": [room("A", hours="Tue 8:00-10:00")],
        },
        {"clients": [with_guest("Mon 8:00-9:00")]},
        {"rooms": [room("A")]},
        "g1",
        "room A",
    ),
    pair(
        ("apart_in_session", "arrival_and_departure"),
        {
            "clients": [client("c1", "grp", leave_by="18:30"), BEFORE_C1],
            "relations": [{"kind": "apart", "clients": ["c1", "c2"]}],
        },
        {"relations": []},
        {"clients": [*PLAN, BEFORE_C1]},
        "apart",
        "18:30",
    ),
)
