"""Reading what a search said of its goals: taken only if it is of this instance and schedule."""

import json

import pytest

from iopsched.domain.result import LevelResult, SolveResult
from iopsched.errors import ProblemsError
from iopsched.files.results import levels_beside, read_levels
from iopsched.reporting.documents import result_document
from iopsched.verification import verify
from sample import sample_instance, sample_schedule


@pytest.fixture(name="made")
def fixture_made(tmp_path):
    """An instance, the verdict on its schedule, and the result.json that a search would write."""
    instance = sample_instance()
    schedule = sample_schedule(instance)
    verdict = verify(instance, schedule)
    levels = tuple(
        LevelResult(**level.model_dump(), bound=level.value, bound_kind="proved") for level in verdict.levels
    )
    result = SolveResult(
        status="optimal",
        schedule=schedule,
        levels=levels,
        certificates=verdict.certificates,
        shortfalls=verdict.shortfalls,
    )
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result_document(instance, result)))
    return instance, verdict, levels, path


def rewritten(path, change):
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return path


def test_the_result_that_a_search_writes_gives_its_levels_back(made, tmp_path):
    instance, verdict, levels, path = made
    assert read_levels(path, instance, verdict) == levels
    assert levels_beside(tmp_path / "schedule.json", instance, verdict) == levels


def change_value(data):
    data["levels"][0]["value"] += 1


def change_terms(data):
    data["levels"][-1]["terms"] = {"fill": 1}


def promise_too_much(data):
    data["levels"][0]["bound"] = data["levels"][0]["value"] + 1


def lose_a_level(data):
    del data["levels"][0]


def change_digest(data):
    data["instance_digest"] = "sha256:" + "0" * 64


def spoil(data):
    data["levels"] = [{"id": "Zoë Quimby-Marsh"}, 7]


def lose_levels(data):
    data["levels"] = None


@pytest.mark.parametrize(
    "change, code",
    [
        (change_value, "result_differs"),
        (change_terms, "result_differs"),
        (promise_too_much, "result_differs"),
        (lose_a_level, "result_differs"),
        (change_digest, "digest_differs"),
        (spoil, "not_a_result"),
        (lose_levels, "not_a_result"),
    ],
)
def test_another_result_is_refused_and_passed_over_beside_a_schedule(made, tmp_path, change, code):
    instance, verdict, _, path = made
    rewritten(path, change)
    with pytest.raises(ProblemsError) as error:
        read_levels(path, instance, verdict)
    assert [problem.code for problem in error.value.problems] == [code]
    assert "Quimby" not in str(error.value)
    assert levels_beside(tmp_path / "schedule.json", instance, verdict) == ()


def test_units_are_those_of_the_judge_whatever_the_file_says(made):
    instance, verdict, levels, path = made

    def pretend(data):
        data["levels"][0]["unit"] = "<b>gold</b>"

    assert read_levels(rewritten(path, pretend), instance, verdict) == levels


@pytest.mark.parametrize("schedule", ["-", "@evening-20", "nowhere/schedule.json", "."])
def test_there_may_be_no_result_beside_a_schedule(made, schedule):
    instance, verdict, *_ = made
    assert levels_beside(schedule, instance, verdict) == ()
