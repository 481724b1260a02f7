"""Editing a schedule's sheets by hand, in tests: cells are named by their sheet, row and header."""

import io
from pathlib import Path

import openpyxl

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.files.reading import read_instance
from iopsched.files.schedule_sheets import ScheduleInput, schedule_of_grids
from iopsched.files.schedules import read_schedule
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.grid import Cell, Grid, Value
from iopsched.sheets.schedule.writing import grids_of_schedule
from iopsched.verification import verify
from iopsched.workbooks.schedule import schedule_workbook

DOCS = Path(__file__).parents[1] / "docs"


def example() -> tuple[Instance, Schedule]:
    """The example of the docs and its schedule."""
    instance = read_instance(DOCS / "example.json")
    return instance, read_schedule(DOCS / "example.schedule.json", instance)


def book_of(instance: Instance, schedule: Schedule) -> bytes:
    """A schedule's workbook."""
    return schedule_workbook(instance, schedule, verify(instance, schedule))


class Pen:
    """Somebody who edits the sheets of a schedule, without a file in between."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        self._instance = instance
        self.rows = {
            grid.name: [list(row) for row in grid.rows] for grid in grids_of_schedule(instance, schedule)
        }

    def row(self, sheet: str, *words: str) -> int:
        """The number of the first row whose cells begin with each of some words, cell by cell or not."""
        for number, cells in enumerate(self.rows[sheet], 1):
            texts = [str(cell.value) for cell in cells]
            if all(any(text == word or text.startswith(f"{word} ") for text in texts) for word in words):
                return number
        raise AssertionError(f"no row of {sheet} has {words}")

    def write(self, sheet: str, row: int, header: str, value: Value, number_format: str = "General") -> None:
        """Write into the cell of a row and a column."""
        rows = self.rows[sheet]
        column = [cell.value for cell in rows[0]].index(header)
        while len(rows) < row:
            rows.append([])
        rows[row - 1] += [Cell()] * (column + 1 - len(rows[row - 1]))
        rows[row - 1][column] = Cell(value, number_format)

    def add(self, sheet: str, **values: Value) -> int:
        """Write a row below the others, headers with ``_`` for spaces; return its number."""
        row = len(self.rows[sheet]) + 1
        for header, value in values.items():
            self.write(sheet, row, header.replace("_", " "), value)
        return row

    def delete(self, sheet: str, row: int) -> None:
        """Delete a row."""
        del self.rows[sheet][row - 1]

    def grids(self) -> tuple[Grid, ...]:
        """The sheets as they are now."""
        return tuple(Grid(name, tuple(tuple(row) for row in rows)) for name, rows in self.rows.items())

    def read(self) -> ScheduleInput:
        """What is read from the sheets as they are now."""
        return schedule_of_grids(self.grids(), self._instance)


class OpenBook:
    """Somebody who edits the workbook itself, in a program that opens and saves it."""

    def __init__(self, content: bytes, instance: Instance) -> None:
        self.workbook, self._instance = opened(content), instance

    def write(self, sheet: str, row: int, header: str, value: Value) -> None:
        """Write into the cell of a row and a column."""
        page = self.workbook[sheet]
        column = [cell.value for cell in page[1]].index(header) + 1
        page.cell(row, column).value = value

    def delete(self, sheet: str, row: int) -> None:
        """Delete a row."""
        self.workbook[sheet].delete_rows(row)

    def read(self) -> ScheduleInput:
        """What is read from the workbook once it is saved."""
        return read_back(self.workbook, self._instance)


def opened(content: bytes) -> openpyxl.Workbook:
    """A workbook opened for editing, as people's programs do."""
    return openpyxl.load_workbook(io.BytesIO(content))


def read_back(workbook: openpyxl.Workbook, instance: Instance) -> ScheduleInput:
    """What is read from a workbook once it is saved."""
    saved = io.BytesIO()
    workbook.save(saved)
    return schedule_of_grids(grids_of_workbook(saved.getvalue(), "schedule"), instance)
