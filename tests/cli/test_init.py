"""`iopsched init`: a workbook or a folder to fill in, at the week asked for, over nothing that matters."""

import datetime as dt
import os
import stat

import openpyxl
import pytest

from iopsched.cli import init as init_module
from iopsched.domain.moving import carried, shifted
from iopsched.errors import ProblemsError
from iopsched.files.reading import instance_from_data, read_instance
from iopsched.files.sources import shipped_instances
from iopsched.files.writing import instance_data, write_instance
from iopsched.workbooks.week_sheet import EXAMPLE

MONDAY = "2026-03-02"
NEXT = "2026-03-09"


@pytest.fixture(name="inside", autouse=True)
def fixture_inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def notes(path, sheet):
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True)
    return [row[-1] for row in rows if row[0] is not None]


def test_from_an_empty_folder_to_a_planned_week(cli, inside):
    assert cli("init", "week.xlsx", "--monday", MONDAY).code == 0
    assert cli("check", "week.xlsx").code == 0
    done = cli("solve", "week.xlsx", "--out", "week", "--reproducible", "--effort", "20", "--workers", "1")
    assert done.code == 0
    assert "Every need of all 8 clients is met." in done.out
    assert (inside / "week" / "schedule.json").is_file()
    assert cli("verify", "week.xlsx", "week/schedule.json").code == 0


def test_it_says_what_it_wrote_and_what_comes_next(cli, inside):
    done = cli("init", "week.xlsx", "--monday", MONDAY)
    assert done.out.splitlines() == [
        f"Wrote week.xlsx for the week of Monday {MONDAY}, America/New_York.",
        "Fill it in. Next: iopsched check week.xlsx",
    ]
    assert stat.S_IMODE(os.stat("week.xlsx").st_mode) == 0o600
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_example_rows_are_marked_and_those_of_an_instance_are_not(cli):
    cli("init", "week.xlsx")
    assert set(notes("week.xlsx", "Clients")) == {EXAMPLE}
    cli("init", "other.xlsx", "--from", "@first-week")
    assert set(notes("other.xlsx", "Clients")) == {None}


def test_the_week_is_the_next_one_unless_said(cli, monkeypatch):
    class Sunday(dt.date):
        @classmethod
        def today(cls):
            return cls(2026, 3, 1)

    monkeypatch.setattr(init_module.dt, "date", Sunday)
    assert cli("init", "week.xlsx", "--json").json["monday"] == MONDAY


def test_a_monday_starts_the_week_after(monkeypatch, cli):
    class Monday(dt.date):
        @classmethod
        def today(cls):
            return cls(2026, 3, 2)

    monkeypatch.setattr(init_module.dt, "date", Monday)
    assert cli("init", "week.xlsx", "--json").json["monday"] == NEXT


def test_json_has_one_document(cli):
    done = cli("init", "week.xlsx", "--monday", MONDAY, "--time-zone", "Europe/Dublin", "--json")
    assert done.json == {
        "exit_code": 0,
        "wrote": "week.xlsx",
        "instance_id": f"week-{MONDAY}",
        "monday": MONDAY,
        "time_zone": "Europe/Dublin",
        "clients": 8,
        "clinicians": 3,
        "rooms": 2,
        "meetings": 9,
        "left_behind": {},
        "next": "iopsched check week.xlsx",
    }
    assert read_instance("week.xlsx").week.time_zone == "Europe/Dublin"


def test_blank_leaves_a_week_that_is_valid_and_empty(cli):
    cli("init", "week.xlsx", "--blank", "--monday", MONDAY)
    week = read_instance("week.xlsx")
    assert (week.clients, week.clinicians, week.rooms, week.services, week.groups) == ((), (), (), (), ())
    assert str(week.week.monday) == MONDAY
    assert cli("check", "week.xlsx").code == 0


def test_a_folder_gets_the_same_sheets(cli, inside):
    assert cli("init", "week", "--monday", MONDAY).code == 0
    cli("init", "week.xlsx", "--monday", MONDAY)
    assert read_instance("week") == read_instance("week.xlsx")
    assert (inside / "week" / "group-sets.csv").is_file()
    assert EXAMPLE in (inside / "week" / "clients.csv").read_text(encoding="utf-8-sig")


def test_from_takes_names_of_what_ships_and_files(cli, inside):
    shipped = read_instance("@evening-20")
    for number, source in enumerate(("evening-20", "@evening-20", "programmes/evening-20")):
        cli("init", f"{number}.xlsx", "--from", source)
        assert read_instance(f"{number}.xlsx") == shipped
    write_instance(inside / "in.json", shipped)
    cli("init", "file.xlsx", "--from", "in.json")
    assert read_instance("file.xlsx") == shipped


