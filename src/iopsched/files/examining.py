"""Examining an instance's raw data: every problem in it at once, or the instance."""

from typing import Any

from iopsched.domain.base import Model
from iopsched.domain.checks import doubts, inconsistencies
from iopsched.domain.draft import LISTS, Draft, Placed
from iopsched.domain.instance import Instance
from iopsched.domain.references import known_ids, labelled, mentions, reference_problems
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule
from iopsched.errors import Problem
from iopsched.files.fields import Parts, limited, once, validate_parts, wrong_version
from iopsched.files.parsing import oddities, oversize
from iopsched.files.wording import known_keys


def examine(
    data: Any, warn: bool, published: Schedule | None = None
) -> tuple[Instance | None, list[Problem]]:
    """Return the instance that plain data spells, or None, with every problem; warnings where `warn` says so.

    There is an instance exactly if no problem is an error. `published` takes the place of what the data
    holds as published.
    """
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
