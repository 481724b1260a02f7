"""Measures how soon a published week of 100 clients is planned again, and says which goals are met.

    python benchmarks/replan_speed.py --write

On two cores, with nothing else running. The week is solved first, or taken from a folder that `iopsched
solve` wrote (--week). Then: one clinician away for a day, again and again; the five best weeks for a new
client; what two schedules differ in. Exits with 1 if a goal is missed.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from iopsched import Instance, Limits, Progress, Schedule, diff, read_instance, read_schedule, solve, verify
from iopsched.benchmarking.suite import machine, provenance
from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clock import format_day
from iopsched.files.writing import write_instance, write_schedule
from iopsched.replanning.preparing import Texts, prepare
from iopsched.replanning.recommending import recommend

RESULTS = Path(__file__).resolve().parent / "results"
ABSENCES, ARRIVALS, DIFFS = 10, 5, 5
FIRST, PROVED, RECOMMENDED, DIFFERED = 3.0, 10.0, 2.0, 0.5
"""Goals in seconds: the first verified answer, shortfalls proved least, five weeks, a difference."""


@dataclass(frozen=True)
class Absence:
    """One clinician away for a day: seconds to the first answer and to the proof, None if it never came."""

    who: str
    first: float | None
    proved: float | None
    short: int
    change: int


@dataclass(frozen=True)
class Goal:
    """One goal: all times measured, and whether the slowest is within it; None was never reached."""

    name: str
    wanted: float
    seconds: tuple[float | None, ...]

    @property
    def met(self) -> bool:
        """Whether every case was fast enough."""
        return all(one is not None and one <= self.wanted for one in self.seconds)

    @property
    def median(self) -> float:
        """The median; what was never reached counts as for ever."""
        return statistics.median(float("inf") if one is None else one for one in self.seconds)

    @property
    def worst(self) -> float:
        """The slowest; what was never reached counts as for ever."""
        return max(float("inf") if one is None else one for one in self.seconds)


def absences_of(schedule: Schedule, number: int) -> list[str]:
    """Return the busiest days of clinicians, one for each clinician, as `--absent` takes them."""
    led = Counter((leader, s.date) for s in schedule.sessions for leader in s.leaders)
    chosen: dict[str, str] = {}
    days: Counter[str] = Counter()
    for (clinician, date), _ in sorted(led.items(), key=lambda one: (-one[1], one[0])):
        day = format_day(date.weekday()).lower()
        if clinician not in chosen and days[day] < -(-number // 4):
            chosen[clinician] = f"{clinician}:{day}"
            days[day] += 1
    return list(chosen.values())[:number]


def absence(
    week: Instance, schedule: Schedule, who: str, limits: Limits
) -> tuple[Absence, Instance, Schedule]:
    """Plan again without somebody; return how long that took, and the instance and schedule that came of it.

    The clock starts before anything is prepared. Shortfalls are proved least once nobody is short, or
    when their levels are; what the levels after them took is taken off.
    """
    began = time.monotonic()
    first: list[float] = []
    nobody: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.schedule is not None and not first:
            first.append(time.monotonic() - began)
        if progress.clients_short == 0 and not nobody:
            nobody.append(time.monotonic() - began)

    instance = prepare(week, schedule, texts=Texts(absent=(who,))).instance
    result = solve(instance, limits=limits, on_progress=watch)
    done = time.monotonic() - began
    assert verify(instance, result.schedule).valid
    proved = nobody[0] if nobody else None
    if proved is None and all(level.optimal for level in result.levels[:3]):
        proved = done - sum(level.seconds for level in result.levels[3:])
    made = Absence(
        who,
        first[0] if first else None,
        proved,
        len({need.client for need in result.shortfalls}),
        result.levels[3].value,
    )
    return made, instance, result.schedule


def newcomer(client: Client, number: int) -> Client:
    """Return a new client with somebody's hours and plan, who comes alone."""
    alone = {"with_clients": (), "with_guests": ()}
    plan = tuple(PlanItem(**{**dict(item), **alone}) for item in client.plan)
    new = {"id": f"new-{number}", "guests": (), "plan": plan, "starts_on": None, "ends_on": None}
    return Client(**{**dict(client), **new})


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.monotonic()
    call()
    return time.monotonic() - began


