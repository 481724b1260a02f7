"""Ctrl-C keeps the best schedule so far; a second one leaves at once; files are whole throughout.

The solver is replaced by one that finds two schedules and then searches until it is told to stop.
"""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

STUB = """
import sys, time, types
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import LevelResult, SolveResult
from iopsched.errors import NoScheduleError
from iopsched.judging.judge import judge
from sample import sample_schedule

def solve(instance, *, limits=Limits(), published=None, on_progress=None, cancel=None):
    worse, better = sample_schedule(instance, without={"c01.ind.1"}), sample_schedule(instance)
    for schedule in (worse, better) if FINDS else ():
        on_progress(Progress(0.1, "1b", 0, 0, 0, schedule))
    print("searching", file=sys.stderr, flush=True)
    while OBEYS is False or not cancel.is_set():
        time.sleep(0.01)
    if not FINDS:
        raise NoScheduleError("no schedule")
    verdict = judge(instance, better)
    levels = tuple(
        LevelResult(**level.model_dump(), bound=None, bound_kind="none") for level in verdict.levels
    )
    return SolveResult(
        status="feasible", schedule=better, levels=levels, certificates=verdict.certificates,
        shortfalls=verdict.shortfalls, interrupted=True, seconds=0.5,
    )

stub = types.ModuleType("iopsched.solving")
stub.solve = solve
sys.modules["iopsched.solving"] = stub
from iopsched.cli import main
main(prog_name="iopsched")
"""


@pytest.fixture(name="start")
def fixture_start(week, tmp_path):
    """Start `solve` with the stub and wait until it searches."""
    started = []

    def start(*words, finds=True, obeys=True):
        code = f"FINDS, OBEYS = {finds}, {obeys}\n" + STUB
        process = subprocess.Popen(
            [sys.executable, "-c", code, "solve", str(week.instance), "--out", "out", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        started.append(process)
        while "searching" not in process.stderr.readline():
            assert process.poll() is None
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(path):
    deadline = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM))
def test_an_interrupt_writes_the_best_so_far_and_exits_130(start, tmp_path, week, cli, number):
    process = start("--json")
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert json.loads(out)["exit_code"] == 130
    assert "best schedule so far is kept" in err
    for name in ("schedule.json", "instance.json", "result.json", "run.json"):
        assert stat.S_IMODE((tmp_path / "out" / name).stat().st_mode) == 0o600
    assert cli("verify", tmp_path / "out" / "instance.json", tmp_path / "out" / "schedule.json").code == 0
    assert not list((tmp_path / "out").glob("*.previous.json"))


def test_the_schedule_is_on_disk_while_the_search_goes_on(start, tmp_path, week, cli):
    process = start()
    wait_for(tmp_path / "out" / "schedule.json")
    process.kill()
    process.communicate()
    assert cli("verify", tmp_path / "out" / "instance.json", tmp_path / "out" / "schedule.json").code in (
        0,
        4,
    )
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_second_interrupt_leaves_at_once_with_the_schedule_whole(start, tmp_path, week, cli):
    process = start(obeys=False)
    wait_for(tmp_path / "out" / "schedule.json")
    process.send_signal(signal.SIGINT)
    while "Once more" not in process.stderr.readline():
        assert process.poll() is None
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 130
    assert time.monotonic() - began < 5
    assert cli("verify", week.instance, tmp_path / "out" / "schedule.json").code in (0, 4)


def test_an_interrupt_before_any_schedule_exits_130_and_writes_none(start, tmp_path):
    process = start("--json", finds=False)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == json.loads(out)["exit_code"] == 130
    assert json.loads(out)["error"] == "interrupted before there was a schedule"
    assert list((tmp_path / "out").iterdir()) == []


def test_an_interrupt_writes_what_was_asked_for_of_the_best_so_far(start, tmp_path):
    process = start("--csv", "--html", "--json")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert set(json.loads(out)["written"]) == {"html", "csv"}
    assert (tmp_path / "out" / "report.html").exists()
    assert (tmp_path / "out" / "tables" / "sessions.csv").exists()


def test_once_the_exit_code_is_settled_an_interrupt_changes_it_no_more():
    code = (
        "import atexit, os, signal, sys\n"
        "from iopsched.cli import main\n"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "main(['check', '@no-such-week'], prog_name='iopsched')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 3
    assert "KeyboardInterrupt" not in done.stderr
