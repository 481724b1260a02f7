"""Who defines and who mentions which id: one walk over models or over data not yet validated.

The walk follows the `Defines` and `RefersTo` marks of the models' fields, so that a new field is
checked as soon as it is declared. It reads models and plain JSON data alike: a file with a wrong
field somewhere still has all its references checked.
"""

import difflib
import itertools
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from iopsched.domain.base import ID_PATTERN, Defines, RefersTo
from iopsched.errors import Problem, safe_value

_ID = re.compile(ID_PATTERN)
_MOST_HINTS = 20
_MOST_COMPARED = 2000
_UNCHECKED = {"published", "history"}
"""What was published keeps naming people who left. Sessions held are checked as schedules are."""


@dataclass(frozen=True)
class Mention:
    """An id found at a place: it defines an entity of `kind`, refers to one, or is merely a name there.

    `list_place` is the list a reference stands in; `left_out` says that it is a field's default.
    """

    role: Literal["defines", "refers", "names"]
    kind: str
    id: str
    place: str
    list_place: str | None = None
    left_out: bool = False


class _Shape(NamedTuple):
    role: Literal["defines", "refers", "names", "list", "model"]
    kind: str = ""
    model: type[BaseModel] | None = None
    of: "_Shape | None" = None


class _Field(NamedTuple):
    name: str
    shape: _Shape
    default: Any


def is_id(value: Any) -> bool:
    """Return whether `value` is text that can be an id."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def labelled(place: str, index: int, item: Any) -> str:
    """Return the place of a list's item, with its id where it has one."""
    identity = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    return f"{place}[{index}] ({identity})" if is_id(identity) else f"{place}[{index}]"


def mentions(model: type[BaseModel], node: Any, place: str = "") -> Iterator[Mention]:
    """Yield every id that `node` defines or mentions; `node` is a `model` or the raw data of one."""
    for field in _fields(model):
        if isinstance(node, BaseModel):
            value, left_out = getattr(node, field.name), field.name not in node.model_fields_set
        elif isinstance(node, Mapping):
            left_out = field.name not in node
            value = field.default if left_out else node[field.name]
        else:
            return
        if value is not None and value != ():
            inner = f"{place}.{field.name}" if place else field.name
            yield from _in_value(field.shape, value, inner, None, left_out)


def _in_value(
    shape: _Shape, value: Any, place: str, list_place: str | None, left_out: bool
) -> Iterator[Mention]:
    if shape.role == "list":
        if isinstance(value, list | tuple) and shape.of is not None:
            records = shape.of.role == "model"
            for index, item in enumerate(value):
                at = labelled(place, index, item) if records else f"{place}[{index}]"
                yield from _in_value(shape.of, item, at, place, left_out)
    elif shape.role == "model":
        if shape.model is not None:
            yield from mentions(shape.model, value, place)
    elif is_id(value):
        yield Mention(shape.role, shape.kind, value, place, list_place, left_out)


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    hints = typing.get_type_hints(model, include_extras=True)
    found: list[_Field] = []
    for name, info in model.model_fields.items():
        shape = None if name in _UNCHECKED else _shape(hints[name])
        if shape is None and name == "id":
            shape = _Shape("names", model.__name__)
        if shape is not None:
            default = None if info.default is PydanticUndefined else info.default
            found.append(_Field(name, shape, default))
    return tuple(found)


def _shape(annotation: Any) -> _Shape | None:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        for mark in args[1:]:
            if isinstance(mark, Defines):
                return _Shape("defines", mark.kind)
            if isinstance(mark, RefersTo):
                return _Shape("refers", mark.kind)
        return _shape(args[0])
    if origin in (typing.Union, types.UnionType):
        return next((shape for shape in map(_shape, args) if shape is not None), None)
    if origin is tuple:
        inner = _shape(args[0])
        return None if inner is None else _Shape("list", of=inner)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _Shape("model", model=annotation)
    return None


def known_ids(found: tuple[Mention, ...]) -> frozenset[str]:
    """Return every id that is defined, or is a name, somewhere in the instance."""
    return frozenset(mention.id for mention in found if mention.role != "refers")


def reference_problems(found: tuple[Mention, ...]) -> Iterator[Problem]:
    """Yield a problem for each id that is defined twice, listed twice or defined nowhere."""
    defined: dict[str, dict[str, str]] = {}
    for mention in found:
        if mention.role == "defines":
            places = defined.setdefault(mention.kind, {})
            if mention.id in places:
                yield Problem(
                    "duplicate_id",
                    mention.place,
                    f"{mention.id} is already the id of another {mention.kind}, at {places[mention.id]}",
                    f"Give each {mention.kind} an id of its own.",
                )
            places.setdefault(mention.id, mention.place)
    yield from _repeated(found, defined)
    yield from _dangling(found, defined)


def _repeated(found: tuple[Mention, ...], defined: dict[str, dict[str, str]]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for mention in found:
        if mention.role != "refers" or mention.list_place is None:
            continue
        key = (mention.list_place, mention.id)
        if key in seen:
            yield Problem(
                "duplicate_entry",
                mention.place,
                f"a {mention.kind} is listed twice",
                "List it once.",
                safe_value(mention.id, defined.get(mention.kind, {})),
            )
        seen.add(key)


def _dangling(found: tuple[Mention, ...], defined: dict[str, dict[str, str]]) -> Iterator[Problem]:
    hints_left = _MOST_HINTS
    everybody = known_ids(found)
    for mention in found:
        known = defined.get(mention.kind, {})
        if mention.role != "refers" or mention.id in known:
            continue
        if mention.left_out:
            # The id is a default of this package's own, so it may be named.
            message = f"nothing is given, which means {mention.kind} {mention.id}, and there is no such one"
            way_out = f"Name a {mention.kind}{_some(known)}, or add one with the id {mention.id}."
            yield Problem("unknown_reference", mention.place, message, way_out)
            continue
        near = list(itertools.islice(known, _MOST_COMPARED)) if hints_left > 0 else []
        hint = difflib.get_close_matches(mention.id, near, 1)
        hints_left -= 1
        way_out = (
            f"Did you mean {hint[0]}?" if hint else f"Use the id of a {mention.kind} here{_some(known)}."
        )
        yield Problem(
            "unknown_reference",
            mention.place,
            f"there is no {mention.kind} with this id",
            way_out,
            safe_value(mention.id, everybody),
        )


def _some(known: Mapping[str, str]) -> str:
    if not known:
        return " (there is none yet)"
    shown = list(itertools.islice(known, 5))
    return f" ({', '.join(shown)}{', ...' if len(known) > len(shown) else ''})"
