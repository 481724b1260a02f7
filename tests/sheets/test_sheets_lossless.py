"""What is written on sheets reads back as the same week, whatever it holds and however it is arranged."""

import random

import pytest
from draw_records import draw_week
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bad_inputs.row import EXAMPLE, complete
from iopsched.domain.instance import Instance
from iopsched.domain.levels import LEVEL_PRESETS, PAYER_PRESETS
from iopsched.files.reading import instance_from_data, read_instance
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.sheets.cell_texts import NONE
from iopsched.sheets.columns import PARENT, SHEETS, sheet
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.reading import data_of
from iopsched.sheets.writing import empty_grids, grids_of
from ship_instances import instance_paths


def read_back(grids) -> Instance:
    """Return the week that sheets say, which must say nothing else."""
    sheets = data_of(grids)
    assert sheets.problems == []
    return instance_from_data(sheets.data)


@pytest.mark.parametrize("path", [EXAMPLE, *instance_paths()], ids=lambda path: path.stem)
def test_shipped_weeks_read_back(path):
    week = read_instance(path)
    again = read_back(grids_of(week))
    assert again == week
    assert again.digest == week.digest


def test_a_week_with_everything_in_it_reads_back():
    week = instance_from_data(complete())
    assert read_back(grids_of(week)) == week


FAST = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FAST
@given(
    seed=st.integers(1, 10**6),
    features=st.sets(st.sampled_from(sorted(FEATURES)), min_size=8),
    timetable=st.sampled_from(("fixed", "open")),
    sites=st.integers(1, 2),
    telehealth=st.sampled_from((0.0, 0.4)),
)
def test_generated_weeks_read_back(seed, features, timetable, sites, telehealth):
    spec = GeneratorSpec(
        seed=seed,
        clients=8,
        sites=sites,
        timetable=timetable,
        telehealth=telehealth,
        features=tuple(sorted(features)),
    )
    week = generate(spec).instance
    again = read_back(grids_of(week))
    assert again == week
    assert again.digest == week.digest


@pytest.mark.parametrize("seed", range(60))
def test_records_of_any_kind_read_back_field_by_field(seed):
    week = draw_week(seed)
    sheets = data_of(grids_of(week))
    assert sheets.problems == []
    for name, info in Instance.model_fields.items():
        if name in sheets.data:
            again = TypeAdapter(info.annotation).validate_python(sheets.data[name])
            assert again == getattr(week, name), name
        else:
            assert getattr(week, name) in (info.default, ()), name


def test_what_is_drawn_fills_every_column_and_says_nothing_in_many():
    filled, nothing = set(), set()
    for seed in range(40):
        for grid in grids_of(draw_week(seed)):
            for row in grid.rows[1:]:
                for head, cell in zip(grid.rows[0], row, strict=True):
                    if not cell.blank:
                        filled.add((grid.name, head.value))
                    if cell.value == NONE:
                        nothing.add((grid.name, head.value))
    columns = {(spec.name, one.header) for spec in SHEETS for one in spec.columns if one.header != "Notes"}
    assert filled == columns
    assert {entry for entry in nothing if entry[0] != "Payers" and entry[1] != "Id"} >= EXPLICIT
    assert {entry for entry in nothing if entry[0] not in ("Levels", "Payers")} <= EXPLICIT


EXPLICIT = {
    ("Services", "Roles"),
    ("Meetings", "Rooms"),
    ("Meetings", "Leaders"),
    ("Groups", "Rooms"),
    ("Groups", "Leaders"),
    ("Clients", "Authorisation first date"),
    ("Clients", "Only groups"),
}
"""Where saying nothing differs from leaving the cell blank, presets aside."""


PRESETS = [("levels", name, preset) for name, preset in LEVEL_PRESETS.items()]
PRESETS += [("payers", name, preset) for name, preset in PAYER_PRESETS.items()]


@pytest.mark.parametrize("where, name, preset", PRESETS, ids=[name for _, name, _ in PRESETS])
def test_a_limit_of_a_preset_that_was_taken_away_stays_away(where, name, preset):
    data = {
        **complete(),
        where: [*complete()[where], {"id": "x", "preset": name, **dict.fromkeys(preset.values)}],
    }
    week = instance_from_data(data)
    assert all(getattr(getattr(week, where)[-1], limit) is None for limit in preset.values)
    assert read_back(grids_of(week)) == week


def test_no_levels_at_all_differ_from_the_usual_one():
    week = instance_from_data(
        {
            **complete(),
            "clients": [],
            "levels": [],
            "groups": [],
            "history": [],
            "published": None,
            "relations": [],
            "pins": [],
            "group_sets": [],
        }
    )
    assert week.levels == ()
    assert read_back(grids_of(week)).levels == ()


def test_sheets_without_rows_say_only_that_something_is_missing():
    sheets = data_of(empty_grids())
    assert sheets.problems == []
    assert sheets.data == {"week": {}}


def shuffled(grid: Grid, chance: random.Random) -> Grid:
    """Return a sheet with its columns in another order, another way to write headers, and blank rows."""
    spec = sheet(grid.name)
    header, *rows = grid.rows
    if spec.parent:
        rows = between_parents(rows, chance)
    order = list(range(len(header)))
    chance.shuffle(order)
    spell = chance.choice((str.upper, str.lower, lambda text: text.replace(" ", "_") + " *"))
    blank = (Cell(None),) * len(header)
    mixed = [tuple(row[index] for index in order) for one in rows for row in ((one, blank))]
    return Grid(
        chance.choice((grid.name, grid.name.upper(), f" {grid.name.replace(' ', '_')} ")),
        (tuple(Cell(spell(header[index].value)) for index in order), *mixed),
    )


def between_parents(rows, chance: random.Random):
    """Return rows of children mixed between their parents, each parent's own in their order."""
    waiting = {}
    for row in rows:
        waiting.setdefault(row[0].value, []).append(row)
    mixed = []
    while waiting:
        parent = chance.choice(sorted(waiting))
        mixed.append(waiting[parent].pop(0))
        if not waiting[parent]:
            del waiting[parent]
    return mixed


@pytest.mark.parametrize("seed", range(4))
def test_another_arrangement_is_the_same_week(seed):
    chance = random.Random(seed)
    week = instance_from_data(complete())
    grids = [shuffled(grid, chance) for grid in grids_of(week)]
    chance.shuffle(grids)
    assert read_back(grids) == week


def test_sheets_may_be_left_out_where_they_say_nothing():
    week = read_instance(EXAMPLE)
    grids = [grid for grid in grids_of(week) if len(grid.rows) > 1]
    assert len(grids) < len(SHEETS)
    assert read_back(grids) == week


def test_every_child_sheet_starts_with_its_parent():
    assert [spec.columns[0].path for spec in SHEETS if spec.parent] == [PARENT] * 5
