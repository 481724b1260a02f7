"""A schedule that no longer fits, made to fit at once: tracks held whole, what breaks a rule left out."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.judge import judge

ROUNDS = 12
"""How often what is left is judged again."""

OF_PEOPLE = 4
"""In how many of these rounds people leave sessions before whole sessions are left out."""


def pruned(instance: Instance, schedule: Schedule, easily: Collection[str] = ()) -> Schedule:
    """Return a schedule with what breaks a rule left out: people leave sessions, or sessions are dropped.

    Tracks that are held in part are held whole first, where their times have changed. What is returned
    breaks no rule but those on what has to be held, and on tracks that have begun. What was held before
    now stays. What is given as `easily` found again is dropped first, of whoever breaks a rule on that day.
    """
    verdict = judge(instance, schedule)
    if verdict.valid:
        return schedule
    schedule = _with_whole_tracks(instance, schedule)
    for round_number in range(ROUNDS):
        verdict = judge(instance, schedule)
        held = {one.id: one for one in schedule.sessions}
        for violation in verdict.violations:
            if not _drop_one(held, violation, easily):
                _leave_out(instance, held, violation, whole=round_number >= OF_PEOPLE)
        left = tuple(held[one.id] for one in schedule.sessions if one.id in held)
        if left == schedule.sessions:
            break
        schedule = schedule.model_copy(update={"sessions": left})
    return schedule


def _with_whole_tracks(instance: Instance, schedule: Schedule) -> Schedule:
    """Return a schedule with meetings added to tracks, for those of another meeting and led by the same."""
    held = {one.id: one for one in schedule.sessions}
    for group in instance.groups:
        like = [held[one] for one in map(group.session_id, group.meetings) if one in held]
        if group.attendance != "attend_all" or not like:
            continue
        clients = tuple(sorted({client for one in like for client in one.clients}))
        length = like[0].end - like[0].start
        for meeting in group.meetings:
            one, start = group.session_id(meeting), meeting.starts[0]
            day, minute = divmod(start, MINUTES_PER_DAY)
            date = instance.week.date_of(day)
            if one not in held and not instance.week.is_past(date, minute):
                times = {"date": date, "start": minute, "end": minute + length}
                held[one] = like[0].model_copy(update={"id": one, "clients": clients, **times})
    return schedule.model_copy(update={"sessions": _in_order(held.values())})


def _in_order(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda one: (one.date, one.start, one.end, one.id)))


def _drop_one(held: dict[str, Session], violation: Violation, among: Collection[str]) -> bool:
    """Drop one of some sessions, if whoever breaks a rule has any on a day concerned; return whether."""
    people, dates = set(violation.people), {held[one].date for one in violation.sessions if one in held}
    for one in among:
        if one in held and held[one].date in dates and people & {*held[one].clients, *held[one].leaders}:
            held.pop(one)
            return True
    return False


def _leave_out(instance: Instance, held: dict[str, Session], violation: Violation, *, whole: bool) -> None:
    """Leave out of what is held the least that a violation is about."""
    before = {one.id for one in instance.history}
    broken = [held[one] for one in violation.sessions if one in held and one not in before]
    broken.sort(key=lambda one: one.group is None)
    people = set(violation.people)
    attended = [one for one in broken if _attends(people, _with_track(instance, held, one))]
    if whole or not attended:
        for one in broken[-1:]:
            _drop(instance, held, one)
        return
    last = attended[-1]
    for one in _with_track(instance, held, last):
        left = one.model_copy(
            update={
                "clients": tuple(c for c in one.clients if c not in people),
                "guests": tuple(
                    g for g in one.guests if g not in people and instance.guest[g][0].id not in people
                ),
            }
        )
        if left.clients:
            held[one.id] = left
        else:
            held.pop(one.id)


def _attends(people: set[str], sessions: Sequence[Session]) -> bool:
    return any(people & {*one.clients, *one.guests} for one in sessions)


def _drop(instance: Instance, held: dict[str, Session], session: Session) -> None:
    for one in _with_track(instance, held, session):
        held.pop(one.id)


def _with_track(instance: Instance, held: Mapping[str, Session], session: Session) -> list[Session]:
    """Return a session and, of a track, whatever else of it is held and was not held before now."""
    offer = instance.offer.get(session.id)
    if offer is None or offer.group.attendance != "attend_all":
        return [session]
    ids = (offer.group.session_id(meeting) for meeting in offer.group.meetings)
    before = {one.id for one in instance.history}
    return [held[one] for one in ids if one in held and one not in before]
