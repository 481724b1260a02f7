"""recommend, and replan --each-absence: what they take, say and write, and how they exit."""

import json

import jsonschema
import pytest

from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.schema import json_schema
from iopsched.files.writing import write_instance, write_schedule
from sample import sample_instance, sample_schedule

QUICK = ("--reproducible", "--effort", "3", "--workers", "1")


@pytest.fixture(name="house")
def fixture_house(tmp_path):
    """The sample week with a third clinician who may stand in on evenings, in files."""
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


@pytest.fixture(name="new")
def fixture_new(tmp_path):
    """A client who arrives, in a file."""
    path = tmp_path / "new.json"
    path.write_text(json.dumps({"id": "c99", "plan": [{"service": "process", "min_sessions": 3}]}))
    return path


def codes_of(run) -> list[tuple[str, str]]:
    return [(problem["code"], problem["place"]) for problem in run.json["problems"]]


def test_a_week_for_a_new_client_is_said_and_written(cli, house, new, tmp_path):
    out = tmp_path / "with"
    run = cli("recommend", *house, "--client", new, "--out", out, *QUICK)
    assert run.code == 0
    assert "for client c99" in run.out
    assert "meets iop" in run.out
    assert "moves:   nobody else" in run.out
    assert "Wrote instance.json and schedule.json of rank 1" in run.out
    assert max(map(len, run.out.replace(str(out), "").splitlines())) <= 80
    instance = read_instance(out / "instance.json")
    assert "c99" in instance.client
    assert "c99" in read_schedule(out / "schedule.json", instance).sessions[0].clients
    assert cli("verify", out / "instance.json", out / "schedule.json").code == 0


def test_json_is_one_document_without_whole_schedules(cli, house, new):
    run = cli("recommend", *house, "--client", new, "--top", "2", "--json", *QUICK)
    assert run.json["exit_code"] == run.code == 0
    document = run.json["recommendations"]
    jsonschema.Draft202012Validator(json_schema("recommendations")).validate(document)
    assert document["client"] == "c99"
    first = document["recommended"][0]
    assert first["rank"] == 1
    assert first["certificate"]["minutes"] == 540
    assert {session["id"] for session in first["sessions"]} == {"evening.1", "evening.2", "evening.3"}
    assert "schedule" not in first
    assert "instance" not in document


def test_a_week_that_stays_short_exits_with_4(cli, house, tmp_path):
    path = tmp_path / "away.json"
    path.write_text(json.dumps({"id": "c99", "plan": [{"service": "process"}], "hours": "Fri 9-10"}))
    run = cli("recommend", *house, "--client", path, *QUICK)
    assert run.code == 4
    assert "SHORT:" in run.out


def test_weeks_for_somebody_there_and_times_for_one_session_more(cli, house):
    run = cli("recommend", *house, "--week-of", "c02", "--top", "2", *QUICK)
    assert run.code == 0
    assert "(the week as it is)" in run.out
    run = cli("recommend", *house, "--extra", "c01:ind", "--top", "2", *QUICK)
    assert run.code == 0
    assert "c01.ind.2" in run.out
    assert "All else stays as it is." in run.out


def test_taking_another_rank(cli, house, tmp_path):
    run = cli(
        "recommend",
        *house,
        "--extra",
        "c01:ind",
        "--top",
        "2",
        "--out",
        tmp_path,
        "--take",
        "2",
        "--json",
        *QUICK,
    )
    taken = next(
        s for s in run.json["recommendations"]["recommended"][1]["sessions"] if s["id"] == "c01.ind.2"
    )
    written = {s["id"]: s for s in json.loads((tmp_path / "schedule.json").read_text())["sessions"]}
    assert written["c01.ind.2"]["start"] == taken["start"]
    run = cli(
        "recommend",
        *house,
        "--week-of",
        "c02",
        "--top",
        "1",
        "--out",
        tmp_path,
        "--take",
        "2",
        "--json",
        *QUICK,
    )
    assert (run.code, codes_of(run)) == (3, [("no_such_rank", "--take")])


