"""Cross-checks of pins: what they name exists, can be, and is not both held and forbidden."""

from collections.abc import Iterator
from typing import Any

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time
from iopsched.domain.draft import Draft, Placed
from iopsched.domain.pin_fit import PIN_FIELDS, Candidate, FitTest, candidates_of, fit_tests
from iopsched.domain.published_pins import published_pin_problems
from iopsched.domain.relations import Pin
from iopsched.errors import Problem, safe_value

_REFERENCES = {"group", "service", "client", "clinician", "room"}
_ONE_PER_SESSION = ("start", "day", "room", "mode")
_WEEK_END = 7 * MINUTES_PER_DAY
_MOST_COMPARISONS = 300_000
"""Beyond this the solver is left to find out."""


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
    yield from published_pin_problems(draft)
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
    if field in ("start", "until"):
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
    tests = fit_tests(draft)
    held = {session.id for _, session in draft.history}
    for placed in draft.pins:
        pin = placed.it
        if pin.session in held:
            continue  # What was held was possible, whoever may attend it today.
        odd = _odd_by_itself(pin)
        if odd is not None:
            yield placed, *odd
        elif not pin.as_published and not draft.incomplete & {"groups", "clients", "services", "pins"}:
            candidates = candidates_of(draft, pin)
            left -= len(candidates)
            if left < 0:
                return
            yield from (
                (placed, field, sentence) for field, sentence in _ruled_out(pin, candidates, tests, draft.ids)
            )


def _odd_by_itself(pin: Pin) -> tuple[str, str] | None:
    """Return the field of a pin that no session can agree with beside its others, and why."""
    first = pin.start if pin.start is not None else (pin.day or 0) * MINUTES_PER_DAY
    odd = (
        (
            "day",
            pin.start is not None and pin.day not in (None, first // MINUTES_PER_DAY),
            "the day is not that of start",
        ),
        ("mode", pin.room is not None and pin.mode == "telehealth", "a telehealth session has no room"),
        (
            "until",
            pin.until is not None and pin.until <= first,
            "nothing of what the pin names starts before then",
        ),
    )
    return next(((field, sentence) for field, is_odd, sentence in odd if is_odd), None)


def _ruled_out(
    pin: Pin, candidates: list[Candidate], tests: dict[str, FitTest], ids: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for field in PIN_FIELDS[1:]:
        value = getattr(pin, field)
        if value is not None and candidates and (field not in _REFERENCES or value in ids):
            candidates = [candidate for candidate in candidates if tests[field].fits(candidate, value)]
            if not candidates:
                yield field, tests[field].sentence


def _contradictions(draft: Draft) -> Iterator[Problem]:
    """Yield each hold that a forbid covers, and each session held at two starts or in two rooms."""
    forbidden: dict[tuple[str, ...], dict[tuple[Any, ...], tuple[int, str]]] = {}
    for place, pin in draft.pins:
        if pin.pin == "forbid":
            facts = _given(pin)
            until = facts.pop("until", _WEEK_END)
            covering = forbidden.setdefault(tuple(facts), {})
            key = tuple(facts.values())
            if key not in covering or covering[key][0] < until:
                covering[key] = until, place
    held: dict[tuple[str, str], tuple[Any, str]] = {}
    for place, pin in draft.pins:
        if pin.pin == "forbid" or pin.as_published:
            continue
        facts = _implied(draft, pin)
        for fields, covered in forbidden.items():
            until, at = covered.get(tuple(facts.get(field) for field in fields), (-1, ""))
            if _latest_start(facts) < until:
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
    return {field: getattr(pin, field) for field in PIN_FIELDS if getattr(pin, field) is not None}


def _latest_start(facts: dict[str, Any]) -> int:
    """Return the latest minute of the week at which what a pin holds may start."""
    if "start" in facts:
        return int(facts["start"])
    end: int = (facts["day"] + 1) * MINUTES_PER_DAY if "day" in facts else _WEEK_END
    return min(end, int(facts.get("until", end))) - 1


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
