"""Cells of one word or number: ids, words, choices, yes or no, whole numbers.

- An id or word is text as it stands, trimmed. A number is taken as its digits only where that cannot
  differ from what was typed: whole, not negative, at most 15 digits, and shown as it is.
- A choice is one of the words of its column, whatever its case, spaces or hyphens for ``_``.
- yes, no, true, false and x.
- A whole number is a number without a fraction, or text of digits alone.
"""

import datetime as dt
import math
import re

from iopsched.sheets.faults import CellError
from iopsched.sheets.grid import TEXT, Value

NONE = "(none)"
"""What says that there is explicitly nothing, where a blank cell would mean the default."""

_ODD_SPACES = "\u200b\u200c\u200d\u2060\ufeff"
_EDGES = _ODD_SPACES + "\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
_EDGES += "".join(map(chr, range(0x2000, 0x200B)))
_PLAIN_FORMATS = {"General", "0", TEXT, ""}
_MOST_DIGITS = 10**15
_FLAGS = {"yes": True, "true": True, "x": True, "no": False, "false": False}
_DIGITS = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_AS_TEXT = "Format the column as text and type it again."


def trimmed(text: str) -> str:
    """Return text without the spaces around it, those that do not show included."""
    return text.strip(_EDGES)


def spaced(text: str) -> str:
    """Return text with a plain space for spaces of any kind and number, those without width left out."""
    visible = text.translate(dict.fromkeys(map(ord, _ODD_SPACES))).replace("\r", "\n")
    return re.sub(r"[^\S\n]+", " ", visible).strip()


def is_none(value: Value) -> bool:
    """Return whether a cell says ``(none)``."""
    return isinstance(value, str) and re.sub(r"\s", "", trimmed(value)).lower() == NONE


def pieces(text: str) -> list[str]:
    """Return the entries of a list: between commas, semicolons or line breaks, empty ones left out."""
    return [piece for part in re.split(r"[,;\n\r]", text) if (piece := trimmed(part))]


def read_id(value: Value, number_format: str) -> str:
    """Return the id or word in a cell.

    Raises:
        CellError: it is a number or a date that may not be what was typed.
    """
    if isinstance(value, str):
        return trimmed(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        message = "an id or word is expected, and the cell holds a date or time"
        raise CellError("id_is_a_date", message, _AS_TEXT)
    whole = _whole(value)
    if whole is not None and 0 <= whole < _MOST_DIGITS and number_format in _PLAIN_FORMATS:
        return str(whole)
    message = "an id or word is expected, and the cell holds a number that may not be what was typed"
    raise CellError("id_is_a_number", message, _AS_TEXT)


def read_choice(value: Value, choices: tuple[str, ...]) -> str:
    """Return the word that a cell chooses, or its text where that is none of them.

    Raises:
        CellError: the cell holds no text.
    """
    if not isinstance(value, str):
        message = f"one of {', '.join(choices)} is expected"
        raise CellError("not_a_choice", message, "Write it exactly so.")
    text = trimmed(value)
    word = re.sub(r"[\s_-]+", "_", text).lower()
    return word if word in choices else text


def read_flag(value: Value) -> bool:
    """Return whether a cell says yes.

    Raises:
        CellError: it says neither yes nor no.
    """
    if isinstance(value, bool):
        return value
    said = _FLAGS.get(trimmed(value).lower()) if isinstance(value, str) else None
    if said is None:
        raise CellError("not_true_or_false", "yes or no is expected", "Write yes or no.")
    return said


def read_number(value: Value, number_format: str) -> int:
    """Return the whole number in a cell.

    Raises:
        CellError: it is no number, or has a fraction, or is shown as a percentage.
    """
    whole = _whole(value)
    if isinstance(value, str) and _DIGITS.fullmatch(trimmed(value)):
        whole = int(trimmed(value))
    if whole is None or "%" in number_format:
        way_out = "Write digits alone, without a unit, a point or a fraction."
        raise CellError("not_a_whole_number", "a whole number is expected", way_out)
    return whole


def _whole(value: Value) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not (math.isfinite(value) and value.is_integer()):
        return None
    return int(value)
