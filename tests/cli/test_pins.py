"""--hold, --forbid and --now: what stays of the published week, what is said of it, and how it is refused."""

import datetime as dt
import json

import pytest

from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance, write_schedule
from sample import sample_instance, sample_schedule

MONDAY = dt.date(2026, 3, 2)
QUICK = ("--reproducible", "--effort", "1", "--workers", "1")


@pytest.fixture(name="odd")
def fixture_odd(week, tmp_path):
    """The published week with c01's sessions of its own in odd places."""
    moved = {"c01.ind.1": {"start": "11:00", "end": "11:50", "room": "big"}}
    return write_schedule(tmp_path / "odd.json", sample_schedule(sample_instance(), **moved))


def sessions_of(path, client):
    """The sessions that a client attends in a schedule's file."""
    return [session for session in read_schedule(path).sessions if client in session.clients]


def test_what_is_held_stays_and_is_said(cli, week, odd, tmp_path):
    out = tmp_path / "out"
    words = ("--hold", "client:c01", "--forbid", "group:sunday", "--forbid", "day:sun", "--out", out)
    run = cli("solve", week.instance, "--published", odd, *words, *QUICK)
    assert run.code == 0
    assert run.err.splitlines()[:3] == [
        "Hold client:c01: its 5 published sessions stay as they are, and there will be no other.",
        "Forbid group:sunday: no session will agree with it.",
        "Forbid day:sun: no session will agree with it.",
    ]
    effective = read_instance(out / "instance.json")
    assert [(pin.pin, pin.as_published) for pin in effective.pins] == [
        ("hold", True),
        ("forbid", False),
        ("forbid", False),
    ]
    kept = {session.id: session for session in sessions_of(out / "schedule.json", "c01")}
    assert kept == {session.id: session for session in sessions_of(odd, "c01")}
    assert cli("verify", out / "instance.json", out / "schedule.json").code == 0
    assert "11:00" in (out / "schedule.json").read_text()


def test_a_published_schedule_given_beside_the_instance_serves_the_pins_in_it(cli, week, odd, tmp_path):
    pinned = tmp_path / "pinned.json"
    data = json.loads(week.instance.read_text())
    data["pins"] = [{"pin": "hold", "client": "c01", "as_published": True}]
    pinned.write_text(json.dumps(data))
    alone = cli("solve", pinned, "--out", tmp_path / "out", *QUICK, "--json")
    assert alone.code == 3
    assert [problem["code"] for problem in alone.json["problems"]] == ["pin_needs_published"]
    assert cli("solve", pinned, "--published", odd, "--out", tmp_path / "out", *QUICK, "--quiet").code == 0
    kept = sessions_of(tmp_path / "out" / "schedule.json", "c01")
    assert {session.id: session for session in kept} == {s.id: s for s in sessions_of(odd, "c01")}


def test_last_weeks_groups_are_found_under_their_new_names_and_what_is_lost_is_said(cli, week, tmp_path):
    data = json.loads(week.schedule.read_text())
    for session in data["sessions"]:
        session["date"] = str(dt.date.fromisoformat(session["date"]) - dt.timedelta(days=7))
        if session["kind"] == "group":
            session |= {"id": session["id"].replace("evening", "dusk"), "group": "dusk"}
        session["clients"] = [*session["clients"], "c99"]
    last_week = tmp_path / "last.json"
    last_week.write_text(json.dumps(data | {"week": "2026-02-23"}))
    groups = [group.model_copy(update={"formerly": ("dusk",)}) for group in sample_instance().groups[:1]]
    renamed = write_instance(tmp_path / "renamed", sample_instance(groups=groups))
    out = tmp_path / "out"
    words = ("--published", last_week, "--hold", "group:evening", "--out", out, *QUICK)
    run = cli("solve", renamed, *words)
    assert run.code == 0
    assert run.err.splitlines()[:2] == [
        "Hold group:evening: its 3 published sessions stay as they are, and there will be no other.",
        "Not as published: client c99 is not in the instance any more; it attended 5 sessions.",
    ]
    assert {session.week for session in (read_instance(out / "instance.json").published,)} == {MONDAY}
    verified = cli("verify", out / "instance.json", out / "schedule.json", "--json")
    assert verified.code == 0
    assert next(level for level in verified.json["levels"] if level["id"] == "2")["value"] == 0


