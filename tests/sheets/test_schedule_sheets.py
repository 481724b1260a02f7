"""A schedule's sheets: back and forth without a loss, edits understood, mistakes told by their cells."""

import datetime as dt

import pytest

import rule_cases
from iopsched.errors import ProblemsError
from iopsched.files.csv_folders import write_folder
from iopsched.files.reading import read_instance
from iopsched.files.schedule_sheets import schedule_of_grids
from iopsched.files.schedules import read_schedule, schedule_from_data
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.schedule.layout import place_of, place_words
from iopsched.sheets.schedule.reading import schedule_data_of
from iopsched.sheets.schedule.writing import grids_of_schedule
from rule_cases.case import Case
from sample import sample_instance, sample_schedule
from schedule_sheets import Pen, book_of, example

TIMES = (
    (dt.time(18, 15), "hh:mm"),
    (18.25 / 24, "General"),
    (dt.timedelta(hours=18, minutes=15), "[h]:mm"),
    (dt.datetime(1899, 12, 30, 18, 15), "h:mm"),
    ("18:15", "@"),
    ("6:15 PM", "@"),
    ("6:15pm", "General"),
)
DATES = (
    (dt.date(2026, 3, 3), "yyyy-mm-dd"),
    (dt.datetime(2026, 3, 3), "d/m/yy"),
    (46084, "General"),
    ("2026-03-03", "@"),
    ("3 March 2026", "@"),
)


@pytest.fixture(name="pen")
def fixture_pen() -> Pen:
    instance = sample_instance()
    return Pen(instance, sample_schedule(instance))


def told(pen: Pen) -> list[tuple[str, str]]:
    """The code and place of every problem."""
    with pytest.raises(ProblemsError) as caught:
        pen.read()
    return [(problem.code, problem.place) for problem in caught.value.problems]


@pytest.mark.parametrize("case", rule_cases.CASES, ids=lambda case: case.id)
def test_every_schedule_reads_back_as_it_is(case: Case) -> None:
    grids = grids_of_schedule(case.instance, case.schedule)
    for known in (case.instance, None):
        sheets = schedule_data_of(grids, known)
        assert sheets.problems == []
        assert schedule_from_data(sheets.data) == case.schedule


def test_every_field_has_its_cell() -> None:
    instance, schedule = example()
    places = schedule_data_of(grids_of_schedule(instance, schedule)).places
    number = next(i for i, one in enumerate(schedule.sessions) if one.id == "evening-track.1")
    at = f"sessions[{number}] (evening-track.1)"
    assert str(places.spot(at)) == "Sessions row 4"
    assert str(places.spot(f"{at}.room")) == str(places.spot(f"{at}.mode")) == "Sessions!G4"
    assert str(places.spot(f"{at}.leaders[0]")) == "Sessions!H4"
    assert str(places.spot(f"{at}.clients[3]")) == "Attendance!A25"
    assert places.reworded(f"as {at}.start says") == "as Sessions!C4 says"
    assert str(places.spot("sessions[99].room")) == "Sessions"
    assert places.spot("instance_id") is None


@pytest.mark.parametrize(("value", "number_format"), TIMES)
def test_a_start_is_read_however_it_is_stored_and_the_end_follows(pen: Pen, value, number_format) -> None:
    pen.write("Sessions", pen.row("Sessions", "c01.family.1"), "Start", value, number_format)
    session = {one.id: one for one in pen.read().schedule.sessions}["c01.family.1"]
    assert (session.start, session.end) == (18 * 60 + 15, 19 * 60 + 15)


@pytest.mark.parametrize(("value", "number_format"), DATES)
def test_a_date_is_read_however_it_is_stored_and_goes_before_the_day(pen: Pen, value, number_format) -> None:
    pen.write("Sessions", pen.row("Sessions", "c01.family.1"), "Date", value, number_format)
    session = {one.id: one for one in pen.read().schedule.sessions}["c01.family.1"]
    assert session.date == dt.date(2026, 3, 3)


def test_the_date_follows_the_day_and_an_edited_end_stays(pen: Pen) -> None:
    row = pen.row("Sessions", "c01.family.1")
    pen.write("Sessions", row, "Day", "friday")
    pen.write("Sessions", row, "Start", "16:00")
    pen.write("Sessions", row, "End", "17:30")
    found = pen.read()
    session = {one.id: one for one in found.schedule.sessions}["c01.family.1"]
    assert (session.date, session.start, session.end) == (dt.date(2026, 3, 6), 960, 1050)
    number = [one.id for one in found.schedule.sessions].index("c01.family.1")
    assert str(found.places.spot(f"sessions[{number}].date")) == f"Sessions!A{row}"


