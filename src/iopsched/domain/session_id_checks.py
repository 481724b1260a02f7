"""Cross-checks of the ids that sessions will have: one for each, and not too many of them."""

from collections.abc import Iterator

from iopsched.domain.draft import MOST_SESSIONS, Draft
from iopsched.domain.references import labelled
from iopsched.errors import Problem


def session_id_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each session id that two sessions would have, as ids with dots can bring about."""
    seen: dict[str, str] = {}
    # An id or a plan item that stands there twice is a problem of its own, told elsewhere.
    groups = {placed.it.id: placed for placed in reversed(draft.groups)}
    for place, group in reversed(groups.values()):
        for index, meeting in enumerate(group.meetings):
            at = labelled(f"{place}.meetings", index, meeting)
            yield from _taken(seen, group.session_id(meeting), at)
    clients = {placed.it.id: placed for placed in reversed(draft.clients)}
    for place, client in reversed(clients.values()):
        items = {service.id: (index, most) for index, service, most in draft.individual_items(client)}
        for service, (index, most) in items.items():
            for number in range(1, most + 1):
                yield from _taken(seen, f"{client.id}.{service}.{number}", f"{place}.plan[{index}]")
                if len(seen) > MOST_SESSIONS:
                    yield Problem(
                        "too_many_sessions",
                        "clients",
                        f"the plans ask for more than {MOST_SESSIONS} sessions in all",
                        "Lower max_sessions, or split the instance.",
                    )
                    return


def _taken(seen: dict[str, str], session_id: str, at: str) -> Iterator[Problem]:
    if session_id in seen and seen[session_id] != at:
        yield Problem(
            "session_id_clash",
            at,
            f"the session would have the same id as one at {seen[session_id]}",
            "Change an id; dots in ids make such clashes.",
            session_id,
        )
    seen.setdefault(session_id, at)
