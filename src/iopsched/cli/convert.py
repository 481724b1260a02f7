"""``iopsched convert``: an instance from one kind of file to another, nothing lost."""

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json, print_problems
from iopsched.cli.verb import Verb, json_option
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.files.inputs import Input

_READS_NOT = {".xls", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".html", ".ics"}


@click.command(cls=Verb, short_help="Turn an instance into a workbook, CSV files or JSON.")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--force", is_flag=True, help="Replace a workbook or .json file that is there.")
@json_option
def convert(source: str, target: str, force: bool, as_json: bool) -> Exit:
    """Turn an instance into a workbook, CSV files or JSON.

    FROM is any INSTANCE. TO says what becomes of it by its name: a .json file, a workbook (.xlsx), or
    else a folder that gets a .csv file for each sheet; - is JSON on standard output. Nothing is lost
    on the way, and the instance's digest stays the same. Remarks in Notes columns are not part of it.

    \b
    Example:
      iopsched convert @evening-20 week.xlsx
    """
    if target == "-" and as_json:
        raise click.UsageError("with --json, TO must be a file or a folder: both go to standard output")
    path = None if target == "-" else _checked(source, target, force)
    week = _read(source, quiet=as_json)
    if path is None:
        from iopsched.files.writing import instance_data, json_text

        click.echo(json_text(instance_data(week)), nl=False)
        return Exit.DONE
    files = _write(week, path)
    if as_json:
        names = [str(one) for one in files]
        print_json({"exit_code": 0, "instance_id": week.id, "instance_digest": week.digest, "files": names})
    elif len(files) == 1:
        click.echo(f"Wrote {week.id} to {files[0]}.")
    else:
        click.echo(f"Wrote {week.id} as {len(files)} .csv files into {path}.")
    if not as_json:
        click.echo(f"Next: iopsched check {shlex.quote(target)}")
    return Exit.DONE


def _checked(source: str, target: str, force: bool) -> Path:
    """Return where the instance goes.

    Raises:
        click.UsageError: it cannot go there, or would replace what is read or what is there.
    """
    path = Path(target)
    if path.suffix.lower() in _READS_NOT:
        raise click.UsageError("TO ends in .json, in .xlsx, or names a folder for .csv files")
    try:
        if source != "-" and path.exists() and os.path.exists(source) and path.samefile(source):
            raise click.UsageError("TO is FROM itself, which is never replaced; name another file or folder")
        if path.is_file() and not force:
            raise click.UsageError("TO is there already; name another file, or add --force")
        if path.is_dir() and not force and _holds_tables(path):
            raise click.UsageError("TO holds .csv files already; name another folder, or add --force")
    except (OSError, ValueError) as error:
        problem = Problem("name_invalid", "TO", "this is no file name", "Check the name.")
        raise ProblemsError([problem]) from error
    return path


def _holds_tables(folder: Path) -> bool:
    return any(file.suffix.lower() == ".csv" for file in folder.iterdir())


def _read(source: str, *, quiet: bool) -> "Instance":
    from iopsched.files.inputs import read_input

    found = read_input(source)
    if found.instance is None:
        if _is_schedule(source, found):
            message = "this is a schedule; only instances are converted"
            way_out = "Write it with `iopsched export INSTANCE SCHEDULE --xlsx`, --csv or --parquet."
            raise ProblemsError([Problem("not_an_instance", "FROM", message, way_out)])
        raise ProblemsError(found.problems)
    if not quiet:
        print_problems(found.problems)
    return found.instance


def _is_schedule(source: str, found: "Input") -> bool:
    """Return whether what could not be read as an instance is a schedule."""
    if Path(source).suffix.lower() != ".json":
        return any(problem.code == "not_an_instance" for problem in found.problems)
    from iopsched.files.schedules import read_schedule

    try:
        read_schedule(source)
    except ProblemsError:
        return False
    return True


def _write(week: "Instance", path: Path) -> tuple[Path, ...]:
    from iopsched.files.writing import write_instance

    suffix = path.suffix.lower()
    if suffix == ".json" and not path.is_dir():
        return (write_instance(path, week),)
    if suffix == ".xlsx" and not path.is_dir():
        from iopsched.exporting.instances import write_workbook

        return (write_workbook(path, week),)
    from iopsched.exporting.instances import write_csv_folder

    return write_csv_folder(path, week)
