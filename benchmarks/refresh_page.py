"""Makes the part of docs/benchmarks.md that holds numbers, from the newest results of each suite.

    python benchmarks/refresh_page.py

The tests compare what it would write with what is there.
"""

import json
import re
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
START, END = "<!-- results: made by benchmarks/refresh_page.py -->", "<!-- end of results -->"
NOTHING = "No results are recorded yet: `python benchmarks/speed.py --write` records some."


def newest(folder: Path) -> list[dict[str, Any]]:
    """Return the newest results of each suite, by suite."""
    by_suite: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json")):
        results = json.loads(path.read_text())
        by_suite[results["suite"]] = results
    return [by_suite[suite] for suite in sorted(by_suite)]


def section(results: list[dict[str, Any]]) -> str:
    """Return the part of the page between its two marks."""
    return "\n\n".join(suite_text(one) for one in results) or NOTHING


def suite_text(results: dict[str, Any]) -> str:
    """Return one suite: where the numbers come from, goals met, and what was measured."""
    if "weeks" in results:
        return quarter_text(results)
    if "speed" in results:
        return speed_text(results)
    if "regressions" in results:
        return bench_text(results)
    versions, machine, limits = results["versions"], results["machine"], results["limits"]
    met = sum(goal["met"] for goal in results["goals"])
    workers = limits["workers"] or "one per core"
    parts = [
        f"### {results['suite']}, {results['date']}",
        f"iopsched {versions['iopsched']}, OR-Tools {versions['ortools']}, Python {versions['python']}; "
        f"{machine['system']} {machine['processor']}, {machine['cores']} cores; at most "
        f"{limits['time_limit']:g} s a search, seed {results['seed']}, workers: {workers}. "
        f"{met} of {len(results['goals'])} goals are met.",
        rows(
            ("instance", "wanted", "found", "met"),
            [
                (goal["instance"], goal["wanted"], goal["found"], "yes" if goal["met"] else "**no**")
                for goal in results["goals"]
            ],
        ),
    ]
    if results["instances"]:
        parts.append(rows(MEASURED, [measured_row(one) for one in results["instances"]]))
    return "\n\n".join(parts)


def heading(results: dict[str, Any]) -> str:
    """Return a suite's name and date, and the versions and the machine that the numbers are of."""
    versions, machine, limits = results["versions"], results["machine"], results["limits"]
    most = f"{limits['time_limit']:g} s"
    if limits.get("reproducible"):
        most = f"{limits['effort']:g} units of effort"
    return (
        f"### {results['suite']}, {results['date']}\n\n"
        f"iopsched {versions['iopsched']}, OR-Tools {versions['ortools']}, Python {versions['python']}; "
        f"{machine['system']} {machine['processor']}, {machine['cores']} cores; at most {most} a search."
    )


BENCHED = ("instance", "clients", "short", "proved", "first s", "1 % s", "level 1 s", "total s")
COSTS = ("effort", "MiB", "standing", "gaps")
BESIDE = ("instance", "values", "baseline", "", "proved by it", "reached after s", "of s", "times as fast")


def bench_text(results: dict[str, Any]) -> str:
    """Return what `iopsched bench` measured on a suite, and where its pictures are."""
    pictures = f"../benchmarks/results/{results['date']}-{results['suite']}"
    regressions = f"Regressions: {results['regressions']}. Drawn: [cost against size]({pictures}/cost.svg); "
    said = "over time, each instance by its name."
    parts = [
        f"{heading(results)} {regressions}{said}",
        rows((*BENCHED, *COSTS), [benched_row(one, pictures) for one in results["instances"]]),
    ]
    beside = [one for one in results["instances"] if "beside_baseline" in one]
    if beside:
        parts.append(rows(BESIDE, [beside_row(one) for one in beside]))
    return "\n\n".join(parts)


def benched_row(one: dict[str, Any], pictures: str) -> tuple[str, ...]:
    """Return one instance's numbers, its name leading to its picture."""
    name, clients, short, proved, *_, peak, gaps = measured_row(one)
    times = ("first_schedule_seconds", "close_seconds", "level_1_seconds", "seconds", "effort")
    return (
        f"[{name}]({pictures}/{name}.svg)",
        *(clients, short, proved),
        *(seconds_text(one[key]) for key in times),
        *(peak, one["standing"], gaps),
    )


