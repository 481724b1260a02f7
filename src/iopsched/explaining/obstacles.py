"""What stands in the way, said as it is now: a full group rather than one with a head too many."""

from collections.abc import Iterable

from iopsched.domain.clock import format_day
from iopsched.domain.hours import Hours, format_hours
from iopsched.domain.instance import Instance
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.words import counted, listed, told

_HOURS = {"client_available": "client", "clinician_available": "clinician"}


def obstacles_of(
    instance: Instance, before: Schedule, tried: Schedule, broken: Iterable[Violation]
) -> tuple[str, ...]:
    """Return what the violations of a schedule tried say of the week as it is, one sentence a part.

    Violations of one rule by one person on one day, or of a head count in one group, are one part.
    What has no better wording is the judge's sentence: what would be.
    """
    parts: dict[object, list[Violation]] = {}
    sessions = {session.id: session for session in tried.sessions}
    for violation in broken:
        parts.setdefault(_part(violation, sessions), []).append(violation)
    telling = _Telling(instance, {session.id: session for session in before.sessions}, sessions)
    return tuple(telling.of(violations) for violations in parts.values())


def _part(violation: Violation, sessions: dict[str, Session]) -> object:
    named = [sessions[one] for one in violation.sessions if one in sessions]
    if violation.rule in _HOURS and named:
        return violation.rule, violation.people, named[0].date
    if violation.rule == "head_count" and named and named[0].group is not None:
        return violation.rule, named[0].group
    return violation


class _Telling:
    def __init__(self, instance: Instance, before: dict[str, Session], tried: dict[str, Session]) -> None:
        self._instance, self._before, self._tried = instance, before, tried

    def of(self, violations: list[Violation]) -> str:
        """Return the sentence of one part."""
        first = violations[0]
        named = [self._tried[one] for v in violations for one in v.sessions if one in self._tried]
        if first.rule in _HOURS and named and first.people:
            return self._no_time(first, named)
        if named and first.rule == "head_count":
            return self._heads(named)
        if named and first.rule == "room_fits" and named[0].room is not None:
            seats = self._instance.room[named[0].room].capacity
            return f"{told(named[0])} is in room {named[0].room}, which seats {seats} and is full"
        if first.rule in ("apart_in_session", "apart_in_building"):
            return "clients are kept apart"
        return first.message

    def _no_time(self, violation: Violation, named: list[Session]) -> str:
        person, kind = violation.people[0], _HOURS[violation.rule]
        who = self._instance.client[person] if kind == "client" else self._instance.clinician[person]
        day = format_day(named[0].date.weekday())
        told_sessions = listed(dict.fromkeys(_at(session) for session in named))
        return f"{person} has no time on {day} for {told_sessions} (its hours: {_hours(who.hours)})"

    def _heads(self, named: list[Session]) -> str:
        session = named[0]
        service, offer = self._instance.service[session.service], self._instance.offer.get(session.id)
        group = offer.group if offer is not None else None
        fewest = service.fewest_heads if group is None or group.min_heads is None else group.min_heads
        most = service.most_heads if group is None or group.max_heads is None else group.max_heads
        heads = len(session.clients) + (len(session.guests) if service.guests_count_as_heads else 0)
        when = listed(dict.fromkeys(told(one) for one in named))
        are = "is" if len(named) == 1 else "are"
        if heads > most:
            return f"{when} {are} full, {most} of {most}"
        if session.id in self._before:
            return f"{when} {are} held from {counted(fewest, 'head')} on, and would have {heads}"
        return f"{when} {are} not held: {counted(fewest, 'head')} needed, {heads} would come"


def _at(session: Session) -> str:
    return told(session).replace(" on ", " ")


def _hours(hours: Hours) -> str:
    return format_hours(hours)
