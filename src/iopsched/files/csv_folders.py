"""Folders of CSV files: the sheets of a workbook, one file each, as spreadsheet programs save them."""

import csv
import datetime as dt
import io
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from iopsched.errors import Problem, ProblemsError
from iopsched.files.archives import refusal
from iopsched.files.formulas import guarded, unguarded
from iopsched.files.sheet_scan import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_TEXT
from iopsched.files.sources import MOST_BYTES, is_folder, not_read, read_table_bytes, shown_name
from iopsched.files.writing import make_folder, write_bytes
from iopsched.sheets.columns import SHEETS
from iopsched.sheets.grid import TEXT, Cell, Grid, Value

MOST_FILES = 200
"""How many CSV files a folder may hold."""

SHEET_NAMES = tuple(spec.name for spec in SHEETS)
"""The names of an instance's sheets."""

_DELIMITERS = (",", ";", "\t")
_MOST_DELIMITERS = 100_000
_DELIMITER_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_WORD_BREAKS = re.compile(r"[\s_-]+")
_BLANK = Cell()


def grids_of_folder(path: str | Path, what: str, known: Sequence[str] = SHEET_NAMES) -> tuple[Grid, ...]:
    """Return the tables in a folder, one sheet for each .csv file; `what` is it, in a word.

    A file is called as its sheet, in small letters and with hyphens: ``group-sets.csv``. `known` are the
    sheets' names; files of other names come last, called as they are.

    Raises:
        ProblemsError: there is no such folder, or a file in it is no table; every such file is told.
    """
    files = _files(Path(path), what)
    names = {_key(name): name for name in known}
    if not any(_key(file.stem) in names for file in files):
        raise _nothing_known(Path(path), what, known)
    if len(files) > MOST_FILES:
        message = f"there are more than {MOST_FILES} .csv files in this folder"
        raise refusal("folder_too_large", what, message, "Check that it is the right folder.")
    places = {_key(name): number for number, name in enumerate(known)}
    files.sort(key=lambda file: (places.get(_key(file.stem), len(places)), file.name))
    problems: list[Problem] = []
    grids: list[Grid] = []
    left = MOST_BYTES
    for file in files:
        title = shown_file_name(file, known)
        try:
            content = read_table_bytes(file, title)
            left -= len(content)
            if left < 0:
                message = f"the files are larger than {MOST_BYTES // 1024 // 1024} MiB together"
                raise refusal("folder_too_large", what, message, "Check that it is the right folder.")
            rows = _rows(content, title)
        except ProblemsError as error:
            problems += error.problems
            if left < 0:
                break
        else:
            grids.append(Grid(names.get(_key(file.stem), file.stem), rows, title=title))
    if problems:
        raise ProblemsError(problems)
    return tuple(grids)


def write_folder(path: str | Path, grids: Iterable[Grid]) -> tuple[Path, ...]:
    """Write each sheet as a CSV file into a folder, which is made if need be; return the files' paths.

    All cells are text; a text that a spreadsheet would take for a formula gets an apostrophe, which
    reading takes off again. A file of the folder that reads as the same sheet is replaced, whatever its
    spelling; all others stay as they are.

    Raises:
        ProblemsError: a file cannot be written.
    """
    folder = Path(path)
    make_folder(folder)
    if not is_folder(folder):
        message, way_out = "there is a file of this name", "Choose another folder."
        raise refusal("not_a_folder", shown_name(folder), message, way_out)
    try:
        older = {_key(file.stem): file for file in _csv_files(folder)}
    except OSError as error:
        raise not_read(error, "folder") from None
    written = []
    for grid in grids:
        target = older.get(_key(grid.name), folder / file_name(grid.name))
        write_bytes(target, csv_text(grid).encode("utf-8-sig"))
        written.append(target)
    return tuple(written)


def csv_text(grid: Grid) -> str:
    """Return a sheet as CSV text, with commas and no blank ends of rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    width = max((len(row) for row in grid.rows), default=0)
    for row in grid.rows:
        cells = [_text(cell.value) for cell in row]
        writer.writerow(cells + [""] * (width - len(cells)))
    return text.getvalue()


def file_name(sheet: str) -> str:
    """Return the name of a sheet's file: ``group-sets.csv`` of ``Group sets``."""
    return _key(sheet) + ".csv"


