"""``iopsched diff``: what two schedules differ in, and letters to whom it concerns."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from iopsched.cli.calendar_options import UID_KEY
from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json, print_page
from iopsched.cli.pin_options import LocalTime
from iopsched.cli.verb import Verb, json_option
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.schedule import Schedule

T = TypeVar("T")


@click.command(cls=Verb, short_help="Say what changes from one schedule to another.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--instance", metavar="INSTANCE", help="The instance of B: shortfalls and goals are compared too."
)
@click.option("--instance-before", metavar="INSTANCE", help="The instance of A, if it is another one.")
@click.option(
    "--pack",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a letter to each person concerned, and a call list, into this folder; with --instance "
    "also calendars of the changes.",
)
@click.option(
    "--now",
    type=LocalTime(),
    metavar="TIME",
    help="With --pack: leave out what is over at TIME, as 2026-03-04T14:00; call whoever is concerned "
    "within 48 hours of it.  [default: the instance's, or the start of the week]",
)
@click.option(
    "--calendars",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="With --pack: the folder of the calendars that people have, as `iopsched export --ics` wrote it.",
)
@click.option("--uid-key", **UID_KEY)
@json_option
def diff(
    before: str,
    after: str,
    instance: str | None,
    instance_before: str | None,
    pack: Path | None,
    now: dt.datetime | None,
    calendars: Path | None,
    uid_key: Path | None,
    as_json: bool,
) -> Exit:
    """Say what changes from one schedule to another.

    Which sessions are opened, closed or held otherwise, what changes for each client and clinician,
    and how many assignments of all changed (churn). Schedules of two weeks are compared day by day.
    With --pack each person concerned gets a letter that names nobody else's changes.

    \b
    Example:
      iopsched diff week/schedule.previous.json week/schedule.json --instance week/instance.json
    """
    if instance_before is not None and instance is None:
        raise click.UsageError("--instance-before goes with --instance, the instance of B")
    if now is not None and pack is None:
        raise click.UsageError("--now goes with --pack")
    if (calendars or uid_key) is not None and None in (pack, instance):
        raise click.UsageError("--calendars and --uid-key go with --pack and --instance")
    from iopsched.replanning.differences import diff as differences

    week, week_before, old, new = _read(before, after, instance, instance_before)
    difference = differences(old, new, instance=week, instance_before=week_before)
    files: list[str] = []
    if pack is not None:
        from iopsched.files.packs import write_pack
        from iopsched.replanning.change_pack import change_pack

        texts = change_pack(difference, old, instance=week, now=now)
        if week is not None:
            from iopsched.cli.pack_calendars import pack_calendars

            texts |= pack_calendars(list(texts), old, new, week, key_file=uid_key, sent=calendars, now=now)
        write_pack(pack, texts)
        files = list(texts)
    if as_json:
        document: dict[str, Any] = {"exit_code": int(Exit.DONE)}
        document["difference"] = difference.model_dump(mode="json")
        if pack is not None:
            document["pack"] = {"folder": str(pack), "files": files}
        print_json(document)
        return Exit.DONE
    from iopsched.reporting.differences import difference_page

    print_page(difference_page(difference))
    if pack is not None:
        click.echo(f"Wrote {_counted(files)} and the call list into {pack}.")
    return Exit.DONE


def _read(
    before: str, after: str, instance: str | None, instance_before: str | None
) -> tuple["Instance | None", "Instance | None", "Schedule", "Schedule"]:
    """Return both instances and both schedules, or raise every problem of all four at once."""
    from iopsched.files.parsing import parse_json
    from iopsched.files.schedules import schedule_from_data
    from iopsched.files.sources import read_source
    from iopsched.replanning.differences import instances_differ

    problems: list[Problem] = []
    headings: list[Any] = []

    def attempt(side: str, source: str | None, read: Callable[[str], T]) -> T | None:
        try:
            return None if source is None else read(source)
        except ProblemsError as error:
            problems.extend(_of_side(side, problem) for problem in error.problems)
            return None

    def whole_week(source: str) -> "Instance":
        # Only with an instance: without one its many checks need not be loaded.
        from iopsched.files.reading import read_instance

        return read_instance(source)

    def schedule(source: str, own: "Instance | None") -> "Schedule":
        kind, content = read_source(source, "schedule")
        if kind != "json":
            from iopsched.files.schedule_sheets import schedule_of_source

            found = schedule_of_source(kind, content, source, own).schedule
            headings.append(found.instance_id)
            return found
        data = parse_json(content, "schedule")
        headings.append(data.get("instance_id") if isinstance(data, dict) else None)
        return schedule_from_data(data, own)

    week = attempt("instance", instance, whole_week)
    week_before = attempt("instance_before", instance_before, whole_week)
    old = attempt("before", before, lambda source: schedule(source, week_before))
    new = attempt("after", after, lambda source: schedule(source, week))
    if problems or old is None or new is None:
        ids = [one for one in headings if isinstance(one, str)]
        if instance_before is None and len(ids) == 2:
            differ = instances_differ(*ids)
            problems += [] if differ is None else [differ]
        raise ProblemsError(problems)
    return week, week_before, old, new


def _of_side(side: str, problem: Problem) -> Problem:
    whole = problem.place in ("instance", "schedule")
    return replace(problem, place=side if whole else f"{side}.{problem.place}")


def _counted(files: list[str]) -> str:
    letters = sum("/" in name and name.endswith(".txt") for name in files)
    calendars = sum(name.endswith(".ics") for name in files)
    told = f"{letters} {'letter' if letters == 1 else 'letters'}"
    return told if not calendars else f"{told}, {calendars} {'calendar' if calendars == 1 else 'calendars'}"