def command_seconds(folder: Path, *further: str) -> float:
    """Return the seconds that the command `iopsched diff` takes on the files in a folder."""
    words = ["diff", str(folder / "before.json"), str(folder / "after.json"), "--json", *further]
    return timed(
        lambda: subprocess.run([sys.executable, "-m", "iopsched", *words], check=True, capture_output=True)
    )


def published_week(folder: Path | None, limits: Limits) -> tuple[Instance, Schedule]:
    """Return the week and its schedule: from a folder, or solved now; shortfalls and change are its goals."""
    if folder is not None:
        week = read_instance(folder / "instance.json")
        schedule = read_schedule(folder / "schedule.json", week)
    else:
        week = read_instance("@evening-100")
        sys.stderr.write("solving @evening-100 first\n")
        schedule = solve(week, limits=limits).schedule
    return week.replace(goals=week.goals[:4]), schedule


def measure(
    week: Instance, schedule: Schedule, limits: Limits, cases: int
) -> tuple[list[Goal], list[Absence]]:
    """Return every goal with what was measured."""
    absences: list[Absence] = []
    after, effective = schedule, week
    for who in absences_of(schedule, cases):
        made, effective, after = absence(week, schedule, who, limits)
        absences.append(made)
        sys.stderr.write(f"{made}\n")
    some = random.Random(1).sample([one for one in week.clients if one.starts_on is None], ARRIVALS)
    arrivals = [newcomer(one, number) for number, one in enumerate(some, 1)]
    recommended = tuple(
        timed(partial(recommend, week, schedule, one, top=5, limits=limits)) for one in arrivals
    )
    times = range(DIFFS)
    function = tuple(timed(partial(diff, schedule, after, instance=effective)) for _ in times)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_schedule(folder / "before.json", schedule)
        write_schedule(folder / "after.json", after)
        write_instance(folder / "instance.json", effective)
        plain = tuple(command_seconds(folder) for _ in times)
        judged = tuple(command_seconds(folder, "--instance", str(folder / "instance.json")) for _ in times)
    goals = [
        Goal("absence: first verified answer", FIRST, tuple(one.first for one in absences)),
        Goal("absence: shortfalls proved least", PROVED, tuple(one.proved for one in absences)),
        Goal("recommend, five weeks", RECOMMENDED, recommended),
        Goal("diff with goals, from Python", DIFFERED, function),
        Goal("iopsched diff", DIFFERED, plain),
        Goal("iopsched diff --instance", DIFFERED, judged),
    ]
    return goals, absences


def table(goals: list[Goal]) -> Table:
    """Return the goals as a table that fits 80 columns."""
    made = Table("What", "Cases", "Median s", "Worst s", "Wanted s", "Goal", box=None)
    for goal in goals:
        figures = (f"{goal.median:.2f}", f"{goal.worst:.2f}", f"{goal.wanted:g}")
        made.add_row(goal.name, str(len(goal.seconds)), *figures, "met" if goal.met else "MISSED")
    return made


def main(words: list[str] | None = None) -> int:
    """Measure, print the goals, and return 0 if all are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--week", type=Path, help="a folder with instance.json and schedule.json")
    parser.add_argument("--absences", type=int, default=ABSENCES, help="how many absences are tried")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each search")
    parser.add_argument("--write", action="store_true", help="write the numbers to benchmarks/results/")
    parser.add_argument("--results", type=Path, default=RESULTS, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    limits = Limits(time_limit=asked.time_limit)
    week, schedule = published_week(asked.week, limits)
    goals, absences = measure(week, schedule, limits, asked.absences)
    Console(width=80).print(table(goals))
    if asked.write:
        made = provenance(limits)
        document = {
            "suite": "replan-speed",
            **made,
            "date": made["date"].isoformat(),
            "machine": machine(),
            "speed": [{**asdict(goal), "met": goal.met} for goal in goals],
            "absences": [asdict(one) for one in absences],
        }
        asked.results.mkdir(parents=True, exist_ok=True)
        path = asked.results / f"{document['date']}-replan-speed.json"
        path.write_text(json.dumps(document, indent=1) + "\n")
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
