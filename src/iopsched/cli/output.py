"""Standard output carries the result, standard error everything else."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from iopsched.errors import Problem

_WIDEST = 100


def print_json(document: dict[str, Any]) -> None:
    """Print the one JSON document of a verb."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=True))


def console(file: TextIO) -> "Console":
    """Return a console on `file`: at most 100 columns on a terminal, 80 without colour elsewhere."""
    from rich.console import Console

    on_terminal = file.isatty()
    made = Console(file=file, highlight=False, markup=False, emoji=False, width=None if on_terminal else 80)
    if made.width > _WIDEST:
        made.width = _WIDEST
    return made


def print_page(page: "RenderableType", *, err: bool = False) -> None:
    """Print a page, with bold and colour only where a terminal shows them."""
    from iopsched.reporting.page import as_text

    file = sys.stderr if err else sys.stdout
    if file.isatty():
        console(file).print(page)
    else:
        click.echo(as_text(page), nl=False, err=err)


def print_problems(problems: "Iterable[Problem]", *, err: bool = True) -> None:
    """Print problems one by one, errors before warnings."""
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    for problem in ordered:
        label = "Problem" if problem.severity == "error" else "Warning"
        click.echo(f"{label}: {problem}", err=err)


def note(message: str) -> None:
    """Print a message on standard error."""
    click.echo(message, err=True)
