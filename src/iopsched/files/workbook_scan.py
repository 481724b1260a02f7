"""Counting what the parts of a workbook hold as they stream by, before any of it is kept.

Whatever builds trees and objects of a part does so only once its elements, texts and cells are known to
be few enough. What a sheet says besides its values, namely formulas without a result and merged cells, is
found on the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

from iopsched.files.archives import document_type, refusal, too_large, unreadable
from iopsched.files.sheet_scan import MOST_OUTSIDE, MOST_TEXT, SheetCounter, SheetScan, local_name

_MOST_ELEMENTS = 2_000_000
_MOST_STRINGS = 100_000
_MOST_IN_STRING = 2_000
_MOST_STRING_TEXT = 8_000_000
_MOST_TREE_TEXT = 4_000_000
_MOST_ATTRIBUTES = 64
_DEEPEST = 60
_MOST_PENDING = 1024 * 1024
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOTS = {"sheet": "worksheet", "strings": "sst"}
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

Kind = Literal["sheet", "strings", "tree"]
"""What a part of a workbook is read as."""


@dataclass
class Budget:
    """How many elements all parts of a workbook may still have."""

    elements: int = _MOST_ELEMENTS


class PartScan:
    """Reads a part of a workbook once and refuses what costs too much or deceives.

    `kind` is what the part will be read as: a sheet row by row, strings text by text, a tree at once.
    """

    def __init__(self, what: str, kind: Kind, budget: Budget) -> None:
        self.what = what
        self._kind = kind
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
        if self._kind != "tree":
            self._require_root(name, attributes)
        if self._kind == "sheet":
            self.sheet = SheetScan()
            rows = SheetCounter(self.what, self.sheet, self.count, self.ended)
            self._parser.StartElementHandler = rows.start
            self._parser.EndElementHandler = rows.end
            self._parser.CharacterDataHandler = rows.text
        elif self._kind == "strings":
            strings = _Strings(self)
            self._parser.StartElementHandler = strings.start
            self._parser.EndElementHandler = strings.end
            self._parser.CharacterDataHandler = strings.text
        else:
            other = _Other(self)
            self._parser.StartElementHandler = other.start
            self._parser.EndElementHandler = other.end
            self._parser.CharacterDataHandler = other.text
        self.count(attributes)

    def _require_root(self, name: str, attributes: dict[str, str]) -> None:
        # openpyxl finds nothing in what has another name, and says nothing.
        if local_name(name) != _ROOTS[self._kind]:
            raise unreadable(self.what)
        prefix = name.rpartition(":")[0]
        namespace = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
        if namespace == _STRICT:
            message = "the workbook is of the Strict kind of .xlsx"
            raise refusal("workbook_not_readable", self.what, message, "Save it as Excel Workbook (.xlsx).")
        if namespace != _NAMESPACE:
            raise unreadable(self.what)

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
        self._left = MOST_OUTSIDE
        self._characters = 0

    def start(self, _: str, attributes: dict[str, str]) -> None:
        self._part.count(attributes)
        self._left -= 1 + len(attributes)
        if self._left < 0:
            raise too_large(self._part.what, "it has too many formats")
        for value in attributes.values():
            self.text(value)

    def text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > _MOST_TREE_TEXT:
            raise too_large(self._part.what, "it has too long formats and names")

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
        if local_name(name) == "si":
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
