"""The options that ask for what people use: ``--xlsx``, ``--html``, ``--ics``, ``--csv``, ``--parquet``."""

import os
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from iopsched.cli.calendar_options import UID_KEY
from iopsched.cli.verb import TOOK_A_WORD
from iopsched.exporting.rendering import DEFAULT_NAMES, Kind

F = TypeVar("F", bound=Callable[..., Any])

_GIVEN, _UID_KEY = "iopsched.desk", "iopsched.uid_key"
_UNNAMED = ""
_WORDS: dict[Kind, tuple[str, str]] = {
    "xlsx": ("[FILE]", "Write the schedule as a workbook, to edit by hand and to print."),
    "html": ("[FILE]", "Write the report as one page, for a browser and a printer."),
    "ics": ("[DIR]", "Write a calendar for each client, clinician and room."),
    "csv": ("[DIR]", "Write tables for spreadsheets."),
    "parquet": ("[DIR]", "Write the tables as Parquet files, which takes pyarrow."),
}
_SEVERAL: dict[Kind, tuple[str, str]] = {
    "ics": ("calendar", "calendars"),
    "csv": ("table", "tables"),
    "parquet": ("Parquet file", "Parquet files"),
}


def desk_options(command: F) -> F:
    """Add the options to a command; `asked_for` and `uid_key` say afterwards which were given.

    Each takes a name or none: then it has one of its own, in the folder of ``--out``.
    """
    command = click.option("--uid-key", **UID_KEY, expose_value=False, callback=_keep_key)(command)
    for kind, (metavar, words) in reversed(_WORDS.items()):
        command = click.option(
            f"--{kind}",
            is_flag=False,
            flag_value=_UNNAMED,
            metavar=metavar,
            expose_value=False,
            callback=_keep,
            help=f"{words}  [unnamed: {DEFAULT_NAMES[kind]} in --out]",
        )(command)
    return command


def _keep(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    context.meta.setdefault(_GIVEN, {})[option.name] = value
    if value != _UNNAMED:
        context.meta[TOOK_A_WORD] = f"--{option.name}"


def _keep_key(context: click.Context, option: click.Parameter, value: Path | None) -> None:
    context.meta[_UID_KEY] = value


def uid_key() -> Path | None:
    """Return the file of the site's secret that the command line names, if any.

    Raises:
        click.UsageError: no calendars are asked for.
    """
    meta = click.get_current_context().meta
    given: Path | None = meta.get(_UID_KEY)
    if given is not None and "ics" not in meta.get(_GIVEN, {}):
        raise click.UsageError("--uid-key goes with --ics")
    return given


def asked_for(out: Path, *, draft: bool = False) -> dict[Kind, Path]:
    """Return where each kind goes that the command line asks for, unnamed ones into the folder `out`.

    The names of a draft that nobody named say that it is one.

    Raises:
        click.UsageError: a file's name has another ending than its kind.
    """
    given: Mapping[Kind, str] = click.get_current_context().meta.get(_GIVEN, {})
    return {kind: _target(kind, given[kind], out, draft=draft) for kind in _WORDS if kind in given}


def _target(kind: Kind, name: str, out: Path, *, draft: bool) -> Path:
    default = Path(DEFAULT_NAMES[kind])
    if draft:
        default = default.with_stem(f"{default.stem}-draft")
    if name == _UNNAMED:
        return out / default
    path = Path(name)
    if not default.suffix:
        return path
    if path.is_dir():
        return path / default
    if path.suffix.lower() != default.suffix:
        raise click.UsageError(f"--{kind} takes a file whose name ends in .{kind}, or a folder that is there")
    return path


def require_makeable(targets: Mapping[Kind, Path], sources: Iterable[str | Path | None]) -> None:
    """Make sure, before anything takes time, that what is asked for can be made.

    Raises:
        click.UsageError: a target is a file or folder that is read.
        iopsched.errors.ProblemsError: a target cannot be written, tables would overwrite an instance, or
            pyarrow is missing for Parquet.
    """
    read = [Path(source) for source in sources if source is not None]
    for kind, target in targets.items():
        if any(_is_same_file(target, source) for source in read):
            raise click.UsageError(f"--{kind} would overwrite what is read; name another")
    from iopsched.files.tables import require_no_instance, require_parquet
    from iopsched.files.writing import require_writable

    for kind, target in targets.items():
        require_writable(target, folder=kind in _SEVERAL)
    if "csv" in targets:
        require_no_instance(targets["csv"])
    if "parquet" in targets:
        require_parquet()


def _is_same_file(target: Path, source: Path) -> bool:
    try:
        return target.exists() and source.exists() and os.path.samefile(target, source)
    except (OSError, ValueError):
        return False


def written_lines(targets: Mapping[Kind, Path], written: Mapping[Kind, Sequence[Path]]) -> list[str]:
    """Return a line for each kind that was written, such as ``Wrote 24 calendars into week/calendars.``."""
    lines = []
    for kind, target in targets.items():
        if kind in _SEVERAL:
            number = len(written[kind])
            lines.append(f"Wrote {number} {_SEVERAL[kind][number != 1]} into {target}.")
        else:
            lines.append(f"Wrote {target}.")
    return lines


def next_step(targets: Mapping[Kind, Path], instance: str | Path) -> str | None:
    """Return what to do next with what was written, None where there is nothing to say."""
    if "html" in targets:
        return f"Next: open {targets['html']} in a browser; print it from there."
    if "xlsx" in targets:
        words = shlex.join([str(instance), str(targets["xlsx"])])
        return f"Next: after edits by hand, iopsched verify {words}"
    return None


def written_data(written: Mapping[Kind, Sequence[Path]]) -> dict[str, list[str]]:
    """Return the paths of what was written, by kind, as JSON data."""
    return {kind: [str(path) for path in paths] for kind, paths in written.items()}
