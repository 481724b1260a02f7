"""The workbook to fill in: what it offers, what it locks, and that it reads back as it was written."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

import oracles
from builders import client, clinician, instance
from iopsched.files.inputs import input_of_grids
from iopsched.files.reading import read_instance
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.headers import plain
from iopsched.sheets.writing import empty_grids, grids_of
from iopsched.workbooks.week import as_examples, week_workbook
from iopsched.workbooks.week_sheet import EXAMPLE, FREE_ROWS

EXAMPLE_WEEK = read_instance("@first-week")
LOCKED_LISTS = {"Lists"}


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(name="content", scope="module")
def fixture_content():
    return week_workbook(as_examples(grids_of(EXAMPLE_WEEK)))


@pytest.fixture(name="book", scope="module")
def fixture_book(content):
    return opened(content)


def rules_of(sheet):
    """The validation of each column, by its letter."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            found[get_column_letter(area.min_col), area.min_row, area.max_row] = rule
    return found


def rule_of(sheet, letter):
    return next((rule for (column, _, _), rule in rules_of(sheet).items() if column == letter), None)


def style_of(sheet, letter):
    """The style of a column, for the cells that are not there yet; neighbours share one entry."""
    index = column_index_from_string(letter)
    return next(one for one in sheet.column_dimensions.values() if one.min <= index <= one.max)


def filled(sheet):
    """The cells below the headings that hold something."""
    return [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]


def columns():
    for spec in SHEETS:
        if not spec.keys:
            for index, column in enumerate(spec.columns, 1):
                yield spec, get_column_letter(index), column


@pytest.mark.parametrize("name", ("first-week", "evening-20", "step-down-30-week-2", "varied-times-22"))
def test_a_workbook_reads_back_as_the_instance_it_was_made_of(name):
    original = read_instance(f"@{name}")
    found = input_of_grids(grids_of_workbook(week_workbook(grids_of(original)), "instance"))
    assert found.problems == ()
    assert found.instance == original
    assert found.instance.digest == original.digest


def test_the_example_marks_are_never_read(content):
    found = input_of_grids(grids_of_workbook(content, "instance"))
    assert found.problems == ()
    assert found.instance == EXAMPLE_WEEK


def test_the_same_week_gives_the_same_bytes(content):
    assert week_workbook(as_examples(grids_of(EXAMPLE_WEEK))) == content


def test_sheets_come_in_the_order_of_filling_in_and_only_the_lists_are_hidden(book):
    assert book.sheetnames == ["Read me", *(spec.name for spec in SHEETS), "Lists"]
    assert {sheet.title for sheet in book if sheet.sheet_state != "visible"} == {"Lists"}
    assert book.active.title == "Read me"


def test_headings_are_locked_frozen_marked_and_explained(book):
    for spec, letter, column in columns():
        heading = book[spec.name][f"{letter}1"]
        assert heading.value == (f"{column.header}*" if column.required else column.header)
        assert heading.protection.locked
        assert column.note in heading.comment.text
        assert book[spec.name].freeze_panes == "B2"


def test_everything_below_the_headings_is_open(book):
    for spec, letter, _ in columns():
        sheet = book[spec.name]
        assert style_of(sheet, letter).protection.locked is False
        assert all(not cell.protection.locked for cell in filled(sheet))
        protection = sheet.protection
        assert protection.sheet
        assert protection.password is None
        allowed = (protection.insertRows, protection.deleteRows, protection.sort, protection.formatCells)
        # The attributes say what is forbidden.
        assert not any(allowed)


def test_of_the_week_only_the_values_are_open(book):
    sheet = book["Week"]
    for row in sheet.iter_rows(min_row=2, max_col=3):
        assert [cell.protection.locked for cell in row] == [True, False, True]
    assert sheet["B3"].number_format == "yyyy-mm-dd"
    assert sheet["B3"].value == dt.datetime(2026, 3, 2)
    assert rules_of(sheet)["B", 3, 3].formula1 == "AND(ISNUMBER($B$3),WEEKDAY($B$3,2)=1)"


def test_without_protection_nothing_is_protected_but_the_lists():
    book = opened(week_workbook(empty_grids(), protect=False))
    assert {sheet.title for sheet in book if sheet.protection.sheet} == LOCKED_LISTS


def test_what_could_turn_into_a_date_or_number_while_typing_is_text(book):
    for spec, letter, column in columns():
        form = style_of(book[spec.name], letter).number_format
        wanted = {"date": "yyyy-mm-dd", "count": "0", "minutes": "0"}.get(column.kind, "@")
        assert form == wanted, (spec.name, column.header)


def test_ids_that_look_like_numbers_survive():
    original = instance(
        clients=[client("007"), client("1E5")], clinicians=[clinician("00"), clinician("2.0")]
    )
    content = week_workbook(grids_of(original))
    cells = opened(content)["Clients"]["A2:A3"]
    assert [(cell.value, cell.data_type) for (cell,) in cells] == [("007", "s"), ("1E5", "s")]
    assert input_of_grids(grids_of_workbook(content, "instance")).instance == original


def test_drop_downs_take_their_words_from_named_ranges(book):
    named = 0
    for spec, letter, column in columns():
        rule = rule_of(book[spec.name], letter)
        if column.kind in ("ref", "choice", "flag", "day"):
            assert rule.type == "list", (spec.name, column.header)
            assert rule.formula1 in book.defined_names, (spec.name, column.header)
            named += 1
        elif column.kind in ("refs", "hours", "week_times", "roles", "exceptions"):
            assert rule.type in (None, "none")
            assert rule.prompt
    assert named > 40
    assert all(
        not (rule.formula1 or "").startswith('"')
        for sheet in book
        for rule in sheet.data_validations.dataValidation
    )


