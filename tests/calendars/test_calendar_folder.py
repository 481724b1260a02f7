"""Calendars in a folder: counted on from, whole, for their owner only, and nothing stale among them."""

import datetime as dt
import os
import re
import shlex
from pathlib import Path

import pytest
from calendar_lines import events_of

from iopsched import ProblemsError, write_calendars, write_instance, write_schedule
from iopsched.files.calendars import open_calendars, read_uid_key
from sample import sample_instance, sample_schedule

STAMP = dt.datetime(2026, 2, 27, 15, tzinfo=dt.UTC)
KEY = b"0123456789abcdef"
EARLIER = {"c01.family.1": {"start": "16:00", "end": "17:00"}}
MOVED = {"evening.2": {"start": "18:00", "end": "21:00"}}


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    return tmp_path / "calendars"


@pytest.fixture(name="week")
def fixture_week():
    return sample_instance()


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refusal(folder, instance, schedule, **options):
    before = contents(folder)
    with pytest.raises(ProblemsError) as caught:
        write_calendars(folder, instance, schedule, **options)
    assert contents(folder) == before
    return {problem.code for problem in caught.value.problems}


def test_an_export_counts_on_from_the_one_before_and_leaves_what_is_not_its_own(week, folder):
    written = write_calendars(folder, week, sample_schedule(week), stamp=STAMP)
    assert {str(path.relative_to(folder)) for path in written} | {"calendars.json"} == set(contents(folder))
    first = contents(folder)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*.*")} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_dir()} == {0o700}
    write_calendars(folder, week, sample_schedule(week))
    assert contents(folder) == first
    (folder / "clients" / "my notes.ics").write_text("mine")
    (folder / "clients" / "c01.txt").write_text("mine too")
    moved = sample_schedule(week, **MOVED)
    write_calendars(folder, week, moved, against=sample_schedule(week))
    second = contents(folder)
    assert [*events_of(second["changes/clients/c02.ics"]).values()][0]["SEQUENCE"] == "1"
    write_calendars(folder, week, moved)
    third = contents(folder)
    assert not [name for name in third if name.startswith("changes/")]
    assert {name: second[name] for name in second if not name.startswith("changes/")} == third
    assert third["clients/my notes.ics"] == b"mine"


def test_last_weeks_calendars_make_room_for_this_weeks(week, folder):
    write_calendars(folder, week, sample_schedule(week), key=KEY)
    later = sample_instance(id="next", week={"monday": "2026-03-09", "time_zone": "America/New_York"})
    evening = sample_schedule(week).sessions[0]
    moved = evening.model_copy(update={"date": dt.date(2026, 3, 9), "clients": ("c02",)})
    schedule = sample_schedule(later).model_copy(update={"sessions": (moved,)})
    write_calendars(folder, later, schedule)
    assert set(contents(folder)) == {
        "calendars.json",
        "clients/c02.ics",
        "clinicians/k1.ics",
        "rooms/big.ics",
    }
    assert len(events_of(contents(folder)["clients/c02.ics"])) == 1


def test_what_would_cancel_everybodys_week_is_refused(week, folder):
    schedule = sample_schedule(week)
    write_calendars(folder, week, schedule, stamp=STAMP)
    other = sample_instance(id="morning")
    assert refusal(folder, other, sample_schedule(other)) == {"calendars_of_another_instance"}
    assert refusal(folder, week, schedule, key=KEY) == {"uid_key_differs"}
    (folder / "clients" / "c01.ics").write_text("somebody's own")
    assert refusal(folder, week, schedule) == {"calendar_unknown"}
    (folder / "calendars.json").write_text("{")
    assert refusal(folder, week, schedule) == {"file_cut_off"}


def test_no_file_gives_the_key_away(week, folder):
    write_calendars(folder, week, sample_schedule(week), key=KEY, stamp=STAMP)
    assert not [
        name for name, content in contents(folder).items() if KEY in content or KEY.hex().encode() in content
    ]
    again = open_calendars(folder, week, KEY)
    assert set(again.calendars) == set(contents(folder)) - {"calendars.json"}


