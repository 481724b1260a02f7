"""Counting the rows and cells of a sheet as it streams by, before any of it is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from iopsched.errors import ProblemsError
from iopsched.files.archives import refusal, unreadable

MOST_ROWS = 20_000
"""The last row of a sheet in which something may stand."""

MOST_COLUMNS = 300
"""The last column of a sheet in which something may stand."""

MOST_CELLS = 200_000
"""How many cells of a sheet may be filled."""

MOST_TEXT = 32_767
"""How many characters a cell may hold; spreadsheet programs allow no more."""

MOST_OUTSIDE = 100_000
"""How many elements a part may have besides its rows, cells and texts."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_UNSIZED = 200_000
_MOST_MERGED = 100_000
_COORDINATE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW_NUMBER = re.compile(r"[1-9]\d{0,6}", re.ASCII)


@dataclass
class SheetScan:
    """What a sheet holds: the last row and column, from 1, in which something stands.

    `uncalculated` are the cells with a formula that has no result, `covered` those that a merged cell
    covers, its first one left out; both as (row, column) from 1.
    """

    rows: int = 0
    columns: int = 0
    filled: int = 0
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def covered(self) -> set[tuple[int, int]]:
        """Return the cells that are covered, as far as something stands in their row and column."""
        found: set[tuple[int, int]] = set()
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, self.rows) + 1):
                found.update((row, column) for column in range(left, min(right, self.columns) + 1))
            found.discard((top, left))
            if len(found) > _MOST_MERGED:
                break
        return found


class SheetCounter:
    """Counts the rows and cells of one sheet; `count` and `ended` are told of every element."""

    def __init__(
        self,
        what: str,
        sheet: SheetScan,
        count: Callable[[dict[str, str]], None],
        ended: Callable[[], None],
    ) -> None:
        self._what, self._sheet, self._count, self._ended = what, sheet, count, ended
        self._outside = MOST_OUTSIDE
        self._elements = 0
        self._sized = False
        self._row = self._column = self._length = 0
        self._in_cell = self._formula = self._content = False
        self._kind = ""
        self._tag = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element that begins."""
        self._count(attributes)
        tag = local_name(name)
        self._elements += 1
        if self._elements > _MOST_UNSIZED and not self._sized:
            # Without it whoever reads the sheet goes through all of it to find out.
            raise self._too_large("it has many cells and does not say how many")
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif self._in_cell:
            self._formula |= tag == "f"
            self._tag = tag
        else:
            self._outside -= 1
            self._sized |= tag == "dimension"
            if self._outside < 0:
                raise self._too_large("it has too many formats")
            if tag == "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Take an element that ends."""
        self._ended()
        if local_name(name) == "c" and self._in_cell:
            self._in_cell = False
            if self._content or self._formula:
                self._fill()

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self._in_cell:
            self._length += len(text)
            if self._length > 2 * MOST_TEXT:
                raise self._too_large("a cell holds too long a text")
            if self._tag in ("v", "t") and not text.isspace():
                self._content = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        number = self._row + 1
        if given is not None:
            number = int(given) if _ROW_NUMBER.fullmatch(given) else 0
        # Rows out of order would be lost on the way.
        if not self._row < number <= _LAST_ROW:
            raise unreadable(self._what)
        self._row, self._column = number, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        row, column = (self._row, self._column + 1) if given is None else _position(given)
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            raise unreadable(self._what)
        self._column = column
        self._kind = attributes.get("t", "n")
        self._in_cell, self._formula, self._content, self._length, self._tag = True, False, False, 0, ""

    def _fill(self) -> None:
        sheet, row, column = self._sheet, self._row, self._column
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise self._too_large(f"something stands beyond row {MOST_ROWS} or column {MOST_COLUMNS}")
        sheet.filled += 1
        if sheet.filled > MOST_CELLS:
            raise self._too_large(f"more than {MOST_CELLS} cells are filled")
        sheet.rows = row
        sheet.columns = max(sheet.columns, column)
        if self._formula and not self._content and self._kind != "str":
            sheet.uncalculated.add((row, column))

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        if not (top and bottom):
            raise unreadable(self._what)
        self._sheet.merges.append((top, left, bottom, right))

    def _too_large(self, why: str) -> ProblemsError:
        way_out = "Delete what is not needed; empty rows and columns too: select them and choose Delete."
        message = f"the sheet is larger than any week needs: {why}"
        return refusal("sheet_too_large", self._what, message, way_out)


def local_name(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]


def _position(reference: str) -> tuple[int, int]:
    """Return the row and column, from 1, of a reference such as ``AB12``; zeros for what is none."""
    match = _COORDINATE.fullmatch(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
