"""A week is the same in JSON, in a workbook and in tables, and after another program has saved it."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bad_inputs.row import EXAMPLE, complete
from iopsched.domain.instance import Instance
from iopsched.exporting.instances import write_csv_folder, write_workbook
from iopsched.files.csv_folders import write_folder
from iopsched.files.reading import instance_from_data, read_instance
from iopsched.files.writing import write_instance
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.writing import grids_of
from oracles import in_libreoffice, libreoffice_convert
from ship_instances import instance_paths

SOME = [path for path in instance_paths() if path.stem in ("first-week", "step-down-30-week-2", "couple")]
DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1+1",
    "'=1+1",
    " =1+1",
    '=HYPERLINK("http://x.example")',
    "=cmd|x!A0",
)
SEMICOLONS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"


def gone_round(week: Instance, folder: Path) -> Instance:
    """Return the week after it was a file of each kind, read from each and written to the next."""
    write_instance(folder / "first.json", week)
    write_workbook(folder / "week.xlsx", read_instance(folder / "first.json"))
    write_csv_folder(folder / "tables", read_instance(folder / "week.xlsx"))
    write_instance(folder / "last.json", read_instance(folder / "tables"))
    assert (folder / "last.json").read_bytes() == (folder / "first.json").read_bytes()
    return read_instance(folder / "last.json")


@pytest.mark.parametrize("path", [EXAMPLE, *SOME], ids=lambda path: path.stem)
def test_shipped_weeks_go_round(path, tmp_path):
    week = read_instance(path)
    again = gone_round(week, tmp_path)
    assert again == week
    assert again.digest == week.digest


def test_a_week_with_everything_in_it_goes_round(tmp_path):
    week = instance_from_data(complete())
    assert gone_round(week, tmp_path) == week


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(1, 10**6),
    features=st.sets(st.sampled_from(sorted(FEATURES)), min_size=8),
    timetable=st.sampled_from(("fixed", "open")),
)
def test_generated_weeks_go_round(tmp_path_factory, seed, features, timetable):
    spec = GeneratorSpec(seed=seed, clients=8, sites=2, timetable=timetable, features=tuple(sorted(features)))
    week = generate(spec).instance
    again = gone_round(week, tmp_path_factory.mktemp("round"))
    assert again == week
    assert again.digest == week.digest


@in_libreoffice
def test_a_workbook_saved_by_libreoffice_is_the_same_week_and_no_text_of_tables_a_formula(tmp_path):
    week = instance_from_data(complete())
    path = write_workbook(tmp_path / "week.xlsx", week)
    rows = [(Cell("Id"), Cell("Notes")), *((Cell(f"c{n}"), Cell(text)) for n, text in enumerate(DANGEROUS))]
    (table,) = write_folder(tmp_path / "tables", [Grid("Clients", tuple(rows))])
    book, opened = libreoffice_convert([path, table], tmp_path / "saved", "xlsx")
    assert read_instance(book) == week
    cells = [row[1] for row in openpyxl.load_workbook(opened).active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert all(cell.value.startswith("'") for cell in cells)


@in_libreoffice
def test_tables_saved_by_libreoffice_with_semicolons_are_the_same_week(tmp_path):
    week = instance_from_data(complete())
    books = []
    for grid in grids_of(week):
        book = openpyxl.Workbook()
        for number, row in enumerate(grid.rows, start=1):
            for index, cell in enumerate(row, start=1):
                book.active.cell(number, index, cell.value).number_format = cell.number_format
        books.append(tmp_path / f"{grid.name.replace(' ', '-')}.xlsx")
        book.save(books[-1])
    saved = libreoffice_convert(books, tmp_path / "saved", SEMICOLONS)
    assert ";" in (tmp_path / "saved" / "Clients.csv").read_text("utf-8").splitlines()[0]
    assert len(saved) == len(books)
    assert read_instance(tmp_path / "saved") == week
