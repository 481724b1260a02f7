"""Measures the goals for speed that the project sets itself, and says which are met.

    python benchmarks/speed.py --suite programmes --write

Runs for two searches of a minute per instance; nothing else should run beside it. Exits with 1 if a
goal is not met. With --write the numbers go to benchmarks/results/ for docs/benchmarks.md.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from iopsched import Instance, Limits, verify, write_instance
from iopsched.benchmarking.folder import instances_in
from iopsched.benchmarking.measuring import LEVEL_1_TERMS, Measurement, measure
from iopsched.benchmarking.suite import machine, provenance

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"

USUAL_CLIENTS = range(20, 41)
LARGE_CLIENTS = range(80, 200)
LEVEL_1_SECONDS = 20
WISHES_GAP = 0.02
FIRST_SECONDS = 5
MOST_BYTES = 1_500_000_000


@dataclass(frozen=True)
class Goal:
    """One goal on one instance: what is wanted, what was found, and whether that meets it."""

    instance: str
    wanted: str
    found: str
    met: bool


def goals_of(instance: Instance, measured: Measurement) -> list[Goal]:
    """Return the goals that an instance of this size has."""
    if measured.outcome != "solved":
        return [Goal(instance.id, "a verified schedule", measured.outcome, False)]
    goals = [memory_goal(measured)]
    if len(instance.clients) in USUAL_CLIENTS:
        goals += [level_1_goal(measured), wishes_goal(measured)]
    if len(instance.clients) in LARGE_CLIENTS:
        goals += [first_goal(measured), clients_short_goal(instance, measured)]
    return goals


def memory_goal(measured: Measurement) -> Goal:
    """Memory stays small enough for a laptop."""
    used = measured.peak_bytes or 0
    return Goal(
        measured.instance_id,
        f"at most {MOST_BYTES / 1e9:.1f} GB",
        f"{used / 1e9:.2f} GB",
        0 < used <= MOST_BYTES,
    )


def level_1_goal(measured: Measurement) -> Goal:
    """Level 1 is proved optimal soon."""
    seconds = measured.level_1_seconds
    wanted = f"level 1 proved within {LEVEL_1_SECONDS} s"
    found = "not proved" if seconds is None else f"{seconds:.1f} s"
    return Goal(measured.instance_id, wanted, found, seconds is not None and seconds <= LEVEL_1_SECONDS)


def wishes_goal(measured: Measurement) -> Goal:
    """Wishes are met as well as can be, nearly."""
    wanted = f"3b within {100 * WISHES_GAP:g} % at the end"
    level = measured.level("3b")
    if level is None or level.gap is None:
        return Goal(measured.instance_id, wanted, "no bound", False)
    share = level.gap if level.scale else float(level.gap > 0)
    kind = "" if level.bound_kind == "proved" else f", {level.bound_kind}"
    return Goal(measured.instance_id, wanted, f"{100 * share:.1f} %{kind}", share <= WISHES_GAP)


def first_goal(measured: Measurement) -> Goal:
    """Something to look at is there soon."""
    seconds = measured.first_schedule_seconds
    found = "none" if seconds is None else f"{seconds:.1f} s"
    wanted = f"first schedule within {FIRST_SECONDS} s"
    return Goal(measured.instance_id, wanted, found, seconds is not None and seconds <= FIRST_SECONDS)


def clients_short_goal(instance: Instance, measured: Measurement) -> Goal:
    """At most one further client could have every need met."""
    wanted = "at most 1 further client could be served"
    level = measured.level("1b")
    if level is None or level.bound is None:
        return Goal(measured.instance_id, wanted, "no bound", False)
    further = (level.value - level.bound) // min(client.priority for client in instance.clients)
    return Goal(
        measured.instance_id, wanted, f"{further} (now short: {measured.clients_short})", further <= 1
    )


def lower_levels_goal(path: Path, instance: Instance, full: Measurement, limits: Limits) -> Goal | None:
    """Caring about the levels after level 1 gives more than stopping after it; None if there is none."""
    first = [goal for goal in instance.goals if {weighted.term for weighted in goal.terms} <= LEVEL_1_TERMS]
    later = [goal.id for goal in instance.goals if goal not in first]
    if not first or not later or full.outcome != "solved":
        return None
    cut = instance.replace(goals=tuple(first))
    write_instance(path, cut)
    careless = measure(path, cut, limits)
    wanted = "lower levels better than left to chance"
    if careless.schedule is None:
        return Goal(instance.id, wanted, careless.outcome, False)
    schedule = careless.schedule.model_copy(update={"instance_digest": instance.digest})
    chance = {level.id: level.value for level in verify(instance, schedule).levels}
    values = {level.id: level.value for level in full.levels}
    found = ", ".join(f"{one}: {chance[one]} to {values[one]}" for one in later if chance[one] or values[one])
    best = all(level.optimal for level in full.levels)
    before, after = tuple(chance.values()), full.vector
    return Goal(instance.id, wanted, found or "all 0", after < before or (after == before and best))


def table(goals: list[Goal]) -> Table:
    """Return the goals as a table that fits 80 columns."""
    made = Table("Instance", "Wanted", "Found", "Goal", box=None)
    for goal in goals:
        made.add_row(goal.instance, goal.wanted, goal.found, "met" if goal.met else "NOT MET")
    return made


def run(suite: Path, limits: Limits, only: list[str]) -> tuple[list[Measurement], list[Goal]]:
    """Measure every instance of a folder, or those named, and return the goals with what was found."""
    measured: list[Measurement] = []
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory() as folder:
        for found in instances_in(suite).found:
            if only and found.instance.id not in only:
                continue
            full = measure(found.path, found.instance, limits)
            measured.append(full)
            goals += goals_of(found.instance, full)
            cut = Path(folder) / "instance.json"
            lower = lower_levels_goal(cut, found.instance, full, limits)
            goals += [] if lower is None else [lower]
            sys.stderr.write(f"{found.instance.id}: {full.outcome}\n")
    return measured, goals


def document(suite: str, limits: Limits, measured: list[Measurement], goals: list[Goal]) -> dict[str, Any]:
    """Return everything measured as plain JSON data."""
    made = provenance(limits)
    return {
        "suite": suite,
        **made,
        "date": made["date"].isoformat(),
        "machine": machine(),
        "goals": [asdict(goal) for goal in goals],
        "instances": [one.document() for one in measured],
    }


def main(words: list[str] | None = None) -> int:
    """Measure, print the goals, and return 0 if all are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--suite", default="programmes", help="a folder of instances/, or any other")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="only this instance")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each search")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--write", action="store_true", help="write the numbers to benchmarks/results/")
    parser.add_argument("--results", type=Path, default=RESULTS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    limits = Limits(time_limit=chosen.time_limit, seed=chosen.seed, workers=chosen.workers)
    named = ROOT / "instances" / chosen.suite
    suite = named if named.is_dir() else Path(chosen.suite)
    measured, goals = run(suite, limits, chosen.only)
    Console(width=80).print(table(goals))
    missed = sum(not goal.met for goal in goals)
    sys.stdout.write(f"{len(goals) - missed} of {len(goals)} goals met.\n")
    if chosen.write:
        made = document(suite.name, limits, measured, goals)
        chosen.results.mkdir(parents=True, exist_ok=True)
        path = chosen.results / f"{made['date']}-{suite.name}.json"
        path.write_text(json.dumps(made, indent=1) + "\n")
        sys.stdout.write("Written; now run benchmarks/refresh_page.py.\n")
    return 1 if missed or not goals else 0


if __name__ == "__main__":
    sys.exit(main())
