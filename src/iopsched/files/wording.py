"""What pydantic found wrong, told as problems: our codes, our places, our words, nothing repeated."""

import difflib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from iopsched.domain.base import ID_PATTERN
from iopsched.domain.instance import Instance
from iopsched.errors import Problem, safe_key, safe_value

_ID_WORDS = "starts with a letter or digit and holds letters, digits, '.', '_' and '-' only"
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "int_type": ("not_a_whole_number", "a whole number is expected", "Write it without quotes or a point."),
    "string_type": ("not_text", "text is expected", "Write it in double quotes."),
    "bool_type": ("not_true_or_false", "true or false is expected", "Write it without quotes."),
    "tuple_type": ("not_a_list", "a list is expected", "Write it in square brackets."),
    "too_short": ("list_empty", "the list has too few entries", "Add one, or leave the key out."),
    "too_long": ("list_too_long", "the list has too many entries", "Remove some."),
    "model_type": ("not_an_object", "an object with keys is expected", "Write it in braces."),
    "model_attributes_type": ("not_an_object", "an object with keys is expected", "Write it in braces."),
    "string_unicode": ("not_text", "text is expected", "Write it in double quotes."),
}
_WAYS_OUT: dict[str, str] = {
    "preset_unknown": "Choose one of them, or leave preset out.",
    "min_over_max": "Lower the least or raise the most.",
    "preference_unclear": "Split it into several wishes.",
    "ends_before_start": "Swap them, or mend one.",
    "duplicate_id": "List each once.",
    "duplicate_start": "List it once.",
    "relation_groups": "Leave groups out, or use together.",
    "pin_empty": "Name a session, group, client or the like.",
    "pin_needs_hold": "Leave as_published out, or use hold.",
    "time_invalid": "Write hours and minutes, from 0:00 to 24:00.",
    "week_time_invalid": "Write a day and a time before midnight.",
    "day_invalid": "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.",
    "date_invalid": "Write year, month and day, as 2026-03-02.",
    "date_time_invalid": "Write date, T, hours and minutes, without seconds or a time zone.",
    "not_a_monday": "Give the Monday of the week.",
    "date_absurd": "Check the year.",
    "time_zone_unknown": "Use the name of your region and city.",
    "hours_overlap": "Join them into one.",
    "hours_end_before_start": "Split hours that cross midnight at 24:00.",
    "group_missing": "Name the group, or say that the session is individual.",
    "room_missing": "Name the room, or leave it out by telehealth.",
}
_WRITE_HOURS = "Write hours as Mon-Thu 17:00-21:00; Sat 9-14, those of a date as 10:00-14:00, 15-17."
_OF_THE_RECORD: dict[str, str | None] = {
    "preset_unknown": "preset",
    "min_over_max": None,
    "preference_unclear": None,
    "ends_before_start": None,
    "duplicate_id": None,
    "duplicate_start": None,
    "relation_groups": None,
    "pin_empty": None,
    "pin_needs_hold": None,
    "group_missing": None,
    "room_missing": None,
}
"""Checks of a whole record, and the field at fault where it is always the same."""

_NUMBER_BOUNDS = {
    "greater_than_equal": "ge",
    "less_than_equal": "le",
    "greater_than": "gt",
    "less_than": "lt",
}


@cache
def known_keys() -> frozenset[str]:
    """Return every key that a file may have, and every word that a field lets one choose from."""
    keys: set[str] = set()
    waiting: list[Any] = [Instance]
    seen: set[Any] = set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, type) and issubclass(part, BaseModel):
            keys.update(part.model_fields)
            waiting.extend(info.annotation for info in part.model_fields.values())
        else:
            inner = getattr(part, "__args__", ())
            keys.update(word for word in inner if isinstance(word, str))
            waiting.extend(word for word in inner if not isinstance(word, str | int))
    return frozenset(keys)


def field_problems(
    error: ValidationError,
    model: type[BaseModel],
    raw: Any,
    place: str,
    known: Container[str],
) -> Iterator[Problem]:
    """Yield a problem for everything that `error` says about `raw`, which stands at `place`.

    `known` are the ids and keys that may be shown.
    """
    for found in error.errors(include_url=False):
        location = found["loc"]
        at, reached = _place(place, raw, location, known)
        kind, context = found["type"], found.get("ctx", {})
        if kind == "too_short" and _long_enough(reached, context):
            # Counted after the wrong entries, which are told by themselves, were taken out.
            continue
        if kind == "extra_forbidden":
            yield _unknown_key(at, model, location, known)
        elif kind == "missing":
            message = f"{location[-1]} is missing"
            yield Problem("missing_key", at, message, "Add it.")
        else:
            shown = found["input"] if reached is _NOTHING else reached
            yield _wrong_value(kind, found["msg"], context, at, shown, known)


