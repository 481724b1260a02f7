"""Warnings: each is given where it belongs, and stops nothing."""

import pytest

from bad_inputs.row import both, example, put
from iopsched.files.reading import problems_of

EARLY_START = "groups[3] (family-night).meetings[0] (1).starts[1]"
EARLY_GUEST = "clients[6] (c07).guests[0] (c07-g1).hours"
EARLY_WISH = "clients[0] (c01).preferences[0].hours"
EARLY_DATE = "clients[7] (c08).exceptions[0].hours"
DOUBTS = [
    ("primary", put("clients.2.plan.3.with_whom", "primary"), "primary_unfit", "clients[2] (c03).plan[3]"),
    (
        "primary_by_default",
        put("clients.2.plan.3.with_whom", None),
        "primary_unfit",
        "clients[2] (c03).plan[3]",
    ),
    (
        "misspelt",
        put("clinicians.3.credentials", ["MB"]),
        "credential_unheld",
        "services[6] (medication).roles[0] (lead).any_of",
    ),
    (
        "nobody",
        put("clinicians.3.credentials", ["MB"]),
        "role_unfillable",
        "services[6] (medication).roles[0] (lead)",
    ),
    (
        "expired",
        put("clinicians.2.credentials.0.valid_until", "2026-03-01"),
        "primary_unfit",
        "clients[4] (c05).plan[2]",
    ),
    (
        "expired_all",
        put("clinicians.3.credentials", [{"name": "MD", "valid_until": "2026-03-01"}]),
        "role_unfillable",
        "services[6] (medication).roles[0] (lead)",
    ),
    (
        "valid_on_monday",
        put("clinicians.3.credentials", [{"name": "MD", "valid_until": "2026-03-02"}]),
        None,
        "",
    ),
    (
        "optional_role",
        both(put("clinicians.3.credentials", []), put("services.6.roles.0.optional", True)),
        "credential_unheld",
        "services[6] (medication).roles[0] (lead).any_of",
    ),
    (
        "few_staff",
        put("sites.0.min_staff_present", 4),
        "site_understaffed",
        "sites[0] (main).min_staff_present",
    ),
    ("enough_staff", put("sites.0.min_staff_present", 3), None, ""),
    ("shared", put("clients.8.id", "k4"), "id_shared", "clinicians[3] (k4).id"),
    ("unserved", lambda data: data["groups"].pop(), "plan_unserved", "clients[10] (c11).plan[0].service"),
    (
        "unserved_if_wanted",
        both(
            put("services.+", {"id": "seldom", "clock_minutes": 60}),
            put("clients.0.plan.+", {"service": "seldom", "min_sessions": 0}),
        ),
        None,
        "",
    ),
    ("never_free", put("clients.0.hours", "Mon-Fri 9-17"), "client_never_free", "clients[0] (c01).hours"),
    ("just_free", put("clients.0.hours", "Mon 17:30-19:00"), None, ""),
    (
        "not_quite_free",
        put("clients.0.hours", "Mon 17:45-19:00"),
        "client_never_free",
        "clients[0] (c01).hours",
    ),
    (
        "no_groups_asked",
        both(put("clients.0.hours", "Mon 9-12"), put("clients.0.plan", [{"service": "counselling"}])),
        None,
        "",
    ),
    ("modes", put("groups.0.modes", ["telehealth"]), "modes_disjoint", "groups[0] (evening-track).modes"),
    ("feature", put("services.0.room_features", ["gym"]), "no_room_fits", "groups[0] (evening-track)"),
    ("seats", put("groups.3.min_heads", 20), None, ""),
    (
        "one_seat_short",
        both(put("groups.3.min_heads", 20), put("rooms.0.capacity", 20)),
        "no_room_fits",
        "groups[3] (family-night)",
    ),
    ("no_office", both(put("services.5.room_features", ["office"])), "no_room_fits", "services[5] (couples)"),
    ("ratio", put("services.0.clients_per_leader", 1), "ratio_unreachable", "groups[0] (evening-track)"),
    ("own_floor", put("clients.0.min_minutes_per_week", 1201), "need_impossible", "clients[0] (c01)"),
    ("own_floor_at_the_edge", put("clients.0.min_minutes_per_week", 1200), None, ""),
    (
        "prorated",
        both(put("clients.0.min_minutes_per_week", 1400), put("clients.0.ends_on", "2026-03-07")),
        None,
        "",
    ),
    ("days_left", put("clients.1.authorisation.days_left", 2), "need_impossible", "clients[1] (c02)"),
    ("window", put("clients.1.authorisation.last_date", "2026-03-03"), "need_impossible", "clients[1] (c02)"),
    ("service_days", put("payers.0.max_service_days", 2), "need_impossible", "clients[0] (c01)"),
    (
        "relations",
        put("relations.+", {"kind": "together", "clients": ["c12", "c02"]}),
        "relations_contradict",
        "relations[1]",
    ),
    (
        "pin",
        put("pins.+", {"pin": "forbid", "group": "saturday", "day": "Mon"}),
        "pin_without_effect",
        "pins[2].day",
    ),
    ("gone", put("clients.0.ends_on", "2026-03-01"), "no_day_in_week", "clients[0] (c01).ends_on"),
    ("not_yet", put("clients.0.starts_on", "2026-03-09"), "no_day_in_week", "clients[0] (c01).starts_on"),
    ("last_day", put("clients.0.starts_on", "2026-03-08"), None, ""),
    ("early", put("clinicians.0.hours", "Mon-Thu 5-9"), "hours_early", "clinicians[0] (k1).hours"),
    ("early_room", put("rooms.0.hours", "Mon-Thu 5:59-9; Sat 9-14"), "hours_early", "rooms[0] (hall).hours"),
    ("early_site", put("sites.0.hours", "Mon-Sun 1-9, 12-24"), "hours_early", "sites[0] (main).hours"),
    ("early_start", put("groups.3.meetings.0", "Wed 18:00 | Wed 5:45"), "hours_early", EARLY_START),
    ("early_leaving", put("clients.4.leave_by", "5:00"), "hours_early", "clients[4] (c05).leave_by"),
    ("early_guest", put("clients.6.guests.0.hours", "Wed 5-9"), "hours_early", EARLY_GUEST),
    ("early_wish", put("clients.0.preferences", [{"hours": "Mon 5-9"}]), "hours_early", EARLY_WISH),
    ("early_date", put("clients.7.exceptions.0.hours", "5-9"), "hours_early", EARLY_DATE),
    ("six", put("rooms.0.hours", "Mon-Sun 6-24"), None, ""),
    ("from_midnight", put("rooms.0.hours", "Mon-Sun 0-12, 12:15-24"), None, ""),
    ("till_afternoon", put("rooms.0.hours", "Mon-Sun 5-12:15, 12:30-24"), None, ""),
]


