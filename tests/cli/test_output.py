"""Pages on a terminal and in a pipe: bold and colour only where wanted."""

import io
import os
import re
import subprocess
import sys

import pytest
from rich.text import Text

from iopsched.cli.output import console, print_page

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(name="terminal")
def fixture_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


def shown_on(terminal, monkeypatch):
    # Only here: between a fixture and its test, pytest puts its own standard output back.
    monkeypatch.setattr(sys, "stdout", terminal)
    print_page(Text("Shortfalls", style="bold red"))
    return terminal.getvalue()


def test_a_terminal_gets_colour(terminal, monkeypatch):
    assert COLOUR.search(shown_on(terminal, monkeypatch))


def test_no_color_is_honoured(terminal, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    shown = shown_on(terminal, monkeypatch)
    assert "Shortfalls" in shown
    assert not COLOUR.search(shown)


def test_a_pipe_gets_plain_text(capsys):
    print_page(Text("Shortfalls", style="bold red"))
    assert capsys.readouterr().out == "Shortfalls\n"


@pytest.mark.parametrize("columns, width", [(50, 50), (90, 90), (240, 100)])
def test_a_page_is_as_wide_as_the_terminal_within_reason(terminal, monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert console(terminal).width == width
    assert console(io.StringIO()).width == 80


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_takes_no_more_is_said_and_is_no_defect(week, unbuffered):
    words = [sys.executable, "-m", "iopsched", "check", str(week.instance), "--json"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            words,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 3
    assert done.stderr == "Error: standard output cannot be written (ENOSPC)\n"


def test_a_terminal_without_unicode_gets_plain_lines(week):
    words = [sys.executable, "-m", "iopsched", "report", str(week.instance), str(week.schedule)]
    done = subprocess.run(
        words, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"}, timeout=60, check=False
    )
    assert done.returncode == 0
    assert b"-----" in done.stdout
    assert b"?" not in done.stdout
