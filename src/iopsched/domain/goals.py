"""Goals: named terms, and the levels that order them.

Every term is a whole number to be minimised, and is defined in docs/goals.md under its name. The
model and the judge each compute it by themselves.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from iopsched.domain.base import Id, Model, Weight


@dataclass(frozen=True)
class Term:
    """A goal's name, its unit and the sentence that says what is counted."""

    name: str
    unit: str
    sentence: str


TermName = Literal[
    "abandoned",
    "clients_short",
    "minutes_short",
    "changed_attendance",
    "changed_time",
    "changed_leader",
    "changed_room",
    "changed_group",
    "clients_contacted",
    "newcomers",
    "changed_counsellor",
    "worst_unmet_wishes",
    "unmet_wishes",
    "company_missing",
    "cover_sessions",
    "idle_minutes",
    "extra_trips",
    "split_shifts",
    "short_rests",
    "undersized",
    "room_changes",
    "uneven_loads",
    "left_out",
    "fill",
]

TERMS: dict[str, Term] = {
    term.name: term
    for term in (
        Term("abandoned", "priority", "Priority of clients who miss more than half of a need."),
        Term("clients_short", "priority", "Priority of clients with any shortfall."),
        Term("minutes_short", "credited minutes", "Credited minutes short, days and sessions converted."),
        Term("changed_attendance", "attendances", "Attendances that only one of the two schedules has."),
        Term("changed_time", "sessions", "Published sessions now held at another day or time."),
        Term("changed_leader", "leaders", "Published leaders who no longer lead a session still held."),
        Term("changed_room", "sessions", "Published sessions now held in another room or mode."),
        Term("changed_group", "places", "Places in groups that only one of the two schedules has."),
        Term("clients_contacted", "clients", "Published clients who have to be told of another week."),
        Term("newcomers", "places", "Places in published groups of clients who were not in them."),
        Term("changed_counsellor", "sessions", "Own sessions led by nobody who led such sessions before."),
        Term("worst_unmet_wishes", "permille", "The worst-off client's share of unmet wishes."),
        Term("unmet_wishes", "strength", "The strength of all unmet wishes."),
        Term("company_missing", "absences", "Optional company that does not come along."),
        Term("cover_sessions", "sessions", "Sessions led by cover instead of the primary clinician."),
        Term("idle_minutes", "minutes", "Minutes clients wait on site between two sessions."),
        Term("extra_trips", "trips", "Second and further trips of a client on one day."),
        Term("split_shifts", "pauses", "Long pauses in a clinician's day."),
        Term("short_rests", "nights", "Nights too short between two working days of a clinician."),
        Term("undersized", "clients", "Clients missing to a good size of a group session held."),
        Term("room_changes", "rooms", "Further rooms that one group uses in a week."),
        Term("uneven_loads", "permille", "Difference between the fullest and the emptiest clinician."),
        Term("left_out", "cost", "Cost of the group meetings not held."),
        Term("fill", "seats", "Seats of groups that no enrolment fills."),
    )
}


class WeightedTerm(Model):
    """A term of a goal level and its weight there."""

    term: TermName
    weight: Annotated[Weight, Field(ge=1)] = 1


class GoalLevel(Model):
    """Terms weighed against each other; earlier levels come strictly first."""

    id: Id
    terms: Annotated[tuple[WeightedTerm, ...], Field(min_length=1)]


def _level(id_: str, **weights: int) -> GoalLevel:
    return GoalLevel.model_validate(
        {"id": id_, "terms": [{"term": term, "weight": weight} for term, weight in weights.items()]}
    )


DEFAULT_GOALS: tuple[GoalLevel, ...] = (
    _level("1a", abandoned=1),
    _level("1b", clients_short=1),
    _level("1c", minutes_short=1),
    _level(
        "2",
        changed_attendance=3,
        changed_time=3,
        changed_leader=2,
        changed_room=1,
        changed_group=3,
        clients_contacted=2,
    ),
    _level("3a", worst_unmet_wishes=1),
    _level("3b", unmet_wishes=1, company_missing=1),
    _level("4", idle_minutes=1, extra_trips=60, cover_sessions=60, split_shifts=30, short_rests=60),
    _level("5", undersized=10, room_changes=10, left_out=1, uneven_loads=1),
)
