"""Measuring a search: the child process, what comes back, and the folder it is for."""

import json
import subprocess
import sys

import pytest

from iopsched.benchmarking import child, measuring
from iopsched.benchmarking.comparing import compare
from iopsched.benchmarking.folder import instances_in
from iopsched.benchmarking.measuring import level_1_seconds, measure
from iopsched.benchmarking.suite import Run
from iopsched.benchmarking.tables import instances_table, levels_table
from iopsched.benchmarking.trace import Point
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.progress import Limits
from iopsched.domain.result import SolveResult
from iopsched.errors import JudgeRefusedError, NoScheduleError, ProblemsError
from iopsched.files.writing import write_instance
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from sample import sample_instance

LIMITS = Limits(time_limit=30, workers=1)


@pytest.fixture(name="path")
def fixture_path(tmp_path):
    return write_instance(tmp_path / "week" / "instance.json", sample_instance())


def answer_with(monkeypatch, path, found):
    def solve(instance, *, limits, on_progress):
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(child, "solve", solve)
    return child.answer({"path": str(path), "limits": {"time_limit": 1.0}})


def test_a_search_in_a_process_of_its_own_is_measured(path):
    found = measure(path, sample_instance(), LIMITS)
    assert (found.outcome, found.detail, found.clients_short) == ("solved", "", 0)
    assert found.vector == (0, 0, 0, 0)
    assert 0 < found.first_schedule_seconds <= found.level_1_seconds <= found.seconds < 60
    assert 20 * 2**20 < found.peak_bytes < 2 * 2**30
    document = found.document()
    assert document["sessions"] == len(found.schedule.sessions) > 0
    assert [level["optimal"] for level in document["levels"]] == [True] * 4


def test_whatever_stops_a_search_is_said(monkeypatch, path):
    assert answer_with(monkeypatch, path, NoScheduleError())["outcome"] == "no schedule"
    assert answer_with(monkeypatch, path, JudgeRefusedError("no"))["message"] == "no"
    contradictory = answer_with(monkeypatch, path, ProblemsError([]))
    assert contradictory == {"outcome": "contradictory", "problems": []}
    assert answer_with(monkeypatch, path, MemoryError())["message"] == "out of memory"
    assert child.answer({"path": str(path.parent / "none.json"), "limits": {}})["outcome"] == "contradictory"


def test_a_process_that_ends_without_an_answer_has_crashed(monkeypatch, path):
    monkeypatch.setattr(measuring.sys, "executable", "/bin/false")
    found = measure(path, sample_instance(), LIMITS)
    assert (found.outcome, found.detail, found.levels) == (
        "crashed",
        "the process ended with exit code 1",
        (),
    )


@pytest.mark.parametrize(
    "change, detail",
    [
        (lambda result: result["schedule"]["sessions"][0].update(leaders=[]), "the schedule breaks"),
        (lambda result: result["levels"][0].update(value=3), "does not reproduce the values"),
    ],
)
def test_the_judge_has_the_last_word(monkeypatch, measured, change, detail):
    one = measured()
    result = {
        "status": "optimal",
        "schedule": one.schedule.model_dump(mode="json"),
        "levels": [level.model_dump(mode="json") for level in one.levels],
        "certificates": [],
        "shortfalls": [],
    }
    change(result)
    monkeypatch.setattr(
        measuring, "_ask", lambda request: {"outcome": "solved", "result": result, "peak_bytes": 1}
    )
    found = measure("unread.json", sample_instance(), LIMITS)
    assert found.outcome == "refused"
    assert detail in found.detail
    assert found.schedule is None


def test_level_1_is_proved_when_its_last_level_is(measured):
    def result(bounds, **changes):
        one = measured(bounds=bounds)
        levels = [level.model_copy(update=changes) for level in one.levels]
        return SolveResult(
            status="feasible",
            schedule=one.schedule,
            levels=tuple(levels),
            certificates=(),
            shortfalls=(),
            seconds=10.0,
        )

    assert level_1_seconds(result((0, 0, 0, None))) == 9.5
    short, served = Point(1.0, "1a", 2, None, (2, 2, 60, 5)), Point(4.0, "3a", 9, None, (0, 0, 0, 9))
    assert level_1_seconds(result((0, 0, 0, None)), [short, served]) == 4.0
    assert level_1_seconds(result((0, 0, 0, None)), [short]) == 9.5
    assert level_1_seconds(result((0, 0, None, None))) is None
    assert level_1_seconds(result((0, 0, 0, 0), bound_kind="conditional")) is None
    assert level_1_seconds(result((0, 0, 0, 0)).model_copy(update={"levels": ()})) is None


def test_instances_are_found_among_other_files(tmp_path):
    for name in ("b", "a", "c"):
        write_instance(tmp_path / name / f"{name}.json", sample_instance(id=name))
    (tmp_path / "catalogue.json").write_text('{"a": {}}')
    (tmp_path / "schedule.json").write_text('{"instance_id": "a", "week": "2026-03-02"}')
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "README.md").write_text("{}")
    folder = instances_in(tmp_path)
    assert [found.instance.id for found in folder.found] == ["a", "b", "c"]
    assert folder.ignored == 3


def test_every_problem_of_a_folder_is_told_without_names(tmp_path):
    for name in ("Maria.json", "Muster.json"):
        write_instance(tmp_path / name, sample_instance())
    (tmp_path / "bad.json").write_text('{"id": "bad", "week": {}}')
    with pytest.raises(ProblemsError) as raised:
        instances_in(tmp_path)
    codes = {problem.code for problem in raised.value.problems}
    assert "duplicate_id" in codes
    assert len(codes) > 1
    assert "Maria" not in str(raised.value)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ProblemsError, match="no_instance"):
        instances_in(empty)


def test_measurements_become_tables_of_data(measured):
    solved, lost = measured(), measured(outcome="no schedule", levels=(), peak_bytes=None, seconds=None)
    runs = [Run(one, compare(one, None, LIMITS)) for one in (solved, lost)]
    instances, levels = instances_table(runs), levels_table(runs)
    assert list(instances["levels_proved"]) == [4, 0]
    assert list(instances["peak_mib"]) == [200, None]
    assert list(instances["standing"]) == ["unknown", "not solved"]
    assert list(levels["level"]) == [goal.id for goal in DEFAULT_GOALS[:4]]
    assert set(levels["instance"]) == {"sample"}


def test_a_search_fails_before_it_takes_the_memory_of_others():
    script = (
        "from iopsched.benchmarking import child; child.MEMORY_SHARE = 0.05; child.cap_memory();"
        "print(child.answer.__doc__); bytearray(64 * 2**40)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "MemoryError" in done.stderr


def test_a_process_ends_with_whoever_asked_it(tmp_path):
    path = write_instance(tmp_path / "instance.json", generate(GeneratorSpec(seed=1, clients=24)).instance)
    asked = {"path": str(path), "limits": {"time_limit": 120.0, "workers": 1}}
    asking = subprocess.Popen(
        [sys.executable, "-m", "iopsched.benchmarking.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asking.stdin.write(json.dumps(asked) + "\n")
    asking.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        asking.wait(3)
    asking.stdin.close()
    assert asking.wait(30) == 1
    asking.stdout.close()
