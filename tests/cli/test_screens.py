"""``iopsched screens``: the days go to one file, and nowhere else."""

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from iopsched.files.writing import write_instance, write_schedule
from screening.screened_weeks import MONDAY, WORKDAYS, schedule, secret, week

CLIENTS = ("c1", "c2", "c3")
DAYS = (*WORKDAYS, *(day.capitalize() for day in WORKDAYS), "2026-03-0")


@pytest.fixture(name="folder")
def fixture_folder(tmp_path, monkeypatch):
    """A folder with instance.json, schedule.json and a secret, in which the verb runs."""
    monkeypatch.chdir(tmp_path)
    instance = week(CLIENTS, item={"min_sessions": 1, "max_sessions": 3})
    write_instance("instance.json", instance)
    write_schedule("schedule.json", schedule(instance))
    Path("key").write_bytes(secret(1) + b"\n")
    Path("key").chmod(0o600)
    return tmp_path


@pytest.fixture(name="screens")
def fixture_screens(folder, cli):
    """Run the verb on them."""
    return lambda *more: cli("screens", "instance.json", "schedule.json", "--secret", "key", *more)


def rows(path="screens.csv"):
    return list(csv.DictReader(io.StringIO(Path(path).read_text())))


def test_the_days_are_in_the_file_alone_and_only_counts_are_shown(folder, screens):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run = screens()
    assert run.code == 0
    found = rows()
    assert {row["client"] for row in found} == set(CLIENTS)
    assert f"{len(found)} screens for 3 clients" in run.out
    shown = run.out.replace(f"Week of {MONDAY}", "") + run.err
    assert not any(day in shown for day in DAYS)
    assert before == {name: Path(name).read_bytes() for name in before}
    assert {path.name for path in folder.iterdir()} - set(before) == {"screens.csv"}
    assert stat.S_IMODE(Path("screens.csv").stat().st_mode) == 0o600


def test_a_row_says_when_the_client_is_there(screens):
    screens()
    row = rows()[0]
    assert list(row) == ["date", "day", "client", "service", "on_site_from", "on_site_until", "sites"]
    assert (row["service"], row["on_site_from"], row["on_site_until"]) == ("screen", "10:00", "11:00")
    assert row["sites"] == "main"
    assert [row["date"] for row in rows()] == sorted(row["date"] for row in rows())


def test_the_same_again_and_as_json(screens):
    screens()
    first = rows()
    screens()
    assert rows() == first
    assert screens("--out", "screens.json").code == 0
    document = json.loads(Path("screens.json").read_text())
    assert document["screens_of_week"] == str(MONDAY)
    assert [{**one, "sites": "main"} for one in document["screens"]] == first
    Path("key").write_bytes(secret(2))
    screens()
    assert rows() != first


def test_json_on_standard_output_holds_no_day(screens):
    document = screens("--json").json
    assert document["exit_code"] == 0
    assert document["screens"] == len(rows())
    assert document.pop("week") == str(MONDAY)
    assert not any(day in json.dumps(document) for day in DAYS)


def test_too_few_days_exit_as_a_shortfall(screens):
    instance = week(("c1", "c2"), item={"min_sessions": 2})
    write_instance("instance.json", instance)
    write_schedule("schedule.json", schedule(instance, ("tue",)))
    run = screens()
    assert run.code == 4
    assert "SHORT c1 screen: 2 needed, 1 drawn." in run.out
    assert run.err.count("screen_day_certain") == 2
    assert screens("--json").json["short"][1] == {
        "client": "c2",
        "service": "screen",
        "needed": 2,
        "drawn": 1,
    }


def test_a_week_without_screens_says_so(screens):
    instance = week(("c1",)).replace(clients=[{"id": "c1"}])
    write_instance("instance.json", instance)
    write_schedule("schedule.json", schedule(instance))
    run = screens()
    assert (run.code, rows()) == (0, [])
    assert "No plan asks for screens" in run.err


def test_a_new_secret_is_its_owners_alone_and_never_replaces_one(folder, cli, screens):
    assert cli("screens", "--new-secret", "new.key").code == 0
    assert stat.S_IMODE(Path("new.key").stat().st_mode) == 0o600
    made = Path("new.key").read_text()
    assert len(bytes.fromhex(made)) == 32
    again = cli("screens", "--new-secret", "new.key")
    assert (again.code, Path("new.key").read_text()) == (3, made)
    assert "secret_exists" in again.err
    assert cli("screens", "--new-secret", "other.key", "--json").json == {"exit_code": 0}
    assert Path("other.key").read_text() != made
    assert cli("screens", "instance.json", "schedule.json", "--secret", "new.key").code == 0


@pytest.mark.parametrize(
    "content, mode, codes",
    [
        (b"", 0o600, ["secret_weak"]),
        (b"  \n", 0o600, ["secret_weak"]),
        (b"short but varied"[:15], 0o600, ["secret_weak"]),
        (b"abababababababababababab", 0o600, ["secret_weak"]),
        (b"0123456789abcdef", 0o600, []),
        (b"0123456789abcdef", 0o640, []),
        (b"0123456789abcdef", 0o644, ["secret_open"]),
        (b"0123456789abcdef", 0o660, ["secret_open"]),
        (b"", 0o666, ["secret_open", "secret_weak"]),
    ],
)
def test_a_secret_that_could_be_known_is_refused(screens, content, mode, codes):
    Path("key").write_bytes(content)
    Path("key").chmod(mode)
    run = screens("--json")
    assert [problem["code"] for problem in run.json.get("problems", [])] == codes
    assert run.code == (3 if codes else 0)
    assert Path("screens.csv").exists() != bool(codes)


def test_a_missing_secret_is_told(screens):
    Path("key").unlink()
    run = screens()
    assert run.code == 3
    assert "secret: there is no such file" in run.err


@pytest.mark.parametrize("name", ["schedule.json", "instance.json", "clients.csv"])
def test_no_other_file_is_written_over(screens, name):
    Path("clients.csv").write_text("id,level\nc1,iop\n")
    before = Path(name).read_bytes()
    run = screens("--out", name)
    assert run.code == 3
    assert "not_a_screens_file" in run.err
    assert Path(name).read_bytes() == before


def test_an_older_draw_is_written_over_in_either_form(screens):
    screens()
    Path("screens.csv").rename("old.json")
    assert screens("--out", "old.json").code == 0
    assert json.loads(Path("old.json").read_text())["instance_id"] == "screened"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("instance.json",),
        ("instance.json", "schedule.json"),
        ("instance.json", "schedule.json", "--secret", "key", "--out", "screens.txt"),
        ("instance.json", "schedule.json", "--new-secret", "more.key"),
        (".", "schedule.json", "--secret", "key"),
    ],
)
def test_the_command_line_is_checked(folder, cli, words):
    run = cli("screens", *words, "--json") if not words else cli("screens", *words)
    assert run.code == 2
    assert not Path("screens.csv").exists()
    assert not Path("more.key").exists()
