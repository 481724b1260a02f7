"""A workbook while it is being written: safe texts, styles by name, the same bytes every time."""

import datetime as dt
import math
import re
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iopsched.sheets.grid import Value
from iopsched.workbooks.styles import STYLES

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # Pasted cells take the style Normal; locked, a protected sheet would lock them for good.
    "default_format_properties": {"font_name": "Calibri", "font_size": 11, "locked": False},
}
_MADE = dt.datetime(2026, 1, 1)
_MOST_TITLE = 31
_MOST_TEXT = 32_000
_NOT_IN_TITLES = re.compile("[\\[\\]:*?/\\\\\x00-\x1f\x7f]|[^\x00-\uffff]")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FIRST_DATE = dt.date(1900, 3, 1)
_DAY = dt.timedelta(days=1)
_MOST_EXACT = 10**15


class Book:
    """A workbook being written; `content` ends it.

    `workbook` is XlsxWriter's, for what is not here.
    """

    def __init__(self, title: str) -> None:
        self._buffer = BytesIO()
        self.workbook = xlsxwriter.Workbook(self._buffer, _OPTIONS)
        self.workbook.set_properties({"title": title, "author": "iopsched", "created": _MADE})
        self.workbook.set_size(2200, 1400)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._titles: set[str] = set()

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet, its name made one that Excel takes and that no other sheet has."""
        title = self._free_title(name)
        self._titles.add(title.casefold())
        return self.workbook.add_worksheet(title)

    def _free_title(self, name: str) -> str:
        plain = _NOT_IN_TITLES.sub(" ", _clean(name)).strip(" '")[:_MOST_TITLE].strip(" '") or "Sheet"
        # Excel keeps this name for itself.
        if plain.casefold() == "history":
            plain = "Held"
        title, number = plain, 2
        while title.casefold() in self._titles:
            tail = f" {number}"
            title, number = plain[: _MOST_TITLE - len(tail)] + tail, number + 1
        return title

    def style(self, *names: str, **more: Any) -> Format:
        """Return the format that the named styles make on top of each other, and `more` on top of them."""
        properties: dict[str, Any] = {"locked": False}
        for name in names:
            properties.update(STYLES[name])
        properties.update(more)
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def highlight(self, name: str) -> Format:
        """Return what a named style lays over a cell while a condition holds."""
        key = (("highlight", name),)
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({**STYLES[name]})
        return self._formats[key]

    def put(self, sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
        """Write a value, text always as text; `row` and `column` count from 0."""
        match value:
            case None | "":
                sheet.write_blank(row, column, None, style)
            case bool():
                sheet.write_boolean(row, column, value, style)
            case int() if abs(value) < _MOST_EXACT:
                sheet.write_number(row, column, value, style)
            case float() if math.isfinite(value):
                sheet.write_number(row, column, value, style)
            case dt.time() if value.tzinfo is None:
                midnight = dt.datetime.combine(_FIRST_DATE, dt.time())
                length = dt.datetime.combine(_FIRST_DATE, value) - midnight
                sheet.write_number(row, column, length / _DAY, style)
            case dt.timedelta():
                sheet.write_number(row, column, value / _DAY, style)
            case dt.datetime() if value.tzinfo is None and value.date() >= _FIRST_DATE:
                sheet.write_datetime(row, column, value, style)
            case dt.date() if not isinstance(value, dt.datetime) and value >= _FIRST_DATE:
                sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style)
            case _:
                sheet.write_string(row, column, safe_text(str(value)), style)

    def content(self) -> bytes:
        """End the workbook and return its bytes; nothing can be written afterwards."""
        self.workbook.close()
        return self._buffer.getvalue()


def safe_text(text: str) -> str:
    """Return text as a cell may hold it: nothing that XML cannot carry, nothing taken for markup."""
    text = _clean(text)
    if len(text) > _MOST_TEXT:
        text = text[:_MOST_TEXT] + "…"
    # XlsxWriter writes what looks like its own rich text as it stands, unescaped.
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    return text


def quoted(title: str) -> str:
    """Return a sheet's title as formulas and links name it."""
    return "'" + title.replace("'", "''") + "'"


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
