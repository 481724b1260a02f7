"""Putting together what two steps changed in one schedule at the same time."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from iopsched.domain.schedule import Schedule, Session

if TYPE_CHECKING:
    from iopsched.improving.tasks import Changes


def changes(base: Schedule, after: Schedule) -> "Changes":
    """Return the sessions that are otherwise in a schedule than before, None where no longer held."""
    before = {session.id: session for session in base.sessions}
    now = {session.id: session for session in after.sessions}
    found: dict[str, Session | None] = {}
    for name in dict.fromkeys([*before, *now]):
        was, held = before.get(name), now.get(name)
        if was is not held and was != held:
            found[name] = held
    return found


def joined(now: Schedule, base: Schedule, changed: "Changes") -> Schedule:
    """Return a schedule with what was changed in an earlier one.

    A session that both changed stays as it is now, unless both only changed who comes to it. Whether the
    schedule keeps every rule is for the judge to say: a room or an hour may have been given away twice.
    """
    before = {session.id: session for session in base.sessions}
    found = {session.id: session for session in now.sessions}
    for name, theirs in changed.items():
        was, mine = before.get(name), found.get(name)
        if mine is not was and mine not in (was, theirs):
            theirs = _merged(was, mine, theirs)
        if theirs is None:
            found.pop(name, None)
        else:
            found[name] = theirs
    sessions = sorted(found.values(), key=lambda one: (one.date, one.start, one.end, one.id))
    return now.model_copy(update={"sessions": tuple(sessions)})


def _merged(was: Session | None, mine: Session | None, theirs: Session | None) -> Session | None:
    """Return a session as it is now, with what the other changed of who comes if neither changed more."""
    if was is None or mine is None or theirs is None:
        return mine
    people = {"clients": was.clients, "guests": was.guests}
    if mine.model_copy(update=people) != was or theirs.model_copy(update=people) != was:
        return mine
    return was.model_copy(
        update={
            "clients": _both(was.clients, mine.clients, theirs.clients),
            "guests": _both(was.guests, mine.guests, theirs.guests),
        }
    )


def _both(was: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    left = (set(was) - set(mine)) | (set(was) - set(theirs))
    return tuple(sorted((set(was) | set(mine) | set(theirs)) - left))


def touched(base: Schedule, changed: "Changes") -> set[tuple[str, str, int]]:
    """Return whom and what some changes use otherwise than before; of rooms and leaders also on which day.

    Changes that touch nothing in common hardly ever break a rule together.
    """
    before: Mapping[str, Session] = {session.id: session for session in base.sessions}
    pairs = ((before.get(name), now) for name, now in changed.items())
    return {use for pair in pairs for session in pair for use in _uses(session)}


def _uses(session: Session | None) -> Iterator[tuple[str, str, int]]:
    if session is None:
        return
    yield "session", session.id, 0
    for leader in session.leaders:
        yield "clinician", leader, session.date.toordinal()
    for client in session.clients:
        yield "client", client, 0
    if session.room is not None:
        yield "room", session.room, session.date.toordinal()
