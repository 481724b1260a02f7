"""The two sheets of a schedule workbook that are edited by hand: sessions and attendance."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from iopsched.domain.instance import Instance
from iopsched.sheets.grid import Cell, Grid, letters
from iopsched.sheets.schedule.layout import (
    ATTENDANCE,
    ATTENDANCE_COLUMN,
    ATTENDANCE_HEADERS,
    LISTS,
    SESSION_COLUMN,
    SESSION_HEADERS,
    SESSIONS,
)
from iopsched.sheets.schedule.offered import DAY_LIST, LIST_HEADERS
from iopsched.workbooks.book import Book
from iopsched.workbooks.schedule_pages import LINE_HEIGHT, lay_out, lines_in

SPARE_ROWS = 60
"""Rows below what is written that are ready to take more."""

COUNTED_ROWS = 1000
"""Rows below what is written whose clients still count as heads."""

_PROTECTION = {
    "insert_rows": True,
    "delete_rows": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
_WIDTHS = {
    SESSIONS: (7, 12, 8, 8, 28, 22, 14, 18, 8, 24),
    ATTENDANCE: (18, 46, 18),
}
_NOTES = {
    "Day": "Mon to Sun. The date follows, unless you change it too.",
    "Date": "The day follows, unless you change it too.",
    "Start": "Hours and minutes, as 17:30. The end follows, unless you change it too.",
    "End": "Follows the start; leave it alone unless the length is to change.",
    "Group or client": "Whose session it is. In a new row: the id of a group or of a client.",
    "Service": "In a new row of a client with several services: which one.",
    "Place": "A room's id, or telehealth.",
    "Leaders": "Ids of clinicians, with commas between several.",
    "Heads": "Counted from the sheet Attendance.",
    "Client": "The id of a client or a guest. A new row lets somebody join; delete a row to let it leave.",
    "Session": "Choose another session to move the client. Its first word is what counts.",
    "Guest of": "For guests: the client they come with.",
}


class Marks(NamedTuple):
    """Cells to be marked: the styles and the note of each, by sheet, row from 1 and column from 0."""

    styles: Mapping[tuple[str, int, int], tuple[str, ...]]
    notes: Mapping[tuple[str, int, int], str]


NO_MARKS = Marks({}, {})


def name_lists(book: Book, lists: Grid) -> None:
    """Give every hidden list the name by which drop-downs know it."""
    for header in ("Places", "Clinicians", "People", "Whose", "Services", "Sessions"):
        column = LIST_HEADERS.index(header)
        filled = sum(not lists.cell(row, column).blank for row in range(2, len(lists.rows) + 1))
        name = letters(column)
        book.workbook.define_name(f"list_{header}", f"={LISTS}!${name}$2:${name}${max(filled, 1) + 1}")


def write_sessions(
    book: Book, grid: Grid, instance: Instance, attendance: Grid, title: str, marks: Marks = NO_MARKS
) -> Worksheet:
    """Write the sheet of sessions, its heads counted from the sheet of attendance."""
    sheet = book.sheet(SESSIONS)
    _write_rows(book, sheet, grid, marks)
    if not _as_written(grid, SESSION_HEADERS):
        _finish(book, sheet, grid, title)
        return sheet
    heads, ids, service = (SESSION_COLUMN[name] for name in ("Heads", "Session id", "Service"))
    to = len(attendance.rows) + COUNTED_ROWS
    for row in range(2, len(grid.rows) + 1):
        if grid.cell(row, ids).blank:
            continue
        delivered = instance.service.get(str(grid.cell(row, service).value))
        guests = delivered is not None and delivered.guests_count_as_heads
        counted = _count(attendance, str(grid.cell(row, ids).value), guests)
        style = book.style("computed", "number", *marks.styles.get((SESSIONS, row, heads), ()), locked=False)
        formula = _heads_formula(f"{letters(ids)}{row}", to, guests)
        sheet.write_formula(row - 1, heads, formula, style, counted)
    last = len(grid.rows) + SPARE_ROWS - 1
    _choose(sheet, "Day", last, list(DAY_LIST), "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.")
    _choose(sheet, "Group or client", last, "=list_Whose", "Choose a group or a client.")
    _choose(sheet, "Service", last, "=list_Services", "Choose a service.")
    _choose(sheet, "Place", last, "=list_Places", "Choose a room, or telehealth.")
    for row in range(2, len(grid.rows) + 1):
        delivered = instance.service.get(str(grid.cell(row, service).value))
        if delivered is not None and len(delivered.roles) == 1:
            _choose(sheet, "Leaders", row - 1, "=list_Clinicians", "Choose a clinician.", first=row - 1)
    for name in ("Start", "End"):
        _ask_for_time(sheet, SESSION_COLUMN[name], last)
    sheet.set_column(ids, ids, 24, None, {"hidden": True})
    _finish(book, sheet, grid, title)
    return sheet


def write_attendance(book: Book, grid: Grid, title: str, marks: Marks = NO_MARKS) -> Worksheet:
    """Write the sheet of who attends which session."""
    sheet = book.sheet(ATTENDANCE)
    _write_rows(book, sheet, grid, marks)
    last = len(grid.rows) + SPARE_ROWS - 1
    columns = ATTENDANCE_COLUMN
    if _as_written(grid, ATTENDANCE_HEADERS):
        _choose(
            sheet, "Client", last, "=list_People", "Choose a client or a guest.", column=columns["Client"]
        )
        _choose(sheet, "Session", last, "=list_Sessions", "Choose a session.", column=columns["Session"])
    _finish(book, sheet, grid, title)
    return sheet


def _write_rows(book: Book, sheet: Worksheet, grid: Grid, marks: Marks) -> None:
    name, widths = grid.name, _WIDTHS[grid.name]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(grid.rows, 1):
        for column, cell in enumerate(cells):
            if row == 1:
                sheet.write_string(0, column, str(cell.value or ""), book.style("header"))
                note = _NOTES.get(str(cell.value))
                if note is not None:
                    sheet.write_comment(0, column, note, {"x_scale": 1.6, "y_scale": 0.8, "font_size": 9})
                continue
            style = _style(book, cell, marks.styles.get((name, row, column), ()))
            book.put(sheet, row - 1, column, cell.value, style)
        shown = (
            zip(cells, widths, strict=False) if name == ATTENDANCE else zip(cells[:-1], widths, strict=False)
        )
        lines = max(
            (lines_in(one.value, width) for one, width in shown if isinstance(one.value, str)), default=1
        )
        if row > 1 and lines > 1:
            sheet.set_row(row - 1, lines * LINE_HEIGHT)
    for row in range(len(grid.rows), len(grid.rows) + SPARE_ROWS):
        for column, cell in enumerate(_blank_row(grid)):
            book.put(sheet, row, column, None, _style(book, cell, ()))
    for (on, row, column), note in marks.notes.items():
        if on == name:
            sheet.write_comment(
                row - 1, column, note[:2000], {"x_scale": 2.5, "y_scale": 1.5, "font_size": 9}
            )
    sheet.set_row(0, 24)


def _as_written(grid: Grid, headers: Sequence[str]) -> bool:
    """Return whether the columns are where they were written; a user may have put them in another order."""
    return [cell.value for cell in grid.rows[0]][: len(headers)] == list(headers)


def _style(book: Book, cell: Cell, over: tuple[str, ...]) -> Any:
    return book.style("editable", "wrapped", *over, num_format=cell.number_format, align="left")


def _blank_row(grid: Grid) -> Sequence[Cell]:
    """Return the formats of a row to come: those of the first one, times and dates included."""
    formats = {"Date": "yyyy-mm-dd", "Start": "hh:mm", "End": "hh:mm"}
    return [Cell(None, formats.get(str(header.value), "@")) for header in grid.rows[0]]


def _count(attendance: Grid, session: str, guests: bool) -> int:
    rows = range(2, len(attendance.rows) + 1)
    return sum(
        str(attendance.cell(row, 1).value or "").split(maxsplit=1)[:1] == [session]
        and (guests or attendance.cell(row, 2).blank)
        for row in rows
    )


def _heads_formula(session: str, to: int, guests: bool) -> str:
    there = f'EXACT(LEFT({ATTENDANCE}!$B$2:$B${to}&" ",LEN({session})+1),{session}&" ")'
    clients = "" if guests else f'*({ATTENDANCE}!$C$2:$C${to}="")'
    return f"=SUMPRODUCT({there}*1{clients})"


def _choose(
    sheet: Worksheet,
    name: str,
    last: int,
    source: str | list[str],
    message: str,
    *,
    first: int = 1,
    column: int | None = None,
) -> None:
    at = SESSION_COLUMN[name] if column is None else column
    options = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": name,
        "error_message": f"{message} Keep it all the same?",
    }
    sheet.data_validation(first, at, last, at, options)


def _ask_for_time(sheet: Worksheet, column: int, last: int) -> None:
    options = {
        "validate": "time",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        "error_type": "warning",
        "error_title": "Time",
        "error_message": "Write hours and minutes, as 17:30. Keep it all the same?",
    }
    sheet.data_validation(1, column, last, column, options)


def _finish(book: Book, sheet: Worksheet, grid: Grid, title: str) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(grid.rows) - 1, len(grid.rows[0]) - 1)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(grid.rows) - 1, 1), len(grid.rows[0]) - 1)
    lay_out(sheet, title)
    sheet.set_tab_color("#2E7D5B")
    sheet.protect("", _PROTECTION)
