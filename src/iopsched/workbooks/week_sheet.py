"""One sheet to fill in: headers, cells, drop-downs, what is locked, how it prints."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from iopsched.sheets.cells import number_format_of
from iopsched.sheets.columns import NOT_READ, Column, SheetSpec
from iopsched.sheets.grid import TEXT, Cell, Grid, letters
from iopsched.sheets.headers import plain
from iopsched.workbooks.book import Book
from iopsched.workbooks.styles import GREY_TAB, INK, NEEDED_TAB, OPTIONAL
from iopsched.workbooks.week_lists import Lists, said
from iopsched.workbooks.week_validations import validation

EXAMPLE = "Example: overwrite or delete this row."
"""What the column Notes says of rows that are there to show how; such rows are shown grey."""

FREE_ROWS = 200
"""Rows beyond the filled ones that are ready to be filled in."""

NEEDED = ("Week", "Services", "Clinicians", "Rooms", "Groups", "Meetings", "Clients", "Plans")
"""The sheets that a week can hardly do without."""
OFTEN = ("Wishes", "Relations")
"""The sheets that many weeks use."""

_UNLOCKED_ACTIONS = (
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_rows",
    "delete_rows",
    "sort",
    "autofilter",
)
_CLEARABLE = ("Levels", "Payers")
_NUMBERED = ("Meetings",)
_MARK = EXAMPLE.partition(":")[0]
_PAGE_CHARACTERS = 200
_SHORT = ("count", "minutes", "flag", "day", "time")
_LONG = ("hours", "exceptions", "refs", "words", "credentials", "roles", "week_times", "word_sets", "text")
_WIDEST = 48
_LINE = 15
_MONDAY = "week.monday"


def last_row(grid: Grid) -> int:
    """Return the last row, from 1, that is ready to be filled in."""
    return max(len(grid.rows), 1) + FREE_ROWS


def write_sheet(book: Book, spec: SheetSpec, grid: Grid, lists: Lists, *, protect: bool) -> None:
    """Write one sheet of the workbook to fill in."""
    sheet = book.sheet(spec.name)
    sheet.set_tab_color(tab_color(spec.name))
    if spec.keys:
        _write_keys(book, sheet, spec, grid, lists)
    else:
        _write_columns(book, sheet, spec, grid, lists)
    _write_headers(book, sheet, spec)
    set_up_print(sheet, sum(width_of(column) for column in spec.columns))
    if protect:
        sheet.protect(options=dict.fromkeys(_UNLOCKED_ACTIONS, True))


def tab_color(name: str) -> str:
    """Return the colour of a sheet's tab: the more it is needed, the darker."""
    return NEEDED_TAB if name in NEEDED else OPTIONAL if name in OFTEN else GREY_TAB


def cells_of(grid: Grid, columns: Sequence[Column]) -> Iterator[tuple[int, int, Cell]]:
    """Yield (row from 1, column of `columns` from 0, cell) of what is filled in below the header."""
    headers = [plain(str(cell.value or "")) for cell in grid.rows[0]] if grid.rows else []
    where = {header: index for index, header in enumerate(headers)}
    for index, column in enumerate(columns):
        found = where.get(plain(column.header))
        if found is None:
            continue
        for row in range(2, len(grid.rows) + 1):
            cell = grid.cell(row, found)
            if not cell.blank:
                yield row, index, cell


def width_of(column: Column, held: Iterable[str] = ()) -> int:
    """Return how wide a column is, in characters: as its kind needs, and what it holds, within reason."""
    heading = max(len(word) for word in f"{column.header}*".split()) + 2
    room = 10 if column.kind in _SHORT else column.width
    content = max((len(text) for text in held), default=0) + 2
    return max(heading, room, min(content, _WIDEST))


def _tall_rows(spec: SheetSpec, filled: Iterable[tuple[int, int, Cell]]) -> dict[int, int]:
    """Return how many lines the rows need that need more than one."""
    lines: dict[int, int] = {}
    for row, index, cell in filled:
        if spec.columns[index].kind in _LONG:
            needed = len(wrap(str(cell.value), _WIDEST))
            if needed > 1:
                lines[row] = max(needed, lines.get(row, 0))
    return lines


def _cell_style(book: Book, column: Column) -> Format:
    form = number_format_of(column)
    if form != TEXT:
        return book.style(num_format=form, valign="top", align="center")
    return book.style(num_format=form, valign="top", align="left", text_wrap=column.kind in _LONG)


