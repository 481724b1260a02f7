"""How JSON is laid out: for people to read and to compare, one way to write everything."""

import json
from typing import Any

_WIDTH = 110
_ROOM_FOR_CLOSING = 4


def json_text(data: Any) -> str:
    """Return plain JSON data as text: an entry of a list on a line of its own, long ones wrapped."""
    return _expanded(data, 0) + "\n" if _holds_containers(data) else _line(data) + "\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _holds_containers(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(isinstance(item, dict | list | tuple) and item for item in inner)


def _entries(value: Any) -> list[tuple[str, Any]]:
    """Return a container's entries, each with the text that goes before it."""
    if isinstance(value, dict):
        return [(_line(str(key)) + ": ", item) for key, item in value.items()]
    return [("", item) for item in value]


def _brackets(value: Any) -> tuple[str, str]:
    return ("{", "}") if isinstance(value, dict) else ("[", "]")


def _expanded(value: Any, indent: int) -> str:
    """Return a container with one entry on each line."""
    opening, closing = _brackets(value)
    inner = " " * (indent + 1)
    parts = [inner + before + _part(item, indent + 1, len(before)) for before, item in _entries(value)]
    return opening + "\n" + ",\n".join(parts) + "\n" + " " * indent + closing


def _part(item: Any, indent: int, before: int) -> str:
    line = _line(item)
    top_list = indent == 1 and isinstance(item, list | tuple) and len(item) > 1 and _holds_containers(item)
    short = indent + before + len(line) < _WIDTH
    if (short and not top_list) or not isinstance(item, dict | list | tuple):
        return line
    if indent == 1 and _holds_containers(item):
        return _expanded(item, indent)
    return _wrapped(item, indent, indent + before)


def _wrapped(value: Any, indent: int, column: int) -> str:
    """Return a container as text that begins at `column` and fills its lines, further ones indented."""
    opening, closing = _brackets(value)
    text, used = opening, column + 1
    margin = " " * (indent + 1)
    for number, (before, item) in enumerate(_entries(value)):
        if number:
            text, used = text + ",", used + 1
        line = before + _line(item)
        if number and used + 1 + len(line) > _WIDTH - _ROOM_FOR_CLOSING:
            text, used = text + "\n" + margin, len(margin)
        elif number:
            text, used = text + " ", used + 1
        if used + len(line) > _WIDTH - _ROOM_FOR_CLOSING and isinstance(item, dict | list | tuple) and item:
            line = before + _wrapped(item, indent + 1, used + len(before))
        last = line.rpartition("\n")[2]
        used = len(last) if "\n" in line else used + len(line)
        text += line
    return text + closing
