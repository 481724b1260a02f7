"""Rows about levels: weights add up, and what a level's gap is a share of."""

from dataclasses import dataclass
from typing import Any

from builders import client, clients, clinician, group, group_session, individual, instance, schedule, service
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule


@dataclass(frozen=True)
class LevelCase:
    """One row; `levels` are the id, value and scale of each level in order."""

    name: str
    instance: Instance
    schedule: Schedule
    levels: tuple[tuple[str, int, int | None], ...]


def level(level_id: str, **weights: int) -> dict[str, Any]:
    return {"id": level_id, "terms": [{"term": term, "weight": weight} for term, weight in weights.items()]}


def site(*levels: dict[str, Any] | GoalLevel) -> Instance:
    """Two clients with needs and wishes, and these levels of goals (the default ones if none)."""
    wishes = [{"day": "Mon", "strength": 2}, {"day": "Tue", "strength": 3}]
    goals = {"goals": list(levels)} if levels else {}
    return instance(
        level={"min_minutes_per_week": 120},
        groups=[group("g", "Mon 18:00", leaving_out_cost=5), group("h", "Tue 18:00", leaving_out_cost=7)],
        clients=[
            client("c1", "ind", "grp", priority=3, preferences=wishes),
            client("c2", priority=5, preferences=wishes[:1]),
        ],
        **goals,
    )


G_BY_BOTH = group_session("g.1", "Mon 18:00", ["c1", "c2"])
G_BY_C1 = group_session("g.1", "Mon 18:00")


def row(name: str, levels: list[tuple[str, int, int | None]], facts: Instance, *sessions: Any) -> LevelCase:
    return LevelCase(name, facts, schedule(facts, *sessions), tuple(levels))


def published(*levels: dict[str, Any] | GoalLevel) -> Instance:
    """The site, which published g with both clients and another one who is here no more, led by two."""
    before = instance(
        services=[service("grp", roles=[{"id": "a"}, {"id": "b"}]), individual()],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[*clients(2), client("c9")],
    )
    sessions = [group_session("g.1", "Mon 18:00", ["c1", "c2", "c9"], ["k1", "k2"])]
    return site(*levels).replace(published=schedule(before, *sessions))


CHANGE = level("2", changed_attendance=3, changed_time=3, changed_leader=2, changed_room=1)
DEFAULT_CHANGE = [goal for goal in DEFAULT_GOALS if goal.id == "2"]
TOLD = level("2", changed_group=3, clients_contacted=2, newcomers=5, changed_counsellor=7)

LEVEL_CASES: tuple[LevelCase, ...] = (
    # c2 misses 60 of 120, which is not more than half; c1 misses 60 and one session
    row(
        "shortages",
        [("a", 3, 8), ("b", 8, 8), ("c", 60 + 60 + 60, 120 + 60 + 60 + 120)],
        site(level("a", abandoned=1), level("b", clients_short=1), level("c", minutes_short=1)),
        G_BY_BOTH,
    ),
    # weights times terms: 2 * 3 + 1 * 8, of 2 * 8 + 1 * 8
    row("weights", [("x", 14, 24)], site(level("x", abandoned=2, clients_short=1)), G_BY_BOTH),
    # one client less of two: 3, one leader less of two: 2; of 3 * 2 + 3 * 1 + 2 * 2 + 1 * 1
    row("change", [("2", 5, 14)], published(CHANGE), G_BY_C1),
    row(
        "each_change",
        [("a", 1, 2), ("t", 0, 1), ("l", 1, 2), ("r", 0, 1)],
        published(
            level("a", changed_attendance=1),
            level("t", changed_time=1),
            level("l", changed_leader=1),
            level("r", changed_room=1),
        ),
        G_BY_C1,
    ),
    # c2 is in g no more and has to be told: 3 + 2; of two places, clients and places: 3 * 2 + 2 * 2 + 5 * 2
    row("change_of_people", [("2", 5, 20)], published(TOLD), G_BY_C1),
    row(
        "each_change_of_people",
        [("g", 1, 2), ("c", 1, 2), ("n", 0, 2), ("o", 0, None)],
        published(
            level("g", changed_group=1),
            level("c", clients_contacted=1),
            level("n", newcomers=1),
            level("o", changed_counsellor=1),
        ),
        G_BY_C1,
    ),
    # one attendance, one leader, one place and one client less; of the 14 above and 3 * 2 + 2 * 2
    row("default_change", [("2", 3 + 2 + 3 + 2, 24)], published(*DEFAULT_CHANGE), G_BY_C1),
    row("nothing_published", [("2", 0, None)], site(CHANGE), G_BY_C1),
    # c1 misses 3 of 5, c2 2 of 2
    row(
        "wishes",
        [("a", 1000, 1000), ("b", 10, 14)],
        site(level("a", worst_unmet_wishes=1), level("b", unmet_wishes=2)),
        G_BY_C1,
    ),
    row("wishes_with_company", [("b", 5, 7)], site(level("b", unmet_wishes=1, company_missing=1)), G_BY_C1),
    row("burden_has_no_scale", [("4", 7, None)], site(level("4", left_out=1, idle_minutes=1)), G_BY_C1),
    row(
        "one_term_without_a_scale",
        [("x", 8 + 7 * 10, None)],
        site(level("x", clients_short=1, left_out=10)),
        G_BY_C1,
    ),
    row("no_wishes", [("w", 0, None)], instance(goals=[level("w", unmet_wishes=1)]), G_BY_C1),
    row(
        "default",
        [
            ("1a", 3 + 5, 8),
            ("1b", 8, 8),
            ("1c", 60 + 60 + 120, 360),
            ("2", 0, None),
            ("3a", 1000, 1000),
            ("3b", 5, 7),
            ("4", 0, None),
            # h is left out; g has no good size, and k1 no limit to share
            ("5", 7, None),
        ],
        site(),
        G_BY_C1,
    ),
)
