"""A sheet as it was found or is to be written: rows of cells, and how to point at one of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""What a cell holds. Text of a table comes as it stands; a workbook's numbers and dates as it stores them."""

TEXT = "@"
"""The number format of cells whose content is text, digits too."""


class Cell(NamedTuple):
    """One cell: its value and the number format it is shown in.

    `fault` is the code of what makes the value unusable whatever column it is in, such as a formula
    that was never calculated; the value is then None.
    """

    value: Value = None
    number_format: str = "General"
    fault: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is in it."""
        return self.fault is None and (
            self.value is None or (isinstance(self.value, str) and not self.value.strip())
        )


class Spot(NamedTuple):
    """Where a cell is: its sheet's name, its row from 1 (the header's), its column from 0.

    Without a column it is the whole row, without a row the whole sheet.
    """

    sheet: str
    row: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return it as people name it: ``Clients!C5``, ``Clients row 5``, ``Clients``."""
        if self.row is None:
            return self.sheet
        if self.column is None:
            return f"{self.sheet} row {self.row}"
        return f"{self.sheet}!{letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """A sheet: its name and its rows, the header first. Rows may differ in length.

    `epoch_1904` says that its day numbers count from 1904, as some workbooks do. `title` is how the
    sheet is called where it came from, such as ``clients.csv``; left out it is the name.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    epoch_1904: bool = False
    title: str = ""
    merged: tuple[tuple[int, int], ...] = field(default=())
    """Row and column of every cell that a merged cell covers, its first one left out."""

    @property
    def shown_name(self) -> str:
        """How to call the sheet towards people."""
        return self.title or self.name

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell of a row from 1 and a column from 0; a blank one where nothing was found."""
        cells: Sequence[Cell] = self.rows[row - 1] if 1 <= row <= len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else Cell()


def letters(column: int) -> str:
    """Return a column's letters, ``A`` for 0 and ``AA`` for 26."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
