"""``iopsched check`` on workbooks and folders: every problem in place, and a marked copy beside the input."""

import json
import os
import stat

import openpyxl
import pytest

from bad_inputs.row import EXAMPLE, NAME
from iopsched.exporting.instances import write_csv_folder, write_workbook
from iopsched.files.reading import read_instance


@pytest.fixture(name="book", scope="module")
def fixture_book(tmp_path_factory):
    """Return the bytes of the example's workbook with three mistakes in it, one of them a name."""
    path = write_workbook(tmp_path_factory.mktemp("book") / "week.xlsx", read_instance(EXAMPLE))
    book = openpyxl.load_workbook(path)
    book["Week"]["B3"] = "2026-03-03"
    book["Clients"]["B3"] = NAME
    book["Plans"]["B2"] = "skils"
    book.save(path)
    return path.read_bytes()


@pytest.fixture(name="week")
def fixture_week(tmp_path, book, monkeypatch):
    """Put that workbook into a folder of its own, from which the command line is run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "week.xlsx"
    path.write_bytes(book)
    return path


def test_problems_are_told_by_their_cells_and_marked_in_a_copy(cli, week):
    before = (week.read_bytes(), week.stat().st_mtime_ns)
    run = cli("check", "week.xlsx")
    assert run.code == 3
    lines = run.out.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["Week!B3", "Clients!B3", "Plans!B2"]
    assert "(got 2026-03-03)" in lines[0]
    assert "The cells are marked in week-errors.xlsx." in run.err
    assert (week.read_bytes(), week.stat().st_mtime_ns) == before
    assert sorted(path.name for path in week.parent.iterdir()) == ["week-errors.xlsx", "week.xlsx"]
    assert stat.S_IMODE((week.parent / "week-errors.xlsx").stat().st_mode) == 0o600
    marked = openpyxl.load_workbook(week.parent / "week-errors.xlsx")
    assert marked.sheetnames[0] == "Problems"
    assert marked["Week"]["B3"].comment is not None
    assert NAME not in run.out + run.err


def test_private_leaves_every_value_out_of_everything(cli, week):
    run = cli("check", "week.xlsx", "--private")
    assert "got" not in run.out
    assert run.code == 3
    document = cli("check", "week.xlsx", "--private", "--json").json
    assert [problem["value"] for problem in document["problems"]] == [None, None, None]
    marked = openpyxl.load_workbook(week.parent / "week-errors.xlsx")
    shown = [cell.value for sheet in marked for row in sheet.iter_rows() for cell in row]
    assert NAME not in shown
    assert "c01" in shown


def test_the_document_names_the_marked_copy(cli, week):
    document = cli("check", "week.xlsx", "--json").json
    assert document["errors_file"] == str(week.parent / "week-errors.xlsx")
    assert [problem["code"] for problem in document["problems"]] == [
        "not_a_monday",
        "id_invalid",
        "unknown_reference",
    ]


def test_the_marked_copy_goes_where_it_is_told_or_nowhere(cli, week):
    run = cli("check", week, "--errors", "marked/here.xlsx")
    assert "marked/here.xlsx" in run.err
    assert (week.parent / "marked" / "here.xlsx").is_file()
    assert not (week.parent / "week-errors.xlsx").exists()
    assert cli("check", week, "--no-errors-file", "--json").json["errors_file"] is None
    assert not (week.parent / "week-errors.xlsx").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--errors", "week.xlsx"),
        ("--errors", "./link.xlsx"),
        ("--errors", "week.txt"),
        ("--errors", "new.xlsx", "--no-errors-file"),
    ],
)
def test_the_input_is_never_the_marked_copy(cli, week, words):
    os.link(week, week.parent / "link.xlsx")
    before = week.read_bytes()
    assert cli("check", "week.xlsx", *words).code == 2
    assert week.read_bytes() == before
    assert not (week.parent / "new.xlsx").exists()


def test_a_copy_that_cannot_be_written_is_a_note(cli, week):
    (week.parent / "week-errors.xlsx").mkdir()
    run = cli("check", "week.xlsx", "--json")
    assert run.code == 3
    assert run.json["errors_file"] is None
    assert "No workbook of errors" in run.err
    assert "[is_a_folder]" in run.err


def test_a_folder_gets_its_marked_copy_beside_it(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_csv_folder("week", read_instance(EXAMPLE))
    table = tmp_path / "week" / "clients.csv"
    table.write_text(table.read_text("utf-8-sig").replace("iop", "iopp", 1))
    run = cli("check", "week/")
    assert run.code == 3
    assert "clients.csv!B2" in run.out
    assert "The cells are marked in week-errors.xlsx." in run.err
    assert (tmp_path / "week-errors.xlsx").is_file()
    table.write_text(table.read_text().replace("iopp", "iop", 1))
    run = cli("check", "week")
    assert run.code == 0
    assert "week-errors.xlsx is of an earlier check." in run.err


def test_what_cannot_be_opened_and_what_has_no_cells_gets_no_copy(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "week.xlsx").write_bytes(b"PK")
    assert cli("check", "week.xlsx", "--json").json["errors_file"] is None
    (tmp_path / "week.json").write_text(json.dumps({"id": "x"}))
    run = cli("check", "week.json", "--errors", "e.xlsx")
    assert "There is no workbook of errors, for there are no cells to mark." in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["week.json", "week.xlsx"]
