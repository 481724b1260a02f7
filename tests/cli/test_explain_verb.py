"""iopsched explain: what it answers, in which words, and how it exits."""

import json

import jsonschema
import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.files.schema import json_schema
from iopsched.files.writing import write_instance, write_schedule

QUICK = ("--reproducible", "--effort", "10", "--workers", "1")


@pytest.fixture(name="files")
def fixture_files(tmp_path):
    """A week in which c2 has the only seat of g, and c1, who can come at that time alone, falls short."""
    week = instance(
        services=[service("grp"), individual()],
        groups=[group("g", "Mon 18:00", max_heads=1), group("h", "Tue 18:00")],
        clinicians=[clinician("k1"), clinician("k2", hours="Tue 9-21")],
        rooms=[room("A"), room("B")],
        clients=[
            client("c1", "grp", hours="Mon 17-20"),
            client("c2", "grp"),
            client("c3", "ind", "grp", hours="Mon-Tue 9-20"),
        ],
    )
    plan = schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c2"]),
        group_session("h.1", "Tue 18:00", ["c3"]),
        own_session("c3.ind.1", "Mon 10:00"),
    )
    return write_instance(tmp_path, week), write_schedule(tmp_path, plan)


def test_a_wish_is_priced(cli, files):
    run = cli("explain", *files, "--client", "c1", "--not-in", "g", *QUICK)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("It can be\n")
    assert "c2 joins h.1, leaves g.1" in run.out
    assert "1b clients short of a need" in run.out
    assert max(map(len, run.out.splitlines())) <= 80


def test_what_is_forbidden_is_said_with_its_rule(cli, files):
    run = cli("explain", *files, "--client", "c1", "--not-in", "h", *QUICK)
    assert run.code == 0
    assert run.out.startswith("It cannot be\n")
    assert "client_available: h.1 on Tue 18:00-19:00: client c1 is available" in " ".join(run.out.split())


@pytest.mark.parametrize(
    ("words", "settled"),
    [
        (("--session", "c3.ind.1", "--why-clinician", "k1"), "already"),
        (("--session", "c3.ind.1", "--why-clinician", "k2"), "allowed"),
        (("--session", "c3.ind.1", "--why-time", "mon-11:00"), "allowed"),
        (("--client", "c3", "--why-time", "wed-11:00"), "forbidden"),
        (("--client", "c3", "--service", "ind", "--why-clinician", "k1"), "already"),
        (("--why-not-running", "g"), "already"),
        (("--why-not", "client:c3,group:g"), "allowed"),
        (("--client", "c2", "--not-in", "h.1", "--prove"), "allowed"),
    ],
)
def test_each_way_to_ask(cli, files, words, settled):
    run = cli("explain", *files, *words, *QUICK, "--json")
    assert run.code == run.json["exit_code"] == 0
    (answer,) = run.json["answers"]
    assert answer["settled"] == settled
    jsonschema.Draft202012Validator(json_schema("answer")).validate(answer)


def test_shortfalls_say_why(cli, files):
    run = cli("explain", *files, *QUICK, "--json")
    assert run.code == 0
    assert [reason["need"]["client"] for reason in run.json["reasons"]["reasons"]] == ["c1"]
    assert "c1 is 1 session short" in " ".join(cli("explain", *files, *QUICK).out.split())
    assert cli("explain", *files, "--client", "c2", *QUICK, "--json").json["reasons"]["reasons"] == []


def test_without_a_schedule_contradictions_are_looked_for(cli, files, tmp_path):
    run = cli("explain", files[0], *QUICK, "--json")
    assert (run.code, run.json["conflict"]) == (0, None)
    pins = [{"pin": "hold", "client": one, "session": "g.1"} for one in ("c1", "c2")]
    clients = [client("c1"), client("c2")]
    torn = instance(groups=[group("g", "Mon 18:00", max_heads=1)], clients=clients, pins=pins)
    run = cli("explain", write_instance(tmp_path / "torn.json", torn), *QUICK)
    assert run.code == 0
    assert "cannot be kept together" in run.out


