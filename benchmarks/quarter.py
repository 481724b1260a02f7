"""Simulates a quarter: 13 weeks, each planned from the last one and planned again after a bad Tuesday.

    python benchmarks/quarter.py --clients 40 --weeks 13 --time-limit 20 --out FOLDER

Writes one row for each week to quarter-N.csv, what they show to quarter-N.svg, and both with the limits
to quarter-N.json. What a Tuesday changes is for that week alone: the next is planned from the week as it
was published on Monday. Every schedule is verified; exits with 1 if one breaks a rule.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from iopsched import Instance, Limits, Schedule, SolveResult, solve, verify
from iopsched.benchmarking.suite import machine, provenance
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.generating.quarter import Quarter
from iopsched.replanning.differences import diff
from iopsched.replanning.preparing import Texts, prepare
from iopsched.replanning.stability import stability

CHART = (
    ("clients short", ("short", "tuesday_short")),
    ("roster churn, percent", ("churn", "tuesday_churn")),
    ("clients to call", ("contacted", "tuesday_contacted")),
    ("newcomers in groups", ("newcomers", "tuesday_newcomers")),
    ("own sessions with another clinician, percent", ("other_clinician", "tuesday_other_clinician")),
)
"""What is drawn: each panel's title, and its columns: the new week, and the week after its Tuesday."""


@dataclass(frozen=True)
class Row:
    """One week: what changed on Monday, what the plan is like, and the same after its Tuesday.

    Shares are percent. `first` and `seconds` are wall times; level 1 is `proved` or not.
    """

    week: int
    clients: int
    arrived: int
    discharged: int
    stepped_down: int
    short: int
    minutes_short: int
    proved: bool
    churn: float
    contacted: int
    newcomers: int
    other_clinician: float
    first: float
    seconds: float
    events: int
    tuesday_short: int
    tuesday_minutes_short: int
    tuesday_proved: bool
    tuesday_churn: float
    tuesday_contacted: int
    tuesday_newcomers: int
    tuesday_other_clinician: float
    tuesday_first: float
    tuesday_seconds: float
    violations: int


def simulate(
    quarter: Quarter,
    weeks: int,
    limits: Limits,
    goals: tuple[GoalLevel, ...] = DEFAULT_GOALS,
    bad_every: int = 1,
) -> Iterator[Row]:
    """Yield a row for each week, planned with these limits; every so many of them have a bad Tuesday."""
    published = quarter.planted
    turn = quarter.first()
    for number in range(1, weeks + 1):
        turn = replace(turn, instance=turn.instance.replace(goals=goals))
        result = solve(turn.instance, limits=limits, published=published)
        broken = len(verify(turn.instance, result.schedule).violations)
        after, again, events = turn.instance, result, 0
        if number % bad_every == 0:
            tuesday = quarter.tuesday(result.schedule)
            texts = Texts(absent=tuesday.absent, close=tuesday.close, leave=tuesday.leave)
            after = prepare(turn.instance, result.schedule, now=tuesday.now, texts=texts).instance
            again = solve(after, limits=limits)
            broken += len(verify(after, again.schedule).violations)
            events = len(tuesday.absent) + len(tuesday.close) + len(tuesday.leave)
        planned = figures(turn.instance, published, result)
        replanned = figures(after, result.schedule, again)
        yield Row(
            week=number,
            clients=len(turn.instance.clients),
            arrived=len(turn.arrived),
            discharged=len(turn.discharged),
            stepped_down=len(turn.stepped_down),
            events=events,
            violations=broken,
            **planned,
            **{f"tuesday_{name}": value for name, value in replanned.items()},
        )
        published = result.schedule
        turn = quarter.next(published)


def figures(instance: Instance, before: Schedule, result: SolveResult) -> dict[str, Any]:
    """Return what a week is like beside the one published before it."""
    found = stability(instance, before, result.schedule)
    counsellors = found.clinicians.kept + found.clinicians.changed
    staying = {client for session in before.sessions for client in session.clients} & instance.client.keys()
    called = {one.id for one in diff(before, result.schedule).clients if _calls(one)} & staying
    return {
        "short": len({need.client for need in result.shortfalls}),
        "minutes_short": sum(need.minutes for need in result.shortfalls),
        "proved": all(level.optimal for level in result.levels[:3]),
        "churn": round(100 * found.rosters.churn, 1),
        "contacted": len(called),
        "newcomers": found.rosters.newcomers,
        "other_clinician": round(100 * found.clinicians.changed / counsellors, 1) if counsellors else 0.0,
        "first": round(result.first_schedule_seconds or 0.0, 1),
        "seconds": round(result.seconds, 1),
    }


