"""Writing files: whole or not at all, for their owner only, and back to the same thing."""

import errno
import json
import os
import stat

import pytest

from bad_inputs.row import EXAMPLE, complete
from iopsched.errors import ProblemsError
from iopsched.files import writing
from iopsched.files.reading import instance_from_data, read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.sources import shipped_instances
from iopsched.files.writing import (
    instance_data,
    json_text,
    make_folder,
    remove_unfinished,
    write_instance,
    write_json,
    write_schedule,
    write_text,
)
from sample import sample_instance, sample_schedule


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def written(action, *arguments):
    """Return (code, place) of the one problem of a write that fails."""
    with pytest.raises(ProblemsError) as error:
        action(*arguments)
    (problem,) = error.value.problems
    assert problem.way_out
    return problem.code, problem.place


@pytest.mark.parametrize("defaults", [False, True])
@pytest.mark.parametrize("name", [EXAMPLE, *(f"@{name}" for name in shipped_instances())], ids=str)
def test_an_instance_reads_back_as_itself(name, defaults, tmp_path):
    instance = read_instance(name)
    path = write_instance(tmp_path, instance, defaults=defaults)
    assert path == tmp_path / "instance.json"
    again = read_instance(path)
    assert again == instance
    assert again.digest == instance.digest


def test_every_field_reads_back(tmp_path):
    instance = instance_from_data(complete())
    assert read_instance(write_instance(tmp_path / "short.json", instance)) == instance
    assert read_instance(write_instance(tmp_path / "long.json", instance, defaults=True)) == instance


@pytest.mark.parametrize(
    "level",
    [
        {"id": "iop"},
        {"id": "iop", "preset": "php"},
        {"id": "iop", "max_minutes_per_week": None},
        {"id": "iop", "max_minutes_per_week": None, "min_minutes_per_week": None},
        {"id": "iop", "preset": "unbounded", "max_minutes_per_week": 600},
        {"id": "iop", "preset": "op", "max_minutes_per_week": 300, "min_service_days": 1},
    ],
)
def test_a_limit_taken_away_stays_away(level):
    instance = sample_instance(levels=[level])
    data = json.loads(json_text(instance_data(instance)))
    assert data.get("levels", [{"id": "iop"}]) == [level]
    assert instance_from_data(data) == instance


@pytest.mark.parametrize(
    "payer", [{"id": "p", "preset": "h0015", "min_qualifying_days": None}, {"id": "p", "max_gap_days": 3}]
)
def test_a_payers_limit_taken_away_stays_away(payer):
    instance = sample_instance(payers=[payer])
    data = instance_data(instance)
    assert data["payers"] == [payer]
    assert instance_from_data(data) == instance


def test_shorthands_are_written_short():
    data = instance_data(read_instance(EXAMPLE))
    assert data["clinicians"][0]["credentials"] == ["LCSW"]
    assert data["groups"][3]["meetings"] == ["Wed 18:00 | Wed 18:30"]
    assert data["groups"][4]["meetings"][0]["id"] == "sat"


def test_a_schedule_reads_back_as_itself(tmp_path):
    instance = sample_instance()
    schedule = sample_schedule(instance)
    path = write_schedule(tmp_path / "new" / "folder", schedule)
    assert path == tmp_path / "new" / "folder" / "schedule.json"
    assert read_schedule(path, instance) == schedule
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    session = json.loads(path.read_text())["sessions"][0]
    assert set(session) == set(type(schedule.sessions[0]).model_fields), "facts are written in full"


def test_the_older_schedule_becomes_the_previous_one(tmp_path):
    first = sample_schedule(sample_instance())
    second, third = (first.model_copy(update={"sessions": first.sessions[:n]}) for n in (2, 1))
    previous = tmp_path / "schedule.previous.json"
    write_schedule(tmp_path, first)
    write_schedule(tmp_path, first)
    assert not previous.exists(), "the same again is no older one"
    write_schedule(tmp_path, second)
    write_schedule(tmp_path, third, keep_previous=False)
    assert read_schedule(previous) == first
    assert read_schedule(tmp_path / "schedule.json") == third
    assert mode(previous) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["schedule.json", "schedule.previous.json"]


