"""Reading what a search said of its goals: the levels in a result.json."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult, Verdict
from iopsched.errors import Problem, ProblemsError
from iopsched.files.parsing import parse_json
from iopsched.files.sources import read_bytes

RESULT_NAME = "result.json"
_WHAT = "result"
_LEVELS = TypeAdapter(tuple[LevelResult, ...])
_WAY_OUT = "Give the result.json that was written with this schedule, or none."


def read_levels(source: str | Path, instance: Instance, verdict: Verdict) -> tuple[LevelResult, ...]:
    """Return the goal levels of the search that a result.json is of.

    It must be of this instance, and have the values that the judge found, so that its bounds hold.

    Raises:
        ProblemsError: it cannot be read, is no result, or is of another instance or schedule.
    """
    data = parse_json(read_bytes(source, _WHAT), _WHAT)
    if not isinstance(data, dict) or not isinstance(data.get("levels"), list):
        raise _refuse("not_a_result", _WHAT, "this is no result of a search")
    if data.get("instance_digest") != instance.digest:
        raise _refuse("digest_differs", f"{_WHAT} instance_digest", "the result is of another instance")
    try:
        levels = _LEVELS.validate_python([_kept(level) for level in data["levels"]])
    except ValidationError:
        raise _refuse("not_a_result", f"{_WHAT} levels", "these are no goal levels of a search") from None
    judged = verdict.levels
    if [(one.id, one.value, one.terms) for one in levels] != [
        (one.id, one.value, one.terms) for one in judged
    ] or any(one.bound is not None and one.bound > one.value for one in levels):
        raise _refuse("result_differs", f"{_WHAT} levels", "the result is of another schedule")
    return tuple(
        level.model_copy(update={"unit": value.unit, "scale": value.scale})
        for level, value in zip(levels, judged, strict=True)
    )


def levels_beside(schedule: str | Path, instance: Instance, verdict: Verdict) -> tuple[LevelResult, ...]:
    """Return the goal levels of the result.json in a schedule's folder; none where it is not of it."""
    if str(schedule) == "-" or str(schedule).startswith("@"):
        return ()
    path = Path(schedule).parent / RESULT_NAME
    if not path.is_file():
        return ()
    try:
        return read_levels(path, instance, verdict)
    except ProblemsError:
        return ()


def _refuse(code: str, place: str, message: str) -> ProblemsError:
    return ProblemsError([Problem(code, place, message, _WAY_OUT)])


def _kept(level: Any) -> Any:
    """Return what a level's record says of the level, without what is derived from it."""
    if not isinstance(level, dict):
        return level
    return {key: value for key, value in level.items() if key in LevelResult.model_fields}
