"""Whatever stands in the cells, reading ends with problems, never with a failure, and repeats no text."""

import datetime as dt
from random import Random

import pytest

from bad_inputs.row import NAME, complete
from iopsched.files.reading import instance_from_data, problems_of
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.reading import data_of
from iopsched.sheets.telling import located
from iopsched.sheets.writing import grids_of

POOL = (
    *(
        "(none)",
        "",
        " ",
        "*",
        "?",
        ":",
        ";",
        "|",
        "&",
        "- -",
        "=1+1",
        "yes",
        "c01",
        "2026-03-02",
        "Mon 9",
        "5-9pm",
    ),
    *(
        NAME,
        f"{NAME}: {NAME}",
        f"{NAME} until {NAME}",
        f"2026-03-02 {NAME}",
        f"lead: {NAME}",
        "\u200b",
        "\x00",
        "🙂",
    ),
    *(0, 1, -1, 7, 46083, 10**20, 0.5, 1.5, -0.0, 1e300, float("nan"), float("inf"), True, False),
    *(dt.date(2026, 3, 2), dt.date(1, 1, 1), dt.datetime(2026, 3, 2, 9, 30, 1), dt.datetime(9999, 12, 31)),
    *(dt.time(), dt.time(23, 59, 59, 999999), dt.timedelta(days=-1), dt.timedelta(days=10**6)),
)
FORMATS = ("General", "@", "0", "0.00E+00", "h:mm", "yyyy-mm-dd", "0%", "")
FAULTS = (None,) * 8 + ("formula_not_calculated", "cell_error", "cells_merged", "something_else")


def spoilt(grid: Grid, chance: Random, share: float) -> Grid:
    """Return a sheet of which a share of the cells, its header's too, hold anything."""
    rows = [[cell if chance.random() > share else anything(chance) for cell in row] for row in grid.rows]
    if chance.random() < 0.3:
        rows.insert(chance.randrange(len(rows) + 1), [anything(chance) for _ in range(30)])
    merged = tuple((chance.randint(1, 5), chance.randint(0, 4)) for _ in range(chance.randint(0, 2)))
    return Grid(grid.name, tuple(map(tuple, rows)), chance.random() < 0.5, merged=merged)


def anything(chance: Random) -> Cell:
    fault = chance.choice(FAULTS)
    return Cell(None if fault else chance.choice(POOL), chance.choice(FORMATS), fault)


@pytest.mark.parametrize("seed", range(60))
def test_nonsense_is_told_and_never_repeated(seed):
    chance = Random(seed)
    share = chance.choice((0.002, 0.02, 0.3, 1.0))
    grids = [spoilt(grid, chance, share) for grid in grids_of(instance_from_data(complete()))]
    chance.shuffle(grids)
    found = data_of(grids[: chance.randint(1, len(grids))])
    told = located(found, problems_of(found.data)[1])
    assert share < 0.1 or told
    for problem, spot in told:
        assert "Quimby" not in str(problem)
        assert spot is None or problem.place == str(spot)
        assert spot is None or found.places.spot(str(spot)) == spot
        assert problem.message
        assert problem.way_out


@pytest.mark.parametrize("rows", [(), ((),), ((), (Cell("c01"),)), ((Cell("Id"),), ())])
def test_sheets_of_hardly_anything_are_read(rows):
    for grid in grids_of(instance_from_data(complete())):
        found = data_of([Grid(grid.name, rows)])
        assert located(found, problems_of(found.data)[1])
