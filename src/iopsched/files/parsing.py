"""Bytes to plain JSON data, refusing whatever JSON readers usually let through."""

import json
from collections.abc import Container, Iterator
from typing import Any, NoReturn

from iopsched.domain.references import labelled
from iopsched.errors import Problem, ProblemsError, safe_key, safe_value

_MOST_DIGITS = 18
_DEEPEST = 40
_MOST_TEXT = 500
_MOST_KEYS = 200
_MOST_ENTRIES = 20_000
_MOST_INNER_ENTRIES = 2_000


class Refused:
    """Stands in parsed data where a number stood that is none: it passes no field's check."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message


class _Repeating(dict[str, Any]):
    """An object of which some keys came twice; the last value is kept."""

    repeated: tuple[str, ...] = ()


def parse_json(content: bytes, what: str) -> Any:
    """Return the JSON data that `content` spells; `what` is it, in a word.

    Raises:
        ProblemsError: it is no UTF-8, no JSON, or nested beyond reason.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(
            "not_utf8", f"{what} line {line}", "the file is not UTF-8 text", "Save it as UTF-8.", error.start
        )
    if not text.strip():
        _refuse("file_empty", what, "the file is empty", "Check that it is the right file.")
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole_number,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        place = f"{what} line {error.lineno}, column {error.colno}"
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            _refuse("file_cut_off", place, "the file ends in the middle", "Copy or save it again.")
        _refuse("not_json", place, _syntax(error.msg), "Mend the file there; it must be JSON.")
    except RecursionError:
        _refuse("too_deep", what, "it is nested beyond reason", "Check that it is the right file.")


def _refuse(code: str, place: str, message: str, way_out: str, byte: int | None = None) -> NoReturn:
    value = None if byte is None else f"byte {byte}"
    raise ProblemsError([Problem(code, place, message, way_out, value)])


def _syntax(message: str) -> str:
    # The decoder's own words never repeat the text, but are not everybody's language.
    sentences = {
        "Expecting property name": "a key in double quotes is expected",
        "Expecting ':'": "a colon is expected after the key",
        "Expecting ',' delimiter": "a comma is expected between two entries",
        "Expecting value": "a value is expected",
        "Illegal trailing comma": "there is a comma after the last entry",
        "Extra data": "there is something after the end",
        "Invalid control character": "a text holds a line break or a control character",
        "Invalid \\": "a text holds a backslash that means nothing",
        "Invalid \\u": "a text holds a \\u that means nothing",
    }
    return next((text for start, text in sentences.items() if message.startswith(start)), "this is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for key, _ in pairs:
        if key in seen:
            repeated[key] = None
        seen.add(key)
    marked = _Repeating(plain)
    marked.repeated = tuple(repeated)
    return marked


def _whole_number(text: str) -> int | Refused:
    if len(text.lstrip("-")) > _MOST_DIGITS:
        return Refused("number_out_of_range", "the number is beyond reason")
    return int(text)


def _number(text: str) -> float | Refused:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return Refused("number_out_of_range", "the number is beyond reason")
    return value


def _constant(text: str) -> Refused:
    return Refused("not_a_number", f"{text.lstrip('-')} is not a number")


def oversize(data: Any, known: Container[str]) -> Problem | None:
    """Return the problem of data too large or too deep to be looked at further, or None.

    `known` are the keys that may be shown.
    """
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        found = _too_much(name, value, depth)
        if found is not None:
            place = next(place for place, _, other, _ in _every_value(data, known) if other is value)
            shown = None if found[0] == "too_deep" else safe_value(value)
            return Problem(found[0], place, found[1], "Check that it is the right file.", shown)
        if isinstance(value, dict):
            waiting.extend((key, item, depth + 1) for key, item in value.items())
        elif isinstance(value, list):
            waiting.extend((name, item, depth + 1) for item in value if not isinstance(item, int | None))
    return None


def _too_much(name: str, value: Any, depth: int) -> tuple[str, str] | None:
    if isinstance(value, str):
        if len(value) > _MOST_TEXT:
            return "text_too_long", f"texts have at most {_MOST_TEXT} characters"
    elif isinstance(value, dict | list):
        if depth >= _DEEPEST:
            return "too_deep", "it is nested beyond reason"
        if isinstance(value, dict):
            if len(value) > _MOST_KEYS:
                return "too_many_keys", f"objects have at most {_MOST_KEYS} keys"
            return None
        most = _MOST_ENTRIES if depth <= 1 or name == "sessions" else _MOST_INNER_ENTRIES
        if len(value) > most:
            return "list_too_long", f"this list has at most {most} entries"
    return None


def oddities(data: Any, known: Container[str]) -> Iterator[Problem]:
    """Yield what is wrong with the data whatever it means: repeated keys, and numbers that are none.

    `known` are the ids and keys that may be shown.
    """
    for place, _, value, _ in _every_value(data, known):
        if isinstance(value, Refused):
            yield Problem(value.code, place, value.message, "Write a whole number.")
        elif isinstance(value, float):
            way_out = "Write it without a decimal point."
            yield Problem(
                "not_a_whole_number", place, "a whole number is expected", way_out, safe_value(value)
            )
        elif isinstance(value, _Repeating):
            for key in value.repeated:
                at = safe_key(key, known) if value is data else f"{place}.{safe_key(key, known)}"
                yield Problem("duplicate_key", at, "the key stands here twice", "Keep one.")


def _every_value(data: Any, known: Container[str]) -> Iterator[tuple[str, str, Any, int]]:
    """Yield each part of the data with its place, the key it stands at, and its depth."""
    waiting: list[tuple[str, str, Any, int]] = [("", "", data, 0)]
    while waiting:
        place, name, value, depth = waiting.pop()
        yield place or "the file", name, value, depth
        if isinstance(value, dict):
            dot = "." if place else ""
            inner = [(f"{place}{dot}{safe_key(key, known)}", key, item) for key, item in value.items()]
        elif isinstance(value, list):
            inner = [
                (labelled(place, index, item) if _shows_id(item, known) else f"{place}[{index}]", name, item)
                for index, item in enumerate(value)
                if not isinstance(item, int | None)
            ]
        else:
            continue
        waiting.extend((*entry, depth + 1) for entry in reversed(inner))


def _shows_id(item: Any, known: Container[str]) -> bool:
    if not isinstance(item, dict):
        return False
    identity = item.get("id")
    return isinstance(identity, str) and identity in known
