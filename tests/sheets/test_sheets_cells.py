"""What is typed into a cell is understood or refused, just inside the edge and just outside."""

import datetime as dt

import pytest

from bad_inputs.row import NAME
from iopsched.sheets.cells import number_format_of, read_cell, write_cell
from iopsched.sheets.columns import sheet
from iopsched.sheets.faults import FAULTS, CellError, shown
from iopsched.sheets.grid import TEXT, Cell

COLUMNS = {
    "id": sheet("Clients").column("id"),
    "ref": sheet("Clients").column("primary"),
    "word": sheet("Clients").column("age_band"),
    "refs": sheet("Clients").column("payers"),
    "words": sheet("Clients").column("tags"),
    "choice": sheet("Groups").column("attendance"),
    "choices": sheet("Services").column("modes"),
    "flag": sheet("Groups").column("closed"),
    "count": sheet("Rooms").column("capacity"),
    "minutes": sheet("Services").column("clock_minutes"),
    "hours": sheet("Clients").column("hours"),
    "day_hours": sheet("Clinicians").column("meal.between"),
    "exceptions": sheet("Clients").column("exceptions"),
    "date": sheet("Clients").column("starts_on"),
    "date_time": next(key for key in sheet("Week").keys if key.path == "week.now"),
    "time": sheet("Clients").column("leave_by"),
    "day": sheet("Wishes").column("day"),
    "week_time": sheet("Pins").column("start"),
    "week_times": sheet("Meetings").column("starts"),
    "credentials": sheet("Clinicians").column("credentials"),
    "roles": sheet("Services").column("roles"),
    "word_sets": sheet("Services").column("ages_together"),
    "text": next(key for key in sheet("Week").keys if key.path == "week.time_zone"),
}
HOUR = "h:mm"

