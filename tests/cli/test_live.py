"""Progress on standard error: lines where it is a file, one live line on a terminal."""

import io
import sys

import pytest

from iopsched.cli.live import Lines, OneLine, Silent, display_for
from iopsched.domain.progress import Progress
from sample import sample_instance


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture(name="clock")
def fixture_clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr("iopsched.cli.live.time", made)
    return made


def report(value, level="1c"):
    return Progress(elapsed=0.0, level=level, value=value, bound=0, clients_short=1)


def test_lines_are_printed_on_changes_and_two_seconds_apart(clock, capsys):
    with Lines(sample_instance()) as lines:
        lines.show(None)
        lines.show(report(90))
        clock.now += 1.0
        lines.show(report(60))
        clock.now += 1.5
        lines.show(report(30))
        clock.now += 2.5
        lines.show(None)
        clock.now += 31
        lines.show(None)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "    0 s  looking for a first schedule",
        "    2 s  1c minutes short: 30, at best 0; 1 client still short",
        "   36 s  1c minutes short: 30, at best 0; 1 client still short",
    ]


def test_a_change_that_came_too_soon_is_printed_later(clock, capsys):
    lines = Lines(sample_instance())
    lines.show(report(90))
    clock.now += 0.5
    lines.show(report(60))
    clock.now += 2
    lines.show(None)
    assert [line.split(":")[1].split(",")[0] for line in capsys.readouterr().err.splitlines()] == [
        " 90",
        " 60",
    ]


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize("no_color", (False, True))
def test_a_terminal_has_one_line_that_goes_away(monkeypatch, no_color):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    display = display_for(sample_instance(), quiet=False)
    assert isinstance(display, OneLine)
    with display:
        display.show(report(30))
    shown = terminal.getvalue()
    assert "1c minutes short: 30, at best 0" in shown
    assert shown.endswith("\x1b[?25h") or "\x1b[?25h" in shown
    assert "\x1b[3" not in shown.replace("\x1b[?25", "") or not no_color


def test_quiet_and_files_get_what_suits_them(monkeypatch):
    assert type(display_for(sample_instance(), quiet=True)) is Silent
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert type(display_for(sample_instance(), quiet=False)) is Lines
