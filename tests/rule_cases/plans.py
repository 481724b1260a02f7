"""Rows about a client's plan: its services, their number and spacing, company; trips and groups."""

from typing import Any

from builders import (
    MON,
    SAT,
    TELEHEALTH,
    TUE,
    client,
    clients,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

BOTH_MODES = ["on_site", "telehealth"]
DAYS = ("Mon", "Tue", "Wed", "Thu")


def planning(*people: Any) -> Instance:
    """These clients, groups g and h of two services on four days, and services for one and two."""
    return instance(
        services=[
            service("grp", modes=BOTH_MODES),
            service("other"),
            individual(),
            service("pair", format="conjoint"),
        ],
        groups=[
            group("g", *(f"{day} 18:00" for day in DAYS)),
            group("h", "Mon 19:00", service="other"),
        ],
        rooms=[room("A"), room("B")],
        clients=list(people),
    )


def met(day: str, *present: str, **fields: Any) -> Any:
    """The session of group g on a day."""
    return group_session(f"g.{DAYS.index(day) + 1}", f"{day} 18:00", present or ("c1",), **fields)


def own(number: int, day: str, *present: str, **fields: Any) -> Any:
    """An individual session of c1."""
    return own_session(f"c1.ind.{number}", f"{day} 10:00", present or None, **fields)


def pair(owner: str, day: str, *present: str, **fields: Any) -> Any:
    """The first conjoint session of a client."""
    return own_session(f"{owner}.pair.1", f"{day} 12:00", present, **fields)


def was(date: str, service_id: str | None = None) -> dict[str, Any]:
    return {"date": date, "credited_minutes": 60, "service": service_id}


OTHER = group_session("h.1", "Mon 19:00")
INVITING = client("c1", item("grp", with_clients=["c2"], company="optional"))
COUPLE = [client("c1", item("pair", with_clients=["c2"])), client("c2", item("pair", with_clients=["c1"]))]

SERVICES = (
    inside("service_planned", "planned", planning(client("c1", "grp")), met("Mon")),
    outside("service_planned", "not_planned", planning(client("c1", "grp")), OTHER),
    inside("service_planned", "no_plan", planning(client("c1")), met("Mon"), OTHER),
    inside(
        "service_planned",
        "along_to_a_group",
        planning(INVITING, client("c2", "other")),
        met("Mon", "c1", "c2"),
    ),
    outside("service_planned", "there_alone", planning(INVITING, client("c2", "other")), met("Mon", "c2")),
    outside(
        "service_planned",
        "along_with_somebody_else",
        planning(INVITING, client("c2", "other"), client("c3", "grp")),
        met("Mon", "c2", "c3"),
    ),
    inside(
        "service_planned",
        "along_to_a_pair",
        planning(client("c1", item("pair", with_clients=["c2"])), client("c2", "other")),
        pair("c1", "Mon", "c1", "c2"),
    ),
    outside(
        "service_planned",
        "along_unasked",
        planning(client("c1", "pair"), client("c2", "other")),
        pair("c1", "Mon", "c1", "c2"),
        also={"company_kept"},
    ),
    outside(
        "service_planned",
        "along_for_another_service",
        planning(client("c1", "grp", item("pair", with_clients=["c2"])), client("c2", "other")),
        met("Mon", "c1", "c2"),
    ),
)


def capped(*attended: Any, **fields: Any) -> Instance:
    """A client with such an item of the group service."""
    return planning(client("c1", item("grp", **fields), attended=list(attended)))


ONCE = capped(max_sessions=1)
ONE_TO_ONE = planning(client("c1", item("ind")))

SESSIONS = (
    inside("sessions_cap", "as_many_as_allowed", ONCE, met("Mon")),
    outside("sessions_cap", "one_over", ONCE, met("Mon"), met("Tue")),
    inside("sessions_cap", "groups_have_no_cap_of_their_own", capped(), met("Mon"), met("Tue"), met("Wed")),
    outside("sessions_cap", "none_allowed", capped(min_sessions=0, max_sessions=0), met("Mon")),
    inside("sessions_cap", "individual_once", ONE_TO_ONE, own(1, "Mon")),
    inside(
        "sessions_cap",
        "individual_as_often_as_needed",
        planning(client("c1", item("ind", min_sessions=2))),
        own(1, "Mon"),
        own(2, "Tue"),
    ),
    inside(
        "sessions_cap",
        "individual_optional",
        planning(client("c1", item("ind", min_sessions=0))),
        own(1, "Mon"),
    ),
    outside(
        "sessions_cap",
        "each_invited_the_other",
        planning(*COUPLE),
        pair("c1", "Mon", "c1", "c2"),
        pair("c2", "Tue", "c1", "c2"),
    ),
    inside("sessions_cap", "one_session_for_both", planning(*COUPLE), pair("c2", "Tue", "c1", "c2")),
    outside("sessions_cap", "with_what_was_attended", capped(was(MON, "grp"), max_sessions=1), met("Tue")),
    inside("sessions_cap", "attended_for_no_item", capped(was(MON), max_sessions=1), met("Tue")),
    outside(
        "sessions_cap",
        "individual_attended_already",
        planning(client("c1", "ind", attended=[was(MON, "ind")])),
        own(1, "Tue"),
    ),
    inside(
        "sessions_cap", "attendance_alone_is_over", capped(was(MON, "grp"), was(TUE, "grp"), max_sessions=1)
    ),
    outside(
        "sessions_cap",
        "nothing_more_after_that",
        capped(was(MON, "grp"), was(TUE, "grp"), max_sessions=1),
        met("Wed"),
    ),
)

SPACED = {"min_days_between": 2}
NEXT_DAY = planning(client("c1", item("ind", min_sessions=2, min_days_between=1), "pair"))
ANY_DAY = planning(client("c1", item("ind", min_sessions=2)))
LATE_ON_MON = own_session("c1.ind.2", "Mon 15:00")

SPACING = (
    inside("sessions_apart", "exactly", capped(**SPACED), met("Mon"), met("Wed")),
    outside("sessions_apart", "a_day_less", capped(**SPACED), met("Mon"), met("Tue")),
    outside("sessions_apart", "last_two_of_three", capped(**SPACED), met("Mon"), met("Wed"), met("Thu")),
    inside("sessions_apart", "on_the_next_day", NEXT_DAY, own(1, "Mon"), own(2, "Tue")),
    outside("sessions_apart", "on_one_day", NEXT_DAY, own(1, "Mon"), LATE_ON_MON),
    inside("sessions_apart", "on_one_day_where_none_is_asked", ANY_DAY, own(1, "Mon"), LATE_ON_MON),
    inside("sessions_apart", "another_service", NEXT_DAY, own(1, "Mon"), pair("c1", "Mon", "c1")),
    inside("sessions_apart", "after_what_was_attended", capped(was(MON, "grp"), **SPACED), met("Wed")),
    outside("sessions_apart", "too_soon_after_it", capped(was(MON, "grp"), **SPACED), met("Tue")),
    outside("sessions_apart", "on_the_same_date", capped(was(MON, "grp"), min_days_between=1), met("Mon")),
    inside("sessions_apart", "attended_for_no_item", capped(was(MON), **SPACED), met("Tue")),
    inside(
        "sessions_apart",
        "attendance_is_history",
        capped(was(MON, "grp"), was(TUE, "grp"), **SPACED),
        met("Thu"),
    ),
    outside(
        "sessions_apart", "before_what_was_attended", capped(was(SAT, "grp"), min_days_between=3), met("Thu")
    ),
)

TRIP_GROUPS = [
    group("g", "Mon 9:00", "Tue 9:00"),
    group("h", {"starts": ["Mon 10:00", "Mon 10:45", "Mon 11:00", "Mon 11:15", "Mon 12:00", "Mon 12:15"]}),
    group("m", "Mon 12:00 | Mon 13:00 | Mon 13:15"),
]


def travelling(most: int, **parts: Any) -> Instance:
    """A client with so many trips at most."""
    return instance(
        services=[service("grp", modes=BOTH_MODES)],
        groups=TRIP_GROUPS,
        clients=[client("c1", max_trips=most, max_groups=None)],
        **parts,
    )


NINE = group_session("g.1", "Mon 9:00")
TUE_NINE = group_session("g.2", "Tue 9:00")
ONE_TRIP, TWO_TRIPS = travelling(1), travelling(2)
HOUR_IS_A_TRIP = travelling(1, conventions={"new_trip_after_minutes": 60})


def then(when: str, at: str | None = "A") -> Any:
    return group_session("h.1", when, room=at)


def last(when: str) -> Any:
    return group_session("m.1", when)


TRIPS = (
    inside("trips_cap", "longest_wait", ONE_TRIP, NINE, then("Mon 12:00")),
    outside("trips_cap", "a_step_longer", ONE_TRIP, NINE, then("Mon 12:15")),
    inside("trips_cap", "two_allowed", TWO_TRIPS, NINE, then("Mon 12:15")),
    inside("trips_cap", "one_each_day", TWO_TRIPS, NINE, then("Mon 10:00"), TUE_NINE),
    outside("trips_cap", "second_day", ONE_TRIP, NINE, TUE_NINE),
    outside("trips_cap", "two_days_and_a_wait", TWO_TRIPS, NINE, then("Mon 12:15"), TUE_NINE),
    outside(
        "trips_cap", "telehealth_shortens_no_wait", ONE_TRIP, NINE, then("Mon 10:45", None), last("Mon 13:00")
    ),
    inside("trips_cap", "a_session_shortens_the_wait", ONE_TRIP, NINE, then("Mon 11:00"), last("Mon 13:00")),
    inside("trips_cap", "none_by_telehealth", travelling(0), then("Mon 12:00", TELEHEALTH)),
    outside("trips_cap", "none_allowed", travelling(0), NINE),
    inside("trips_cap", "longest_wait_here", HOUR_IS_A_TRIP, NINE, then("Mon 11:00")),
    outside("trips_cap", "a_step_longer_here", HOUR_IS_A_TRIP, NINE, then("Mon 11:15")),
)


def enrolling(most: int) -> Instance:
    """A client who may be in so many groups."""
    return instance(
        groups=[group("g", "Mon 18:00", "Tue 18:00"), group("h", "Wed 18:00"), group("m", "Thu 18:00")],
        clients=[client("c1", "grp", "ind", max_groups=most), *clients(2)[1:]],
    )


TUE_18 = group_session("g.2", "Tue 18:00")
WED_18 = group_session("h.1", "Wed 18:00")
THU_18 = group_session("m.1", "Thu 18:00")

GROUPS = (
    inside("groups_cap", "one_group_twice", enrolling(1), met("Mon"), TUE_18),
    outside("groups_cap", "one_over", enrolling(1), met("Mon"), WED_18),
    inside("groups_cap", "two", enrolling(2), met("Mon"), TUE_18, WED_18),
    outside("groups_cap", "three", enrolling(2), met("Mon"), WED_18, THU_18),
    inside("groups_cap", "individual_sessions_are_no_group", enrolling(1), met("Mon"), own(1, "Tue")),
    outside("groups_cap", "none_allowed", enrolling(0), met("Mon")),
    inside("groups_cap", "others_are_free", enrolling(0), met("Mon", "c2"), own(1, "Tue")),
)

CASES: tuple[Case, ...] = SERVICES + SESSIONS + SPACING + TRIPS + GROUPS
