"""export: what it writes, what it refuses, and that it writes all or nothing."""

import json
import shlex
import stat
from pathlib import Path

import pytest

import iopsched.files.tables as tables
from iopsched import ProblemsError, write_tables
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_schedule
from sample import sample_instance, sample_schedule

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("sessions", "enrolments", "clients", "needs", "clinicians", "goals")
ALL = ("--xlsx", "--html", "--ics", "--csv", "--parquet")


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_everything_is_written_into_a_folder_for_its_owner_only(cli, week, tmp_path):
    out = tmp_path / "out"
    run = cli("export", week.instance, week.schedule, *ALL, "--out", out)
    assert run.code == 0
    names = files_in(out)
    assert {"schedule.xlsx", "report.html"} <= names
    assert {name for name in names if name.startswith("tables/")} == {
        f"tables/{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")
    }
    assert {f"calendars/clients/c0{number}.ics" for number in (1, 2, 3, 4)} <= names
    assert {"calendars/clinicians/k1.ics", "calendars/rooms/big.ics"} <= names
    for path in out.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    for line in (
        f"Wrote {out / 'schedule.xlsx'}.",
        f"Wrote {out / 'report.html'}.",
        f"calendars into {out / 'calendars'}.",
        f"Wrote 6 tables into {out / 'tables'}.",
        f"Wrote 6 Parquet files into {out / 'tables'}.",
        "Next: open",
    ):
        assert line in run.out
    assert run.err == ""


def test_each_kind_goes_where_it_is_named(cli, week, tmp_path):
    (tmp_path / "there").mkdir()
    words = ("--xlsx", tmp_path / "a.xlsx", "--html", tmp_path / "there", "--csv", tmp_path / "t")
    run = cli("export", week.instance, week.schedule, *words, "--json")
    assert (run.code, run.json["exit_code"], run.err) == (0, 0, "")
    assert run.json["written"] == {
        "xlsx": [str(tmp_path / "a.xlsx")],
        "html": [str(tmp_path / "there" / "report.html")],
        "csv": [str(tmp_path / "t" / f"{name}.csv") for name in TABLES],
    }
    assert {path.name for path in (tmp_path / "t").iterdir()} == {f"{name}.csv" for name in TABLES}
    assert run.json["valid"] is True


def test_the_workbook_reads_back_as_the_schedule(cli, week, tmp_path):
    assert cli("export", week.instance, week.schedule, "--xlsx", tmp_path / "s.xlsx").code == 0
    instance = read_instance(week.instance)
    assert read_schedule(tmp_path / "s.xlsx", instance).sessions == read_schedule(week.schedule).sessions


def test_an_older_workbook_which_may_hold_edits_is_kept(cli, week, tmp_path):
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(b"edited by hand")
    for _ in range(2):
        assert cli("export", week.instance, week.schedule, "--xlsx", "--out", tmp_path).code == 0
    assert (tmp_path / "schedule.previous.xlsx").read_bytes() == b"edited by hand"


def test_shortfalls_exit_4_and_are_written_all_the_same(cli, week, tmp_path):
    run = cli("export", week.instance, week.without("c01.family.1"), "--csv", "--out", tmp_path)
    assert run.code == 4
    assert "Some needs are not met" in run.err
    assert "False" in (tmp_path / "tables" / "clients.csv").read_text("utf-8-sig")


def test_a_broken_schedule_exits_6_and_nothing_is_written(cli, week, tmp_path):
    broken = week.with_changes(**{"evening.1": {"end": "20:00"}})
    out = tmp_path / "out"
    run = cli("export", week.instance, broken, *ALL, "--out", out)
    assert run.code == 6
    assert "length_kept" in run.out
    assert "Nothing was written" in run.err
    document = cli("export", week.instance, broken, "--csv", "--out", out, "--json").json
    assert (document["exit_code"], document["written"]) == (6, {})
    assert [violation["rule"] for violation in document["violations"]] == ["length_kept"]
    assert not out.exists()