def test_for_a_client_nobody_else_is_named(cli, files):
    for words in (("--not-in", "g"), ()):
        run = cli("explain", *files, "--for-client", "c1", *words, *QUICK)
        assert run.code == 0
        assert "c1" in run.out
        as_json = cli("explain", *files, "--for-client", "c1", *words, *QUICK, "--json")
        assert as_json.json["for_client"] == "c1"
        for text in (run.out, as_json.out):
            assert "c2" not in text
            assert "c3" not in text


@pytest.mark.parametrize(
    "words",
    [
        ("--not-in", "g"),
        ("--why-clinician", "k1"),
        ("--service", "ind"),
        ("--prove",),
        ("--client", "c9"),
        ("--for-client", "c1", "--client", "c2"),
        ("--for-client", "c1", "--repairs"),
        ("--for-client", "c1", "--why-not", "client:c2,group:h"),
        ("--for-client", "c1", "--session", "c3.ind.1", "--why-time", "mon-11:00"),
        ("--session", "c3.ind.1", "--client", "c3", "--why-time", "mon-11:00"),
    ],
)
def test_what_does_not_go_together_is_a_usage_error(cli, files, words):
    assert cli("explain", *files, *words).code == 2


def test_repairs_are_offered_and_tried(cli, files):
    run = cli("explain", *files, "--repairs", *QUICK, "--json")
    assert run.code == 0
    assert run.json["menu"]["present"]["clients_short"] == 1
    jsonschema.Draft202012Validator(json_schema("menu")).validate(run.json["menu"])
    assert max(map(len, cli("explain", *files, "--repairs", *QUICK).out.splitlines())) <= 80


def test_room_for_more_is_said(cli, files, tmp_path):
    profile = tmp_path / "new.json"
    profile.write_text(json.dumps(client("new", "grp", hours="Tue 17-20")))
    run = cli("explain", *files, "--capacity", profile, *QUICK, "--json")
    assert run.code == 0
    assert run.json["capacity"]["at_least"] > 1
    jsonschema.Draft202012Validator(json_schema("capacity")).validate(run.json["capacity"])
    profile.write_text(json.dumps([client("a"), client("b")]))
    run = cli("explain", *files, "--capacity", profile, "--json")
    assert [problem["code"] for problem in run.json["problems"]] == ["one_client"]


def test_the_levers_on_offer_are_data(cli, files, tmp_path):
    table = tmp_path / "levers.json"
    table.write_text(json.dumps({"colour": 1}))
    run = cli("explain", *files, "--repairs", "--levers", table, "--json")
    assert run.code == 3


def test_questions_need_a_schedule(cli, files):
    assert cli("explain", files[0], "--client", "c1", "--not-in", "g").code == 2


def test_every_mistake_in_the_questions_is_told(cli, files):
    run = cli("explain", *files, "--why-not", "client:c9", "--why-not", "colour:red", "--json")
    assert run.code == 3
    assert {problem["code"] for problem in run.json["problems"]} == {"unknown_reference", "unknown_key"}
    assert all(problem["place"].startswith("--why-not ") for problem in run.json["problems"])


def test_which_of_several_own_services_is_meant_has_to_be_said(cli, tmp_path):
    week = instance(
        services=[service("grp"), individual(), individual("med")], clients=[client("c1", "ind", "med")]
    )
    plan = schedule(week, own_session("c1.ind.1", "Mon 10:00"), own_session("c1.med.1", "Tue 10:00"))
    files = write_instance(tmp_path, week), write_schedule(tmp_path, plan)
    run = cli("explain", *files, "--client", "c1", "--why-time", "mon-11:00", "--json")
    assert run.code == 3
    assert [problem["code"] for problem in run.json["problems"]] == ["question_unclear"]
    assert "ind, med" in run.json["problems"][0]["way_out"]
