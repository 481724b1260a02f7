"""Tables of sessions: headings, and rows of cells that a template lays out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """What is in a cell: words or people in a row, and something smaller below."""

    parts: tuple[str, ...]
    below: str = ""


@dataclass(frozen=True)
class Row:
    """A row whose first cell is its heading; `broken` if what it tells breaks a rule."""

    cells: tuple[Cell, ...]
    broken: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption and the heading of each column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def without_empty_columns(self) -> "Table":
        """Return the table without the columns in which no row has anything."""
        kept = [
            index
            for index in range(len(self.columns))
            if any(row.cells[index].parts or row.cells[index].below for row in self.rows)
        ]
        rows = tuple(Row(tuple(row.cells[index] for index in kept), row.broken) for row in self.rows)
        return Table(self.caption, tuple(self.columns[index] for index in kept), rows)


def cell(*parts: str, below: str = "") -> Cell:
    """Return a cell of these parts, empty ones left out."""
    return Cell(tuple(part for part in parts if part), below)
