"""A bad Tuesday: what happened to a published week, and the instance that is left of it.

Any number of events are applied at once, and their order does not matter.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from iopsched.domain.clients import Client
from iopsched.domain.instance import Instance
from iopsched.domain.references import labelled
from iopsched.domain.week_checks import outside_week
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.replanning.cancelling import take_cancellings
from iopsched.replanning.event_kinds import Absence, Arrival, Cancelling, Changed, Closing, Event, Leaving
from iopsched.replanning.hours_taken import take_absences, take_closings
from iopsched.replanning.leaving import take_leavings
from iopsched.replanning.tracks import without_lost_meetings

__all__ = [
    "Absence",
    "Arrival",
    "Cancelling",
    "Changed",
    "Closing",
    "Event",
    "Leaving",
    "apply_events",
    "event_problems",
]

_MOST_COMPARED = 2000
_CLIENT_PLACE = re.compile(r"clients\[(\d+)\](?: \([^)]*\))?")


def apply_events(instance: Instance, events: Iterable[Event]) -> Changed:
    """Return the instance after the events, and what is to be said about them.

    Absences and closings take hours away, cancelled sessions are forbidden, whoever leaves is taken
    out with all that names it. A meeting of a track that cannot be held any more is taken out of the
    track for this week.

    Raises:
        ProblemsError: an event does not fit the instance, or two do not fit each other; all are told.
    """
    told = list(events)
    problems = event_problems(instance, told)
    if problems:
        raise ProblemsError(problems)
    once = list({event.facts(): event for event in told}.values())
    once.sort(key=lambda event: event.facts())
    arrived = _arrived(instance, _arriving(once))
    away = take_absences(arrived, [event for event in once if isinstance(event, Absence)])
    closed = take_closings(away.instance, [event for event in once if isinstance(event, Closing)])
    cancelled = take_cancellings(closed.instance, [event for event in once if isinstance(event, Cancelling)])
    going_on = without_lost_meetings(arrived, cancelled.instance)
    left = take_leavings(going_on.instance, [event for event in once if isinstance(event, Leaving)])
    steps = (away, closed, cancelled, going_on, left)
    return Changed(instance=left.instance, notes=tuple(note for step in steps for note in step.notes))


def event_problems(instance: Instance, events: Sequence[Event]) -> list[Problem]:
    """Return everything in which the events do not fit the instance or each other."""
    problems = _arrival_problems(instance, events)
    clients = {*instance.client, *(client.id for client, _ in _arriving(events))}
    for number, event in enumerate(events):
        at = _place(event, number)
        for kind, one, known in _named(instance, event, clients):
            if one is not None and one not in known:
                problems.append(unknown(at, kind, one, known))
        date = None if isinstance(event, Arrival) else event.date
        if date is not None:
            problems += outside_week(instance.week, at, date)
    return problems


def unknown(place: str, kind: str, one: str, known: Iterable[str]) -> Problem:
    """Return the problem of an id at `place` that is nobody's, with the nearest known one."""
    nearest = difflib.get_close_matches(one[:64], list(islice(known, _MOST_COMPARED)), 1)
    way_out = f"Did you mean {nearest[0]}?" if nearest else f"Use the id of a {kind} of the instance."
    return Problem("unknown_reference", place, f"there is no {kind} with this id", way_out, safe_value(one))


def session_ids(instance: Instance) -> set[str]:
    """Return the id of every session that may be held."""
    own = {one for client in instance.clients for one, _ in instance.individual_session_ids(client)}
    return own | set(instance.offer)


def _place(event: Event, number: int) -> str:
    return event.place or f"events[{number}] ({type(event).__name__.lower()})"


def _named(
    instance: Instance, event: Event, clients: Collection[str]
) -> Iterator[tuple[str, str | None, Collection[str]]]:
    match event:
        case Absence():
            yield "clinician", event.clinician, instance.clinician
            yield "client", event.client, clients
        case Closing():
            yield "room", event.room, instance.room
            yield "site", event.site, instance.site
        case Cancelling():
            yield "group", event.group, instance.group
            if event.session is not None:
                yield "session", event.session, session_ids(instance)
        case Leaving():
            yield "client", event.client, clients


def _arriving(events: Iterable[Event]) -> list[tuple[Client, str]]:
    """Return each client who arrives and the place it stands at, in order of ids."""
    found = [
        (client, f"{_place(event, number)}: {labelled('clients', index, client)}")
        for number, event in enumerate(events)
        if isinstance(event, Arrival)
        for index, client in enumerate(event.clients)
    ]
    return sorted(found, key=lambda entry: entry[0].id)


def _arrived(instance: Instance, arriving: Iterable[tuple[Client, str]]) -> Instance:
    clients = tuple(client for client, _ in arriving)
    return instance.replace(clients=(*instance.clients, *clients)) if clients else instance


def _arrival_problems(instance: Instance, events: Iterable[Event]) -> list[Problem]:
    arriving = _arriving(events)
    here = set(instance.client)
    problems: list[Problem] = []
    for client, place in arriving:
        if client.id in here:
            message = "there is a client of this id already"
            way_out = "Leave it out, or give it an id of its own."
            problems.append(Problem("duplicate_id", f"{place}.id", message, way_out, client.id))
        here.add(client.id)
    if problems:
        return problems
    try:
        _arrived(instance, arriving)
    except ProblemsError as error:
        return [_moved(problem, len(instance.clients), arriving) for problem in error.problems]
    return []


def _moved(problem: Problem, before: int, arriving: Sequence[tuple[Client, str]]) -> Problem:
    """Return a problem of a client who arrives with the place at which its own file has it."""
    found = _CLIENT_PLACE.match(problem.place)
    if found is None or int(found[1]) < before:
        return problem
    return replace(problem, place=arriving[int(found[1]) - before][1] + problem.place[found.end() :])
