"""docs/desk.md: the way from an empty workbook to sheets and calendars, each command as it stands there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from iopsched.cli import main

pytestmark = pytest.mark.xdist_group("desk")
"""What all tests here look at takes long to make: it is made once, by one worker."""

DOCS = Path(__file__).parents[1] / "docs"
PICTURES = sorted((DOCS / "pictures").iterdir())
SHORTFALLS_ALLOWED = {"solve", "replan"}
QUICKLY = ("--reproducible", "--effort", "0.3", "--workers", "1")
LARGEST = 150_000


def commands():
    """Every command of the page, in its order."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (DOCS / "desk.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert all(words[0] == "iopsched" for words in lines)
    return [words[1:] for words in lines]


def sooner(words):
    """A command that searches as long as on the page would take a minute; bound it by effort instead."""
    if "--time-limit" not in words:
        return words
    at = words.index("--time-limit")
    return [*words[:at], *words[at + 2 :], *QUICKLY]


def moved_by_hand(path):
    """Let the first session start a quarter of an hour later, as a coordinator would."""
    book = load_workbook(path)
    sheet = book["Sessions"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Start" for cell in row))
    column = next(cell.column for cell in head if cell.value == "Start")
    cell = sheet.cell(row=head[0].row + 1, column=column)
    cell.value = re.sub(r":00$|:15$", ":30", str(cell.value)[:5])
    book.save(path)


@pytest.fixture(scope="module", name="way")
def fixture_way(tmp_path_factory):
    """Every command of the page run one after the other: (words, exit code, what it said)."""
    folder = tmp_path_factory.mktemp("desk")
    done = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words in commands():
            if words[0] == "verify":
                moved_by_hand(folder / "week" / "schedule.xlsx")
            result = CliRunner(catch_exceptions=False).invoke(main, sooner(words))
            done.append((words, result.exit_code, result.output))
    return folder, done


def test_every_command_of_the_page_does_what_it_says(way):
    _, done = way
    assert [words[0] for words, _, _ in done][:3] == ["init", "check", "solve"]
    for words, code, said in done:
        fine = {0, 4} if words[0] in SHORTFALLS_ALLOWED else {0, 6} if words[0] == "verify" else {0}
        assert code in fine, (words, said)


def test_the_files_that_the_page_names_are_there(way):
    folder, _ = way
    for name in (
        *("week.xlsx", "week/schedule.json", "week/schedule.xlsx", "week/report.html", "week/calendars"),
        *("week/clients.html", "week/clinicians.html", "week/rooms.html", "again/schedule.json"),
        *("again/schedule.xlsx", "again/report.html", "again/calendars/changes"),
        *("screens.secret", "screens.csv", "next.xlsx", "next/report.html"),
    ):
        assert (folder / name).exists(), name


def test_screening_days_stand_in_their_own_file_alone(way):
    folder, _ = way
    secret = (folder / "screens.secret").read_text().strip()
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "screens.secret":
            assert secret.encode() not in path.read_bytes(), path.name
    text = (folder / "screens.csv").read_text()
    assert text.startswith("date,day,client,service")
    for path in folder.rglob("*.json"):
        assert "screens_of_week" not in path.read_text(), path.name


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_pictures_are_small_and_shown(path):
    assert path.suffix == ".png"
    assert path.stat().st_size < LARGEST
    pages = [DOCS / "desk.md", DOCS.parent / "README.md"]
    assert any(f"pictures/{path.name})" in page.read_text() for page in pages)
