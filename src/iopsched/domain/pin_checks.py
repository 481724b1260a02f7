"""Cross-checks of pins: what they name exists, can be, and is not both held and forbidden."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time
from iopsched.domain.draft import Draft, Placed
from iopsched.domain.relations import Pin
from iopsched.domain.services import Group, Meeting, Service
from iopsched.errors import Problem, safe_value

_FIELDS = ("session", "group", "service", "client", "clinician", "room", "mode", "day", "start")
_REFERENCES = {"group", "service", "client", "clinician", "room"}
_ONE_PER_SESSION = ("start", "day", "room", "mode")
_MOST_COMPARISONS = 300_000
"""Beyond this the solver is left to find out."""


class _Candidate(NamedTuple):
    """A session that may be: a group's meeting, or one of a client's own plan."""

    session: str
    service: Service | None
    group: Group | None = None
    meeting: Meeting | None = None
    owner: Client | None = None


def pin_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each pin that names an unknown session or holds the impossible, and pins that contradict."""
    for placed in draft.pins:
        yield from _unknown_session(draft, placed)
    for placed, field, message in _misfits(draft):
        if placed.it.pin == "hold":
            way_out = "Change the pin, or what it is about."
            yield Problem(
                "pin_impossible", f"{placed.place}.{field}", message, way_out, _shown(draft, placed, field)
            )
    yield from _contradictions(draft)


