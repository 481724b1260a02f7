"""A problem's place in an instance leads to the cell that it was written in."""

import random

import pytest
from sheet_rows import cells, grid, sheets

from bad_inputs.row import complete
from iopsched.files.reading import instance_from_data, problems_of
from iopsched.sheets.cell_texts import NONE
from iopsched.sheets.columns import NOT_READ, PARENT, sheet
from iopsched.sheets.grid import Cell, Grid, Spot
from iopsched.sheets.places import Places, path_of
from iopsched.sheets.reading import data_of
from iopsched.sheets.telling import located
from iopsched.sheets.writing import grids_of


@pytest.mark.parametrize(
    "place, path",
    [
        ("week.monday", ("week", "monday")),
        ("clients[3] (c014).plan[0].service", ("clients", 3, "plan", 0, "service")),
        ("clients[3] (a.b.plan).plan[0]", ("clients", 3, "plan", 0)),
        ("services[0] (s).roles[1] (co-lead).any_of[0][1]", ("services", 0, "roles", 1, "any_of", 0, 1)),
        ("clients[3].<key, 9 characters>", ("clients", 3)),
        ("the file", ("the",)),
        ("<key, 3 characters>", ()),
        ("", ()),
    ],
)
def test_a_place_is_taken_apart(place, path):
    assert path_of(place) == path


@pytest.fixture(name="places")
def fixture_places() -> Places:
    found = sheets(
        grid("Clients", ["c1", "iop"], [], ["a.b", "iop"], header=("Id", "Level")),
        grid("Plans", ["a.b", "x"], ["c1", "y"], ["a.b", "z"], header=("Client", "Service")),
        grid("Services", ["x", "lead: A; second: B"], header=("Id", "Roles")),
    )
    return found.places


@pytest.mark.parametrize(
    "place, spot",
    [
        ("clients[0] (c1).level", "Clients!B2"),
        ("clients[1] (a.b).id", "Clients!A4"),
        ("clients[1] (a.b).hours", "Clients row 4"),
        ("clients[1] (a.b)", "Clients row 4"),
        ("clients[1] (a.b).plan[1].service", "Plans!B4"),
        ("clients[1] (a.b).plan[1].min_sessions", "Plans row 4"),
        ("clients[0] (c1).plan[0]", "Plans row 3"),
        ("clients[0] (c1).plan", "Clients row 2"),
        ("clients", "Clients"),
        ("services[0] (x).roles[1] (second).any_of[0][0]", "Services!B2"),
        ("week.monday", "Week!B3"),
        ("week.grid_minutes", "Week"),
        ("week.closures[0].date", "Closures"),
        ("levels[0] (iop).preset", "Levels"),
        ("goals", "Goals"),
        ("published", "Week"),
        ("published.instance_digest", "Week"),
        ("Clients!B2", "Clients!B2"),
        ("Clients row 2", "Clients row 2"),
        ("Clients", "Clients"),
    ],
)
def test_a_place_has_the_spot_of_its_longest_part(places, place, spot):
    assert str(places.spot(place)) == spot


@pytest.mark.parametrize("place", ["the file", "instance", "Cliants!B2", "nothing[0].id", ""])
def test_what_is_on_no_sheet_has_no_spot(places, place):
    assert places.spot(place) is None


def test_places_inside_sentences_are_told_as_cells(places):
    said = places.reworded(
        "c1 is already the id of another client, at clients[0] (c1), or clients[1] (a.b).level."
    )
    assert said == "c1 is already the id of another client, at Clients row 2, or Clients!B4."
    assert places.reworded("a client is listed twice") == "a client is listed twice"
    assert places.reworded("unknown[0] stays") == "unknown[0] stays"


def test_a_place_names_the_file_that_a_sheet_came_from():
    clients = Grid("clients", tuple(cells(row) for row in (["id"], ["c1"])), title="clients.csv")
    assert str(sheets(clients).places.spot("clients[0].id")) == "clients.csv!A2"


SPOILT = "??"
"""No kind of cell takes it, though some fields of text do."""


def filled_cells() -> list[tuple[int, int, int]]:
    """Return grid, row and column of the cells of a full week that some field refuses nonsense in."""
    grids = grids_of(instance_from_data(complete()))
    found = []
    for number, one in enumerate(grids):
        for row, entry in enumerate(one.rows[1:], 2):
            for index, cell in enumerate(entry):
                path = sheet(one.name).columns[index].path
                if one.name == "Week":
                    path = "value" if index == 1 else NOT_READ
                if not cell.blank and path not in (NOT_READ, PARENT) and cell.value != NONE:
                    found.append((number, row, index))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_spoilt_cell_is_the_spot_of_a_problem(seed):
    grids = list(grids_of(instance_from_data(complete())))
    number, row, index = random.Random(seed).choice(filled_cells())
    rows = [list(one) for one in grids[number].rows]
    rows[row - 1][index] = Cell(SPOILT)
    name = grids[number].name
    grids[number] = Grid(name, tuple(map(tuple, rows)))
    found = data_of(grids)
    told = located(found, problems_of(found.data)[1])
    assert Spot(name, row, index) in [spot for problem, spot in told if problem.severity == "error"]
    assert all(problem.place == str(spot) for problem, spot in told if spot is not None)
    assert SPOILT not in "".join(str(problem) for problem, _ in told)


def test_problems_come_in_the_order_of_the_sheets():
    found = sheets(
        grid("Services", ["x", "12 min"], ["y", 0], header=("Id", "Clock minutes")),
        grid("Rooms", ["r", 0], header=("Id", "Capacity")),
    )
    told = located(found, problems_of(found.data)[1])
    assert [str(spot) for _, spot in told] == ["Services!B2", "Services!B3", "Rooms!B2"]
