"""The hidden sheet Lists and the named ranges that drop-downs take their words from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iopsched.domain.clock import DAYS, format_day
from iopsched.sheets.columns import SHEETS, Column, SheetSpec
from iopsched.sheets.grid import letters
from iopsched.workbooks.book import Book, quoted

LISTS = "Lists"
"""The name of the hidden sheet."""

YES_NO = ("yes", "no")
_DAYS = tuple(format_day(day) for day in range(len(DAYS)))
_KNOWN_UNLISTED: Mapping[str, tuple[str, ...]] = {"Sites": ("main",), "Levels": ("iop",)}
"""Ids that are there while their sheet is empty."""


_NAMES_OF_DOCS = ("preset", "term")


@dataclass(frozen=True)
class Lists:
    """Named ranges, by the words of a list and by the sheet whose ids they are."""

    words: Mapping[tuple[str, ...], str]
    ids: Mapping[str, str]

    def name_for(self, column: Column) -> str | None:
        """Return the named range that fills a column's drop-down, or None if it has none."""
        words = words_of(column)
        if words:
            return self.words[words]
        return self.ids.get(column.refers) if column.kind == "ref" else None


def words_of(column: Column) -> tuple[str, ...]:
    """Return the words that a column takes one of, as people write them."""
    match column.kind:
        case "flag":
            return YES_NO
        case "day":
            return _DAYS
        case "choice":
            return tuple(said(column, word) for word in column.choices)
        case "count":
            return column.choices
    return ()


def said(column: Column, text: str) -> str:
    """Return what a column of choices says as people write it; names from the docs stay as they are."""
    if column.kind not in ("choice", "choices") or column.path in _NAMES_OF_DOCS:
        return text
    return text.replace("_", " ")


def plan_lists(columns: Iterable[Column]) -> Lists:
    """Return the named ranges that some columns need; `write_lists` makes them."""
    words: dict[tuple[str, ...], str] = {}
    refers = {column.refers for column in columns if column.kind == "ref"}
    for column in columns:
        found = words_of(column)
        if found and found not in words:
            stem = {"flag": "yes_no", "day": "days"}.get(column.kind) or column.header.lower()
            words[found] = _free_name(f"list_{stem}", set(words.values()))
    ids = {spec.name: f"ids_{_plain(spec.name)}" for spec in SHEETS if spec.name in refers}
    return Lists(words, ids)


def write_lists(book: Book, lists: Lists, last_rows: Mapping[str, int]) -> None:
    """Write the sheet Lists, hidden, and define the named ranges; `last_rows` are the sheets', from 1."""
    sheet = book.sheet(LISTS)
    head, body = book.style("header"), book.style("locked", "cell")
    columns = [(name, words) for words, name in lists.words.items()]
    columns += [(f"{lists.ids[name]}_unlisted", _KNOWN_UNLISTED[name]) for name in _listed(lists)]
    for column, (name, words) in enumerate(columns):
        book.put(sheet, 0, column, name, head)
        for row, word in enumerate(words, 1):
            book.put(sheet, row, column, int(word) if word.isdigit() else word, body)
        letter = letters(column)
        book.workbook.define_name(name, f"={LISTS}!${letter}$2:${letter}${len(words) + 1}")
    sheet.set_column(0, len(columns), 18)
    sheet.protect()
    sheet.hide()
    for name, defined in lists.ids.items():
        book.workbook.define_name(defined, _ids_formula(name, defined, last_rows[name]))


def _ids_formula(name: str, defined: str, last_row: int) -> str:
    """Return the range from a sheet's first id to its last one, gaps included, however many there are.

    All of it hangs on the heading, which is locked: the first row below may be deleted.
    """
    spec = next(one for one in SHEETS if one.name == name)
    heading = f"{quoted(name)}!${letters(id_column(spec))}$1"
    column = f"{heading}:${letters(id_column(spec))}${last_row}"
    filled = f'MAX(1,SUMPRODUCT(MAX(({column}<>"")*ROW({column})))-1)'
    found = f"OFFSET({heading},1,0,{filled},1)"
    if name not in _KNOWN_UNLISTED:
        return f"={found}"
    return f"=IF(COUNTA({column})<2,{defined}_unlisted,{found})"


def id_column(spec: SheetSpec) -> int:
    """Return the column, from 0, of a sheet's ids."""
    return next(index for index, column in enumerate(spec.columns) if column.path == "id")


def _listed(lists: Lists) -> list[str]:
    return [name for name in lists.ids if name in _KNOWN_UNLISTED]


def _plain(text: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in text.lower())


def _free_name(stem: str, taken: set[str]) -> str:
    name, number = _plain(stem), 2
    while name in taken:
        name, number = f"{_plain(stem)}_{number}", number + 1
    return name