def _calls(change: Any) -> bool:
    """Whether a client has to be told: other sessions, another time, or another clinician of its own."""
    own = [one for one in change.other_leaders if one.startswith(f"{change.id}.")]
    return bool(change.joined or change.left or change.moved or own)


def chart(rows: list[Row], clients: int) -> str:
    """Return the panels one below the other as an SVG picture."""
    left, width, height, gap = 60, 560, 90, 50
    step = width / max(len(rows) - 1, 1)
    parts: list[str] = []
    for number, (title, columns) in enumerate(CHART):
        top = 60 + number * (height + gap)
        values = {column: [float(getattr(one, column)) for one in rows] for column in columns}
        most = max(1.0, *(value for line in values.values() for value in line))
        parts.append(f'<text x="{left}" y="{top - 8}" font-weight="bold">{title}</text>')
        for share in (0.0, 0.5, 1.0):
            y = top + height * (1 - share)
            parts.append(f'<line x1="{left}" y1="{y}" x2="{left + width}" y2="{y}" stroke="#ccc"/>')
            parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{most * share:g}</text>')
        for column, colour in zip(columns, ("#1f5fa8", "#c2571a"), strict=True):
            points = [
                (left + at * step, top + height * (1 - value / most))
                for at, value in enumerate(values[column])
            ]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in points]
        parts += [
            f'<text x="{left + at * step:.1f}" y="{top + height + 16}" text-anchor="middle">{one.week}</text>'
            for at, one in enumerate(rows)
        ]
    bottom = 60 + len(CHART) * (height + gap)
    legend = (
        f'<text x="{left}" y="20" font-size="14">{clients} clients, {len(rows)} weeks</text>'
        f'<text x="{left + 240}" y="20" fill="#1f5fa8">the new week</text>'
        f'<text x="{left + 340}" y="20" fill="#c2571a">after its bad Tuesday</text>'
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 30}" height="{bottom}" '
        f'font-family="sans-serif" font-size="11">\n<rect width="100%" height="100%" fill="white"/>\n'
        f"{legend}\n{body}\n</svg>\n"
    )


def write(folder: Path, clients: int, rows: list[Row], made: dict[str, Any]) -> None:
    """Write the table, the picture and everything with its limits into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"quarter-{clients}"
    with stem.with_suffix(".csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        writer.writeheader()
        writer.writerows(asdict(one) for one in rows)
    stem.with_suffix(".svg").write_text(chart(rows, clients))
    document = {"suite": f"quarter-{clients}", **made, "weeks": [asdict(one) for one in rows]}
    stem.with_suffix(".json").write_text(json.dumps(document, indent=1) + "\n")


def main(words: list[str] | None = None) -> int:
    """Simulate, write, and return 0 if no schedule breaks a rule."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=12)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=20.0, help="seconds for each search")
    parser.add_argument("--out", type=Path, default=Path())
    asked = parser.parse_args(words)
    limits = Limits(time_limit=asked.time_limit, seed=asked.seed)
    made = provenance(limits)
    made |= {"date": made["date"].isoformat(), "machine": machine()}
    rows: list[Row] = []
    for one in simulate(Quarter(asked.clients, asked.seed), asked.weeks, limits):
        rows.append(one)
        sys.stdout.write(
            f"week {one.week}: {one.clients} clients, short {one.short}, churn {one.churn} %; after Tuesday: "
            f"short {one.tuesday_short}, to call {one.tuesday_contacted}\n"
        )
        sys.stdout.flush()
        write(asked.out, asked.clients, rows, made)
    broken = sum(one.violations for one in rows)
    sys.stdout.write(f"{2 * len(rows)} schedules verified, {broken} rules broken.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
