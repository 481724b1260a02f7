"""Kills and interrupts `iopsched solve` at random moments and looks at what is left on disk.

Most signals are sent after the first schedule of the run is on disk, some while the run starts up.
After each run every file must be whole and its owner's only; schedule.json, if there is one, must keep
every rule; nothing else in the folder may pass for a schedule; Ctrl-C must end with 130 and, after a
first schedule, with all the files of a run.

    python benchmarks/crash_safety.py --runs 20 --instance @evening-20
"""

import argparse
import json
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from iopsched import ProblemsError, read_instance, read_schedule, verify

KINDS = ("kill -9", "Ctrl-C", "Ctrl-C twice")
SCHEDULES = ("schedule.json", "schedule.previous.json")
RECORDS = ("result.json", "run.json")
KNOWN = {*SCHEDULES, *RECORDS, "instance.json"}
SEARCH_SECONDS = 60
END_SECONDS = 60
AT_START = 0.2
"""Share of the runs that are ended while they start up, whether or not there is a schedule yet."""
LONGEST_START = 3.0


class Ending(NamedTuple):
    """How a run ended: its code, whether its own schedule was on disk, and whether it was still running."""

    code: int
    had_schedule: bool
    signalled: bool


def run_once(instance: str, out: Path, kind: str, moment: float, *, at_start: bool = False) -> Ending:
    """Start a search, send it a signal a while after its first schedule (or its start); say how it ended."""
    words = [sys.executable, "-m", "iopsched", "solve", instance, "--out", str(out), "--quiet"]
    before = _written(out)
    process = subprocess.Popen(
        [*words, "--time-limit", str(SEARCH_SECONDS)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not at_start and process.poll() is None and _written(out) in (before, None):
        time.sleep(0.01)
    time.sleep(moment)
    had_schedule = _written(out) not in (before, None)
    signalled = process.poll() is None
    process.send_signal(signal.SIGKILL if kind == "kill -9" else signal.SIGINT)
    if kind == "Ctrl-C twice":
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
    return Ending(process.wait(timeout=END_SECONDS), had_schedule, signalled)


def _written(out: Path) -> tuple[int, int] | None:
    try:
        status = (out / "schedule.json").stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def faults_in(instance: str, out: Path) -> list[str]:
    """Return what is wrong with the files that a run left behind."""
    faults: list[str] = []
    if not out.exists():
        return faults
    for path in out.iterdir():
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            faults.append(f"{path.name} can be read by others")
        unfinished = path.name.startswith(".iopsched-") and path.suffix == ".tmp"
        if path.name not in KNOWN and not unfinished:
            faults.append("a file of an unknown name is left behind")
    week = read_instance(instance)
    for name in SCHEDULES:
        if (out / name).exists():
            try:
                verdict = verify(week, read_schedule(out / name, week))
            except ProblemsError as error:
                faults.append(f"{name} does not read: {error}")
                continue
            faults += [f"{name} breaks {violation.rule}" for violation in verdict.violations]
    return faults + _torn(out)


def _torn(out: Path) -> list[str]:
    faults = []
    for name in ("instance.json", *RECORDS):
        try:
            if (out / name).exists():
                json.loads((out / name).read_bytes())
        except ValueError:
            faults.append(f"{name} is not whole")
    return faults


def ending_faults(kind: str, ending: Ending, out: Path) -> list[str]:
    """Return what is wrong with how an interrupted run ended."""
    if kind == "kill -9" or not ending.signalled:
        return []
    # Before Python has set its own handler up, Ctrl-C simply ends the process.
    fine = {130} if ending.had_schedule else {130, -signal.SIGINT}
    faults = [] if ending.code in fine else [f"it ended with {ending.code}"]
    if kind == "Ctrl-C" and ending.had_schedule:
        faults += [f"{name} was not written" for name in RECORDS if not (out / name).exists()]
    return faults


def trial(
    instance: str, out: Path, kind: str, chance: random.Random, longest: float
) -> tuple[str, list[str]]:
    """Do one run of a kind; return when its signal came and what is wrong with it."""
    at_start = chance.random() < AT_START
    moment = chance.uniform(0, LONGEST_START if at_start else longest)
    ending = run_once(instance, out, kind, moment, at_start=at_start)
    if not ending.signalled:
        when = "after the end"
    else:
        when = "after the first schedule" if ending.had_schedule else "before any schedule"
    return when, faults_in(instance, out) + ending_faults(kind, ending, out)


def trials(
    instance: str, kind: str, runs: int, chance: random.Random, longest: float
) -> tuple[Counter[str], list[str]]:
    """Do so many runs of a kind; return how often the signal came when, and every fault."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs):
            # Every other run starts where an earlier one left its files.
            when, faults = trial(instance, Path(folder) / str(run // 2), kind, chance, longest)
            counts[when] += 1
            wrong += [f"{kind}, run {run}: {fault}" for fault in faults]
    return counts, wrong


def main() -> int:
    """Run the trials, print the counts, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20, help="of each kind")
    parser.add_argument("--instance", default="@evening-20")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=float, default=6.0, help="seconds after the first schedule at most")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    wrong: list[str] = []
    for kind in KINDS:
        counts, faults = trials(chosen.instance, kind, chosen.runs, chance, chosen.longest)
        wrong += faults
        for when, number in sorted(counts.items()):
            sys.stdout.write(f"{number:5d}  {kind} {when}\n")
    sys.stdout.write(f"{len(wrong):5d}  faults\n" + "".join(f"  {fault}\n" for fault in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