def test_what_is_broken_in_a_workbook_is_told_by_its_cells(cli, week, tmp_path):
    workbook = tmp_path / "s.xlsx"
    broken = week.with_changes(**{"evening.1": {"end": "20:00"}})
    assert cli("export", week.instance, broken, "--xlsx", workbook, "--draft").code == 6
    run = cli("export", week.instance, workbook, "--csv", "--out", tmp_path)
    assert run.code == 6
    assert "Sessions!" in run.out
    assert not (tmp_path / "tables").exists()


def test_a_draft_says_so_in_its_names_and_makes_no_calendars(cli, week, tmp_path):
    broken = week.with_changes(**{"evening.1": {"end": "20:00"}})
    out = tmp_path / "out"
    words = ("--draft", "--out", out)
    run = cli("export", week.instance, broken, "--xlsx", "--html", "--csv", *words)
    assert run.code == 6
    assert {path.name for path in out.iterdir()} == {
        "schedule-draft.xlsx",
        "report-draft.html",
        "tables-draft",
    }
    assert "This is a draft, which breaks rules: 1 violation," in run.err
    assert cli("export", week.instance, broken, "--ics", *words).code == 2
    valid = cli("export", week.instance, week.schedule, "--html", *words)
    assert (valid.code, (out / "report.html").exists()) == (0, True)