READ = [
    ("id", "c014", "c014"),
    ("id", "007", "007"),
    ("id", "1E5", "1E5"),
    ("id", " \u00a0c014\u200b ", "c014"),
    ("id", 7, "7"),
    ("id", 7.0, "7"),
    ("id", Cell(12, "0"), "12"),
    ("id", Cell(12, TEXT), "12"),
    ("id", 10**15 - 1, "999999999999999"),
    ("id", 0, "0"),
    ("word", "1.50", "1.50"),
    ("word", "TRUE", "TRUE"),
    ("ref", "(none)", None),
    ("refs", "a, b;c\nd", ["a", "b", "c", "d"]),
    ("refs", "a,,b, ", ["a", "b"]),
    ("refs", 7, ["7"]),
    ("refs", " ( None ) ", []),
    ("words", "a+b", ["a+b"]),
    ("choice", "attend_all", "attend_all"),
    ("choice", "Attend All", "attend_all"),
    ("choice", " pick-any ", "pick_any"),
    ("choice", "attend", "attend"),
    ("choices", "On-site; TELEHEALTH", ["on_site", "telehealth"]),
    ("flag", "Yes", True),
    ("flag", "x", True),
    ("flag", True, True),
    ("flag", "false", False),
    ("flag", " no", False),
    ("count", 12, 12),
    ("count", 12.0, 12),
    ("count", " 12 ", 12),
    ("count", "-1", -1),
    ("count", "007", 7),
    ("minutes", Cell(90, "#,##0"), 90),
    ("hours", "Mon-Thu 17:00-21:00; Sat 9-14", "Mon-Thu 17:00-21:00; Sat 9-14"),
    ("hours", "Mon\u00a09-12;\nTue 9-12;", "Mon 9-12; Tue 9-12"),
    ("hours", "(none)", None),
    ("day_hours", "9-12,\n13-17", "9-12, 13-17"),
    ("date", dt.date(2026, 3, 2), "2026-03-02"),
    ("date", dt.datetime(2026, 3, 2), "2026-03-02"),
    ("date", dt.date(1990, 1, 1), "1990-01-01"),
    ("date", dt.date(2200, 12, 31), "2200-12-31"),
    ("date", 46083, "2026-03-02"),
    ("date", 46083.0, "2026-03-02"),
    ("date", "2026-03-02", "2026-03-02"),
    ("date", "2026-3-2", "2026-03-02"),
    ("date", "2026/03/02", "2026-03-02"),
    ("date", "0001-01-01", "0001-01-01"),
    ("date", "3/28/2026", "2026-03-28"),
    ("date", "28/3/2026", "2026-03-28"),
    ("date", "28.03.2026", "2026-03-28"),
    ("date", "13-12-2026", "2026-12-13"),
    ("date", "3/3/2026", "2026-03-03"),
    ("date", "2 March 2026", "2026-03-02"),
    ("date", "2-mar-2026", "2026-03-02"),
    ("date", "Mar 2, 2026", "2026-03-02"),
    ("date", "SEPT 2 2026", "2026-09-02"),
    ("date", "31/2/2026", "31/2/2026"),
    ("date", "2026-02-30", "2026-02-30"),
    ("date", "Marsh 2, 2026", "Marsh 2, 2026"),
    ("date", "2026-03-02 10:00", "2026-03-02 10:00"),
    ("date", "46083", "46083"),
    ("date_time", dt.datetime(2026, 3, 4, 14), "2026-03-04T14:00"),
    ("date_time", dt.datetime(2026, 3, 4, 13, 59, 59, 700000), "2026-03-04T14:00"),
    ("date_time", Cell(dt.datetime(2026, 3, 4), "yyyy-mm-dd hh:mm"), "2026-03-04T00:00"),
    ("date_time", 46085 + 14 / 24, "2026-03-04T14:00"),
    ("date_time", "2026-03-04 14:00", "2026-03-04T14:00"),
    ("date_time", "2026-03-04T14:00", "2026-03-04T14:00"),
    ("date_time", "3/28/2026 2:00 PM", "2026-03-28T14:00"),
    ("date_time", "Mar 4, 2026 14:00:00", "2026-03-04T14:00"),
    ("date_time", "4 March 2026, 2 pm", "2026-03-04T14:00"),
    ("date_time", "2026-03-04", "2026-03-04"),
    ("date_time", "2026-03-04 24:00", "2026-03-04 24:00"),
    ("time", "17:30", "17:30"),
    ("time", "9", "09:00"),
    ("time", "9:30 AM", "09:30"),
    ("time", "5pm", "17:00"),
    ("time", "12 AM", "00:00"),
    ("time", "12 pm", "12:00"),
    ("time", "17:30:00", "17:30"),
    ("time", "5:30:00 PM", "17:30"),
    ("time", "25:00", "25:00"),
    ("time", dt.time(17, 30), "17:30"),
    ("time", dt.time(17, 29, 59, 999999), "17:30"),
    ("time", dt.timedelta(hours=17, minutes=30), "17:30"),
    ("time", dt.timedelta(days=1), "24:00"),
    ("time", 0.729166666666667, "17:30"),
    ("time", 0.999999999, "24:00"),
    ("time", 0, "00:00"),
    ("time", Cell(0, HOUR), "00:00"),
    ("time", Cell(1, HOUR), "24:00"),
    ("time", 2, "02:00"),
    ("time", 24, "24:00"),
    ("time", 17.0, "17:00"),
    ("time", dt.datetime(1899, 12, 30, 17, 30), "17:30"),
    ("time", dt.datetime(1900, 1, 1), "24:00"),
    ("day", "Monday", "Monday"),
    ("week_time", "Mon\u00a05:30 pm", "Mon 5:30 pm"),
    ("week_times", "Mon 17:30 | Tue 17:30", ["Mon 17:30", "Tue 17:30"]),
    ("week_times", "Mon 17:30; Tue 17:30,Wed 9\n", ["Mon 17:30", "Tue 17:30", "Wed 9"]),
    (
        "exceptions",
        "2026-03-04 never; 2026-3-5  10:00-14:00, 15-17",
        [{"date": "2026-03-04", "hours": "never"}, {"date": "2026-03-05", "hours": "10:00-14:00, 15-17"}],
    ),
    (
        "exceptions",
        "2026-03-04, 2026-03-05: 9-12",
        [{"date": "2026-03-04"}, {"date": "2026-03-05", "hours": "9-12"}],
    ),
    (
        "exceptions",
        "2026-03-04\n2026-03-05: 9;",
        [{"date": "2026-03-04"}, {"date": "2026-03-05", "hours": "9"}],
    ),
    ("exceptions", dt.date(2026, 3, 4), [{"date": "2026-03-04"}]),
    (
        "credentials",
        "LCSW; CADC until 2026-06-30, LPC UNTIL  30 June 2026",
        [
            "LCSW",
            {"name": "CADC", "valid_until": "2026-06-30"},
            {"name": "LPC", "valid_until": "2026-06-30"},
        ],
    ),
    ("credentials", "until", ["until"]),
    (
        "roles",
        "lead: LCSW & CADC | LMHC ;co-lead?: RBT",
        [
            {"id": "lead", "any_of": [["LCSW", "CADC"], ["LMHC"]]},
            {"id": "co-lead", "any_of": [["RBT"]], "optional": True},
        ],
    ),
    ("roles", "LCSW|LPC", [{"any_of": [["LCSW"], ["LPC"]]}]),
    ("roles", "lead ? : *", [{"id": "lead", "any_of": [[]], "optional": True}]),
    ("roles", "second?", [{"id": "second", "optional": True}]),
    ("roles", "lead:", [{"id": "lead", "any_of": [[""]]}]),
    ("roles", "LCSW &", [{"any_of": [["LCSW", ""]]}]),
    ("roles", "(none)", []),
    ("word_sets", "adult & older; teen&young", [["adult", "older"], ["teen", "young"]]),
    ("word_sets", "*", [[]]),
    ("text", " America/New_York ", "America/New_York"),
]


