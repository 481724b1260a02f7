"""Planted causes: the client's own limits, groups, company, relations and pins."""

from builders import MON, TUE, client, clinician, group, item, room, service
from explaining.reason_cases import sole

PLAN = [client("c1", "grp")]
TWICE = [client("c1", item("grp", min_sessions=2))]
TWO_DAYS = [group("g", "Mon 18:00", "Tue 18:00")]
_TWO_HOURS = [group("g", "Mon 18:00", "Mon 19:00")]
BEFORE_C1 = client("c2", "grp", priority=2)
_EVENING = "Mon 17:00-20:00"
_AWAY = {"hours": "Sun 8:00-9:00", "starts_on": "2026-03-05", "modes": ["telehealth"]}


def _twice(**fields):
    return [client("c1", item("grp", min_sessions=2), **fields)]


def with_guest(hours):
    guest = {"id": "g1", "hours": hours}
    return client("c1", item("fam", with_guests=["g1"]), hours="Mon 8:00-9:00", guests=[guest])


def _daily(rule, *told, meetings=TWO_DAYS, **limits):
    return sole(rule, {"groups": meetings, "clients": _twice(**limits)}, {"clients": TWICE}, "c1", *told)


SOLE_OF_PEOPLE = (
    sole(
        "client_available",
        {"clients": [client("c1", "grp", hours="Mon 8:00-18:30; Tue 8:00-20:00")]},
        {"clients": [client("c1", "grp", hours="Mon 8:00-19:00")]},
        "c1",
        "g.1 18:00",
        "8:00-18:30",
    ),
    sole(
        "client_stay",
        {"clients": [client("c1", "grp", starts_on=TUE)]},
        {"clients": [client("c1", "grp", starts_on=MON)]},
        "c1",
        "g.1 on Mon 18:00",
    ),
    sole(
        "arrival_and_departure",
        {"clients": [client("c1", "grp", arrive_after="18:30")]},
        {"clients": [client("c1", "grp", arrive_after="18:00")]},
        "c1",
        "18:30",
    ),
    sole(
        "client_in_one_place",
        {
            "services": [service("grp"), service("grp2")],
            "groups": [group("g", "Mon 18:00"), group("h", "Mon 18:30", service="grp2")],
            "clinicians": [clinician("k1"), clinician("k2")],
            "rooms": [room("A"), room("B")],
            "clients": [client("c1", "grp", "grp2")],
        },
        {"groups": [group("g", "Mon 18:00"), group("h", "Mon 19:00", service="grp2")]},
        "c1",
        "g.1",
        "h.1",
    ),
    sole(
        "guest_available",
        {
            "services": [service("fam", format="family")],
            "clinicians": [clinician("k1", hours="Mon 8:00-9:00")],
            "clients": [with_guest("Tue 8:00-10:00")],
        },
        {"clients": [with_guest("Mon 8:00-9:00")]},
        "g1",
        "c1.fam.1",
    ),
    sole(
        "head_count",
        {"clients": [*PLAN, BEFORE_C1], "services": [service("grp", max_heads=1)]},
        {"services": [service("grp", max_heads=2)]},
        "g.1 on Mon 18:00",
        "full, 1 of 1",
        lies_in="programme",
        name="most",
    ),
    sole(
        "head_count",
        {"clients": PLAN, "services": [service("grp", min_heads=2)]},
        {"services": [service("grp", min_heads=1)]},
        "g.1 on Mon 18:00",
        "2 heads",
        lies_in="programme",
        name="fewest",
    ),
    sole(
        "leader_ratio",
        {"clients": [*PLAN, BEFORE_C1], "services": [service("grp", clients_per_leader=1)]},
        {"services": [service("grp", clients_per_leader=2)]},
        "g.1 on Mon 18:00",
        lies_in="programme",
    ),
    sole(
        "ages_together",
        {"clients": [client("c1", "grp", age_band="teen"), BEFORE_C1]},
        {"services": [service("grp", ages_together=[["teen", "adult"]])]},
        "g.1 on Mon 18:00",
        lies_in="programme",
    ),
    sole(
        "eligible_only",
        {"clients": PLAN, "groups": [group("g", "Mon 18:00", eligible={"tags": ["x"]})]},
        {"clients": [client("c1", "grp", tags=["x"])]},
        "c1",
        "group g",
    ),
    sole(
        "closed_group",
        {"clients": PLAN, "groups": [group("g", "Mon 18:00", closed=True)]},
        {"groups": [group("g", "Mon 18:00")]},
        "c1",
        "group g",
    ),
    sole(
        "attend_all_whole",
        {
            "clients": [client("c1", "grp", hours="Mon 8:00-20:00")],
            "groups": [group("g", "Mon 18:00", "Tue 18:00", attendance="attend_all")],
            "sites": [{"id": "main", "hours": "Mon 8:00-20:00"}],
            "clinicians": [clinician("k1", hours="Mon 8:00-20:00")],
        },
        {"groups": [group("g", "Mon 18:00", "Tue 18:00")]},
        "g",
    ),
    sole(
        "one_of_set",
        {
            "clients": TWICE,
            "groups": [group("g", "Mon 18:00"), group("h", "Tue 18:00")],
            "group_sets": [{"id": "s", "groups": ["g", "h"]}],
        },
        {"group_sets": []},
        "c1",
        "g",
        "h",
    ),
    sole(
        "service_planned",
        {"clients": [client("c1", "ind", min_minutes_per_week=120, hours=_EVENING), client("c2", "grp")]},
        {
            "clients": [
                client("c1", "ind", "grp", min_minutes_per_week=120, hours=_EVENING),
                client("c2", "grp"),
            ]
        },
        "c1",
        "g.1 on Mon 18:00",
    ),
    _daily("week_minutes", "60", max_minutes_per_week=60),
    sole(
        "day_minutes",
        {"groups": _TWO_HOURS, "clients": TWICE, "level": {"max_minutes_per_day": 60}},
        {"level": {}},
        "c1",
        "60",
    ),
    sole(
        "service_days",
        {"groups": TWO_DAYS, "clients": TWICE, "level": {"max_service_days": 1}},
        {"level": {}},
        "c1",
    ),
    _daily("authorised_days", authorisation={"days_left": 1}),
    sole(
        "sessions_cap",
        {
            "groups": TWO_DAYS,
            "clients": [client("c1", item("grp", max_sessions=1), min_minutes_per_week=120)],
        },
        {"clients": [client("c1", item("grp", max_sessions=2), min_minutes_per_week=120)]},
        "c1",
    ),
    sole(
        "sessions_apart",
        {
            "groups": TWO_DAYS,
            "clients": [client("c1", item("grp", min_sessions=2, min_days_between=2))],
        },
        {"clients": TWICE},
        "c1",
    ),
    _daily("trips_cap", max_trips=1),
    sole(
        "groups_cap",
        {
            "groups": [group("g", "Mon 18:00"), group("h", "Tue 18:00")],
            "clients": _twice(max_groups=1),
        },
        {"clients": TWICE},
        "c1",
    ),
    _daily("client_run", "60", meetings=_TWO_HOURS, max_run_minutes=60),
    _daily("client_meal", meetings=_TWO_HOURS, meal={"minutes": 30, "after_minutes": 60}),
    sole(
        "company_kept",
        {
            "clients": [
                client("c1", item("ind", with_clients=["c2"]), hours=_EVENING),
                client("c2", **_AWAY),
            ],
            "clinicians": [clinician("k1", hours=_EVENING)],
        },
        {
            "clients": [
                client("c1", item("ind", with_clients=["c2"], company="optional"), hours=_EVENING),
                client("c2", **_AWAY),
            ]
        },
        "c2",
    ),
    sole(
        "apart_in_session",
        {
            "clients": [*PLAN, BEFORE_C1],
            "relations": [{"kind": "apart", "clients": ["c1", "c2"]}],
        },
        {"relations": []},
        "g.1 on Mon 18:00",
        "apart",
        lies_in="programme",
    ),
    sole(
        "apart_in_building",
        {
            "clients": [client("c1", "ind", hours="Mon 18:00-19:00"), BEFORE_C1],
            "clinicians": [
                clinician("k1", hours="Mon 18:00-19:00"),
                clinician("k2", hours="Mon 18:00-19:00"),
            ],
            "rooms": [room("A"), room("B")],
            "relations": [{"kind": "apart_building", "clients": ["c1", "c2"]}],
        },
        {"relations": []},
        "main on Mon",
        "apart",
        lies_in="programme",
    ),
    sole(
        "kept_together",
        {
            "clients": [*PLAN, client("c2", **_AWAY)],
            "relations": [{"kind": "together", "clients": ["c1", "c2"]}],
        },
        {"relations": []},
        "g.1 on Mon 18:00",
    ),
    sole(
        "held",
        {
            "services": [service("grp"), service("grp2")],
            "groups": [group("g", "Mon 18:00"), group("h", "Mon 18:00", service="grp2")],
            "clinicians": [clinician("k1"), clinician("k2")],
            "rooms": [room("A"), room("B")],
            "clients": [client("c1", "grp", item("grp2", min_sessions=0)), client("c2", "grp2")],
            "pins": [{"pin": "hold", "client": "c1", "group": "h"}],
        },
        {"pins": []},
        "c1",
        lies_in="programme",
    ),
    sole(
        "forbidden",
        {"clients": PLAN, "pins": [{"pin": "forbid", "session": "g.1"}]},
        {"pins": []},
        "g.1",
    ),
    sole(
        "past_kept",
        {"clients": PLAN, "week": {"now": "2026-03-03T00:00"}},
        {"week": {}},
        "g.1",
    ),
)
