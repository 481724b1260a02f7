"""``iopsched solve``: plan the week and write the schedule."""

import datetime as dt
import math
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.interrupts import interrupts
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.cli.pin_options import pin_options, pinned
from iopsched.cli.verb import Verb, fail, json_option
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import SolveResult
from iopsched.errors import NoScheduleError, Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.cli.folder import RunFolder
    from iopsched.domain.instance import Instance

_DEFAULT = Limits()


@click.command(cls=Verb, short_help="Plan the week and write the schedule.")
@click.argument("instance")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    metavar="DIR",
    help="Folder to write schedule.json, instance.json, result.json and run.json into.",
)
@click.option(
    "--published", metavar="SCHEDULE", help="The schedule people have already; change as little as possible."
)
@pin_options
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=604_800),
    metavar="S",
    help=f"Seconds to search at most.  [default: {_DEFAULT.time_limit:g}]",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=_DEFAULT.seed, show_default=True, metavar="N"
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Threads to search with.  [default: one per core]",
)
@click.option("--reproducible", is_flag=True, help="Bound the search by effort: the same files every time.")
@click.option(
    "--effort",
    type=click.FloatRange(min=0, min_open=True, max=1e9),
    metavar="E",
    help=f"Deterministic units to search at most, with --reproducible.  [default: {_DEFAULT.effort:g}]",
)
@click.option("--quiet", is_flag=True, help="Show no progress and no summary.")
@json_option
def solve(
    instance: str,
    out: Path,
    published: str | None,
    hold: tuple[str, ...],
    forbid: tuple[str, ...],
    now: dt.datetime | None,
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
    and run.json with timings and versions. Ctrl-C keeps the best schedule so far.

    \b
    Example:
      iopsched solve @evening-20 --out week --time-limit 60
    """
    limits = _limits(time_limit, seed, workers, reproducible, effort)
    week = _effective_instance(instance, published, quiet=quiet)
    week = pinned(week, hold, forbid, now, quiet=quiet)

    from iopsched.cli.folder import RunFolder

    folder = RunFolder(out, week, instance)
    if (published or hold or forbid or now) and folder.instance_is_input:
        raise click.UsageError(
            "with --published, --hold, --forbid or --now, --out must be another folder than the instance's: "
            "its instance.json, which you gave, would be overwritten"
        )
    folder.prepare()
    result, interrupted = _search(week, limits, folder, quiet=quiet)
    if result is None:
        if interrupted:
            return fail(Exit.INTERRUPTED, as_json=as_json, words="interrupted before there was a schedule")
        return fail(Exit.NO_SCHEDULE, as_json=as_json)
    code = Exit.INTERRUPTED if interrupted else Exit.SHORT if result.shortfalls else Exit.DONE
    document = folder.finish(result, limits, code)
    if as_json:
        print_json({"exit_code": int(code), "folder": str(out), **document})
    elif not quiet:
        _say(week, result, folder, code)
    return code


def _limits(
    time_limit: float | None, seed: int, workers: int | None, reproducible: bool, effort: float | None
) -> Limits:
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


def _effective_instance(instance: str, published: str | None, *, quiet: bool) -> "Instance":
    from iopsched.files.reading import read_problems
    from iopsched.files.schedules import read_schedule

    given, unreadable = None, tuple[Problem, ...]()
    try:
        given = None if published is None else read_schedule(published, None)
    except ProblemsError as error:
        unreadable = error.problems
    week, problems = read_problems(instance, given)
    if week is None or unreadable:
        raise ProblemsError([*problems, *unreadable])
    if not quiet:
        print_problems(problems)
    return week


def _search(
    week: "Instance", limits: Limits, folder: "RunFolder", *, quiet: bool
) -> tuple[SolveResult | None, bool]:
    with interrupts() as cancel:
        # Only now: an interrupt while the solver's libraries load would come out as a broken import.
        from iopsched.cli.live import display_for
        from iopsched.cli.running import search

        with display_for(week, quiet=quiet) as display:

            def watch(report: Progress | None) -> None:
                if report is not None and report.schedule is not None:
                    folder.keep(report.schedule)
                display.show(report)

            try:
                result = search(week, limits, watch, cancel)
            except NoScheduleError:
                return None, cancel.is_set()
            return result, cancel.is_set()


def _say(week: "Instance", result: SolveResult, folder: "RunFolder", code: Exit) -> None:
    from iopsched.reporting.outcome import solve_summary
    from iopsched.reporting.words import duration

    print_page(solve_summary(week, result))
    if code == Exit.INTERRUPTED:
        click.echo(f"{MEANINGS[code].capitalize()}.")
    click.echo(f"Searched {duration(result.seconds)}. Wrote schedule.json, instance.json, result.json")
    click.echo(f"and run.json into {folder.folder}.")
    files = shlex.join([str(folder.instance), str(folder.schedule)])
    click.echo(f"Next: iopsched report {files}")
    if result.shortfalls:
        note("Some needs are not met; they are listed above and in result.json.")
