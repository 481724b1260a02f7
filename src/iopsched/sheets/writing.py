"""From an instance to sheets of cells that read back as the same instance."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS, LevelOfCare, PayerProfile, WeekRules
from iopsched.sheets.cell_texts import NONE
from iopsched.sheets.cells import blank_cell, number_format_of, write_cell
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import TEXT, Cell, Grid
from iopsched.sheets.specs import PARENT, Column, SheetSpec
from iopsched.sheets.week_columns import WEEK

_BLANK = object()
_FALLBACK = {"meal": "minutes", "authorisation": "first_date"}
"""The field that says that a record is there when all its fields are as they are by default."""


def grids_of(instance: Instance) -> tuple[Grid, ...]:
    """Return the sheets of an instance, each with its header; what is the default is left blank."""
    return tuple(Grid(spec.name, (header_of(spec), *_rows(spec, instance))) for spec in SHEETS)


def empty_grids() -> tuple[Grid, ...]:
    """Return the sheets without any row but their headers, and the keys of Week."""
    keys = tuple(_key_row(key, blank_cell(key)) for key in WEEK.keys)
    return tuple(Grid(spec.name, (header_of(spec), *(keys if spec is WEEK else ()))) for spec in SHEETS)


def header_of(spec: SheetSpec) -> tuple[Cell, ...]:
    """Return the header of a sheet."""
    return tuple(Cell(column.header, TEXT) for column in spec.columns)


def _rows(spec: SheetSpec, instance: Instance) -> Iterator[tuple[Cell, ...]]:
    if spec is WEEK:
        yield from (_key_row(key, _key_cell(key, instance)) for key in WEEK.keys)
        return
    empty = True
    for parent, record in _records(spec, instance):
        empty = False
        yield tuple(_cell(column, record, parent) for column in spec.columns)
    if empty and spec.name == "Levels":
        # Without any row there would be the default level.
        first = next(column for column in spec.columns)
        yield (Cell(NONE, number_format_of(first)), *(blank_cell(column) for column in spec.columns[1:]))


def _key_row(key: Column, value: Cell) -> tuple[Cell, ...]:
    return (Cell(key.header, TEXT), value, Cell(key.note, TEXT), Cell(None, TEXT))


def _key_cell(key: Column, instance: Instance) -> Cell:
    *owners, name = key.path.split(".")
    record: BaseModel | None = instance
    for owner in owners:
        record = getattr(record, owner)
    return blank_cell(key) if record is None else _field_cell(key, record, name)


def _records(spec: SheetSpec, instance: Instance) -> Iterator[tuple[str, BaseModel]]:
    """Yield every record of a sheet, with the id of the one that it belongs to."""
    first, _, last = spec.path.partition(".")
    owners: Any = getattr(instance, first)
    if not last:
        yield from (("", record) for record in owners)
    elif owners is None or owners is DEFAULT_GOALS or owners == DEFAULT_GOALS:
        return
    elif isinstance(owners, tuple):
        yield from ((owner.id, record) for owner in owners for record in getattr(owner, last))
    else:
        yield from (("", record) for record in getattr(owners, last))


def _cell(column: Column, record: BaseModel, parent: str) -> Cell:
    if column.path == PARENT:
        return write_cell(column, parent)
    if not column.path:
        return blank_cell(column)
    first, _, inner = column.path.partition(".")
    if not inner:
        return _field_cell(column, record, first)
    part: BaseModel | None = getattr(record, first)
    if part is None:
        return blank_cell(column)
    if inner == _FALLBACK.get(first) and _all_default(part):
        return write_cell(column, _spelt(part, inner))
    return _field_cell(column, part, inner)


def _field_cell(column: Column, record: BaseModel, name: str) -> Cell:
    info = type(record).model_fields[name]
    value = getattr(record, name)
    default = _BLANK if info.is_required() else info.default
    if isinstance(record, WeekRules) and name not in ("id", "preset"):
        default = _preset(record).get(name)
    if value == default and (not column.always or value is None):
        return blank_cell(column)
    return write_cell(column, _spelt(record, name))


def _spelt(record: BaseModel, name: str) -> Any:
    return record.model_dump(mode="json", include={name})[name]


def _all_default(record: BaseModel) -> bool:
    return all(getattr(record, name) == info.default for name, info in type(record).model_fields.items())


def _preset(record: WeekRules) -> dict[str, int]:
    if isinstance(record, LevelOfCare):
        return LEVEL_PRESETS[record.preset].values
    assert isinstance(record, PayerProfile)
    return PAYER_PRESETS[record.preset].values if record.preset else {}
