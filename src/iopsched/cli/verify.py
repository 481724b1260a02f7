"""``iopsched verify``: hold a schedule against every rule."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json, print_page, print_problems
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.result import Verdict

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.edits.locating import Located
    from iopsched.files.schedule_sheets import ScheduleInput


def exit_of(verdict: Verdict) -> Exit:
    """Return the exit code of a verdict: a broken rule goes before a shortfall."""
    if not verdict.valid:
        return Exit.BROKEN
    return Exit.SHORT if verdict.shortfalls else Exit.DONE


@click.command(cls=Verb, short_help="Hold a schedule, hand-made ones too, against every rule.")
@click.argument("instance")
@click.argument("schedule")
@click.option(
    "--marked",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a copy of the schedule's workbook in which the cells that break a rule are marked.",
)
@json_option
def verify(instance: str, schedule: str, marked: Path | None, as_json: bool) -> Exit:
    """Hold a schedule, hand-made ones too, against every rule.

    Lists every rule that SCHEDULE breaks, every need it leaves short and every goal's value; of a
    workbook, the cells too. What was held before week.now breaks none: it is listed as history. The
    judge shares no code with the solver.

    \b
    Example:
      iopsched verify week/instance.json week/schedule.json
      iopsched verify week.xlsx week/schedule.xlsx --marked marked.xlsx
    """
    from iopsched.edits.locating import locate
    from iopsched.files.reading import read_instance
    from iopsched.files.schedule_sheets import read_schedule_input
    from iopsched.reporting.documents import verdict_document
    from iopsched.reporting.outcome import verdict_summary
    from iopsched.verification import verify as hold_against_rules

    _require_marked_elsewhere(marked, instance, schedule)
    week = read_instance(instance)
    found = read_schedule_input(schedule, week)
    if marked is not None and found.places is None:
        raise click.UsageError("--marked takes a schedule that is a workbook")
    verdict = hold_against_rules(week, found.schedule)
    located = locate(week, found, verdict)
    if marked is not None:
        _write_marked(marked, week, found, verdict, located)
    code = exit_of(verdict)
    if as_json:
        print_json({"exit_code": int(code), **verdict_document(week, verdict), **located.document(verdict)})
        return code
    print_problems(found.warnings)
    print_page(verdict_summary(week, verdict, located.told))
    if marked is not None:
        click.echo(f"Wrote {marked}.")
    return code


def _require_marked_elsewhere(marked: Path | None, *sources: str) -> None:
    if marked is None:
        return
    if marked.suffix.lower() != ".xlsx":
        raise click.UsageError("--marked takes a file whose name ends in .xlsx")
    for source in sources:
        if source != "-" and marked.exists() and Path(source).exists() and marked.samefile(source):
            raise click.UsageError("--marked would overwrite a file that is read; name another one")


def _write_marked(
    target: Path, week: "Instance", found: "ScheduleInput", verdict: Verdict, located: "Located"
) -> None:
    from iopsched.files.writing import write_bytes
    from iopsched.sheets.schedule.reading import edited_sheets
    from iopsched.workbooks.schedule import marked_schedule
    from iopsched.workbooks.schedule_marks import MarkedCells

    pairs = tuple(zip(verdict.violations, located.cells, strict=True))
    content = marked_schedule(
        week,
        found.schedule,
        verdict,
        edited_sheets(found.grids),
        found.original or found.schedule,
        MarkedCells(pairs, located.edited),
    )
    write_bytes(target, content)