def _write_headers(book: Book, sheet: Worksheet, spec: SheetSpec) -> None:
    for index, column in enumerate(spec.columns):
        needed = column.required
        style = book.style("header") if needed else book.style("header", "optional_header")
        book.put(sheet, 0, index, f"{column.header}*" if needed else column.header, style)
        note = f"{'Needed. ' if needed else ''}{column.note}"
        sheet.write_comment(0, index, note, _comment_size(note))
    sheet.set_row(0, heading_height((f"{one.header}*", width_of(one)) for one in spec.columns))
    sheet.freeze_panes(1, 0 if spec.keys else 1)


def heading_height(headings: Iterable[tuple[str, int]]) -> int:
    """Return the height, in points, of a row of headings, each given with its column's width."""
    return 8 + 16 * max((len(wrap(text, max(width - 1, 4))) for text, width in headings), default=1)


def _comment_size(note: str) -> dict[str, int | str]:
    lines = len(note) // 36 + 1
    return {"author": "iopsched", "width": 230, "height": 14 + 18 * lines}


def _write_columns(book: Book, sheet: Worksheet, spec: SheetSpec, grid: Grid, lists: Lists) -> None:
    last = last_row(grid)
    filled = list(cells_of(grid, spec.columns))
    styles = [_cell_style(book, column) for column in spec.columns]
    for index, column in enumerate(spec.columns):
        held = (str(cell.value) for _, at, cell in filled if at == index)
        width = width_of(column, held)
        sheet.set_column(index, index, width, styles[index])
        rule = validation(column, lists, clearable=spec.name in _CLEARABLE)
        if rule is not None:
            sheet.data_validation(1, index, last - 1, index, rule)
    for row, lines in _tall_rows(spec, filled).items():
        sheet.set_row(row - 1, _LINE * lines)
    for row, index, cell in filled:
        value = said(spec.columns[index], cell.value) if isinstance(cell.value, str) else cell.value
        book.put(sheet, row - 1, index, value, styles[index])
    _shade(book, sheet, spec, last)


def _shade(book: Book, sheet: Worksheet, spec: SheetSpec, last: int) -> None:
    """Colour ids that stand twice, needed cells that are still blank, and example rows."""
    width = len(spec.columns) - 1
    row = f"$A2:${letters(width)}2"
    for index, column in enumerate(spec.columns):
        if column.path == "id" and spec.name not in _NUMBERED:
            twice = {"type": "duplicate", "format": book.highlight("wrong")}
            sheet.conditional_format(1, index, last - 1, index, twice)
        if column.required:
            missing = f'=AND(COUNTA({row})>0,${letters(index)}2="")'
            rule = {"type": "formula", "criteria": missing, "format": book.highlight("doubtful")}
            sheet.conditional_format(1, index, last - 1, index, rule)
    marked = f'=LEFT(${letters(width)}2,{len(_MARK)})="{_MARK}"'
    example = {"type": "formula", "criteria": marked, "format": book.highlight("example")}
    sheet.conditional_format(1, 0, last - 1, width, example)


def _write_keys(book: Book, sheet: Worksheet, spec: SheetSpec, grid: Grid, lists: Lists) -> None:
    """Write the sheet Week: a row for each key, of which only the value is to be filled in."""
    keys = {plain(key.header): key for key in spec.keys}
    key_style = book.style("computed", "strong", font_color=INK)
    meaning = book.style("computed", "wrapped")
    for row in range(2, len(grid.rows) + 1):
        found = keys.get(plain(str(grid.cell(row, 0).value or "")))
        if found is None:
            continue
        at = row - 1
        book.put(sheet, at, 0, f"{found.header}*" if found.required else found.header, key_style)
        style = book.style("editable", num_format=number_format_of(found), align="left")
        book.put(sheet, at, 1, grid.cell(row, 1).value, style)
        book.put(sheet, at, 2, found.note, meaning)
        rule = _monday(at) if found.path == _MONDAY else validation(found, lists)
        if rule is not None:
            sheet.data_validation(at, 1, at, 1, rule)
    for index, column in enumerate(spec.columns):
        style = book.style(num_format="@", valign="top", text_wrap=column.path == NOT_READ)
        sheet.set_column(index, index, column.width, style)


def _monday(row: int) -> dict[str, object]:
    cell = f"$B${row + 1}"
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),WEEKDAY({cell},2)=1)",
        "error_type": "stop",
        "error_title": "Monday",
        "error_message": "Write the date of a Monday, such as 2026-03-02.",
    }


def set_up_print(sheet: Worksheet, characters: int) -> None:
    """Let a sheet that is so many characters wide print on few pages, each with headings and first column."""
    pages_wide = max(1, -(-characters // _PAGE_CHARACTERS))
    sheet.hide_gridlines(0)
    sheet.set_landscape()
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(0)
    # LibreOffice takes long to open a sheet with such columns.
    if pages_wide > 1:
        sheet.repeat_columns(0, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.set_header("&L&14&A&R&9&F")
    sheet.set_footer("&R&9&P / &N")
