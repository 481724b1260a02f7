"""Keeping edits while the rest is planned again: pins, cancelled sessions, and problems told by cells."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from iopsched.domain.clock import MINUTES_PER_DAY, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.edits.finding import Edit
from iopsched.edits.reading import Edits
from iopsched.errors import Problem, ProblemsError
from iopsched.replanning.event_kinds import Cancelling
from iopsched.replanning.events import session_ids

_PIN = re.compile(r"pins\[(\d+)\](?:\.[a-z_]+)?")
_WAYS_OUT = {
    "pin_impossible": "Change the cell, or put back what was there.",
    "pins_contradict": "Change one of the cells, or put back what was there.",
    "contradictory_pins": "Put one of these cells back, or change the week.",
}


def with_edits(instance: Instance, edits: Edits, now: dt.datetime | None = None) -> Instance:
    """Return the instance with what keeps the edits; those of sessions before `now` are past already.

    Raises:
        ProblemsError: an edit cannot be kept, or two contradict each other; all are told by their cells.
    """
    kept = [edit for edit in edits.edits if not _past(edits, edit, instance, now)]
    problems = [problem for edit in kept for problem in _impossible(instance, edits, edit)]
    pins = dict.fromkeys(pin for edit in kept for pin in edit.pins)
    added = tuple(pin for pin in pins if pin not in instance.pins)
    names = _cells_of_pins((*instance.pins, *added), edits.edits)
    try:
        changed = instance.replace(pins=(*instance.pins, *added))
    except ProblemsError as error:
        problems += _without_echoes([_renamed(problem, names) for problem in error.problems])
    if problems:
        raise ProblemsError(problems)
    return changed


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Return the problems without the contradictions to an edit that is impossible by itself."""
    alone = {problem.place for problem in problems if problem.code == "pin_impossible"}
    return [
        problem
        for problem in problems
        if problem.code != "pins_contradict" or not any(problem.message.endswith(f" {at}") for at in alone)
    ]


def cancelled_by(instance: Instance, edits: Edits, now: dt.datetime | None = None) -> tuple[Cancelling, ...]:
    """Return what cancels the sessions that were deleted, as far as the instance offers them."""
    offered = session_ids(instance)
    return tuple(
        Cancelling(session=edit.session)
        for edit in edits.edits
        if edit.kind == "deleted" and edit.session in offered and not _past(edits, edit, instance, now)
    )


@contextmanager
def told_by_cells(instance: Instance, edits: Edits) -> Iterator[None]:
    """Let problems that speak of the instance's pins speak of the cells that were edited instead."""
    try:
        yield
    except ProblemsError as error:
        names = _cells_of_pins(instance.pins, edits.edits)
        raise ProblemsError(_renamed(problem, names) for problem in error.problems) from None


def is_kept(edit: Edit, edits: Edits, schedule: Schedule) -> bool:
    """Return whether a schedule has an edit as it was made."""
    after = {session.id: session for session in schedule.sessions}
    now = after.get(edit.session)
    if edit.kind == "deleted":
        return now is None
    wanted = next((one for one in edits.edited.sessions if one.id == edit.session), None)
    if now is None or wanted is None:
        return edit.kind == "left"
    match edit.kind:
        case "joined":
            return edit.person in now.clients
        case "left":
            return edit.person not in now.clients
        case "guests":
            return (edit.person in now.guests) == (edit.person in wanted.guests)
        case "leaders":
            # A role more may have to be filled; whoever was chosen leads, whoever was taken off does not.
            held = {pin.clinician for pin in edit.pins if pin.pin == "hold"}
            gone = {pin.clinician for pin in edit.pins if pin.pin == "forbid"}
            return held <= set(now.leaders) and gone.isdisjoint(now.leaders)
    names = edit.fields or ("date", "start", "room")
    return all(getattr(now, name) == getattr(wanted, name) for name in names)


def _past(edits: Edits, edit: Edit, instance: Instance, now: dt.datetime | None) -> bool:
    """Return whether an edit is about what is over: it is taken as what happened."""
    now = now or instance.week.now
    if now is None:
        return False
    schedules: Iterable[Schedule] = (
        (edits.edited,) if edits.original is None else (edits.original, edits.edited)
    )
    found = [one for schedule in schedules for one in schedule.sessions if one.id == edit.session]
    return bool(found) and all(_begins(one) < now for one in found)


def _begins(session: Session) -> dt.datetime:
    day = dt.datetime.combine(session.date, dt.time())
    return day + dt.timedelta(minutes=min(session.start, MINUTES_PER_DAY))


def _impossible(instance: Instance, edits: Edits, edit: Edit) -> Iterator[Problem]:
    """Yield what is wrong with a length that was edited: no pin could hold it."""
    if edit.kind != "length":
        return
    session = next(one for one in edits.edited.sessions if one.id == edit.session)
    service = instance.service.get(session.service)
    if service is not None and session.end - session.start != service.clock_minutes:
        message = f"{session.id} lasts exactly {service.clock_minutes} minutes, as its service says"
        way_out = f"Let it end at {format_time(session.start + service.clock_minutes)}."
        yield Problem("edit_impossible", ", ".join(edit.cells) or session.id, message, way_out)


def _cells_of_pins(pins: Iterable[object], edits: Iterable[Edit]) -> dict[int, str]:
    """Return by what cells each pin is to be called, by its number."""
    told: dict[object, str] = {
        pin: ", ".join(edit.cells) or edit.session for edit in edits for pin in edit.pins
    }
    return {number: told[pin] for number, pin in enumerate(pins) if pin in told}


def _renamed(problem: Problem, names: dict[int, str]) -> Problem:
    def named(match: re.Match[str]) -> str:
        return names.get(int(match[1]), match[0])

    if not any(int(match[1]) in names for match in _PIN.finditer(f"{problem.place} {problem.message}")):
        return problem
    place = ", ".join(dict.fromkeys(_PIN.sub(named, problem.place).split(", ")))
    return replace(
        problem,
        place=place,
        message=_PIN.sub(named, problem.message),
        way_out=_WAYS_OUT.get(problem.code, problem.way_out),
    )
