"""Cells that hold more than one thing: lists, dated exceptions, credentials, roles, sets of words.

::

    list        := entry ((","|";"|line break) entry)*
    exceptions  := date hours (";" date hours)*       2026-03-04 never; 2026-03-05 10:00-14:00, 15-17
    credentials := name ["until" date] (";" ...)*     LCSW; CADC until 2026-06-30
    roles       := role (";" role)*                   lead: LCSW & CADC | LMHC; co-lead?: RBT
    role        := [name ["?"] ":"] set ("|" set)*
    set         := "*" | word ("&" word)*
    word-sets   := set (";" set)*                     adult & older; teen & young
    starts      := day time ("|" day time)*           Mon 17:30 | Tue 17:30

``?`` makes a role optional, ``&`` asks for all, ``|`` for one of them, ``*`` is anybody. Hours of a date
left out are ``never``.
"""

import datetime as dt
import re
from typing import Any

from iopsched.sheets.cell_texts import pieces, read_choice, read_id, spaced, trimmed
from iopsched.sheets.cell_times import read_date
from iopsched.sheets.faults import CellError
from iopsched.sheets.grid import Value

_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*:\s*|\s+|$)(.*)", re.ASCII | re.DOTALL)
_NEXT_DATE = re.compile(r"[;\n]|,(?=\s*\d{4}-\d{1,2}-\d{1,2})", re.ASCII)
_UNTIL = re.compile(r"(.*?) until (.+)", re.IGNORECASE | re.DOTALL)
_ROLE = re.compile(r"(?:([^:?|&*]*?) ?(\?)? ?:)? ?(.*)", re.DOTALL)
_WRITE_EXCEPTIONS = "Write 2026-03-04 never; 2026-03-05 10:00-14:00, 15-17."
_WRITE_HOURS = "Write hours as Mon-Thu 17:00-21:00; Sat 9-14, those of a date as 10:00-14:00, 15-17."
_WRITE_ROLES = "Write lead: LCSW & CADC | LMHC; co-lead?: RBT."


def read_hours(value: Value) -> str:
    """Return the weekly hours in a cell as they are written, line breaks as semicolons.

    Raises:
        CellError: the cell holds no text.
    """
    text = _hours_text(value)
    return "; ".join(part for piece in text.split("\n") if (part := piece.strip().rstrip("; ")))


def read_day_hours(value: Value) -> str:
    """Return the hours of a date in a cell as they are written, line breaks as commas.

    Raises:
        CellError: the cell holds no text.
    """
    text = _hours_text(value)
    return ", ".join(part for piece in text.split("\n") if (part := piece.strip().rstrip(", ")))


def _hours_text(value: Value) -> str:
    if not isinstance(value, str):
        raise CellError("hours_invalid", "hours are expected, not a time or number alone", _WRITE_HOURS)
    return spaced(value)


def read_ids(value: Value, number_format: str) -> list[str]:
    """Return the ids or words in a cell.

    Raises:
        CellError: it is a number or a date that may not be what was typed.
    """
    return pieces(value) if isinstance(value, str) else [read_id(value, number_format)]


def read_choices(value: Value, choices: tuple[str, ...]) -> list[str]:
    """Return the words that a cell chooses.

    Raises:
        CellError: the cell holds no text.
    """
    if not isinstance(value, str):
        return [read_choice(value, choices)]
    return [read_choice(piece, choices) for piece in pieces(value)]


def read_week_times(value: Value) -> list[str]:
    """Return the days and times in a cell, as they are written.

    Raises:
        CellError: the cell holds no text.
    """
    if not isinstance(value, str):
        message = "a day and time such as Mon 17:30 is expected, not a time or number alone"
        raise CellError("week_time_invalid", message, "Write Mon 17:30, or Mon 17:30 | Tue 17:30.")
    return [piece for part in re.split(r"[|;,\n]", value) if (piece := spaced(part))]