def cell(value) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


@pytest.mark.parametrize("kind, value, data", READ, ids=[f"{kind}-{value!r:.40}" for kind, value, _ in READ])
def test_a_cell_is_understood(kind, value, data):
    assert read_cell(COLUMNS[kind], cell(value)) == data


REFUSED = [
    ("id", Cell(100000, "0.00E+00"), "id_is_a_number"),
    ("id", Cell(7, "000"), "id_is_a_number"),
    ("id", 10**15, "id_is_a_number"),
    ("id", -1, "id_is_a_number"),
    ("id", 1.5, "id_is_a_number"),
    ("id", float("inf"), "id_is_a_number"),
    ("id", True, "id_is_a_number"),
    ("id", dt.date(2026, 3, 2), "id_is_a_date"),
    ("id", dt.datetime(2026, 3, 2), "id_is_a_date"),
    ("ref", dt.time(9), "id_is_a_date"),
    ("word", dt.timedelta(hours=9), "id_is_a_date"),
    ("refs", 1.2, "id_is_a_number"),
    ("words", dt.date(2026, 3, 2), "id_is_a_date"),
    ("choice", 3, "not_a_choice"),
    ("choices", True, "not_a_choice"),
    ("flag", 1, "not_true_or_false"),
    ("flag", "ja", "not_true_or_false"),
    ("count", 12.5, "not_a_whole_number"),
    ("count", "12.5", "not_a_whole_number"),
    ("count", "1,200", "not_a_whole_number"),
    ("minutes", "12 min", "not_a_whole_number"),
    ("minutes", True, "not_a_whole_number"),
    ("minutes", dt.time(1, 30), "not_a_whole_number"),
    ("minutes", dt.date(2026, 3, 2), "not_a_whole_number"),
    ("count", Cell(1, "0%"), "not_a_whole_number"),
    ("count", float("nan"), "not_a_whole_number"),
    ("hours", dt.time(17), "hours_invalid"),
    ("hours", 9, "hours_invalid"),
    ("day_hours", dt.time(17), "hours_invalid"),
    ("exceptions", 46083, "exceptions_unclear"),
    ("exceptions", "never", "exceptions_unclear"),
    ("exceptions", "Mon 9-12", "exceptions_unclear"),
    ("exceptions", dt.datetime(2026, 3, 2, 9), "date_invalid"),
    ("date", "3/8/2026", "date_ambiguous"),
    ("date", "8.3.2026", "date_ambiguous"),
    ("date", "12-11-2026", "date_ambiguous"),
    ("date", "28/3/26", "date_ambiguous"),
    ("date", "2-Mar-26", "date_ambiguous"),
    ("date", "Mar 2, 26", "date_ambiguous"),
    ("date", dt.datetime(2026, 3, 2, 9), "date_invalid"),
    ("date", dt.date(1989, 12, 31), "date_absurd"),
    ("date", 46083.5, "date_invalid"),
    ("date", 32873, "date_invalid"),
    ("date", 109940, "date_invalid"),
    ("date", 20260302, "date_invalid"),
    ("date", True, "date_invalid"),
    ("date", dt.time(9), "date_invalid"),
    ("date_time", dt.date(2026, 3, 4), "date_time_invalid"),
    ("date_time", Cell(dt.datetime(2026, 3, 4), "yyyy-mm-dd"), "date_time_invalid"),
    ("date_time", dt.datetime(2026, 3, 4, 14, 0, 20), "date_time_invalid"),
    ("date_time", 46085, "date_time_invalid"),
    ("date_time", "3/8/2026 14:00", "date_ambiguous"),
    ("date_time", "2026-03-04 14:00:20", "time_invalid"),
    ("time", 1, "time_ambiguous"),
    ("time", 1.0, "time_ambiguous"),
    ("time", 25, "time_invalid"),
    ("time", 9.5, "time_invalid"),
    ("time", -1, "time_invalid"),
    ("time", Cell(2, HOUR), "time_invalid"),
    ("time", 0.7292, "time_invalid"),
    ("time", True, "time_invalid"),
    ("time", dt.time(17, 30, 1), "time_invalid"),
    ("time", "17:30:20", "time_invalid"),
    ("time", dt.timedelta(days=1, minutes=1), "time_invalid"),
    ("time", dt.timedelta(minutes=-1), "time_invalid"),
    ("time", dt.date(2026, 3, 2), "time_invalid"),
    ("time", dt.datetime(2026, 3, 2, 17, 30), "time_invalid"),
    ("day", dt.date(2026, 3, 2), "day_invalid"),
    ("week_time", dt.time(17, 30), "week_time_invalid"),
    ("week_times", 17, "week_time_invalid"),
    ("credentials", "CADC until 6/7/2026", "date_ambiguous"),
    ("credentials", 1.5, "id_is_a_number"),
    ("roles", "LCSW, LMHC", "roles_unclear"),
    ("roles", dt.date(2026, 3, 2), "id_is_a_date"),
    ("word_sets", 0.5, "id_is_a_number"),
    ("text", 5.5, "id_is_a_number"),
]


