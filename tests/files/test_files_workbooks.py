"""Workbooks as other programs store them: each cell as it was meant, or told what is wrong with it."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.chartsheet import Chartsheet

from bad_inputs.row import EXAMPLE
from handmade_workbooks import MAIN, SHEET, packed, parts, sheet_xml, strings_xml, text_cell
from iopsched.errors import ProblemsError
from iopsched.files.attendance import read_attendance
from iopsched.files.inputs import read_input
from iopsched.files.reading import read_instance, read_problems
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.grid import Cell
from iopsched.sheets.writing import grids_of


def grids_of_book(book: openpyxl.Workbook):
    file = io.BytesIO()
    book.save(file)
    book.close()
    return grids_of_workbook(file.getvalue(), "instance")


def cells_of(*values: object, number_format: str | None = None, **options: object) -> list[Cell]:
    """Return the cells of a column as openpyxl writes them."""
    book = openpyxl.Workbook()
    if options.get("epoch_1904"):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row, value in enumerate(values, start=1):
        cell = book.active.cell(row, 1, value)
        if number_format is not None:
            cell.number_format = number_format
    (grid,) = grids_of_book(book)
    assert grid.epoch_1904 == bool(options.get("epoch_1904"))
    return [grid.cell(row, 0) for row in range(1, len(values) + 1)]


def handmade(rows: str, **changed: str):
    (grid,) = grids_of_workbook(packed(parts(SHEET=sheet_xml(rows), **changed)), "instance")
    return grid


def test_values_come_as_they_are_stored():
    moment, day = dt.datetime(2026, 3, 2, 17, 30), dt.datetime(2026, 3, 2)
    stored = ["007", 7, 7.5, True, dt.time(9, 30), moment, dt.timedelta(hours=26), None, "end"]
    cells = cells_of(*stored)
    assert [cell.value for cell in cells] == stored
    assert cells_of(day.date())[0].value == day
    assert [cell.value for cell in cells_of(46083.75, number_format="General")] == [46083.75]


def test_number_formats_are_kept():
    assert [cell.number_format for cell in cells_of(7, 100000, number_format="000")] == ["000", "000"]
    assert cells_of("007", number_format="@")[0] == Cell("007", "@")


def test_days_are_counted_from_1904_where_the_workbook_does():
    (cell,) = cells_of(dt.datetime(2026, 3, 2), epoch_1904=True)
    assert cell.value == dt.datetime(2026, 3, 2)


def test_xlsxwriter_stores_times_as_fractions_and_dates_as_serials(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, dt.time(17, 30), book.add_format({"num_format": "h:mm"}))
        sheet.write_datetime(1, 0, dt.date(2026, 3, 2), book.add_format({"num_format": "d mmm yyyy"}))
        sheet.write_number(2, 0, 0.75)
        sheet.write_formula(3, 0, '="a"&"b"', None, "ab")
        sheet.write_blank(4, 0, None)
        sheet.write_rich_string(5, 0, "bold", book.add_format({"bold": True}), " text")
        sheet.write_string(6, 0, "=1+1")
    (grid,) = grids_of_workbook(path.read_bytes(), "instance")
    assert [grid.cell(row, 0).value for row in range(1, 8)] == [
        dt.time(17, 30),
        dt.datetime(2026, 3, 2),
        0.75,
        "ab",
        None,
        "bold text",
        "=1+1",
    ]
    assert not any(cell.fault for row in grid.rows for cell in row)


def test_a_formula_without_a_result_is_told():
    (cell,) = cells_of("=1+1")
    assert cell == Cell(fault="formula_not_calculated")
    formulas = "<c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t='str'><f>\"\"</f><v></v></c><c><v>3</v></c>"
    grid = handmade(f"<row>{formulas}</row>")
    assert [cell.value for cell in grid.rows[0]] == [2, None, None, 3]
    assert [cell.fault for cell in grid.rows[0]] == [None, "formula_not_calculated", None, None]


def test_errors_and_numbers_that_are_none_are_told():
    grid = handmade(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>5</v></c></row>'
    )
    assert [cell.fault for cell in grid.rows[0]] == ["cell_error", "cell_error", None]


def test_what_a_merged_cell_covers_is_told_as_far_as_something_stands_there():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B3"] = "Key", "last"
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B3:Z60")
    (grid,) = grids_of_book(book)
    assert grid.merged == ((2, 0),)
    assert grid.cell(2, 0) == Cell(fault="cells_merged")
    assert (len(grid.rows), len(grid.rows[2])) == (3, 2)


def test_hidden_sheets_are_read_and_charts_are_not():
    book = openpyxl.Workbook()
    book.active.title, book.active["A1"] = "Week", "Key"
    hidden = book.create_sheet("Rooms")
    hidden["A1"], hidden.sheet_state = "Id", "veryHidden"
    page: Chartsheet = book.create_chartsheet("Chart")
    page.add_chart(BarChart())
    grids = grids_of_book(book)
    assert [(grid.name, grid.cell(1, 0).value) for grid in grids] == [("Week", "Key"), ("Rooms", "Id")]


def test_rows_and_cells_need_no_names_but_must_come_in_order():
    rows = f"<row><c><v>1</v></c><c><v>2</v></c></row><row r='3'><c/>{text_cell('C3', 'x')}</row>"
    assert [[cell.value for cell in row] for row in handmade(rows).rows] == [[1, 2], [], [None, None, "x"]]
    for wrong in (
        "<row r='2'/><row r='1'/>",
        "<row r='1'/><row r='1'/>",
        "<row r='1'><c r='B1'/><c r='A1'/></row>",
        "<row r='1'><c r='A2'/></row>",
        "<row r='0'/>",
        "<row r='1.0'/>",
        "<row r='1'><c r='a1'/></row>",
    ):
        with pytest.raises(ProblemsError, match="workbook_not_readable"):
            handmade(wrong)


def test_texts_that_look_like_escapes_stay_as_they_are(tmp_path):
    texts = ["x005F_1", "a_x0041_b", "_x005F_", "_xD800_", "_x000d_"]
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet().write_column(0, 0, texts)
    (grid,) = grids_of_workbook((tmp_path / "book.xlsx").read_bytes(), "instance")
    assert [row[0].value for row in grid.rows] == texts
    inline = handmade(f"<row>{text_cell('A1', 'a_x005F_x0041_b')}</row>")
    assert inline.rows[0][0].value == "a_x0041_b"


def test_a_strict_workbook_is_told_for_what_it_is():
    strict = sheet_xml().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    with pytest.raises(ProblemsError, match="Strict kind"):
        grids_of_workbook(packed(parts(SHEET=strict)), "instance")
    with pytest.raises(ProblemsError, match="workbook_not_readable"):
        grids_of_workbook(packed(parts(SHEET=sheet_xml().replace(MAIN, "x"))), "instance")
    prefixed = sheet_xml("<row><c><v>1</v></c></row>").replace("xmlns=", "xmlns:x=").replace("<", "<x:")
    content = packed(parts(SHEET=prefixed.replace("<x:/", "</x:")))
    assert grids_of_workbook(content, "instance")[0].rows[0][0].value == 1


def test_line_breaks_and_phonetic_marks_of_other_programs():
    texts = "<si><t>a_x000D_&#10;b</t></si><si><r><t>x</t></r><rPh sb='0' eb='1'><t>y</t></rPh></si>"
    rows = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
    grid = handmade(rows, STRINGS=strings_xml(texts))
    assert [cell.value for cell in grid.rows[0]] == ["a\r\nb", "x"]


def test_nothing_is_written_on_standard_output_or_warned_of(capsys):
    style = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf/></cellXfs>'
    odd = '<row><c s="1"><v>-5</v></c></row>'
    content = packed(parts(SHEET=sheet_xml(odd), STYLES=style + "<cellStyles/></styleSheet>"))
    with pytest.raises(ProblemsError, match="workbook_not_readable"):
        grids_of_workbook(content, "instance")
    assert capsys.readouterr().out == ""


WEEK = read_instance(EXAMPLE)
GRIDS = grids_of(WEEK)
LAST = len(WEEK.clients) + 1
"""The row of the last client."""


@pytest.fixture(name="book")
def fixture_book(tmp_path):
    """Write the example with some cells changed, as another program would; return the workbook's path."""

    def write(**cells: object):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for grid in GRIDS:
            sheet = book.create_sheet(grid.name)
            for number, row in enumerate(grid.rows, start=1):
                for index, cell in enumerate(row, start=1):
                    if cell.value is not None:
                        sheet.cell(number, index, cell.value).number_format = cell.number_format
        for place, value in cells.items():
            name, _, reference = place.partition("__")
            book[name][reference] = value
        path = tmp_path / "week.xlsx"
        book.save(path)
        return path

    return write


