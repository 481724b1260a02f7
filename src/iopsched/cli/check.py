"""``iopsched check``: say everything that is wrong with an instance."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_problems
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.instance import Instance
from iopsched.errors import Problem, ProblemsError
from iopsched.reporting.words import count

if TYPE_CHECKING:
    from iopsched.files.inputs import Input


@click.command(cls=Verb, short_help="Say everything that is wrong with an instance.")
@click.argument("instance")
@click.option("--private", is_flag=True, help="Leave out what stands in the input; say only where and what.")
@click.option(
    "--errors",
    "errors",
    metavar="FILE",
    help="Where the workbook of errors goes.  [beside INSTANCE, as week-errors.xlsx]",
)
@click.option("--no-errors-file", is_flag=True, help="Write no workbook of errors.")
@json_option
def check(instance: str, private: bool, errors: str | None, no_errors_file: bool, as_json: bool) -> Exit:
    """Say everything that is wrong with an instance.

    Every problem is listed at once, with its place, a stable code and a way out. Warnings point
    at what is allowed but hardly meant, such as a role that nobody can fill.

    If a workbook or a folder of .csv files has errors, a fresh workbook is written besides: a copy
    with the wrong cells marked, and a list that leads to them. INSTANCE itself is never changed.

    \b
    Example:
      iopsched check my-week.xlsx
    """
    from iopsched.files.inputs import read_input

    target = _target(instance, errors, no_errors_file)
    found = read_input(instance)
    week = found.instance
    problems = tuple(replace(one, value=None) for one in found.problems) if private else found.problems
    code = Exit.INVALID if week is None else Exit.DONE
    written, failure = None, None
    if found.grids and target is not None and (week is None or (errors and problems)):
        written, failure = _write_marked(target, found, private=private)
    if as_json:
        print_json(_document(code, week, problems, written))
    else:
        print_problems(problems, err=False)
        _say(week, problems)
    _say_of_file(found, target, written, failure, named=errors is not None)
    return code


def _target(instance: str, errors: str | None, no_errors_file: bool) -> Path | None:
    """Return where the workbook of errors would go.

    Raises:
        click.UsageError: the options contradict each other, or would replace the input.
    """
    if errors is None:
        if no_errors_file or instance == "-" or instance.startswith("@"):
            return None
        # Beside a folder, never in it, where it might be taken for a part of the week.
        whole = Path(os.path.abspath(instance))
        return whole.with_name(f"{whole.stem if whole.is_file() else whole.name}-errors.xlsx")
    if no_errors_file:
        raise click.UsageError("--errors and --no-errors-file contradict each other")
    target = Path(errors)
    if target.suffix.lower() != ".xlsx":
        raise click.UsageError("--errors takes a file whose name ends in .xlsx")
    if instance != "-" and _same_file(target, Path(instance)):
        raise click.UsageError("--errors would replace the workbook that is checked; name another file")
    return target


def _same_file(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _write_marked(target: Path, found: "Input", *, private: bool) -> tuple[Path | None, Problem | None]:
    """Write the workbook of errors; return its path, or why it could not be written."""
    from iopsched.files.writing import write_bytes
    from iopsched.workbooks.marked import marked_workbook

    content = marked_workbook(found.grids, found.located, private=private)
    try:
        write_bytes(target, content)
    except ProblemsError as error:
        return None, error.problems[0]
    return target, None


def _say_of_file(
    found: "Input", target: Path | None, written: Path | None, failure: Problem | None, *, named: bool
) -> None:
    if written is not None:
        note(f"The cells are marked in {_near(written)}.")
    elif failure is not None:
        note(f"No workbook of errors: {failure}")
    elif named and not found.grids:
        note("There is no workbook of errors, for there are no cells to mark.")
    elif target is not None and found.grids and target.is_file():
        note(f"{_near(target)} is of an earlier check.")


def _near(path: Path) -> str:
    """Return a path as people type it from where they are."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _say(week: Instance | None, problems: tuple[Problem, ...]) -> None:
    warnings = sum(problem.severity == "warning" for problem in problems)
    if week is None:
        note(f"{count(len(problems) - warnings, 'problem')}, {count(warnings, 'warning')}.")
    else:
        click.echo(f"{week.id} is valid, with {count(warnings, 'warning')}: {_sizes(week)}.")


def _sizes(week: Instance) -> str:
    meetings = sum(len(group.meetings) for group in week.groups)
    sizes = (
        (len(week.clients), "client"),
        (len(week.clinicians), "clinician"),
        (len(week.rooms), "room"),
        (meetings, "group meeting"),
    )
    return ", ".join(count(number, noun) for number, noun in sizes)


def _document(
    code: Exit, week: Instance | None, problems: tuple[Problem, ...], errors_file: Path | None
) -> dict[str, object]:
    return {
        "exit_code": int(code),
        "error": MEANINGS[code] if code else None,
        "valid": week is not None,
        "instance_id": week.id if week else None,
        "instance_digest": week.digest if week else None,
        "problems": [problem.as_dict() for problem in problems],
        "errors_file": None if errors_file is None else str(errors_file),
    }
