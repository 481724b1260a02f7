"""What a spreadsheet program makes of formulas, dates and times is read as it shows them."""

import pytest
from openpyxl import Workbook

from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.reading import data_of
from oracles import in_libreoffice, libreoffice_resave

ROWS = (
    ("Id", "Leave by", "Starts on", "Priority", "Level"),
    ('="c"&"1"', ("=TIME(21,30,0)", "h:mm AM/PM"), ("=DATE(2026,3,2)", "mm/dd/yy"), "=2+3", '="iop"'),
    ('="007"', "=21.5/24", "=DATE(2026,3,2)", ("=5", "0.00"), '="i"&"op"'),
    (
        "=2*3",
        ("=1", "[h]:mm"),
        ("=DATE(2026,3,2)+0.5", "mm/dd/yy hh:mm"),
        "=5/2",
        '=VLOOKUP("x",A1:B2,2,FALSE)',
    ),
    (("=10^5", "0.00E+00"), '=TIMEVALUE("9:30 PM")', '=DATEVALUE("2026-03-02")', ("=1/2", "0%"), "=1/0"),
)
CLIENTS = [
    {"id": "c1", "leave_by": "21:30", "starts_on": "2026-03-02", "priority": 5, "level": "iop"},
    {"id": "007", "leave_by": "21:30", "starts_on": "2026-03-02", "priority": 5, "level": "iop"},
    {"id": "6", "leave_by": "24:00"},
    {"leave_by": "21:30", "starts_on": "2026-03-02"},
]
PROBLEMS = [
    ("date_invalid", "Clients!C4"),
    ("not_a_whole_number", "Clients!D4"),
    ("cell_error", "Clients!E4"),
    ("id_is_a_number", "Clients!A5"),
    ("not_a_whole_number", "Clients!D5"),
    ("cell_error", "Clients!E5"),
]


@pytest.fixture(name="formulas")
def fixture_formulas(tmp_path):
    book = Workbook()
    book.active.title = "Clients"
    for row, values in enumerate(ROWS, 1):
        for column, value in enumerate(values, 1):
            formula, number_format = value if isinstance(value, tuple) else (value, "General")
            cell = book.active.cell(row, column, formula)
            cell.number_format = number_format
    path = tmp_path / "formulas.xlsx"
    book.save(path)
    return path


def read(path):
    """Return the clients of a workbook as far as they could be read, and what is wrong with their cells."""
    found = data_of(grids_of_workbook(path.read_bytes(), "instance"))
    clients = [
        {name: value for name, value in one.items() if isinstance(value, str | int)}
        for one in found.data["clients"]
    ]
    problems = [(one.code, one.place) for one in found.problems if one.code != "sheet_missing"]
    return clients, problems


def test_formulas_that_were_never_calculated_are_told(formulas):
    clients, problems = read(formulas)
    assert clients == [{}, {}, {}, {}]
    assert {code for code, _ in problems} == {"formula_not_calculated"}
    assert len(problems) == 20


@in_libreoffice
def test_formulas_count_as_the_values_they_show(formulas, tmp_path):
    clients, problems = read(libreoffice_resave(formulas, tmp_path / "saved"))
    assert clients == CLIENTS
    assert sorted(problems) == sorted(PROBLEMS)
