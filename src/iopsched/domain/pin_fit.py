"""What a pin may be about: the sessions that are offered, and whether each can be as a pin says."""

from collections.abc import Callable
from typing import Any, NamedTuple

from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.draft import Draft
from iopsched.domain.relations import Pin
from iopsched.domain.services import Group, Meeting, Service

PIN_FIELDS = (
    "session",
    "group",
    "service",
    "client",
    "clinician",
    "room",
    "mode",
    "day",
    "start",
    "until",
)
"""What a pin says of a session, in the order in which a misfit is looked for."""


class Candidate(NamedTuple):
    """A session that may be: a group's meeting, or one of a client's own plan."""

    session: str
    service: Service | None
    group: Group | None = None
    meeting: Meeting | None = None
    owner: Client | None = None


class FitTest(NamedTuple):
    """Whether a candidate can be as one field of a pin says, and the sentence for where none can."""

    fits: Callable[[Candidate, Any], bool]
    sentence: str


def candidate_of(draft: Draft, session: str) -> Candidate | None:
    """Return the session of an id, or None if no group or plan offers it."""
    if session in draft.group_session:
        group, meeting = draft.group_session[session]
        return Candidate(session, draft.service.get(group.service), group, meeting)
    if session in draft.individual_session:
        owner, service = draft.individual_session[session]
        return Candidate(session, service, owner=owner)
    return None


def candidates_of(draft: Draft, pin: Pin) -> list[Candidate]:
    """Return the sessions that a pin may be about, none where it may be about all of them."""
    if pin.session is not None:
        ids = [pin.session]
    elif pin.group is not None:
        group = draft.group.get(pin.group)
        ids = [group.session_id(meeting) for meeting in group.meetings] if group else []
    elif pin.client is None and pin.service is None:
        return []
    else:
        ids = [*draft.group_session, *draft.individual_session]
    return [found for one in ids if (found := candidate_of(draft, one)) is not None]


def fit_tests(draft: Draft) -> dict[str, FitTest]:
    """Return the test of each field of a pin that speaks of more than one session."""
    grid = draft.week.grid_minutes if draft.week else 1
    company = {other for _, client in draft.clients for item in client.plan for other in item.with_clients}

    def client_fits(candidate: Candidate, client_id: str) -> bool:
        client = draft.client.get(client_id)
        if client is None:
            return True
        if candidate.group is None or candidate.service is None:
            return candidate.owner is client or client_id in company
        open_to = not candidate.group.closed or client_id in candidate.group.members
        chosen = client.only_groups is None or candidate.group.id in client.only_groups
        planned = not client.plan or client_id in company or client.item_for(candidate.service.id) is not None
        return open_to and chosen and planned

    return {
        "group": FitTest(
            lambda c, value: c.group is not None and c.group.id == value, "this is no session of the group"
        ),
        "service": FitTest(
            lambda c, value: c.service is None or c.service.id == value,
            "no such session delivers this service",
        ),
        "client": FitTest(
            client_fits, "this client cannot attend it: a closed group, only_groups, or its plan"
        ),
        "clinician": FitTest(
            lambda c, value: _listed(c, "leaders", value), "this clinician is not among the leaders listed"
        ),
        "room": FitTest(
            lambda c, value: "on_site" in _modes(c) and _listed(c, "rooms", value),
            "this room is not among the rooms listed, or it is by telehealth",
        ),
        "mode": FitTest(lambda c, value: value in _modes(c), "it is never held in this mode"),
        "day": FitTest(_day_fits, "it has no candidate start on this day"),
        "start": FitTest(
            lambda c, value: _start_fits(c, value, grid), "this is none of its candidate starts"
        ),
        "until": FitTest(_until_fits, "it has no candidate start before then"),
    }


def _listed(candidate: Candidate, field: str, value: str) -> bool:
    if candidate.group is None or candidate.meeting is None:
        return True
    of_meeting, of_group = getattr(candidate.meeting, field), getattr(candidate.group, field)
    listed = of_group if of_meeting is None else of_meeting
    return listed is None or value in listed


def _modes(candidate: Candidate) -> set[str]:
    modes: set[str] = set(candidate.service.modes) if candidate.service else {"on_site", "telehealth"}
    if candidate.group is not None and candidate.group.modes is not None:
        modes &= set(candidate.group.modes)
    return modes


def _day_fits(candidate: Candidate, day: int) -> bool:
    starts = None if candidate.meeting is None else candidate.meeting.starts
    return starts is None or any(start // MINUTES_PER_DAY == day for start in starts)


def _until_fits(candidate: Candidate, until: int) -> bool:
    starts = None if candidate.meeting is None else candidate.meeting.starts
    return until > 0 if starts is None else any(start < until for start in starts)


def _start_fits(candidate: Candidate, start: int, grid: int) -> bool:
    if candidate.meeting is not None:
        return start in candidate.meeting.starts
    length = candidate.service.clock_minutes if candidate.service else 0
    return start % grid == 0 and start % MINUTES_PER_DAY + length <= MINUTES_PER_DAY
