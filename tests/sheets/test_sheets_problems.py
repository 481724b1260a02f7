"""What only a sheet can have wrong is told at its cell, once, with a way out."""

import pytest
from sheet_rows import WEEK_ROWS, cells, grid, sheets, told, week_grid

from bad_inputs.row import NAME
from iopsched.files.reading import problems_of
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.reading import Unread, data_of
from iopsched.sheets.telling import located


def all_told(found) -> list[tuple[str, str]]:
    """Return code and place of every problem, those of the data included."""
    return [(problem.code, problem.place) for problem, _ in located(found, problems_of(found.data)[1])]


def way_out(found, code: str) -> str:
    return next(problem.way_out for problem in found.problems if problem.code == code)


def test_the_least_week_has_nothing_wrong():
    found = sheets()
    assert found.data == {
        "id": "w1",
        "week": {"monday": "2026-03-02", "time_zone": "America/New_York"},
    }
    assert all_told(found) == []


def test_an_unknown_sheet_is_a_warning():
    found = sheets(Grid("Budget", (cells(["a"]),)))
    assert told(found) == [("unknown_sheet", "Budget")]
    assert found.problems[0].severity == "warning"


@pytest.mark.parametrize("name", ["Notes", "Read me", "readme", "Lists", "Problems"])
def test_sheets_that_are_no_data_are_silent(name):
    assert told(sheets(Grid(name, (cells(["a"]),)))) == []


def test_an_empty_sheet_of_another_name_is_silent():
    assert told(sheets(Grid("Sheet1", ()))) == []


def test_a_sheet_nearly_named_as_a_missing_one_is_an_error():
    found = sheets(Grid("Clinicans", (cells(["Id"]), cells(["k1"]))))
    assert told(found) == [("unknown_sheet", "Clinicans")]
    assert found.problems[0].severity == "error"
    assert way_out(found, "unknown_sheet") == "Did you mean Clinicians? Name it so."


def test_what_refers_to_a_misnamed_sheet_is_not_told():
    found = sheets(
        Grid("Cliants", (cells(["Id"]), cells(["c1"]))),
        grid("Plans", ["c1", "x"], header=("Client", "Service")),
        grid("Pins", ["hold", "c1"], header=("Pin", "Client")),
    )
    assert all_told(found) == [("unknown_sheet", "Cliants")]


def test_a_sheet_without_a_header_is_told_once():
    rows = (["c1", "iop"], ["c2", "iop"], [None, "x"])
    found = sheets(
        Grid("Clients", tuple(map(cells, rows))),
        grid("Plans", ["c1", "x"], header=("Client", "Service")),
        grid("Pins", ["hold", "c1"], header=("Pin", "Client")),
    )
    assert all_told(found) == [("column_missing", "Clients row 1")]


def test_a_sheet_nearly_named_as_one_that_is_there_is_a_warning():
    found = sheets(grid("Clinicians"), Grid("Clinicians 2", (cells(["Id"]), cells(["k1"]))))
    assert [problem.severity for problem in found.problems] == ["warning"]


def test_a_sheet_that_is_there_twice():
    assert told(sheets(grid("Clients"), Grid("CLIENTS", ()))) == [("duplicate_sheet", "CLIENTS")]


def test_sessions_held_may_stand_on_a_sheet_named_as_their_field():
    header = ("Id", "Kind", "Service", "Date", "Start", "End")
    history = grid("Held", ["s.1", "individual", "s", "2026-03-02", "9", "10"], header=header)
    found = sheets(Grid("history", history.rows))
    assert [session["id"] for session in found.data["history"]] == ["s.1"]


def test_a_workbook_without_the_sheet_week():
    found = data_of([grid("Clients")])
    assert all_told(found) == [("sheet_missing", "Week")]


def test_the_columns_of_week_are_needed():
    found = data_of([Grid("Week", (cells(["Name", "Value"]), cells(["Monday", "x"])))])
    assert ("column_missing", "Week row 1") in all_told(found)
    assert {code for code, _ in all_told(found)} == {"column_missing", "unknown_column"}


def test_keys_of_week_are_told():
    found = data_of([week_grid(("Mondey", 1), ("Now", ""), ("MONDAY", "2026-03-09"), ("", 5), (7, 7))])
    assert told(found) == [
        ("unknown_key", "Week!A5"),
        ("duplicate_key", "Week!A7"),
        ("unknown_key", "Week!A8"),
        ("unknown_key", "Week!A9"),
    ]
    assert found.problems[0].way_out == "Did you mean Monday?"
    assert found.data["week"]["monday"] == "2026-03-02"


@pytest.mark.parametrize("key", ["week.grid_minutes", "GRID MINUTES", "grid_minutes *", "Grid.Minutes"])
def test_keys_of_week_are_matched_however_they_are_spaced(key):
    assert data_of([week_grid((key, 5))]).data["week"]["grid_minutes"] == 5


def test_what_is_missing_on_week_is_told_at_its_row():
    found = data_of([grid("Week", ("Instance id", ""), ("Monday", None))])
    assert all_told(found) == [
        ("missing_key", "Week"),
        ("missing_key", "Week!B2"),
        ("missing_key", "Week!B3"),
    ]