@pytest.mark.parametrize("change, code, place", [row[1:] for row in DOUBTS], ids=[row[0] for row in DOUBTS])
def test_a_doubt_is_told_and_stops_nothing(change, code, place):
    data = example()
    change(data)
    instance, problems = problems_of(data)
    assert instance is not None, problems
    assert {problem.severity for problem in problems} <= {"warning"}
    assert all(problem.way_out.endswith(".") for problem in problems)
    found = [(problem.code, problem.place) for problem in problems]
    if code is None:
        assert found == []
    else:
        assert (code, place) in found


def test_early_hours_are_meant_where_a_site_is_open_then():
    data = example()
    data["sites"][0]["hours"] = "Mon-Sat 5-21:30"
    data["clinicians"][0]["hours"] = "Mon-Sat 5-9, 9:30-21:30"
    assert problems_of(data)[1] == ()
    data["sites"][0]["hours"] = "Mon-Sat 5-11, 11:30-21:30"
    assert [problem.place for problem in problems_of(data)[1]] == ["sites[0] (main).hours"]


def test_doubts_come_with_errors_where_they_can_be_told():
    data = example()
    put("clients.0.hours", "Mon-Fri 9-17")(data)
    put("rooms.0.capacity", "many")(data)
    instance, problems = problems_of(data)
    assert instance is None
    assert [problem.severity for problem in problems] == ["error"], "rooms are incomplete, so offers are"
    put("clients.1.ends_on", "2026-03-01")(data)
    assert [problem.code for problem in problems_of(data)[1]] == ["not_a_whole_number", "no_day_in_week"]
