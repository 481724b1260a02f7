"""Progress of a search on standard error, in words: one live line on a terminal, lines elsewhere."""

import sys
import time
from types import TracebackType
from typing import Protocol, Self

from rich.live import Live
from rich.text import Text

from iopsched.cli.output import console, note
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Progress
from iopsched.reporting.words import progress_words

_LINE_EVERY_SECONDS = 2.0
_SIGN_OF_LIFE_SECONDS = 30.0


class Display(Protocol):
    """Something that shows progress while it is entered."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, report: Progress | None) -> None:
        """Show a report, or, given None, that time passes."""
        ...


class Silent:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def show(self, report: Progress | None) -> None:
        """Show nothing."""


class Lines(Silent):
    """Prints a line when something changed, at most every two seconds, and now and then besides."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._started = time.monotonic()
        self._printed_at = self._started - _LINE_EVERY_SECONDS
        self._printed = ""
        self._report: Progress | None = None

    def show(self, report: Progress | None) -> None:
        """Print the latest state if it is new and the last line is old enough."""
        self._report = report or self._report
        now = time.monotonic()
        words = progress_words(self._instance, self._report)
        since = now - self._printed_at
        if since < _LINE_EVERY_SECONDS or (words == self._printed and since < _SIGN_OF_LIFE_SECONDS):
            return
        note(f"{now - self._started:5.0f} s  {words}")
        self._printed_at, self._printed = now, words


class OneLine(Silent):
    """Keeps one line of a terminal up to date."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._started = time.monotonic()
        self._report: Progress | None = None
        self._live = Live(console=console(sys.stderr), transient=True, get_renderable=self._line)

    def _line(self) -> Text:
        elapsed = time.monotonic() - self._started
        words = progress_words(self._instance, self._report)
        return Text(f"{elapsed:5.0f} s  {words}", overflow="ellipsis", no_wrap=True)

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def show(self, report: Progress | None) -> None:
        """Remember the report; the line redraws itself."""
        self._report = report or self._report


def display_for(instance: Instance, *, quiet: bool) -> Display:
    """Return the display that suits standard error."""
    if quiet:
        return Silent()
    return OneLine(instance) if sys.stderr.isatty() else Lines(instance)
