"""Reading a table of levers: which are on offer, and what each step of them costs."""

from pathlib import Path
from typing import Any

from iopsched.domain.lever_table import LeverTable
from iopsched.errors import Problem, ProblemsError
from iopsched.files.fields import once, validate_parts
from iopsched.files.parsing import oddities, oversize, parse_json
from iopsched.files.sources import read_bytes

_KEYS = frozenset({*LeverTable.model_fields, "offered", "cost", "step", "most"})


def read_levers(source: str | Path) -> LeverTable:
    """Return the table of levers in a .json file, or ``-`` for standard input.

    What is left out, kinds and fields alike, keeps its default.

    Raises:
        ProblemsError: it cannot be read, or something in it is wrong; every problem is listed.
    """
    return levers_from_data(parse_json(read_bytes(source, "levers"), "levers"))


def levers_from_data(data: Any) -> LeverTable:
    """Return the table of levers that plain JSON data spells.

    Raises:
        ProblemsError: something in it is wrong; every problem is listed.
    """
    if not isinstance(data, dict):
        raise ProblemsError([Problem("not_an_object", "levers", "an object with keys is expected", "")])
    unreadable = oversize(data, _KEYS)
    if unreadable is not None:
        raise ProblemsError([unreadable])
    problems = once([*oddities(data, _KEYS), *validate_parts(LeverTable, data, _KEYS).problems])
    if problems:
        raise ProblemsError(problems)
    return LeverTable.model_validate(data)
