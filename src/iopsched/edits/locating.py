"""A verdict on a schedule from sheets, told by its cells."""

from dataclasses import dataclass
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.edits.cells import ViolationCells, told_cells
from iopsched.edits.reading import edit_spots, edits_in
from iopsched.errors import Problem
from iopsched.files.schedule_sheets import ScheduleInput
from iopsched.sheets.grid import Spot
from iopsched.verification import verify


@dataclass(frozen=True)
class Located:
    """Where the violations of a verdict stand: the cells of each, in their order.

    `from_sheets` says that the schedule was read from sheets; another has neither cells nor edits.
    `edited` are the cells that were edited by hand, `warnings` what was edited and is not read.
    """

    from_sheets: bool = False
    cells: tuple[tuple[Spot, ...], ...] = ()
    edited: frozenset[Spot] = frozenset()
    warnings: tuple[Problem, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The cells of each violation as text, the first of many."""
        return tuple(told_cells(spots) for spots in self.cells)

    def document(self, verdict: Verdict) -> dict[str, Any]:
        """Return the violations with their cells, and the warnings, as JSON data; nothing without sheets."""
        if not self.from_sheets:
            return {}
        pairs = zip(verdict.violations, self.cells, strict=True)
        return {
            "violations": [
                {**violation.model_dump(mode="json"), "cells": [str(spot) for spot in spots]}
                for violation, spots in pairs
            ],
            "edited": sorted(str(spot) for spot in self.edited),
            "warnings": [warning.as_dict() for warning in self.warnings],
        }


def locate(instance: Instance, found: ScheduleInput, verdict: Verdict) -> Located:
    """Return the cells that each violation of a schedule concerns, edited ones first."""
    if found.places is None:
        return Located()
    edits = edits_in(found).edits
    cells = ViolationCells(instance, found.schedule, found.places, edits)
    before = _violations_before(instance, found.original) if verdict.violations else frozenset()
    spots = tuple(
        cells.of(violation, new=(violation.rule, violation.message) not in before)
        for violation in verdict.violations
    )
    edited = frozenset(spot for edit in edits for spot in edit_spots(edit, edits, found.places))
    return Located(True, spots, edited, found.warnings)


def _violations_before(instance: Instance, original: Schedule | None) -> frozenset[tuple[str, str]]:
    """Return the rule and sentence of all that the schedule broke already as it was written."""
    if original is None or schedule_problems(instance, original):
        return frozenset()
    return frozenset((one.rule, one.message) for one in verify(instance, original).violations)
