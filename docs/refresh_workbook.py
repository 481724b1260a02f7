"""Makes the sheets and columns on docs/workbook.md from the code: `python docs/refresh_workbook.py`."""

import re
import sys
from pathlib import Path

from iopsched.sheets.columns import NOT_READ, SHEETS, Column, SheetSpec

PAGE = Path(__file__).parent / "workbook.md"

WRITTEN = {
    "id": "id",
    "ref": "id",
    "refs": "ids",
    "word": "word",
    "words": "words",
    "choice": "choice",
    "choices": "choices",
    "flag": "yes or no",
    "count": "whole number",
    "minutes": "minutes",
    "hours": "[hours](file-format.md#hours)",
    "day_hours": "[hours of a date](file-format.md#hours)",
    "exceptions": "[dated hours](#lists-and-the-like)",
    "date": "[date](#dates-and-times)",
    "date_time": "[date and time](#dates-and-times)",
    "time": "[time](#dates-and-times)",
    "day": "day",
    "week_time": "[day and time](#dates-and-times)",
    "week_times": "[starts](#lists-and-the-like)",
    "credentials": "[credentials](#lists-and-the-like)",
    "roles": "[roles](#lists-and-the-like)",
    "word_sets": "[sets of words](#lists-and-the-like)",
    "text": "text",
}
"""What the cells of each kind of column hold."""

_MOST_CHOICES = 8


def page(text: str) -> str:
    """Return the page with its tables made anew."""
    parts = "\n".join(_sheet(spec) for spec in SHEETS)
    fresh = f"<!-- sheets -->\n\n{parts}\n<!-- end of sheets -->"
    return re.sub(r"<!-- sheets -->.*?<!-- end of sheets -->", lambda _: fresh, text, flags=re.DOTALL)


def _sheet(spec: SheetSpec) -> str:
    columns = [one for one in spec.columns if one.path != NOT_READ]
    head = "| key | value | meaning |" if spec.keys else "| column | holds | meaning |"
    rows = [_row(one) for one in (spec.keys or columns)]
    return f"### {spec.name}\n\n{spec.note}\n\n{head}\n|---|---|---|\n" + "".join(rows)


def _row(column: Column) -> str:
    name = f"**{column.header}**" if column.required else column.header
    note = column.note.replace("|", "\\|")
    return f"| {name} | {_holds(column)} | {note} |\n"


def _holds(column: Column) -> str:
    if column.kind in ("choice", "choices", "count") and 1 < len(column.choices) <= _MOST_CHOICES:
        words = ", ".join(f"`{word}`" for word in column.choices)
        return f"some of {words}" if column.kind == "choices" else f"one of {words}"
    if column.refers:
        return f"{WRITTEN[column.kind]} from {column.refers}"
    return WRITTEN[column.kind]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
    sys.stdout.write("docs/workbook.md is current.\n")
