"""The first sheet of the workbook to fill in: what to do, what the colours say, what each sheet is for."""

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import Grid
from iopsched.workbooks.book import Book, quoted
from iopsched.workbooks.styles import DEEP
from iopsched.workbooks.week_sheet import EXAMPLE, NEEDED, OFTEN

READ_ME = "Read me"
"""The name of the sheet."""

_STEPS = (
    "Set the Monday and the time zone on the sheet Week.",
    "Fill in the sheets with dark tabs, from left to right; drop-downs offer the ids written so far.",
    "Use ids such as c014, never a person's name. The sheets with grey tabs may stay empty.",
    "Save the file as .xlsx and run the first command below: it names every cell to correct.",
    "Run the second command: it plans the week. Open what it wrote, in the folder week.",
)
_EXAMPLES = " Rows in grey italics are an example: overwrite or delete them."
_FILL_IN = 2
_COMMANDS = (
    ("iopsched check week.xlsx", "says everything that is wrong, and where"),
    (
        "iopsched solve week.xlsx --out week --xlsx --html",
        "plans the week: schedule.xlsx to print and to edit by hand, report.html to read",
    ),
)
_LEGEND = (
    (("header",), "Dark heading, with *", "needed in every row that you use"),
    (("header", "optional_header"), "Lighter heading", "may stay blank; its note says what blank means"),
    (("cell", "example"), "Grey and italic", "an example: overwrite or delete the row, its note too"),
    (("cell", "doubtful"), "Yellow", "a needed cell of this row is still blank"),
    (("cell", "wrong"), "Red", "an id that stands there twice"),
)


def write_read_me(book: Book, sheet: Worksheet, grids: Mapping[str, Grid]) -> None:
    """Write the sheet; `grids` by name say which sheets hold something, and whether there are examples."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(DEEP)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 18)
    sheet.set_column(3, 3, 90)
    book.put(sheet, 0, 1, "The week to plan", book.style("title", "locked"))
    sheet.set_row(0, 28)
    row = _steps(book, sheet, 1, _has_examples(grids))
    row = _commands(book, sheet, row + 1)
    row = _legend(book, sheet, row + 1)
    _sheets(book, sheet, row + 1, grids)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&9&P / &N")


def _has_examples(grids: Mapping[str, Grid]) -> bool:
    return any(cell.value == EXAMPLE for grid in grids.values() for row in grid.rows for cell in row)


def _section(book: Book, sheet: Worksheet, row: int, words: str) -> None:
    style = book.style("section", "locked")
    book.put(sheet, row, 1, words, style)
    for column in (2, 3):
        book.put(sheet, row, column, None, style)


def _steps(book: Book, sheet: Worksheet, row: int, examples: bool) -> int:
    _section(book, sheet, row, "What to do")
    body = book.style("body", "locked", text_wrap=False)
    for number, step in enumerate(_STEPS, 1):
        more = _EXAMPLES if examples and number == _FILL_IN else ""
        book.put(sheet, row + number, 1, f"{number}. {step}{more}", body)
    return row + len(_STEPS) + 1


def _commands(book: Book, sheet: Worksheet, row: int) -> int:
    _section(book, sheet, row, "The commands, in the folder of this file (here: week.xlsx)")
    for offset, (command, meaning) in enumerate(_COMMANDS, 1):
        sheet.merge_range(row + offset, 1, row + offset, 2, "", book.style("command", "locked"))
        book.put(sheet, row + offset, 1, command, book.style("command", "locked"))
        book.put(sheet, row + offset, 3, meaning, book.style("body", "locked", align="left", indent=1))
    return row + len(_COMMANDS) + 1


def _legend(book: Book, sheet: Worksheet, row: int) -> int:
    _section(book, sheet, row, "What the colours say")
    for offset, (styles, words, meaning) in enumerate(_LEGEND, 1):
        sheet.merge_range(row + offset, 1, row + offset, 2, "", book.style(*styles, "locked"))
        book.put(sheet, row + offset, 1, words, book.style(*styles, "locked"))
        book.put(sheet, row + offset, 3, meaning, book.style("body", "locked", align="left", indent=1))
    return row + len(_LEGEND) + 1


def _sheets(book: Book, sheet: Worksheet, row: int, grids: Mapping[str, Grid]) -> None:
    _section(book, sheet, row, "The sheets")
    plain = book.style("cell", "wrapped", "locked")
    link = book.style("cell", "link", "locked")
    for offset, spec in enumerate(SHEETS, 1):
        at = row + offset
        sheet.write_url(at, 1, f"internal:{quoted(spec.name)}!A1", link, spec.name)
        book.put(sheet, at, 2, _need(spec.name), plain)
        book.put(sheet, at, 3, spec.note, plain)


def _need(name: str) -> str:
    return "needed" if name in NEEDED else "often used" if name in OFTEN else "may stay empty"
