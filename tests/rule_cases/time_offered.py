"""Rows about when a session may be: starts, lengths, sites, rooms."""

from builders import (
    FRI,
    MON,
    TELEHEALTH,
    TUE,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    service,
)
from rule_cases.case import Case, inside, outside

PLAIN = instance()
MON_18 = group_session("g.1", "Mon 18:00")
REMOTE = group_session("g.1", "Mon 18:00", room=TELEHEALTH)
ONE_TO_ONE = instance(clients=[client("c1", "ind")])
FINE_GRID = instance(clients=[client("c1", "ind")], week={"grid_minutes": 5})
CHOICE = instance(groups=[group("g", "Mon 18:00 | Tue 18:00", "Thu 18:00")])
LONG_50 = instance(services=[service("grp", 50), individual(clock_minutes=50)], clients=[client("c1", "ind")])
LONG_50_GROUP = instance(services=[service("grp", 50)])
BOTH_MODES = [service("grp", modes=["on_site", "telehealth"])]
SCREENED = instance(
    services=[
        individual("screen", 15, scheduled=False),
        service("walk", format="family", scheduled=False),
        individual(),
    ],
    clients=[client("c1", "screen", "walk", "ind")],
)


def site(**fields):
    return instance(sites=[{"id": "main", **fields}], services=BOTH_MODES)


def closed(*closures, **parts):
    return instance(services=BOTH_MODES, week={"closures": list(closures)}, **parts)


def in_room(**fields):
    return instance(rooms=[room("A", **fields)], services=BOTH_MODES)


TWO_SITES = {
    "sites": [{"id": "main"}, {"id": "north"}],
    "travel": [{"between": ["main", "north"], "minutes": 20}],
}
NORTH_CLOSED = closed({"date": MON, "sites": ["north"]}, **TWO_SITES)
BOTH_CLOSED = closed({"date": MON, "sites": ["main", "north"]}, **TWO_SITES)
TWO_GROUPS = instance(
    services=BOTH_MODES,
    rooms=[room("A"), room("B")],
    clinicians=[clinician("k1"), clinician("k2")],
    clients=[client("c1"), client("c2")],
    groups=[group("g", "Mon 18:00"), group("h", "Mon 18:00 | Mon 18:45 | Mon 19:00 | Tue 18:00")],
)


def second(when, **fields):
    return group_session("h.1", when, **{"clients": ["c2"], "leaders": ["k2"], **fields})


STARTS = (
    inside("start_offered", "first_candidate", CHOICE, MON_18),
    inside("start_offered", "last_candidate", CHOICE, group_session("g.1", "Tue 18:00")),
    outside("start_offered", "on_grid_but_no_candidate", CHOICE, group_session("g.1", "Mon 18:15")),
    outside("start_offered", "candidate_time_on_another_day", CHOICE, group_session("g.1", "Wed 18:00")),
    outside("start_offered", "candidate_of_another_meeting", CHOICE, group_session("g.1", "Thu 18:00")),
    inside("start_offered", "individual_on_grid", ONE_TO_ONE, own_session("c1.ind.1", "Tue 10:15")),
    outside("start_offered", "individual_off_grid", ONE_TO_ONE, own_session("c1.ind.1", "Tue 10:10")),
    inside("start_offered", "finer_grid", FINE_GRID, own_session("c1.ind.1", "Tue 10:10")),
    outside("start_offered", "off_the_finer_grid", FINE_GRID, own_session("c1.ind.1", "Tue 10:12")),
    inside("length_kept", "ends_off_the_grid", LONG_50_GROUP, MON_18),
    outside("length_kept", "shorter", LONG_50_GROUP, group_session("g.1", "Mon 18:00", minutes=45)),
    outside("length_kept", "longer", LONG_50_GROUP, group_session("g.1", "Mon 18:00", minutes=60)),
    inside("length_kept", "individual", LONG_50, own_session("c1.ind.1", "Tue 10:00")),
    outside("length_kept", "individual_longer", LONG_50, own_session("c1.ind.1", "Tue 10:00", minutes=51)),
    inside("service_scheduled", "another_service", SCREENED, own_session("c1.ind.1", "Tue 10:00")),
    outside("service_scheduled", "a_screen_is_never_on", SCREENED, own_session("c1.screen.1", "Tue 10:00")),
    inside("service_scheduled", "not_held", SCREENED),
    outside(
        "service_scheduled",
        "beside_what_is",
        SCREENED,
        own_session("c1.ind.1", "Tue 10:00"),
        own_session("c1.walk.1", "Wed 10:00"),
    ),
)