def column(sheet: str, header: str) -> str:
    grid = next(one for one in GRIDS if one.name == sheet)
    heads = [str(cell.value) for cell in grid.rows[0]]
    return openpyxl.utils.get_column_letter(heads.index(header) + 1)


def test_ids_of_digits_survive(book):
    ids = ["007", "1E5", "1e5", "0.50"]
    path = book(**{f"Clients__A{LAST + number}": name for number, name in enumerate(ids, start=1)})
    assert [client.id for client in read_instance(path).clients[-4:]] == ids


def test_a_number_where_an_id_belongs_is_read_only_if_it_is_what_was_typed(book):
    at = f"A{LAST + 1}"
    assert read_instance(book(**{f"Clients__{at}": 7})).clients[-1].id == "7"
    for value in (1e5 + 0.5, dt.datetime(2026, 3, 2), True):
        _, problems = read_problems(book(**{f"Clients__{at}": value}))
        assert [(problem.code[:7], problem.place) for problem in problems] == [("id_is_a", f"Clients!{at}")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (dt.datetime(2026, 3, 4), None),
        ("2026-03-04", None),
        ("4 March 2026", None),
        (46085, None),
        (dt.datetime(2026, 3, 4, 17, 30), "date"),
        ("3/4/2026", "date_ambiguous"),
        (dt.time(9, 30), "date"),
        (True, "date"),
    ],
)
def test_dates_in_every_form_are_read_right_or_refused(book, value, code):
    place = f"Clients__{column('Clients', 'Starts on')}2"
    path = book(**{place: value})
    found = read_input(path)
    if code is None:
        assert found.instance.clients[0].starts_on == dt.date(2026, 3, 4)
    else:
        (problem,) = found.problems
        assert problem.code.startswith(code)
        assert problem.place == place.replace("__", "!")


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        (dt.time(9, 30), 570),
        (dt.timedelta(hours=9, minutes=30), 570),
        (0.395833333333333, 570),
        ("9:30", 570),
        ("9:30 AM", 570),
        ("12 am", 0),
        (dt.time(9, 30, 20), None),
        (1, None),
        (9.5, None),
    ],
)
def test_times_in_every_form_are_read_right_or_refused(book, value, minutes):
    place = f"Clients__{column('Clients', 'Arrive after')}2"
    found = read_input(book(**{place: value}))
    if minutes is None:
        (problem,) = found.problems
        assert problem.place == place.replace("__", "!")
    else:
        assert found.instance.clients[0].arrive_after == minutes


