"""What a cell of each kind of column takes: formats, drop-downs, bounds, and what to say otherwise."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from iopsched.sheets.columns import Column
from iopsched.workbooks.week_lists import Lists

_MOST = {"minutes": 10_080, "count": 100_000}
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2200, 12, 31)
_HINTS: Mapping[str, str] = {
    "refs": "Ids of the sheet {refers}, with commas between, such as a, b.",
    "words": "Words, with commas between.",
    "choices": "One or more of: {choices}; with commas between.",
    "hours": "Such as Mon-Thu 17:00-21:00; Sat 9-14. Or always, or never.",
    "day_hours": "Hours of a day, such as 10:00-14:00, 15-17. Or always, or never.",
    "exceptions": "Such as 2026-03-04 never; 2026-03-05 10:00-14:00.",
    "time": "A time, such as 17:30 or 5:30 pm.",
    "date_time": "A date and a time, such as 2026-03-04 14:00.",
    "week_time": "A day and a time, such as Mon 17:30.",
    "week_times": "Mon 17:30, or several to choose from: Mon 17:30 | Tue 17:30.",
    "credentials": "Such as LCSW; CADC until 2026-06-30.",
    "roles": "Such as lead: LCSW & CADC | LMHC; co-lead?: RBT. ? may stay empty, & all of, | or, * anybody.",
    "word_sets": "Sets of words: & inside a set, ; between sets. Such as adult & older; teen & young.",
}


def validation(column: Column, lists: Lists, *, clearable: bool = False) -> dict[str, Any] | None:
    """Return what XlsxWriter is told about a column's cells, or None if they take anything.

    With `clearable` a cell may also say ``(none)``, so a value of another kind is doubted, not refused.
    """
    named = lists.name_for(column)
    if named is not None:
        return {
            "validate": "list",
            "source": f"={named}",
            "error_type": "warning" if clearable or column.kind == "ref" else "stop",
            "error_title": _title(column),
            "error_message": _not_in_list(column),
        }
    if column.kind in _MOST:
        message = f"Write a whole number from 0 to {_MOST[column.kind]}, without a unit."
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": _MOST[column.kind],
            "error_type": "warning" if clearable else "stop",
            "error_title": _title(column),
            "error_message": message + (" Or (none) for no limit." if clearable else ""),
        }
    if column.kind == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.datetime.combine(_FIRST, dt.time()),
            "maximum": dt.datetime.combine(_LAST, dt.time()),
            "error_type": "stop",
            "error_title": _title(column),
            "error_message": "Write a date, such as 2026-03-02.",
        }
    return hint(column)


def hint(column: Column) -> dict[str, Any] | None:
    """Return what is shown beside the cell while it is being filled in, or None."""
    words = _HINTS.get(column.kind)
    if words is None:
        return None
    choices = ", ".join(word.replace("_", " ") for word in column.choices)
    message = words.format(refers=column.refers or "named", choices=choices)
    return {"validate": "any", "input_title": _title(column), "input_message": message[:255]}


def _title(column: Column) -> str:
    return column.header[:32]


def _not_in_list(column: Column) -> str:
    if column.kind == "ref":
        return f"No such id is on the sheet {column.refers}. Add it there, or choose one from the list."
    return "Choose one from the list, or leave the cell blank."
