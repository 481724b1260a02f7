"""A schedule as a workbook: to be read, printed, edited by hand and read back."""

from collections.abc import Sequence

from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.reporting.lookup import Lookup
from iopsched.sheets.grid import Grid
from iopsched.sheets.schedule.offered import lists_grid, offered_in
from iopsched.sheets.schedule.original import original_grid
from iopsched.sheets.schedule.writing import attendance_grid, sessions_grid
from iopsched.workbooks.book import Book
from iopsched.workbooks.schedule_editing import NO_MARKS, Marks, name_lists, write_attendance, write_sessions
from iopsched.workbooks.schedule_marks import MarkedCells, marks_of, problems_page
from iopsched.workbooks.schedule_pages import write_page
from iopsched.workbooks.schedule_people import clients_page, clinicians_page
from iopsched.workbooks.schedule_places import groups_page, rooms_page
from iopsched.workbooks.schedule_summary import shortfalls_page, summary_page


def schedule_workbook(
    instance: Instance, schedule: Schedule, verdict: Verdict, levels: Sequence[LevelResult] = ()
) -> bytes:
    """Return a schedule as an .xlsx file; the same schedule gives the same bytes.

    The sheets Sessions and Attendance are edited by hand and read back, the others are views of it.
    `verdict` is the judge's on this schedule, `levels` what a search says of each goal.
    """
    edited = sessions_grid(instance, schedule), attendance_grid(instance, schedule)
    return _written(Book(_title(instance, schedule)), instance, schedule, verdict, levels, edited, schedule)


def marked_schedule(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    edited: tuple[Grid, Grid],
    original: Schedule,
    marked: MarkedCells,
) -> bytes:
    """Return an edited schedule as an .xlsx file with cells marked, every row where it was.

    `edited` are its sheets of sessions and attendance as they were read, `original` is the schedule
    as it was written.
    """
    title = _title(instance, schedule)
    book = Book(title)
    write_page(book, problems_page(marked), title=title)
    return _written(book, instance, schedule, verdict, (), edited, original, marks_of(marked, edited))


def _title(instance: Instance, schedule: Schedule) -> str:
    return f"{instance.id}, week of {schedule.week.isoformat()}"


def _written(
    book: Book,
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    levels: Sequence[LevelResult],
    edited: tuple[Grid, Grid],
    original: Schedule,
    marks: Marks = NO_MARKS,
) -> bytes:
    title, lookup = _title(instance, schedule), Lookup(instance, schedule)
    sessions, attendance = edited
    rows = len(sessions.rows), len(attendance.rows)
    first = summary_page(instance, schedule, verdict, levels, rows)
    views = [
        rooms_page(lookup),
        clinicians_page(lookup),
        groups_page(lookup),
        clients_page(lookup, verdict),
    ]
    last = shortfalls_page(verdict)
    write_page(book, first, title=title)
    write_sessions(book, sessions, instance, attendance, title, marks)
    write_attendance(book, attendance, title, marks)
    for view in views:
        write_page(book, view, title=title)
    write_page(book, last, title=title).repeat_rows(0)
    lists = lists_grid(offered_in(instance), schedule)
    _hidden(book, lists)
    name_lists(book, lists)
    _hidden(book, original_grid(original, [view.grid() for view in (first, *views, last)]))
    return book.content()


def _hidden(book: Book, grid: Grid) -> None:
    sheet = book.sheet(grid.name)
    style = book.style("text", locked=True)
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if not cell.blank:
                book.put(sheet, row, column, cell.value, style)
    sheet.hide()
    sheet.protect("")
