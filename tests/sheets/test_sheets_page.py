"""The page of the workbook says what the code does."""

import importlib.util
import re
from pathlib import Path

import pytest

from iopsched.sheets.cells import read_cell
from iopsched.sheets.columns import SHEETS, sheet
from iopsched.sheets.grid import Cell

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "workbook.md"


@pytest.fixture(name="refresh", scope="module")
def fixture_refresh():
    spec = importlib.util.spec_from_file_location("refresh_workbook", ROOT / "docs" / "refresh_workbook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_the_workbook_is_current(refresh):
    text = PAGE.read_text()
    assert refresh.page(text) == text, "run docs/refresh_workbook.py"
    for spec in SHEETS:
        assert f"### {spec.name}\n" in text


def test_every_kind_of_cell_is_told(refresh):
    assert {one.kind for spec in SHEETS for one in (*spec.columns, *spec.keys)} <= set(refresh.WRITTEN)


def test_the_examples_of_lists_are_read():
    block = re.search(r"```text\n(dated hours.*?)```", PAGE.read_text(), re.DOTALL)[1]
    examples = dict(re.findall(r"(?m)^(\w[\w ]*?) +:= .{2,}?  +(\S.*)$", block))
    columns = {
        "dated hours": sheet("Clients").column("exceptions"),
        "credentials": sheet("Clinicians").column("credentials"),
        "starts": sheet("Meetings").column("starts"),
        "roles": sheet("Services").column("roles"),
        "sets of words": sheet("Services").column("ages_together"),
    }
    assert set(examples) == set(columns)
    for name, example in examples.items():
        assert len(read_cell(columns[name], Cell(example))) == 2, name