def test_what_is_in_the_way_is_told(week, folder, tmp_path):
    folder.mkdir()
    (folder / "clients").write_text("a file")
    assert refusal(folder, week, sample_schedule(week)) == {"not_a_folder"}
    (folder / "clients").unlink()
    (folder / "clients").mkdir()
    os.mkfifo(folder / "clients" / "c01.ics")
    with pytest.raises(ProblemsError, match="not_a_file"):
        write_calendars(folder, week, sample_schedule(week))
    (folder / "clients" / "c01.ics").unlink()
    for name in ("clients/a b.ics", "clients/../../a.ics", "a.ics", "/a.ics", "other/a.ics"):
        with pytest.raises(ProblemsError, match="name_invalid"):
            open_calendars(folder, week).write({name: b""})


def test_a_key_is_long_enough_and_white_space_around_it_does_not_count(tmp_path):
    file = tmp_path / "uid.key"
    for content, code in (
        (b"", "uid_key_length"),
        (b" short \n", "uid_key_length"),
        (b"x" * 5000, "uid_key_length"),
    ):
        file.write_bytes(content)
        with pytest.raises(ProblemsError, match=code) as caught:
            read_uid_key(file)
        assert "short" not in str(caught.value)
    with pytest.raises(ProblemsError, match="file_missing"):
        read_uid_key(tmp_path / "none")
    file.write_bytes(KEY + b"\r\n")
    assert read_uid_key(file) == KEY


def test_the_verb_writes_calendars_and_their_changes(week, tmp_path, run_cli):
    instance, old = (
        write_instance(tmp_path, week),
        write_schedule(tmp_path / "old.json", sample_schedule(week)),
    )
    new = write_schedule(tmp_path / "new.json", sample_schedule(week, without={"c01.ind.1"}, **EARLIER))
    key, folder = tmp_path / "uid.key", tmp_path / "cal"
    key.write_bytes(KEY)
    words = ("--ics", folder, "--uid-key", key)
    assert run_cli("export", instance, old, *words)[0] == 0
    code, out = run_cli("export", instance, new, *words, "--against", old)
    assert code == 4
    assert str(folder) in out
    changes = {name for name in contents(folder) if name.startswith("changes/")}
    assert "changes/clients/c01+cancelled.ics" in changes
    assert run_cli("export", instance, new, "--ics", folder)[0] == 3

    pack = tmp_path / "pack"
    words = ("diff", old, new, "--instance", instance, "--pack", pack)
    assert run_cli(*words, "--calendars", folder, "--uid-key", key)[0] == 0
    for name, content in contents(pack).items():
        if name.endswith(".ics"):
            assert content == contents(folder)[f"changes/{name}"]
            assert f"{name.removesuffix('.ics').removesuffix('+cancelled')}.txt" in contents(pack)
    people = [name for name in changes if "rooms/" not in name]
    assert len(people) == sum(name.endswith(".ics") for name in contents(pack))
    for wrong in (("--calendars", folder), ("--uid-key", key)):
        assert run_cli("diff", old, new, *wrong)[0] == 2
        assert run_cli("diff", old, new, "--pack", tmp_path / "p", *wrong)[0] == 2
    for name in [name for name in contents(pack) if name.endswith(".txt")]:
        (pack / name).unlink()
    less = write_schedule(tmp_path / "less.json", sample_schedule(week))
    assert run_cli("diff", old, less, "--instance", instance, "--pack", pack)[0] == 3


def test_the_commands_of_the_page_run(week, tmp_path, run_cli, monkeypatch):
    page = Path(__file__).resolve().parents[2] / "docs" / "calendars.md"
    blocks = re.findall(r"```text\n(.*?)```", page.read_text(), re.DOTALL)
    assert sum(block.count("iopsched export") for block in blocks) == 3
    for number, block in enumerate(blocks):
        folder = tmp_path / str(number)
        for name, schedule in (
            ("schedule", sample_schedule(week, **EARLIER)),
            ("old", sample_schedule(week)),
        ):
            write_schedule(folder / "week" / f"{name}.json", schedule)
        (folder / "week" / "old.json").rename(folder / "week" / "schedule.previous.json")
        write_instance(folder / "week", week)
        (folder / "uid.key").write_text("ab" * 32)
        monkeypatch.chdir(folder)
        for line in block.splitlines():
            if line.startswith("iopsched "):
                assert run_cli(*shlex.split(line)[1:])[0] == 0
        assert (folder / "week" / "calendars" / "clients" / "c01.ics").is_file()


@pytest.fixture(name="run_cli")
def fixture_run_cli():
    from click.testing import CliRunner

    from iopsched.cli import main

    def run(*words):
        result = CliRunner(catch_exceptions=False).invoke(main, [str(word) for word in words])
        return result.exit_code, result.output

    return run
