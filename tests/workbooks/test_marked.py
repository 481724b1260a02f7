"""The workbook of errors: every problem leads to its cell, and nothing of strangers' text comes alive."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_book import FORMULAS

import oracles
from iopsched.errors import Problem
from iopsched.files.inputs import input_of_grids
from iopsched.files.reading import read_instance
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.columns import sheet as spec_of
from iopsched.sheets.grid import Cell, Grid, Spot
from iopsched.sheets.writing import grids_of
from iopsched.workbooks.marked import marked_workbook
from iopsched.workbooks.styles import DOUBT_FILL, WRONG_FILL

WEEK = grids_of(read_instance("@first-week"))
SECRET = "Maria Muster"


def problem(code="wrong", severity="error", **fields):
    return Problem(code, fields.pop("place", "x"), "it is wrong", "Mend it.", severity=severity, **fields)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(content):
    """All text of all parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def spoilt(*changes):
    """The sheets of the example with some cells changed; each change is a sheet, a cell and a value."""
    grids = {grid.name: grid for grid in WEEK}
    for name, place, value in changes:
        grid = grids.get(name, Grid(name, ((),)))
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
        index = openpyxl.utils.column_index_from_string(column) - 1
        rows = [list(cells) for cells in grid.rows]
        rows += [[] for _ in range(int(row) - len(rows))]
        cells = rows[int(row) - 1]
        cells += [Cell()] * (index + 1 - len(cells))
        cells[index] = value if isinstance(value, Cell) else Cell(value)
        grids[name] = replace(grid, rows=tuple(map(tuple, rows)))
    return tuple(grids.values())


def marked(*changes, private=False):
    """The workbook of errors of spoilt sheets, and what was told."""
    found = input_of_grids(spoilt(*changes))
    return marked_workbook(found.grids, found.located, private=private), found


def rows_of(book):
    """The lines of the list: number, sheet, cell, value, what is wrong, what to do, kind, code."""
    return [[cell.value for cell in row] for row in book["Problems"].iter_rows(min_row=4, max_col=8)]


CHANGES = (
    ("Clients", "L4", "5-9pm"),
    ("Rooms", "A3", "hall"),
    ("Rooms", "C2", "twelve"),
    ("Wishes", "B2", "saturday"),
    ("Remarks", "A1", "Ask"),
)


def test_the_list_has_every_problem_errors_first_then_by_sheet_and_row():
    content, found = marked(*CHANGES)
    rows = rows_of(opened(content))
    assert len(rows) == len(found.problems) == 5
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert [(row[1], row[2]) for row in rows] == [
        ("Rooms", "C2"),
        ("Rooms", "A3"),
        ("Clients", "L4"),
        ("Wishes", "row 2"),
        ("Remarks", "sheet"),
    ]
    assert [row[6] for row in rows] == ["error"] * 4 + ["warning"]
    told = {one.code: one for one in found.problems}
    for row in rows:
        assert row[3:6] == [told[row[7]].value, told[row[7]].message, told[row[7]].way_out or None]


def test_the_list_leads_to_the_cells_and_they_lead_back():
    book = opened(marked(*CHANGES)[0])
    links = [row[2].hyperlink.location for row in book["Problems"].iter_rows(min_row=4, max_col=8)]
    assert links == ["'Rooms'!C2", "'Rooms'!A3", "'Clients'!L4", "'Wishes'!A2", "'Remarks'!A1"]
    for name in ("Rooms", "Clients", "Wishes", "Remarks"):
        assert book[name]["A1"].hyperlink.location == "'Problems'!A1"
    assert book["Rooms"]["A1"].value == "Id"


def test_wrong_cells_are_red_doubted_ones_yellow_and_each_says_why():
    book = opened(marked(*CHANGES)[0])

    def fill(name, cell):
        return "#" + book[name][cell].fill.start_color.rgb[2:]

    for name, cell in (("Rooms", "C2"), ("Clients", "L4"), ("Wishes", "A2"), ("Wishes", "D2")):
        assert fill(name, cell) == WRONG_FILL
    assert fill("Remarks", "A1") == DOUBT_FILL
    assert fill("Rooms", "C3") not in (WRONG_FILL, DOUBT_FILL)
    assert "a whole number is expected" in book["Rooms"]["C2"].comment.text
    assert "[preference_unclear]" in book["Wishes"]["A2"].comment.text
    assert book["Remarks"]["A1"].comment.text.startswith("Warning: ")
    assert book["Rooms"]["C2"].value == "twelve"


def test_two_problems_of_a_cell_share_its_note_and_the_worse_one_its_colour():
    grid = Grid("Rooms", ((Cell("Id"),), (Cell("hall"),)))
    spot = Spot("Rooms", 2, 0)
    content = marked_workbook([grid], [(problem("b", "warning"), spot), (problem("a"), spot)])
    cell = opened(content)["Rooms"]["A2"]
    assert {"[a]", "[b]"} <= set(re.findall(r"\[\w\]", cell.comment.text))
    assert cell.fill.start_color.rgb[2:] == WRONG_FILL[1:]


