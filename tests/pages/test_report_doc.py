"""docs/report.md: its commands run, and say what the page says they say."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from iopsched.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "report.md").read_text()
CONSOLE = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)


def test_every_command_says_what_the_page_says(tmp_path, monkeypatch):
    for name in ("example.json", "example.schedule.json"):
        (tmp_path / name).write_text((DOCS / name).read_text())
    (tmp_path / "key.csv").write_text(re.search(r"```csv\n(.*?)```", PAGE, re.DOTALL)[1])
    monkeypatch.chdir(tmp_path)
    commands = CONSOLE.findall(PAGE)
    assert len(commands) == 4
    for command, expected in commands:
        done = CliRunner(catch_exceptions=False).invoke(main, shlex.split(command)[1:])
        assert done.exit_code == 0, command
        assert done.stdout == expected
    assert "Ada Example" in (tmp_path / "named.html").read_text()
    assert (tmp_path / "sheets.html").read_text().count('class="sheet"') == 12
    assert (tmp_path / "one.html").read_text().count('class="sheet"') == 1


def test_every_option_on_the_page_exists():
    known = {
        name
        for verb in ("report", "export", "solve")
        for option in main.get_command(None, verb).params
        for name in option.opts
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known