def test_what_ships_moves_with_all_its_dates(cli):
    done = cli("init", "week.xlsx", "--from", "@step-down-30-week-2", "--monday", "2026-06-01", "--json")
    assert done.json["left_behind"] == {}
    week = read_instance("week.xlsx")
    original = read_instance("@step-down-30-week-2")
    assert (week.week.monday - original.week.monday).days == (
        week.published.week - original.published.week
    ).days
    assert shifted(week, original.week.monday).digest == original.digest


def test_of_ones_own_week_the_dates_stay_behind(cli):
    cli("init", "week.xlsx", "--monday", MONDAY)
    done = cli("init", "next.xlsx", "--from", "week.xlsx", "--monday", NEXT)
    assert "Left behind, for they belong to dates of the old week: 1 exception." in done.out
    before, after = read_instance("week.xlsx"), read_instance("next.xlsx")
    assert after.id == f"week-{NEXT}"
    assert after.client["c06"].exceptions == ()
    assert after.client["c08"].plan == before.client["c08"].plan
    assert {client.programme_week for client in after.clients} == {2}
    assert after.groups == before.groups
    assert after.clinicians == before.clinicians


@pytest.mark.parametrize("name", shipped_instances())
def test_a_shipped_week_moved_there_and_back_is_itself(name):
    original = read_instance(f"@{name}")
    there = shifted(original, original.week.monday + dt.timedelta(weeks=30))
    assert there.digest != original.digest
    assert shifted(there, original.week.monday).digest == original.digest


def test_a_week_that_has_begun_is_left_behind():
    data = instance_data(read_instance("@first-week"))
    data["week"] |= {"now": "2026-03-03T12:00", "closures": [{"date": "2026-03-08"}]}
    data["clients"][0]["attended"] = [{"date": MONDAY, "credited_minutes": 90, "service": "process"}]
    original = instance_from_data(data)
    moved, left = carried(original, dt.date(2026, 3, 9))
    assert left == {"closures": 1, "exceptions": 1, "attended": 1}
    assert (moved.week.now, moved.week.closures, moved.client["c01"].attended) == (None, (), ())
    assert carried(original, original.week.monday) == (original, {})


def test_a_week_taken_back_before_what_was_attended_is_refused():
    data = instance_data(read_instance("@first-week"))
    data["clients"][0]["last_service_date"] = "2026-02-28"
    with pytest.raises(ProblemsError, match="last_service_date"):
        carried(instance_from_data(data), dt.date(2026, 2, 23))


def test_nothing_is_overwritten_unless_said(cli, inside):
    cli("init", "week.xlsx", "--blank")
    before = (inside / "week.xlsx").read_bytes()
    done = cli("init", "week.xlsx", "--json")
    assert done.code == 3
    assert [one["code"] for one in done.json["problems"]] == ["file_exists"]
    assert (inside / "week.xlsx").read_bytes() == before
    assert cli("init", "week.xlsx", "--force").code == 0
    assert (inside / "week.xlsx").read_bytes() != before
    assert cli("init", "folder").code == 0
    assert cli("init", "folder").code == 3
    assert cli("init", "folder", "--force").code == 0


def test_what_it_starts_from_is_never_overwritten(cli):
    cli("init", "week.xlsx")
    done = cli("init", "week.xlsx", "--from", "week.xlsx", "--force")
    assert done.code == 3
    assert "[file_exists]" in done.err


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("week.json",), "ends in .xlsx"),
        (("week.xls",), "ends in .xlsx"),
        (("week.xlsx", "--blank", "--from", "@first-week"), "--blank from nothing"),
        (("week.xlsx", "--monday", "2026-03-03"), "its week starts on 2026-03-02"),
        (("week.xlsx", "--monday", "tomorrow"), "a date such as"),
        (("week.xlsx", "--time-zone", "Mars/Olympus"), "IANA time zone"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(cli, inside, words, sentence):
    done = cli("init", *words)
    assert done.code == 2
    assert sentence in done.err
    assert list(inside.iterdir()) == []


def test_an_instance_with_problems_is_not_started_from(cli, inside):
    (inside / "bad.json").write_text("{}")
    done = cli("init", "week.xlsx", "--from", "bad.json")
    assert done.code == 3
    assert "[missing_key]" in done.err
    assert not (inside / "week.xlsx").exists()


def test_a_folder_that_is_called_like_a_workbook_is_told(cli, inside):
    (inside / "week.xlsx").mkdir()
    done = cli("init", "week.xlsx")
    assert done.code == 3
    assert "[is_a_folder]" in done.err
