"""Counting what the parts of a workbook hold as they stream by, before any of it is kept.

Whatever builds trees and objects of a part does so only once its elements, texts and cells are known to
be few enough. What a sheet says besides its values, namely formulas without a result and merged cells, is
found on the way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from iopsched.errors import ProblemsError
from iopsched.files.archives import document_type, refusal, too_large, unreadable

MOST_ROWS = 20_000
"""The last row of a sheet in which something may stand."""

MOST_COLUMNS = 300
"""The last column of a sheet in which something may stand."""

MOST_CELLS = 200_000
"""How many cells of a sheet may be filled."""

MOST_TEXT = 32_767
"""How many characters a cell may hold; spreadsheet programs allow no more."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_ELEMENTS = 2_000_000
_MOST_OUTSIDE = 100_000
_MOST_UNSIZED = 200_000
_MOST_STRINGS = 100_000
_MOST_IN_STRING = 2_000
_MOST_STRING_TEXT = 8_000_000
_MOST_ATTRIBUTES = 64
_MOST_MERGED = 100_000
_DEEPEST = 60
_MOST_PENDING = 1024 * 1024
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


@dataclass
class Budget:
    """How many elements all parts of a workbook may still have."""

    elements: int = _MOST_ELEMENTS


class PartScan:
    """Reads a part of a workbook once and refuses what costs too much or deceives."""

    def __init__(self, what: str, budget: Budget) -> None:
        self.what = what
        self.sheet: SheetScan | None = None
        self._budget = budget
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.StartElementHandler = self._start_root
        self._depth = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read the whole part.

        Raises:
            ProblemsError: it is no XML, has a document type, or costs too much.
        """
        fed = 0
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)
                fed += len(piece)
                if fed - self._parser.CurrentByteIndex > _MOST_PENDING:
                    raise too_large(self.what, "one of its tags has more than a million characters")
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise unreadable(self.what) from None

    def _refuse_document_type(self, *_: object) -> None:
        raise document_type(self.what)

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        root = _local(name)
        if root == "worksheet":
            self.sheet = SheetScan()
            rows = _Rows(self, self.sheet)
            self._parser.StartElementHandler = rows.start
            self._parser.EndElementHandler = rows.end
            self._parser.CharacterDataHandler = rows.text
        elif root == "sst":
            strings = _Strings(self)
            self._parser.StartElementHandler = strings.start
            self._parser.EndElementHandler = strings.end
            self._parser.CharacterDataHandler = strings.text
        else:
            other = _Other(self)
            self._parser.StartElementHandler = other.start
            self._parser.EndElementHandler = other.end
        self.count(attributes)

    def count(self, attributes: dict[str, str]) -> None:
        """Count an element that begins."""
        self._depth += 1
        self._budget.elements -= 1
        if self._budget.elements < 0:
            raise too_large(self.what, "it has too many cells and formats")
        if self._depth > _DEEPEST or len(attributes) > _MOST_ATTRIBUTES:
            raise unreadable(self.what)

    def ended(self) -> None:
        """Count an element that ends."""
        self._depth -= 1


class _Other:
    """Formats, names and relations: all of it is kept at once by whoever reads it."""

    def __init__(self, part: PartScan) -> None:
        self._part = part
        self._left = _MOST_OUTSIDE

    def start(self, _: str, attributes: dict[str, str]) -> None:
        self._part.count(attributes)
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise too_large(self._part.what, "it has too many formats or drawings")

    def end(self, _: str) -> None:
        self._part.ended()


class _Strings:
    """The texts of all sheets."""

    def __init__(self, part: PartScan) -> None:
        self._part = part
        self._strings = self._characters = self._inside = self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._part.count(attributes)
        self._inside += 1
        if _local(name) == "si":
            self._strings += 1
            self._inside = self._length = 0
        if self._strings > _MOST_STRINGS or self._inside > _MOST_IN_STRING:
            raise too_large(self._part.what, "it has too many texts")

    def text(self, text: str) -> None:
        self._length += len(text)
        self._characters += len(text)
        if self._length > MOST_TEXT or self._characters > _MOST_STRING_TEXT:
            raise too_large(self._part.what, "it has too long texts")

    def end(self, _: str) -> None:
        self._part.ended()


class _Rows:
    """The rows and cells of one sheet."""

    def __init__(self, part: PartScan, sheet: SheetScan) -> None:
        self._part = part
        self._sheet = sheet
        self._outside = _MOST_OUTSIDE
        self._elements = 0
        self._sized = False
        self._row = self._column = self._length = 0
        self._in_cell = self._formula = self._content = False
        self._kind = ""
        self._tag = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._part.count(attributes)
        tag = _local(name)
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
        self._part.ended()
        if _local(name) == "c" and self._in_cell:
            self._in_cell = False
            if self._content or self._formula:
                self._fill()

    def text(self, text: str) -> None:
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
            raise unreadable(self._part.what)
        self._row, self._column = number, 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        row, column = (self._row, self._column + 1) if given is None else _position(given)
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            raise unreadable(self._part.what)
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
            raise unreadable(self._part.what)
        self._sheet.merges.append((top, left, bottom, right))

    def _too_large(self, why: str) -> ProblemsError:
        way_out = "Delete what is not needed; empty rows and columns too: select them and choose Delete."
        message = f"the sheet is larger than any week needs: {why}"
        return refusal("sheet_too_large", self._part.what, message, way_out)


def _local(name: str) -> str:
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