SITES = (
    inside("site_open", "opens_with_the_session", site(hours="Mon 18:00-21:00"), MON_18),
    inside("site_open", "closes_with_the_session", site(hours="Mon 17:00-19:00"), MON_18),
    outside("site_open", "opens_a_step_late", site(hours="Mon 18:15-21:00"), MON_18),
    outside("site_open", "closes_a_step_early", site(hours="Mon 17:00-18:45"), MON_18),
    inside("site_open", "touching_windows_are_one", site(hours="Mon 17:00-18:30, 18:30-21:00"), MON_18),
    outside("site_open", "gap_in_the_session", site(hours="Mon 17:00-18:30, 18:45-21:00"), MON_18),
    inside(
        "site_open",
        "exception_opens",
        site(hours="Tue 9-21", exceptions=[{"date": MON, "hours": "18-19"}]),
        MON_18,
    ),
    outside("site_open", "exception_closes", site(exceptions=[{"date": MON, "hours": "never"}]), MON_18),
    outside("site_open", "exception_shortens", site(exceptions=[{"date": MON, "hours": "9-18:45"}]), MON_18),
    inside("site_open", "exception_of_another_date", site(exceptions=[{"date": TUE}]), MON_18),
    inside("site_open", "telehealth_needs_no_site", site(hours="never"), REMOTE),
    inside("site_open", "closure_touches", closed({"date": MON, "hours": "17-18, 19-21"}), MON_18),
    outside("site_open", "closure_overlaps", closed({"date": MON, "hours": "18:45-21"}), MON_18),
    outside("site_open", "closed_all_day", closed({"date": MON}), MON_18),
    inside("site_open", "closed_on_another_date", closed({"date": TUE}), MON_18),
    outside("site_open", "closure_names_the_site", closed({"date": MON, "sites": ["main"]}), MON_18),
    inside("site_open", "closure_names_another_site", NORTH_CLOSED, MON_18),
    inside("site_open", "telehealth_while_sites_are_closed", BOTH_CLOSED, REMOTE),
    outside("site_open", "telehealth_while_all_is_closed", closed({"date": MON}), REMOTE),
    inside("site_open", "telehealth_touches_closure", closed({"date": MON, "hours": "19-21"}), REMOTE),
    outside("site_open", "telehealth_in_closure", closed({"date": MON, "hours": "17-18:15"}), REMOTE),
)

ROOMS = (
    inside("room_available", "exactly_its_hours", in_room(hours="Mon 18-19"), MON_18),
    outside("room_available", "a_step_short", in_room(hours="Mon 18-18:45"), MON_18),
    outside("room_available", "hours_of_another_day", in_room(hours="Fri 18-19"), MON_18),
    inside("room_available", "no_hours_of_its_own", in_room(), MON_18),
    outside("room_available", "no_hours_but_an_exception", in_room(exceptions=[{"date": MON}]), MON_18),
    inside("room_available", "exception_of_another_date", in_room(exceptions=[{"date": FRI}]), MON_18),
    inside(
        "room_available",
        "exception_opens",
        in_room(hours="Fri 9-17", exceptions=[{"date": MON, "hours": "18-19"}]),
        MON_18,
    ),
    outside(
        "room_available",
        "exception_replaces",
        in_room(hours="Mon 9-21", exceptions=[{"date": MON, "hours": "9-18:30"}]),
        MON_18,
    ),
    outside(
        "room_available",
        "site_closed_as_well",
        instance(sites=[{"id": "main", "hours": "Fri 9-17"}], rooms=[room("A", hours="Fri 9-17")]),
        MON_18,
        also={"site_open"},
    ),
    inside("room_in_one_use", "one_after_the_other", TWO_GROUPS, MON_18, second("Mon 19:00")),
    outside("room_in_one_use", "last_quarter_shared", TWO_GROUPS, MON_18, second("Mon 18:45")),
    outside("room_in_one_use", "same_time", TWO_GROUPS, MON_18, second("Mon 18:00")),
    inside("room_in_one_use", "same_time_in_two_rooms", TWO_GROUPS, MON_18, second("Mon 18:00", room="B")),
    inside("room_in_one_use", "same_time_of_another_day", TWO_GROUPS, MON_18, second("Tue 18:00")),
    inside("room_in_one_use", "telehealth_needs_no_room", TWO_GROUPS, REMOTE, second("Mon 18:00", room=None)),
    outside(
        "room_in_one_use",
        "led_by_one_clinician",
        TWO_GROUPS,
        MON_18,
        second("Mon 18:45", leaders=["k1"]),
        also={"clinician_in_one_place"},
    ),
    outside(
        "room_in_one_use",
        "an_individual_session_too",
        instance(
            clinicians=[clinician("k1"), clinician("k2")], clients=[client("c1"), client("c2", item("ind"))]
        ),
        MON_18,
        own_session("c2.ind.1", "Mon 17:15", leaders=["k2"]),
    ),
)

CASES: tuple[Case, ...] = STARTS + SITES + ROOMS