def test_a_problem_without_a_cell_is_in_the_list_with_its_place():
    content = marked_workbook([], [(problem(place="workbook"), None)])
    (row,) = rows_of(opened(content))
    assert row[1:3] == ["workbook", None]


def test_the_corrected_copy_reads_as_the_week():
    content, _ = marked(*CHANGES[:4])
    book = opened(content)
    original = read_instance("@first-week")
    book["Clients"]["L4"] = "Mon, Wed, Fri 12pm-9pm; Tue, Thu 17:00-21:30"
    book["Rooms"]["A3"] = "office"
    book["Rooms"]["C2"] = 14
    book["Wishes"]["B2"] = None
    again = io.BytesIO()
    book.save(again)
    found = input_of_grids(grids_of_workbook(again.getvalue(), "instance"))
    assert found.problems == ()
    assert found.instance == original


def test_cells_are_copied_as_they_showed():
    moment = dt.datetime(2026, 3, 4, 14, 0)
    values = (dt.datetime(2026, 3, 2), moment, dt.time(17, 30), 12.5, True, "007", "text")
    grid = Grid("Remarks", ((Cell("What"),), *((Cell(value, "0.00"),) for value in values)))
    content = marked_workbook([grid], [(problem(), Spot("Remarks", 2, 0))])
    cells = [opened(content)["Remarks"].cell(row, 1) for row in range(2, 9)]
    assert cells[0].value == values[0]
    assert cells[1].value == moment
    assert [cell.value for cell in cells[3:]] == [12.5, True, "007", "text"]
    assert cells[2].value == pytest.approx(17.5 / 24)
    assert cells[3].number_format == "0.00"


def test_formats_of_strangers_hold_no_words():
    grid = Grid("Rooms", ((Cell("Id"),), (Cell(7, f'0"{SECRET}"'),)))
    content = marked_workbook([grid], [(problem(), Spot("Rooms", 2, 0))])
    assert SECRET not in texts(content)
    assert opened(content)["Rooms"]["A2"].value == 7


@pytest.mark.parametrize("private", (False, True))
def test_nothing_is_a_formula_or_a_link_of_the_users(private):
    cells = tuple((Cell(text),) for text in FORMULAS)
    grids = (
        Grid("Services", ((Cell("Id"), Cell("=1+1")), *cells)),
        Grid("=1+1", ((Cell("=1+1"),), *cells)),
    )
    told = [(problem(value="=1+1", place="=1+1"), Spot("Services", row, 0)) for row in range(2, 8)]
    told.append((problem(value="@SUM(1)"), Spot("=1+1", 1, 0)))
    content = marked_workbook(grids, told, private=private)
    parts = texts(content)
    assert "<f>" not in parts
    assert "TargetMode" not in parts
    for sheet in opened(content):
        for row in sheet.iter_rows():
            assert not any(cell.data_type == "f" for cell in row)


def test_titles_that_excel_refuses_still_lead_to_their_sheets():
    names = ("a/b:[c]", "x" * 40, "X" * 40, "it's", "Problems", "")
    grids = [Grid(name, ((Cell("Head"),), (Cell(name),))) for name in names]
    content = marked_workbook(grids, [(problem(), Spot(name, 2, 0)) for name in names])
    book = opened(content)
    for row in book["Problems"].iter_rows(min_row=4, max_col=3):
        title, _, cell = row[2].hyperlink.location.rpartition("!")
        title = title[1:-1].replace("''", "'")
        assert row[1].value == title
        assert book[title][cell].fill.start_color.rgb[2:] == WRONG_FILL[1:]
    assert len({name.casefold() for name in book.sheetnames}) == len(names) + 1


def test_sheets_of_nobody_and_sheets_without_rows_are_left_out():
    grids = (
        *WEEK,
        Grid("Read me", ((Cell("a"),), (Cell("b"),))),
        Grid("Lists", ((Cell("a"),), (Cell("b"),))),
    )
    titles = opened(marked_workbook(grids, [(problem(), Spot("Rooms", 2, 0))])).sheetnames
    assert titles[0] == "Problems"
    assert not {"Read me", "Lists", "Payers"} & set(titles)
    assert {"Week", "Rooms", "Clients"} <= set(titles)


PRIVATE = (
    ("Clients", "L4", SECRET),
    ("Clients", "AH3", SECRET),
    ("Clients", "AJ1", SECRET),
    ("Clients", "AJ5", SECRET),
    ("Rooms", "C2", SECRET),
    ("Week", "A17", SECRET),
    ("Week", "B17", SECRET),
    ("Week", "C3", SECRET),
    ("Plans", "A2", SECRET),
    ("Plans", "I2", SECRET),
    (SECRET, "A1", SECRET),
)


