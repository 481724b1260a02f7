"""solve: the files it writes, what it says, and how it exits."""

import json
import stat

import pytest

from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance
from sample import sample_instance

QUICK = ("--reproducible", "--effort", "3", "--workers", "1")
FILES = {"schedule.json", "instance.json", "result.json", "run.json"}


@pytest.fixture(name="short", scope="module")
def fixture_short(tmp_path_factory):
    """The sample week with the family session's guest never there: one need cannot be met."""
    instance = sample_instance()
    clients = [client.model_dump(mode="json") for client in instance.clients]
    clients[0]["guests"] = [{"id": "g01", "hours": "never"}]
    changed = instance.model_dump(mode="json") | {"clients": clients}
    return write_instance(tmp_path_factory.mktemp("short"), type(instance).model_validate(changed))


def test_solve_writes_everything_and_says_where(cli, week, tmp_path):
    out = tmp_path / "new" / "out"
    run = cli("solve", week.instance, "--out", out, *QUICK)
    assert run.code == 0
    assert {path.name for path in out.iterdir()} == FILES
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in out.iterdir())
    assert "Every need of all 4 clients is met." in run.out
    assert "1a clients left far short" in run.out
    assert f"Next: iopsched report {out / 'instance.json'} {out / 'schedule.json'}" in run.out
    instance = read_instance(out / "instance.json")
    assert instance.digest == sample_instance().digest
    assert read_schedule(out / "schedule.json", instance).instance_digest == instance.digest
    assert cli("verify", out / "instance.json", out / "schedule.json").code == 0
    result = json.loads((out / "result.json").read_text())
    assert [level["id"] for level in result["levels"]][:3] == ["1a", "1b", "1c"]
    assert len(result["certificates"]) == 4
    record = json.loads((out / "run.json").read_text())
    assert record["exit_code"] == 0
    assert record["effort"] == 3
    assert record["time_limit"] is None
    assert set(record["versions"]) == {"iopsched", "ortools", "python"}


def test_solve_exits_4_with_shortfalls_and_lists_them(cli, short, tmp_path):
    run = cli("solve", short, "--out", tmp_path, *QUICK, "--json")
    assert run.code == run.json["exit_code"] == 4
    assert [need["words"] for need in run.json["shortfalls"]] == [
        "1 session short: 0 of 1 sessions of family"
    ]
    assert (tmp_path / "schedule.json").exists()
    again = cli("solve", short, "--out", tmp_path, *QUICK)
    assert "Shortfalls: 1 of 4 clients short of a need" in again.out
    assert "Some needs are not met" in again.err


def test_json_is_all_there_is_on_standard_output_and_quiet_is_quiet(cli, week, tmp_path):
    loud = cli("solve", week.instance, "--out", tmp_path, *QUICK, "--json")
    assert loud.json["instance_id"] == "sample"
    assert " s  " in loud.err
    quiet = cli("solve", week.instance, "--out", tmp_path, *QUICK, "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_the_same_search_writes_the_same_bytes(cli, week, tmp_path):
    for name in ("one", "two"):
        assert cli("solve", week.instance, "--out", tmp_path / name, *QUICK, "--quiet").code == 0
    for file in FILES - {"run.json"}:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_older_schedule_is_kept_once_and_its_result_is_not(cli, week, tmp_path):
    older = week.without("c01.ind.1").read_bytes()
    (tmp_path / "schedule.json").write_bytes(older)
    (tmp_path / "result.json").write_text("{}")
    assert cli("solve", week.instance, "--out", tmp_path, *QUICK, "--quiet").code == 0
    assert (tmp_path / "schedule.previous.json").read_bytes() == older
    assert json.loads((tmp_path / "result.json").read_text())["instance_id"] == "sample"


def test_what_a_killed_run_left_unfinished_is_removed(cli, week, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / ".iopsched-k1ll3d_0.tmp").write_text("{")
    (out / "notes.tmp").write_text("mine")
    assert cli("solve", week.instance, "--out", out, *QUICK, "--quiet").code == 0
    assert {path.name for path in out.iterdir()} == {*FILES, "notes.tmp"}


def test_the_published_schedule_is_part_of_the_effective_instance(cli, week, tmp_path):
    words = ("solve", week.instance, "--published", week.schedule, "--out", tmp_path, *QUICK, "--json")
    document = cli(*words).json
    assert next(level for level in document["levels"] if level["id"] == "2")["value"] == 0
    effective = read_instance(tmp_path / "instance.json")
    assert effective.published == read_schedule(week.schedule, None)
    assert effective.digest == sample_instance().digest


def test_the_file_that_was_read_is_never_overwritten(cli, week):
    before = week.instance.read_bytes()
    assert cli("solve", week.instance, "--out", week.folder, *QUICK, "--quiet").code == 0
    assert week.instance.read_bytes() == before
    words = ("--published", week.schedule, "--out", week.folder)
    refused = cli("solve", week.instance, *words, *QUICK)
    assert refused.code == 2
    assert "another folder" in refused.err
    assert week.instance.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("--reproducible", "--time-limit", "5"),
        ("--effort", "5"),
        ("--time-limit", "0"),
        ("--time-limit", "nan"),
        ("--workers", "0"),
        ("--seed", "-1"),
    ],
)
def test_contradictory_or_absurd_options_are_usage_errors(cli, week, tmp_path, words):
    run = cli("solve", week.instance, "--out", tmp_path / "out", *words, "--json")
    assert run.code == run.json["exit_code"] == 2
    assert not (tmp_path / "out").exists()


def test_an_invalid_instance_exits_3_and_writes_nothing(cli, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"id": "w"}')
    run = cli("solve", broken, "--out", tmp_path / "out", "--json")
    assert run.code == run.json["exit_code"] == 3
    assert [problem["code"] for problem in run.json["problems"]] == ["missing_key"]
    assert not (tmp_path / "out").exists()


def test_contradictory_pins_exit_3_and_leave_the_folder_as_it_was(cli, tmp_path):
    pins = [{"pin": "hold", "client": "c01", "group": "evening"}, {"pin": "forbid", "session": "evening.2"}]
    path = write_instance(tmp_path / "in", sample_instance(pins=pins))
    run = cli("solve", path, "--out", tmp_path / "out", *QUICK)
    assert run.code == 3
    assert "Problem: " in run.err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_used_is_told_before_the_search(cli, week, tmp_path):
    (tmp_path / "file").write_text("")
    run = cli("solve", week.instance, "--out", tmp_path / "file" / "out", *QUICK)
    assert run.code == 3
    assert "[not_a_folder]" in run.err
    assert "looking for" not in run.err


def test_warnings_are_told_before_the_search_and_do_not_stop_it(cli, tmp_path):
    parts = sample_instance().model_dump(mode="json")
    parts["services"].append({"id": "art", "clock_minutes": 60, "roles": [{"any_of": [["art-therapist"]]}]})
    parts["groups"].append({"id": "drawing", "service": "art", "meetings": ["Fri 17:30"]})
    path = write_instance(tmp_path / "in", type(sample_instance()).model_validate(parts))
    run = cli("solve", path, "--out", tmp_path / "out", *QUICK)
    assert run.code == 0
    assert run.err.startswith("Warning: ")
