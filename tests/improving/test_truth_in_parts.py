"""A week that is never searched whole: what is said of it is true, though it need not be the best."""

import pytest

from brute_force.agreement import LIMITS
from brute_force.enumerate import Best, best_of
from brute_force.tiny import AHEAD, tiny_instance
from iopsched import solving
from iopsched.domain.result import SolveResult
from iopsched.errors import ProblemsError
from iopsched.judging.judge import judge

CHUNK, STEP = 50, 6


@pytest.fixture(autouse=True)
def _in_parts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "PARTS_FROM", 1)
    monkeypatch.setattr(solving, "WISHES_FROM", 1)
    monkeypatch.setattr(solving, "is_light", lambda _: False)


def solved(seed: int) -> SolveResult | None:
    """Return what comes of searching a tiny week in parts, None if its pins allow no schedule."""
    try:
        return solving.solve(tiny_instance(seed), limits=LIMITS)
    except ProblemsError:
        return None


def firm(result: SolveResult, best: Best) -> bool:
    """Return whether no bound is above the best values there are, as far as earlier levels reach them."""
    for level, known in zip(result.levels, best.vector, strict=True):
        if level.bound is not None and level.bound > known:
            return False
        if level.value != known:
            return True
    return True


@pytest.mark.parametrize("first", range(AHEAD.start, AHEAD.stop, CHUNK))
def test_what_parts_alone_find_is_valid_and_no_bound_is_above_the_best(first: int) -> None:
    for seed in range(first, first + CHUNK, STEP):
        result, best = solved(seed), best_of(tiny_instance(seed))
        assert (result is None) == (best is None), seed
        if result is None or best is None:
            continue
        assert judge(tiny_instance(seed), result.schedule).valid, seed
        values = tuple(level.value for level in result.levels)
        assert values >= best.vector, seed
        assert firm(result, best), seed
        assert result.status != "optimal" or values == best.vector, seed
