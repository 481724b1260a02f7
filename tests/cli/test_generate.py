"""generate: an instance on standard output or, with its planted schedule, in a folder."""

import json

import pytest

from iopsched.files.reading import problems_of
from iopsched.files.writing import instance_data
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec

SMALL = ("--clients", "12", "--plain")


def test_an_instance_is_printed_and_is_valid(cli):
    run = cli("generate", *SMALL)
    assert run.code == 0
    instance, problems = problems_of(json.loads(run.out))
    assert instance is not None
    assert not [problem for problem in problems if problem.severity == "error"]
    assert cli("generate", *SMALL).out == run.out
    assert cli("generate", *SMALL, "--seed", "2").out != run.out


def test_a_folder_gets_the_instance_and_the_planted_schedule(cli, tmp_path):
    run = cli("generate", *SMALL, "--out", tmp_path / "made", "--json")
    assert run.json["clients"] == 12
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"instance.json", "planted.json"}
    assert cli("verify", tmp_path / "made" / "instance.json", tmp_path / "made" / "planted.json").code == 0


def test_json_without_a_folder_holds_both(cli):
    document = cli("generate", *SMALL, "--json").json
    assert document["planted"]["instance_digest"] == document["instance_digest"]
    assert document["instance"]["id"] == document["instance_id"]


@pytest.mark.parametrize(
    "words", [("--plain", "--feature", "couples"), ("--feature", "teleportation"), ("--clients", "1")]
)
def test_options_that_make_no_sense_are_usage_errors(cli, words):
    assert cli("generate", *words).code == 2


def test_without_a_choice_a_week_is_planned_afresh(cli):
    made = cli("generate", "--clients", "12", "--json").json["instance"]
    assert made == instance_data(generate(GeneratorSpec(clients=12)).instance)
    assert "published" not in made
    assert not any("attended" in client for client in made["clients"])


def test_a_published_week_can_be_asked_for(cli):
    made = cli("generate", "--clients", "12", "--feature", "published", "--json").json["instance"]
    assert made["published"]["sessions"]


def test_one_feature_can_be_chosen(cli):
    document = cli("generate", "--clients", "12", "--feature", "couples", "--json").json
    assert any("conjoint" in str(service) for service in document["instance"]["services"])
