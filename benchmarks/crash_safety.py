"""Kills and interrupts `iopsched solve` at random moments and looks at what is left on disk.

After each run schedule.json, if there is one, must read, keep every rule and be its owner's only;
nothing else in the folder may pass for a schedule; Ctrl-C must end with 130.

    python benchmarks/crash_safety.py --runs 20 --instance @evening-20
"""

import argparse
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from iopsched import read_instance, read_schedule, verify

KNOWN = {"schedule.json", "schedule.previous.json", "instance.json", "result.json", "run.json"}
SEARCH_SECONDS = 60
END_SECONDS = 60


def run_once(instance: str, out: Path, number: signal.Signals, moment: float, *, twice: bool) -> int:
    """Start a search, send it a signal after a while, and return how it ended."""
    words = [sys.executable, "-m", "iopsched", "solve", instance, "--out", str(out), "--quiet"]
    process = subprocess.Popen(
        [*words, "--time-limit", str(SEARCH_SECONDS)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(moment)
    process.send_signal(number)
    if twice:
        time.sleep(0.3)
        process.send_signal(number)
    return process.wait(timeout=END_SECONDS)


def faults_in(instance: str, out: Path) -> list[str]:
    """Return what is wrong with the files that a run left behind."""
    faults = []
    if not out.exists():
        return faults
    for path in out.iterdir():
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            faults.append(f"{path.name} can be read by others")
        unfinished = path.name.startswith(".iopsched-") and path.suffix == ".tmp"
        if path.name not in KNOWN and not unfinished:
            faults.append("a file of an unknown name is left behind")
    for name in ("schedule.json", "schedule.previous.json"):
        if (out / name).exists():
            week = read_instance(instance)
            verdict = verify(week, read_schedule(out / name, week))
            faults += [f"{name} breaks {violation.rule}" for violation in verdict.violations]
    return faults


def trial(
    instance: str, out: Path, kind: str, chance: random.Random, longest: float
) -> tuple[str, list[str]]:
    """Do one run of a kind; return what it left and what is wrong with it."""
    number = signal.SIGKILL if kind == "kill -9" else signal.SIGINT
    moment = chance.uniform(0.2, longest)
    code = run_once(instance, out, number, moment, twice=kind == "Ctrl-C twice")
    faults = faults_in(instance, out)
    # Before Python has set its own handler up, Ctrl-C simply ends the process.
    if number == signal.SIGINT and code not in (130, -signal.SIGINT):
        faults.append(f"Ctrl-C ended with {code}")
    left = "a schedule" if (out / "schedule.json").exists() else "no schedule yet"
    return left, faults


def main() -> int:
    """Run the trials, print the counts, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20, help="of each kind")
    parser.add_argument("--instance", default="@evening-20")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=float, default=12.0, help="seconds until the signal at most")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("kill -9", "Ctrl-C", "Ctrl-C twice"):
            for run in range(chosen.runs):
                # Every other run starts where an earlier one left its files.
                out = Path(folder) / f"{kind}-{run // 2}".replace(" ", "")
                left, faults = trial(chosen.instance, out, kind, chance, chosen.longest)
                counts[f"{kind}: {left}"] += 1
                wrong += [f"{kind}, run {run}: {fault}" for fault in faults]
    for what, number in sorted(counts.items()):
        sys.stdout.write(f"{number:5d}  {what}\n")
    sys.stdout.write(f"{len(wrong):5d}  faults\n" + "".join(f"  {fault}\n" for fault in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
