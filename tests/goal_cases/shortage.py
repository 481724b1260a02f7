"""Rows about shortages: who is abandoned, who is short, and of how many minutes."""

from typing import Any

from builders import client, group, group_session, individual, instance, item, own_session
from goal_cases.case import GoalCase, worth
from goal_cases.week import DAY_GROUPS, DAY_SERVICES, on
from iopsched.domain.instance import Instance

TWO_HOURS = {"min_minutes_per_week": 120}


def asking(level: dict[str, Any], *people: Any) -> Instance:
    """Clients under a level that asks for this."""
    return instance(
        level=level,
        services=[*DAY_SERVICES, individual(), individual("visit", credited_minutes=0)],
        groups=DAY_GROUPS,
        clients=list(people),
    )


ONE = asking(TWO_HOURS, client("c1", priority=3))
TWO = asking(TWO_HOURS, client("c1", priority=3), client("c2", priority=5))
TWICE = asking({}, client("c1", item("grp", min_sessions=2), priority=3))
BOTH_NEEDS = asking(TWO_HOURS, client("c1", item("short"), "ind", priority=3))
TOO_MUCH = instance(
    level={"max_minutes_per_week": 60},
    payers=[{"id": "p1", "min_minutes_per_week": 120}],
    groups=DAY_GROUPS[:1],
    clients=[client("c1", payers=["p1"], priority=2)],
)
BOTH_IN_G = [*on("Mon", "gh", "c1", "c2")]

ABANDONED = (
    worth("abandoned", "half_is_not_more_than_half", 0, ONE, *on("Mon")),
    worth("abandoned", "more_than_half", 3, ONE, *on("Mon", "s")),
    worth("abandoned", "nothing_at_all", 8, TWO),
    worth("abandoned", "one_of_two", 5, TWO, *on("Mon", "gh")),
    worth("abandoned", "nobody", 0, TWO, *BOTH_IN_G),
    worth("abandoned", "one_of_two_sessions", 0, TWICE, *on("Mon")),
    worth("abandoned", "none_of_two_sessions", 3, TWICE),
    worth("abandoned", "counted_once_for_three_needs", 3, BOTH_NEEDS),
    worth(
        "abandoned",
        "one_need_of_several",
        3,
        asking(TWO_HOURS, client("c1", "grp", "ind", priority=3)),
        *on("Mon", "gh"),
    ),
    # 60 of 120 is all that its ceiling allows: half is short, not more
    worth("abandoned", "impossible_need_half_met", 0, TOO_MUCH, *on("Mon")),
    worth("abandoned", "impossible_need_not_met", 2, TOO_MUCH),
    worth("abandoned", "no_needs", 0, asking({}, client("c1"))),
)

SHORT = (
    worth(
        "clients_short",
        "a_quarter_short",
        3,
        asking({"min_minutes_per_week": 75}, client("c1", priority=3)),
        *on("Mon"),
    ),
    worth("clients_short", "met", 0, ONE, *on("Mon", "gh")),
    worth("clients_short", "both", 8, TWO, *on("Mon", "g", "c1", "c2")),
    worth("clients_short", "one_of_two", 5, TWO, *on("Mon", "gh"), *on("Tue", "g", "c2")),
    worth("clients_short", "counted_once_for_three_needs", 3, BOTH_NEEDS),
    worth("clients_short", "an_impossible_need", 2, TOO_MUCH, *on("Mon")),
    worth(
        "clients_short",
        "a_membership",
        1,
        instance(groups=[group("g", "Mon 18:00", closed=True, members=["c1"])]),
    ),
)

DAYS = {"qualifying_day_minutes": 120, "min_qualifying_days": 2, "min_service_days": 3}

MINUTES = (
    worth("minutes_short", "minutes", 60, ONE, *on("Mon")),
    worth("minutes_short", "of_all_clients", 45 + 120, TWO, *on("Mon", "gs")),
    worth("minutes_short", "more_is_no_credit_to_others", 120, TWO, *on("Mon", "gh"), *on("Tue", "gh")),
    # one qualifying day of 120, two service days of 60
    worth("minutes_short", "days", 120 + 2 * 60, asking(DAYS, client("c1")), *on("Mon", "gh")),
    # the group service credits 60, the visit nothing and so counts 60 too, short credits 15
    worth(
        "minutes_short",
        "sessions",
        2 * 60 + 60 + 15,
        asking({}, client("c1", item("grp", min_sessions=3), "visit", "short")),
        *on("Mon"),
    ),
    worth(
        "minutes_short",
        "all_needs_of_a_client",
        60 + 60,
        asking(TWO_HOURS, client("c1", item("ind"), item("grp"))),
        *on("Mon"),
    ),
    # 120 less 120 is nothing short, and the session is there
    worth(
        "minutes_short",
        "nothing",
        0,
        asking(TWO_HOURS, client("c1", item("ind"), item("grp"))),
        *on("Mon"),
        own_session("c1.ind.1", "Mon 15:00"),
    ),
    # five windows of three days, of which Monday is in one
    worth("minutes_short", "gaps", 4 * 60, asking({"max_gap_days": 2}, client("c1")), *on("Mon")),
    worth(
        "minutes_short",
        "membership",
        60,
        instance(groups=[group("g", "Mon 18:00", "Tue 18:00", closed=True, members=["c1"])]),
    ),
    worth(
        "minutes_short",
        "membership_met_once",
        0,
        instance(groups=[group("g", "Mon 18:00", "Tue 18:00", closed=True, members=["c1"])]),
        group_session("g.1", "Mon 18:00"),
    ),
    worth("minutes_short", "an_impossible_need", 60, TOO_MUCH, *on("Mon")),
)

CASES: tuple[GoalCase, ...] = ABANDONED + SHORT + MINUTES