@pytest.mark.parametrize("kind, value, code", REFUSED, ids=[f"{row[0]}-{row[1]!r:.40}" for row in REFUSED])
def test_a_cell_is_refused(kind, value, code):
    with pytest.raises(CellError) as error:
        read_cell(COLUMNS[kind], cell(value))
    assert error.value.code == code
    assert error.value.message
    assert error.value.way_out.endswith(".")


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("kind", COLUMNS)
def test_a_cell_with_a_fault_is_refused_in_every_column(kind, code):
    with pytest.raises(CellError) as error:
        read_cell(COLUMNS[kind], Cell(None, "General", code))
    assert error.value.code == code


def test_day_numbers_may_count_from_1904():
    def read(kind, value):
        return read_cell(COLUMNS[kind], Cell(value), epoch_1904=True)

    assert read("date", 44621) == "2026-03-02"
    assert read("date", dt.date(2026, 3, 2)) == "2026-03-02"
    assert read("date_time", 44623 + 14 / 24) == "2026-03-04T14:00"
    assert read("time", dt.datetime(1904, 1, 1, 17, 30)) == "17:30"
    assert read("time", dt.datetime(1904, 1, 2)) == "24:00"


@pytest.mark.parametrize("kind", COLUMNS)
def test_no_error_repeats_what_was_typed(kind):
    said = []
    for value in (NAME, f"{NAME}; {NAME}", f"{NAME}, {NAME} until 3/8/2026", f"{NAME} 3/8/2026 17:30:20"):
        try:
            read_cell(COLUMNS[kind], Cell(value))
        except CellError as error:
            said += [error.message, error.way_out]
        said.append(str(shown(value)))
    assert not any("Quimby" in text for text in said)


@pytest.mark.parametrize("kind", COLUMNS)
def test_text_is_text_and_numbers_are_numbers(kind):
    column = COLUMNS[kind]
    assert COLUMNS[kind].kind == kind
    expected = {"count": "0", "minutes": "0", "date": "yyyy-mm-dd"}.get(kind, TEXT)
    assert number_format_of(column) == expected
    assert write_cell(column, None) == Cell("(none)", expected)


def test_written_cells_have_the_type_of_their_column():
    assert write_cell(COLUMNS["id"], "007") == Cell("007", TEXT)
    assert write_cell(COLUMNS["count"], 12) == Cell(12, "0")
    assert write_cell(COLUMNS["date"], "2026-03-02") == Cell(dt.date(2026, 3, 2), "yyyy-mm-dd")
    assert write_cell(COLUMNS["date"], "1875-03-02") == Cell("1875-03-02", TEXT)
    assert write_cell(COLUMNS["time"], "17:30") == Cell("17:30", TEXT)
    assert write_cell(COLUMNS["flag"], False) == Cell("no", TEXT)
    assert write_cell(COLUMNS["roles"], []) == Cell("(none)", TEXT)


def test_values_are_shown_only_if_they_can_be_nobodys():
    assert shown("17:30") == "17:30"
    assert shown(NAME) == f"<text, {len(NAME)} characters>"
    assert shown(dt.datetime(2026, 3, 2, 9)) == "2026-03-02 09:00:00"
    assert shown(dt.date(2026, 3, 2)) == "2026-03-02"
    assert shown(dt.time(9, 0, 1)) == "09:00:01"
    assert shown(dt.timedelta(hours=30)) == "1 day, 6:00:00"
    assert shown(None) is None
