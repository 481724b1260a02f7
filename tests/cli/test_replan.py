"""replan: what it takes in, what it writes, what it says, and how it exits."""

import json

import pytest

from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance, write_schedule
from sample import sample_instance, sample_schedule

QUICK = ("--reproducible", "--effort", "3", "--workers", "1")
FILES = {"schedule.json", "instance.json", "result.json", "difference.json", "run.json"}


@pytest.fixture(name="house")
def fixture_house(tmp_path):
    """The sample week with a third clinician who may stand in on evenings, and its files."""
    people = [
        {"id": "k1", "max_minutes_per_week": 900, "max_minutes_per_day": 360, "max_caseload": 4},
        {"id": "k2", "hours": "Tue 9-12; Thu 16-18"},
        {"id": "k3", "hours": "Mon-Fri 12-21"},
    ]
    groups = [group.model_dump(mode="json") for group in sample_instance().groups]
    groups[0]["leaders"] = ["k1", "k3"]
    instance = sample_instance(clinicians=people, groups=groups)
    folder = tmp_path / "in"
    return write_instance(folder, instance), write_schedule(folder, sample_schedule(instance))


def codes_of(run) -> list[tuple[str, str]]:
    return [(problem["code"], problem["place"]) for problem in run.json["problems"]]


def test_an_absence_is_planned_around(cli, house, tmp_path):
    out = tmp_path / "again"
    run = cli("replan", *house, "--absent", "k1:mon", "--out", out, *QUICK)
    assert run.code == 0
    assert {path.name for path in out.iterdir()} == FILES
    assert "Every need of all 4 clients is met." in run.out
    assert "1 with" in run.out
    assert "evening.1 without k1: now led by k3" in run.out
    assert "k3 works Mon 12:00-21:00, leads nothing else then, 180 min that day" in run.out
    assert "difference.json and run.json into" in run.out
    assert max(map(len, run.out.replace(str(out), "").splitlines())) <= 80
    after = {s.id: s for s in read_schedule(out / "schedule.json").sessions}
    before = {s.id: s for s in read_schedule(house[1]).sessions}
    assert after["evening.1"].leaders == ("k3",)
    assert {one: s for one, s in after.items() if one != "evening.1"} == {
        one: s for one, s in before.items() if one != "evening.1"
    }
    assert cli("verify", out / "instance.json", out / "schedule.json").code == 0


def test_nothing_happened_and_nothing_changes(cli, house, tmp_path):
    run = cli("replan", *house, "--out", tmp_path, *QUICK)
    assert run.code == 0
    assert "Nothing changed" in run.out
    assert "Who may stand in" not in run.out
    assert read_schedule(tmp_path / "schedule.json").sessions == read_schedule(house[1]).sessions


def test_json_holds_all_that_is_written_and_said(cli, house, tmp_path):
    run = cli("replan", *house, "--absent", "k1:mon", "--leave", "c04", "--out", tmp_path, *QUICK, "--json")
    document = run.json
    assert document["exit_code"] == run.code == 0
    assert [entry["id"] for entry in document["dropped"]] == ["c04"]
    (found,) = document["substitutes"]
    assert (found["session"], found["lost"], found["chosen"]) == ("evening.1", ["k1"], ["k3"])
    assert found["ranked"][0]["valid"]
    assert document["difference"] == json.loads((tmp_path / "difference.json").read_text())
    written = json.loads((tmp_path / "result.json").read_text())
    assert written == {
        key: value for key, value in document.items() if key not in ("exit_code", "folder", "difference")
    }


def test_several_events_at_once_come_to_one_week(cli, house, tmp_path):
    new = tmp_path / "new.json"
    new.write_text(json.dumps({"id": "c99", "plan": [{"service": "process", "min_sessions": 3}]}))
    events = (
        ("--absent", "k1:mon"),
        ("--absent", "c02:wed"),
        ("--close", "room:office:thu"),
        ("--cancel", "sunday"),
        ("--arrive", new),
        ("--leave", "c03:sat"),
    )
    digests = set()
    for number, order in enumerate((events, events[::-1])):
        words = [word for event in order for word in event]
        run = cli("replan", *house, *words, "--out", tmp_path / str(number), *QUICK)
        assert run.code == 4, run.err
        week = read_instance(tmp_path / str(number) / "instance.json")
        digests.add(week.digest)
        assert "c99" in week.client
        assert str(week.client["c03"].ends_on) == "2026-03-06"
        attended = {s.id: s.clients for s in read_schedule(tmp_path / str(number) / "schedule.json").sessions}
        assert "c02" not in attended["evening.2"]
        assert "c02" in attended["evening.1"]
        assert "c99" in attended["evening.1"]
        assert not any(session.startswith("sunday") for session in attended)
    assert len(digests) == 1