def test_every_problem_comes_at_once_with_its_cell(book):
    hours = f"Clients__{column('Clients', 'Hours')}3"
    wrong = {
        "Week__B3": "2026-03-03",
        hours: "Mon 25-26",
        f"Clients__A{LAST + 1}": "=A4",
        "Plans__B2": "skils",
    }
    found = read_input(book(**wrong))
    places = [problem.place for problem in found.problems]
    assert places == ["Week!B3", *(place.replace("__", "!") for place in list(wrong)[1:])]
    assert [str(spot) for _, spot in found.located] == places
    assert found.problems[-1].way_out == "Did you mean skills?"


def test_what_follows_from_an_id_that_cannot_be_read_is_not_told(book):
    assert [problem.place for problem in read_input(book(Groups__A2="=A1")).problems] == ["Groups!A2"]


def test_attendance_comes_from_the_first_sheet_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    rows = (("Session", "Attended minutes", "Client"), ("g.1", 90, "c1"), (), ("g.1", 45.0, "007"))
    for row in rows:
        book.active.append(row)
    book.create_sheet("Notes")["A1"] = "not read"
    book.save(tmp_path / "so-far.xlsx")
    read = read_attendance(tmp_path / "so-far.xlsx")
    assert [(row.client, row.attended_minutes, row.row) for row in read] == [("c1", 90, 2), ("007", 45, 4)]
    book.active["B2"], book.active["C4"] = 12.5, dt.datetime(2026, 3, 2)
    book.active["A4"] = "=A2"
    book.save(tmp_path / "so-far.xlsx")
    with pytest.raises(ProblemsError) as error:
        read_attendance(tmp_path / "so-far.xlsx")
    assert [(problem.code, problem.place) for problem in error.value.problems] == [
        ("not_a_whole_number", "attendance row 2, attended_minutes"),
        ("id_is_a_date", "attendance row 4, client"),
        ("formula_not_calculated", "attendance row 4, session"),
    ]


def test_a_workbook_comes_from_standard_input_too(book, monkeypatch):
    path = book()

    class Bytes:
        buffer = io.BytesIO(path.read_bytes())

    monkeypatch.setattr("sys.stdin", Bytes)
    assert read_instance("-") == read_instance(EXAMPLE)


def test_the_handmade_sheet_is_the_one_that_is_read():
    assert SHEET.endswith("sheet1.xml")
    assert handmade(f'<row r="1">{text_cell("A1", "Key")}</row>').cell(1, 0).value == "Key"
