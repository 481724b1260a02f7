"""The hidden sheet that keeps a schedule as it was written, to tell what was edited since."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from iopsched.domain.schedule import Schedule
from iopsched.sheets.grid import Grid
from iopsched.sheets.schedule.layout import ORIGINAL, fingerprint, text_cell

_PIECE = 30_000
"""A cell holds 32767 characters; what is longer goes on in the next one."""

_VERSION = "1"


class Original(NamedTuple):
    """A schedule as it was written, as raw data, and the fingerprint of each sheet that is not read."""

    data: dict[str, Any]
    fingerprints: dict[str, str]


def original_grid(schedule: Schedule, views: Sequence[Grid] = ()) -> Grid:
    """Return the sheet that keeps a schedule, and what the given views of it say."""
    data = schedule.model_dump(mode="json")
    sessions = data.pop("sessions")
    rows = [("Key", "Value"), ("version", _VERSION)]
    rows += [(key, "" if value is None else str(value)) for key, value in data.items()]
    rows += [(f"sheet {view.name}", fingerprint(view)) for view in views]
    rows += [("session", json.dumps(session, ensure_ascii=True)) for session in sessions]
    cells = [[key, *(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))] for key, text in rows]
    return Grid(ORIGINAL, tuple(tuple(text_cell(text) for text in row) for row in cells))


def original_of(grid: Grid) -> Original | None:
    """Return what such a sheet keeps, or None if it is damaged."""
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in grid.rows]
    found = [(row[0], "".join(row[1:])) for row in rows if row and row[0]]
    single = dict(found)
    if single.get("version") != _VERSION:
        return None
    try:
        sessions = [json.loads(text) for key, text in found if key == "session"]
        data = {**_heading(single), "sessions": sessions}
        written = Schedule.model_validate(data)
    except (KeyError, ValueError, RecursionError):  # pydantic's own error is a ValueError
        return None
    prints = {key.removeprefix("sheet "): text for key, text in found if key.startswith("sheet ")}
    return Original(written.model_dump(mode="json"), prints)


def _heading(single: Mapping[str, str]) -> dict[str, Any]:
    return {
        "schema_version": int(single["schema_version"]),
        "instance_id": single["instance_id"],
        "instance_digest": single["instance_digest"] or None,
        "week": single["week"],
    }


def edited_views(original: Original, grids: Sequence[Grid]) -> list[str]:
    """Return the names of the sheets whose content is no more what was written, though it is not read."""
    there = {grid.name: grid for grid in grids}
    return [
        name
        for name, written in original.fingerprints.items()
        if name in there and fingerprint(there[name]) != written
    ]
