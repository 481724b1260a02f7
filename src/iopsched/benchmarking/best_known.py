"""The best known value and bound of each instance: kept in a file, each with its schedule beside it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Literal

from iopsched.benchmarking.measuring import Measurement
from iopsched.domain.base import Id, Model
from iopsched.domain.result import LevelResult
from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import write_json, write_schedule

FILE_NAME = "best_known.json"
SCHEDULES = "schedules"
_FOLDERS_UP = 2


class BestLevel(Model):
    """A level's best known value, and the best bound known for schedules as good on earlier levels."""

    id: Id
    value: int
    bound: int | None
    bound_kind: Literal["proved", "conditional", "none"]


class BestKnown(Model):
    """What is known of one instance, and where it comes from.

    `digest` is the instance's: what is known of an older version says nothing about this one. `date`,
    `seed`, `limits` and `versions` are those of the search that found the schedule.
    """

    digest: str
    levels: tuple[BestLevel, ...]
    date: dt.date
    seed: int
    limits: dict[str, float | int | bool | None]
    versions: dict[str, str]

    @property
    def vector(self) -> tuple[int, ...]:
        """The values of the levels, in order."""
        return tuple(level.value for level in self.levels)


class BestKnownFile(Model):
    """The whole file: what is known, by instance id."""

    schema_version: Literal[1] = 1
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
        return BestKnownFile.model_validate(json.loads(path.read_bytes()))
    except (ValueError, OSError, RecursionError):
        message = "this is no file of best known values that this version reads"
        way_out = "Restore it, or make a new one with --record."
        raise ProblemsError([Problem("best_known_invalid", FILE_NAME, message, way_out)]) from None


def schedule_path(path: Path, instance_id: str) -> Path:
    """Return where the schedule of an instance lies that gives its best known values."""
    return path.parent / SCHEDULES / f"{instance_id}.json"


def improved(known: BestKnown | None, measured: Measurement, source: dict[str, Any]) -> BestKnown:
    """Return what is known after a search: its values if they are better, its bounds where they are.

    `source` gives date, seed, limits and versions of the search. The search crosses nothing known.
    """
    found = BestKnown(
        digest=measured.digest,
        levels=tuple(_level(level) for level in measured.levels),
        **source,
    )
    if known is None or known.digest != measured.digest or found.vector < known.vector:
        return found
    if found.vector > known.vector:
        return known
    levels = tuple(_firmer(old, new) for old, new in zip(known.levels, found.levels, strict=True))
    return known.model_copy(update={"levels": levels})


def record(path: Path, file: BestKnownFile, better: dict[str, tuple[BestKnown, Measurement]]) -> None:
    """Write what is known now, and the schedules that are new, beside the file.

    Raises:
        iopsched.errors.ProblemsError: they cannot be written.
    """
    for instance_id, (known, measured) in better.items():
        target = schedule_path(path, instance_id)
        before = file.instances.get(instance_id)
        kept = before is not None and (before.digest, before.vector) == (known.digest, known.vector)
        found = known.vector == measured.vector and not (kept and target.is_file())
        if found and measured.schedule is not None:
            write_schedule(target, measured.schedule, keep_previous=False)
    instances = {**file.instances, **{one: known for one, (known, _) in better.items()}}
    whole = BestKnownFile(instances=dict(sorted(instances.items())))
    write_json(path, whole.model_dump(mode="json"))


def _level(level: LevelResult) -> BestLevel:
    return BestLevel(id=level.id, value=level.value, bound=level.bound, bound_kind=level.bound_kind)


def _firmer(old: BestLevel, new: BestLevel) -> BestLevel:
    """Return of two levels of equal values the one that knows more."""
    firmness = {"none": 0, "conditional": 1, "proved": 2}

    def strength(level: BestLevel) -> tuple[bool, int, int]:
        return level.bound is not None, level.bound or 0, firmness[level.bound_kind]

    return max(old, new, key=strength)
