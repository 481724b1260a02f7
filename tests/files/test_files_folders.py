"""Folders of CSV files, as spreadsheet programs save them, and as they are written for them."""

import os
import stat

import pytest

from bad_inputs.row import EXAMPLE, NAME
from iopsched.errors import ProblemsError
from iopsched.exporting.instances import write_csv_folder
from iopsched.files.csv_folders import MOST_FILES, SHEET_NAMES, grids_of_folder, write_folder
from iopsched.files.inputs import read_input
from iopsched.files.reading import read_instance
from iopsched.files.sheet_scan import MOST_COLUMNS, MOST_ROWS
from iopsched.sheets.grid import Cell, Grid

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "'=1+1", " =1+1", "=cmd|'/C calc'!A0")


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    """Write the example as a folder of tables; return the folder."""
    write_csv_folder(tmp_path / "week", read_instance(EXAMPLE))
    return tmp_path / "week"


def rows_of(folder, content: bytes | str, name: str = "clients.csv"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (grid,) = grids_of_folder(folder, "instance")
    return [[cell.value for cell in row] for row in grid.rows]


def test_every_sheet_is_a_file_that_excel_reads_as_utf_8(folder):
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == len(SHEET_NAMES)
    assert {"clients.csv", "group-sets.csv", "week.csv"} <= set(names)
    for path in folder.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_reads_back_and_calls_its_sheets_by_their_files(folder):
    week = read_instance(EXAMPLE)
    assert read_instance(folder) == week
    assert read_instance(str(folder)).digest == week.digest
    text = (folder / "clients.csv").read_text("utf-8-sig").replace("always", "Mon 25-26", 1)
    (folder / "clients.csv").write_text(text, "utf-8")
    (problem,) = read_input(folder).problems
    assert (problem.code, problem.place[:12], problem.value) == (
        "hours_time_invalid",
        "clients.csv!",
        "Mon 25-26",
    )


@pytest.mark.parametrize(
    "content",
    [
        "Id,Hours\nc1,Mon 9-12\n",
        "Id;Hours\r\nc1;Mon 9-12\r\n",
        "Id\tHours\nc1\tMon 9-12",
        "\ufeffId;Hours\nc1;Mon 9-12\n\n\n",
        'Id,Hours\n"c1","Mon 9-12"\n',
        "sep=;\r\nId;Hours\r\nc1;Mon 9-12\r\n",
        '"Id";"Hours"\n"c1";"Mon 9-12"\n',
        "Id,Hours,,\nc1,Mon 9-12,,\n,,,\n",
        '"a,b;c",Id\n'.replace('"a,b;c",Id', "Id,Hours") + "c1,Mon 9-12\n",
    ],
)
def test_tables_as_spreadsheets_write_them(tmp_path, content):
    assert rows_of(tmp_path, content) == [["Id", "Hours"], ["c1", "Mon 9-12"]]


def test_the_header_says_what_parts_the_columns_whatever_the_cells_hold(tmp_path):
    content = 'Id;Hours;Exceptions\nc1;"Mon 9-12; Tue 9-12";"2026-03-04 10:00-14:00, 15-17"\n'
    assert rows_of(tmp_path, content)[1] == ["c1", "Mon 9-12; Tue 9-12", "2026-03-04 10:00-14:00, 15-17"]
    assert rows_of(tmp_path, 'Id,"a;b;c;d"\n1,2\n')[0] == ["Id", "a;b;c;d"]


def test_digits_and_line_breaks_stay_text(tmp_path):
    assert rows_of(tmp_path, 'Id,Hours\n007,"Mon 9-12\nTue 9-12"\n1E5,\n') == [
        ["Id", "Hours"],
        ["007", "Mon 9-12\nTue 9-12"],
        ["1E5"],
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_and_each_reads_back(tmp_path, text):
    write_folder(tmp_path, [Grid("Clients", ((Cell("Id"), Cell("Notes")), (Cell("c1"), Cell(text))))])
    line = (tmp_path / "clients.csv").read_text("utf-8-sig").replace("\r\n", "\n").split("\n", 1)[1]
    assert line.removeprefix("c1,").lstrip('"').startswith("'")
    (grid,) = grids_of_folder(tmp_path, "instance")
    assert grid.rows[1][1].value == text


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("Id,Z\u00e4hler\nc1,\u00e4\n".encode("cp1252"), "not_utf8", "clients.csv line 1"),
        (b"Id,Hours\nc1,a\nc2,\xe4\n", "not_utf8", "clients.csv line 3"),
        ("Id,Hours\n".encode("utf-16"), "not_utf8", "clients.csv line 1"),
        ("Id,Hours\nc1,\0\n", "not_a_table", "clients.csv line 2"),
        ('Id,Hours\nc1,"Mon\n', "not_a_table", "clients.csv row 2"),
        ('Id,Hours\nc1,"Mon" 9\n', "not_a_table", "clients.csv row 2"),
        (f"Id,Hours\nc1,{'x' * 40_000}\n", "not_a_table", "clients.csv row 2"),
        ("Id\n" + "\n" * MOST_ROWS + "c1\n", "sheet_too_large", "clients.csv"),
        ("Id" + "," * MOST_COLUMNS + "x\n", "sheet_too_large", "clients.csv"),
        ("\n" * 50_000, "sheet_too_large", "clients.csv"),
        ("Id,Hours\n" + "," * 200_000, "sheet_too_large", "clients.csv"),
    ],
)
def test_what_is_no_table_is_told(tmp_path, told, content, code, place):
    (tmp_path / "clients.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert told(tmp_path) == [(code, place)]


def test_every_file_that_is_no_table_is_told_at_once(folder, told):
    (folder / "clients.csv").write_bytes(b"\xff")
    (folder / "plans.csv").write_bytes(b'Client\n"')
    assert told(folder) == [("not_utf8", "clients.csv line 1"), ("not_a_table", "plans.csv row 2")]


def test_a_folder_that_is_none_of_a_week_is_told(tmp_path, told):
    assert told(tmp_path / "none") == [("file_missing", "instance")]
    assert told(tmp_path) == [("is_a_folder", "instance")]
    (tmp_path / "notes.csv").write_text("a,b\n")
    assert told(tmp_path) == [("is_a_folder", "instance")]
    (tmp_path / "instance.json").write_text("{}")
    with pytest.raises(ProblemsError, match=r"Name the file instance\.json in it"):
        read_instance(tmp_path)


def test_names_of_files_are_matched_as_names_of_sheets_are(tmp_path):
    for name in ("Group sets.CSV", "CLIENTS.csv", "week.csv"):
        (tmp_path / name).write_text("Id\n")
    grids = grids_of_folder(tmp_path, "instance")
    assert [(grid.name, grid.title) for grid in grids] == [
        ("Week", "week.csv"),
        ("Clients", "clients.csv"),
        ("Group sets", "group-sets.csv"),
    ]


def test_a_file_of_ones_own_is_a_sheet_that_is_not_read_and_never_named(folder):
    (folder / f"{NAME}.csv").write_text("x\n1\n")
    (folder / ".hidden.csv").write_text("\0")
    os.mkfifo(folder / "pipe.csv")
    found = read_input(folder)
    assert found.instance == read_instance(EXAMPLE)
    (warning,) = found.problems
    assert (warning.code, warning.place) == ("unknown_sheet", "<name, 16 characters>.csv")


def test_too_many_files_or_too_large_ones_are_told(tmp_path, told):
    for number in range(MOST_FILES):
        (tmp_path / f"{number}.csv").write_text("x\n")
    (tmp_path / "week.csv").write_text("Key,Value\n")
    assert told(tmp_path) == [("folder_too_large", "instance")]


def test_files_together_are_bounded(tmp_path, told, monkeypatch):
    monkeypatch.setattr("iopsched.files.csv_folders.MOST_BYTES", 30)
    (tmp_path / "week.csv").write_text("Key,Value\nid,x\n")
    (tmp_path / "clients.csv").write_text("Id\nc1\nc2\nc3\nc4\nc5\nc6\n")
    assert told(tmp_path) == [("folder_too_large", "instance")]


def test_writing_leaves_other_files_and_replaces_a_sheet_of_another_spelling(folder):
    (folder / "letter.txt").write_text("mine")
    (folder / "my-list.csv").write_text("a\n")
    (folder / "group-sets.csv").rename(folder / "Group sets.csv")
    before = {path.name for path in folder.iterdir()}
    write_csv_folder(folder, read_instance(EXAMPLE))
    assert {path.name for path in folder.iterdir()} == before
    assert (folder / "letter.txt").read_text() == "mine"
    assert (folder / "my-list.csv").read_text() == "a\n"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "week").write_text("a file")
    with pytest.raises(ProblemsError) as error:
        write_csv_folder(tmp_path / "week", read_instance(EXAMPLE))
    assert error.value.problems[0].code == "not_a_folder"
