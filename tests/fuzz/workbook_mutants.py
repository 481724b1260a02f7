"""Spoils copies of workbooks, as archives and as sheets of cells, and tries what reading makes of them."""

import datetime as dt
import io
import random
import re
import zipfile
from dataclasses import replace
from typing import Any

from handmade_workbooks import packed
from iopsched.errors import ProblemsError
from iopsched.files.inputs import input_of_grids
from iopsched.files.workbooks import grids_of_workbook
from iopsched.sheets.faults import FAULTS
from iopsched.sheets.grid import Cell, Grid

_ODD_XML = (b"", b"0", b"-1", b"9" * 12, b"NaN", b"1e999", b"x", b"A1:B", b"true", b"\xff", b"rId99", b"../x")
_MORE_XML = (b"1.5", b"XFE1", b"A0", b"&amp;", b"&x;", b"_x0041_", b"A1", b"s", b"d", b"str", b"2026-03-02")
_VALUE = re.compile(rb'"([^"]*)"|>([^<]+)<')
_ELEMENT = re.compile(rb"<[^>]+/>|<(\w+)[^>]*>[^<]*</\1>")
ODD_CELLS: tuple[Any, ...] = (
    *(0, 1, -1, 0.5, 7.0, 1e5, 1e300, 10**17, True, False, None),
    *(
        "",
        " ",
        "(none)",
        "always",
        "Mon 9-12",
        "5-9pm",
        "x" * 70,
        "x" * 900,
        "=1+1",
        "Zo\u00eb",
        "c01",
        "iop",
    ),
    *("Mon-Thu 17:00-21:00; Sat 9-14", "2026-03-04", "3/4/2026", "c01, c02", "|", "&", ";", "?", "hold"),
    *(dt.datetime(2026, 3, 2), dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59), dt.date(2026, 3, 2)),
    *(dt.time(9, 30), dt.time(23, 59, 59, 999999), dt.timedelta(hours=30), dt.timedelta(days=-1)),
)
_FORMATS = ("General", "@", "0", "000", "0.00E+00", "yyyy-mm-dd", "h:mm", "0%")


def spoilt_archive(content: bytes, rng: random.Random) -> bytes:
    """Return a copy of a workbook with bytes, parts, values or elements changed."""
    change = rng.randrange(4)
    if change == 0:
        return _garbled(content, rng)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change == 1:
        del parts[rng.choice(list(parts))]
        return packed(parts)
    name = rng.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    for _ in range(rng.choice((1, 1, 3))):
        spoil = _other_value if change == 2 else _other_element
        parts[name] = spoil(parts[name], rng)
    return packed(parts)


def _garbled(content: bytes, rng: random.Random) -> bytes:
    garbled = bytearray(content)
    for _ in range(rng.choice((1, 3, 10))):
        at = rng.randrange(len(garbled) or 1)
        if rng.random() < 0.5:
            garbled[at : at + 1] = rng.randbytes(1)
        else:
            del garbled[at : at + rng.choice((1, 5, 1000))]
    return bytes(garbled)


def _other_value(part: bytes, rng: random.Random) -> bytes:
    found = rng.choice([*_VALUE.finditer(part)] or [re.match(b"()", part)])
    group = 1 if found[1] is not None else 2
    return part[: found.start(group)] + rng.choice(_ODD_XML + _MORE_XML) + part[found.end(group) :]


def _other_element(part: bytes, rng: random.Random) -> bytes:
    found = rng.choice([*_ELEMENT.finditer(part)] or [re.match(b"", part)])
    return part[: found.start()] + found[0] * rng.choice((0, 2)) + part[found.end() :]


def spoilt_sheets(grids: tuple[Grid, ...], rng: random.Random) -> tuple[Grid, ...]:
    """Return copies of sheets with one to six cells, rows, columns or names changed."""
    spoilt = list(grids)
    for _ in range(rng.choice((1, 1, 2, 6))):
        at = rng.randrange(len(spoilt))
        grid = spoilt[at]
        rows = [list(row) for row in grid.rows]
        change = rng.randrange(9)
        if change <= 4 and rows:
            row = rng.choice(rows)
            column = rng.randrange(len(row) + 2)
            row.extend([Cell()] * (column + 1 - len(row)))
            row[column] = _odd_cell(rng, grids)
        elif change == 5 and rows:
            rows.insert(rng.randrange(len(rows) + 1), list(rng.choice(rows)))
        elif change == 6 and rows:
            del rows[rng.randrange(len(rows))]
        elif change == 7:
            grid = replace(grid, name=rng.choice(("Notes", "Clinicans", "Quimby", "", grids[at - 1].name)))
        else:
            covered = ((rng.randrange(1, 5), rng.randrange(6)), (rng.randrange(1, 5), rng.randrange(6)))
            grid = replace(grid, epoch_1904=not grid.epoch_1904, merged=tuple(sorted(set(covered))))
        spoilt[at] = replace(grid, rows=tuple(map(tuple, rows)))
    return tuple(spoilt)


def _odd_cell(rng: random.Random, grids: tuple[Grid, ...]) -> Cell:
    kind = rng.randrange(8)
    if kind == 0:
        return Cell(fault=rng.choice((*FAULTS, "unheard_of")))
    if kind == 1:
        other = rng.choice([grid for grid in grids if grid.rows])
        row = rng.choice(other.rows)
        return rng.choice(row) if row else Cell()
    return Cell(rng.choice(ODD_CELLS), rng.choice(_FORMATS))


def outcome_of_workbook(content: bytes) -> str:
    """Open bytes as a workbook; return what came of it. Whatever is neither is a defect, and raises."""
    try:
        grids_of_workbook(content, "instance")
    except ProblemsError as error:
        return _refused(error)
    return "accepted"


def _refused(error: ProblemsError) -> str:
    assert error.problems
    assert str(error).isascii(), error.problems
    return "refused"


def outcome_of_sheets(grids: tuple[Grid, ...]) -> str:
    """Read sheets as an instance; return what came of it."""
    found = input_of_grids(grids)
    assert len(found.located) == len(found.problems)
    for problem in found.problems:
        assert problem.message, problem
        assert problem.way_out.endswith((".", "?")), problem
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert (found.instance is None) == bool(errors), errors
    return "refused" if errors else "accepted"
