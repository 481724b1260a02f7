"""Who could lead a session instead: every clinician tried in the schedule, judged, and ranked."""

from collections.abc import Iterable, Iterator, Sequence

from iopsched.domain.base import Model
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import format_day, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.judging.building import build_index
from iopsched.judging.hours import hours_on, within
from iopsched.judging.words import counted, listed
from iopsched.replanning.led_by import goal_values, led_by, violations_of_leading, violations_of_presence

_MOST_MESSAGES = 3


class Substitute(Model):
    """A clinician tried as the leader of a session, `instead_of` one of its leaders or in an empty role.

    `valid` says that no rule is broken that was kept before; `reason` says why, or what stands in the
    way; `rules` names the rules that would be broken.
    """

    clinician: str
    valid: bool
    reason: str
    instead_of: str | None = None
    rules: tuple[str, ...] = ()


class Substitutes(Model):
    """Who may stand in for the leaders that a session lost, the best first.

    `chosen` are the new leaders it has; they are ranked too. `left_out` counts the clinicians who
    hold none of the credentials that the session's roles ask for.
    """

    session: str
    lost: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    ranked: tuple[Substitute, ...] = ()
    left_out: int = 0

    def best(self, most: int) -> tuple[Substitute, ...]:
        """Return so many of those who may lead it, and everybody who may not."""
        fit = [one for one in self.ranked if one.valid]
        return (*fit[:most], *(one for one in self.ranked if not one.valid))


def substitutes(
    instance: Instance, schedule: Schedule, session_id: str, *, published: Schedule | None = None
) -> tuple[Substitute, ...]:
    """Return everybody who might lead a session of the schedule instead of its leaders, the best first.

    Those who break no further rule come first, in the order of the goals, then of how well they know
    the group and its clients, then of their load on that day. Left out is who holds none of the
    credentials asked for.

    Raises:
        ProblemsError: the schedule has no such session.
    """
    session = _find(instance, schedule, session_id)
    ranking = _Ranking(instance, schedule, session, published)
    seats = session.leaders or (None,)
    if len(session.leaders) < _roles_needed(instance, session):
        seats = (None,)
    return ranking.ranked(seats, [one for one in ranking.qualified if one.id not in session.leaders])


def substitutions(
    instance: Instance, start: Schedule, schedule: Schedule, *, published: Schedule | None = None
) -> tuple[Substitutes, ...]:
    """Return who may stand in wherever a leader of `start` is not there any more.

    `start` is the published schedule as carried over to the instance; `schedule` what was made of it.
    A session that is held no longer is looked at as it was, to show what stood in the way.
    """
    held = {session.id: session for session in schedule.sessions}
    before = start if published is None else published
    found: list[Substitutes] = []
    for session in before.sessions:
        lost = tuple(_lost(instance, session))
        if not lost or instance.week.is_past(session.date, session.start):
            continue
        now = held.get(session.id)
        if now is not None and set(lost) <= set(now.leaders):
            continue  # it moved to a time at which they are there
        base = start if now is None else schedule
        if not any(one.id == session.id for one in base.sessions):
            continue
        found.append(_substituted(instance, base, session, lost, published))
    return tuple(found)


def qualified(instance: Instance, service: str) -> list[Clinician]:
    """Return the clinicians who hold any credential that a role of the service asks for."""
    roles = instance.service[service].roles
    asked = {name for role in roles for held in role.any_of for name in held}
    anybody = any(not held for role in roles for held in role.any_of)
    return [
        one
        for one in instance.clinicians
        if roles and (anybody or any(credential.name in asked for credential in one.credentials))
    ]


def _substituted(
    instance: Instance, base: Schedule, before: Session, lost: tuple[str, ...], published: Schedule | None
) -> Substitutes:
    session = _find(instance, base, before.id)
    ranking = _Ranking(instance, base, session, published)
    gone = [one for one in session.leaders if one in lost]
    chosen = tuple(one for one in session.leaders if one not in before.leaders)
    seats: tuple[str | None, ...] = (*gone, *chosen) or (None,)
    others = [one for one in ranking.qualified if one.id not in session.leaders or one.id in chosen]
    return Substitutes(
        session=session.id,
        lost=lost,
        chosen=chosen,
        ranked=ranking.ranked(seats, [one for one in others if one.id not in lost]),
        left_out=len(instance.clinicians) - len(ranking.qualified),
    )


def _lost(instance: Instance, session: Session) -> Iterator[str]:
    """Yield the leaders who are not in the instance, or not there at the time of the session."""
    for leader in session.leaders:
        clinician = instance.clinician.get(leader)
        if clinician is None or not within(session.start, session.end, _windows(clinician, session)):
            yield leader


def _find(instance: Instance, schedule: Schedule, session_id: str) -> Session:
    for session in schedule.sessions:
        if session.id == session_id:
            return session
    message = "the schedule has no session of this id"
    shown = safe_value(session_id, instance.offer)
    raise ProblemsError([Problem("unknown_session", "session", message, "Name one it has.", shown)])


def _roles_needed(instance: Instance, session: Session) -> int:
    return sum(1 for role in instance.service[session.service].roles if not role.optional)


