"""The options of every verb that searches: where it writes, how long it may take, how much it says."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from iopsched.domain.progress import Limits

F = TypeVar("F", bound=Callable[..., Any])

_DEFAULT = Limits()

out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    metavar="DIR",
    help="Folder to write schedule.json, instance.json, result.json and run.json into.",
)
"""The option of the folder that a run writes into."""


def search_options(command: F) -> F:
    """Add the options that bound a search, and ``--quiet``, to a command."""
    options = (
        click.option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True, max=604_800),
            metavar="S",
            help=f"Seconds to search at most.  [default: {_DEFAULT.time_limit:g}]",
        ),
        click.option(
            "--seed",
            type=click.IntRange(0, 2**31 - 1),
            default=_DEFAULT.seed,
            show_default=True,
            metavar="N",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            metavar="N",
            help="Threads, or processes, to search with.  [default: one per core]",
        ),
        click.option(
            "--reproducible", is_flag=True, help="Bound the search by effort: the same files every time."
        ),
        click.option(
            "--effort",
            type=click.FloatRange(min=0, min_open=True, max=1e9),
            metavar="E",
            help="Deterministic units to search at most, with --reproducible.  "
            f"[default: {_DEFAULT.effort:g}]",
        ),
        click.option("--quiet", is_flag=True, help="Show no progress and no summary."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def limits_of(
    time_limit: float | None, seed: int, workers: int | None, reproducible: bool, effort: float | None
) -> Limits:
    """Return the limits that the options set.

    Raises:
        click.UsageError: they do not go together.
    """
    if any(number is not None and math.isnan(number) for number in (time_limit, effort)):
        raise click.UsageError("--time-limit and --effort are numbers")
    if reproducible and time_limit is not None:
        raise click.UsageError("--reproducible bounds the search by --effort, not by --time-limit")
    if effort is not None and not reproducible:
        raise click.UsageError("--effort goes with --reproducible; --time-limit bounds other searches")
    return Limits(
        time_limit=_DEFAULT.time_limit if time_limit is None else time_limit,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        effort=_DEFAULT.effort if effort is None else effort,
    )
