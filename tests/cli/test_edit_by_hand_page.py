"""The page on editing by hand: its commands run as they stand, with an edit made in between."""

import re
import shlex
from pathlib import Path

import openpyxl

from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule

PAGE = Path(__file__).parents[2] / "docs" / "edit-by-hand.md"


def commands() -> list[list[str]]:
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", PAGE.read_text())
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines()]


def edit(path: Path) -> str:
    """Let the first client leave the last session it is in; return a word for who left what."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Attendance"]
    client = sheet["A2"].value
    row = max(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == client)
    session = sheet.cell(row, 2).value.split()[0]
    sheet.delete_rows(row)
    workbook.save(path)
    return f"{client} leaves {session}"


def test_the_whole_loop_runs_as_the_page_says(cli, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    loop = commands()
    assert [words[0] for words in loop] == ["init", "solve", "verify", "verify", "replan", "verify"]
    assert cli(*loop[0]).code == 0
    assert cli(*loop[1]).code == 0
    left = edit(tmp_path / "plan" / "schedule.xlsx")
    for words in loop[2:4]:
        assert cli(*words).code in (4, 6)
    run = cli(*loop[4])
    assert run.code in (0, 4)
    assert f"{left} (Attendance): kept" in run.out
    assert cli(*loop[5]).code in (0, 4)
    instance = read_instance(tmp_path / "again" / "instance.json")
    schedule = read_schedule(tmp_path / "again" / "schedule.xlsx", instance)
    assert schedule == read_schedule(tmp_path / "again" / "schedule.json", instance)
