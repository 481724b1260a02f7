"""Every sheet of an instance, in the order in which a coordinator fills them in."""

from dataclasses import replace

from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS
from iopsched.sheets.people_columns import (
    ATTENDED,
    CLIENTS,
    GUESTS,
    HISTORY,
    PINS,
    PLANS,
    PUBLISHED,
    RELATIONS,
    SESSION_COLUMNS,
    WISHES,
)
from iopsched.sheets.programme_columns import (
    CLINICIANS,
    GOALS,
    GROUP_SETS,
    GROUPS,
    LEVELS,
    MEETINGS,
    PAYERS,
    SERVICES,
)
from iopsched.sheets.specs import NOT_READ, PARENT, Column, Kind, SheetSpec
from iopsched.sheets.week_columns import CLOSURES, ROOMS, SITES, TRAVEL, WEEK

__all__ = ["NOT_READ", "PARENT", "SESSION_COLUMNS", "SHEETS", "Column", "Kind", "SheetSpec", "sheet"]


def _choosing(spec: SheetSpec, path: str, choices: tuple[str, ...]) -> SheetSpec:
    # Presets are plain text to the model, which looks them up before it reads the rest.
    columns = tuple(
        replace(one, kind="choice", choices=choices) if one.path == path else one for one in spec.columns
    )
    return replace(spec, columns=columns)


SHEETS: tuple[SheetSpec, ...] = (
    WEEK,
    SERVICES,
    CLINICIANS,
    ROOMS,
    GROUPS,
    MEETINGS,
    CLIENTS,
    PLANS,
    WISHES,
    RELATIONS,
    CLOSURES,
    SITES,
    TRAVEL,
    GROUP_SETS,
    _choosing(LEVELS, "preset", tuple(LEVEL_PRESETS)),
    _choosing(PAYERS, "preset", tuple(PAYER_PRESETS)),
    GUESTS,
    ATTENDED,
    PINS,
    GOALS,
    HISTORY,
    PUBLISHED,
)
"""All sheets."""


def sheet(name: str) -> SheetSpec:
    """Return the sheet of a name.

    Raises:
        KeyError: there is none.
    """
    found = next((one for one in SHEETS if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found
