"""Validation part by part: whatever is right by itself is kept, whatever is wrong is told."""

import typing
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from iopsched.domain.draft import Placed
from iopsched.errors import Problem, safe_value
from iopsched.files.wording import field_problems, known_keys

MOST_PROBLEMS = 1000
"""Nobody reads more; a file of another kind has one for each of its lines."""


@dataclass
class Parts:
    """What came out of validating the fields of one model.

    `single` are its valid plain fields, `lists` its lists of records, entry by entry with places.
    `incomplete` names the lists of which an entry is missing.
    """

    single: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, tuple[Placed[Any], ...]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are more problems than anybody reads."""
        return len(self.problems) > MOST_PROBLEMS

    def values(self) -> dict[str, Any]:
        """Return every field given, for the model's constructor."""
        lists = {name: tuple(placed.it for placed in entries) for name, entries in self.lists.items()}
        return {**self.single, **lists}


def validate_parts(model: type[BaseModel], data: dict[str, Any], known: frozenset[str]) -> Parts:
    """Return the parts of `data`, the raw data of a `model`, that are right by themselves.

    `known` are the ids that may be shown.
    """
    parts = Parts()
    shown = known | known_keys()
    parts.problems.extend(_strange_keys(model, data, shown))
    for name, info in model.model_fields.items():
        if name not in data:
            if info.is_required():
                parts.problems.append(Problem("missing_key", name, f"{name} is missing", "Add it."))
            continue
        entry = _entry_model(model, name)
        if entry is not None and isinstance(data[name], list):
            _validate_list(parts, name, entry, data[name], shown)
            if not data[name] and _needs_entries(model, name):
                parts.problems.append(
                    Problem(
                        "list_empty",
                        name,
                        "the list has too few entries",
                        "Add one, or leave the key out.",
                        "<empty list>",
                    )
                )
        else:
            _validate_single(parts, model, name, data[name], shown)
    return parts


def _validate_list(
    parts: Parts, name: str, entry: type[BaseModel], items: list[Any], shown: Container[str]
) -> None:
    kept: list[Placed[Any]] = []
    for index, item in enumerate(items):
        if parts.full:
            break
        identity = item.get("id") if isinstance(item, dict) else None
        label = f" ({identity})" if isinstance(identity, str) and identity in shown else ""
        place = f"{name}[{index}]{label}"
        try:
            kept.append(Placed(place, entry.model_validate(item)))
        except ValidationError as error:
            parts.problems.extend(field_problems(error, entry, item, place, shown))
    if len(kept) < len(items):
        parts.incomplete.add(name)
    parts.lists[name] = tuple(kept)


def _validate_single(
    parts: Parts, model: type[BaseModel], name: str, value: Any, shown: Container[str]
) -> None:
    try:
        parts.single[name] = _adapter(model, name).validate_python(value)
    except ValidationError as error:
        inner = _record(model, name) or model
        parts.problems.extend(field_problems(error, inner, value, name, shown))


def _strange_keys(model: type[BaseModel], data: dict[str, Any], shown: Container[str]) -> Iterator[Problem]:
    try:
        _nothing_else(model).model_validate(dict.fromkeys(data))
    except ValidationError as error:
        yield from field_problems(error, model, data, "", shown)


@cache
def _nothing_else(model: type[BaseModel]) -> type[BaseModel]:
    from pydantic import ConfigDict, create_model

    fields: dict[str, Any] = dict.fromkeys(model.model_fields, (None, None))
    return create_model(f"{model.__name__}Keys", __config__=ConfigDict(extra="forbid"), **fields)


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return typing.get_type_hints(model, include_extras=True)


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_hints(model)[name])


@cache
def _entry_model(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    annotation = model.model_fields[name].annotation
    if typing.get_origin(annotation) is not tuple:
        return None
    first = typing.get_args(annotation)[0]
    if typing.get_origin(first) is Annotated:
        first = typing.get_args(first)[0]
    return first if isinstance(first, type) and issubclass(first, BaseModel) else None


@cache
def _record(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    annotation = model.model_fields[name].annotation
    candidates = (annotation, *typing.get_args(annotation))
    return next((part for part in candidates if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _needs_entries(model: type[BaseModel], name: str) -> bool:
    return any(getattr(mark, "min_length", 0) for mark in model.model_fields[name].metadata)


def limited(problems: list[Problem]) -> list[Problem]:
    """Return at most the problems that anybody reads, and one more that counts the rest."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    message = f"there are more than {MOST_PROBLEMS} problems; only the first ones are listed"
    kind = problems[0].severity
    more = Problem("more_problems", "the file", message, "Mend these first.", None, kind)
    return [*problems[:MOST_PROBLEMS], more]


def wrong_version(data: dict[str, Any], current: int) -> Problem | None:
    """Return the problem of a file that says it is of another version, or None."""
    version = data.get("schema_version", current)
    if isinstance(version, int) and not isinstance(version, bool) and version == current:
        return None
    return Problem(
        "schema_version_unknown",
        "schema_version",
        f"this version of iopsched reads schema_version {current}",
        "Use the version of iopsched that wrote the file.",
        safe_value(version),
    )


def once(problems: list[Problem]) -> list[Problem]:
    """Return the problems without those said twice: a number that is none is also no whole number."""
    seen: dict[str, set[str]] = {}
    kept: list[Problem] = []
    for problem in problems:
        said = seen.setdefault(problem.place, set())
        if problem.code not in said and not said & _SAYS_ENOUGH:
            kept.append(problem)
        said.add(problem.code)
    return kept


_SAYS_ENOUGH = {"not_a_number", "not_a_whole_number", "number_out_of_range"}
