"""Goals: every term counted anew, and the levels that weigh them."""

from collections.abc import Callable

from iopsched.domain.goals import TERMS, GoalLevel
from iopsched.domain.result import LevelValue
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.needs import unit_minutes
from iopsched.judging.terms import burden, change, resources, shortage, wishes

Count = Callable[[ScheduleIndex], int]

TERM_VALUES: dict[str, Count] = {
    "abandoned": shortage.abandoned,
    "clients_short": shortage.clients_short,
    "minutes_short": shortage.minutes_short,
    "changed_attendance": change.changed_attendance,
    "changed_time": change.changed_time,
    "changed_leader": change.changed_leader,
    "changed_room": change.changed_room,
    "changed_group": change.changed_group,
    "clients_contacted": change.clients_contacted,
    "newcomers": change.newcomers,
    "changed_counsellor": change.changed_counsellor,
    "worst_unmet_wishes": wishes.worst_unmet_wishes,
    "unmet_wishes": wishes.unmet_wishes,
    "company_missing": wishes.company_missing,
    "cover_sessions": wishes.cover_sessions,
    "idle_minutes": burden.idle_minutes,
    "extra_trips": burden.extra_trips,
    "split_shifts": burden.split_shifts,
    "short_rests": burden.short_rests,
    "undersized": resources.undersized,
    "room_changes": resources.room_changes,
    "uneven_loads": resources.uneven_loads,
    "left_out": resources.left_out,
    "fill": resources.fill,
}
"""How much each term counts, by name."""


def _all_priority(index: ScheduleIndex) -> int:
    return sum(client.priority for client in index.instance.clients)


def _all_minutes_needed(index: ScheduleIndex) -> int:
    return sum(
        need.needed * unit_minutes(index, need.client, need.kind, need.subject)
        for needs in index.needs.values()
        for need in needs
    )


def _all_optional_company(index: ScheduleIndex) -> int:
    """Return how many companions plan items ask for if they can come."""
    items = [item for client in index.instance.clients for item in client.plan]
    return sum(len(item.with_clients) + len(item.with_guests) for item in items if item.company == "optional")


def _all_strengths(index: ScheduleIndex) -> int:
    return sum(wish.strength for client in index.instance.clients for wish in client.preferences)


TERM_SCALES: dict[str, Count] = {
    "abandoned": _all_priority,
    "clients_short": _all_priority,
    "minutes_short": _all_minutes_needed,
    "changed_attendance": lambda index: len(change.published_attendances(index)),
    "changed_time": lambda index: len(change.published_sessions(index)),
    "changed_leader": lambda index: sum(len(one.leaders) for one in change.published_sessions(index)),
    "changed_room": lambda index: len(change.published_sessions(index)),
    "changed_group": lambda index: len(change.published_places(index)),
    "clients_contacted": lambda index: len(change.published_clients(index)),
    "newcomers": lambda index: len(change.published_places(index)),
    "changed_counsellor": change.published_own_attendances,
    "worst_unmet_wishes": lambda index: 1000,
    "unmet_wishes": _all_strengths,
    "company_missing": _all_optional_company,
}
"""The most that a term is held against; terms left out have no scale."""


def level_value(index: ScheduleIndex, level: GoalLevel) -> LevelValue:
    """Return a level's value, its terms, and the scale that makes its gap a share."""
    terms = {weighted.term: TERM_VALUES[weighted.term](index) for weighted in level.terms}
    return LevelValue(
        id=level.id,
        value=sum(weighted.weight * terms[weighted.term] for weighted in level.terms),
        unit=TERMS[level.terms[0].term].unit if len(level.terms) == 1 else "points",
        terms=dict(terms),
        scale=_scale(index, level),
    )


def _scale(index: ScheduleIndex, level: GoalLevel) -> int | None:
    if any(weighted.term not in TERM_SCALES for weighted in level.terms):
        return None
    scale = sum(weighted.weight * TERM_SCALES[weighted.term](index) for weighted in level.terms)
    return scale or None