def test_rows_may_be_sorted_and_columns_moved(pen: Pen) -> None:
    for name, rows in pen.rows.items():
        if name in ("Sessions", "Attendance"):
            rows[1:] = rows[:0:-1]
            pen.rows[name] = [row[::-1] for row in rows]
    instance = sample_instance()
    assert pen.read().schedule == sample_schedule(instance)
    pen.write("Sessions", pen.row("Sessions", "c01.ind.1"), "Place", "cellar")
    row = pen.row("Sessions", "c01.ind.1")
    assert told(pen) == [("unknown_reference", f"Sessions!D{row}")]


def test_a_deleted_session_takes_its_attendance_along(pen: Pen) -> None:
    pen.delete("Sessions", pen.row("Sessions", "evening.2"))
    found = pen.read()
    assert found.schedule == sample_schedule(sample_instance(), without={"evening.2"})
    assert found.original == sample_schedule(sample_instance())


def test_a_client_moves_to_a_session_that_is_added(pen: Pen) -> None:
    pen.add("Sessions", Group_or_client="sunday", Day="Sun", Start="10:00", Place="big", Leaders="k1")
    row = pen.row("Attendance", "c02", "evening.3")
    pen.write("Attendance", row, "Session", "sunday.1  (not held; may be Sun 09:00 | Sun 10:00)")
    added = {one.id: one for one in pen.read().schedule.sessions}["sunday.1"]
    assert (added.group, added.service, added.start, added.end) == ("sunday", "process", 600, 780)
    assert (added.clients, added.leaders, added.room) == (("c02",), ("k1",), "big")


def test_a_new_session_of_a_clients_own_is_attended_by_it(pen: Pen) -> None:
    pen.delete("Sessions", pen.row("Sessions", "c01.family.1"))
    pen.add(
        "Sessions",
        Group_or_client="c01",
        Service="family",
        Date=dt.date(2026, 3, 6),
        Start=dt.time(9),
        Place="office",
        Leaders="k2",
    )
    session = {one.id: one for one in pen.read().schedule.sessions}["c01.family.1"]
    assert (session.date.day, session.start, session.clients) == (6, 540, ("c01",))


def test_a_copied_row_is_a_new_session(pen: Pen) -> None:
    copied = list(pen.rows["Sessions"][pen.row("Sessions", "evening.1") - 1])
    pen.rows["Sessions"].append(copied)
    row = len(pen.rows["Sessions"])
    assert told(pen) == [("session_not_offered", f"Sessions!E{row}")]
    pen.write("Sessions", row, "Group or client", "sunday")
    pen.write("Sessions", row, "Day", "Sun")
    pen.write("Sessions", row, "Date", None)
    pen.write("Sessions", row, "Start", "9:00")
    added = {one.id: one for one in pen.read().schedule.sessions}["sunday.1"]
    assert (added.start, added.end, added.clients) == (540, 720, ())


def test_every_mistake_is_told_at_once_with_its_cell(pen: Pen) -> None:
    own, group = pen.row("Sessions", "c01.ind.1"), pen.row("Sessions", "evening.3")
    pen.write("Sessions", own, "Start", "noonish")
    pen.write("Sessions", own, "Leaders", "k2, k2")
    pen.write("Sessions", group, "Place", None)
    pen.write("Sessions", group, "Service", "family")
    pen.write("Sessions", pen.row("Sessions", "c01.family.1"), "Day", "Tue")
    pen.write("Sessions", pen.row("Sessions", "c01.family.1"), "Date", dt.date(2026, 3, 4))
    first, second = pen.row("Attendance", "c02", "evening.1"), pen.row("Attendance", "c02", "evening.2")
    pen.write("Attendance", second, "Session", "evening.1")
    pen.write("Attendance", pen.row("Attendance", "c03", "evening.1"), "Session", "evenning.1")
    pen.write("Attendance", pen.row("Attendance", "c04", "evening.1"), "Session", "sunday.1")
    pen.write("Attendance", pen.row("Attendance", "c04", "evening.2"), "Session", None)
    assert pen.row("Attendance", "c02", "evening.1") == first
    found = set(told(pen))
    assert {
        ("time_invalid", f"Sessions!C{own}"),
        ("listed_twice", f"Sessions!H{own}"),
        ("value_missing", f"Sessions!G{group}"),
        ("session_differs", f"Sessions!E{group}"),
        ("day_and_date_differ", f"Sessions!B{pen.row('Sessions', 'c01.family.1')}"),
        ("listed_twice", f"Attendance!B{second}"),
    } <= found
    assert {code for code, place in found if place.startswith("Attendance")} == {
        "listed_twice",
        "unknown_session",
        "session_without_row",
        "value_missing",
    }
    assert all("!" in place for _, place in found), found


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"Group_or_client": "nobody"}, "unknown_reference"),
        ({"Group_or_client": None}, "value_missing"),
        ({"Group_or_client": "c01"}, "session_not_offered"),
        ({"Group_or_client": "c02"}, "session_not_offered"),
    ],
)
def test_a_row_that_can_be_no_session_is_told(pen: Pen, values, code) -> None:
    row = pen.add("Sessions", **values, Day="Mon", Start="9:00", Place="office", Leaders="k2")
    assert told(pen) == [(code, f"Sessions!E{row}")]


