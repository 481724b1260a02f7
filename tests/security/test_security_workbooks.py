"""What a workbook may cost and do: nothing is unpacked beyond reason, followed or repeated."""

import json
import random
import subprocess
import sys
import time

import pytest

from bad_inputs.row import NAME
from handmade_workbooks import (
    BOOK,
    MAIN,
    SHEET,
    STRINGS,
    encrypted,
    overlapping,
    packed,
    parts,
    sheet_xml,
    sheets_xml,
    strings_xml,
    text_cell,
    with_size,
)
from iopsched.errors import ProblemsError
from iopsched.files.archives import MOST_PARTS
from iopsched.files.inputs import read_input
from iopsched.files.sheet_scan import MOST_COLUMNS, MOST_ROWS
from iopsched.files.workbooks import grids_of_workbook

MOST_EXTRA_MEGABYTES = 100
_CHILD = """
import json, re, sys
from pathlib import Path
from iopsched.files.inputs import read_input
codes = {Path(path).name: read_input(path).problems[0].code for path in sys.argv[1:]}
# What getrusage says counts the process that started this one too.
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(json.dumps([codes, int(most[1])]))
"""


def varied(number: int, text: str) -> str:
    """Return a text many times over with numbers in it that do not pack well."""
    rng = random.Random(1)
    return "".join(text.format(i=i, n=rng.randrange(10**9)) for i in range(number))


NOISE = random.Random(1).randbytes(2_000_000).hex()


def entities(*definitions: str) -> str:
    return f"<!DOCTYPE s [{''.join(definitions)}]>"


def laughs() -> str:
    names = "abcdefghijklm"
    inner = [f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in zip(names, names[1:], strict=False)]
    return strings_xml("<si><t>&m;</t></si>", entities('<!ENTITY a "ha">', *inner))


FORMATS = f'<styleSheet xmlns="{MAIN}">' + varied(200_000, '<xf numFmtId="{n}"/>') + "</styleSheet>"
QUADRATIC = strings_xml(f"<si><t>{'&a;' * 10_000}</t></si>", entities(f'<!ENTITY a "{"x" * 50_000}">'))
EXTERNAL = strings_xml("<si><t>&a;</t></si>", entities('<!ENTITY a SYSTEM "file:///etc/hostname">'))
FAR = "<row r='{0}'><c r='{1}{0}'><v>1</v></c></row>"


def gigabytes() -> bytes:
    """Return an archive of some two hundred kB, of which each part unpacks to 200 MB, ten in all."""
    bomb = packed(parts(STRINGS=b"<si>" + b" " * 200_000_000))
    assert 190_000 < len(bomb) < 230_000
    return overlapping(bomb, STRINGS, 9)


EXPENSIVE = {
    "gigabytes": (gigabytes, "workbook_too_large"),
    "says it is small": (
        lambda: with_size(packed(parts(STRINGS=b"<sst>" + b" " * 60_000_000)), STRINGS, 1000),
        "workbook_not_readable",
    ),
    "laughs": (lambda: packed(parts(STRINGS=laughs())), "workbook_unsafe"),
    "quadratic": (lambda: packed(parts(STRINGS=QUADRATIC)), "workbook_unsafe"),
    "external": (lambda: packed(parts(STRINGS=EXTERNAL)), "workbook_unsafe"),
    "texts": (
        lambda: packed(parts(STRINGS=strings_xml(varied(120_000, "<si><t>{n}</t></si>")))),
        "workbook_too_large",
    ),
    "cells": (
        lambda: packed(parts(SHEET=sheet_xml(varied(2_000, "<row>" + "<c><v>{n}</v></c>" * 120 + "</row>")))),
        "sheet_too_large",
    ),
    "unsized": (
        lambda: packed(parts(SHEET=sheet_xml(varied(250_000, '<row s="{n}"/>'), dimension=False))),
        "sheet_too_large",
    ),
    "one tag": (lambda: packed(parts(SHEET=sheet_xml(f'<row x="{NOISE}"/>'))), "workbook_too_large"),
    "one text": (
        lambda: packed(parts(SHEET=sheet_xml(f'<row><c t="str"><v>{NOISE}</v></c></row>'))),
        "sheet_too_large",
    ),
    "formats": (lambda: packed(parts(STYLES=FORMATS)), "workbook_too_large"),
    "parts": (
        lambda: packed(parts(), *((f"xl/media/{number}.png", "") for number in range(MOST_PARTS))),
        "workbook_too_large",
    ),
}


