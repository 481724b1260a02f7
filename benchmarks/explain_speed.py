"""Measures how soon questions about a week of 100 clients are answered, and says which goals are met.

    python benchmarks/explain_speed.py --write

Solves the week first, for a minute, unless `--week FOLDER` names one that `iopsched solve` wrote. Nothing
else should run beside it. Exits with 1 if a goal is not met. With --write the numbers go to
benchmarks/results/ for docs/benchmarks.md.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from speed import RESULTS, Goal, table

from iopsched import Instance, Limits, Schedule, Session, read_instance, read_schedule, solve, verify
from iopsched.benchmarking.suite import machine, provenance
from iopsched.continuity.repairing import Repair
from iopsched.domain.base import DatedHours
from iopsched.domain.clock import format_week_time
from iopsched.domain.relations import Pin
from iopsched.explaining.reasons import reasons
from iopsched.explaining.repairs import repairs
from iopsched.explaining.why_not import why_not

T = TypeVar("T")

INSTANCE = "@evening-100"
WISHES = 30
SHORT_CLIENTS = 10
MEDIAN_SECONDS, WORST_SECONDS = 2.0, 10.0
REASONS_SECONDS, REPAIRS_SECONDS = 60.0, 120.0


@dataclass(frozen=True)
class Asked:
    """One why-not question, what came of it and how long that took."""

    kind: str
    settled: str
    seconds: float


def wishes(instance: Instance, schedule: Schedule, seed: int) -> Iterator[tuple[str, Pin]]:
    """Yield wishes of every kind in turns, drawn at random, without end."""
    rng = random.Random(seed)
    groups = [session for session in schedule.sessions if session.group is not None]
    own = [session for session in schedule.sessions if session.group is None]
    idle = [group for group in instance.groups if not any(s.group == group.id for s in groups)]
    while True:
        client = rng.choice(instance.clients)
        planned = [g.id for g in instance.groups if client.item_for(g.service) is not None]
        elsewhere = [g for g in planned if not any(s.group == g and client.id in s.clients for s in groups)]
        if elsewhere:
            yield "a client in a group", _pin(client=client.id, group=rng.choice(elsewhere))
        session = rng.choice(own)
        others = _others(instance, schedule, session)
        yield (
            "a clinician for a client",
            _pin(client=session.clients[0], service=session.service, clinician=rng.choice(others)),
        )
        start = format_week_time(1440 * rng.randrange(5) + 60 * rng.randrange(16, 20))
        yield "a time for a client", _pin(session=rng.choice(own).id, start=start)
        session = rng.choice(groups)
        others = _others(instance, schedule, session)
        yield "a clinician for a group", _pin(session=session.id, clinician=rng.choice(others))
        if idle:
            yield "a group that does not run", _pin(group=rng.choice(idle).id)


def _others(instance: Instance, schedule: Schedule, session: Session) -> list[str]:
    """Return who leads such sessions too, anybody else where nobody does."""
    able = {k for one in schedule.sessions if one.service == session.service for k in one.leaders}
    return sorted(able - set(session.leaders)) or [
        k.id for k in instance.clinicians if k.id not in session.leaders
    ]


def _pin(**fields: str) -> Pin:
    return Pin.model_validate({"pin": "hold", **fields})


def timed(ask: Callable[[], T]) -> tuple[T, float]:
    """Return an answer and the seconds it took."""
    began = time.monotonic()
    return ask(), time.monotonic() - began


def ask_wishes(instance: Instance, schedule: Schedule, limits: Limits, number: int) -> list[Asked]:
    """Return what came of so many why-not questions."""
    asked = []
    for (kind, wish), _ in zip(wishes(instance, schedule, limits.seed), range(number), strict=False):
        answer, seconds = timed(partial(why_not, instance, schedule, wish, limits=limits))
        asked.append(Asked(kind, answer.settled, seconds))
        sys.stderr.write(f"{kind}: {answer.settled}, {seconds:.1f} s\n")
    return asked


def short_week(instance: Instance, schedule: Schedule, limits: Limits) -> tuple[Instance, Schedule]:
    """Return the week with clinicians away until ten clients or more fall short, and a schedule of it."""
    led = Counter(leader for session in schedule.sessions for leader in session.leaders)
    dates = [instance.week.date_of(day) for day in range(7)]
    away: set[str] = set()
    for clinician, _ in led.most_common():
        away.add(clinician)
        week = instance.replace(
            published=schedule,
            clinicians=tuple(
                one.model_copy(update={"exceptions": tuple(DatedHours(date=date) for date in dates)})
                if one.id in away
                else one
                for one in instance.clinicians
            ),
        )
        found = Repair(week, limits, closer=False).run(schedule)
        if found is not None and len({need.client for need in found.verdict.shortfalls}) >= SHORT_CLIENTS:
            return week, found.schedule
    raise SystemExit("nobody falls short however many clinicians are away")


def goals_of_wishes(name: str, asked: list[Asked]) -> list[Goal]:
    """Return the goals of why-not questions."""
    seconds = [one.seconds for one in asked]
    median, worst = statistics.median(seconds), max(seconds)
    unsettled = sum(one.settled == "unsettled" for one in asked)
    return [
        Goal(
            name,
            f"{len(asked)} why-not answers, median under {MEDIAN_SECONDS:g} s",
            f"{median:.1f} s ({unsettled} not settled)",
            median < MEDIAN_SECONDS,
        ),
        Goal(name, f"worst under {WORST_SECONDS:g} s", f"{worst:.1f} s", worst < WORST_SECONDS),
    ]


def goals_of_short_week(name: str, week: Instance, schedule: Schedule, seed: int) -> list[Goal]:
    """Return the goals of reasons and repairs."""
    short = list(dict.fromkeys(need.client for need in verify(week, schedule).shortfalls))
    asked = short[:SHORT_CLIENTS]
    limits = Limits(time_limit=REASONS_SECONDS - 5, seed=seed)
    why, why_seconds = timed(lambda: reasons(week, schedule, clients=asked, limits=limits))
    limits = Limits(time_limit=REPAIRS_SECONDS - 5, seed=seed)
    menu, menu_seconds = timed(lambda: repairs(week, schedule, limits=limits))
    answered = f"{len(why.reasons)} answered{'' if why.complete else ', some not'}"
    tried = f"{menu.tried} of {menu.of} levers tried, {len(menu.suggestions)} offered"
    return [
        Goal(
            name,
            f"reasons of {len(asked)} clients short within {REASONS_SECONDS:g} s",
            f"{why_seconds:.1f} s: {answered}",
            why_seconds <= REASONS_SECONDS and bool(why.reasons),
        ),
        Goal(
            name,
            f"repairs ({len(short)} short) within {REPAIRS_SECONDS:g} s",
            f"{menu_seconds:.1f} s: {tried}",
            menu_seconds <= REPAIRS_SECONDS and bool(menu.suggestions),
        ),
    ]


def solved(folder: Path | None, name: str, limits: Limits) -> tuple[Instance, Schedule]:
    """Return the week to ask about: one that was solved into a folder, or one solved now."""
    if folder is None:
        instance = read_instance(name)
        return instance, solve(instance, limits=limits).schedule
    instance = read_instance(folder / "instance.json")
    schedule = read_schedule(folder / "schedule.json")
    return instance, schedule.model_copy(update={"instance_digest": instance.digest})


def document(limits: Limits, asked: list[Asked], goals: list[Goal]) -> dict[str, Any]:
    """Return everything measured as plain JSON data."""
    made = provenance(limits)
    return {
        "suite": "explaining",
        **made,
        "date": made["date"].isoformat(),
        "machine": machine(),
        "goals": [asdict(goal) for goal in goals],
        "instances": [],
        "asked": [asdict(one) for one in asked],
    }


def main(words: list[str] | None = None) -> int:
    """Measure, print the goals, and return 0 if all are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--week", type=Path, metavar="FOLDER", help="a solved week: instance.json, schedule.json"
    )
    parser.add_argument("--instance", default=INSTANCE, help="what to solve where no week is given")
    parser.add_argument("--wishes", type=int, default=WISHES, metavar="N", help="how many why-not questions")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for solving first")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="write the numbers to benchmarks/results/")
    parser.add_argument("--results", type=Path, default=RESULTS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    limits = Limits(time_limit=chosen.time_limit, seed=chosen.seed)
    instance, schedule = solved(chosen.week, chosen.instance, limits)
    each = Limits(time_limit=WORST_SECONDS - 1, seed=chosen.seed)
    asked = ask_wishes(instance, schedule, each, chosen.wishes)
    goals = goals_of_wishes(instance.id, asked)
    goals += goals_of_short_week(instance.id, *short_week(instance, schedule, limits), chosen.seed)
    Console(width=80).print(table(goals))
    missed = sum(not goal.met for goal in goals)
    sys.stdout.write(f"{len(goals) - missed} of {len(goals)} goals met.\n")
    if chosen.write:
        made = document(limits, asked, goals)
        chosen.results.mkdir(parents=True, exist_ok=True)
        path = chosen.results / f"{made['date']}-explaining.json"
        path.write_text(json.dumps(made, indent=1) + "\n")
        sys.stdout.write("Written; now run benchmarks/refresh_page.py.\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
