"""Whether the model and brute force agree on a tiny week."""

from dataclasses import dataclass

from brute_force.enumerate import Best, best_of
from brute_force.tiny import tiny_instance
from iopsched.domain.progress import Limits
from iopsched.errors import IopschedError, ProblemsError
from iopsched.judging.judge import judge
from iopsched.solving import solve

LIMITS = Limits(workers=1, time_limit=60)


@dataclass(frozen=True)
class Comparison:
    """What came of one seed: valid weeks, the best, and what the two disagree on, if anything."""

    seed: int
    valid: int
    disagreement: str | None
    best: Best | None


def compare(seed: int) -> Comparison:
    """Solve the seed's instance both ways."""
    best = best_of(tiny_instance(seed))
    if best is None:
        return Comparison(seed, 0, disagreement(seed, None), None)
    verdict = judge(tiny_instance(seed), best.schedule)
    assert verdict.valid, f"seed {seed}: {verdict.violations}"
    assert tuple(level.value for level in verdict.levels) == best.vector
    return Comparison(seed, best.valid, disagreement(seed, best.vector), best)


def disagreement(seed: int, best: tuple[int, ...] | None) -> str | None:
    """Solve the seed's instance and return what is wrong with the result, given the best values if any."""
    try:
        result = solve(tiny_instance(seed), limits=LIMITS)
    except ProblemsError:
        return None if best is None else f"seed {seed}: no schedule, but {best} is possible"
    except IopschedError as error:
        return f"seed {seed}: {type(error).__name__}: {error}"
    values = tuple(level.value for level in result.levels)
    bounds = tuple(level.bound for level in result.levels)
    if best is None:
        return f"seed {seed}: {values}, but no schedule is valid"
    if (result.status, values, bounds) != ("optimal", best, best):
        return f"seed {seed}: {result.status} {values} with bounds {bounds}, but {best} is best"
    return None
