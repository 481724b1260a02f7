"""Cross-checks of the sessions held so far: known to the instance, in the past of its week, each once."""

from collections.abc import Iterator
from dataclasses import dataclass

from iopsched.domain.draft import Draft
from iopsched.domain.schedule import Session
from iopsched.domain.schedule_checks import session_owners, session_problems
from iopsched.domain.services import Group, Meeting, Service
from iopsched.domain.week import Week
from iopsched.errors import Problem, safe_value

_LOOKED_UP = {"groups", "services", "clients", "clinicians", "rooms"}
_MOST_HINTS = 20


@dataclass(frozen=True)
class _Facts:
    """What sessions are looked up in."""

    week: Week
    offer: dict[str, tuple[Group, Meeting]]
    group: dict[str, Group]
    service: dict[str, Service]
    client: frozenset[str]
    clinician: frozenset[str]
    room: frozenset[str]
    guest: frozenset[str]


def history_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each session of the history that is unknown, not past, outside the week or there twice."""
    week = draft.week
    if week is None or not draft.history:
        return
    if week.now is None:
        message = "nothing of the week is past, for week.now is not given"
        yield Problem("history_without_now", "history", message, "Give week.now, or leave history out.")
    facts = _facts(draft, week)
    whole = not draft.incomplete & _LOOKED_UP
    seen: dict[str, str] = {}
    for number, (place, session) in enumerate(draft.history):
        at = _labelled(facts, place, session)
        if whole:
            yield from session_problems(facts, session, at, hint=number < _MOST_HINTS)
        if week.now is not None and not week.is_past(session.date, session.start):
            message = f"the session does not start before week.now, {week.now.isoformat(timespec='minutes')}"
            start = f"{session.date}T{session.start // 60:02d}:{session.start % 60:02d}"
            way_out = "Leave it out, or mend its start or week.now."
            yield Problem("history_not_past", f"{at}.start", message, way_out, safe_value(start))
        if session.id in seen:
            message = f"another session has this id, at {seen[session.id]}"
            yield Problem("duplicate_id", f"{at}.id", message, "Keep the one that was held.")
        seen.setdefault(session.id, at)


def _labelled(facts: _Facts, place: str, session: Session) -> str:
    known = session.id in facts.offer or session_owners(facts, session.id)
    return f"{place} ({session.id})" if known and not place.endswith(")") else place


def _facts(draft: Draft, week: Week) -> _Facts:
    return _Facts(
        week=week,
        offer=draft.group_session,
        group=draft.group,
        service=draft.service,
        client=frozenset(draft.client),
        clinician=frozenset(placed.it.id for placed in draft.clinicians),
        room=frozenset(placed.it.id for placed in draft.rooms),
        guest=draft.guest_ids,
    )