def _windows(clinician: Clinician, session: Session) -> tuple[tuple[int, int], ...]:
    return hours_on(session.date, clinician.hours, clinician.exceptions)


class _Ranking:
    """One session of one schedule, and everybody tried in it."""

    def __init__(
        self, instance: Instance, schedule: Schedule, session: Session, published: Schedule | None
    ) -> None:
        self._instance, self._schedule, self._session = instance, schedule, session
        self._roles = instance.service[session.service].roles
        before = () if published is None else published.sessions
        same = [s for s in before if (s.group == session.group if session.group else s.id == session.id)]
        self._led_before = {leader for one in same for leader in one.leaders}
        self._index = build_index(instance, schedule)
        found = (*violations_of_leading(self._index), *violations_of_presence(self._index))
        self._before = {_key(violation) for violation in found}
        self.qualified = qualified(instance, session.service)

    def ranked(self, seats: Sequence[str | None], candidates: Iterable[Clinician]) -> tuple[Substitute, ...]:
        """Return the candidates in the seats where they do best, the best candidate first."""
        tried = [min(self._tried(one, seats), key=lambda entry: entry[0]) for one in candidates]
        return tuple(entry[1] for entry in sorted(tried, key=lambda entry: entry[0]))

    def _tried(
        self, clinician: Clinician, seats: Sequence[str | None]
    ) -> Iterator[tuple[tuple[object, ...], Substitute]]:
        for seat in seats:
            others = tuple(one for one in self._session.leaders if one not in (seat, clinician.id))
            fresh, values = self._judged((*others, clinician.id))
            rank = (len(fresh), values, self._stranger(clinician), self._load(clinician), clinician.id)
            yield (
                rank,
                Substitute(
                    clinician=clinician.id,
                    valid=not fresh,
                    reason=_in_the_way(fresh) if fresh else self._why(clinician),
                    instead_of=None if seat == clinician.id else seat,
                    rules=tuple(dict.fromkeys(violation.rule for violation in fresh)),
                ),
            )

    def _judged(self, leaders: tuple[str, ...]) -> tuple[list[Violation], tuple[int, ...]]:
        """Return what would be broken that is not broken now, or else the values of the goals."""
        tried = led_by(self._index, self._session.id, leaders)
        for broken in (violations_of_leading, violations_of_presence):
            fresh = [violation for violation in broken(tried) if _key(violation) not in self._before]
            if fresh:
                return fresh, ()
        return [], goal_values(tried)

    def _stranger(self, clinician: Clinician) -> tuple[bool, int]:
        return clinician.id not in self._led_before, -self._primary_to(clinician)

    def _primary_to(self, clinician: Clinician) -> int:
        clients = (self._instance.client[one] for one in self._session.clients)
        return sum(1 for client in clients if client.primary == clinician.id)

    def _load(self, clinician: Clinician) -> int:
        """Return the minutes that a clinician leads on the date of the session, the session included."""
        others = (
            one.end - one.start
            for one in self._schedule.sessions
            if one.date == self._session.date and clinician.id in one.leaders and one.id != self._session.id
        )
        return self._session.end - self._session.start + sum(others)

    def _why(self, clinician: Clinician) -> str:
        session, parts = self._session, [*self._holds(clinician)]
        day = format_day(session.date.weekday())
        for start, end in _windows(clinician, session):
            if start <= session.start and session.end <= end:
                parts.append(f"works {day} {format_time(start)}-{format_time(end)}")
        parts.append("leads nothing else then")
        most = clinician.max_minutes_per_day
        load = self._load(clinician)
        parts.append(f"{load} min that day" if most is None else f"{load} of {most} min that day")
        if clinician.id in self._led_before:
            what = "group" if session.group else "session"
            parts.append(f"led this {what} as published")
        primary = self._primary_to(clinician)
        if primary:
            parts.append(f"is primary to {primary} of its {counted(len(session.clients), 'client')}")
        return f"{clinician.id} {', '.join(parts)}"

    def _holds(self, clinician: Clinician) -> Iterator[str]:
        date = self._session.date
        held = {
            one.name for one in clinician.credentials if one.valid_until is None or date <= one.valid_until
        }
        sets = [needed for role in self._roles for needed in role.any_of if held.issuperset(needed)]
        if any(sets):
            yield f"holds {listed(next(needed for needed in sets if needed))}"
        language = self._instance.group[self._session.group].language if self._session.group else "en"
        if language != "en":
            yield f"speaks {language}"


def _key(violation: Violation) -> tuple[object, ...]:
    # One leader of two is better than none, though both are too few.
    people = () if violation.rule == "roles_filled" else violation.people
    return violation.rule, frozenset(violation.sessions), frozenset(people)


def _in_the_way(violations: Sequence[Violation]) -> str:
    messages = list(dict.fromkeys(violation.message for violation in violations))
    more = len(messages) - _MOST_MESSAGES
    shown = "; ".join(messages[:_MOST_MESSAGES])
    return f"{shown}; and {counted(more, 'further reason')}" if more > 0 else shown