def test_what_was_attended_decides_what_is_made_up(cli, house, tmp_path):
    table = tmp_path / "so-far.csv"
    table.write_text(
        "client;session;attended_minutes\nc01;evening.1;180\nc02;evening.1;0\nc03;evening.1;90\n"
    )
    words = ("--attended", table, "--now", "2026-03-03T08:00", "--out", tmp_path / "out")
    run = cli("replan", *house, *words, *QUICK)
    assert run.code == 0
    assert "evening.1: no attendance recorded for 1 of 4 clients; taken as attended." in run.out
    week = read_instance(tmp_path / "out" / "instance.json")
    assert [session.id for session in week.history] == ["evening.1"]
    assert [entry.credited_minutes for entry in week.client["c03"].attended] == [90]
    held = {s.id: s.clients for s in read_schedule(tmp_path / "out" / "schedule.json").sessions}
    assert "c02" in held["sunday.1"]
    assert held["evening.1"] == ("c01", "c02", "c03", "c04")


def test_what_is_held_stays(cli, house, tmp_path):
    words = ("--absent", "k1:mon", "--hold", "client:c01", "--forbid", "clinician:k3,day:tue")
    run = cli("replan", *house, *words, "--out", tmp_path, *QUICK)
    assert run.code == 3
    assert "[contradictory_pins]" in run.err
    kept = ("--hold", "client:c01,day:tue", "--forbid", "clinician:k3,day:tue", "--absent", "k1:mon")
    run = cli("replan", *house, *kept, "--out", tmp_path, *QUICK)
    assert run.code == 0
    assert "hold client:c01,day:tue: its 1 published session stays as it is" in " ".join(run.out.split())
    pins = read_instance(tmp_path / "instance.json").pins
    assert [(pin.pin, pin.as_published) for pin in pins] == [("hold", True), ("forbid", False)]


def test_last_weeks_schedule_is_carried_over(cli, house, tmp_path):
    later = read_instance(house[0])
    data = later.model_dump(mode="json")
    data["week"]["monday"] = "2026-03-09"
    data["id"] = "sample-2"
    data["groups"][0] |= {"id": "nights", "formerly": ["evening"]}
    data["clients"] = data["clients"][:3]
    path = write_instance(tmp_path / "later.json", type(later).model_validate(data))
    run = cli("replan", path, house[1], "--out", tmp_path / "out", *QUICK)
    assert run.code == 0
    assert "client c04 is not in the instance any more" in run.out
    after = read_schedule(tmp_path / "out" / "schedule.json")
    assert {s.id for s in after.sessions if s.kind == "group"} == {"nights.1", "nights.2", "nights.3"}


def test_everything_wrong_is_told_at_once(cli, house, tmp_path):
    words = (
        *("--absent", "k7:mon", "--absent", "k1:someday", "--close", "A", "--cancel", "evning"),
        *("--leave", "c77", "--hold", "client:c78", "--now", "2026-03-03T08:00"),
    )
    table = tmp_path / "a.csv"
    table.write_text("client,session,attended_minutes\nc01,evening.3,180\nc01,evening.7,180\n")
    run = cli("replan", *house, *words, "--attended", table, "--json", *QUICK)
    assert run.code == 3
    assert codes_of(run) == [
        ("attendance_not_past", "attendance row 2, session"),
        ("unknown_reference", "attendance row 3, session"),
        ("unknown_reference", "--absent <text, 2 characters>:mon"),
        ("day_invalid", "--absent k1:<text, 7 characters>"),
        ("event_unclear", "--close <text, 1 character>"),
        ("unknown_reference", "--cancel <text, 6 characters>"),
        ("unknown_reference", "--leave <text, 3 characters>"),
        ("unknown_reference", "--hold client:<text, 3 characters>"),
    ]


def test_everything_wrong_with_the_files_is_told_at_once(cli, house, tmp_path):
    for name in ("instance", "schedule", "new"):
        (tmp_path / f"{name}.json").write_text("[1]")
    (tmp_path / "a.csv").write_text("client\n")
    files = (tmp_path / "instance.json", tmp_path / "schedule.json")
    words = ("--arrive", tmp_path / "new.json", "--attended", tmp_path / "a.csv")
    run = cli("replan", *files, *words, "--json")
    assert run.code == 3
    assert codes_of(run) == [
        ("not_an_object", "instance"),
        ("not_an_object", "schedule"),
        ("not_an_object", "--arrive: clients[0]"),
        ("missing_key", "attendance header"),
        ("missing_key", "attendance header"),
    ]


