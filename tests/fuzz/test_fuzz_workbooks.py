"""Whatever a workbook holds, it is an instance or a list of problems; never anything else."""

import random
from collections import Counter

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from bad_inputs.row import EXAMPLE, complete
from fuzz.workbook_mutants import outcome_of_sheets, outcome_of_workbook, spoilt_archive, spoilt_sheets
from iopsched.files.reading import instance_from_data, read_instance
from iopsched.sheets.writing import grids_of


def by_openpyxl(path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("id", "hours"), ("007", 5.5), (True, "=1+1"), ("#N/A", None)):
        sheet.append(row)
    sheet.merge_cells("A6:C7")
    sheet["A1"].comment = Comment("a note", "nobody")
    book.create_sheet("Week")["A1"] = "Key"
    book.create_chartsheet("Chart")
    book.save(path)


def by_xlsxwriter(path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Week")
        sheet.write_row(0, 0, ["Key", "Value"])
        sheet.write_rich_string(1, 0, "a", book.add_format({"bold": True}), "b")
        sheet.write_number(2, 0, 46083, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.data_validation(1, 1, 9, 1, {"validate": "list", "source": ["a", "b"]})
        book.define_name("names", "=Week!$A$1:$A$9")


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter])
def test_a_spoilt_workbook_is_refused_or_opened(make, tmp_path, capsys):
    make(tmp_path / "book.xlsx")
    content = (tmp_path / "book.xlsx").read_bytes()
    assert outcome_of_workbook(content) == "accepted"
    counts = Counter(outcome_of_workbook(spoilt_archive(content, random.Random(n))) for n in range(200))
    assert min(counts["refused"], counts["accepted"]) > 25
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "week", [read_instance(EXAMPLE), instance_from_data(complete())], ids=["example", "all"]
)
def test_spoilt_sheets_are_refused_or_read(week):
    grids = grids_of(week)
    assert outcome_of_sheets(grids) == "accepted"
    counts = Counter(outcome_of_sheets(spoilt_sheets(grids, random.Random(n))) for n in range(100))
    assert min(counts["refused"], counts["accepted"]) > 10
