"""Reading an instance: every problem in the file at once, or the instance."""

from pathlib import Path
from typing import Any

from iopsched.domain.base import Model
from iopsched.domain.checks import doubts, inconsistencies
from iopsched.domain.draft import LISTS, Draft, Placed
from iopsched.domain.instance import Instance
from iopsched.domain.references import known_ids, labelled, mentions, reference_problems
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.fields import Parts, limited, once, validate_parts, wrong_version
from iopsched.files.parsing import oddities, oversize, parse_json
from iopsched.files.sources import read_bytes
from iopsched.files.wording import known_keys


def read_instance(source: str | Path) -> Instance:
    """Return the instance in a .json file, ``-`` for standard input, or ``@name`` for a shipped one.

    Raises:
        ProblemsError: it cannot be read, or is invalid; every problem is listed.
    """
    return instance_from_data(parse_json(read_bytes(source, "instance"), "instance"))


def read_problems(
    source: str | Path, published: Schedule | None = None
) -> tuple[Instance | None, tuple[Problem, ...]]:
    """Return the instance as `read_instance` does, or None, with every problem, warnings included.

    `published` takes the place of what the file holds as published.
    """
    try:
        data = parse_json(read_bytes(source, "instance"), "instance")
    except ProblemsError as error:
        return None, error.problems
    instance, problems = _examine(data, warn=True, published=published)
    return instance, tuple(problems)


def instance_from_data(data: Any) -> Instance:
    """Return the instance that plain JSON data spells.

    Raises:
        ProblemsError: it is invalid; every problem is listed.
    """
    instance, problems = _examine(data, warn=False)
    if instance is None:
        raise ProblemsError(problems)
    return instance


def problems_of(data: Any) -> tuple[Instance | None, tuple[Problem, ...]]:
    """Return the instance that plain JSON data spells, or None, with every problem, warnings included.

    There is an instance exactly if no problem is an error.
    """
    instance, problems = _examine(data, warn=True)
    return instance, tuple(problems)


def _examine(
    data: Any, warn: bool, published: Schedule | None = None
) -> tuple[Instance | None, list[Problem]]:
    if not isinstance(data, dict):
        return None, [Problem("not_an_object", "instance", "an object with keys is expected", "")]
    unreadable = wrong_version(data, SCHEMA_VERSION) or oversize(data, known_keys())
    if unreadable is not None:
        return None, [unreadable]
    found = tuple(mentions(Instance, data))
    known = known_ids(found)
    problems = list(oddities(data, known | known_keys()))
    parts = validate_parts(Instance, data, known)
    if published is not None:
        parts.single["published"] = published
    draft = _draft(parts, data)
    problems = once([*problems, *parts.problems])
    problems += [*reference_problems(found), *inconsistencies(draft)]
    warnings = limited(list(doubts(draft))) if warn else []
    if problems:
        return None, limited(problems) + warnings
    return Instance(**parts.values()), warnings


def _draft(parts: Parts, data: dict[str, Any]) -> Draft:
    lists: dict[str, Any] = {}
    for name in LISTS:
        if name in parts.lists:
            lists[name] = parts.lists[name]
        elif name not in parts.single:
            lists[name] = _default_list(name)
    published = parts.single.get("published")
    wrong = {"published"} if data.get("published") is not None and published is None else set()
    return Draft(
        week=parts.single.get("week"),
        **lists,
        published=published,
        incomplete=frozenset(parts.incomplete | wrong),
    )


def _default_list(name: str) -> tuple[Placed[Model], ...]:
    default: tuple[Model, ...] = Instance.model_fields[name].default
    return tuple(Placed(labelled(name, index, entry), entry) for index, entry in enumerate(default))
