"""Planning again around what was edited by hand: every edit is kept, or refused by its cells."""

import re
from functools import cache

import pytest

import iopsched
from edits.hand_edits import Desk
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.edits.keeping import cancelled_by, is_kept, told_by_cells, with_edits
from iopsched.edits.reading import Edits, edits_in
from iopsched.edits.reporting import kept_sentences
from iopsched.errors import Problem, ProblemsError
from iopsched.judging.judge import judge
from iopsched.replanning.preparing import prepare
from iopsched.solving import solve
from published_weeks import limits, published_week
from sample import sample_instance, sample_schedule
from schedule_sheets import Pen, book_of

A_CELL = re.compile(r"(?:Sessions|Attendance)(?:![A-Z]\d+)?")


def planned_around(instance: Instance, edits: Edits) -> Schedule:
    """The week planned again around edits."""
    week = with_edits(instance, edits)
    with told_by_cells(week, edits):
        prepared = prepare(week, edits.edited, events=cancelled_by(week, edits))
    with told_by_cells(prepared.instance, edits):
        result = solve(prepared.instance, limits=limits(0.2))
    assert judge(prepared.instance, result.schedule).violations == ()
    return result.schedule


def attempted(instance: Instance, edits: Edits) -> tuple[Schedule | None, tuple[Problem, ...]]:
    """The week planned again around edits, or why it cannot be."""
    try:
        return planned_around(instance, edits), ()
    except ProblemsError as error:
        return None, error.problems


@cache
def desk_of(seed: int | None) -> Desk:
    """The sample week, or a small generated one."""
    if seed is None:
        instance = sample_instance()
        return Desk(instance, sample_schedule(instance))
    instance, schedule = published_week(seed)
    return Desk(instance, schedule.model_copy(update={"instance_digest": None}))


@pytest.mark.parametrize("kind", range(7))
@pytest.mark.parametrize("seed", [None, 3])
def test_an_edit_is_kept_or_refused_by_its_cells(seed: int | None, kind: int) -> None:
    desk = desk_of(seed)
    edit = desk.some()[kind]
    pen = Pen(desk.instance, desk.schedule)
    edit.in_book(pen)
    edits = edits_in(pen.read())
    schedule, problems = attempted(desk.instance, edits)
    if schedule is None:
        assert any(edit.cell in problem.place for problem in problems), problems
        for problem in problems:
            assert A_CELL.match(problem.place), problem
            assert "pins[" not in str(problem)
        return
    assert [one.sentence for one in edits.edits if not is_kept(one, edits, schedule)] == []
    assert all(sentence.endswith(": kept") for sentence in kept_sentences(edits, schedule))


@pytest.fixture(name="pen")
def fixture_pen() -> Pen:
    return Pen(sample_instance(), sample_schedule(sample_instance()))


def refused(pen: Pen) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as caught:
        planned_around(sample_instance(), edits_in(pen.read()))
    return [(one.code, one.place) for one in caught.value.problems]


def test_what_stays_is_what_was_edited_and_the_rest_changes_least(pen: Pen) -> None:
    row = pen.row("Sessions", "c01.ind.1")
    pen.write("Sessions", row, "Start", "11:00")
    pen.write("Sessions", row, "Place", "telehealth")
    edits = edits_in(pen.read())
    assert [(one.kind, one.cells) for one in edits.edits] == [
        ("moved", (f"Sessions!C{row}",)),
        ("place", (f"Sessions!G{row}",)),
    ]
    schedule = planned_around(sample_instance(), edits)
    before = {one.id: one for one in edits.edited.sessions}
    assert {one.id: one for one in schedule.sessions} == before


def test_a_session_moved_beyond_its_clinician_is_refused_by_its_cell(pen: Pen) -> None:
    row = pen.row("Sessions", "c01.ind.1")
    pen.write("Sessions", row, "Day", "Fri")
    assert refused(pen) == [("contradictory_pins", f"Sessions!A{row}")]


def test_two_edits_that_exclude_each_other_are_both_named(pen: Pen) -> None:
    one, other = pen.row("Sessions", "c01.ind.1"), pen.row("Sessions", "c01.family.1")
    pen.write("Sessions", one, "Day", "Thu")
    pen.write("Sessions", one, "Start", "16:30")
    pen.write("Sessions", other, "Start", "16:15")
    ((code, place),) = refused(pen)
    assert code == "contradictory_pins"
    assert f"Sessions!C{other}" in place
    assert f"Sessions!C{one}" in place


def test_an_impossible_leader_and_length_are_told_at_once(pen: Pen) -> None:
    row, own = pen.row("Sessions", "evening.2"), pen.row("Sessions", "c01.ind.1")
    pen.write("Sessions", row, "Leaders", "k2")
    pen.write("Sessions", own, "End", "11:30")
    assert refused(pen) == [("edit_impossible", f"Sessions!D{own}"), ("pin_impossible", f"Sessions!H{row}")]


def test_a_meeting_of_a_track_that_is_deleted_is_cancelled_and_the_track_goes_on(pen: Pen) -> None:
    pen.delete("Sessions", pen.row("Sessions", "evening.2"))
    schedule = planned_around(sample_instance(), edits_in(pen.read()))
    assert {"evening.1", "evening.3"} <= {one.id for one in schedule.sessions}
    assert "evening.2" not in {one.id for one in schedule.sessions}


def test_what_is_past_is_taken_as_what_happened(pen: Pen) -> None:
    import datetime as dt

    pen.delete("Attendance", pen.row("Attendance", "c04", "evening.1"))
    edits = edits_in(pen.read())
    instance = sample_instance()
    assert with_edits(instance, edits).pins != ()
    assert with_edits(instance, edits, dt.datetime(2026, 3, 4)).pins == ()


def test_guests_are_not_held(pen: Pen) -> None:
    pen.delete("Attendance", pen.row("Attendance", "g01", "c01.family.1"))
    edits = edits_in(pen.read())
    assert [(one.kind, one.person, one.pins) for one in edits.edits] == [("guests", "g01", ())]
    schedule = planned_around(sample_instance(), edits)
    (sentence,) = kept_sentences(edits, schedule)
    assert sentence.endswith("(Attendance): not kept: guests come as the plan says")


def test_an_importing_application_reads_and_keeps_edits(tmp_path) -> None:
    instance = sample_instance()
    schedule = sample_schedule(instance)
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(book_of(instance, schedule))
    edits = iopsched.read_edits(path, instance)
    assert (edits.original, edits.edited, edits.edits, edits.pins, edits.events) == (
        schedule,
        schedule,
        (),
        (),
        (),
    )
    changed = schedule.model_copy(update={"sessions": schedule.sessions[1:]})
    path.write_bytes(book_of(instance, changed))
    assert iopsched.read_edits(path).edited == changed
