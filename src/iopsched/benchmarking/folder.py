"""Finding the instances of a folder among the other files in it."""

import json
from dataclasses import dataclass
from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.errors import Problem, ProblemsError
from iopsched.files.reading import read_instance


@dataclass(frozen=True)
class Found:
    """An instance and the file that it is in."""

    path: Path
    instance: Instance


@dataclass(frozen=True)
class Folder:
    """The instances of a folder, by path, and how many other .json files were passed over."""

    found: tuple[Found, ...]
    ignored: int


def instances_in(folder: Path) -> Folder:
    """Return every instance in the .json files of a folder and the folders in it.

    Raises:
        iopsched.errors.ProblemsError: an instance is invalid, two have one id, or there is none.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    ignored = 0
    for number, path in enumerate(sorted(folder.rglob("*.json"))):
        if not _may_be_an_instance(path):
            ignored += 1
            continue
        try:
            found.append(Found(path, read_instance(path)))
        except ProblemsError as error:
            problems += [_in_file(problem, number) for problem in error.problems]
    problems += _twice(found)
    if not found and not problems:
        message = "there is no instance in this folder"
        problems.append(Problem("no_instance", "FOLDER", message, "Name a folder with .json instances."))
    if problems:
        raise ProblemsError(problems)
    return Folder(tuple(found), ignored)


def _may_be_an_instance(path: Path) -> bool:
    """Return whether a file holds an object with a week to plan, however wrong the rest is."""
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, OSError, RecursionError):
        return False
    return isinstance(data, dict) and "id" in data and isinstance(data.get("week"), dict)


def _in_file(problem: Problem, number: int) -> Problem:
    # A file's name is the user's own and may be somebody's; its place in the folder is not.
    place = f"file {number + 1} by name: {problem.place}"
    return Problem(problem.code, place, problem.message, problem.way_out, problem.value, problem.severity)


def _twice(found: list[Found]) -> list[Problem]:
    ids = [one.instance.id for one in found]
    repeated = sorted({one for one in ids if ids.count(one) > 1})
    message = "two instances of the folder have this id"
    return [Problem("duplicate_id", one, message, "Give each its own.") for one in repeated]
