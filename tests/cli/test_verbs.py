"""check, verify, report and schema: what they print and how they exit."""

import json
import re

import pytest

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.program import VERBS, main
from iopsched.files.writing import write_instance
from sample import sample_instance, sample_schedule


def test_check_says_that_an_instance_is_valid(cli, week):
    run = cli("check", week.instance)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("sample is valid, with ")
    assert "4 clients, 2 clinicians, 2 rooms, 4 group meetings" in run.out


def test_check_lists_every_problem_with_place_and_code(cli, tmp_path):
    broken = tmp_path / "broken.json"
    data = {"id": "w", "week": {"monday": "2026-03-03", "time_zone": "Nowhere/At_All"}, "colour": 1}
    broken.write_text(json.dumps(data))
    run = cli("check", broken)
    assert run.code == 3
    for code in ("not_a_monday", "time_zone_unknown", "unknown_key"):
        assert f"[{code}]" in run.out
    assert run.err.startswith("3 problems, ")
    as_json = cli("check", broken, "--json")
    assert as_json.code == as_json.json["exit_code"] == 3
    assert as_json.json["valid"] is False
    assert {problem["code"] for problem in as_json.json["problems"]} == {
        "not_a_monday",
        "time_zone_unknown",
        "unknown_key",
    }


def test_check_takes_standard_input_and_shipped_instances(cli, week):
    assert cli("check", "-", stdin=week.instance.read_text()).code == 0
    assert cli("check", "@evening-20", "--json").json["instance_id"] == "evening-20"
    unknown = cli("check", "@no-such-week")
    assert unknown.code == 3
    assert "[shipped_unknown]" in unknown.out


def test_verify_accepts_a_good_schedule(cli, week):
    run = cli("verify", week.instance, week.schedule)
    assert (run.code, run.err) == (0, "")
    assert "Every rule is kept." in run.out
    assert "Every need of all 4 clients is met." in run.out
    document = cli("verify", week.instance, week.schedule, "--json").json
    assert document["valid"] is True
    assert document["exit_code"] == 0
    assert document["instance_digest"] == sample_instance().digest
    assert len(document["certificates"]) == 4


def test_verify_exits_4_with_shortfalls(cli, week):
    less = week.without("c01.ind.1")
    run = cli("verify", week.instance, less)
    assert run.code == 4
    assert "1 session short: 0 of 1 sessions of ind" in run.out
    assert cli("verify", week.instance, less, "--json").json["shortfalls"][0]["client"] == "c01"


def test_verify_exits_6_when_a_rule_is_broken_even_with_shortfalls(cli, week):
    changed = week.with_changes(**{"c01.ind.1": {"end": "11:00"}})
    run = cli("verify", week.instance, changed)
    assert run.code == 6
    assert "length_kept" in run.out
    document = cli("verify", week.instance, changed, "--json").json
    assert [violation["rule"] for violation in document["violations"]] == ["length_kept"]
    both = week.with_changes(
        **{"c01.ind.1": {"end": "11:00"}, "evening.1": {"clients": ("c01", "c02", "c03")}}
    )
    assert cli("verify", week.instance, both).code == 6


def test_verify_refuses_a_schedule_of_another_instance(cli, week):
    run = cli("verify", "@evening-20", week.schedule)
    assert run.code == 3
    assert run.out == ""
    as_json = cli("verify", "@evening-20", week.schedule, "--json")
    assert as_json.code == as_json.json["exit_code"] == 3
    assert as_json.json["problems"]


def test_report_shows_all_or_what_was_singled_out(cli, week):
    whole = cli("report", week.instance, week.schedule)
    assert whole.code == 0
    assert "The week at a glance" in whole.out
    assert max(map(len, whole.out.splitlines())) <= 80
    part = cli("report", week.instance, week.schedule, "--client", "c01", "--client", "c02", "--day", "Tue")
    assert part.code == 0
    for shown in ("Client c01", "Client c02", "Tuesday 2026-03-03"):
        assert shown in part.out
    assert "Clinician" not in part.out
    people = cli("report", week.instance, week.schedule, "--clinician", "k1", "--group", "sunday")
    assert "Clinician k1" in people.out
    assert "Group sunday" in people.out
    assert "Client c01" not in people.out


def test_report_as_json_is_one_document(cli, week):
    document = cli("report", week.instance, week.schedule, "--day", "mon", "--client", "c02", "--json").json
    assert [day["day"] for day in document["days"]] == ["Mon"]
    assert document["clients"] == [{"id": "c02", "sessions": ["evening.1", "evening.2", "evening.3"]}]
    assert document["groups"] == []
    assert [certificate["client"] for certificate in document["certificates"]] == ["c02"]


def test_report_says_how_stable_the_week_is(cli, week):
    title = "Stability against the published schedule"
    assert title not in cli("report", week.instance, week.schedule).out
    assert cli("report", week.instance, week.schedule, "--json").json["stability"] is None
    published = sample_instance(published=sample_schedule(sample_instance()).model_dump(mode="json"))
    instance = write_instance(week.folder / "published.json", published)
    assert title in cli("report", instance, week.schedule).out
    found = cli("report", instance, week.schedule, "--json").json["stability"]
    assert found["rosters"] == {"joined": 0, "left": 0, "of": 4, "churn": 0.0, "newcomers": 0}


@pytest.mark.parametrize(
    "words", [("--client", "Jane"), ("--clinician", "c01"), ("--group", "nope"), ("--day", "someday")]
)
def test_report_refuses_what_the_instance_does_not_have(cli, week, words):
    run = cli("report", week.instance, week.schedule, *words)
    assert run.code == 2
    assert words[1] not in run.err


def test_schema_prints_json_schema(cli):
    for words in (("schema",), ("schema", "--json"), ("schema", "schedule")):
        assert cli(*words).json["type"] == "object"
    assert cli("schema", "workbook").code == 2


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example_and_json(verb, cli):
    run = cli(verb, "--help")
    assert run.code == 0
    assert "--json" in run.out
    assert f"iopsched {verb}" in re.split(r"\bExamples?:", run.out)[1]
    command = main.get_command(None, verb)
    assert command.short_help == VERBS[verb]
    assert command.help.startswith(VERBS[verb])


def test_help_names_every_exit_code(cli):
    shown = cli("--help").out
    for code in Exit:
        assert f"  {code.value:<3} {MEANINGS[code]}" in shown


def test_a_wrong_command_line_exits_2(cli):
    assert cli().code == 2
    assert cli("plan").code == 2
    assert cli("verify").code == 2
    run = cli("verify", "--json")
    assert run.code == run.json["exit_code"] == 2
    assert "Missing argument" in run.err


def test_errors_never_repeat_a_name(cli, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"id": "Maria Muster", "Maria Muster": "Maria Muster"}')
    run = cli("check", broken)
    assert run.code == 3
    assert "Maria" not in run.out + run.err
