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
from typing import Any
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
from iopsched.files.workbook_scan import Budget, PartScan
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Cell, Grid
from iopsched.sheets.headers import plain

MOST_SHEETS = 200
_MOST_POSITIONS = 1_000_000
_SHEETS_FOLDER = "xl/worksheets/"
_SCANNED = (".xml", ".rels")
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


def grids_of_workbook(content: bytes, what: str) -> tuple[Grid, ...]:
    """Return the sheets of a workbook, hidden ones too; `what` is it, in a word.

    Raises:
        ProblemsError: it is none, damaged, protected by a password, or larger than any week needs.
    """
    with open_archive(content, what) as archive, warnings.catch_warnings():
        # openpyxl warns of what it would lose on saving, which nobody does.
        warnings.filterwarnings("ignore", module="openpyxl")
        budget = Budget()
        for part in archive.infolist():
            if part.filename.endswith(_SCANNED) and not part.filename.startswith(_SHEETS_FOLDER):
                PartScan(what, budget).read(chunks(archive, part, what))
        try:
            return tuple(_grids(content, archive, what, budget))
        except ProblemsError:
            raise
        except _MALFORMED:
            raise unreadable(what) from None


def _grids(content: bytes, archive: ZipFile, what: str, budget: Budget) -> Iterator[Grid]:
    reader = _Sheets(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        _require_scanned(
            [part.PartName for part in reader.package.Override if part.ContentType.endswith("+xml")]
        )
        reader.read_workbook()
        sheets = [(sheet.name, rel) for sheet, rel in reader.parser.find_sheets() if _is_of_cells(rel)]
        if len(sheets) > MOST_SHEETS:
            raise too_large(what, f"it has more than {MOST_SHEETS} sheets")
        targets = [rel.target for _, rel in sheets]
        if not sheets or len(set(targets)) < len(targets):
            raise unreadable(what)
        scans = [
            _scan(archive, rel.target, shown_title(title) or f"{what} sheet {number}", budget)
            for number, (title, rel) in enumerate(sheets, start=1)
        ]
        reader.shared_strings = _strings(reader)
        with contextlib.redirect_stdout(io.StringIO()):
            # openpyxl prints what it finds odd about styles.
            apply_stylesheet(reader.archive, reader.wb)
        reader.read_worksheets()
        pages = reader.wb.worksheets
        if len(pages) != len(sheets):
            raise unreadable(what)
        epoch_1904 = reader.wb.epoch == MAC_EPOCH
        for (title, _), page, scan in zip(sheets, pages, scans, strict=True):
            covered = scan.covered()
            rows = tuple(_rows(page, scan, covered, what))
            merged = tuple(sorted((row, column - 1) for row, column in covered))
            yield Grid(title, rows, epoch_1904, merged=merged)


def shown_title(title: str) -> str | None:
    """Return a sheet's name if it is one of an instance's, else None: it may be somebody's."""
    return title if plain(title) in _KNOWN else None


def _strings(reader: _Sheets) -> list[str]:
    """Return the texts that cells refer to, escapes still in them, of which openpyxl drops some."""
    package: Any = reader.package
    part = package.find(SHARED_STRINGS)
    if part is None:
        return []
    found: list[str] = []
    with reader.archive.open(part.PartName.removeprefix("/")) as source:
        for _, node in iterparse(source):
            if node.tag == _TEXT_TAG:
                text = Text.from_tree(node)
                found.append("" if text is None else text.content)
                node.clear()
    return found


def _require_scanned(names: list[str]) -> None:
    if not all(name.endswith(_SCANNED) for name in names):
        raise ValueError("a part with an odd name was not looked at")


def _is_of_cells(rel: Relationship) -> bool:
    return "chartsheet" not in rel.Type


def _scan(archive: ZipFile, target: str, what: str, budget: Budget) -> SheetScan:
    scan = PartScan(what, budget)
    scan.read(chunks(archive, archive.getinfo(target), what))
    if scan.sheet is None:
        raise unreadable(what)
    return scan.sheet


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
