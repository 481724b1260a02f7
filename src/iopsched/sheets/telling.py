"""Problems of an instance, told in the terms of the sheets it was written on."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from iopsched.errors import Problem
from iopsched.sheets.columns import SHEETS, Column, sheet
from iopsched.sheets.grid import Spot
from iopsched.sheets.places import Path, path_of
from iopsched.sheets.reading import SheetData
from iopsched.sheets.specs import in_words

_WORDS: dict[str, tuple[str | None, str]] = {
    "not_a_whole_number": (None, "Write digits alone, without a unit, a point or a fraction."),
    "not_text": (None, "Write it as text."),
    "not_true_or_false": ("yes or no is expected", "Write yes or no."),
    "list_empty": (None, "Add one, or leave the cell blank."),
    "not_a_list": (None, "Write the entries with commas between them."),
    "preset_unknown": (None, "Choose one of them, or leave the cell blank."),
    "role_unfillable": (
        None,
        "Give a clinician the credentials, check the dates they hold until, or make the role optional.",
    ),
    "history_without_now": (None, "Fill in Now on the sheet Week, or clear the sheet Held."),
    "supervision_unclear": (None, "Set one of the two to no."),
    "date_time_invalid": (None, "Write both, as 2026-03-04 14:00, midnight as 0:00."),
}
"""What sheets say otherwise than JSON files, by code: the message, or None for the same, and a way out."""


def located(sheets: SheetData, problems: Iterable[Problem]) -> list[tuple[Problem, Spot | None]]:
    """Return all problems of the sheets, each with its spot, in the order of the sheets and their rows.

    `problems` are those that examining ``sheets.data`` found. What merely follows from a cell that could
    not be read is left out. Places become spots (``Clients!C5``), in sentences too.
    """
    told = [(problem, sheets.places.spot(problem.place)) for problem in sheets.problems]
    ids = {tuple(str(step) for step in one if isinstance(step, str)) for one in sheets.unread}
    for problem in problems:
        path = path_of(problem.place)
        follows = any(path[:length] in sheets.unread for length in range(1, len(path) + 1))
        # Rows of another sheet cannot be those of an id that could not be read.
        orphaned = _sheet_of(path) is not None and (*path[:-1], "id") in sheets.unread
        if not follows and not orphaned and not _may_be_unread(ids, problem, path):
            told.append(_told(sheets, problem, path))
    return sorted(told, key=lambda entry: _order(sheets, entry[1]))


def _told(sheets: SheetData, problem: Problem, path: Path) -> tuple[Problem, Spot | None]:
    spot = sheets.places.spot_of(path)
    message, way_out = problem.message, problem.way_out
    if problem.code == "missing_key" and path and isinstance(path[-1], str):
        rows_on = _sheet_of(path)
        message = (
            f"{_header(path)} is missing" if rows_on is None else f"it has no row on the sheet {rows_on}"
        )
        way_out = "Fill in the cell." if rows_on is None else "Add one."
    elif problem.code in _WORDS:
        other, way_out = _WORDS[problem.code]
        message = other or message
    reworded = replace(
        problem,
        place=problem.place if spot is None else str(spot),
        message=_reworded(sheets, message),
        way_out=_reworded(sheets, way_out),
    )
    return reworded, spot


_OF_WEEK = re.compile(r"(?<![\w.])week\.[a-z]+(?:_[a-z]+)*", re.ASCII)
_NAME = re.compile(r"(?<![\w.-])[a-z]+(?:_[a-z]+)+(?![\w.-]*\w)", re.ASCII)


def _reworded(sheets: SheetData, text: str) -> str:
    """Return a sentence with its places as spots and its keys as headers."""
    text = sheets.places.reworded(text)
    text = _OF_WEEK.sub(lambda match: str(sheets.places.spot(match[0]) or match[0]), text)
    return _NAME.sub(lambda match: _headers().get(match[0], match[0]), text)


@cache
def _headers() -> dict[str, str]:
    """Return the header of every field whose name is of several words."""
    columns = [column for spec in SHEETS for column in (*spec.columns, *spec.keys)]
    names = {name: in_words(name) for column in columns if "_" in (name := column.path.rpartition(".")[2])}
    return {**names, "valid_until": "the date after until"}


def _header(path: Path) -> str:
    """Return the header of the column of a path."""
    column = _column_of(path)
    return in_words(str(path[-1])) if column is None else column.header


def _column_of(path: Path) -> Column | None:
    """Return the column that a path, or what it is a part of, is written in."""
    names = [step for step in path if isinstance(step, str)]
    for spec in SHEETS:
        own = spec.path.split(".") if spec.path else []
        inner = ".".join(names[len(own) :])
        for column in (*spec.columns, *spec.keys) if names[: len(own)] == own else ():
            if column.path and column.path == inner:
                return column
    return None


def _may_be_unread(ids: set[tuple[str, ...]], problem: Problem, path: Path) -> bool:
    """Return whether what is referred to may be one whose own id could not be read."""
    column = _column_of(path) if problem.code == "unknown_reference" else None
    if column is None or not column.refers:
        return False
    wanted = (*sheet(column.refers).path.split("."), "id")
    return any(wanted[:length] in ids for length in range(1, len(wanted) + 1))


def _sheet_of(path: Path) -> str | None:
    """Return the sheet whose rows make up what stands at a path, if it is one that belongs to another."""
    names = ".".join(step for step in path if isinstance(step, str))
    return next((spec.name for spec in SHEETS if spec.parent and spec.path == names), None)


def _order(sheets: SheetData, spot: Spot | None) -> tuple[int, int, int]:
    if spot is None:
        return (len(sheets.order), 0, 0)
    sheet = sheets.order.get(spot.sheet, len(sheets.order))
    return (sheet, spot.row or 0, -1 if spot.column is None else spot.column)
