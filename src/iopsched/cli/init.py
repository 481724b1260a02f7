"""``iopsched init``: write a workbook, or a folder of CSV files, to fill in."""

import datetime as dt
import shlex
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json
from iopsched.cli.verb import Verb, json_option
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.sheets.grid import Grid

_EXAMPLE = "@first-week"
_WORKBOOK = ".xlsx"


def _monday(_context: click.Context, _option: click.Parameter, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("a date such as 2026-03-02 is expected") from None
    if date.weekday():
        monday = date - dt.timedelta(days=date.weekday())
        raise click.BadParameter(f"{date} is no Monday; its week starts on {monday}")
    return date


def _zone(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter("an IANA time zone such as America/New_York is expected") from None
    return text


@click.command(cls=Verb, short_help="Write a workbook to fill in.")
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE.xlsx|FOLDER")
@click.option(
    "--from",
    "source",
    metavar="INSTANCE",
    help="Start from this instance, such as last week's workbook, or the name of one that ships.",
)
@click.option("--blank", is_flag=True, help="Without example rows.")
@click.option("--monday", callback=_monday, metavar="DATE", help="The week to plan.  [default: next Monday]")
@click.option(
    "--time-zone", callback=_zone, metavar="ZONE", help="Such as America/Chicago.  [default: the example's]"
)
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@json_option
def init(
    target: Path,
    source: str | None,
    blank: bool,
    monday: dt.date | None,
    time_zone: str | None,
    force: bool,
    as_json: bool,
) -> Exit:
    """Write a workbook to fill in.

    A name without an ending makes it a folder of CSV files with the same sheets. It holds a small
    example that can be solved as it is; its rows are marked, to be overwritten or deleted. --from
    starts from an instance instead, and leaves its week as it is unless --monday is given. Then an
    instance that ships moves there with all its dates; of one of your own the people, rooms and groups
    come along, and what belongs to dates of the old week stays behind: closures, exceptions,
    attendance, what was held.

    \b
    Example:
      iopsched init week.xlsx --monday 2026-03-02
      iopsched init next.xlsx --from week.xlsx --monday 2026-03-09
    """
    if source is not None and blank:
        raise click.UsageError("--from starts from an instance, --blank from nothing")
    if target.suffix.lower() not in (_WORKBOOK, "") and not target.is_dir():
        raise click.BadParameter("name a file that ends in .xlsx, or a folder", param_hint="FILE")
    _require_free(target, source, force)
    left_behind: dict[str, int] = {}
    if source is None:
        week = _fresh(blank, monday or _next_monday())
    else:
        week, left_behind = _from(source, monday)
    if time_zone is not None:
        week = week.replace(week=week.week.model_copy(update={"time_zone": time_zone}))
    _write(target, week, example=source is None and not blank)
    document = _document(target, week, left_behind)
    if as_json:
        print_json(document)
        return Exit.DONE
    _tell(document, left_behind)
    return Exit.DONE


def _next_monday() -> dt.date:
    today = dt.date.today()
    return today + dt.timedelta(days=7 - today.weekday())


def _fresh(blank: bool, monday: dt.date) -> "Instance":
    """Return the example at a Monday, or only its week."""
    from iopsched.domain.instance import Instance
    from iopsched.domain.moving import shifted
    from iopsched.files.reading import read_instance

    example = shifted(read_instance(_EXAMPLE), monday).replace(id=f"week-{monday}")
    return Instance(id=example.id, week=example.week) if blank else example


def _from(source: str, monday: dt.date | None) -> "tuple[Instance, dict[str, int]]":
    """Return the instance to start from, at its Monday or another, and what of it stayed behind."""
    from iopsched.domain.moving import carried, shifted
    from iopsched.files.reading import read_instance
    from iopsched.files.sources import shipped_instances

    names = {name for full in shipped_instances() for name in (full, full.partition("/")[2])}
    if source in names and not Path(source).exists():
        source = f"@{source}"
    week = read_instance(source)
    if monday is None:
        return week, {}
    # An id that names the week goes with it.
    named = week.id.replace(str(week.week.monday), str(monday))
    if source.startswith("@"):
        return shifted(week, monday).replace(id=named), {}
    moved = carried(week, monday)
    return moved.instance.replace(id=named), moved.left_behind


def _require_free(target: Path, source: str | None, force: bool) -> None:
    """Refuse to write over anything that nobody said to write over, and over what is read in any case."""
    from iopsched.files.sources import shown_name

    if source is not None and target.exists() and Path(source).exists() and target.samefile(source):
        message = "this is what the new one starts from"
        raise ProblemsError([Problem("file_exists", shown_name(target), message, "Choose another name.")])
    if force or not target.exists():
        return
    if target.is_dir():
        if target.suffix.lower() == _WORKBOOK or not any(target.glob("*.csv")):
            return
        message = "there are CSV files in this folder already"
    else:
        message = "there is a file of this name already"
    way_out = "Choose another name, or say --force to overwrite it."
    raise ProblemsError([Problem("file_exists", shown_name(target), message, way_out)])


def _write(target: Path, week: "Instance", *, example: bool) -> None:
    from iopsched.files.csv_folders import write_folder
    from iopsched.files.writing import write_bytes
    from iopsched.sheets.writing import grids_of
    from iopsched.workbooks.week import as_examples, week_workbook

    grids: tuple[Grid, ...] = grids_of(week)
    if example:
        grids = as_examples(grids)
    if target.suffix.lower() == _WORKBOOK:
        write_bytes(target, week_workbook(grids))
    else:
        write_folder(target, grids)


def _document(target: Path, week: "Instance", left_behind: dict[str, int]) -> dict[str, Any]:
    return {
        "exit_code": int(Exit.DONE),
        "wrote": str(target),
        "instance_id": week.id,
        "monday": str(week.week.monday),
        "time_zone": week.week.time_zone,
        "clients": len(week.clients),
        "clinicians": len(week.clinicians),
        "rooms": len(week.rooms),
        "meetings": len(week.offer),
        "left_behind": left_behind,
        "next": f"iopsched check {shlex.quote(str(target))}",
    }


_LEFT_WORDS = {
    "closures": ("closure", "closures"),
    "exceptions": ("exception", "exceptions"),
    "attended": ("attendance", "attendances"),
    "history": ("session held", "sessions held"),
}


def _tell(document: dict[str, Any], left_behind: dict[str, int]) -> None:
    click.echo(
        f"Wrote {document['wrote']} for the week of Monday {document['monday']}, {document['time_zone']}."
    )
    if left_behind:
        words = (f"{count} {_LEFT_WORDS[name][count != 1]}" for name, count in left_behind.items())
        click.echo(f"Left behind, for they belong to dates of the old week: {', '.join(words)}.")
    click.echo(f"Fill it in. Next: {document['next']}")
