"""The past of the week: what was held stays, and breaks no rule."""

from collections.abc import Iterator

from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import listed, told

_FACTS = ("kind", "group", "service", "date", "start", "end", "mode", "room")
_PEOPLE = ("leaders", "clients", "guests")


def past_kept(index: ScheduleIndex) -> Iterator[Violation]:
    """What was held before now stays as it was."""
    was = {session.id: session for session in index.instance.history}
    for session in index.sessions:
        if session.id in index.past and session.id not in was:
            message = f"{told(session)} is before now, and was not held"
            yield Violation(rule="past_kept", message=message, sessions=(session.id,))
    for before in was.values():
        after = index.session.get(before.id)
        if after is None:
            message = f"{told(before)} was held, and is not in the schedule"
            yield Violation(rule="past_kept", message=message, sessions=(before.id,))
            continue
        changed = [field for field in _FACTS if getattr(before, field) != getattr(after, field)]
        people = sorted(_different_people(before, after))
        if changed or people:
            message = f"{told(before)} was held with other {listed([*changed, *people])}"
            yield Violation(rule="past_kept", message=message, sessions=(before.id,), people=tuple(people))


def _different_people(before: Session, after: Session) -> set[str]:
    return {
        person for field in _PEOPLE for person in set(getattr(before, field)) ^ set(getattr(after, field))
    }


def is_history(index: ScheduleIndex, violation: Violation) -> bool:
    """Return whether a violation is over: it names sessions, and all of them started before now."""
    if violation.rule == "past_kept" or not violation.sessions:
        return False
    return index.past.issuperset(violation.sessions)
