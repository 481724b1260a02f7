"""docs/replanning.md: its commands run one after the other, and say what the page says they do."""

import json
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

pytestmark = pytest.mark.xdist_group("replanning_page")
"""What all tests here look at takes long to make: it is made once, by one worker."""

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "replanning.md").read_text()
FILE = re.compile(r"`([\w-]+\.(?:json|csv))`:\n\n```\w+\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)
QUICK = ("--reproducible", "--effort", "0.3", "--workers", "1")


def plain(text: str) -> str:
    """The words of a text, without what tables and lists are drawn with."""
    return " ".join(re.sub(r"[─-]{2,}|^ *- ", " ", text, flags=re.MULTILINE).split())


@pytest.fixture(name="walk", scope="module")
def fixture_walk(tmp_path_factory):
    """Run every command of the page in one folder; return what each printed."""
    folder = tmp_path_factory.mktemp("walk")
    # Burden and resources take a search the longest, and the page is not about them.
    write_instance(
        folder / "example.json", read_instance(DOCS / "example.json").replace(goals=DEFAULT_GOALS[:4])
    )
    (folder / "example.schedule.json").write_text((DOCS / "example.schedule.json").read_text())
    for name, content in FILE.findall(PAGE):
        (folder / name).write_text(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        printed = []
        for command, _ in CONSOLE.findall(PAGE):
            words = shlex.split(command)[1:]
            extra = QUICK if words[0] == "replan" else ()
            done = CliRunner(catch_exceptions=False).invoke(main, [*words, *extra])
            printed.append((done.exit_code, plain(done.stdout)))
    return folder, printed


def test_every_command_does_what_the_page_says(walk):
    _, printed = walk
    assert len(printed) == 4
    for (code, out), (command, expected) in zip(printed, CONSOLE.findall(PAGE), strict=True):
        assert code in (0, 4), command
        for line in expected.splitlines():
            assert plain(line) in out, f"{command}\n{line}"


def test_every_week_on_the_way_keeps_the_rules(walk):
    folder, _ = walk
    for name in ("again", "later", "wednesday"):
        week = read_instance(folder / name / "instance.json")
        assert verify(week, read_schedule(folder / name / "schedule.json", week)).valid


def test_what_the_page_says_is_written_is_written(walk):
    folder, _ = walk
    result = json.loads((folder / "again" / "result.json").read_text())
    assert [entry["session"] for entry in result["substitutes"]] == ["evening-track.2", "process-a.2"]
    assert {"notes", "dropped"} <= set(result)
    assert (folder / "letters" / "clients" / "c06.txt").exists()


def test_every_option_on_the_page_exists():
    known = {name for verb in VERBS for option in main.get_command(None, verb).params for name in option.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known


def test_the_python_of_the_page_runs(walk):
    folder, _ = walk
    week = read_instance(folder / "example.json")
    names = {"week": week, "schedule": read_schedule(folder / "example.schedule.json")}
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    said = []
    exec(compile(source, "replanning.md", "exec"), {**names, "print": lambda *words: said.append(words)})
    assert {clinician for clinician, _, _ in said} == {"k1", "k3"}
