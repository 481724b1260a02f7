"""Reading a workbook's sheets as cells, values and formats as it stores them.

Nothing of it is taken apart before `archives` and `workbook_scan` have found it modest; openpyxl reads the
values. Formulas give the result that was saved with them; links to other files are never followed, and
macros, drawings and charts never looked at.
"""

import contextlib
import datetime as dt
import io
import math
import re
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any, Literal
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.cell.text import Text
from openpyxl.packaging.relationship import Relationship
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from iopsched.errors import ProblemsError
from iopsched.files.archives import UNREADABLE, chunks, open_archive, too_large, unreadable
from iopsched.files.sheet_scan import SheetScan
from iopsched.files.workbook_scan import Budget, Kind, PartScan
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.headers import plain

MOST_SHEETS = 200
_MOST_POSITIONS = 1_000_000
_MOST_OF_TREE = 16 * 1024 * 1024
_TREES = ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml")
_MALFORMED = (
    *UNREADABLE,
    ParseError,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What openpyxl raises on parts that are not what they should be; it has no error of its own for that."""

_KNOWN = frozenset(plain(spec.name) for spec in SHEETS)
_BLANK = Cell()
_TEXT_TAG = f"{{{SHEET_MAIN_NS}}}si"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook spells what XML cannot hold, and what would otherwise look like such an escape."""


class _Sheets(ExcelReader):
    """openpyxl's reader without what no sheet of cells needs."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Pass a sheet over that is one chart."""


class _Scanned:
    """An archive of which a part opens only once it was scanned, and for what it was scanned as."""

    def __init__(self, archive: ZipFile, what: str) -> None:
        self.archive = archive
        self._what = what
        self._budget = Budget()
        self._kinds: dict[str, set[Kind]] = {}

    def scan(self, name: str, kind: Kind, what: str = "") -> SheetScan | None:
        """Scan a part for one kind of reading; return what a sheet holds."""
        part = self.archive.getinfo(name)
        if kind == "tree" and part.file_size > _MOST_OF_TREE:
            raise too_large(self._what, "it has too many formats")
        scan = PartScan(what or self._what, kind, self._budget)
        scan.read(chunks(self.archive, part, what or self._what))
        self._kinds.setdefault(name, set()).add(kind)
        return scan.sheet

    def namelist(self) -> list[str]:
        """Return the names of all parts."""
        return self.archive.namelist()

    def open(self, name: str, mode: Literal["r"] = "r") -> IO[bytes]:
        """Return a part that is read piece by piece."""
        if not self._kinds.get(name):
            raise KeyError("there is no such part, or it was not scanned")
        return self.archive.open(name, mode)

    def read(self, name: str) -> bytes:
        """Return a part that is read at once."""
        if "tree" not in self._kinds.get(name, ()):
            raise KeyError("there is no such part, or it was not scanned to be read at once")
        return self.archive.read(name)


def grids_of_workbook(content: bytes, what: str) -> tuple[Grid, ...]:
    """Return the sheets of a workbook, hidden ones too; `what` is it, in a word.

    Raises:
        ProblemsError: it is none, damaged, protected by a password, or larger than any week needs.
    """
    with open_archive(content, what) as archive, warnings.catch_warnings():
        # openpyxl warns of what it would lose on saving, which nobody does.
        warnings.filterwarnings("ignore", module="openpyxl")
        scanned = _Scanned(archive, what)
        try:
            for name in archive.namelist():
                if name in _TREES or name.endswith(".rels"):
                    scanned.scan(name, "tree")
            return tuple(_grids(content, scanned, what))
        except ProblemsError:
            raise
        except _MALFORMED:
            raise unreadable(what) from None


def _grids(content: bytes, scanned: _Scanned, what: str) -> Iterator[Grid]:
    reader: Any = _Sheets(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive.close()
    reader.archive = scanned
    reader.read_manifest()
    reader.read_workbook()
    sheets = [(sheet.name, rel) for sheet, rel in reader.parser.find_sheets() if _is_of_cells(rel)]
    if len(sheets) > MOST_SHEETS:
        raise too_large(what, f"it has more than {MOST_SHEETS} sheets")
    if not sheets or len({rel.target for _, rel in sheets}) < len(sheets):
        raise unreadable(what)
    scans = [
        scanned.scan(rel.target, "sheet", shown_title(title) or f"{what} sheet {number}")
        for number, (title, rel) in enumerate(sheets, start=1)
    ]
    reader.shared_strings = _strings(reader.package, scanned)
    with contextlib.redirect_stdout(io.StringIO()):
        # openpyxl prints what it finds odd about styles.
        apply_stylesheet(reader.archive, reader.wb)
    reader.read_worksheets()
    epoch_1904 = reader.wb.epoch == MAC_EPOCH
    for (title, _), page, scan in zip(sheets, reader.wb.worksheets, scans, strict=True):
        assert scan is not None
        covered = scan.covered()
        rows = tuple(_rows(page, scan, covered, what))
        merged = tuple(sorted((row, column - 1) for row, column in covered))
        yield Grid(title, rows, epoch_1904, merged=merged)


def shown_title(title: str) -> str | None:
    """Return a sheet's name if it is one of an instance's, else None: it may be somebody's."""
    return title if plain(title) in _KNOWN else None


def _strings(package: Any, scanned: _Scanned) -> list[str]:
    """Return the texts that cells refer to, escapes still in them, of which openpyxl drops some."""
    part = package.find(SHARED_STRINGS)
    if part is None:
        return []
    name = part.PartName.removeprefix("/")
    scanned.scan(name, "strings")
    found: list[str] = []
    with scanned.open(name) as source:
        for _, node in iterparse(source):
            if node.tag == _TEXT_TAG:
                text = Text.from_tree(node)
                found.append("" if text is None else text.content)
                node.clear()
    return found


def _is_of_cells(rel: Relationship) -> bool:
    return "chartsheet" not in rel.Type


def _rows(page: Any, scan: SheetScan, covered: set[tuple[int, int]], what: str) -> Iterator[tuple[Cell, ...]]:
    if not scan.rows:
        return
    positions = 0
    odd = {row for row, _ in covered | scan.uncalculated}
    # Only so far: what follows the last filled row is nobody's concern.
    found = page.iter_rows(max_row=scan.rows, max_col=scan.columns)
    for number, cells in enumerate(islice(found, scan.rows), start=1):
        if number not in odd and all(cell is EMPTY_CELL for cell in cells):
            yield ()
            continue
        row = [
            _cell(cell, (number, column) in scan.uncalculated, (number, column) in covered)
            for column, cell in enumerate(cells, start=1)
        ]
        while row and row[-1] is _BLANK:
            row.pop()
        positions += len(row)
        if positions > _MOST_POSITIONS:
            raise too_large(what, "its sheets have too many cells")
        yield tuple(row)


def _cell(cell: Any, uncalculated: bool, covered: bool) -> Cell:
    if covered:
        return Cell(fault="cells_merged")
    if uncalculated:
        return Cell(fault="formula_not_calculated")
    value = cell.value
    if value is None:
        return _BLANK
    if cell.data_type == "e" or not isinstance(value, str | int | float | dt.date | dt.time | dt.timedelta):
        return Cell(fault="cell_error")
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(fault="cell_error")
    if isinstance(value, str):
        value = _ESCAPE.sub(_unescaped, value)
    return Cell(value, cell.number_format)


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    # Halves of a character are none by themselves.
    return escape[0] if 0xD800 <= code <= 0xDFFF else chr(code)