def measured(*paths) -> tuple[dict[str, str], int]:
    """Return the code of each file, and the most memory in MB that reading them all one by one took."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    codes, kilobytes = json.loads(done.stdout)
    return codes, kilobytes // 1024


def test_no_workbook_costs_more_than_a_hundred_megabytes(tmp_path):
    small = tmp_path / "small.xlsx"
    small.write_bytes(packed(parts()))
    _, usual = measured(small)
    for name, (make, _) in EXPENSIVE.items():
        (tmp_path / f"{name}.xlsx").write_bytes(make())
    codes, most = measured(*(tmp_path / f"{name}.xlsx" for name in EXPENSIVE))
    assert codes == {f"{name}.xlsx": code for name, (_, code) in EXPENSIVE.items()}
    assert most - usual < MOST_EXTRA_MEGABYTES


def told(content: bytes) -> tuple[str, str]:
    with pytest.raises(ProblemsError) as error:
        grids_of_workbook(content, "instance")
    (problem,) = error.value.problems
    assert problem.way_out.endswith(".")
    return problem.code, problem.place


def with_part(name: str) -> bytes:
    return packed(parts(), (name, "x"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_not_readable"),
        (b"PK", "workbook_not_readable"),
        (b"Key,Value\n", "workbook_not_readable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "workbook_encrypted"),
        (encrypted(packed(parts())), "workbook_encrypted"),
        (packed(parts(TYPES_PART=None)), "workbook_not_readable"),
        (packed(parts(BOOK=None)), "workbook_not_readable"),
        (packed(parts(SHEET=None)), "workbook_not_readable"),
        (with_part("/etc/passwd"), "workbook_unsafe"),
        (with_part("xl/../../passwd"), "workbook_unsafe"),
        (with_part("C:/passwd"), "workbook_unsafe"),
        (with_part("xl\\..\\passwd"), "workbook_unsafe"),
        (with_part("xl/embeddings/inner.xlsx"), "workbook_unsafe"),
        (with_part("xl/inner.ZIP"), "workbook_unsafe"),
        (with_part("XL/workbook.xml"), "workbook_unsafe"),
        (packed(parts(SHEET=sheet_xml('<row r="1"><c r="A1"><f>x')[:-30])), "workbook_not_readable"),
        (packed(parts(SHEET="<worksheet/><worksheet/>")), "workbook_not_readable"),
        (packed(parts(SHEET=strings_xml())), "workbook_not_readable"),
        (packed(parts(SHEET=sheet_xml("<a>" * 70 + "</a>" * 70))), "workbook_not_readable"),
        (packed(parts(BOOK=sheets_xml("Week", "Week"))), "workbook_not_readable"),
        (packed(parts(SHEET=entities('<!ENTITY a "b">') + sheet_xml())), "workbook_unsafe"),
    ],
)
def test_what_no_spreadsheet_program_writes_is_refused(content, code):
    found, place = told(content)
    assert found == code
    assert place in ("instance", "Week")


def renamed(contents: dict[str, str | bytes], part: str, other: str) -> dict[str, str | bytes]:
    """Return parts of which one has another name, wherever it is named."""
    short, other_short = part.removeprefix("xl/"), other.removeprefix("xl/")
    return {
        name.replace(part, other): content.replace(short, other_short)
        if isinstance(content, str)
        else content
        for name, content in contents.items()
    }


@pytest.mark.parametrize("part", [SHEET, STRINGS])
def test_a_part_of_any_name_is_counted_before_it_is_read(part):
    other = "xl/media/picture.bin"
    assert len(grids_of_workbook(packed(renamed(parts(), part, other)), "instance")) == 1
    bomb = {SHEET: sheet_xml("<row/>" * 250_000, dimension=False), STRINGS: strings_xml("<si/>" * 150_000)}
    content = packed(renamed(parts() | {part: bomb[part]}, part, other))
    assert told(content)[0] in ("sheet_too_large", "workbook_too_large")


@pytest.mark.parametrize(
    "contents",
    [
        parts(STYLES=sheet_xml("<row/>" * 150_000)),
        parts(BOOK=sheet_xml("<row/>" * 150_000)),
        parts() | {"xl/worksheets/_rels/sheet1.xml.rels": f"<r>{'<a/>' * 150_000}</r>"},
        parts(STYLES=f"<styleSheet>{NOISE}{NOISE}</styleSheet>"),
        parts(STYLES="<styleSheet>" + varied(60_000, '<a b="{n}" c="{i}"/>') + "</styleSheet>"),
        renamed(parts(STRINGS=sheet_xml()), STRINGS, "xl/strings.xml"),
        {name: str(content).replace(f"/{BOOK}", f"/{SHEET}") for name, content in parts().items()},
    ],
    ids=["styles", "book", "relations", "text", "attributes", "strings", "elsewhere"],
)
def test_what_is_kept_whole_is_held_to_less_whatever_it_says_it_is(contents):
    assert told(packed(contents))[0] in ("workbook_too_large", "workbook_not_readable")


def test_parts_that_are_never_read_may_be_large():
    records = "<records>" + varied(150_000, '<r v="{n}"/>') + "</records>"
    content = packed(parts(), ("xl/pivotCache/pivotCacheRecords1.xml", records))
    assert grids_of_workbook(content, "instance")[0].name == "Week"


@pytest.mark.parametrize(("row", "column"), [(MOST_ROWS + 1, "A"), (1, "KO"), (1_048_576, "XFD")])
def test_a_cell_far_away_is_refused_at_once(row, column):
    started = time.monotonic()
    far = sheet_xml(FAR.format(row, column))
    assert told(packed(parts(SHEET=far))) == ("sheet_too_large", "Week")
    assert told(packed(parts(SHEET=far, BOOK=sheets_xml(NAME)))) == ("sheet_too_large", "instance sheet 1")
    assert time.monotonic() - started < 2


def test_the_last_cell_that_may_be_filled_is_read():
    assert MOST_COLUMNS == 300
    rows = FAR.format(1, "KN") + FAR.format(MOST_ROWS, "A")
    (grid,) = grids_of_workbook(packed(parts(SHEET=sheet_xml(rows))), "instance")
    assert (len(grid.rows), len(grid.rows[0]), len(grid.rows[1])) == (MOST_ROWS, 300, 0)


def test_blank_formatted_cells_to_the_end_of_the_sheet_are_nothing():
    blank = "".join(f'<row r="{row}" s="1"><c r="XFD{row}" s="1"/></row>' for row in range(2, 90_000, 3))
    rows = f'<row r="1">{text_cell("A1", "Key")}</row>{blank}<row r="1048576"/>'
    (grid,) = grids_of_workbook(packed(parts(SHEET=sheet_xml(rows))), "instance")
    assert [[cell.value for cell in row] for row in grid.rows] == [["Key"]]


def test_what_a_damaged_workbook_holds_is_repeated_nowhere(tmp_path):
    path = tmp_path / f"{NAME}.xlsx"
    odd = parts(
        BOOK=sheets_xml(NAME),
        SHEET=sheet_xml(f'<row r="1">{text_cell("A1", NAME)}<c r="{NAME}"/></row>'),
    )
    for content in (packed(odd), packed(parts(), (f"../{NAME}", NAME)), packed(odd)[:-40]):
        path.write_bytes(content)
        found = read_input(path)
        assert found.instance is None
        assert found.problems
        assert NAME.split()[0] not in "".join(map(str, found.problems))


def test_the_name_of_a_sheet_of_ones_own_is_repeated_nowhere(tmp_path):
    path = tmp_path / "week.xlsx"
    path.write_bytes(packed(parts(BOOK=sheets_xml(NAME))))
    found = read_input(path)
    assert "sheet 1" in {problem.place for problem in found.problems}
    assert NAME.split()[0] not in "".join(map(str, found.problems))
