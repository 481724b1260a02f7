"""What each goal level came to: the judge's value, the search's bound, and how firm the bound is."""

from collections.abc import Sequence

from iopsched.cpsat.search import LevelOutcome
from iopsched.domain.result import LevelResult, LevelValue
from iopsched.errors import JudgeRefusedError


def level_results(
    judged: Sequence[LevelValue], outcomes: Sequence[LevelOutcome | None]
) -> tuple[LevelResult, ...]:
    """Return every level's result; a bound is proved while all levels before are proved optimal.

    Raises:
        JudgeRefusedError: a bound is above the value that the judge found.
    """
    levels: list[LevelResult] = []
    firm = True
    for value, outcome in zip(judged, outcomes, strict=True):
        level = _level_result(value, outcome, firm)
        firm = firm and level.optimal
        levels.append(level)
    return tuple(levels)


def _level_result(judged: LevelValue, outcome: LevelOutcome | None, firm: bool) -> LevelResult:
    bound = outcome.bound if outcome is not None else None
    if judged.value == 0 or (bound is not None and bound < 0):
        bound = 0  # no term is ever negative
    if bound is not None and bound > judged.value:
        raise JudgeRefusedError(f"level {judged.id}: the bound {bound} is above the value {judged.value}")
    kind = "none" if bound is None else "proved" if firm else "conditional"
    return LevelResult(
        id=judged.id,
        value=judged.value,
        bound=bound,
        bound_kind=kind,
        unit=judged.unit,
        terms=judged.terms,
        scale=judged.scale,
        seconds=0.0 if outcome is None else outcome.seconds,
    )
