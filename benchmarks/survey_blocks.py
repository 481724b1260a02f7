"""Solves survey blocks, people who rated timed sections with seats, and compares with proved optima.

Every block becomes two instances through the public format: one that fills seats, one that meets
wishes. A section is a group that one attends whole, by telehealth and without leaders, so that rooms
and staff do not matter; a rating is the strength of a wish; the sections of a course are a set.

    python benchmarks/survey_blocks.py FOLDER --time-limit 10

Exits with 1 unless every optimum is reached and proved in time. The data is read, never copied.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from iopsched import Instance, Limits, instance_from_data, solve, verify
from iopsched.benchmarking.suite import machine, provenance

OBJECTIVES = {"seats": "fill", "wishes": "unmet_wishes"}
SUITE = "survey-blocks"
MONDAY = "2026-03-02"
Block = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One optimum: what is published, what was reached, what is proved, and how long it took."""

    block: str
    objective: str
    published: int
    value: int
    bound: int | None
    valid: bool
    seconds: float

    def good(self, time_limit: float) -> bool:
        """Return whether the published optimum was reached and proved in time."""
        proved = self.published == self.value == self.bound
        return proved and self.valid and self.seconds <= time_limit


def minutes(clock: str) -> int:
    """Return minutes after midnight."""
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def block_instance(name: str, block: Block, objective: str) -> Instance:
    """Return a block as an instance with a single goal: `seats` to fill, or `wishes` to meet.

    Raises:
        iopsched.errors.ProblemsError: the block is no instance.
    """
    sections = block["sections"]
    lengths = {section["id"]: minutes(section["end"]) - minutes(section["start"]) for section in sections}
    courses: dict[str, list[str]] = defaultdict(list)
    for section in sections:
        courses[section["course"]].append(section["id"])
    return instance_from_data(
        {
            "schema_version": 1,
            "id": f"{name}-{objective}",
            "week": {"monday": MONDAY, "time_zone": "UTC", "grid_minutes": 5},
            "levels": [{"id": "open", "preset": "unbounded"}],
            "services": [
                {
                    "id": f"m{length}",
                    "clock_minutes": length,
                    "roles": [],
                    "min_heads": 1,
                    "max_heads": 1000,
                    "modes": ["telehealth"],
                }
                for length in sorted(set(lengths.values()))
            ],
            "groups": [group_data(section, f"m{lengths[section['id']]}") for section in sections],
            "group_sets": [
                {"id": course, "groups": groups} for course, groups in courses.items() if len(groups) > 1
            ],
            "clients": [client_data(person) for person in block["people"]],
            "goals": [{"id": objective, "terms": [{"term": OBJECTIVES[objective]}]}],
        }
    )


def group_data(section: dict[str, Any], service: str) -> dict[str, Any]:
    """Return a section as a group."""
    return {
        "id": section["id"],
        "service": service,
        "meetings": [f"{day.capitalize()} {section['start']}" for day in section["days"]],
        "attendance": "attend_all",
        "max_heads": section["seats"],
    }


def client_data(person: dict[str, Any]) -> dict[str, Any]:
    """Return a person as a client."""
    return {
        "id": person["id"],
        "level": "open",
        "only_groups": list(person["ratings"]),
        "max_groups": person["most_groups"],
        "preferences": [
            {"group": section, "strength": rating} for section, rating in person["ratings"].items()
        ],
    }


def published_optimum(block: Block, objective: str) -> int:
    """Return the value that the published optimum has as a goal of ours, which counts what is missing."""
    if objective == "seats":
        return sum(section["seats"] for section in block["sections"]) - block["best"]["most_seats_filled"]
    ratings = sum(rating for person in block["people"] for rating in person["ratings"].values())
    return ratings - block["best"]["highest_rating_sum"]


def measure(name: str, block: Block, objective: str, limits: Limits) -> Row:
    """Solve one instance of a block and hold it against the published optimum."""
    instance = block_instance(name, block, objective)
    began = time.monotonic()
    result = solve(instance, limits=limits)
    seconds = time.monotonic() - began
    verdict = verify(instance, result.schedule)
    level = result.levels[0]
    return Row(
        block=name,
        objective=objective,
        published=published_optimum(block, objective),
        value=verdict.levels[0].value,
        bound=level.bound if level.bound_kind == "proved" else None,
        valid=verdict.valid,
        seconds=seconds,
    )


def table(rows: list[Row], time_limit: float) -> Table:
    """Return the rows as a table that fits 80 columns."""
    made = Table("Block", "Goal", title="What is missing to every seat and every wish", box=None)
    for heading in ("Published", "Value", "Bound", "Seconds"):
        made.add_column(heading, justify="right")
    made.add_column("Optimum")
    for row in rows:
        found = (row.block, OBJECTIVES[row.objective], *map(str, (row.published, row.value, row.bound)))
        made.add_row(*found, f"{row.seconds:.1f}", "proved" if row.good(time_limit) else "NOT REACHED")
    return made


def document(rows: list[Row], limits: Limits) -> dict[str, Any]:
    """Return the numbers, and nothing of the blocks, as docs/benchmarks.md takes them."""
    made = provenance(limits)
    goals = [
        {
            "instance": row.block,
            "wanted": f"{OBJECTIVES[row.objective]}: {row.published} proved within {limits.time_limit:g} s",
            "found": f"{row.value}, bound {row.bound}, {row.seconds:.1f} s",
            "met": row.good(limits.time_limit),
        }
        for row in rows
    ]
    made["date"] = made["date"].isoformat()
    return {"suite": SUITE, **made, "machine": machine(), "goals": goals, "instances": []}


def main(words: list[str] | None = None) -> int:
    """Solve every block of a folder and return 0 if all optima are reached and proved in time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the blocks are, as .json files")
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds for each of the optima")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--block", help="only this one")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the numbers there, dated")
    chosen = parser.parse_args(words)
    limits = Limits(time_limit=chosen.time_limit, seed=chosen.seed, workers=chosen.workers)
    paths = sorted(chosen.folder.glob(f"{chosen.block or '*'}.json"))
    rows = []
    for path in paths:
        block = json.loads(path.read_text())
        rows += [measure(path.stem, block, objective, limits) for objective in OBJECTIVES]
    Console(width=80).print(table(rows, chosen.time_limit))
    if chosen.write is not None:
        made = document(rows, limits)
        chosen.write.mkdir(parents=True, exist_ok=True)
        (chosen.write / f"{made['date']}-{SUITE}.json").write_text(json.dumps(made, indent=1) + "\n")
    return 0 if rows and all(row.good(chosen.time_limit) for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
