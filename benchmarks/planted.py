"""Solve weeks that were generated around a valid schedule, and show that none comes out worse than that.

Run: python benchmarks/planted.py --count 200 --clients 4 9 --time-limit 30
Exits with 1 if a solved week is worse than planted on some goal level, compared in their order.
"""

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from iopsched.domain.progress import Limits
from iopsched.errors import NoScheduleError
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.judging.judge import judge
from iopsched.solving import solve


@dataclass(frozen=True)
class Outcome:
    """One week: what was planted, what was found, and how many levels were proved optimal."""

    seed: int
    clients: int
    planted: tuple[int, ...]
    found: tuple[int, ...] | None
    proved: int

    @property
    def worse(self) -> bool:
        """Whether the planted schedule is better, or nothing was found at all."""
        return self.found is None or self.planted < self.found


def spec_of(seed: int, fewest: int, most: int) -> GeneratorSpec:
    """Return what to generate for a seed: every timetable and load, any six of the features."""
    rng = random.Random(seed)
    return GeneratorSpec(
        seed=seed,
        clients=rng.randint(fewest, most),
        sites=rng.choice((1, 1, 1, 2)),
        timetable=rng.choice(("fixed", "open")),
        load=rng.choice(("loose", "balanced", "tight")),
        telehealth=rng.choice((0, 0.3)),
        features=tuple(rng.sample(sorted(FEATURES), 6)),
    )


def solve_one(task: tuple[int, int, int, float]) -> Outcome:
    """Generate, solve and judge one week."""
    seed, fewest, most, time_limit = task
    week = generate(spec_of(seed, fewest, most))
    verdict = judge(week.instance, week.planted)
    assert verdict.valid, f"seed {seed}: the planted schedule breaks a rule"
    planted = tuple(level.value for level in verdict.levels)
    try:
        result = solve(week.instance, limits=Limits(time_limit=time_limit, workers=1, seed=seed))
    except NoScheduleError:
        return Outcome(seed, len(week.instance.clients), planted, None, 0)
    return Outcome(
        seed=seed,
        clients=len(week.instance.clients),
        planted=planted,
        found=tuple(level.value for level in result.levels),
        proved=sum(level.optimal for level in result.levels),
    )


def main() -> int:
    """Run the weeks and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--clients", type=int, nargs=2, default=(4, 9), metavar=("FEWEST", "MOST"))
    parser.add_argument("--time-limit", type=float, default=30.0, help="seconds per week")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    tasks = [(asked.seed + n, *asked.clients, asked.time_limit) for n in range(asked.count)]
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(solve_one, tasks))
    worse = [outcome for outcome in outcomes if outcome.worse]
    for outcome in worse:
        print(f"seed {outcome.seed}: planted {outcome.planted}, found {outcome.found}")
    equal = sum(outcome.found == outcome.planted for outcome in outcomes)
    levels = sum(len(outcome.planted) for outcome in outcomes)
    proved = sum(outcome.proved for outcome in outcomes)
    print(
        f"{len(outcomes)} weeks of {min(o.clients for o in outcomes)} to {max(o.clients for o in outcomes)} "
        f"clients: {len(outcomes) - equal - len(worse)} better than planted, {equal} equal, "
        f"{len(worse)} worse; {proved} of {levels} levels proved optimal"
    )
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
