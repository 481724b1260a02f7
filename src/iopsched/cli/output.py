"""Standard output carries the result, standard error everything else."""

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from iopsched.errors import Problem

_WIDEST = 100
_ASCII = str.maketrans("\u2500", "-")


class OutputError(click.ClickException):
    """Standard output takes no more, for instance because a disk is full."""

    exit_code = 3


def _emit(text: str) -> None:
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        # Whoever was reading has seen enough; click ends the process quietly.
        raise
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "unknown")
        _drop_what_is_left()
        raise OutputError(f"standard output cannot be written ({reason})") from None
    except UnicodeEncodeError:
        click.echo(text.translate(_ASCII).encode("ascii", "replace").decode(), nl=False)


def _drop_what_is_left() -> None:
    """Have what standard output still holds go nowhere: Python tries again at its end, and ends with 120."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def print_json(document: dict[str, Any]) -> None:
    """Print the one JSON document of a verb."""
    _emit(json.dumps(document, indent=2, ensure_ascii=True) + "\n")


def console(file: TextIO) -> "Console":
    """Return a console on `file`: at most 100 columns on a terminal, 80 without colour elsewhere."""
    from rich.console import Console

    on_terminal = file.isatty()
    made = Console(file=file, highlight=False, markup=False, emoji=False, width=None if on_terminal else 80)
    if made.width > _WIDEST:
        made.width = _WIDEST
    return made


def print_page(page: "RenderableType") -> None:
    """Print a page, with bold and colour only where a terminal shows them."""
    from iopsched.reporting.page import as_text

    if sys.stdout.isatty():
        console(sys.stdout).print(page)
    else:
        _emit(as_text(page))


def print_problems(problems: "Iterable[Problem]", *, err: bool = True) -> None:
    """Print problems one by one, errors before warnings."""
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    for problem in ordered:
        label = "Problem" if problem.severity == "error" else "Warning"
        click.echo(f"{label}: {problem}", err=err)


def note(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)
