"""What the pages say is so: examples run, made pages are current, links lead somewhere."""

import doctest
import importlib.util
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "instances").rglob("*.md")])


@pytest.fixture(name="refresh", scope="module")
def fixture_refresh():
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_examples_of_the_python_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = re.sub(r"^```.*$", "", (ROOT / "docs" / "python.md").read_text(), flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(text, {}, "docs/python.md", None, 0)
    assert len(examples.examples) > 20
    assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0


def test_the_page_of_the_command_line_is_current(refresh):
    assert (ROOT / "docs" / "cli.md").read_text() == refresh.cli_page()


def test_the_report_in_the_readme_is_current(refresh):
    text = (ROOT / "README.md").read_text()
    assert refresh.readme_page(text) == text
    block = text.split("<!-- report -->")[1].split("<!-- end of report -->")[0]
    assert "The week at a glance" in block
    assert max(map(len, block.splitlines())) <= 80


def test_ci_takes_both_commands_from_the_readme():
    script = (ROOT / ".ci" / "run").read_text()
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    function = re.search(r"^command_of_readme\(\) \{.*?^\}$", script, re.MULTILINE | re.DOTALL)[0]
    commands = {}
    for name in ("one", "two"):
        assert f"$(command_of_readme {name})" in script
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{function}\ncommand_of_readme {name}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        commands[name] = done.stdout.strip()
    assert len(commands["one"].splitlines()) == len(commands["two"].splitlines()) == 1
    assert "pip install -q ." in commands["one"]
    assert "iopsched solve @evening-20" in commands["one"]
    assert "'.[test]'" in commands["two"]
    assert commands["two"].endswith("pytest -n 2")


def test_commands_on_the_pages_exist():
    from iopsched.cli.program import VERBS, main

    for page in PAGES:
        text = page.read_text()
        blocks = "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
        in_blocks = re.findall(r"^iopsched [^#\n]+", blocks.replace("\\\n", " "), re.MULTILINE)
        for command in [*re.findall(r"`(iopsched [^`]+)`", text), *in_blocks]:
            verb, *words = shlex.split(command)[1:]
            assert verb in VERBS, command
            known = {name for option in main.get_command(None, verb).params for name in option.opts}
            assert {word for word in words if word.startswith("--")} <= known, command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target
