"""The benchmark's instances: what each is generated from, which suites it is in, and its digest."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from iopsched.domain.base import Id, Model
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.sources import shipped_folders
from iopsched.generating.generate import generate
from iopsched.generating.spec import DEFAULT_FEATURES, GeneratorSpec, Load

FILE_NAME = "suites.json"
FOLDER = Path("instances", "benchmark")
"""Where the instances of the suites are listed, seen from the checkout."""

SuiteName = Literal["smoke", "weekly", "scale", "agreement"]
SUITES: dict[SuiteName, str] = {
    "smoke": "small ones, by deterministic effort: every change is held against it",
    "weekly": "up to 200 clients",
    "scale": "200 clients and more",
    "agreement": "25 to 50 clients, each solved in one plain model too",
}
"""The suites, and what each is for."""


class Recipe(Model):
    """What an instance is generated from, as `iopsched generate` takes it.

    `features` left out are all of a week planned afresh; `also` are further ones.
    """

    seed: int
    clients: int
    sites: int = 1
    timetable: Literal["fixed", "open"] = "fixed"
    load: Load = "balanced"
    telehealth: float = 0.0
    crossing: float | None = None
    features: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()

    def spec(self) -> GeneratorSpec:
        """Return it as the generator takes it."""
        features = DEFAULT_FEATURES if self.features is None else self.features
        return GeneratorSpec(
            seed=self.seed,
            clients=self.clients,
            sites=self.sites,
            timetable=self.timetable,
            load=self.load,
            telehealth=self.telehealth,
            crossing=self.crossing,
            features=(*features, *self.also),
        )


class Entry(Model):
    """One instance of the benchmark; `digest` is what it has to come out as."""

    id: Id
    suites: tuple[SuiteName, ...]
    recipe: Recipe
    digest: str


class SuitesFile(Model):
    """The whole list."""

    schema_version: Literal[1] = 1
    instances: tuple[Entry, ...]


@dataclass(frozen=True)
class Made:
    """An instance of the benchmark, and the schedule that it was built around."""

    entry: Entry
    instance: Instance
    planted: Schedule


def shipped_folder() -> Path:
    """Return the folder that ships with the package and holds the list of the suites."""
    found = (folder / FOLDER.name for folder in shipped_folders())
    return next((one for one in found if isinstance(one, Path) and one.is_dir()), FOLDER)


def read_suites(folder: Path) -> SuitesFile:
    """Return the list in a folder.

    Raises:
        iopsched.errors.ProblemsError: there is none, or it is not one that this version reads.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        message = "there is no list of benchmark instances in this folder"
        way_out = f"Name the folder that holds {FILE_NAME}, or none for the suites that ship with iopsched."
        raise ProblemsError([Problem("suites_missing", FILE_NAME, message, way_out)])
    try:
        return SuitesFile.model_validate(json.loads(path.read_bytes()))
    except (ValueError, OSError, RecursionError):
        message = "this is no list of benchmark instances that this version reads"
        raise ProblemsError([Problem("suites_invalid", FILE_NAME, message, "Restore it.")]) from None


def make(entry: Entry) -> Made:
    """Return the instance of an entry and the schedule planted in it, whatever its digest."""
    generated = generate(entry.recipe.spec())
    instance = generated.instance.replace(id=entry.id)
    planted = generated.planted.model_copy(
        update={"instance_id": entry.id, "instance_digest": instance.digest}
    )
    return Made(entry, instance, planted)


def make_checked(entry: Entry) -> Made:
    """Return the instance of an entry and the schedule planted in it.

    Raises:
        iopsched.errors.ProblemsError: it comes out as another one than the list says.
    """
    made = make(entry)
    if made.instance.digest != entry.digest:
        message = "the instance does not come out as it was when its digest was recorded"
        way_out = "Undo the change of the generator, or record a new digest and new best values."
        raise ProblemsError([Problem("benchmark_changed", entry.id, message, way_out)])
    return made
