"""Planted causes: hours, places, leaders and what they do elsewhere."""

from builders import ANYBODY, client, clinician, group, individual, item, roles, room, service
from explaining.planted_people import PLAN
from explaining.reason_cases import sole

_TWO_SERVICES = [service("grp"), service("grp2")]
_AT_ONE_TIME = [group("g", "Mon 18:00"), group("h", "Mon 18:00", service="grp2")]
_ONE_AFTER_THE_OTHER = [group("g", "Mon 18:00"), group("h", "Mon 19:00", service="grp2")]
_RIVALS = [client("c1", "grp"), client("c2", "grp2", priority=2)]
_BOTH = {"services": _TWO_SERVICES, "groups": _AT_ONE_TIME, "clients": _RIVALS}


def k1(**fields):
    return {"clinicians": [clinician("k1", **fields)]}


def _rivals(**fields):
    return {
        "services": _TWO_SERVICES,
        "groups": _ONE_AFTER_THE_OTHER,
        "clients": _RIVALS,
        **k1(**fields),
    }


SOLE_OF_PLACES = (
    sole(
        "service_scheduled",
        {
            "services": [individual(), individual("screen", scheduled=False)],
            "clients": [client("c1", "ind", "screen", min_minutes_per_week=120, hours="Mon 8:00-10:00")],
            **k1(hours="Mon 8:00-10:00"),
        },
        {"services": [individual(), individual("screen")]},
        "screen",
    ),
    sole(
        "site_open",
        {"clients": PLAN, "sites": [{"id": "main", "hours": "Mon 8:00-12:00"}]},
        {"sites": [{"id": "main", "hours": "Mon 8:00-20:00"}]},
        "g.1 on Mon 18:00",
        "main",
    ),
    sole(
        "room_available",
        {"clients": PLAN, "rooms": [room("A", hours="Mon 8:00-12:00")]},
        {"rooms": [room("A", hours="Mon 8:00-19:00")]},
        "g.1 on Mon 18:00",
        "A",
    ),
    sole(
        "room_in_one_use",
        {**_BOTH, "clinicians": [clinician("k1"), clinician("k2")]},
        {"rooms": [room("A"), room("B")]},
        "g.1",
        "h.1 on Mon 18:00",
        lies_in="programme",
    ),
    sole(
        "room_suits",
        {"clients": PLAN, "services": [service("grp", room_features=["kitchen"])]},
        {"rooms": [room("A", features=["kitchen"])]},
        "g.1 on Mon 18:00",
    ),
    sole(
        "room_fits",
        {"clients": [client("c1", "grp"), client("c2", "grp", priority=2)], "rooms": [room("A", 2)]},
        {"rooms": [room("A", 3)]},
        "g.1 on Mon 18:00",
        "room A",
        lies_in="programme",
    ),
    sole(
        "mode_allowed",
        {"clients": [client("c1", "grp", modes=["telehealth"])]},
        {"clients": [client("c1", "grp")]},
        "g.1 on Mon 18:00",
    ),
    sole(
        "site_staffed",
        {"clients": PLAN, "sites": [{"id": "main", "min_staff_present": 2}]},
        {"clinicians": [clinician("k1"), clinician("k2")]},
        "g.1 on Mon 18:00",
    ),
    sole(
        "clinician_available",
        {"clients": PLAN, **k1(hours="Tue 8:00-20:00")},
        k1(hours="Mon 18:00-19:00"),
        "k1",
        "g.1 18:00",
    ),
    sole(
        "clinician_in_one_place",
        {**_BOTH, "rooms": [room("A"), room("B")]},
        {"clinicians": [clinician("k1"), clinician("k2")]},
        "k1",
        "h.1",
        lies_in="programme",
    ),
    sole(
        "roles_filled",
        {"clients": PLAN, "services": [service("grp", roles=roles(ANYBODY, ANYBODY))]},
        {"clinicians": [clinician("k1"), clinician("k2")]},
        "g.1 on Mon 18:00",
    ),
    sole(
        "roles_filled",
        {"clients": PLAN, "clinicians": []},
        k1(),
        "g.1 on Mon 18:00",
        name="nobody",
    ),
    sole(
        "credentials_held",
        {"clients": PLAN, "services": [service("grp", roles=roles([["LPC"], ["LCSW"]]))]},
        k1(credentials=["LPC"]),
        "g.1 on Mon 18:00",
        "LPC",
        "LCSW",
    ),
    sole(
        "leader_listed",
        {
            "clients": PLAN,
            "services": [service("grp", roles=roles([["LPC"]]))],
            "groups": [group("g", "Mon 18:00", leaders=["k1"])],
            "clinicians": [clinician("k1", hours="Tue 8:00-9:00"), clinician("k2", credentials=["LPC"])],
        },
        {"groups": [group("g", "Mon 18:00", leaders=["k1", "k2"])]},
        "g.1 on Mon 18:00",
        "k2",
    ),
    sole("clinician_place", {"clients": PLAN, **k1(modes=["telehealth"])}, k1(), "k1", "g.1"),
    sole("supervisor_present", {"clients": PLAN, **k1(needs_supervision=True)}, k1(), "k1", "g.1"),
    sole("clinician_day_load", _rivals(max_minutes_per_day=60), k1(), "k1", "60", lies_in="programme"),
    sole("clinician_week_load", _rivals(max_minutes_per_week=60), k1(), "k1", "60", lies_in="programme"),
    sole("clinician_break", _rivals(break_minutes=30), k1(), "k1", "h.1", lies_in="programme"),
    sole("clinician_run", _rivals(max_run_minutes=60), k1(), "k1", "60", lies_in="programme"),
    sole(
        "clinician_meal",
        _rivals(meal={"minutes": 30, "after_minutes": 60}),
        k1(),
        "k1",
        lies_in="programme",
    ),
    sole(
        "caseload_kept",
        {
            "clients": [
                client("c1", "ind", hours="Mon 8:00-10:00"),
                client("c2", "ind", priority=2, hours="Mon 8:00-10:00"),
            ],
            **k1(max_caseload=1, hours="Mon 8:00-10:00"),
        },
        k1(max_caseload=2, hours="Mon 8:00-10:00"),
        "k1",
        lies_in="programme",
    ),
    sole(
        "plan_clinician",
        {"clients": [client("c1", item("grp", clinician_tags=["trauma"]))]},
        k1(tags=["trauma"]),
        "g.1 on Mon 18:00",
        "k1",
    ),
    sole(
        "clinician_avoided",
        {"clients": [client("c1", "grp", avoid_clinicians=["k1"])]},
        {"clients": PLAN},
        "g.1 on Mon 18:00",
        "k1",
    ),
    sole(
        "language_shared",
        {"clients": [client("c1", "grp", languages=["es"])]},
        {"clients": PLAN},
        "g.1 on Mon 18:00",
    ),
)
