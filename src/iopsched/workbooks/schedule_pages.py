"""Sheets to be read and printed: lines of cells with a style each, and how they are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from iopsched.sheets.grid import Cell, Grid, Value, letters
from iopsched.workbooks.book import Book

_CHARACTERS_PER_LINE = 1.15
LINE_HEIGHT = 15.5
"""The height of a line of text, in points."""

_WRAPPED = {"wrapped", "header", "body"}


class Entry(NamedTuple):
    """A cell: its value, the names of its styles, and the formula that gives the value where one does.

    `link` is the cell of the workbook that it leads to, as ``'Sessions'!D12``.
    """

    value: Value = None
    styles: tuple[str, ...] = ("cell",)
    formula: str | None = None
    number_format: str | None = None
    link: str | None = None


class Line(NamedTuple):
    """A row of a page. `wide` is a text that goes over all columns; `breaks` begins a new printed page."""

    entries: tuple[Entry, ...] = ()
    breaks: bool = False
    height: float | None = None
    wide: bool = False


BLANK = Entry(None, ())
_NUMBERS = {"Heads", "Minutes", "Credited that day", "Needed", "In this schedule", "Missing"}


def _heading_styles(name: str) -> tuple[str, ...]:
    return ("header", "right") if name in _NUMBERS else ("header",)


@dataclass
class Page:
    """A sheet that is read, not edited: its name, the widths of its columns, its lines."""

    name: str
    widths: tuple[float, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def next_row(self) -> int:
        """The row, from 1, that the next line will be in."""
        return len(self.lines) + 1

    def add(self, *entries: Entry, breaks: bool = False, height: float | None = None) -> None:
        """Add a line of cells."""
        self.lines.append(Line(entries, breaks, height))

    def say(self, text: str, *styles: str, breaks: bool = False) -> None:
        """Add a line with one text that goes over all columns."""
        self.lines.append(Line((Entry(text, styles or ("body",)),), breaks, None, wide=True))

    def head(self, *names: str) -> None:
        """Add a line of column headings; there is none where a name is empty."""
        self.add(*(Entry(name, _heading_styles(name)) if name else BLANK for name in names))

    def gap(self) -> None:
        """Add a blank line."""
        self.lines.append(Line())

    def grid(self) -> Grid:
        """Return the page as a sheet of cells, for its fingerprint."""
        rows = (tuple(Cell(entry.value) for entry in line.entries) for line in self.lines)
        return Grid(self.name, tuple(rows))

    def sum_of(self, column: int, first: int, value: int, *styles: str) -> Entry:
        """Return the cell that adds up a column from row `first` to the line before the next one."""
        name = letters(column)
        formula = f"=SUM({name}{first}:{name}{self.next_row - 1})"
        return Entry(value, ("total", "number", *styles), formula)


def total(*entries: Entry | str | None) -> tuple[Entry, ...]:
    """Return the cells of a line of totals; texts and blanks take its style."""
    return tuple(one if isinstance(one, Entry) else Entry(one, ("total",)) for one in entries)


def day_cell(day: str) -> Entry:
    """Return the cell of a day, which stands in the first row of it only."""
    return Entry(day, ("cell", "strong"))


def plain(*values: Value) -> tuple[Entry, ...]:
    """Return ordinary cells: text wraps, numbers stand to the right."""
    return tuple(
        Entry(value, ("cell", "number") if isinstance(value, int) else ("cell", "wrapped"))
        for value in values
    )


def write_page(book: Book, page: Page, *, title: str, sheet: Worksheet | None = None) -> Worksheet:
    """Write a page into a sheet of its own: locked, laid out to be printed, one part on a page."""
    sheet = book.sheet(page.name) if sheet is None else sheet
    last = len(page.widths) - 1
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width, book.style("locked"))
    for row, line in enumerate(page.lines):
        if line.wide and last > 0:
            _write_wide(book, sheet, row, line.entries[0], page.widths)
            continue
        for column, entry in enumerate(line.entries):
            _write_entry(book, sheet, row, column, entry)
        height = line.height or _height(line.entries, page.widths)
        if height:
            sheet.set_row(row, height)
    breaks = [row for row, line in enumerate(page.lines) if line.breaks and row]
    if breaks:
        sheet.set_h_pagebreaks(breaks)
    lay_out(sheet, title)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def lay_out(sheet: Worksheet, title: str) -> None:
    """Set a sheet up for printing: landscape, one page wide, a title above and page numbers below."""
    sheet.set_landscape()
    sheet.set_paper(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    plain_title = title.replace("&", "&&")
    sheet.set_header(f"&L&9{plain_title}&R&9&A")
    sheet.set_footer("&L&9For staff: holds ids of clients&R&9Page &P of &N")


def _write_wide(book: Book, sheet: Worksheet, row: int, entry: Entry, widths: Sequence[float]) -> None:
    style = book.style(*entry.styles, locked=True)
    sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
    book.put(sheet, row, 0, entry.value, style)
    height = lines_in(str(entry.value or ""), sum(widths)) * LINE_HEIGHT
    sheet.set_row(row, 24 if "title" in entry.styles else height)


def _write_entry(book: Book, sheet: Worksheet, row: int, column: int, entry: Entry) -> None:
    more = {"num_format": entry.number_format} if entry.number_format else {}
    style = book.style(*entry.styles, **{"locked": True, **more})
    if entry.link is not None:
        sheet.write_url(row, column, f"internal:{entry.link}", style, str(entry.value))
    elif entry.formula is None:
        if entry.value is not None or entry.styles:
            book.put(sheet, row, column, entry.value, style)
    else:
        assert isinstance(entry.value, int | float)
        sheet.write_formula(row, column, entry.formula, style, entry.value)


def _height(entries: Iterable[Entry], widths: Sequence[float]) -> float | None:
    """Return the height that a line needs for the texts that wrap in it, None for one line."""
    most = max(
        (
            lines_in(str(entry.value), width)
            for entry, width in zip(entries, widths, strict=False)
            if isinstance(entry.value, str) and _WRAPPED.intersection(entry.styles)
        ),
        default=1,
    )
    return most * LINE_HEIGHT if most > 1 else None


def lines_in(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width, in characters."""
    return sum(
        max(1, -(-len(part) // max(1, int(width * _CHARACTERS_PER_LINE)))) for part in text.split("\n")
    )