def beside_row(one: dict[str, Any]) -> tuple[str, ...]:
    """Return how one instance's search stands beside the baseline's."""
    beside = one["beside_baseline"]
    times = beside["times_as_fast"]
    return (
        one["instance_id"],
        vector_text(one),
        vector_text(beside["baseline"]),
        beside["verdict"],
        f"{beside['levels_proved_by_baseline']} of {len(one['levels'])}",
        seconds_text(beside["seconds_to_baseline_values"]),
        seconds_text(beside["baseline"]["seconds"]),
        "-" if times is None else f"{times:.1f}",
    )


def vector_text(one: dict[str, Any]) -> str:
    """Return the values of the levels, in order."""
    return " ".join(str(level["value"]) for level in one["levels"]) or one["outcome"]


def speed_text(results: dict[str, Any]) -> str:
    """Return how soon a published week is planned again."""
    head = ("what", "cases", "median s", "worst s", "wanted s", "met")
    body = [
        (
            goal["name"],
            str(len(goal["seconds"])),
            *(middle_and_worst(goal["seconds"])),
            f"{goal['wanted']:g}",
            "yes" if goal["met"] else "**no**",
        )
        for goal in results["speed"]
    ]
    return f"{heading(results)}\n\n{rows(head, body)}"


def middle_and_worst(seconds: list[float | None]) -> tuple[str, str]:
    """Return the median and the slowest time; what was never reached counts as for ever."""
    known = [float("inf") if one is None else one for one in seconds]
    found = (statistics.median(known), max(known))
    middle, worst = ("never" if one == float("inf") else f"{one:.2f}" for one in found)
    return middle, worst


WEEKLY = (
    "week",
    "clients",
    "arrived",
    "discharged",
    "stepped_down",
    "short",
    "churn",
    "contacted",
    "newcomers",
)
AFTER = ("events", "tuesday_short", "tuesday_churn", "tuesday_contacted", "tuesday_first")


def quarter_text(results: dict[str, Any]) -> str:
    """Return a simulated quarter week by week, and where its picture is."""
    head = tuple(name.replace("_", " ") for name in (*WEEKLY, *AFTER))
    weeks = results["weeks"]
    body = [tuple(f"{one[name]:g}" for name in (*WEEKLY, *AFTER)) for one in weeks]
    broken = sum(one["violations"] for one in weeks)
    counsellors = max(one["other_clinician"] for one in weeks)
    said = (
        f"{2 * len(weeks)} schedules verified, {broken} rules broken. Own sessions with another clinician "
        f"than the week before: at most {counsellors:g} % on a Monday. Drawn: "
        f"[{results['suite']}.svg](../benchmarks/results/{results['suite']}.svg)."
    )
    return f"{heading(results)} {said}\n\n{rows(head, body)}"


MEASURED = ("instance", "clients", "short", "proved", "first s", "level 1 s", "total s", "MiB", "gaps")


def measured_row(one: dict[str, Any]) -> tuple[str, ...]:
    """Return one instance's numbers."""
    levels = one["levels"]
    proved = sum(level["optimal"] and level["bound_kind"] == "proved" for level in levels)
    peak = one["peak_bytes"]
    return (
        one["instance_id"],
        str(one["clients"]),
        "-" if one["clients_short"] is None else str(one["clients_short"]),
        f"{proved} of {len(levels)}" if levels else one["outcome"],
        *(seconds_text(one[key]) for key in ("first_schedule_seconds", "level_1_seconds", "seconds")),
        "-" if peak is None else str(round(peak / 2**20)),
        ", ".join(gap_text(level) for level in levels if not level["optimal"]) or "none",
    )


def seconds_text(seconds: float | None) -> str:
    """Return seconds with one decimal, or a dash."""
    return "-" if seconds is None else f"{seconds:.1f}"


def gap_text(level: dict[str, Any]) -> str:
    """Return what may be left to gain at a level."""
    if level["gap"] is None:
        return f"{level['id']}: unknown"
    gap = f"{100 * level['gap']:.1f} %" if level["scale"] else f"{level['gap']:g} of {level['value']}"
    return f"{level['id']}: {gap}"


def rows(head: tuple[str, ...], body: list[tuple[str, ...]]) -> str:
    """Return a table of Markdown."""
    lines = [head, ("---",) * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(text: str, results: list[dict[str, Any]]) -> str:
    """Return the page with its numbers made anew."""
    fresh = f"{START}\n\n{section(results)}\n\n{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: fresh, text, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(), newest(RESULTS)))
    sys.stdout.write("docs/benchmarks.md is current.\n")
