"""What every workbook is written with: text stays text, titles are taken, bytes are the same each time."""

import datetime as dt
import io
import math
import re
import zipfile

import openpyxl
import pytest

from iopsched.workbooks.book import Book, quoted, safe_text

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.invalid","click")',
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "http://example.invalid",
    "internal:'Problems'!A1",
    "007",
    "1E5",
)


def written(*values):
    book = Book("test")
    sheet = book.sheet("Values")
    for row, value in enumerate(values):
        book.put(sheet, row, 0, value, book.style("cell"))
    return book.content()


def read(content):
    return [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["Values"].iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula_a_link_or_a_number(text):
    (cell,) = read(written(text))
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "_x000D_") or cell.value == text
    assert cell.hyperlink is None


def test_text_that_looks_like_markup_is_written_as_text():
    (cell,) = read(written("<r><t>a</t></r>"))
    assert cell.value == "<r><t>a</t></r> "


def test_what_xml_cannot_carry_is_replaced_and_too_long_a_text_is_cut():
    lone, long = read(written("a\ud800b", "x" * 40_000))
    assert lone.value == "a\N{REPLACEMENT CHARACTER}b"
    assert len(long.value) == 32_001
    assert long.value.endswith("…")
    assert safe_text("\x0b") == "\x0b"
    assert read(written("a\x0bb"))[0].value == "a_x000B_b"


def test_numbers_dates_and_times_are_what_they_are():
    moment = dt.datetime(2026, 3, 2, 17, 30)
    values = (7, 12.5, True, dt.date(2026, 3, 2), moment, dt.time(17, 30), dt.timedelta(hours=30))
    cells = read(written(*values))
    assert [cell.data_type for cell in cells] == ["n", "n", "b", "n", "n", "n", "n"]
    assert [cell.value for cell in cells[:3]] == [7, 12.5, True]
    assert cells[3].value == 46083
    assert cells[4].value == pytest.approx(46083 + 17.5 / 24)
    assert cells[5].value == pytest.approx(17.5 / 24)
    assert cells[6].value == pytest.approx(1.25)


def test_what_a_spreadsheet_would_change_is_written_as_text():
    zoned = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    values = (10**15, math.inf, dt.date(1899, 1, 1), zoned, dt.time(1, tzinfo=dt.UTC))
    cells = read(written(*values))
    assert [cell.data_type for cell in cells] == ["s"] * len(values)
    assert [cell.value for cell in cells] == [str(value) for value in values]


def test_titles_are_made_ones_that_excel_takes():
    book = Book("test")
    wanted = ("a/b:c", "History", "x" * 40, "x" * 40, "'q'", "Clients", "CLIENTS", "", "\U0001f600")
    got = [book.sheet(name).name for name in wanted]
    assert got == [
        "a b c",
        "Held",
        "x" * 31,
        "x" * 29 + " 2",
        "q",
        "Clients",
        "CLIENTS 2",
        "Sheet",
        "Sheet 2",
    ]
    assert openpyxl.load_workbook(io.BytesIO(book.content())).sheetnames == got


def test_a_title_is_quoted_for_links():
    assert quoted("Group sets") == "'Group sets'"
    assert quoted("it's") == "'it''s'"


def test_pasted_cells_stay_open():
    with zipfile.ZipFile(io.BytesIO(written("a"))) as archive:
        styles = archive.read("xl/styles.xml").decode()
    (normal,) = re.findall(r"<cellStyleXfs count=\"1\">(.*?)</cellStyleXfs>", styles)
    assert '<protection locked="0"/>' in normal


def test_the_same_values_give_the_same_bytes():
    assert written("a", 1) == written("a", 1)
