"""Kills, interrupts and bad inputs in one go: prints how many were tried and how many faults they showed.

    python benchmarks/robustness.py

takes about five minutes on two free cores. Ends with 1 if anything was wrong; a fault names the seed
with which it can be had again. What counts as one: benchmarks/crash_safety.py for killed and
interrupted searches; a spoilt file is to be told as problems, or read and written back as the same.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from crash_safety import KINDS, trials

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from bad_inputs import BAD_INPUTS  # noqa: E402
from bad_inputs.row import BadInput, example  # noqa: E402
from iopsched.cli import main as iopsched  # noqa: E402

BATCH = 250
BATCH_SECONDS = 300


class Line(NamedTuple):
    """One line of the table: what was tried, how often, and what was wrong."""

    what: str
    tried: int
    faults: list[str]


def table_of_inputs() -> Line:
    """Give each mistake of the table to `iopsched check`; it must be told at its place, with exit code 3."""
    return Line("bad inputs of the table", len(BAD_INPUTS), [f for row in BAD_INPUTS for f in _told(row)])


def _told(row: BadInput) -> Iterator[str]:
    data = example()
    row.spoil(data)
    run = CliRunner().invoke(iopsched, ["check", "-", "--json"], input=json.dumps(data).encode())
    if run.exit_code != 3:
        yield f"{row.name}: ended with {run.exit_code}"
        return
    told = [(problem["code"], problem["place"]) for problem in json.loads(run.stdout)["problems"]]
    if (row.code, row.place) not in told:
        yield f"{row.name}: {row.code} is not told at its place"


def random_inputs(count: int, seed: int) -> Line:
    """Read so many spoilt files, in batches with a process each; a batch shows one fault at most."""
    faults = []
    for start in range(0, count, BATCH):
        number = min(BATCH, count - start)
        words = [sys.executable, str(HERE / "fuzz_input.py"), "--count", str(number)]
        own_seed = str(seed + start // BATCH)
        try:
            run = subprocess.run(
                [*words, "--seed", own_seed], capture_output=True, check=False, timeout=BATCH_SECONDS
            )
        except subprocess.TimeoutExpired:
            faults.append(f"fuzz_input.py --count {number} --seed {own_seed}: does not come to an end")
            continue
        if run.returncode != 0:
            faults.append(f"fuzz_input.py --count {number} --seed {own_seed}: ended with {run.returncode}")
    return Line("bad inputs at random", count, faults)


def searches(instance: str, runs: int, seed: int, longest: float) -> Iterator[Line]:
    """Kill and interrupt so many searches of each kind."""
    chance = random.Random(seed)
    for kind in KINDS:
        counts, faults = trials(instance, kind, runs, chance, longest)
        moments = ", ".join(f"{number} {when}" for when, number in sorted(counts.items()))
        yield Line(f"{kind} ({moments})", runs, faults)


def _everything(chosen: argparse.Namespace) -> Iterator[Line]:
    yield table_of_inputs()
    yield random_inputs(chosen.inputs, chosen.seed)
    yield from searches(chosen.instance, chosen.runs, chosen.seed, chosen.longest)


def main() -> int:
    """Try everything, print the table, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=12, help="killed and interrupted searches of each kind")
    parser.add_argument("--inputs", type=int, default=5000, help="files spoilt at random")
    parser.add_argument("--instance", default="@evening-20", help="what is searched")
    parser.add_argument("--longest", type=float, default=6.0, help="seconds after the first schedule at most")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    sys.stdout.write(" tried  faults  what\n")
    wrong: list[str] = []
    for line in _everything(chosen):
        sys.stdout.write(f"{line.tried:6d}  {len(line.faults):6d}  {line.what}\n")
        sys.stdout.flush()
        wrong += line.faults
    sys.stdout.write("".join(f"fault: {fault}\n" for fault in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