def test_a_schedule_of_another_instance_is_refused(cli, house, tmp_path):
    stranger = read_schedule(house[1]).model_copy(update={"instance_id": "elsewhere"})
    path = write_schedule(tmp_path / "other.json", stranger)
    run = cli("replan", house[0], path, "--json", "--out", tmp_path)
    assert codes_of(run) == [("instance_differs", "schedule.instance_id")]
    stale = json.loads(house[1].read_text()) | {"schema_version": 7}
    path.write_text(json.dumps(stale))
    run = cli("replan", house[0], path, "--json", "--out", tmp_path)
    assert codes_of(run) == [("schema_version_unknown", "schedule.schema_version")]


def test_what_else_is_wrong_is_told_beside_a_stale_schedule(cli, house, tmp_path):
    path, table = tmp_path / "stale.json", tmp_path / "a.csv"
    path.write_text(json.dumps(json.loads(house[1].read_text()) | {"schema_version": 7}))
    table.write_text("client,session,attended_minutes\nc01,evening.1,much\nc01,evening.7,180\n")
    words = ("--absent", "k7:mon", "--hold", "client:c78", "--now", "2026-03-03T08:00")
    run = cli("replan", house[0], path, *words, "--attended", table, "--json", "--out", tmp_path)
    assert run.code == 3
    stale = [
        ("schema_version_unknown", "schedule.schema_version"),
        ("not_a_whole_number", "attendance row 2, attended_minutes"),
        ("unknown_reference", "--absent <text, 2 characters>:mon"),
    ]
    assert codes_of(run) == stale
    run = cli("replan", house[0], path, "--absent", "k1:mon", *words[2:], "--json", "--out", tmp_path)
    assert codes_of(run) == [stale[0], ("unknown_reference", "--hold client:<text, 3 characters>")]


def test_rows_that_are_right_by_themselves_are_held_against_the_schedule_beside_wrong_ones(
    cli, house, tmp_path
):
    table = tmp_path / "a.csv"
    table.write_text("client,session,attended_minutes\nc01,evening.1,much\nc01,evening.7,180\n")
    words = ("--attended", table, "--now", "2026-03-03T08:00", "--json", "--out", tmp_path)
    assert codes_of(cli("replan", *house, *words)) == [
        ("not_a_whole_number", "attendance row 2, attended_minutes"),
        ("unknown_reference", "attendance row 3, session"),
    ]


def test_time_and_attendance_are_of_this_week(cli, house, tmp_path):
    last = read_schedule(house[1]).model_copy(update={"week": read_instance(house[0]).week.date_of(-7)})
    sessions = [s.model_copy(update={"date": s.date.replace(month=2, day=20)}) for s in last.sessions]
    path = write_schedule(tmp_path / "last.json", last.model_copy(update={"sessions": tuple(sessions)}))
    table = tmp_path / "a.csv"
    table.write_text("client,session,attended_minutes\nc01,evening.1,180\n")
    run = cli("replan", house[0], path, "--now", "2026-03-03T08:00", "--json", "--out", tmp_path)
    assert ("week_differs", "--now") in codes_of(run)
    run = cli("replan", *house, "--attended", table, "--json", "--out", tmp_path)
    assert codes_of(run) == [("attendance_without_now", "attendance")]


def test_usage_is_checked_first(cli, house, tmp_path):
    assert cli("replan", "-", "-").code == 2
    assert cli("replan", *house, "--out", house[0].parent).code == 2
    assert cli("replan", *house, "--now", "yesterday").code == 2
    assert cli("replan", *house, "--effort", "3").code == 2


def test_quiet_says_nothing_but_writes(cli, house, tmp_path):
    run = cli("replan", *house, "--absent", "k1:mon", "--quiet", "--out", tmp_path, *QUICK)
    assert (run.code, run.out, run.err) == (0, "", "")
    assert (tmp_path / "difference.json").exists()


def test_a_later_run_drops_what_an_earlier_one_said(cli, house, tmp_path):
    cli("replan", *house, "--absent", "k1:mon", "--quiet", "--out", tmp_path, *QUICK)
    cli("solve", house[0], "--quiet", "--out", tmp_path, *QUICK)
    assert not (tmp_path / "difference.json").exists()