def test_the_same_data_gives_the_same_bytes(tmp_path):
    instance = read_instance(EXAMPLE)
    first = write_instance(tmp_path / "a.json", instance).read_bytes()
    assert write_instance(tmp_path / "b.json", read_instance(tmp_path / "a.json")).read_bytes() == first
    assert first == EXAMPLE.read_bytes(), "the example is laid out as files are written"


def test_text_is_laid_out_to_be_read():
    lines = EXAMPLE.read_text().splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize(
    "data",
    [{}, [], 1, "x", {"a": []}, {"a": {"b": [{"c": 1}, {}]}}, [[1, [2] * 200], {"x" * 200: {"y": "z" * 90}}]],
)
def test_the_layout_never_changes_the_data(data):
    assert json.loads(json_text(data)) == data


def test_files_of_writes_that_were_killed_are_removed_and_nothing_else(tmp_path):
    others = (
        *("schedule.json", ".iopsched-.tmp", ".iopsched-abc.tmp", ".iopsched-abcdefg1.tmp.json"),
        *("iopsched-abcdefg1.tmp", ".iopsched-ABCDEFG1.tmp", ".iopsched-abcdefg12.tmp", "x.tmp"),
    )
    for name in (*others, ".iopsched-abcdefg1.tmp", ".iopsched-a_b_c_d_.tmp"):
        (tmp_path / name).write_text("{")
    (tmp_path / ".iopsched-afolder0.tmp").mkdir()
    (tmp_path / ".iopsched-someslnk.tmp").symlink_to(tmp_path / "schedule.json")
    remove_unfinished(tmp_path)
    assert set(os.listdir(tmp_path)) == {*others, ".iopsched-afolder0.tmp", ".iopsched-someslnk.tmp"}
    remove_unfinished(tmp_path / "none")


def test_a_file_still_being_written_is_left_alone(tmp_path, monkeypatch):
    replace = os.replace

    def meanwhile(name, target):
        remove_unfinished(tmp_path)
        replace(name, target)

    monkeypatch.setattr(writing.os, "replace", meanwhile)
    write_text(tmp_path / "a.json", "whole")
    assert (tmp_path / "a.json").read_text() == "whole"


def test_a_link_is_written_through(tmp_path):
    real = tmp_path / "real.json"
    write_text(real, "old")
    (tmp_path / "link.json").symlink_to(real)
    write_text(tmp_path / "link.json", "new")
    assert real.read_text() == "new"
    assert (tmp_path / "link.json").is_symlink()


@pytest.mark.parametrize(
    "number, code",
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "not_writable"),
        (errno.EACCES, "not_writable"),
        (errno.EIO, "not_written"),
    ],
)
def test_a_write_that_fails_leaves_the_older_file_whole(number, code, tmp_path, monkeypatch):
    path = tmp_path / "schedule.json"
    write_text(path, "old")

    def fail(*_):
        raise OSError(number, "simulated")

    monkeypatch.setattr(writing.os, "fsync", fail)
    assert written(write_text, path, "new") == (code, "schedule.json")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["schedule.json"]


def test_an_interrupted_write_leaves_no_litter(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(writing.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "result.json", "new")
    assert os.listdir(tmp_path) == []


def test_what_is_no_file_is_never_replaced(tmp_path):
    assert written(write_json, "/dev/null", {}) == ("not_a_file", "<name, 4 characters>")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    (tmp_path / "result.json").mkdir()
    assert written(write_json, tmp_path / "result.json", {}) == ("is_a_folder", "result.json")
    write_text(tmp_path / "run.json", "x")
    assert written(write_json, tmp_path / "run.json" / "result.json", {}) == ("not_a_folder", "result.json")
    assert written(make_folder, tmp_path / "run.json" / "x")[0] == "not_a_folder"
    assert written(write_json, tmp_path / ("x" * 300), {})[0] == "name_invalid"
