"""By how much somebody's hours have to get longer for a session to fit, as a lever."""

from typing import Literal

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.hours import Window
from iopsched.domain.lever_hours import ClientHours, ClinicianHours, PlaceHours, Side
from iopsched.domain.lever_table import LeverTable, Offered
from iopsched.domain.levers import AnyLever
from iopsched.domain.week import Room, Site
from iopsched.judging.hours import within

Fix = tuple[AnyLever, ...] | None
"""Levers that together take something out of the way: none if nothing is, None if nothing on offer does."""

Stretch = tuple[int, int, Side, int]
"""From when to when, on which side of what is there, and how many steps that is."""


def stretch_needed(windows: tuple[Window, ...], start: int, end: int, offered: Offered) -> Stretch | None:
    """Return what has to be added to the hours of a day so that start to end lies within them."""
    found: list[Stretch] = []
    for opens, closes in windows:
        if start < opens and end <= closes:
            steps = -(-(opens - start) // offered.step)
            found.append((max(opens - steps * offered.step, 0), opens, "before", steps))
        elif opens <= start and closes < end:
            steps = -(-(end - closes) // offered.step)
            found.append((closes, min(closes + steps * offered.step, 1440), "after", steps))
    fit = [one for one in found if one[3] <= offered.most]
    return min(fit, key=lambda one: one[3], default=None) if offered.offered else None


def for_client(
    client: Client, windows: tuple[Window, ...], day: int, start: int, end: int, table: LeverTable
) -> Fix:
    """Return the lever that lets a client attend then."""
    if within(start, end, windows):
        return ()
    needed = stretch_needed(windows, start, end, table.client_hours)
    if needed is None:
        return None
    first, last, side, steps = needed
    cost = steps * table.client_hours.cost
    return (
        ClientHours.model_construct(client=client.id, day=day, start=first, end=last, side=side, cost=cost),
    )


def for_clinician(
    clinician: Clinician, windows: tuple[Window, ...], day: int, start: int, end: int, table: LeverTable
) -> Fix:
    """Return the lever that lets a clinician work then: a longer day, or hours on another one."""
    if within(start, end, windows):
        return ()
    needed = stretch_needed(windows, start, end, table.clinician_hours)
    if needed is not None:
        first, last, side, steps = needed
        cost = steps * table.clinician_hours.cost
        return (
            ClinicianHours.model_construct(
                clinician=clinician.id, day=day, start=first, end=last, side=side, cost=cost
            ),
        )
    return _another_evening(clinician, windows, day, start, end, table)


def _another_evening(
    clinician: Clinician, windows: tuple[Window, ...], day: int, start: int, end: int, table: LeverTable
) -> Fix:
    offered = table.clinician_evening
    steps = -(-(end - start) // offered.step)
    if not offered.offered or steps > offered.most or any(a <= end and start <= b for a, b in windows):
        return None
    return (
        ClinicianHours.model_construct(
            kind="clinician_evening",
            clinician=clinician.id,
            day=day,
            start=start,
            end=end,
            side="apart",
            cost=steps * offered.cost,
        ),
    )


def for_place(
    place: Room | Site, windows: tuple[Window, ...], day: int, start: int, end: int, table: LeverTable
) -> Fix:
    """Return the lever that keeps a room or a site open then."""
    if within(start, end, windows):
        return ()
    offered = table.room_hours if isinstance(place, Room) else table.site_hours
    needed = stretch_needed(windows, start, end, offered)
    if needed is None:
        return None
    first, last, side, steps = needed
    kind: Literal["room_hours", "site_hours"] = "room_hours" if isinstance(place, Room) else "site_hours"
    cost = steps * offered.cost
    return (
        PlaceHours.model_construct(
            kind=kind, place=place.id, day=day, start=first, end=last, side=side, cost=cost
        ),
    )