def test_published_sessions_need_to_know_what_they_were_made_for():
    header = ("Id", "Kind", "Service", "Date", "Start", "End", "Mode")
    row = ["c1.s.1", "individual", "s", "2026-02-23", "9", "10", "telehealth"]
    found = data_of(
        [
            week_grid(("Published instance id", ""), ("Published week", "")),
            grid("Published", row, header=header),
        ]
    )
    assert all_told(found) == [("missing_key", "Week!B5"), ("missing_key", "Week!B6")]


def test_an_unknown_column_names_the_one_that_is_meant():
    found = sheets(grid("Rooms", ["r", 4, "x"], header=("Id", "Capacity", "Featurs")))
    assert told(found) == [("unknown_column", "Rooms!C1")]
    assert way_out(found, "unknown_column") == "Did you mean Features?"


def test_an_unknown_column_is_an_error_even_if_it_is_empty():
    found = sheets(grid("Rooms", ["r", 4], header=("Id", "Capacity", NAME)))
    assert told(found) == [("unknown_column", "Rooms!C1")]
    assert NAME not in str(found.problems[0])


def test_a_header_that_is_no_text_is_unknown():
    assert told(sheets(grid("Rooms", header=("Id", "Capacity", 12)))) == [("unknown_column", "Rooms!C1")]


def test_a_needed_column_that_is_missing_is_told_once():
    found = sheets(grid("Rooms", ["r"], ["q"], header=("Id",)))
    assert all_told(found) == [("column_missing", "Rooms")]


def test_a_sheet_without_rows_needs_no_columns():
    assert all_told(sheets(Grid("Rooms", ()), Grid("Travel", (cells(["Notes"]),)))) == []


def test_a_column_that_is_there_twice():
    found = sheets(grid("Rooms", ["r", 4, 5], header=("Id", "Capacity", "CAPACITY *")))
    assert told(found) == [("duplicate_column", "Rooms!C1")]
    assert found.data["rooms"] == [{"id": "r", "capacity": 4}]


def test_cells_beyond_the_header_are_told_once_a_column():
    found = sheets(grid("Rooms", ["r", 4, "x", None, 5], ["q", 4, "y"], header=("Id", "Capacity")))
    assert told(found) == [("cell_without_column", "Rooms!C2"), ("cell_without_column", "Rooms!E2")]


def test_remarks_are_never_read():
    found = sheets(grid("Rooms", ["r", 4, NAME], [None, None, NAME], header=("Id", "Capacity", "Notes")))
    assert found.data["rooms"] == [{"id": "r", "capacity": 4}]
    assert all_told(found) == []


def test_blank_rows_keep_the_numbers_of_the_others():
    found = sheets(grid("Rooms", [], ["  ", ""], ["r", 0], header=("Id", "Capacity")))
    assert all_told(found) == [("number_out_of_range", "Rooms!B4")]


def test_a_missing_cell_is_told_at_the_cell():
    found = sheets(grid("Rooms", ["r", None], [None, 4], header=("Id", "Capacity")))
    told_all = located(found, problems_of(found.data)[1])
    assert [(problem.place, problem.message, problem.way_out) for problem, _ in told_all] == [
        ("Rooms!B2", "Capacity is missing", "Fill in the cell."),
        ("Rooms!A3", "Id is missing", "Fill in the cell."),
    ]


@pytest.mark.parametrize("code", ["formula_not_calculated", "cell_error", "cells_merged"])
def test_a_fault_is_told_where_it_matters(code):
    bad = Cell(None, "General", code)
    header = ("Id", "Capacity", "Features", "Notes")
    found = sheets(grid("Rooms", ["r", bad, None, bad], ["q", 4, bad, None], header=header))
    assert all_told(found) == [(code, "Rooms!B2"), (code, "Rooms!C3")]
    assert isinstance(found.data["rooms"][0]["capacity"], Unread)


def test_the_rest_of_merged_cells_is_told_in_rows_that_are_filled_in():
    rows = (["Id", "Capacity"], ["r", 4], ["q", None], [None, None])
    found = sheets(Grid("Rooms", tuple(map(cells, rows)), merged=((3, 1), (4, 1))))
    assert all_told(found) == [("cells_merged", "Rooms!B3")]


def test_a_cell_that_cannot_be_read_has_one_problem():
    found = sheets(
        grid("Clients", [Cell(100000, "0.00E+00"), "iop"], header=("Id", "Level")),
        grid("Plans", ["1E5", "x"], header=("Client", "Service")),
        grid("Pins", ["hold", "1E5", "k9"], header=("Pin", "Client", "Clinician")),
    )
    assert all_told(found) == [("id_is_a_number", "Clients!A2"), ("unknown_reference", "Pins!C2")]


