"""Rows about when people are there: their hours, stay and way from one session to the next."""

from typing import Any

from builders import (
    MON,
    SUN,
    TELEHEALTH,
    TUE,
    client,
    clinician,
    group,
    group_session,
    instance,
    item,
    own_session,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
MON_18 = group_session("g.1", "Mon 18:00")
REMOTE = group_session("g.1", "Mon 18:00", room=TELEHEALTH)


def one(**fields: Any) -> Instance:
    """One client with these fields, and one group that may meet either way."""
    return instance(services=[service("grp", modes=BOTH_MODES)], clients=[client("c1", **fields)])


CLIENT_HOURS = (
    inside("client_available", "exactly_its_hours", one(hours="Mon 18-19"), MON_18),
    outside("client_available", "arrives_a_step_late", one(hours="Mon 18:15-21"), MON_18),
    outside("client_available", "leaves_a_step_early", one(hours="Mon 9-18:45"), MON_18),
    outside("client_available", "hours_of_another_day", one(hours="Tue 18-19"), MON_18),
    outside("client_available", "telehealth_too", one(hours="Mon 9-18:45"), REMOTE),
    inside("client_available", "touching_windows_are_one", one(hours="Mon 9-18:30, 18:30-21"), MON_18),
    outside("client_available", "gap_in_the_session", one(hours="Mon 9-18:15, 18:30-21"), MON_18),
    inside(
        "client_available",
        "exception_opens",
        one(hours="Tue 9-12", exceptions=[{"date": MON, "hours": "18-19"}]),
        MON_18,
    ),
    outside(
        "client_available",
        "exception_replaces",
        one(hours="Mon 9-21", exceptions=[{"date": MON, "hours": "9-17, 19-21"}]),
        MON_18,
    ),
    inside("client_stay", "first_date", one(starts_on=MON), MON_18),
    outside("client_stay", "day_before_the_first", one(starts_on=TUE), MON_18),
    inside("client_stay", "last_date", one(ends_on=MON), MON_18),
    outside("client_stay", "first_date_at_the_end_of_the_week", one(starts_on=SUN), MON_18),
    inside("client_stay", "longer_than_the_week", one(starts_on="2026-01-05", ends_on="2026-06-01"), MON_18),
    outside("client_stay", "telehealth_too", one(starts_on=SUN), REMOTE),
    outside(
        "client_stay",
        "day_after_the_last",
        instance(groups=[group("g", "Tue 18:00")], clients=[client("c1", ends_on=MON)]),
        group_session("g.1", "Tue 18:00"),
    ),
    inside("arrival_and_departure", "exactly", one(arrive_after="18:00", leave_by="19:00"), MON_18),
    outside("arrival_and_departure", "starts_a_step_early", one(arrive_after="18:15"), MON_18),
    outside("arrival_and_departure", "ends_a_step_late", one(leave_by="18:45"), MON_18),
    inside("arrival_and_departure", "telehealth_is_free", one(arrive_after="19:00"), REMOTE),
    outside(
        "arrival_and_departure",
        "outside_its_hours_as_well",
        one(hours="Mon 9-18", leave_by="18:45"),
        MON_18,
        also={"client_available"},
    ),
)

ANY_TIME = ["Mon 9:00", "Mon 9:55", "Mon 10:00", "Mon 10:15", "Mon 10:20", "Mon 10:30", "Mon 9:45"]
GROUPS = [
    group("g", "Mon 9:00 | Mon 23:00"),
    group("h", {"starts": [*ANY_TIME, "Tue 0:00"]}),
    group("s", "Mon 10:00", service="short"),
    group("l", "Mon 10:40 | Mon 10:55 | Mon 11:00"),
]
TWO_SITES: dict[str, Any] = {
    "week": {"grid_minutes": 5},
    "sites": [{"id": "main", "min_staff_present": 0}, {"id": "north", "min_staff_present": 0}],
    "travel": [{"between": ["north", "main"], "minutes": 20}],
    "rooms": [room("A"), room("B"), room("N", site="north")],
    "services": [service("grp", modes=BOTH_MODES), service("short", 10, modes=BOTH_MODES)],
    "groups": GROUPS,
}


def moving(**parts: Any) -> Instance:
    """Two sites 20 minutes apart, two clients, and a clinician for every group."""
    return instance(
        **{
            **TWO_SITES,
            "clinicians": [clinician("k1"), clinician("k2"), clinician("k3")],
            "clients": [client("c1"), client("c2")],
            **parts,
        }
    )


MOVING = moving()
FAR = moving(travel=[{"between": ["main", "north"], "minutes": 60}])
NO_BUFFER = moving(conventions={"telehealth_buffer_minutes": 0})
NINE = group_session("g.1", "Mon 9:00")
NINE_REMOTE = group_session("g.1", "Mon 9:00", room=TELEHEALTH)
LATE = group_session("g.1", "Mon 23:00")
SHORT_REMOTE = group_session("s.1", "Mon 10:00", leaders=["k2"], room=TELEHEALTH)


def then(when: str, at: str | None = "B", **people: Any) -> Any:
    """The second session of the same client, led by somebody else unless said."""
    return group_session("h.1", when, **{"leaders": ["k2"], **people}, room=at)


def third(when: str, at: str, **people: Any) -> Any:
    """A third session, led by yet another clinician unless said."""
    return group_session("l.1", when, **{"leaders": ["k3"], **people}, room=at)


CLIENT_WAYS = (
    inside("client_in_one_place", "one_after_the_other", MOVING, NINE, then("Mon 10:00")),
    outside("client_in_one_place", "last_minutes_shared", MOVING, NINE, then("Mon 9:55")),
    outside("client_in_one_place", "same_time", MOVING, NINE, then("Mon 9:00")),
    inside("client_in_one_place", "exactly_the_way", MOVING, NINE, then("Mon 10:20", "N")),
    outside("client_in_one_place", "a_step_less_than_the_way", MOVING, NINE, then("Mon 10:15", "N")),
    inside("client_in_one_place", "exactly_the_buffer", MOVING, NINE_REMOTE, then("Mon 10:30")),
    outside("client_in_one_place", "less_than_the_buffer", MOVING, NINE_REMOTE, then("Mon 10:20")),
    inside("client_in_one_place", "no_buffer_here", NO_BUFFER, NINE_REMOTE, then("Mon 10:00")),
    inside("client_in_one_place", "to_telehealth_at_once", MOVING, NINE, then("Mon 10:00", None)),
    outside("client_in_one_place", "telehealth_overlaps", MOVING, NINE, then("Mon 9:55", None)),
    inside("client_in_one_place", "telehealth_twice", MOVING, NINE_REMOTE, then("Mon 10:00", None)),
    inside("client_in_one_place", "way_over_midnight", MOVING, LATE, then("Tue 0:00", "N")),
    inside(
        "client_in_one_place",
        "way_with_telehealth_between",
        FAR,
        NINE,
        SHORT_REMOTE,
        third("Mon 11:00", "N"),
    ),
    outside(
        "client_in_one_place",
        "way_of_no_neighbours",
        FAR,
        NINE,
        SHORT_REMOTE,
        third("Mon 10:55", "N"),
    ),
)

LED_BY_ONE = {"clients": ["c2"], "leaders": ["k1"]}
BREAK = moving(clinicians=[clinician("k1", break_minutes=10)])

CLINICIAN_WAYS = (
    inside("clinician_in_one_place", "one_after_the_other", MOVING, NINE, then("Mon 10:00", **LED_BY_ONE)),
    outside("clinician_in_one_place", "last_minutes_shared", MOVING, NINE, then("Mon 9:55", **LED_BY_ONE)),
    outside("clinician_in_one_place", "overlap_is_no_break", BREAK, NINE, then("Mon 9:55", **LED_BY_ONE)),
    inside("clinician_in_one_place", "exactly_the_way", MOVING, NINE, then("Mon 10:20", "N", **LED_BY_ONE)),
    outside(
        "clinician_in_one_place", "less_than_the_way", MOVING, NINE, then("Mon 10:15", "N", **LED_BY_ONE)
    ),
    inside(
        "clinician_in_one_place", "exactly_the_buffer", MOVING, NINE_REMOTE, then("Mon 10:30", **LED_BY_ONE)
    ),
    outside(
        "clinician_in_one_place", "less_than_the_buffer", MOVING, NINE_REMOTE, then("Mon 10:20", **LED_BY_ONE)
    ),
    inside("clinician_in_one_place", "to_telehealth", MOVING, NINE, then("Mon 10:00", None, **LED_BY_ONE)),
    outside("clinician_in_one_place", "telehealth", MOVING, NINE, then("Mon 9:00", None, **LED_BY_ONE)),
    inside("clinician_in_one_place", "way_over_midnight", MOVING, LATE, then("Tue 0:00", "N", **LED_BY_ONE)),
    outside(
        "clinician_in_one_place",
        "way_of_no_neighbours",
        FAR,
        NINE,
        group_session("s.1", "Mon 10:00", room=TELEHEALTH, clients=["c2"]),
        third("Mon 10:55", "N", clients=["c2"], leaders=["k1"]),
    ),
    outside(
        "clinician_in_one_place",
        "with_its_client",
        MOVING,
        NINE,
        then("Mon 9:55", leaders=["k1"]),
        also={"client_in_one_place"},
    ),
)


def led(**fields: Any) -> Instance:
    """One group whose clinician has these fields; k0 is always there too."""
    return instance(
        services=[service("grp", modes=BOTH_MODES)], clinicians=[clinician("k1", **fields), clinician("k0")]
    )


CLINICIAN_HOURS = (
    inside("clinician_available", "exactly_its_hours", led(hours="Mon 18-19"), MON_18),
    outside("clinician_available", "comes_a_step_late", led(hours="Mon 18:15-21"), MON_18),
    outside("clinician_available", "goes_a_step_early", led(hours="Mon 9-18:45"), MON_18),
    outside("clinician_available", "telehealth_too", led(hours="Tue 9-21"), REMOTE),
    inside("clinician_available", "touching_windows", led(hours="Mon 9-18:30, 18:30-19"), MON_18),
    outside("clinician_available", "gap_in_the_session", led(hours="Mon 9-18:30, 18:35-19"), MON_18),
    inside(
        "clinician_available",
        "exception_opens",
        led(hours="never", exceptions=[{"date": MON, "hours": "18-19"}]),
        MON_18,
    ),
    outside("clinician_available", "exception_closes", led(exceptions=[{"date": MON}]), MON_18),
    inside("clinician_available", "exception_of_another_date", led(exceptions=[{"date": TUE}]), MON_18),
    outside(
        "clinician_available",
        "nobody_else_is_there",
        instance(clinicians=[clinician("k1", hours="Mon 9-18:45")]),
        MON_18,
        also={"site_staffed"},
    ),
)


def visited(other: dict[str, Any] | None = None, **fields: Any) -> Instance:
    """A client whose guest has these fields and comes along to family sessions, or stays away."""
    family = service("fam", format="family", modes=BOTH_MODES)
    come_along = item("fam", with_guests=["v1"], company="optional", max_sessions=2)
    return moving(
        services=[family, service("grp"), service("short", 10)],
        clients=[
            client("c1", come_along, guests=[{"id": "v1", **fields}]),
            client("c2", item("fam", max_sessions=2, with_whom="any")),
        ],
    )


def family(number: int, when: str, **fields: Any) -> Any:
    return own_session(f"c1.fam.{number}", when, **{"guests": ["v1"], **fields})


GUESTS = (
    inside("guest_available", "exactly_its_hours", visited(hours="Mon 18-19"), family(1, "Mon 18:00")),
    outside("guest_available", "comes_a_step_late", visited(hours="Mon 18:05-19"), family(1, "Mon 18:00")),
    outside("guest_available", "goes_a_step_early", visited(hours="Mon 9-18:55"), family(1, "Mon 18:00")),
    outside("guest_available", "telehealth", visited(hours="never"), family(1, "Mon 18:00", room=None)),
    inside("guest_available", "stays_away", visited(hours="never"), family(1, "Mon 18:00", guests=[])),
    inside(
        "guest_available",
        "exception_opens",
        visited(hours="never", exceptions=[{"date": MON, "hours": "18-19"}]),
        family(1, "Mon 18:00"),
    ),
    outside(
        "guest_available", "exception_closes", visited(exceptions=[{"date": MON}]), family(1, "Mon 18:00")
    ),
    inside("guest_in_one_place", "touching", visited(), family(1, "Mon 9:00"), family(2, "Mon 10:00")),
    inside(
        "guest_in_one_place",
        "exactly_the_way",
        visited(),
        family(1, "Mon 9:00"),
        family(2, "Mon 10:20", room="N", leaders=["k2"]),
    ),
    outside(
        "guest_in_one_place",
        "less_than_the_way_with_its_client",
        visited(),
        family(1, "Mon 9:00"),
        family(2, "Mon 10:15", room="N", leaders=["k2"]),
        also={"client_in_one_place"},
    ),
    outside(
        "guest_in_one_place",
        "less_than_the_buffer_with_its_client",
        visited(),
        family(1, "Mon 9:00", room=None),
        family(2, "Mon 10:25", leaders=["k2"]),
        also={"client_in_one_place"},
    ),
    outside(
        "guest_in_one_place",
        "overlap_with_another_client",
        visited(),
        family(1, "Mon 9:00"),
        own_session("c2.fam.1", "Mon 9:55", leaders=["k2"], room="B", guests=["v1"]),
        also={"company_kept"},
    ),
)

CASES: tuple[Case, ...] = CLIENT_HOURS + CLIENT_WAYS + CLINICIAN_WAYS + CLINICIAN_HOURS + GUESTS