def test_the_ranges_of_ids_cover_the_free_rows(book):
    for spec, _, column in columns():
        if column.kind != "ref":
            continue
        home = next(one for one in SHEETS if one.name == column.refers)
        letter = get_column_letter(1 + [one.path for one in home.columns].index("id"))
        rule = rule_of(book[spec.name], get_column_letter(1 + spec.columns.index(column)))
        text = book.defined_names[rule.formula1].attr_text
        areas = set(re.findall(r"'([^']+)'!(\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)", text))
        ((sheet, area),) = areas
        assert sheet == home.name
        first_column, first, last_column, last = range_boundaries(area)
        assert get_column_letter(first_column) == get_column_letter(last_column) == letter
        # On the heading, which cannot be deleted, as the first row below it can.
        assert first == 1
        assert set(re.findall(r"\$[A-Z]+\$(\d+)", text.partition("_unlisted")[2] or text)) == {"1", str(last)}
        assert last >= max(cell.row for cell in filled(book[home.name])) + FREE_ROWS


def test_choices_on_the_lists_are_all_that_a_column_takes(book):
    for spec, letter, column in columns():
        if column.kind != "choice":
            continue
        name = rule_of(book[spec.name], letter).formula1
        sheet, _, area = book.defined_names[name].attr_text.partition("!")
        words = [row[0].value for row in book[sheet][area.replace("$", "")]]
        assert [plain(word) for word in words] == [plain(word) for word in column.choices]
        held = {row[0].value for row in book[spec.name][f"{letter}2:{letter}60"]} - {None}
        assert held <= set(words)


def test_rules_reach_as_far_as_the_free_rows_and_say_what_to_write(book):
    for spec in SHEETS:
        if spec.keys:
            continue
        sheet = book[spec.name]
        rows = max((cell.row for cell in filled(sheet)), default=1)
        for (_, first, last), rule in rules_of(sheet).items():
            assert first == 2
            assert last >= rows + FREE_ROWS
            assert rule.error or rule.prompt
        dates = [rule for rule in rules_of(sheet).values() if rule.type == "date"]
        assert all("such as 2026-03-02" in rule.error for rule in dates)


def test_example_rows_are_grey_while_their_note_says_so(book):
    for spec in SHEETS:
        sheet = book[spec.name]
        if spec.keys:
            continue
        notes = get_column_letter(len(spec.columns))
        rows = {cell.row for cell in filled(sheet)}
        assert all(sheet[f"{notes}{row}"].value == EXAMPLE for row in rows)
        rules = [
            rule for area in sheet.conditional_formatting for rule in area.rules if rule.type == "expression"
        ]
        assert any(rule.formula == [f'LEFT(${notes}2,7)="Example"'] for rule in rules)
    assert sum(row[0].value is not None for row in book["Clients"].iter_rows(min_row=2)) == 8


def test_every_sheet_prints_landscape_with_its_headings(book):
    for spec in SHEETS:
        sheet = book[spec.name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1", spec.name
        assert "&A" in sheet.oddHeader.left.text


def test_the_first_sheet_says_what_to_do_and_leads_everywhere(book):
    sheet = book["Read me"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    steps = [text for text in texts if re.match(r"\d\. ", text)]
    assert len(steps) == 5
    assert any("example" in step for step in steps)
    assert any(text == "iopsched check week.xlsx" for text in texts)
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{spec.name}'!A1" for spec in SHEETS}
    blank = opened(week_workbook(empty_grids()))["Read me"]
    assert not any("example" in str(cell.value) for row in blank.iter_rows(max_row=7) for cell in row)


@oracles.in_libreoffice
def test_a_workbook_saved_by_libreoffice_is_still_the_workbook(content, tmp_path):
    (tmp_path / "week.xlsx").write_bytes(content)
    asked = opened(content)
    # A clinician typed two rows below the others, and what the drop-downs then offer.
    asked["Clinicians"]["A6"] = "k9"
    for name in ("Sites", "Levels"):
        asked[name].delete_rows(2)
    sheet = asked.create_sheet("Notes")
    names = ("ids_clinicians", "ids_clients", "ids_sites", "ids_levels", "list_attendance")
    for row, name in enumerate(names, 1):
        sheet.cell(row, 1, f"=ROWS({name})")
        sheet.cell(row, 2, f"=INDEX({name},ROWS({name}),1)")
    asked.save(tmp_path / "asked.xlsx")
    saved = oracles.libreoffice_convert(
        [tmp_path / "week.xlsx", tmp_path / "asked.xlsx"], tmp_path / "saved", "xlsx"
    )
    found = input_of_grids(grids_of_workbook(saved[0].read_bytes(), "instance"))
    assert found.problems == ()
    assert found.instance == EXAMPLE_WEEK
    book = openpyxl.load_workbook(saved[0])
    assert book["Lists"].sheet_state == "hidden"
    before = opened(content)
    for spec in SHEETS:
        assert book[spec.name].protection.sheet
        assert book[spec.name]["A1"].protection.locked
        assert not style_of(book[spec.name], "B").protection.locked
        assert len(rules_of(book[spec.name])) == len(rules_of(before[spec.name]))
    assert set(before.defined_names) <= set(book.defined_names)
    offered = openpyxl.load_workbook(saved[1], data_only=True)["Notes"]
    assert [tuple(cell.value for cell in row) for row in offered["A1:B5"]] == [
        (5, "k9"),
        (8, "c08"),
        (1, "main"),
        (1, "iop"),
        (2, "attend all"),
    ]