def test_nothing_is_written_where_one_thing_cannot_be_made(cli, week, tmp_path, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    run = cli("export", week.instance, week.schedule, *ALL, "--out", out, "--json")
    assert run.code == 3
    assert [problem["code"] for problem in run.json["problems"]] == ["parquet_missing"]
    assert not out.exists()
    (out / "calendars" / "clients").mkdir(parents=True)
    (out / "calendars" / "clients" / "c01.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    run = cli("export", week.instance, week.schedule, "--xlsx", "--csv", "--ics", "--out", out)
    assert run.code == 3
    assert files_in(out) == {"calendars/clients/c01.ics"}


def test_raw_tables_have_no_mark_and_no_apostrophes(cli, week, tmp_path):
    assert cli("export", week.instance, week.schedule, "--csv", tmp_path / "t", "--raw").code == 0
    assert (tmp_path / "t" / "sessions.csv").read_bytes().startswith(b"session,")


def test_changes_against_what_is_published_get_calendars_of_their_own(cli, week, tmp_path):
    moved = week.with_changes(**{"c01.ind.1": {"start": "10:30", "end": "11:20"}})
    words = ("--ics", tmp_path / "c", "--against", week.schedule)
    assert cli("export", week.instance, moved, *words).code == 0
    changed = {path.name for path in (tmp_path / "c" / "changes").rglob("*.ics")}
    assert changed == {"c01.ics", "k2.ics", "office.ics"}


def test_a_folder_of_calendars_keeps_its_secret(cli, week, tmp_path):
    key, short = tmp_path / "key", tmp_path / "short"
    key.write_bytes(b"0123456789abcdef0123456789abcdef")
    short.write_bytes(b"x")
    words = ("export", week.instance, week.schedule, "--ics", tmp_path / "c")
    assert cli(*words, "--uid-key", short).code == 3
    assert not (tmp_path / "c").exists()
    assert cli(*words, "--uid-key", key).code == 0
    refused = cli(*words, "--json")
    assert [problem["code"] for problem in refused.json["problems"]] == ["uid_key_differs"]


def test_pages_to_hand_out_print_names_from_a_key(cli, week, tmp_path):
    key = tmp_path / "key.csv"
    key.write_text("id,name\nc01,Maria Muster\n")
    page = tmp_path / "p.html"
    words = ("--html", page, "--sheets", "clients", "--names", key)
    run = cli("export", week.instance, week.schedule, *words)
    assert run.code == 0
    assert "Maria Muster" in page.read_text()
    assert "Maria" not in run.out + run.err
    assert "have no name here" in run.err


def test_the_bounds_of_the_search_are_told_if_its_result_stands_beside(cli, week, tmp_path):
    words = ("--reproducible", "--effort", "3", "--workers", "1", "--quiet")
    assert cli("solve", week.instance, "--out", tmp_path, *words).code == 0
    inputs = (tmp_path / "instance.json", tmp_path / "schedule.json")
    assert cli("export", *inputs, "--csv", "--out", tmp_path).code == 0
    told = (tmp_path / "tables" / "goals.csv").read_text("utf-8-sig")
    assert "1a,0,0,proved,0.0,True," in told
    (tmp_path / "result.json").unlink()
    assert cli("export", *inputs, "--csv", "--out", tmp_path).code == 0
    assert "1a,0,,none,,," in (tmp_path / "tables" / "goals.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "any of --xlsx, --html, --ics, --csv and --parquet"),
        (("--xlsx", "week.xls"), "ends in .xlsx"),
        (("--html", "week.json"), "ends in .html"),
        (("--csv", "--sheets", "clients"), "--sheets goes with --html"),
        (("--csv", "--names", "n.csv"), "--names goes with --html"),
        (("--csv", "--against", "s.json"), "--against goes with --ics"),
        (("--csv", "--uid-key", "key"), "--uid-key goes with --ics"),
        (("--html", "--raw"), "--raw goes with --csv"),
        (("--ics", "--draft"), "--draft makes no calendars"),
        (("--html", "--sheets", "rooms", "--draft"), "--draft makes no calendars and no pages to hand out"),
        (("--html", "--sheets", "groups"), "groups"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(cli, week, words, said):
    run = cli("export", week.instance, week.schedule, *words)
    assert run.code == 2
    assert said in run.err


def test_a_word_taken_for_a_name_is_told(cli, week):
    run = cli("export", "--csv", week.instance, week.schedule)
    assert run.code == 2
    assert "The word after --csv was taken for its name" in run.err
    assert "was taken" not in cli("export", week.instance).err


def test_no_file_that_is_read_is_ever_overwritten(cli, week, tmp_path):
    workbook = tmp_path / "schedule.xlsx"
    assert cli("export", week.instance, week.schedule, "--xlsx", workbook).code == 0
    before = workbook.read_bytes()
    run = cli("export", week.instance, workbook, "--xlsx", "--out", tmp_path)
    assert run.code == 2
    assert "would overwrite what is read" in run.err
    assert workbook.read_bytes() == before
    assert cli("export", week.instance, workbook, "--csv", "--out", tmp_path).code == 0


def test_tables_never_overwrite_an_instance_of_csv_files(cli, week, tmp_path):
    folder = tmp_path / "csv"
    assert cli("convert", week.instance, folder).code == 0
    before = (folder / "clients.csv").read_bytes()
    run = cli("export", folder, week.schedule, "--csv", folder)
    assert (run.code, "would overwrite what is read" in run.err) == (2, True)
    run = cli(
        "export", week.instance, week.schedule, "--csv", folder, "--html", tmp_path / "r.html", "--json"
    )
    assert [problem["code"] for problem in run.json["problems"]] == ["folder_of_an_instance"]
    with pytest.raises(ProblemsError, match="folder_of_an_instance"):
        write_tables(folder, read_instance(folder), read_schedule(week.schedule))
    assert (folder / "clients.csv").read_bytes() == before
    assert not (tmp_path / "r.html").exists()


def test_a_schedule_of_another_instance_exits_3(cli, week, tmp_path):
    other = write_schedule(tmp_path / "o.json", sample_schedule(sample_instance(id="other")))
    run = cli("export", week.instance, other, "--csv", "--out", tmp_path / "out", "--json")
    assert run.code == run.json["exit_code"] == 3
    assert not (tmp_path / "out").exists()
    assert json.dumps(run.json["problems"]).count("instance_differs") == 1


def test_the_command_on_the_page_of_tables_runs(cli, week, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    week.folder.rename("week")
    command = (ROOT / "docs" / "tables.md").read_text().split("```\n")[1].strip()
    assert cli(*shlex.split(command)[1:]).code == 0
    assert {path.name for path in Path("week/tables").iterdir()} == {f"{name}.csv" for name in TABLES}