def _long_enough(value: Any, context: Mapping[str, Any]) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list | tuple) and len(value) >= int(context.get("min_length", 0))
    )


_NOTHING = object()


def _place(place: str, raw: Any, location: Sequence[int | str], known: Container[str]) -> tuple[str, Any]:
    """Return where a location is in the input's own terms, and what stands there.

    What a shorthand was spelt out to has no place of its own: the text that was written has.
    """
    value = raw
    for step in location:
        if isinstance(step, int):
            if not isinstance(value, list | tuple) or step >= len(value):
                return place, value
            value = value[step]
            identity = value.get("id") if isinstance(value, Mapping) else None
            place += f"[{step}]"
            if isinstance(identity, str) and identity in known:
                place += f" ({identity})"
        else:
            if not isinstance(value, Mapping):
                return place, value
            key = safe_key(step, known)
            place = f"{place}.{key}" if place else key
            value = value.get(step, _NOTHING)
            if value is _NOTHING:
                return place, _NOTHING
    return place or "the file", value


def _unknown_key(
    at: str, model: type[BaseModel], location: Sequence[int | str], known: Container[str]
) -> Problem:
    keys = list(_model_at(model, location[:-1]).model_fields)
    nearest = difflib.get_close_matches(str(location[-1])[:64], keys, 1)
    way_out = f"Did you mean {nearest[0]}?" if nearest else f"The keys here are {', '.join(keys)}."
    return Problem("unknown_key", at, "there is no such key here", way_out)


def _model_at(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel]:
    for step in location:
        if isinstance(step, str) and step in model.model_fields:
            model = _inner_model(model.model_fields[step].annotation) or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_inner_model(argument) for argument in getattr(annotation, "__args__", ()))
    return next((model for model in inner if model is not None), None)


def _wrong_value(
    kind: str, words: str, context: Mapping[str, Any], at: str, value: Any, known: Container[str]
) -> Problem:
    shown: str | None = safe_value(value, known)
    if kind in _SENTENCES:
        code, message, way_out = _SENTENCES[kind]
    elif kind in _NUMBER_BOUNDS:
        code, message, way_out = _out_of_range(kind, context)
    elif kind == "literal_error":
        code, message = "not_a_choice", f"one of {_plain(str(context.get('expected', '')))} is expected"
        way_out = "Write it exactly so."
    elif kind == "string_pattern_mismatch":
        code, message, way_out = _bad_pattern(str(context.get("pattern", "")))
    elif kind in _WAYS_OUT or kind.startswith("hours_"):
        # Our own checks: their words are fixed sentences and hold nothing of the input.
        code, message, way_out = kind, words, _WAYS_OUT.get(kind, _WRITE_HOURS)
        if kind in _OF_THE_RECORD:
            culprit = _OF_THE_RECORD[kind]
            inner = value.get(culprit) if isinstance(value, Mapping) and culprit else None
            shown = safe_value(inner, known) if culprit else None
            at = f"{at}.{culprit}" if culprit else at
    else:
        code, message, way_out = "value_invalid", "this value is not accepted", "See docs/file-format.md."
    return Problem(code, at, message, way_out, shown)


def _out_of_range(kind: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    bound = context.get(_NUMBER_BOUNDS[kind])
    side = "at least" if kind.startswith("greater") else "at most"
    return "number_out_of_range", f"the number is {side} {bound}", "Check the number and its unit."


def _plain(expected: str) -> str:
    return re.sub(r"'", "", expected).replace(" or ", ", ")


def _bad_pattern(pattern: str) -> tuple[str, str, str]:
    if pattern.startswith("^sha256"):
        return "digest_invalid", "a digest is sha256: and 64 digits", "Leave it out of a file made by hand."
    word = "an id" if pattern == ID_PATTERN else "such a word"
    length = re.search(r"\{[01],(\d+)\}", pattern)
    most = int(length[1]) + pattern.startswith("^[A-Za-z0-9][") if length else 64
    code = "id_invalid" if pattern == ID_PATTERN else "word_invalid"
    way_out = "Use an opaque one such as c014, never a person's name."
    return code, f"{word} {_ID_WORDS}, {most} of them at most", way_out
