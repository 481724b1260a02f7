"""Schedules' sheets with anything in any cell: read, or refused with every problem told, never more."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.schedule import Schedule
from iopsched.edits.locating import locate
from iopsched.errors import Problem, ProblemsError
from iopsched.files.schedule_sheets import schedule_of_grids
from iopsched.sheets.grid import Cell
from iopsched.verification import verify
from sample import sample_instance, sample_schedule
from schedule_sheets import Pen

INSTANCE = sample_instance()
SCHEDULE = sample_schedule(INSTANCE)
SECRET = "Margaret"
WORDS = (
    "evening.1",
    "evening.9",
    "c01.ind.1",
    "c02",
    "k1",
    "k2",
    "g01",
    "big",
    "telehealth",
    "Mon",
    "17:30",
    "evening",
)
CELLS = st.one_of(
    st.just(Cell()),
    st.sampled_from(("formula_not_calculated", "cell_error", "cells_merged")).map(
        lambda fault: Cell(fault=fault)
    ),
    st.sampled_from(
        (*WORDS, SECRET, f"{SECRET} Smith", f"={SECRET}", "", " ", "2026-03-04", "25:00", "{", "[]")
    ).map(Cell),
    st.one_of(
        st.integers(-3, 50_000),
        st.floats(allow_nan=True),
        st.booleans(),
        st.times(),
        st.dates(),
        st.datetimes(),
    ).map(Cell),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=2)).map(lambda value: Cell(value, "[h]:mm")),
    st.text(max_size=8).map(Cell),
)


def outcome(pen: Pen, known: bool) -> tuple[Problem, ...]:
    """What is wrong with the sheets; a schedule that is read can be judged, and every violation located."""
    try:
        found = schedule_of_grids(pen.grids(), INSTANCE if known else None)
    except ProblemsError as error:
        return error.problems
    assert isinstance(found.schedule, Schedule)
    if known:
        verdict = verify(INSTANCE, found.schedule)
        located = locate(INSTANCE, found, verdict)
        assert len(located.cells) == len(verdict.violations)
        assert all(located.cells)
    return found.warnings


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_spoilt_sheets_are_read_or_refused(data: st.DataObject) -> None:
    pen = Pen(INSTANCE, SCHEDULE)
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(("Sessions", "Sessions", "Attendance", "Lists", "Original")))
        rows = pen.rows[name]
        row = data.draw(st.integers(0, len(rows)))
        if row == len(rows):
            rows.append([])
        column = data.draw(st.integers(0, 10))
        rows[row] += [Cell()] * (column + 1 - len(rows[row]))
        rows[row][column] = data.draw(CELLS)
    for problem in outcome(pen, data.draw(st.booleans())):
        assert SECRET not in str(problem)
        assert problem.code
        assert problem.place