def test_formulas_errors_and_numbers_for_ids_are_refused(pen: Pen) -> None:
    row = pen.row("Sessions", "c01.ind.1")
    pen.rows["Sessions"][row - 1][2] = Cell(fault="formula_not_calculated")
    line = pen.row("Attendance", "c02", "evening.1")
    pen.write("Attendance", line, "Client", 100000.0, "0.00E+00")
    assert told(pen) == [
        ("formula_not_calculated", f"Sessions!C{row}"),
        ("id_is_a_number", f"Attendance!A{line}"),
    ]


def test_without_the_hidden_sheets_the_instance_says_what_is_what() -> None:
    instance = sample_instance()
    schedule = sample_schedule(instance)
    visible = grids_of_schedule(instance, schedule)[:2]
    found = schedule_of_grids(visible, instance)
    assert found.original is None
    assert found.schedule == schedule.model_copy(
        update={"instance_digest": None, "sessions": found.schedule.sessions}
    )
    assert {one.id for one in found.schedule.sessions} == {one.id for one in schedule.sessions}
    with pytest.raises(ProblemsError) as caught:
        schedule_of_grids(visible)
    assert [(one.code, one.place) for one in caught.value.problems] == [("original_missing", "Original")]


def test_what_is_no_schedule_is_told_so() -> None:
    with pytest.raises(ProblemsError) as caught:
        schedule_of_grids([Grid("Clients"), Grid("Sessions")])
    assert [(one.code, one.place) for one in caught.value.problems] == [("sheet_missing", "Attendance")]
    headless = Grid("Sessions", ((Cell("Start"), Cell("Place")),))
    attendance = Grid("Attendance", ((Cell("Client"), Cell("Session")),))
    with pytest.raises(ProblemsError) as caught:
        schedule_of_grids([headless, attendance], sample_instance())
    assert ("column_missing", "Sessions") in [(one.code, one.place) for one in caught.value.problems]


def test_a_folder_of_tables_is_a_schedule_too(tmp_path) -> None:
    instance = sample_instance()
    write_folder(tmp_path, grids_of_schedule(instance, sample_schedule(instance)))
    assert read_schedule(tmp_path) == sample_schedule(instance)
    text = (tmp_path / "sessions.csv").read_text("utf-8-sig").replace("17:00", "17:01 o'clock")
    (tmp_path / "sessions.csv").write_text(text)
    with pytest.raises(ProblemsError) as caught:
        read_schedule(tmp_path, instance)
    assert [(one.code, one.place) for one in caught.value.problems] == [("time_invalid", "sessions.csv!C5")]


def test_a_person_who_is_unknown_is_told_by_its_cell(pen: Pen) -> None:
    row = pen.row("Attendance", "c02", "evening.1")
    pen.write("Attendance", row, "Client", "c77")
    pen.write("Attendance", row + 1, "Guest of", "c01")
    assert told(pen) == [
        ("unknown_reference", f"Attendance!A{row}"),
        ("unknown_reference", f"Attendance!A{row + 1}"),
    ]


def test_a_schedule_of_a_week_that_was_changed_says_what_to_do(pen: Pen) -> None:
    other = sample_instance(pins=[{"pin": "forbid", "session": "sunday.1"}])
    with pytest.raises(ProblemsError) as caught:
        schedule_of_grids(pen.grids(), other)
    ((code, place, way_out),) = [(one.code, one.place, one.way_out) for one in caught.value.problems]
    assert (code, place) == ("digest_differs", "Original")
    assert "replan" in way_out


def test_a_schedule_is_no_instance(tmp_path) -> None:
    instance = sample_instance()
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(book_of(instance, sample_schedule(instance)))
    with pytest.raises(ProblemsError) as caught:
        read_instance(path)
    assert [one.code for one in caught.value.problems] == ["not_an_instance"]


def test_a_damaged_original_is_no_original(pen: Pen) -> None:
    for row in pen.rows["Original"]:
        if row[0].value == "session":
            row[1] = Cell("{")
    assert pen.read().original is None


def test_places_are_told_apart_from_a_room_called_telehealth() -> None:
    assert place_of(place_words(None)) == ("telehealth", None)
    for room in ("A", "telehealth", "Telehealth", "room"):
        assert place_of(place_words(room)) == ("on_site", room)
    assert place_of(" By  Telehealth ") == ("telehealth", None)
