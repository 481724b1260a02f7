"""Reading an instance: every problem in the file at once, or the instance."""

from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.examining import examine
from iopsched.files.inputs import read_input


def read_instance(source: str | Path) -> Instance:
    """Return the instance in a .json file, a workbook (.xlsx) or a folder of .csv files.

    ``-`` is standard input, ``@name`` an instance that ships with iopsched.

    Raises:
        ProblemsError: it cannot be read, or is invalid; every problem is listed.
    """
    found = read_input(source, warn=False)
    if found.instance is None:
        raise ProblemsError(found.problems)
    return found.instance


def read_problems(
    source: str | Path, published: Schedule | None = None
) -> tuple[Instance | None, tuple[Problem, ...]]:
    """Return the instance as `read_instance` does, or None, with every problem, warnings included.

    `published` takes the place of what the file holds as published.
    """
    found = read_input(source, published=published)
    return found.instance, found.problems


def instance_from_data(data: Any) -> Instance:
    """Return the instance that plain JSON data spells.

    Raises:
        ProblemsError: it is invalid; every problem is listed.
    """
    instance, problems = examine(data, warn=False)
    if instance is None:
        raise ProblemsError(problems)
    return instance


def problems_of(data: Any) -> tuple[Instance | None, tuple[Problem, ...]]:
    """Return the instance that plain JSON data spells, or None, with every problem, warnings included.

    There is an instance exactly if no problem is an error.
    """
    instance, problems = examine(data, warn=True)
    return instance, tuple(problems)
