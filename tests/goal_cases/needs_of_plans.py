"""Rows about needs of sessions of the plan, and of memberships."""

from typing import Any

from builders import (
    MON,
    SUN,
    TUE,
    client,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    service,
)
from goal_cases.case import NeedCase, needs, of
from goal_cases.week import THREE_QUARTERS, asking, on, was
from iopsched.domain.instance import Instance


def ind_due(*, due: bool, **fields: Any) -> NeedCase:
    """Whether an item of individual counselling with these fields is due."""
    name = "item_due_" if due else "item_not_due_"
    rows = [of("sessions", "ind", 1, 0, 60)] if due else []
    return needs(
        name + "_".join(str(value) for value in fields.values()), rows, asking({}, (), item("ind", **fields))
    )


SESSIONS = (
    needs("sessions_none", [of("sessions", "ind", 1, 0, 60)], asking({}, (), "ind")),
    needs(
        "sessions_met",
        [of("sessions", "ind", 1, 1, 60)],
        asking({}, (), "ind"),
        own_session("c1.ind.1", "Mon 10:00"),
    ),
    needs(
        "sessions_of_a_group_service",
        [of("sessions", "short", 3, 2, 15)],
        asking({}, (), item("short", min_sessions=3)),
        *on("Mon", "s"),
        *on("Tue", "s"),
    ),
    needs("sessions_without_credit", [of("sessions", "visit", 1, 0, 60)], asking({}, (), "visit")),
    needs(
        "sessions_without_credit_count_otherwise_here",
        [of("sessions", "visit", 1, 0, 45)],
        asking({}, (), "visit", conventions=THREE_QUARTERS),
    ),
    needs(
        "sessions_with_attendance",
        [of("sessions", "ind", 2, 1, 60)],
        asking({}, (), item("ind", min_sessions=2), attended=[was(MON, 60, "ind"), was(TUE, 60)]),
    ),
    needs(
        "sessions_are_not_prorated", [of("sessions", "ind", 1, 0, 60)], asking({}, (), "ind", starts_on=SUN)
    ),
    needs("sessions_optional", [], asking({}, (), item("ind", min_sessions=0))),
    needs(
        "sessions_in_the_plan_s_order",
        [of("sessions", "visit", 1, 0, 60), of("sessions", "grp", 2, 0, 60)],
        asking({}, (), "visit", item("grp", min_sessions=2)),
    ),
    needs(
        "sessions_never_scheduled",
        [],
        instance(services=[individual("screen", scheduled=False)], clients=[client("c1", "screen")]),
    ),
    ind_due(due=True, every_weeks=2),
    ind_due(due=False, every_weeks=2, last_on="2026-02-23"),
    ind_due(due=False, every_weeks=2, last_on="2026-03-01"),
    ind_due(due=True, every_weeks=2, last_on="2026-02-22"),
    ind_due(due=True, every_weeks=1, last_on="2026-03-01"),
    ind_due(due=False, every_weeks=4, last_on="2026-02-09"),
    ind_due(due=True, every_weeks=4, last_on="2026-02-08"),
    needs(
        "item_not_due_but_attended",
        [],
        asking({}, (), item("ind", every_weeks=2, last_on="2026-02-25")),
        own_session("c1.ind.1", "Mon 10:00"),
    ),
)


def member(**fields: Any) -> Instance:
    """A group with c1 among its members, and one without credit."""
    return instance(
        services=[service("grp"), service("zero", credited_minutes=0)],
        groups=[
            group("g", "Mon 18:00", "Wed 18:00", **{"members": ["c1"], **fields}),
            group("z", "Tue 18:00", service="zero", closed=True, members=["c2"]),
        ],
        clients=[client("c1"), client("c2")],
    )


MEMBERSHIPS = (
    needs("membership_of_a_closed_group", [of("membership", "g", 1, 0, 60)], member(closed=True)),
    needs("membership_of_a_track", [of("membership", "g", 1, 0, 60)], member(attendance="attend_all")),
    needs(
        "membership_of_a_closed_track_is_one",
        [of("membership", "g", 1, 0, 60)],
        member(attendance="attend_all", closed=True),
    ),
    needs(
        "membership_met_by_one_meeting",
        [of("membership", "g", 1, 1, 60)],
        member(closed=True),
        group_session("g.2", "Wed 18:00"),
    ),
    needs("membership_of_an_open_group", [], member()),
    needs("membership_of_others", [], member(closed=True, members=["c2"])),
    needs(
        "membership_without_credit",
        [of("membership", "z", 1, 0, 60)],
        member().replace(
            groups=[group("z", "Tue 18:00", service="zero", closed=True, members=["c1"])],
        ),
    ),
)

CASES: tuple[NeedCase, ...] = SESSIONS + MEMBERSHIPS