def pin_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for each pin that forbids what cannot be anyway."""
    for placed, field, message in _misfits(draft):
        if placed.it.pin == "forbid":
            yield Problem(
                "pin_without_effect",
                f"{placed.place}.{field}",
                message,
                "Check that the pin means what it should.",
                _shown(draft, placed, field),
                "warning",
            )


def _shown(draft: Draft, placed: Placed[Pin], field: str) -> str:
    value = getattr(placed.it, field)
    if field == "start":
        return format_week_time(value)
    if field == "day":
        return format_day(value)
    offered = value in draft.group_session or value in draft.individual_session
    return safe_value(value, {value} if offered or field == "mode" else draft.ids)


def _unknown_session(draft: Draft, placed: Placed[Pin]) -> Iterator[Problem]:
    session = placed.it.session
    if session is None or draft.incomplete & {"groups", "clients", "services"}:
        return
    if session not in draft.group_session and session not in draft.individual_session:
        yield Problem(
            "unknown_reference",
            f"{placed.place}.session",
            "no group or plan offers a session of this id",
            "Use <group>.<meeting> or <client>.<service>.<number>.",
            safe_value(session),
        )


def _misfits(draft: Draft) -> Iterator[tuple[Placed[Pin], str, str]]:
    """Yield (pin, field, sentence) for each pin that no session matches, and the field that rules it out."""
    left = _MOST_COMPARISONS
    grid = draft.week.grid_minutes if draft.week else 1
    tests = _tests(draft, grid)
    for placed in draft.pins:
        pin = placed.it
        if pin.start is not None and pin.day not in (None, pin.start // MINUTES_PER_DAY):
            yield placed, "day", "the day is not that of start"
        elif pin.room is not None and pin.mode == "telehealth":
            yield placed, "mode", "a telehealth session has no room"
        elif not draft.incomplete & {"groups", "clients", "services", "pins"}:
            candidates = _candidates(draft, pin)
            left -= len(candidates)
            if left < 0:
                return
            yield from (
                (placed, field, sentence) for field, sentence in _ruled_out(pin, candidates, tests, draft.ids)
            )


def _ruled_out(
    pin: Pin, candidates: list[_Candidate], tests: dict[str, "_Test"], ids: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for field in _FIELDS[1:]:
        value = getattr(pin, field)
        if value is not None and candidates and (field not in _REFERENCES or value in ids):
            candidates = [candidate for candidate in candidates if tests[field].fits(candidate, value)]
            if not candidates:
                yield field, tests[field].sentence


def _candidates(draft: Draft, pin: Pin) -> list[_Candidate]:
    if pin.session is not None:
        found = [_group_candidate(draft, pin.session), _own_candidate(draft, pin.session)]
        return [candidate for candidate in found if candidate is not None]
    if pin.group is not None:
        group = draft.group.get(pin.group)
        ids = [group.session_id(meeting) for meeting in group.meetings] if group else []
    elif pin.client is None and pin.service is None:
        return []
    else:
        ids = list(draft.group_session)
    candidates = [candidate for one in ids if (candidate := _group_candidate(draft, one))]
    if pin.group is None:
        own = (_own_candidate(draft, one) for one in draft.individual_session)
        candidates += [candidate for candidate in own if candidate]
    return candidates


def _group_candidate(draft: Draft, session: str) -> _Candidate | None:
    if session not in draft.group_session:
        return None
    group, meeting = draft.group_session[session]
    return _Candidate(session, draft.service.get(group.service), group, meeting)


def _own_candidate(draft: Draft, session: str) -> _Candidate | None:
    if session not in draft.individual_session:
        return None
    owner, service = draft.individual_session[session]
    return _Candidate(session, service, owner=owner)


class _Test(NamedTuple):
    fits: Callable[[_Candidate, Any], bool]
    sentence: str


def _tests(draft: Draft, grid: int) -> dict[str, _Test]:
    company = {other for _, client in draft.clients for item in client.plan for other in item.with_clients}

    def client_fits(candidate: _Candidate, client_id: str) -> bool:
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
        "group": _Test(
            lambda c, value: c.group is not None and c.group.id == value, "this is no session of the group"
        ),
        "service": _Test(
            lambda c, value: c.service is None or c.service.id == value,
            "no such session delivers this service",
        ),
        "client": _Test(
            client_fits, "this client cannot attend it: a closed group, only_groups, or its plan"
        ),
        "clinician": _Test(
            lambda c, value: _listed(c, "leaders", value), "this clinician is not among the leaders listed"
        ),
        "room": _Test(
            lambda c, value: "on_site" in _modes(c) and _listed(c, "rooms", value),
            "this room is not among the rooms listed, or it is by telehealth",
        ),
        "mode": _Test(lambda c, value: value in _modes(c), "it is never held in this mode"),
        "day": _Test(_day_fits, "it has no candidate start on this day"),
        "start": _Test(lambda c, value: _start_fits(c, value, grid), "this is none of its candidate starts"),
    }


def _listed(candidate: _Candidate, field: str, value: str) -> bool:
    if candidate.group is None or candidate.meeting is None:
        return True
    of_meeting, of_group = getattr(candidate.meeting, field), getattr(candidate.group, field)
    listed = of_group if of_meeting is None else of_meeting
    return listed is None or value in listed


def _modes(candidate: _Candidate) -> set[str]:
    modes: set[str] = set(candidate.service.modes) if candidate.service else {"on_site", "telehealth"}
    if candidate.group is not None and candidate.group.modes is not None:
        modes &= set(candidate.group.modes)
    return modes


def _day_fits(candidate: _Candidate, day: int) -> bool:
    starts = None if candidate.meeting is None else candidate.meeting.starts
    return starts is None or any(start // MINUTES_PER_DAY == day for start in starts)


def _start_fits(candidate: _Candidate, start: int, grid: int) -> bool:
    if candidate.meeting is not None:
        return start in candidate.meeting.starts
    length = candidate.service.clock_minutes if candidate.service else 0
    return start % grid == 0 and start % MINUTES_PER_DAY + length <= MINUTES_PER_DAY


def _contradictions(draft: Draft) -> Iterator[Problem]:
    """Yield each hold that a forbid covers, and each session held at two starts or in two rooms."""
    forbidden: dict[tuple[str, ...], dict[tuple[Any, ...], str]] = {}
    for place, pin in draft.pins:
        if pin.pin == "forbid":
            facts = _given(pin)
            forbidden.setdefault(tuple(facts), {}).setdefault(tuple(facts.values()), place)
    held: dict[tuple[str, str], tuple[Any, str]] = {}
    for place, pin in draft.pins:
        if pin.pin == "forbid":
            continue
        facts = _implied(draft, pin)
        for fields, covered in forbidden.items():
            at = covered.get(tuple(facts.get(field) for field in fields))
            if at is not None:
                message = f"what is held here is forbidden at {at}"
                yield Problem("pins_contradict", place, message, "Remove one of the two pins.")
        for field in _ONE_PER_SESSION if "session" in facts else ():
            if field not in facts:
                continue
            value, at = held.setdefault((facts["session"], field), (facts[field], place))
            if value != facts[field]:
                message = f"the same session is held with another {field} at {at}"
                yield Problem("pins_contradict", f"{place}.{field}", message, "Remove one of the two pins.")
                break


def _given(pin: Pin) -> dict[str, Any]:
    return {field: getattr(pin, field) for field in _FIELDS if getattr(pin, field) is not None}


def _implied(draft: Draft, pin: Pin) -> dict[str, Any]:
    """Return all that is true of any session that a pin matches."""
    facts = _given(pin)
    group = draft.group.get(facts.get("group", ""))
    if "session" not in facts and group is not None and len(group.meetings) == 1:
        facts["session"] = group.session_id(group.meetings[0])
    session = facts.get("session", "")
    if session in draft.group_session:
        group, meeting = draft.group_session[session]
        facts.setdefault("group", group.id)
        if len(meeting.starts) == 1:
            facts.setdefault("start", meeting.starts[0])
    elif session in draft.individual_session:
        client, service = draft.individual_session[session]
        facts.setdefault("client", client.id)
        facts.setdefault("service", service.id)
    if group is not None:
        facts.setdefault("service", group.service)
    if "start" in facts:
        facts.setdefault("day", facts["start"] // MINUTES_PER_DAY)
    if "room" in facts:
        facts.setdefault("mode", "on_site")
    return facts
