"""docs/explain.md: its commands run one after the other, and print what the page says they print."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from iopsched.cli import main
from iopsched.cli.program import VERBS
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.verification import verify

pytestmark = pytest.mark.xdist_group("explain_page")
"""What all tests here look at takes long to make: it is made once, by one worker."""

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "explain.md").read_text()
CONSOLE = re.compile(r"^\$ (iopsched .*)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)
QUICK = ("--reproducible", "--effort", "1.5", "--workers", "1")


def plain(text: str) -> str:
    """The words of a text, without what tables and lists are drawn with."""
    return " ".join(re.sub(r"[─]+|^ *- ", " ", text, flags=re.MULTILINE).split())


@pytest.fixture(name="walk", scope="module")
def fixture_walk(tmp_path_factory):
    """Run every command of the page in one folder; return what each printed."""
    folder = tmp_path_factory.mktemp("walk")
    text = (DOCS / "crowded.json").read_text()
    (folder / "crowded.json").write_text(text)
    (folder / "repaired.json").write_text(text.replace('"max_heads": 6', '"max_heads": 7'))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        printed = []
        for command, _ in CONSOLE.findall(PAGE):
            words = shlex.split(command)[1:]
            extra = () if words[0] == "diff" else QUICK
            done = CliRunner(catch_exceptions=False).invoke(main, [*words, *extra])
            printed.append((done.exit_code, plain(done.stdout)))
    return folder, printed


def test_every_command_prints_what_the_page_says(walk):
    _, printed = walk
    assert len(printed) == 8
    for (code, out), (command, expected) in zip(printed, CONSOLE.findall(PAGE), strict=True):
        assert code in (0, 4), command
        for line in expected.splitlines():
            assert plain(line) in out, f"{command}\n{line}\n{out}"


def test_the_walk_ends_with_everybody_served(walk):
    folder, _ = walk
    week = read_instance(folder / "repaired" / "instance.json")
    verdict = verify(week, read_schedule(folder / "repaired" / "schedule.json", week))
    assert verdict.valid
    assert not verdict.shortfalls


def test_every_option_on_the_page_exists():
    known = {name for verb in VERBS for option in main.get_command(None, verb).params for name in option.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known
