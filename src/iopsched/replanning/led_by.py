"""A schedule judged again with other leaders of one session, without looking everything up anew."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.checks.past import is_history
from iopsched.judging.goals import level_value
from iopsched.judging.index import Days, ScheduleIndex
from iopsched.judging.judge import CHECKS

K = TypeVar("K")

RULES_OF_OTHERS = frozenset(
    {
        *("start_offered", "length_kept", "service_scheduled", "site_open", "room_available"),
        *("room_in_one_use", "client_available", "client_stay", "arrival_and_departure"),
        *("client_in_one_place", "guest_available", "guest_in_one_place", "mode_allowed", "room_suits"),
        *("head_count", "ages_together", "eligible_only", "closed_group", "attend_all_whole"),
        *("one_of_set", "service_planned", "week_minutes", "day_minutes", "service_days"),
        *("authorised_days", "sessions_cap", "sessions_apart", "trips_cap", "groups_cap", "client_run"),
        *("client_meal", "company_kept", "apart_in_session", "apart_in_building", "kept_together"),
    }
)
"""Rules that do not ask who leads: what they find is the same with anybody."""

RULES_OF_PRESENCE = frozenset({"site_staffed", "supervisor_present"})
"""Rules that take as long to look at as all others that ask who leads."""

_RULES_OF_LEADERS = frozenset(CHECKS) - RULES_OF_OTHERS - RULES_OF_PRESENCE


def led_by(index: ScheduleIndex, session_id: str, leaders: tuple[str, ...]) -> ScheduleIndex:
    """Return the look-ups of the same schedule with other leaders of one session."""
    old = index.session[session_id]
    new = old.model_copy(update={"leaders": leaders})

    def swapped(sessions: list[Session]) -> list[Session]:
        return [new if session is old else session for session in sessions]

    def in_days(days: Days) -> Days:
        return {**days, old.date: swapped(days.get(old.date, []))}

    def by_key(found: Mapping[str, list[Session]]) -> dict[str, list[Session]]:
        return {key: swapped(sessions) for key, sessions in found.items()}

    clinician_days = dict(index.clinician_days)
    for leader in {*old.leaders, *leaders}:
        days = clinician_days[leader]
        day = [session for session in days.get(old.date, []) if session is not old]
        day += [new] if leader in leaders else []
        day.sort(key=lambda session: (session.start, session.id))
        clinician_days[leader] = {**days, old.date: day} if day else _without(days, old.date)
    rooms = {} if old.room is None else {old.room: in_days(index.room_days[old.room])}
    clients = old.clients
    return replace(
        index,
        sessions=swapped(index.sessions),
        session={**index.session, session_id: new},
        clinician_days=clinician_days,
        client_days={**index.client_days, **{one: in_days(index.client_days[one]) for one in clients}},
        guest_days={**index.guest_days, **{one: in_days(index.guest_days[one]) for one in old.guests}},
        room_days={**index.room_days, **rooms},
        enrolled={**index.enrolled, **{one: by_key(index.enrolled[one]) for one in clients}},
        delivered={**index.delivered, **{one: by_key(index.delivered[one]) for one in clients}},
    )


def violations_of_leading(index: ScheduleIndex) -> Iterator[Violation]:
    """Yield every violation of a rule that asks who leads, those about who is present left out."""
    yield from _found(index, _RULES_OF_LEADERS)


def violations_of_presence(index: ScheduleIndex) -> Iterator[Violation]:
    """Yield every violation of a rule about who is present at a site."""
    yield from _found(index, RULES_OF_PRESENCE)


def goal_values(index: ScheduleIndex) -> tuple[int, ...]:
    """Return the value of every goal level, in order."""
    return tuple(level_value(index, level).value for level in index.instance.goals)


def _found(index: ScheduleIndex, rules: frozenset[str]) -> Iterator[Violation]:
    for rule, check in CHECKS.items():
        if rule in rules:
            yield from (violation for violation in check(index) if not is_history(index, violation))


def _without(days: Days, date: object) -> Days:
    return {key: sessions for key, sessions in days.items() if key != date}