def test_a_hold_of_what_is_not_published_is_asked_for_and_quiet_says_nothing(cli, week, tmp_path):
    words = ("--hold", "session:c01.ind.1,start:tue-09:00", "--out", tmp_path, *QUICK)
    run = cli("solve", week.instance, *words)
    assert run.code == 0
    assert "nothing published agrees with it; at least one session will." in run.err
    own = next(s for s in sessions_of(tmp_path / "schedule.json", "c01") if s.id == "c01.ind.1")
    assert (own.date.weekday(), own.start) == (1, 9 * 60)
    quiet = cli("solve", week.instance, *words, "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_every_mistake_of_the_pins_is_told(cli, week, tmp_path):
    words = ("--hold", "client:c1", "--hold", "dy:mon", "--forbid", "day:Zoe", "--out", tmp_path / "out")
    run = cli("solve", week.instance, *words, "--json")
    assert run.code == run.json["exit_code"] == 3
    assert [(problem["code"], problem["place"]) for problem in run.json["problems"]] == [
        ("unknown_reference", "--hold client:<text, 2 characters>"),
        ("unknown_key", "--hold <key, 2 characters>:mon"),
        ("day_invalid", "--forbid day:<text, 3 characters>"),
    ]
    assert "Zoe" not in run.out + run.err
    assert not (tmp_path / "out").exists()


def test_pins_that_contradict_are_told_as_they_were_typed(cli, week, tmp_path):
    words = ("--hold", "day:mon", "--forbid", "room:big,day:mon", "--out", tmp_path / "out")
    run = cli("solve", week.instance, "--published", week.schedule, *words)
    assert run.code == 3
    assert "--hold day:mon: evening.1, kept as published here, is forbidden at --forbid room:big" in run.err


def test_the_past_is_history_and_stays(cli, week, odd, tmp_path):
    out = tmp_path / "out"
    words = ("--published", odd, "--now", "2026-03-04T14:00", "--out", out)
    assert cli("solve", week.instance, *words, *QUICK, "--quiet").code == 0
    effective = read_instance(out / "instance.json")
    assert effective.week.now.isoformat() == "2026-03-04T14:00:00"
    assert {session.id for session in effective.history} == {"evening.1", "c01.ind.1"}
    made = {session.id: session for session in read_schedule(out / "schedule.json", effective).sessions}
    assert {session.id: session for session in effective.history}.items() <= made.items()


def test_what_the_instance_no_longer_knows_of_the_past_is_named(cli, week, tmp_path):
    smaller = sample_instance(groups=sample_instance().groups[1:])
    path = write_instance(tmp_path / "smaller", smaller)
    words = ("--published", week.schedule, "--now", "2026-03-03T09:00", "--out", tmp_path / "out")
    run = cli("solve", path, *words, *QUICK)
    assert run.code == 4
    assert "Past session evening.1 of Mon 17:30 is left out: the instance does not offer it." in run.err


def test_a_time_needs_the_published_schedule_of_its_week(cli, week, tmp_path):
    words = ("--now", "2026-03-04T14:00", "--out", tmp_path / "out")
    assert cli("solve", week.instance, *words).code == 2
    earlier = sample_schedule(sample_instance(week={"monday": "2026-02-23", "time_zone": "America/New_York"}))
    other = write_schedule(tmp_path / "earlier.json", earlier.model_copy(update={"sessions": ()}))
    run = cli("solve", week.instance, "--published", other, *words, "--json")
    assert run.code == 3
    assert [(problem["code"], problem["place"]) for problem in run.json["problems"]] == [
        ("week_differs", "--now")
    ]


@pytest.mark.parametrize("time", ["Zoe", "2026-03-04", "2026-13-04T14:00", "2026-03-04T14:00Z", "14:00", ""])
def test_a_time_that_is_none_is_a_usage_error_and_not_repeated(cli, week, tmp_path, time):
    run = cli("solve", week.instance, "--published", week.schedule, "--now", time, "--out", tmp_path / "out")
    assert run.code == 2
    assert "2026-03-04T14:00 is expected" in run.err
    assert "Zoe" not in run.err


@pytest.mark.parametrize("words", [("--hold", "day:mon"), ("--forbid", "day:sun")])
def test_the_file_that_was_read_is_never_overwritten_with_pins(cli, week, words):
    before = week.instance.read_bytes()
    refused = cli("solve", week.instance, *words, "--out", week.folder, *QUICK)
    assert refused.code == 2
    assert "another folder" in refused.err
    assert week.instance.read_bytes() == before


def test_problems_of_both_files_are_told_at_once(cli, tmp_path):
    for name in ("week", "published"):
        (tmp_path / f"{name}.json").write_text('{"id": 3}')
    files = (tmp_path / "week.json", "--published", tmp_path / "published.json")
    run = cli("solve", *files, "--out", tmp_path / "out", "--json")
    assert run.code == 3
    codes = [problem["code"] for problem in run.json["problems"]]
    assert codes == ["not_text", "missing_key", "unknown_key", "missing_key", "missing_key"]


def test_a_schedule_of_another_instance_or_version_is_refused_beside_wrong_pins(cli, week, tmp_path):
    words = ("--hold", "client:c99", "--out", tmp_path / "out", "--json", *QUICK)
    own = json.loads(week.schedule.read_text())
    for change, code, place in (
        ({"instance_id": "elsewhere"}, "instance_differs", "schedule.instance_id"),
        ({"schema_version": 7}, "schema_version_unknown", "--published: schema_version"),
    ):
        other = tmp_path / "other.json"
        other.write_text(json.dumps(own | change))
        run = cli("solve", week.instance, "--published", other, *words)
        assert run.code == 3
        assert [(problem["code"], problem["place"]) for problem in run.json["problems"]] == [
            (code, place),
            ("unknown_reference", "--hold client:<text, 3 characters>"),
        ]
