"""``iopsched export``: a schedule as a workbook, a report, calendars and tables."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.calendar_options import read_key
from iopsched.cli.desk_options import (
    asked_for,
    desk_options,
    next_step,
    require_makeable,
    uid_key,
    written_data,
    written_lines,
)
from iopsched.cli.exits import Exit
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.cli.verb import Verb, json_option
from iopsched.cli.verify import exit_of

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.result import Verdict
    from iopsched.exporting.rendering import Kind, Sheets
    from iopsched.files.schedule_sheets import ScheduleInput

_NOTHING = "say what to write: any of --xlsx, --html, --ics, --csv and --parquet"


@click.command(cls=Verb, short_help="Write a schedule as a workbook, a report, calendars and tables.")
@click.argument("instance")
@click.argument("schedule")
@desk_options
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    metavar="DIR",
    help="Folder for what is asked for without a name.",
)
@click.option(
    "--sheets",
    type=click.Choice(["clients", "clinicians", "rooms"]),
    help="With --html: a page to hand out for each of these instead of the report.",
)
@click.option(
    "--names", metavar="FILE", help="With --html: a key of names (columns id, name) to print in place of ids."
)
@click.option(
    "--against",
    metavar="SCHEDULE",
    help="With --ics: the schedule people have; what changes for each gets a calendar of its own.",
)
@click.option("--raw", is_flag=True, help="With --csv: for programs, without what protects spreadsheets.")
@click.option(
    "--draft",
    is_flag=True,
    help="Write a schedule that breaks rules all the same; not with --ics or --sheets.",
)
@json_option
def export(
    instance: str,
    schedule: str,
    out: Path,
    sheets: "Sheets | None",
    names: str | None,
    against: str | None,
    raw: bool,
    draft: bool,
    as_json: bool,
) -> Exit:
    """Write a schedule as a workbook, a report, calendars and tables.

    Any of --xlsx, --html, --ics, --csv and --parquet, each with a name or without: then it is written
    into DIR under its own name. The schedule is verified first; one that breaks a rule is not written,
    unless as a --draft. All is made before anything is written. How far it is from the best possible is
    told if the result.json of its search stands beside it. Exits as `iopsched verify` does.

    \b
    Example:
      iopsched export week/instance.json week/schedule.json --xlsx --html --ics --out week
    """
    targets = asked_for(out)
    _require_together(targets, sheets, names, against, raw, draft)
    key = uid_key()
    require_makeable(targets, (instance, schedule, names, against, key))

    from iopsched.exporting.rendering import Wanted, rendered
    from iopsched.files.reading import read_instance
    from iopsched.files.results import levels_beside
    from iopsched.files.schedule_sheets import read_schedule_input
    from iopsched.files.schedules import read_schedule
    from iopsched.verification import verify

    week = read_instance(instance)
    found = read_schedule_input(schedule, week)
    plan, verdict = found.schedule, verify(week, found.schedule)
    print_problems(found.warnings)
    if not verdict.valid and not draft:
        return _refuse(week, found, verdict, as_json=as_json)
    if not verdict.valid:
        targets = asked_for(out, draft=True)
    wanted = Wanted(
        targets,
        raw=raw,
        sheets=sheets,
        names=None if names is None else _names(names, week),
        against=None if against is None else read_schedule(against, None),
        key=read_key(key),
    )
    stamp, levels = dt.datetime.now(dt.UTC), levels_beside(schedule, week, verdict)
    written = rendered(week, plan, verdict, wanted, stamp=stamp, levels=levels).write()
    code = exit_of(verdict)
    if as_json:
        print_json({"exit_code": int(code), **_heading(week, verdict), "written": written_data(written)})
        return code
    for line in written_lines(targets, written):
        click.echo(line)
    _say_next(verdict, targets, instance)
    return code


def _require_together(
    targets: "Mapping[Kind, Path]",
    sheets: str | None,
    names: str | None,
    against: str | None,
    raw: bool,
    draft: bool,
) -> None:
    if not targets:
        raise click.UsageError(_NOTHING)
    needs: dict[str, tuple[Kind, Any]] = {
        "--sheets": ("html", sheets),
        "--names": ("html", names),
        "--against": ("ics", against),
        "--raw": ("csv", raw),
    }
    for option, (kind, given) in needs.items():
        if given and kind not in targets:
            raise click.UsageError(f"{option} goes with --{kind}")
    if draft and ("ics" in targets or sheets):
        raise click.UsageError(
            "--draft makes no calendars and no pages to hand out: people would come to what cannot be held"
        )


def _names(source: str, week: "Instance") -> dict[str, str]:
    from iopsched.files.names import read_names

    key = read_names(source, week)
    print_problems(key.warnings)
    return key.names


def _refuse(week: "Instance", found: "ScheduleInput", verdict: "Verdict", *, as_json: bool) -> Exit:
    """Say which rules are broken, and that nothing was written."""
    from iopsched.edits.locating import locate
    from iopsched.reporting.documents import verdict_document
    from iopsched.reporting.outcome import verdict_summary

    located = locate(week, found, verdict)
    if as_json:
        document = {**verdict_document(week, verdict), **located.document(verdict)}
        print_json({"exit_code": int(Exit.BROKEN), **document, "written": {}})
        return Exit.BROKEN
    print_page(verdict_summary(week, verdict, located.told))
    note("Nothing was written: the schedule breaks a rule. --draft writes it all the same.")
    return Exit.BROKEN


def _heading(week: "Instance", verdict: "Verdict") -> dict[str, Any]:
    from iopsched.reporting.documents import verdict_document

    document = verdict_document(week, verdict)
    kept = ("schema_version", "instance_id", "instance_digest", "week", "valid", "violations", "shortfalls")
    return {key: document[key] for key in kept}


def _say_next(verdict: "Verdict", targets: "Mapping[Kind, Path]", instance: str) -> None:
    if not verdict.valid:
        number = len(verdict.violations)
        broken = f"{number} {'violation' if number == 1 else 'violations'}"
        note(f"This is a draft, which breaks rules: {broken}, as iopsched verify says.")
    elif verdict.shortfalls:
        note("Some needs are not met; iopsched verify lists them.")
    following = next_step(targets, instance)
    if following:
        click.echo(following)
