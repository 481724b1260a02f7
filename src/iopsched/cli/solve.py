"""``iopsched solve``: plan the week and write the schedule."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.desk_options import desk_options
from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.cli.pin_options import pin_options, pinned
from iopsched.cli.run_exports import RunExports
from iopsched.cli.search_options import limits_of, out_option, search_options
from iopsched.cli.verb import Verb, json_option
from iopsched.cli.watching import watched_search, without_schedule
from iopsched.domain.result import SolveResult
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.cli.folder import RunFolder
    from iopsched.domain.instance import Instance
    from iopsched.domain.reasons import Reasons


@click.command(cls=Verb, short_help="Plan the week and write the schedule.")
@click.argument("instance")
@out_option
@desk_options
@click.option(
    "--published", metavar="SCHEDULE", help="The schedule people have already; change as little as possible."
)
@pin_options
@click.option(
    "--explain", is_flag=True, help="Also find out why each shortfall is there, with the same limits again."
)
@search_options
@json_option
def solve(
    instance: str,
    out: Path,
    published: str | None,
    hold: tuple[str, ...],
    forbid: tuple[str, ...],
    now: dt.datetime | None,
    explain: bool,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    reproducible: bool,
    effort: float | None,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Plan the week and write the schedule.

    DIR gets schedule.json at once and again after each improvement (an older one becomes
    schedule.previous.json), instance.json, result.json with goals, shortfalls and certificates,
    and run.json with timings and versions. Ctrl-C keeps the best schedule so far. The workbook, the
    report, calendars and tables are written as asked for, after the search, into DIR or where named.

    \b
    Example:
      iopsched solve @evening-20 --out week --time-limit 60
    """
    limits = limits_of(time_limit, seed, workers, reproducible, effort)
    week = _effective_instance(instance, published, hold, forbid, quiet=quiet)
    sent = week.published
    week = pinned(week, hold, forbid, now, quiet=quiet)
    week = _carried_over(week, quiet=quiet)

    from iopsched.cli.folder import RunFolder

    folder = RunFolder(out, week, instance)
    if (published or hold or forbid or now) and folder.instance_is_input:
        raise click.UsageError(
            "with --published, --hold, --forbid or --now, --out must be another folder than the instance's: "
            "its instance.json, which you gave, would be overwritten"
        )
    exports = RunExports(out, week, instance, published)
    folder.prepare()
    result, interrupted = watched_search(week, limits, folder, quiet=quiet)
    if result is None:
        return without_schedule(interrupted, as_json=as_json)
    code = Exit.INTERRUPTED if interrupted else Exit.SHORT if result.shortfalls else Exit.DONE
    further, found = {}, None
    if explain and not interrupted:
        from iopsched.cli.why_short import reasons_of

        found = reasons_of(week, result.schedule, limits, quiet=quiet or as_json)
        further = {"reasons": found.model_dump(mode="json")}
    document = folder.finish(result, limits, code, further)
    exports.write(week, result, sent, found)
    if as_json:
        print_json({"exit_code": int(code), "folder": str(out), **document, **exports.data})
    elif not quiet:
        _say(week, result, folder, code, found, exports)
    return code


def _effective_instance(
    instance: str, published: str | None, hold: tuple[str, ...], forbid: tuple[str, ...], *, quiet: bool
) -> "Instance":
    """Return the instance with what is published, or raise every problem of the files and the options."""
    from iopsched.files.reading import read_problems
    from iopsched.files.schedules import read_schedule

    given, unfit = None, list[Problem]()
    try:
        given = None if published is None else read_schedule(published, None)
    except ProblemsError as error:
        unfit += (replace(problem, place=f"--published: {problem.place}") for problem in error.problems)
    week, problems = read_problems(instance, given)
    if week is not None and published is not None:
        # Only then: what it takes is not needed to plan a first week.
        from iopsched.replanning.preparing import Texts, foreign, text_problems

        unfit += () if given is None else foreign(week, given)
        unfit += text_problems(week, Texts(hold=hold, forbid=forbid)) if unfit else ()
    if week is None or unfit:
        raise ProblemsError([*problems, *unfit])
    if not quiet:
        print_problems(problems)
    return week


def _carried_over(week: "Instance", *, quiet: bool) -> "Instance":
    """Return an instance with what is published moved to its week; say what of it is lost on the way."""
    from iopsched.continuity.carrying import carry_over

    if week.published is None:
        return week
    carried = carry_over(week, week.published)
    if not quiet:
        for lost in carried.dropped:
            note(f"Not as published: {lost.sentence}.")
    return week.replace(published=carried.published)


def _say(
    week: "Instance",
    result: SolveResult,
    folder: "RunFolder",
    code: Exit,
    found: "Reasons | None",
    exports: RunExports,
) -> None:
    from iopsched.reporting.outcome import solve_summary
    from iopsched.reporting.words import duration

    print_page(solve_summary(week, result))
    if found is not None and found.reasons:
        from iopsched.cli.why_short import print_reasons

        print_reasons(found)
    if code == Exit.INTERRUPTED:
        click.echo(f"{MEANINGS[code].capitalize()}.")
    click.echo(f"Searched {duration(result.seconds)}. Wrote schedule.json, instance.json, result.json")
    click.echo(f"and run.json into {folder.folder}.")
    exports.say((folder.instance, folder.schedule))
    if result.shortfalls:
        note("Some needs are not met; they are listed above and in result.json.")
