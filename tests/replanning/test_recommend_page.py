"""docs/recommend.md: its commands run, and print what the page says they print."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from iopsched.cli import main
from iopsched.cli.program import VERBS
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance
from iopsched.verification import verify

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "recommend.md").read_text()
CONSOLE = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)
QUICK = ("--reproducible", "--effort", "1", "--workers", "1")


def plain(text: str) -> str:
    """The words of a text, without what tables are drawn with."""
    return " ".join(re.sub(r"[─]+", " ", text).split())


@pytest.fixture(name="folder")
def fixture_folder(tmp_path, monkeypatch):
    """A folder with the files of the page."""
    # Burden and resources take a search the longest, and the page is not about them.
    week = read_instance(DOCS / "example.json").replace(goals=DEFAULT_GOALS[:4])
    write_instance(tmp_path / "example.json", week)
    (tmp_path / "example.schedule.json").write_text((DOCS / "example.schedule.json").read_text())
    (tmp_path / "new.json").write_text(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_prints_what_the_page_says(folder):
    commands = CONSOLE.findall(PAGE)
    assert len(commands) == 4
    for command, expected in commands:
        words = [*shlex.split(command)[1:], *QUICK]
        done = CliRunner(catch_exceptions=False).invoke(main, words)
        assert done.exit_code in (0, 4), command
        for line in expected.splitlines():
            assert plain(line) in plain(done.stdout), f"{command}\n{line}\n{done.stdout}"
    with_new = read_instance(folder / "with-c99" / "instance.json")
    assert verify(with_new, read_schedule(folder / "with-c99" / "schedule.json", with_new)).valid


def test_every_option_on_the_page_exists():
    known = {name for verb in VERBS for option in main.get_command(None, verb).params for name in option.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known
