"""The best known value and bound of each instance: kept in a file, each with its schedule beside it."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from iopsched.benchmarking.measuring import Measurement
from iopsched.domain.base import Id, Model
from iopsched.domain.progress import Limits
from iopsched.domain.result import LevelResult
from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import write_json

FILE_NAME = "best_known.json"
_FOLDERS_UP = 2
_SOURCE = ("date", "seed", "limits", "versions")

FoundBy = Literal["search", "baseline", "planted"]


class Source(Model):
    """Where a value or a bound comes from: when, within which limits, with which versions and cores.

    `found_by` is ``planted`` for the schedule that an instance was built around.
    """

    date: dt.date
    seed: int
    limits: dict[str, float | int | bool | None]
    versions: dict[str, str]
    cores: int | None = None
    found_by: FoundBy = "search"

    def allows(self, limits: Limits) -> bool:
        """Return whether a search within `limits` has at least what this one had, by the clock."""
        mine = None if self.limits.get("reproducible") else self.limits.get("time_limit")
        return mine is not None and not limits.reproducible and limits.time_limit >= mine


class BestLevel(Model):
    """A level's best known value, and the best bound known for schedules as good on earlier levels.

    `bound_source` is where the bound comes from; left out, it is from the search of the schedule.
    """

    id: Id
    value: int
    bound: int | None
    bound_kind: Literal["proved", "conditional", "none"]
    bound_source: Source | None = None


class Reached(Model):
    """The values that a search reached within limits: what later ones within the same are held against.

    One of `seconds` and `effort` is given; with `effort` the search is the same every time.
    """

    seconds: float | None = None
    effort: float | None = None
    seed: int = 0
    workers: int | None = None
    values: tuple[int, ...]
    date: dt.date
    versions: dict[str, str]

    def same_limits(self, limits: Limits) -> bool:
        """Return whether a search within `limits` can be held against this one."""
        if limits.reproducible:
            asked = (limits.effort, limits.seed, limits.workers)
            return (self.effort, self.seed, self.workers) == asked
        return self.seconds == limits.time_limit


class BestKnown(Model):
    """What is known of one instance, and where it comes from.

    `digest` is the instance's: what is known of an older version says nothing about this one. `source`
    is that of the schedule which gives the values.
    """

    digest: str
    levels: tuple[BestLevel, ...]
    source: Source
    reached: tuple[Reached, ...] = ()

    @property
    def vector(self) -> tuple[int, ...]:
        """The values of the levels, in order."""
        return tuple(level.value for level in self.levels)

    def reached_within(self, limits: Limits) -> Reached | None:
        """Return what was reached within the same limits, None if that is not known."""
        return next((one for one in self.reached if one.same_limits(limits)), None)


class BestKnownFile(Model):
    """The whole file: what is known, by instance id."""

    schema_version: Literal[2] = 2
    instances: dict[Id, BestKnown] = {}


def find_best_known(folder: Path) -> Path:
    """Return the file in the folder or up to two folders above it; where it would be if there is none."""
    resolved = folder.resolve()
    for one in (resolved, *list(resolved.parents)[:_FOLDERS_UP]):
        if (one / FILE_NAME).is_file():
            return one / FILE_NAME
    return folder / FILE_NAME


def read_best_known(path: Path) -> BestKnownFile:
    """Return what the file knows, nothing if there is no file.

    Raises:
        iopsched.errors.ProblemsError: it is no file of best known values.
    """
    if not path.is_file():
        return BestKnownFile()
    try:
        return BestKnownFile.model_validate(_of_this_version(json.loads(path.read_bytes())))
    except (ValueError, OSError, RecursionError, AttributeError, KeyError, TypeError):
        message = "this is no file of best known values that this version reads"
        way_out = "Restore it, or make a new one with --record."
        raise ProblemsError([Problem("best_known_invalid", FILE_NAME, message, way_out)]) from None


def _of_this_version(data: Any) -> Any:
    """Return the data as this version writes it; the one before had one source for a whole instance."""
    if data.get("schema_version", 1) != 1:
        return data
    instances = {}
    for instance_id, known in data.get("instances", {}).items():
        source = {name: known[name] for name in _SOURCE}
        rest = {name: value for name, value in known.items() if name not in _SOURCE}
        instances[instance_id] = {**rest, "source": source}
    return {"schema_version": 2, "instances": instances}


def write_best_known(path: Path, instances: Mapping[str, BestKnown]) -> None:
    """Write all that is known.

    Raises:
        iopsched.errors.ProblemsError: it cannot be written.
    """
    whole = BestKnownFile(instances=dict(sorted(instances.items())))
    write_json(path, {"schema_version": 2, **whole.model_dump(mode="json", exclude_defaults=True)})


def improved(known: BestKnown | None, measured: Measurement, source: Source) -> BestKnown:
    """Return what is known after a search: its values if they are better, its bounds where they are.

    The search crosses nothing known. A bound of either holds for both as far as their values agree, and
    on the first level where they do not.
    """
    found = BestKnown(
        digest=measured.digest,
        levels=_with_kinds([_level(level) for level in measured.levels]),
        source=source,
    )
    if known is None or known.digest != measured.digest:
        return found
    best, other = (found, known) if found.vector < known.vector else (known, found)
    differ = [mine != theirs for mine, theirs in zip(best.vector, other.vector, strict=True)]
    shared = differ.index(True) + 1 if True in differ else len(differ)
    levels = [
        _firmer(mine, theirs, other.source) if at < shared else mine
        for at, (mine, theirs) in enumerate(zip(best.levels, other.levels, strict=True))
    ]
    return best.model_copy(update={"levels": _with_kinds(levels), "reached": known.reached})


def _with_kinds(levels: Sequence[BestLevel]) -> tuple[BestLevel, ...]:
    """Return levels with what their bounds are worth: proved, as long as all before are proved optimal."""
    found: list[BestLevel] = []
    for level in levels:
        firm = all(one.bound == one.value for one in found)
        kind = "none" if level.bound is None else "proved" if firm else "conditional"
        found.append(level.model_copy(update={"bound_kind": kind}))
    return tuple(found)


def with_reached(known: BestKnown, measured: Measurement, source: Source, limits: Limits) -> BestKnown:
    """Return what is known after a search within limits, if it reached more than any within the same."""
    before = known.reached_within(limits)
    if before is not None and before.values <= measured.vector:
        return known
    bounded = {"effort": limits.effort} if limits.reproducible else {"seconds": limits.time_limit}
    now = Reached(
        **bounded,
        seed=limits.seed,
        workers=limits.workers,
        values=measured.vector,
        date=source.date,
        versions=source.versions,
    )
    kept = tuple(one for one in known.reached if one != before)
    return known.model_copy(update={"reached": (*kept, now)})


def _level(level: LevelResult) -> BestLevel:
    return BestLevel(id=level.id, value=level.value, bound=level.bound, bound_kind=level.bound_kind)


def _firmer(mine: BestLevel, theirs: BestLevel, source: Source) -> BestLevel:
    """Return a level with the better bound of two; theirs is from a source unless it names one."""
    known, other = (-1 if one.bound is None else one.bound for one in (mine, theirs))
    if known >= other:
        return mine
    return mine.model_copy(update={"bound": theirs.bound, "bound_source": theirs.bound_source or source})
