"""What stands in the way, said as it is now: a full group rather than one with a head too many."""

from collections.abc import Iterable

from iopsched.domain.clients import Client, Guest
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day, format_time
from iopsched.domain.hours import format_day_hours, format_hours
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.explaining.leaders_free import LEADER_RULES, nobody_free
from iopsched.explaining.parts import Part
from iopsched.judging.hours import exception_on
from iopsched.judging.words import counted, listed, told

_HOURS = {"client_available", "clinician_available", "guest_available"}
_CLASHES = {"client_in_one_place", "guest_in_one_place", "clinician_in_one_place", "room_in_one_use"}
_DOES = {"clinician_in_one_place": "leads", "room_in_one_use": "holds"}


def obstacles_of(
    instance: Instance, before: Schedule, tried: Schedule, parts: Iterable[Part]
) -> tuple[str, ...]:
    """Return what the parts of a cause say of the week as it is, one sentence a part:
    a person's hours on several days are one sentence too.

    What has no better wording is the judge's sentence: what would be.
    """
    telling = _Telling(instance, before, tried)
    told_parts = dict.fromkeys(telling.of(together) for together in _in_one_sentence(parts))
    return tuple(told_parts)


def _in_one_sentence(parts: Iterable[Part]) -> list[list[Part]]:
    """Return parts with those put together that one sentence tells: one person's hours on several days."""
    found: dict[object, list[Part]] = {}
    for number, part in enumerate(parts):
        people = part.violations[0].people
        found.setdefault((part.rule, people) if part.rule in _HOURS else number, []).append(part)
    return list(found.values())


class _Telling:
    def __init__(self, instance: Instance, before: Schedule, tried: Schedule) -> None:
        self._instance, self._schedule = instance, before
        self._before = {session.id: session for session in before.sessions}
        self._tried = {session.id: session for session in tried.sessions}

    def of(self, parts: list[Part]) -> str:
        """Return the sentence of a part, or of several that are told together."""
        part = parts[0]
        rule, named, first = part.rule, part.sessions, part.violations[0]
        if not named:
            return first.message
        if rule == "leader_listed":
            offer = self._instance.offer[named[0].id]
            listing = listed(offer.meeting.leaders or offer.group.leaders or ())
            return f"the leaders of {told(named[0])} are {listing}, and not {listed(first.people)}"
        if rule in LEADER_RULES:
            session = self._new(part)
            words = None if session is None else nobody_free(self._instance, self._schedule, session)
            if words is not None:
                return words
        if rule in _HOURS and first.people:
            return self._no_time(first.people[0], parts)
        if rule in _CLASHES and len(named) == 2:
            return self._clash(part) or first.message
        if rule == "head_count":
            return self._heads(named)
        if rule == "room_fits" and named[0].room is not None:
            seats = self._instance.room[named[0].room].capacity
            return f"{told(named[0])} is in room {named[0].room}, which seats {seats} and is full"
        if rule == "apart_in_session":
            return f"clients who are kept apart would meet in {listed(told(one) for one in named)}"
        if rule == "apart_in_building":
            place, day = listed(first.places), format_day(named[0].date.weekday())
            return f"clients who are kept apart would be at {place} on {day} at one time"
        return first.message

    def _new(self, part: Part) -> Session | None:
        """Return the one session of a part that is not held now as it was tried."""
        new = [one for one in part.sessions if not _same_time(self._before.get(one.id), one)]
        return new[0] if len(new) == 1 else None

    def _no_time(self, person: str, parts: list[Part]) -> str:
        who, days, hours = self._person(person), [], [format_hours(self._person(person).hours)]
        for part in sorted(parts, key=lambda one: one.sessions[0].date):
            date = part.sessions[0].date
            at = listed(f"{session.id} {format_time(session.start)}" for session in part.sessions)
            days.append(f"on {format_day(date.weekday())} for {at}")
            windows = exception_on(date, who.exceptions)
            if windows is not None:
                hours.append(f"{format_day_hours(windows)} on {date}")
        return f"{person} has no time {listed(days)} (its hours: {'; '.join(hours)})"

    def _person(self, person: str) -> Client | Clinician | Guest:
        if person in self._instance.client:
            return self._instance.client[person]
        if person in self._instance.clinician:
            return self._instance.clinician[person]
        return self._instance.guest[person][1]

    def _clash(self, part: Part) -> str | None:
        """Say with what a session that would have to be meets; None if they only lie too close."""
        one, other = part.sessions
        if not (one.start < other.end and other.start < one.end):
            return None
        person = (part.violations[0].people or part.violations[0].places)[0]
        new, old = (one, other) if self._goes_on(other, person) else (other, one)
        if not self._goes_on(old, person):
            return None
        does = _DOES.get(part.rule, "is in")
        kind = "room " if part.rule == "room_in_one_use" else ""
        return f"{kind}{person} {does} {told(old)}, at the time of {told(new)}"

    def _goes_on(self, session: Session, one: str) -> bool:
        """Whether a person or room has the session now as it was tried."""
        now = self._before.get(session.id)
        if now is None or not _same_time(now, session):
            return False
        return one in (*now.clients, *now.guests, *now.leaders, now.room)

    def _heads(self, named: tuple[Session, ...]) -> str:
        session = named[0]
        fewest, most = self._limits(session)
        heads = self._count(session)
        when = listed(told(one) for one in named)
        are = "is" if len(named) == 1 else "are"
        if heads > most:
            number = self._all_full(named)
            if number > len(named):
                return f"all {number} sessions of {session.service} are full ({when}: {most} of {most})"
            return f"{when} {are} full, {most} of {most}"
        if session.id in self._before:
            return f"{when} {are} held from {counted(fewest, 'head')} on, and would have {heads}"
        return f"{when} {are} not held: {counted(fewest, 'head')} needed, {heads} would come"

    def _all_full(self, named: tuple[Session, ...]) -> int:
        """Return how many sessions of the service are held if each of them is full, otherwise 0."""
        ids = {session.id for session in named}
        held = [one for one in self._schedule.sessions if one.service == named[0].service]
        spare = any(self._count(one) < self._limits(one)[1] for one in held if one.id not in ids)
        return 0 if spare else len(held)

    def _limits(self, session: Session) -> tuple[int, int]:
        service, offer = self._instance.service[session.service], self._instance.offer.get(session.id)
        group = offer.group if offer is not None else None
        fewest = service.fewest_heads if group is None or group.min_heads is None else group.min_heads
        most = service.most_heads if group is None or group.max_heads is None else group.max_heads
        return fewest, most

    def _count(self, session: Session) -> int:
        counts = self._instance.service[session.service].guests_count_as_heads
        return len(session.clients) + (len(session.guests) if counts else 0)


def _same_time(now: Session | None, session: Session) -> bool:
    return now is not None and (now.date, now.start, now.end) == (session.date, session.start, session.end)