def read_exceptions(value: Value, epoch_1904: bool) -> list[dict[str, Any]]:
    """Return the dated hours in a cell.

    Raises:
        CellError: it is not written as they are.
    """
    if isinstance(value, dt.date):
        return [{"date": read_date(value, epoch_1904)}]
    if not isinstance(value, str):
        raise CellError("exceptions_unclear", "dates with their hours are expected", _WRITE_EXCEPTIONS)
    found: list[dict[str, Any]] = []
    for part in _NEXT_DATE.split(spaced(value)):
        piece = part.strip().rstrip(",").strip()
        if not piece:
            continue
        match = _DATED.fullmatch(piece)
        if match is None:
            message = "dates, each with its hours, are expected"
            raise CellError("exceptions_unclear", message, _WRITE_EXCEPTIONS)
        entry = {"date": read_date(match[1], epoch_1904)}
        found.append({**entry, "hours": match[2].strip()} if match[2].strip() else entry)
    return found


def read_credentials(value: Value, number_format: str, epoch_1904: bool) -> list[Any]:
    """Return the credentials in a cell: names, or names with the last date they are valid on.

    Raises:
        CellError: a date could be two, or the cell holds no text.
    """
    found: list[Any] = []
    for piece in read_ids(value, number_format):
        match = _UNTIL.fullmatch(spaced(piece))
        if match is None:
            found.append(piece)
        else:
            found.append({"name": trimmed(match[1]), "valid_until": read_date(match[2], epoch_1904)})
    return found


def read_roles(value: Value, number_format: str) -> list[dict[str, Any]]:
    """Return the roles in a cell.

    Raises:
        CellError: a comma leaves open whether both or either is meant, or the cell holds no text.
    """
    text = spaced(value) if isinstance(value, str) else read_id(value, number_format)
    if "," in text:
        message = "a comma between credentials does not say whether both are needed or either will do"
        raise CellError("roles_unclear", message, _WRITE_ROLES)
    return [_role(piece.strip()) for piece in re.split(r"[;\n]", text) if piece.strip()]


def _role(text: str) -> dict[str, Any]:
    if text.endswith("?") and ":" not in text:
        return {"id": trimmed(text[:-1]), "optional": True}
    match = _ROLE.fullmatch(text)
    assert match is not None  # its last part takes anything
    role: dict[str, Any] = {"any_of": [_words(part) for part in match[3].split("|")]}
    if match[1] is not None:
        role["id"] = trimmed(match[1])
    if match[2]:
        role["optional"] = True
    return role


def read_word_sets(value: Value, number_format: str) -> list[list[str]]:
    """Return the sets of words in a cell.

    Raises:
        CellError: the cell holds no text.
    """
    text = spaced(value) if isinstance(value, str) else read_id(value, number_format)
    return [_words(piece) for piece in pieces(text)]


def _words(text: str) -> list[str]:
    # An empty word among others is kept, so that it is told.
    return [] if text.strip() == "*" else [trimmed(word) for word in text.split("&")]


def exceptions_text(entries: list[dict[str, Any]]) -> str:
    """Return dated hours as `read_exceptions` reads them."""
    return "; ".join(f"{entry['date']} {entry['hours']}" for entry in entries)


def credentials_text(entries: list[dict[str, Any]]) -> str:
    """Return credentials as `read_credentials` reads them."""
    return "; ".join(
        f"{entry['name']} until {entry['valid_until']}" if entry["valid_until"] else entry["name"]
        for entry in entries
    )


def roles_text(roles: list[dict[str, Any]]) -> str:
    """Return roles as `read_roles` reads them."""
    return "; ".join(
        f"{role['id']}{'?' if role['optional'] else ''}: {' | '.join(map(_set_text, role['any_of']))}"
        for role in roles
    )


def word_sets_text(sets: list[list[str]]) -> str:
    """Return sets of words as `read_word_sets` reads them."""
    return "; ".join(map(_set_text, sets))


def _set_text(words: list[str]) -> str:
    return " & ".join(words) if words else "*"