def shown_file_name(path: Path, known: Iterable[str]) -> str:
    """Return a file's name as it may be shown: files of known sheets by their names, others by length."""
    key = _key(path.stem)
    return file_name(key) if key in {_key(name) for name in known} else shown_name(path)


def _key(name: str) -> str:
    return _WORD_BREAKS.sub("-", name.strip().lower())


def _files(folder: Path, what: str) -> list[Path]:
    try:
        return _csv_files(folder)
    except ValueError:
        raise refusal("name_invalid", what, "this is no file name", "Check the name.") from None
    except OSError as error:
        raise not_read(error, what) from None


def _csv_files(folder: Path) -> list[Path]:
    return [
        file
        for file in sorted(folder.iterdir())
        if file.suffix.lower() == ".csv"
        and not file.name.startswith(".")
        and stat.S_ISREG(file.stat().st_mode)
    ]


def _nothing_known(folder: Path, what: str, known: Sequence[str]) -> ProblemsError:
    message = "this is a folder, and no sheet of a week is in it as a .csv file"
    inside = [name for name in ("instance.json", "schedule.json") if (folder / name).is_file()]
    if inside:
        own = f"{what}.json" if f"{what}.json" in inside else inside[0]
        return refusal("is_a_folder", what, message, f"Name the file {own} in it.")
    some = ", ".join(file_name(name) for name in known[:3])
    return refusal("is_a_folder", what, message, f"Name a file in it; or save the sheets in it as {some}.")


def _rows(content: bytes, title: str) -> tuple[tuple[Cell, ...], ...]:
    text = _decoded(content, title)
    declared = _DELIMITER_LINE.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared and declared[1] in _DELIMITERS else _delimiter(text)
    reader = csv.reader(_lines(text, delimiter, title), delimiter=delimiter, strict=True)
    rows: list[tuple[Cell, ...]] = []
    filled = 0
    try:
        for number, texts in enumerate(reader, start=1):
            row = [Cell(unguarded(text), TEXT) if text.strip() else _BLANK for text in texts]
            while row and row[-1] is _BLANK:
                row.pop()
            filled += sum(cell is not _BLANK for cell in row)
            if row and (number > MOST_ROWS or len(row) > MOST_COLUMNS or filled > MOST_CELLS):
                raise _too_large(title)
            if any(len(cell) > MOST_TEXT for cell in texts):
                raise csv.Error
            rows.append(tuple(row))
            if number > 2 * MOST_ROWS:
                raise _too_large(title)
    except csv.Error:
        place = f"{title} row {len(rows) + 1}"
        raise refusal(
            "not_a_table", place, "this row cannot be taken apart", "Check the quotes in it."
        ) from None
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _decoded(content: bytes, title: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        way_out = "Save it as CSV UTF-8; the program that saved it used another character set."
        raise refusal("not_utf8", f"{title} line {line}", "the file is not UTF-8 text", way_out) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "there is a zero character in it, which no table holds"
        raise refusal("not_a_table", f"{title} line {line}", message, "Save it as CSV UTF-8 again.")
    return text


def _lines(text: str, delimiter: str, title: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        # Cells of a row are all made before any can be counted.
        if line.count(delimiter) > _MOST_DELIMITERS:
            raise _too_large(title)
        yield line


def _delimiter(text: str) -> str:
    # The header decides, for hours and lists of ids hold commas and semicolons themselves.
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = _QUOTED.sub("", first)
    return max(_DELIMITERS, key=bare.count)


def _too_large(title: str) -> ProblemsError:
    most = f"{MOST_ROWS} rows, {MOST_COLUMNS} columns and {MOST_CELLS} cells"
    message = f"the sheet is larger than any week needs, which is {most} at most"
    return refusal("sheet_too_large", title, message, "Check that it is the right file.")


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return guarded(value)
        case dt.datetime():
            return value.isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.isoformat(timespec="minutes")
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)