def test_in_private_nothing_is_copied_that_was_not_understood():
    content, found = marked(*PRIVATE, private=True)
    assert len(found.problems) >= 6
    assert "Maria" not in texts(content)
    assert "Muster" not in texts(content)
    book = opened(content)
    assert "#" + book["Clients"]["L4"].fill.start_color.rgb[2:] == WRONG_FILL
    assert book["Clients"]["A4"].value == "c03"
    assert all(row[3] is None for row in rows_of(book))
    assert SECRET in texts(marked(*PRIVATE)[0])


@pytest.mark.parametrize(
    "changes",
    [
        # A second column of one name, of which only the first is read.
        (("Clients", "AH1", "Level"), ("Clients", "AH3", SECRET)),
        # A sheet whose needed column is gone.
        (("Plans", "A1", "Whose"), ("Plans", "I2", SECRET)),
        # A sheet that is there twice.
        (("clients ", "A1", "Id"), ("clients ", "A2", SECRET)),
    ],
)
def test_in_private_nothing_is_copied_that_was_not_read(changes):
    content, found = marked(*changes, private=True)
    assert any(problem.severity == "error" for problem in found.problems)
    assert "Maria" not in texts(content)
    assert SECRET in texts(marked(*changes)[0])


def test_in_private_no_value_is_copied_once_problems_were_left_out():
    told = [(problem(), Spot("Rooms", 2, 2)), (problem("more_problems"), None)]
    content = marked_workbook(spoilt(("Clients", "X3", SECRET)), told, private=True)
    assert "Maria" not in texts(content)
    assert opened(content)["Clients"]["A1"].value == "Id"


def test_the_same_problems_give_the_same_bytes():
    assert marked(*CHANGES)[0] == marked(*CHANGES)[0]


def test_a_cell_far_from_the_rest_is_marked_too():
    width = len(spec_of("Rooms").columns)
    content = marked_workbook(WEEK, [(problem(), Spot("Rooms", 40, width + 3))])
    cell = opened(content)["Rooms"].cell(40, width + 4)
    assert cell.fill.start_color.rgb[2:] == WRONG_FILL[1:]


@oracles.in_libreoffice
def test_libreoffice_opens_it_and_computes_nothing_of_it(tmp_path):
    cells = tuple((Cell(text),) for text in FORMULAS)
    grids = (*spoilt(*CHANGES), Grid("Formulas", ((Cell("Text"),), *cells)))
    found = input_of_grids(grids)
    path = tmp_path / "week-errors.xlsx"
    path.write_bytes(marked_workbook(found.grids, found.located))
    saved = openpyxl.load_workbook(oracles.libreoffice_resave(path, tmp_path / "saved"))
    shown = [cell.value for (cell,) in saved["Formulas"]["A2:A14"]]
    assert [text.replace("_x000D_", "\r") for text in shown] == list(FORMULAS)
    assert {cell.data_type for (cell,) in saved["Formulas"]["A2:A14"]} == {"s"}
    assert saved["Problems"]["C4"].hyperlink is not None
    assert "whole number" in saved["Rooms"]["C2"].comment.text


VALUES = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(FORMULAS),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=400)),
)
CELLS = st.builds(Cell, VALUES, st.sampled_from(("General", "@", "0.00", "yyyy-mm-dd", '0"x"', "")))
GRIDS = st.builds(
    Grid,
    st.one_of(st.sampled_from(("Clients", "Week", "Plans", "clients ")), st.text(max_size=40)),
    st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(tuple),
)


@pytest.mark.parametrize(
    "number, shown_as",
    [(-1, "General"), (0, "yyyy-mm-dd"), (2_958_465, "yyyy-mm-dd"), (2_958_466, "General")],
)
def test_a_number_that_is_no_day_is_not_shown_as_one(number, shown_as):
    grid = Grid("Clients", ((Cell("Id"),), (Cell(number, "yyyy-mm-dd"),)))
    book = opened(marked_workbook([grid], [(problem("a", "error"), Spot("Clients", 2, 0))]))
    assert book["Clients"]["A2"].number_format == shown_as


@settings(max_examples=25, deadline=None)
@given(st.lists(GRIDS, max_size=3), st.data(), st.booleans())
def test_whatever_was_found_can_be_written(grids, data, private):
    names = st.sampled_from([grid.name for grid in grids] or ["Clients"])
    rows, columns = st.none() | st.integers(1, 6), st.none() | st.integers(0, 6)
    spots = st.none() | st.builds(Spot, names, rows, columns)
    kinds = st.builds(problem, st.sampled_from(("a", "more_problems")), st.sampled_from(("error", "warning")))
    told = data.draw(st.lists(st.tuples(kinds, spots), max_size=5))
    content = marked_workbook(grids, told, private=private)
    book = opened(content)
    assert book["Problems"].max_row >= 3 + len(told)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
