"""What a sheet and a column of it are: where in an instance they stand, and what their cells hold.

A column's kind, choices and references are taken from the field's own type, so that they cannot differ
from what the field takes.
"""

import datetime as dt
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator

from iopsched.domain.base import ID_PATTERN, DatedHours, Id, RefersTo, SessionId
from iopsched.domain.clinicians import Credential
from iopsched.domain.clock import Day, TimeOfDay, WeekTime
from iopsched.domain.hours import Hours
from iopsched.domain.services import Role

Kind = Literal[
    "id",
    "ref",
    "refs",
    "word",
    "words",
    "choice",
    "choices",
    "flag",
    "count",
    "minutes",
    "hours",
    "day_hours",
    "exceptions",
    "date",
    "date_time",
    "time",
    "day",
    "week_time",
    "week_times",
    "credentials",
    "roles",
    "word_sets",
    "text",
]
"""What the cells of a column hold; docs/workbook.md says how each is written."""

PARENT = "^"
"""The path of the column that names the record which a row belongs to, such as a plan item's client."""

NOT_READ = ""
"""The path of a column that is never read into the instance."""

_SHEET_OF = {
    "site": "Sites",
    "room": "Rooms",
    "service": "Services",
    "clinician": "Clinicians",
    "group": "Groups",
    "level": "Levels",
    "payer": "Payers",
    "client": "Clients",
    "guest": "Guests",
}
_WIDTHS: dict[str, int] = {
    "refs": 22,
    "words": 18,
    "hours": 32,
    "day_hours": 20,
    "exceptions": 32,
    "week_times": 24,
    "credentials": 26,
    "roles": 36,
    "word_sets": 22,
    "choices": 20,
    "date": 12,
    "date_time": 17,
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet, or one row of the sheet Week.

    `path` is the field it stands for, inside the record of a row (``meal.after_minutes``), in the
    instance for a row of Week; `PARENT` and `NOT_READ` are no fields. `choices` are the words it takes,
    `refers` is the sheet whose ids fill it. `always` says that it is written even where it is the
    default. `width` is in characters.
    """

    header: str
    path: str
    kind: Kind
    note: str
    choices: tuple[str, ...] = ()
    refers: str = ""
    required: bool = False
    always: bool = False
    width: int = 14


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: `path` is the list of the instance that its rows are, `model` what a row is.

    With a `parent`, the sheet's name, the rows belong to records of that sheet; `path` is then
    ``<list>.<field>``. The sheet Week alone has `keys`, one for each of its rows.
    """

    name: str
    path: str
    model: type[BaseModel]
    columns: tuple[Column, ...]
    note: str
    parent: str = ""
    keys: tuple[Column, ...] = field(default=())

    def column(self, path: str) -> Column:
        """Return the column of a path.

        Raises:
            KeyError: there is none.
        """
        found = next((one for one in self.columns if one.path == path), None)
        if found is None:
            raise KeyError(path)
        return found


def column(
    model: type[BaseModel], path: str, note: str, header: str = "", *, at: str = "", always: bool = False
) -> Column:
    """Return the column of a model's field, its kind taken from the field's type.

    `at` is put before the path, for rows of the sheet Week.
    """
    owner, name = _owner(model, path)
    hint = _hints(owner)[name]
    kind, choices = _kind(hint, name)
    refers = next((mark.kind for mark in _marks(hint) if isinstance(mark, RefersTo)), "")
    head = header or in_words(path)
    return Column(
        header=head,
        path=f"{at}.{path}" if at else path,
        kind=kind,
        note=note,
        choices=choices,
        refers=_SHEET_OF.get(refers, ""),
        required=owner is model and owner.model_fields[name].is_required() and at != "published",
        always=always,
        width=max(_WIDTHS.get(kind, 12), min(len(head) + 3, 24)),
    )


def parent_column(sheet: str, header: str, note: str) -> Column:
    """Return the column that names the record of another sheet to which a row belongs."""
    return Column(header, PARENT, "ref", note, refers=sheet, required=True, width=14)


def notes_column() -> Column:
    """Return the last column of every sheet, which is never read."""
    return Column("Notes", NOT_READ, "text", "Your own remarks. Never read, and never a name.", width=30)


def in_words(path: str) -> str:
    """Return a field's path as a header: ``meal.after_minutes`` is ``Meal after minutes``."""
    words = path.replace(".", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _owner(model: type[BaseModel], path: str) -> tuple[type[BaseModel], str]:
    first, _, rest = path.partition(".")
    if not rest:
        return model, first
    inner = next(part for part in _flat(_hints(model)[first]) if _is_model(part))
    return _owner(inner, rest)


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return typing.get_type_hints(model, include_extras=True)


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def _flat(hint: Any) -> Iterator[Any]:
    """Yield what a type may be, without None: the members of a union, what is annotated."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        for inner in typing.get_args(hint):
            yield from _flat(inner)
    elif origin is Annotated:
        yield from _flat(typing.get_args(hint)[0])
    elif hint is not type(None):
        yield hint


def _marks(hint: Any) -> Iterator[Any]:
    """Yield every mark that annotates a type or a part of it."""
    if typing.get_origin(hint) is Annotated:
        yield from typing.get_args(hint)[1:]
    for inner in typing.get_args(hint):
        if inner is not hint and not isinstance(inner, str | int):
            yield from _marks(inner)


_NUMBERS: tuple[tuple[Any, Kind], ...] = ((TimeOfDay, "time"), (WeekTime, "week_time"), (Day, "day"))
_PLAIN: dict[Any, Kind] = {
    dt.date: "date",
    dt.datetime: "date_time",
    Hours: "hours",
    bool: "flag",
}
_RECORDS: dict[Any, Kind] = {DatedHours: "exceptions", Credential: "credentials", Role: "roles"}


def _kind(hint: Any, name: str) -> tuple[Kind, tuple[str, ...]]:
    inner = next(_flat(hint))
    marks = list(_marks(hint))
    if typing.get_origin(inner) is tuple:
        return _list_kind(inner, marks)
    if typing.get_origin(inner) is Literal:
        words = typing.get_args(inner)
        return ("choice" if isinstance(words[0], str) else "count"), tuple(map(str, words))
    if inner in _PLAIN:
        return _PLAIN[inner], ()
    if inner is int:
        return _number_kind(marks, name), ()
    return _text_kind(marks, name), ()


def _number_kind(marks: list[Any], name: str) -> Kind:
    for alias, kind in _NUMBERS:
        if any(isinstance(mark, BeforeValidator) and mark in typing.get_args(alias) for mark in marks):
            return kind
    return "minutes" if "minutes" in name else "count"


def _text_kind(marks: list[Any], name: str) -> Kind:
    if any(isinstance(mark, RefersTo) for mark in marks):
        return "ref"
    patterns = _patterns(marks)
    if name == "id" or ID_PATTERN in patterns or patterns & _patterns(list(_marks(SessionId))):
        return "id"
    return "word" if patterns else "text"


def _patterns(marks: list[Any]) -> set[str]:
    inner = [one for mark in marks for one in (mark, *getattr(mark, "metadata", ()))]
    return {one.pattern for one in inner if getattr(one, "pattern", None) is not None}


def _list_kind(inner: Any, marks: list[Any]) -> tuple[Kind, tuple[str, ...]]:
    item = typing.get_args(inner)[0]
    plain = next(_flat(item))
    if plain in _RECORDS:
        return _RECORDS[plain], ()
    if typing.get_origin(plain) is tuple:
        return ("day_hours" if typing.get_args(plain)[0] is int else "word_sets"), ()
    if typing.get_origin(plain) is Literal:
        return "choices", tuple(map(str, typing.get_args(plain)))
    if plain is int:
        return "week_times", ()
    if any(isinstance(mark, RefersTo) for mark in marks) or item == Id:
        return "refs", ()
    return "words", ()
