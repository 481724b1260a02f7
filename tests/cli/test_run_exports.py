"""What solve and replan write besides their own files, if it is asked for."""

import json
import stat

import pytest

import iopsched.files.tables as tables
from iopsched.errors import Problem, ProblemsError
from iopsched.exporting.rendering import Rendered
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule

QUICK = ("--reproducible", "--effort", "3", "--workers", "1")
ALL = ("--xlsx", "--html", "--ics", "--csv", "--parquet")


def test_solve_writes_everything_asked_for_into_its_folder(cli, week, tmp_path):
    out = tmp_path / "out"
    run = cli("solve", week.instance, "--out", out, *QUICK, *ALL)
    assert run.code == 0
    assert {path.name for path in out.iterdir()} == {
        *("schedule.json", "instance.json", "result.json", "run.json"),
        *("schedule.xlsx", "report.html", "calendars", "tables"),
    }
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in out.rglob("*") if path.is_file())
    assert f"Wrote {out / 'schedule.xlsx'}." in run.out
    assert f"Next: open {out / 'report.html'}" in run.out
    instance = read_instance(out / "instance.json")
    solved = read_schedule(out / "schedule.json", instance)
    assert read_schedule(out / "schedule.xlsx", instance).sessions == solved.sessions
    goals = (out / "tables" / "goals.csv").read_text("utf-8-sig")
    assert "1a,0,0,proved," in goals
    assert len(list((out / "tables").glob("*.parquet"))) == 6


def test_solve_lists_what_it_wrote_as_data_and_only_if_asked(cli, week, tmp_path):
    asked = cli("solve", week.instance, "--out", tmp_path, *QUICK, "--csv", tmp_path / "t", "--json")
    assert [path.rpartition("/")[2] for path in asked.json["written"]["csv"]][:2] == [
        "sessions.csv",
        "enrolments.csv",
    ]
    assert "written" not in cli("solve", week.instance, "--out", tmp_path, *QUICK, "--json").json
    assert "written" not in json.loads((tmp_path / "result.json").read_text())


def test_what_may_be_of_an_older_schedule_is_told(cli, week, tmp_path):
    out = tmp_path / "out"
    first = cli("solve", week.instance, "--out", out, *QUICK, "--html", "--csv")
    assert "older schedule" not in first.err
    again = cli("solve", week.instance, "--out", out, *QUICK, "--html")
    assert f"perhaps of an older schedule: tables in {out}" in again.err
    assert (
        f"Next: iopsched report {out / 'instance.json'}"
        in cli("solve", week.instance, "--out", out, *QUICK).out
    )


def test_a_solve_from_a_published_week_has_calendars_of_its_changes(cli, week, tmp_path):
    words = ("--published", week.schedule, "--forbid", "client:c01,session:c01.ind.1,start:tue-10:00")
    assert cli("solve", week.instance, *words, "--out", tmp_path, *QUICK, "--ics").code == 0
    before, after = read_schedule(week.schedule), read_schedule(tmp_path / "schedule.json")
    assert before.sessions != after.sessions
    changed = {path.name for path in (tmp_path / "calendars" / "changes").rglob("*.ics")}
    assert "c01.ics" in changed
    assert "c02.ics" not in changed


def test_replan_writes_what_is_asked_for_and_whom_to_send_changes(cli, week, tmp_path):
    words = ("--absent", "k2:tue", "--out", tmp_path / "again", *QUICK)
    run = cli("replan", week.instance, week.schedule, *words, "--xlsx", "--ics")
    assert run.code in (0, 4)
    assert (tmp_path / "again" / "schedule.xlsx").exists()
    changes = tmp_path / "again" / "calendars" / "changes"
    assert {path.parent.name for path in changes.rglob("*.ics")} >= {"clients", "clinicians"}
    assert {path.name.partition("+")[0].removesuffix(".ics") for path in (changes / "clients").iterdir()} == {
        "c01"
    }


def test_asking_about_absences_writes_nothing(cli, week):
    run = cli("replan", week.instance, week.schedule, "--each-absence", "--xlsx")
    assert run.code == 2
    assert "does not go with --xlsx" in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--html", "page.pdf"), "ends in .html"),
        (("--csv", "--uid-key", "key"), "--uid-key goes with --ics"),
    ],
)
def test_what_cannot_be_is_a_usage_error_before_the_search(cli, week, tmp_path, words, said):
    run = cli("solve", week.instance, "--out", tmp_path / "out", *QUICK, *words)
    assert run.code == 2
    assert said in run.err
    assert not (tmp_path / "out").exists()


def test_a_place_where_nothing_can_be_written_is_told_before_the_search(cli, week, tmp_path):
    (tmp_path / "file").write_text("")
    for words in (("--html", tmp_path / "file" / "r.html"), ("--csv", tmp_path / "file")):
        run = cli("solve", week.instance, "--out", tmp_path / "out", *QUICK, *words)
        assert run.code == 3
        assert "[not_a_folder]" in run.err
        assert not (tmp_path / "out").exists()


def test_what_fails_after_the_search_leaves_the_schedule_and_is_told(cli, week, tmp_path, monkeypatch):
    def full(self):
        raise ProblemsError([Problem("disk_full", "report.html", "the disk is full")])

    monkeypatch.setattr(Rendered, "write", full)
    words = ("solve", week.instance, "--out", tmp_path / "out", *QUICK, "--html")
    run = cli(*words, "--json")
    assert run.code == run.json["exit_code"] == 3
    assert [problem["code"] for problem in run.json["problems"]] == ["disk_full"]
    assert read_schedule(tmp_path / "out" / "schedule.json").sessions
    told = cli(*words).err
    assert "The schedule is written, but not all that was asked for beside it." in told
    assert "Nothing was done" not in told


def test_what_can_never_be_made_is_told_before_the_search(cli, week, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    run = cli("solve", week.instance, "--out", tmp_path / "out", *QUICK, "--parquet")
    assert run.code == 3
    assert "[parquet_missing]" in run.err
    assert not (tmp_path / "out").exists()
    other = tmp_path / "calendars"
    other.mkdir()
    note = {"instance_id": "other", "week": "2026-03-02", "uid_key": "none"}
    (other / "calendars.json").write_text(json.dumps(note))
    run = cli("solve", week.instance, "--out", tmp_path / "out", *QUICK, "--ics", other)
    assert run.code == 3
    assert "looking for" not in run.err
    assert not (tmp_path / "out").exists()
