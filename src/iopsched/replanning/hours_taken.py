"""Absences and closings: hours taken out of those that somebody works or something is open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from iopsched.domain.base import DatedHours
from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.hours import Window, format_day_hours
from iopsched.domain.instance import Instance
from iopsched.domain.week import Closure, Room
from iopsched.judging.hours import exception_on, hours_on
from iopsched.replanning.event_kinds import Absence, Changed, Closing, told_date

T = TypeVar("T", Clinician, Client, Room)
Taken = Mapping[str, Mapping[dt.date, tuple[Window, ...]]]
"""Windows taken away, by id and date."""

_WHOLE_DAY: tuple[Window, ...] = ((0, MINUTES_PER_DAY),)


def less(windows: Iterable[Window], taken: Iterable[Window]) -> tuple[Window, ...]:
    """Return what is left of the windows without those taken away."""
    left = list(windows)
    for opens, closes in taken:
        left = [
            (start, end)
            for begins, ends in left
            for start, end in ((begins, min(ends, opens)), (max(begins, closes), ends))
            if start < end
        ]
    return tuple(left)


def take_absences(instance: Instance, absences: Iterable[Absence]) -> Changed:
    """Return the instance with absences taken out of people's hours, and who was not there anyway."""
    taken: dict[str, dict[str, dict[dt.date, tuple[Window, ...]]]] = {
        "clinician": defaultdict(dict),
        "client": defaultdict(dict),
    }
    notes: list[str] = []
    for absence in absences:
        kind, one = absence.who
        person = instance.clinician[one] if kind == "clinician" else instance.client[one]
        windows = _WHOLE_DAY if absence.hours is None else absence.hours
        there = hours_on(absence.date, person.hours, person.exceptions)
        if less(there, windows) == there:
            notes.append(f"{kind} {one} is not there anyway on {_when(absence)}")
            continue
        dates = taken[kind][one]
        dates[absence.date] = dates.get(absence.date, ()) + windows
    if not any(taken.values()):
        return Changed(instance=instance, notes=tuple(notes))
    return Changed(
        instance=instance.replace(
            clinicians=tuple(_shortened(one, taken["clinician"]) for one in instance.clinicians),
            clients=tuple(_shortened(one, taken["client"]) for one in instance.clients),
        ),
        notes=tuple(notes),
    )


def take_closings(instance: Instance, closings: Iterable[Closing]) -> Changed:
    """Return the instance with rooms and sites closed, and what was closed anyway."""
    taken: dict[str, dict[dt.date, tuple[Window, ...]]] = defaultdict(dict)
    closures: list[Closure] = []
    notes: list[str] = []
    for closing in closings:
        if closing.site is not None:
            closure = Closure(date=closing.date, sites=(closing.site,), hours=_spelt(closing.hours))
            closures.append(closure)
            if closure in instance.week.closures:
                closures.pop()
                notes.append(f"site {closing.site} is closed already on {_when(closing)}")
            continue
        room = instance.room[closing.room or ""]
        windows = _WHOLE_DAY if closing.hours is None else closing.hours
        open_then = _room_hours(instance, room, closing.date)
        if less(open_then, windows) == open_then:
            notes.append(f"room {room.id} is not open anyway on {_when(closing)}")
            continue
        taken[room.id][closing.date] = taken[room.id].get(closing.date, ()) + windows
    if not taken and not closures:
        return Changed(instance=instance, notes=tuple(notes))
    rooms = tuple(
        _shortened(room, taken, {date: _room_hours(instance, room, date) for date in taken.get(room.id, {})})
        for room in instance.rooms
    )
    week = instance.week.model_copy(update={"closures": (*instance.week.closures, *closures)})
    return Changed(instance=instance.replace(week=week, rooms=rooms), notes=tuple(notes))


def ending(client: Client, date: dt.date, minute: int) -> Client:
    """Return the client with no hours from a minute of a date on."""
    return _shortened(client, {client.id: {date: ((minute, MINUTES_PER_DAY),)}})


def _shortened(one: T, taken: Taken, hours: Mapping[dt.date, tuple[Window, ...]] | None = None) -> T:
    """Return somebody or something with dated exceptions for the dates on which windows are taken.

    `hours` are those of each date so far, where they are not its own to look up.
    """
    by_date = taken.get(one.id, {})
    if not by_date:
        return one
    known: Mapping[dt.date, tuple[Window, ...]] = hours or {
        date: hours_on(date, one.hours, one.exceptions) for date in by_date if one.hours is not None
    }
    left = {date: less(known[date], windows) for date, windows in by_date.items()}
    kept: list[DatedHours] = [
        DatedHours(date=entry.date, hours=_spelt(left.pop(entry.date))) if entry.date in left else entry
        for entry in one.exceptions
    ]
    added: list[DatedHours] = [
        DatedHours(date=date, hours=_spelt(windows)) for date, windows in sorted(left.items())
    ]
    return one.model_copy(update={"exceptions": (*kept, *added)})


def _room_hours(instance: Instance, room: Room, date: dt.date) -> tuple[Window, ...]:
    if room.hours is not None:
        return hours_on(date, room.hours, room.exceptions)
    own = exception_on(date, room.exceptions)
    site = instance.site[room.site]
    return hours_on(date, site.hours, site.exceptions) if own is None else own


def _spelt(windows: tuple[Window, ...] | None) -> Any:
    # The fields take hours as they are written in files.
    return None if windows is None else format_day_hours(windows)


def _when(event: Absence | Closing) -> str:
    hours = "" if event.hours is None else f", {format_day_hours(event.hours)}"
    return f"{told_date(event.date)}{hours}"
