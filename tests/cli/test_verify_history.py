"""What was held before now is told apart by `verify`, and makes no schedule invalid."""

import pytest

from iopsched.files.writing import write_instance, write_schedule
from sample import sample_instance, sample_schedule


@pytest.fixture(name="begun")
def fixture_begun(tmp_path):
    """A week in which Monday's group was led by k2, outside of its hours, and a schedule that has it so."""

    def write(now="2026-03-03T08:00"):
        week = sample_instance()
        monday = {"evening.1": {"leaders": ("k2",)}}
        held = sample_schedule(week, **monday).sessions[:1]
        time = {**week.week.model_dump(mode="json"), "now": now}
        begun = week.replace(week=time, history=held)
        write_instance(tmp_path / "instance.json", begun)
        write_schedule(tmp_path / "schedule.json", sample_schedule(begun, **monday))
        return tmp_path / "instance.json", tmp_path / "schedule.json"

    return write


def test_verify_lists_history_under_its_own_heading(cli, begun):
    done = cli("verify", *begun())
    assert done.code == 0
    assert "Every rule is kept." in done.out
    assert "History: would break today's rules" in done.out
    assert "clinician_available" in done.out


def test_verify_says_history_as_json(cli, begun):
    done = cli("verify", *begun(), "--json")
    assert done.code == 0
    assert done.json["valid"] is True
    assert done.json["violations"] == []
    assert {(v["rule"], *v["sessions"]) for v in done.json["history"]} >= {
        ("clinician_available", "evening.1"),
        ("leader_listed", "evening.1"),
    }


def test_verify_has_no_such_heading_where_nothing_is_past(cli, tmp_path):
    week = sample_instance()
    write_instance(tmp_path / "instance.json", week)
    write_schedule(tmp_path / "schedule.json", sample_schedule(week))
    paths = (tmp_path / "instance.json", tmp_path / "schedule.json")
    assert "History" not in cli("verify", *paths).out
    assert cli("verify", *paths, "--json").json["history"] == []


def test_verify_refuses_a_schedule_that_rewrites_the_past(cli, begun, tmp_path):
    instance, schedule = begun()
    write_schedule(schedule, sample_schedule(sample_instance()).model_copy(update={"instance_digest": None}))
    done = cli("verify", instance, schedule)
    assert done.code == 6
    assert "past_kept" in done.out
