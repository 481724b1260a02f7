"""Reading a key of names: a small table with the columns id and name, given when sheets are printed.

Names go from here onto a page and nowhere else; no problem with the key repeats one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iopsched.domain.base import ID_PATTERN
from iopsched.domain.instance import Instance
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.files.fields import limited
from iopsched.files.rows import places_of, read_rows
from iopsched.sheets.cell_texts import read_id, trimmed
from iopsched.sheets.faults import CellError, fault
from iopsched.sheets.grid import Cell

COLUMNS = ("id", "name")
LONGEST_NAME = 200
"""Characters that a name may have."""

_WHAT = "names"
_ID = re.compile(ID_PATTERN)
_UNPRINTABLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_MOST_SHOWN_ROWS = 10


@dataclass(frozen=True)
class NameKey:
    """Names by id of a week's clients, guests and clinicians, and warnings of what the key lacks."""

    names: dict[str, str]
    warnings: tuple[Problem, ...]


def read_names(source: str | Path, instance: Instance) -> NameKey:
    """Return the key of names in a .csv file, a workbook's first sheet, or ``-``, standard input.

    Rows of ids that the week does not have are passed over, with a warning.

    Raises:
        ProblemsError: it cannot be read, or a row is wrong; every problem is listed, without names.
    """
    (_, header), *rows = read_rows(source, _WHAT)
    place_of = places_of(header, COLUMNS, _WHAT)
    everybody = Counter([*instance.client, *instance.guest, *instance.clinician])
    people = set(everybody)
    names: dict[str, str] = {}
    first: dict[str, int] = {}
    problems: list[Problem] = []
    foreign: list[int] = []
    for number, cells in rows:
        person, name, wrong = _row(number, [_at(cells, place_of[column]) for column in COLUMNS], people)
        problems += wrong
        if not person:
            continue
        if person in first:
            message = f"this id has a name already, in row {first[person]}"
            problems.append(_problem("duplicate_id", number, "id", message, "Keep one of the rows."))
        first.setdefault(person, number)
        if everybody[person] > 1:
            message = "two people of the instance, such as a client and a clinician, share this id"
            way_out = "Give one of them another id in the instance, or take the row out."
            problems.append(_problem("id_ambiguous", number, "id", message, way_out, person))
        if person not in people:
            foreign.append(number)
        elif name:
            names[person] = name
    if problems:
        raise ProblemsError(limited(problems))
    return NameKey(names, tuple(_warnings(foreign, len(people - set(names)))))


def _at(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else Cell()


def _row(number: int, cells: list[Cell], people: set[str]) -> tuple[str, str, list[Problem]]:
    """Return the id and the name of a row, either empty where it is wrong, and what is wrong."""
    wrong: list[Problem] = []
    found: list[str] = []
    for column, cell, check in zip(COLUMNS, cells, (_check_id, _check_name), strict=True):
        try:
            text = _text(cell, column)
        except CellError as error:
            wrong.append(_problem(error.code, number, column, error.message, error.way_out))
            found.append("")
            continue
        problem = check(number, text, people) if text else _nothing(number, column)
        wrong += [] if problem is None else [problem]
        found.append("" if problem is not None else text)
    return found[0], found[1], wrong


def _text(cell: Cell, column: str) -> str:
    """Return what a cell says.

    Raises:
        CellError: it cannot be read, or holds a number or a date.
    """
    if cell.fault is not None:
        raise fault(cell.fault)
    if cell.value is None or isinstance(cell.value, str):
        return trimmed(cell.value or "")
    if column == "id":
        return read_id(cell.value, cell.number_format)
    raise CellError("person_name_invalid", "a name is expected, and the cell holds no text", _MEND)


_MEND = "Write the name as it is to be printed."


def _check_id(number: int, text: str, people: set[str]) -> Problem | None:
    if text in people or _ID.fullmatch(text):
        return None
    message = "this is no id: letters, digits, '.', '_' and '-' only"
    return _problem(
        "id_invalid", number, "id", message, "Write the id as the instance has it.", safe_value(text)
    )


def _check_name(number: int, text: str, people: set[str]) -> Problem | None:
    if len(text) > LONGEST_NAME:
        message = f"the name is longer than {LONGEST_NAME} characters"
    elif any(unicodedata.category(character) in _UNPRINTABLE for character in text):
        message = "the name holds line breaks or characters that cannot be printed"
    else:
        return None
    return _problem("person_name_invalid", number, "name", message, _MEND)


def _nothing(number: int, column: str) -> Problem:
    return _problem("missing_key", number, column, "nothing stands there", "Fill it in, or take the row out.")


def _problem(
    code: str, number: int, column: str, message: str, way_out: str, value: str | None = None
) -> Problem:
    return Problem(code, f"{_WHAT} row {number}, {column}", message, way_out, value)


def _warnings(foreign: list[int], unnamed: int) -> Iterator[Problem]:
    if foreign:
        shown = ", ".join(str(number) for number in foreign[:_MOST_SHOWN_ROWS])
        more = ", \u2026" if len(foreign) > _MOST_SHOWN_ROWS else ""
        rows = "row is" if len(foreign) == 1 else "rows are"
        message = f"{len(foreign)} {rows} of nobody in this week (row {shown}{more})"
        way_out = "Nothing of them is printed; check the ids if they should be."
        yield Problem("name_of_nobody", _WHAT, message, way_out, severity="warning")
    if unnamed:
        people = "person has" if unnamed == 1 else "people have"
        message = f"{unnamed} {people} no name here"
        yield Problem("name_missing", _WHAT, message, "Their ids are printed instead.", severity="warning")
