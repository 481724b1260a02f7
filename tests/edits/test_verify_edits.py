"""A schedule workbook edited by hand: read as the same edit in JSON, and what it breaks told by its cells."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from edits.hand_edits import Desk, Hand, HandEdit
from iopsched.domain.rules import RULES
from iopsched.edits.cells import CONCERNED, told_cells
from iopsched.edits.locating import locate
from iopsched.edits.reading import edits_in
from iopsched.files.schedules import schedule_from_data
from iopsched.sheets.grid import Spot
from iopsched.verification import verify
from published_weeks import published_week
from sample import sample_instance, sample_schedule
from schedule_sheets import OpenBook, Pen, book_of, example, opened, read_back

SEEDS = (1, 2, 3)


@cache
def desk(seed: int | None) -> Desk:
    """The example, or a small generated week."""
    if seed is None:
        return Desk(*example())
    instance, schedule = published_week(seed)
    return Desk(instance, schedule.model_copy(update={"instance_digest": None}))


def agrees(known: Desk, edit: HandEdit, hand: Hand) -> None:
    """Edit, and hold what is read against the same edit in JSON."""
    edit.in_book(hand)
    found = hand.read()
    spelt = known.schedule.model_dump(mode="json")
    edit.in_data(spelt)
    same = schedule_from_data(spelt, known.instance)
    assert found.schedule == same
    assert found.original == known.schedule
    verdict = verify(known.instance, found.schedule)
    assert verdict.violations == verify(known.instance, same).violations
    edits = edits_in(found).edits
    assert edit.cell in {cell for one in edits for cell in one.cells}, edit.words
    before = {(one.rule, one.message) for one in verify(known.instance, known.schedule).violations}
    located = locate(known.instance, found, verdict)
    for violation, spots in zip(verdict.violations, located.cells, strict=True):
        assert spots
        if (violation.rule, violation.message) not in before:
            cells = {str(spot) for spot in spots}
            assert edit.cell in cells, (edit.words, violation.message)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_edit_reads_as_the_same_edit_in_json_and_is_found_by_its_cell(data: st.DataObject) -> None:
    known = desk(data.draw(st.sampled_from((None, *SEEDS))))
    edit = data.draw(known.edits(), label="edit")
    agrees(known, edit, Pen(known.instance, known.schedule))


def test_the_same_holds_in_a_file_that_another_program_saved() -> None:
    known = Desk(sample_instance(), sample_schedule(sample_instance()))
    content = book_of(known.instance, known.schedule)
    for edit in known.some():
        agrees(known, edit, OpenBook(content, known.instance))


def test_every_rule_says_what_it_is_about() -> None:
    assert set(CONCERNED) == set(RULES)


def test_cells_are_told_the_first_of_many() -> None:
    spots = [Spot("Attendance", row, 1) for row in range(2, 11)]
    assert told_cells(spots[:2]) == "Attendance!B2, Attendance!B3"
    assert told_cells(spots).endswith("Attendance!B7 and 3 more")


def test_an_edited_view_is_told_and_what_is_recalculated_is_not() -> None:
    instance, schedule = example()
    workbook = opened(book_of(instance, schedule))
    assert read_back(workbook, instance).warnings == ()
    sheet = workbook["By room"]
    sheet["A4"] = "Tue"
    sheet = workbook["By clinician"]
    total = next(cell for cell in sheet["A"] if str(cell.value).startswith("Total"))
    sheet.cell(total.row, 8).value = 5
    found = read_back(workbook, instance)
    assert [(one.code, one.place, one.severity) for one in found.warnings] == [
        ("view_edited", "By room", "warning")
    ]
    assert found.schedule == schedule
