"""Putting together what two parts of one schedule were bettered to at the same time."""

from collections.abc import Iterator

from iopsched.domain.schedule import Schedule, Session


def joined(base: Schedule, one: Schedule, other: Schedule) -> Schedule | None:
    """Return a schedule with the changes of both, None where they changed one session in ways that clash.

    Whether it keeps every rule is for the judge to say: a room or an hour may have been given away twice.
    """
    before = {session.id: session for session in base.sessions}
    mine = {session.id: session for session in one.sessions}
    theirs = {session.id: session for session in other.sessions}
    both = dict(mine)
    for name in before.keys() | theirs.keys():
        was, now = before.get(name), theirs.get(name)
        if was == now:
            continue
        if mine.get(name) == was:
            if now is None:
                del both[name]
            else:
                both[name] = now
            continue
        merged = _merged(was, mine.get(name), now)
        if merged is None:
            return None
        both[name] = merged
    sessions = sorted(both.values(), key=lambda s: (s.date, s.start, s.end, s.id))
    return base.model_copy(update={"sessions": tuple(sessions)})


def _merged(was: Session | None, mine: Session | None, theirs: Session | None) -> Session | None:
    """Return a session of which both changed nothing but who comes; None otherwise."""
    if was is None or mine is None or theirs is None:
        return None
    people = {"clients": was.clients, "guests": was.guests}
    if mine.model_copy(update=people) != was or theirs.model_copy(update=people) != was:
        return None
    return was.model_copy(
        update={
            "clients": _both(was.clients, mine.clients, theirs.clients),
            "guests": _both(was.guests, mine.guests, theirs.guests),
        }
    )


def _both(was: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    left = (set(was) - set(mine)) | (set(was) - set(theirs))
    return tuple(sorted((set(was) | set(mine) | set(theirs)) - left))


def touched(base: Schedule, after: Schedule) -> set[tuple[str, str, int]]:
    """Return whom and what a schedule uses otherwise than before, each with the day."""
    before = {session.id: session for session in base.sessions}
    now = {session.id: session for session in after.sessions}
    changed = [one for one in before.keys() | now.keys() if before.get(one) != now.get(one)]
    return {use for one in changed for session in (before.get(one), now.get(one)) for use in _uses(session)}


def _uses(session: Session | None) -> Iterator[tuple[str, str, int]]:
    if session is None:
        return
    day = session.date.toordinal()
    yield "session", session.id, 0
    for leader in session.leaders:
        yield "clinician", leader, 0
    for client in session.clients:
        yield "client", client, 0
    if session.room is not None:
        yield "room", session.room, day
