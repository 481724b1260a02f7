"""Pins, facts and whole conflicts in people's words."""

from collections.abc import Iterator

from iopsched.domain.clients import Attendance
from iopsched.domain.clock import format_day, format_time, format_week_time
from iopsched.domain.conflicts import Conflict
from iopsched.domain.relations import Pin, Relation
from iopsched.domain.schedule import Session
from iopsched.domain.week import Closure, Week

TOGETHER = "whatever the rules: they ask for what excludes each other"
ALONE = "whatever the rules: nothing that is offered can be as it asks"
"""What stands in the way where no rule has to."""


def pin_words(pin: Pin) -> str:
    """Return a pin as ``hold c014 in relapse-2.1 led by k03``."""
    if pin.as_published:
        return f"hold as published what there is {' '.join(_published_words(pin))}"
    any_session = "any session" if pin.pin == "forbid" else "a session"
    what = pin.session or pin.group
    if pin.client is not None:
        start = [pin.client, *([f"in {what}"] if what else [f"in {any_session}"])]
    else:
        start = [what or any_session]
    return " ".join([pin.pin, *start, *_further(pin)])


def _published_words(pin: Pin) -> Iterator[str]:
    if pin.client is not None:
        yield f"for {pin.client}"
    what = pin.session or pin.group
    if what is not None:
        yield f"of {what}"
    yield from _further(pin)


def _further(pin: Pin) -> Iterator[str]:
    if pin.service is not None:
        yield f"of {pin.service}"
    if pin.clinician is not None:
        yield f"led by {pin.clinician}"
    if pin.room is not None:
        yield f"in room {pin.room}"
    if pin.mode is not None:
        yield "by telehealth" if pin.mode == "telehealth" else "on site"
    if pin.start is not None:
        yield f"at {format_week_time(pin.start)}"
    elif pin.day is not None:
        yield f"on {format_day(pin.day)}"
    if pin.until is not None:
        yield f"before {format_week_time(pin.until)}"


def history_words(session: Session) -> str:
    """Return a session held as ``g.1 was held on Mon 18:00``."""
    return f"{session.id} was held on {format_day(session.date.weekday())} {format_time(session.start)}"


def relation_words(relation: Relation) -> str:
    """Return a relation as ``c014 and c020 are kept apart``; the reason is nobody's business."""
    how = {"apart": "apart", "apart_building": "apart in the building", "together": "together"}
    names = f"{', '.join(relation.clients[:-1])} and {relation.clients[-1]}"
    groups = f" in {', '.join(relation.groups)}" if relation.groups else ""
    return f"{names} are kept {how[relation.kind]}{groups}"


def closure_words(closure: Closure) -> str:
    """Return a closure as ``main is closed on 2026-03-04``."""
    what = f"{', '.join(closure.sites)} is closed" if closure.sites else "all is closed"
    if closure.hours is None:
        return f"{what} on {closure.date}"
    hours = ", ".join(f"{format_time(start)}-{format_time(end)}" for start, end in closure.hours)
    return f"{what} on {closure.date}, {hours}"


def attended_words(client: str, entry: Attendance) -> str:
    """Return attendance as ``c014 attended 180 credited minutes on 2026-03-02``."""
    of = f" of {entry.service}" if entry.service is not None else ""
    return f"{client} attended {entry.credited_minutes} credited minutes{of} on {entry.date}"


def now_words(week: Week) -> str:
    """Return how much of a week is past."""
    assert week.now is not None
    return f"what starts before {week.now.isoformat(timespec='minutes')} is past"


def conflict_words(conflict: Conflict) -> str:
    """Return a conflict as one sentence without its full stop, parts by place and rules by name."""
    parts = [f"{part.place} ({part.sentence})" for part in conflict.parts]
    if len(parts) == 1:
        told = f"{parts[0]} cannot be kept"
    else:
        told = f"these cannot {'both' if len(parts) == 2 else 'all'} be kept: {', '.join(parts)}"
    return f"{told}; {'; '.join(reason_words(conflict))}"


def structure_words(conflict: Conflict) -> str:
    """Return why parts cannot be kept where no rule stands in the way, without a full stop."""
    return ALONE if len(conflict.parts) == 1 else TOGETHER


def reason_words(conflict: Conflict) -> Iterator[str]:
    """Yield what stands in the way, rule by rule: its name, its sentence, and what breaks it."""
    if not conflict.rules_suffice:
        yield "which rules stand in the way was not settled in time"
    elif not conflict.rules:
        yield structure_words(conflict)
    offers = [rule.rule for rule in conflict.rules if rule.offer]
    for rule in conflict.rules:
        if not rule.offer or len(offers) == len(conflict.rules):
            yield f"because of rule {rule.rule}: {rule.sentence[:-1]}"
            yield from (f"without it, {message}" for message in rule.messages[:1])
    if offers and len(offers) < len(conflict.rules):
        yield f"given what is offered ({', '.join(offers)})"