def test_a_row_about_nobody_is_told():
    found = sheets(
        grid("Clients", ["c014"], header=("Id",)),
        grid("Plans", ["c14", "x"], [None, "x"], [NAME, "x"], ["c014", None], header=("Client", "Service")),
    )
    assert told(found) == [("unknown_reference", f"Plans!A{row}") for row in (2, 3, 4)]
    assert found.problems[0].way_out == "Did you mean c014?"
    assert NAME not in str(found.problems)
    assert ("missing_key", "Plans!B5") in all_told(found)


def test_rows_of_a_missing_sheet_are_told():
    found = sheets(grid("Plans", ["c1", "x"], header=("Client", "Service")))
    assert told(found) == [("unknown_reference", "Plans!A2")]
    assert way_out(found, "unknown_reference") == "Add it to the sheet Clients first."


def test_cells_of_rows_about_nobody_are_still_read():
    found = sheets(grid("Plans", ["c1", "x", "12 min"], header=("Client", "Service", "Min sessions")))
    assert told(found) == [("unknown_reference", "Plans!A2"), ("not_a_whole_number", "Plans!C2")]


def test_a_sheet_without_its_parents_column_is_told_once():
    found = sheets(grid("Clients", ["c1"], header=("Id",)), grid("Plans", ["x"], ["y"], header=("Service",)))
    assert all_told(found) == [("column_missing", "Plans")]


def test_a_group_that_never_meets_is_told_in_its_row():
    found = sheets(grid("Groups", ["g", "x"], header=("Id", "Service")))
    said = [
        problem for problem, _ in located(found, problems_of(found.data)[1]) if problem.code == "missing_key"
    ]
    assert [(problem.place, problem.message, problem.way_out) for problem in said] == [
        ("Groups row 2", "it has no row on the sheet Meetings", "Add one.")
    ]


def test_many_rows_about_nobody_are_told_quickly():
    found = sheets(
        grid("Clients", *([f"c{number:05d}"] for number in range(3000)), header=("Id",)),
        grid("Plans", *([f"d{number:05d}", "x"] for number in range(5000)), header=("Client", "Service")),
    )
    assert len(told(found)) == 5000
    assert sum(problem.way_out.startswith("Did you mean") for problem in found.problems) <= 20


def test_goals_of_one_level_belong_together():
    header = ("Level", "Term", "Weight")
    found = sheets(
        grid("Goals", ["b", "fill", 2], ["a", "left out", None], ["b", "undersized", 1], header=header)
    )
    assert found.data["goals"] == [
        {"id": "b", "terms": [{"term": "fill", "weight": 2}, {"term": "undersized", "weight": 1}]},
        {"id": "a", "terms": [{"term": "left_out"}]},
    ]
    assert str(found.places.spot("goals[0] (b).terms[1].weight")) == "Goals!C4"
    assert str(found.places.spot("goals[1].id")) == "Goals!A3"


def test_meetings_without_an_id_are_numbered_by_the_field():
    found = sheets(
        grid("Groups", ["g", "x"], ["h", "x"], header=("Id", "Service")),
        grid("Meetings", ["g", "Mon 9"], ["h", "Tue 9"], ["g", "Wed 9"], header=("Group", "Starts")),
    )
    assert found.data["groups"][0]["meetings"] == [{"starts": ["Mon 9"]}, {"starts": ["Wed 9"]}]


def test_saying_none_on_a_sheet_is_the_empty_list():
    assert sheets(grid("Levels", ["(none)"])).data["levels"] == []
    assert "levels" not in sheets(grid("Levels")).data
    assert sheets(grid("Levels", ["(none)"], ["iop"])).data["levels"][0] == {"id": None}
    assert all_told(sheets(grid("Goals", ["(none)"]))) == [("list_empty", "Goals")]
    assert (
        all_told(sheets(grid("Sites", ["(none)"])))
        == [("list_empty", "Sites"), ("site_missing", "Sites")][:1]
    )


def test_sentences_speak_of_columns_not_of_keys():
    found = sheets(
        grid("Services", ["x", 60, 5, 4], header=("Id", "Clock minutes", "Min heads", "Max heads")),
        grid("Rooms", ["r", 4], ["r", 5], header=("Id", "Capacity")),
        grid("Clinicians", ["k", "yes", "yes"], header=("Id", "Needs supervision", "May supervise")),
    )
    said = {problem.code: problem for problem, _ in located(found, problems_of(found.data)[1])}
    assert said["min_over_max"].message == "Min heads is above Max heads"
    assert said["min_over_max"].place == "Services row 2"
    assert said["duplicate_id"].message.endswith("another room, at Rooms!A2")
    assert said["supervision_unclear"].way_out == "Set one of the two to no."


def test_a_key_of_week_in_a_sentence_is_told_as_its_cell():
    header = ("Id", "Kind", "Service", "Date", "Start", "End", "Mode")
    row = ["c1.s.1", "individual", "s", "2026-03-02", "9", "10", "telehealth"]
    found = data_of([grid("Week", *WEEK_ROWS, ("Now", None)), grid("Held", row, header=header)])
    said = {problem.code: problem for problem, _ in located(found, problems_of(found.data)[1])}
    assert said["history_without_now"].message == "nothing of the week is past, for Week!B5 is not given"