def test_clinicians_for_a_session_and_for_a_group(cli, house):
    run = cli("recommend", *house, "--cover", "evening")
    assert run.code == 4
    assert "evening.1" in run.out
    assert "1. k3 works Mon 12:00-21:00" in run.out
    run = cli("recommend", *house, "--cover", "evening.1", "--json")
    assert run.code == run.json["exit_code"] == 0
    (found,) = run.json["cover"]
    assert [one["clinician"] for one in found["ranked"] if one["valid"]] == ["k3"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--week-of", "nobody"), ("unknown_reference", "client")),
        (("--extra", "nobody:ind"), ("unknown_reference", "client")),
        (("--extra", "c01:process"), ("unknown_reference", "extra")),
        (("--cover", "nothing"), ("unknown_session", "--cover")),
        (("--client", "missing.json"), ("file_missing", "--client: clients")),
    ],
)
def test_what_nobody_knows_is_told(cli, house, words, problem):
    run = cli("recommend", *house, *words, "--json")
    assert (run.code, codes_of(run)) == (3, [problem])
    assert "nobody" not in run.out
    assert "nothing" not in run.out


def test_one_new_client_who_is_not_there_yet(cli, house, tmp_path):
    path = tmp_path / "new.json"
    path.write_text(json.dumps([{"id": "c98"}, {"id": "c99"}]))
    assert codes_of(cli("recommend", *house, "--client", path, "--json")) == [("one_client", "--client")]
    path.write_text(json.dumps({"id": "c01"}))
    assert codes_of(cli("recommend", *house, "--client", path, "--json")) == [("duplicate_id", "client.id")]


def test_a_schedule_that_breaks_rules_or_is_of_another_house(cli, week, house):
    clash = week.with_changes(**{"evening.1": {"leaders": ("k2",)}})
    run = cli("recommend", week.instance, clash, "--week-of", "c02", "--json")
    assert run.code == 3
    assert {code for code, _ in codes_of(run)} == {"schedule_invalid"}
    data = json.loads(house[1].read_text()) | {"instance_id": "other"}
    house[1].write_text(json.dumps(data))
    run = cli("recommend", *house, "--week-of", "c02", "--json")
    assert (run.code, codes_of(run)) == (3, [("instance_differs", "schedule.instance_id")])


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--week-of", "c01", "--cover", "evening"),
        ("--cover", "evening", "--out", "x"),
        ("--cover", "evening", "--may-move", "1"),
        ("--extra", "c01"),
        ("--week-of", "c01", "--take", "2"),
        ("--week-of", "c01", "--top", "0"),
    ],
)
def test_words_that_do_not_go_together(cli, house, words):
    assert cli("recommend", *house, *words).code == 2


def test_each_absence_with_the_worst_first(cli, house):
    week = read_instance(house[0])
    write_instance(house[0].parent, week.replace(groups=week.groups[:1]))
    run = cli("replan", *house, "--each-absence", *QUICK)
    assert run.code == 4, run.out
    assert "Out for a day" in run.out
    rows = [line.split() for line in run.out.splitlines() if line.startswith(("clinician", "room"))]
    assert rows[0][:3] == ["clinician", "k1", "Sat"]
    assert "4, proved" in run.out
    assert "1 of 10  clinician k1 Mon: clients short 0" in run.err
    assert max(map(len, run.out.splitlines())) <= 80


def test_each_absence_as_json_and_of_rooms_only(cli, house):
    run = cli("replan", *house, "--each-absence", "--only", "rooms", "--json", "--quiet", *QUICK)
    assert run.json["exit_code"] == run.code
    assert run.err == ""
    document = run.json["readiness"]
    jsonschema.Draft202012Validator(json_schema("readiness")).validate(document)
    assert document["complete"]
    assert {one["kind"] for one in document["outcomes"]} == {"room"}
    assert document["asked"] == len(document["outcomes"])


@pytest.mark.parametrize(
    "words",
    [("--each-absence", "--absent", "k1:mon"), ("--each-absence", "--out", "x"), ("--only", "rooms")],
)
def test_what_does_not_go_with_each_absence(cli, house, words):
    assert cli("replan", *house, *words).code == 2
