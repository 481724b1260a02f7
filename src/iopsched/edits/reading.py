"""Edits read from a schedule workbook, each with its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule
from iopsched.edits.finding import Edit, edits_between
from iopsched.errors import Problem
from iopsched.files.schedule_sheets import ScheduleInput, read_schedule_input
from iopsched.replanning.event_kinds import Cancelling
from iopsched.sheets.grid import Spot
from iopsched.sheets.schedule.cells import SchedulePlaces


@dataclass(frozen=True)
class Edits:
    """What was edited in a schedule workbook.

    `original` is the schedule as it was written, None where the workbook does not keep it (a hidden
    sheet was removed); then there are no `edits`. `edited` is the schedule as it is now. `warnings`
    say what was edited and is not read.
    """

    original: Schedule | None
    edited: Schedule
    edits: tuple[Edit, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def pins(self) -> tuple[Pin, ...]:
        """What keeps the edits, each once; sessions that were deleted are to be cancelled besides."""
        return tuple(dict.fromkeys(pin for edit in self.edits for pin in edit.pins))

    @property
    def events(self) -> tuple[Cancelling, ...]:
        """What cancels the sessions that were deleted."""
        return tuple(Cancelling(session=edit.session) for edit in self.edits if edit.kind == "deleted")


def read_edits(source: str | Path, instance: Instance | None = None) -> Edits:
    """Return what was edited by hand in a schedule workbook since it was written.

    Raises:
        ProblemsError: it cannot be read, or is invalid; every problem is listed, with its cell.
    """
    return edits_in(read_schedule_input(source, instance))


def edits_in(found: ScheduleInput) -> Edits:
    """Return what was edited in a schedule that was read."""
    if found.original is None:
        return Edits(None, found.schedule, (), found.warnings)
    edits = edits_between(found.original, found.schedule)
    if found.places is not None:
        edits = tuple(_with_cells(edit, edits, found.places) for edit in edits)
    return Edits(found.original, found.schedule, edits, found.warnings)


def _with_cells(edit: Edit, edits: tuple[Edit, ...], places: SchedulePlaces) -> Edit:
    spots = edit_spots(edit, edits, places)
    return edit.model_copy(update={"cells": tuple(str(spot) for spot in spots)})


def edit_spots(edit: Edit, edits: Sequence[Edit], places: SchedulePlaces) -> list[Spot]:
    """Return the cells in which one of several edits was made; the sheet, where what was there is gone."""
    if edit.kind == "deleted":
        return [Spot(places.sessions_sheet)]
    if edit.person is not None:
        return _seats(edit, edits, places)
    found = [places.session(edit.session, name) for name in edit.fields or (None,)]
    return list(dict.fromkeys(spot for spot in found if spot is not None))


def _seats(edit: Edit, edits: Sequence[Edit], places: SchedulePlaces) -> list[Spot]:
    person = edit.person or ""
    kind = "guests" if edit.kind == "guests" else "clients"
    seat = places.person(edit.session, person, kind)
    if seat is None and edit.kind == "joined":
        seat = places.session(edit.session)  # The owner of a new session comes with its row.
    if seat is not None:
        return [seat]
    # Whoever left one session for another did so in the row that names the other now.
    elsewhere = [
        places.person(one.session, person) for one in edits if one.kind == "joined" and one.person == person
    ]
    return [spot for spot in elsewhere if spot is not None] or [Spot(places.attendance_sheet)]
