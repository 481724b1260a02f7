"""A schedule's workbook: what is in it, that it stays what it is in other programs, and its marked copy."""

import datetime as dt
import io
import re

import openpyxl
import pytest

from iopsched.domain.clock import format_day
from iopsched.edits.locating import locate
from iopsched.edits.reading import read_edits
from iopsched.files.schedule_sheets import read_schedule_input, schedule_of_grids
from iopsched.files.schedules import read_schedule
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.schedule.layout import VIEWS
from iopsched.sheets.schedule.reading import edited_sheets
from iopsched.verification import verify
from iopsched.workbooks.schedule import marked_schedule, schedule_workbook
from iopsched.workbooks.schedule_marks import MarkedCells
from oracles import in_libreoffice, libreoffice_convert, pdf_page_sizes, pdf_pages
from published_weeks import published_week
from sample import sample_instance, sample_schedule
from schedule_sheets import OpenBook, Pen, book_of, example, opened

OWN_FORMULA = re.compile(r"=(SUM|COUNTIF|COUNTA|SUMPRODUCT)\(.*\)|=[A-Z]+\d+/1440")


def values(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def number(value: object) -> float:
    """A number as it is, a length of time in days."""
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    assert isinstance(value, int | float)
    return float(value)


def formulas(workbook: openpyxl.Workbook) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.fixture(name="week", scope="module")
def fixture_week():
    instance, schedule = example()
    return instance, schedule, book_of(instance, schedule)


def test_the_same_schedule_gives_the_same_bytes(week) -> None:
    instance, schedule, content = week
    assert book_of(instance, schedule) == content


@pytest.mark.parametrize("seed", [None, 1, 4])
def test_a_workbook_reads_back_as_the_schedule(seed, tmp_path) -> None:
    instance, schedule = (sample_instance(), None) if seed is None else published_week(seed)
    if schedule is None:
        schedule = sample_schedule(instance)
    schedule = schedule.model_copy(update={"instance_digest": instance.digest})
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(book_of(instance, schedule))
    assert read_schedule(path, instance) == schedule
    assert read_schedule(path) == schedule
    assert read_schedule_input(path, instance).warnings == ()


def test_its_sheets_are_in_order_and_say_what_may_be_edited(week) -> None:
    workbook = opened(week[2])
    visible = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert visible == ["Summary", "Sessions", "Attendance", *VIEWS, "Shortfalls"]
    assert [sheet.title for sheet in workbook][-2:] == ["Lists", "Original"]
    for sheet in workbook:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        if sheet.sheet_state == "visible":
            assert sheet.page_setup.orientation == "landscape"
            assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    for name in ("Sessions", "Attendance"):
        sheet = workbook[name]
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(cell.protection.locked for row in sheet.iter_rows(min_row=2) for cell in row)
    for name in VIEWS:
        assert all(cell.protection.locked for row in workbook[name].iter_rows() for cell in row)
    assert workbook["Sessions"].column_dimensions["J"].hidden


def test_drop_downs_name_ranges_that_hold_every_choice(week) -> None:
    instance, schedule, content = week
    workbook = opened(content)
    chosen = {}
    for name in ("Sessions", "Attendance"):
        for rule in workbook[name].data_validations.dataValidation:
            if rule.type == "list" and not rule.formula1.startswith('"'):
                header = workbook[name].cell(1, min(area.min_col for area in rule.sqref.ranges)).value
                defined = workbook.defined_names[rule.formula1.lstrip("=")]
                ((sheet, area),) = defined.destinations
                cells = [cell.value for row in workbook[sheet][area.replace("$", "")] for cell in row]
                chosen[header] = {value for value in cells if value}
    assert chosen["Place"] == {*instance.room, "telehealth"}
    assert chosen["Leaders"] == set(instance.clinician)
    assert chosen["Client"] == {*instance.client, *instance.guest}
    own = {name: client for client in instance.clients for name, _ in instance.individual_session_ids(client)}
    assert chosen["Group or client"] == {*instance.group, *(client.id for client in own.values())}
    sessions = {value.split()[0] for value in chosen["Session"]}
    assert sessions == {*instance.offer, *own}


def test_totals_say_what_the_judge_says(week) -> None:
    instance, schedule, content = week
    verdict = verify(instance, schedule)
    sheet = values(content)["By client"]
    totals = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Total"]
    assert [row[5] for row in totals] == [line.minutes for line in verdict.certificates]
    sheet = values(content)["Sessions"]
    heads = {row[9]: row[8] for row in sheet.iter_rows(min_row=2, values_only=True) if row[9]}
    assert heads == {
        one.id: len(one.clients)
        + (len(one.guests) if instance.service[one.service].guests_count_as_heads else 0)
        for one in schedule.sessions
    }
    lines = [cell.value for cell in values(content)["By client"]["A"]]
    assert {line.line for line in verdict.certificates} <= set(lines)


def test_nothing_in_it_is_a_formula_but_its_own(week) -> None:
    found = formulas(opened(week[2]))
    assert {sheet for sheet, _ in found} == {"Summary", "Sessions", *VIEWS}
    assert [text for text in found.values() if not OWN_FORMULA.fullmatch(text)] == []


def test_a_schedule_that_breaks_rules_and_one_without_sessions_are_written() -> None:
    instance = sample_instance()
    for without in ({"evening.2"}, {one.id for one in sample_schedule(instance).sessions}):
        schedule = sample_schedule(instance, without=without)
        content = book_of(instance, schedule)
        assert schedule_of_grids(grids_of_workbook(content, "schedule"), instance).schedule == schedule
        lines = [[cell.value for cell in row] for row in opened(content)["Shortfalls"].iter_rows(min_row=2)]
        short = verify(instance, schedule).shortfalls
        assert [line[:3] for line in lines] == [
            [need.client, f"{need.kind} {need.subject or ''}".replace("_", " ").strip(), need.short]
            for need in short
        ]


def test_a_marked_copy_keeps_every_row_and_says_what_is_wrong() -> None:
    instance = sample_instance()
    pen = Pen(instance, sample_schedule(instance))
    row, seat = pen.row("Sessions", "c01.ind.1"), pen.row("Attendance", "c03", "evening.2")
    pen.write("Sessions", row, "Start", "7:00")
    pen.delete("Attendance", seat)
    found = pen.read()
    verdict = verify(instance, found.schedule)
    located = locate(instance, found, verdict)
    pairs = tuple(zip(verdict.violations, located.cells, strict=True))
    content = marked_schedule(
        instance,
        found.schedule,
        verdict,
        edited_sheets(found.grids),
        found.original,
        MarkedCells(pairs, located.edited),
    )
    workbook = opened(content)
    assert workbook.sheetnames[0] == "Problems"
    links = {cell.hyperlink.location for cell in workbook["Problems"]["A"] if cell.hyperlink}
    assert f"'Sessions'!C{row}" in links
    cell = workbook["Sessions"].cell(row, 3)
    assert cell.fill.fgColor.rgb == "FFF9D0CC"
    assert "clinician_available" in cell.comment.text
    notes = [one.comment.text for one in workbook["Attendance"]["B"] if one.comment]
    assert any("attend_all_whole" in note for note in notes)
    again = schedule_of_grids(grids_of_workbook(content, "schedule"), instance)
    assert (again.schedule, again.original) == (found.schedule, found.original)
    assert again.warnings == ()
    assert [str(one) for spots in locate(instance, again, verdict).cells for one in spots] == [
        str(one) for spots in located.cells for one in spots
    ]


@in_libreoffice
def test_libreoffice_opens_recalculates_and_prints_it(week, tmp_path) -> None:
    instance, schedule, content = week
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(content)
    hand = OpenBook(content, instance)
    hand.write("Sessions", 3, "Start", dt.time(15, 30))
    hand.write("Attendance", 5, "Session", "process-b.2")
    hand.delete("Sessions", 18)
    edited = tmp_path / "edited.xlsx"
    hand.workbook.save(edited)
    saved, saved_edits = libreoffice_convert([path, edited], tmp_path / "saved", "xlsx")
    assert read_edits(saved_edits, instance) == read_edits(edited, instance)
    assert [one.kind for one in read_edits(saved_edits).edits] == ["moved", "left", "joined", "deleted"]
    found = read_schedule_input(saved, instance)
    assert found.schedule == schedule
    assert found.original == schedule
    assert found.warnings == ()
    ours, theirs = values(content), values(saved.read_bytes())
    cells = formulas(opened(content))
    assert len(cells) > 60
    for sheet, cell in cells:
        assert number(theirs[sheet][cell].value) == pytest.approx(number(ours[sheet][cell].value)), cell
    kept = opened(saved.read_bytes())
    assert [sheet.title for sheet in kept if sheet.sheet_state != "visible"] == ["Lists", "Original"]
    assert all(sheet.protection.sheet for sheet in kept)
    assert len(kept["Attendance"].data_validations.dataValidation) == 2
    (printed,) = libreoffice_convert([path], tmp_path / "printed", "pdf")
    pages = pdf_pages(printed)
    assert all(width > height for width, height in pdf_page_sizes(printed))
    for client in instance.client:
        assert (
            sum(
                page.lstrip().startswith("example-12") and f"Client {client}\n" in page.replace("\r", "")
                for page in pages
            )
            == 1
        )
    for group in instance.group:
        assert sum(f"Group {group}" in page for page in pages) == 1
    assert format_day(schedule.sessions[0].date.weekday()) in pages[1]


def test_levels_of_a_search_are_told_in_words() -> None:
    from iopsched.domain.progress import Limits
    from iopsched.solving import solve

    instance = sample_instance()
    result = solve(instance, limits=Limits(reproducible=True, effort=2.0, workers=1))
    verdict = verify(instance, result.schedule)
    content = schedule_workbook(instance, result.schedule, verdict, result.levels)
    texts = [cell.value for row in opened(content)["Summary"].iter_rows() for cell in row if cell.value]
    assert "How good is that" in texts
    assert "best possible" in texts
