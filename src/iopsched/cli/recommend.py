"""``iopsched recommend``: where somebody who arrives, or one session more, fits best."""

import datetime as dt
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.exits import Exit
from iopsched.cli.interrupts import interrupts
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.cli.pin_options import LocalTime
from iopsched.cli.search_options import limits_of, search_options
from iopsched.cli.verb import Verb, fail, json_option
from iopsched.errors import NoScheduleError, Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.clients import Client
    from iopsched.domain.instance import Instance
    from iopsched.domain.schedule import Schedule
    from iopsched.replanning.recommending import RecommendedWeeks


def _asked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the four ways to ask, one of which is given."""
    options = (
        click.option("--client", metavar="FILE", help="Whole weeks for a new client, as in an instance."),
        click.option("--week-of", metavar="CLIENT", help="Whole weeks for a client of the instance: c014."),
        click.option("--extra", metavar="CLIENT:SERVICE", help="Times for one session more of its own."),
        click.option("--cover", metavar="WHAT", help="Clinicians for a session, or for each of a group."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Verb, short_help="Say where a new client, or one session more, fits best.")
@click.argument("instance")
@click.argument("schedule")
@_asked_options
@click.option(
    "--top", type=click.IntRange(1, 50), default=5, show_default=True, metavar="N", help="How many."
)
@click.option(
    "--may-move",
    type=click.IntRange(0, 50),
    default=0,
    show_default=True,
    metavar="N",
    help="How many other clients may change a group, at most.",
)
@click.option(
    "--now", type=LocalTime(), metavar="TIME", help="The week is past until TIME and stays as it was."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write instance.json and schedule.json of the first, or of the one to --take, into this folder.",
)
@click.option("--take", type=click.IntRange(1, 50), metavar="K", help="With --out: write the one of rank K.")
@search_options
@json_option
def recommend(
    instance: str,
    schedule: str,
    client: str | None,
    week_of: str | None,
    extra: str | None,
    cover: str | None,
    top: int,
    may_move: int,
    now: dt.datetime | None,
    out: Path | None,
    take: int | None,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    reproducible: bool,
    effort: float | None,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Say where a new client, or one session more, fits best.

    SCHEDULE is what people have; it stays as it is, but for as many clients as may move. Each
    recommendation is verified, and says what it costs others and which last seats it takes.

    \b
    Example:
      iopsched recommend week/instance.json week/schedule.json --client new.json --top 5
    """
    limits = limits_of(time_limit, seed, workers, reproducible, effort)
    _require_one_question(client, week_of, extra, cover)
    _require_fitting(cover, extra, may_move, take, out)
    week, published, new = _read(instance, schedule, client, now, quiet=quiet)
    if cover is not None:
        return _cover(week, published, cover, top, as_json=as_json, quiet=quiet)
    who, service = _asked(new, week_of, extra)
    with interrupts("what was found by then is told") as cancel:
        # Only now: an interrupt while the solver's libraries load would come out as a broken import.
        from iopsched.replanning.recommending import recommend as recommended

        try:
            found = recommended(
                week, published, who, extra=service, top=top, may_move=may_move, limits=limits, cancel=cancel
            )
        except NoScheduleError:
            code = Exit.INTERRUPTED if cancel.is_set() else Exit.NO_SCHEDULE
            words = "interrupted before anything was found" if cancel.is_set() else None
            return fail(code, as_json=as_json, words=words)
        interrupted = cancel.is_set()
    return _tell(found, instance, out, take, interrupted=interrupted, as_json=as_json, quiet=quiet)


def _require_one_question(*asked: str | None) -> None:
    if sum(one is not None for one in asked) != 1:
        raise click.UsageError("give one of --client, --week-of, --extra and --cover")


def _require_fitting(
    cover: str | None, extra: str | None, may_move: int, take: int | None, out: Path | None
) -> None:
    if cover is not None and out is not None:
        raise click.UsageError("--out goes with --client, --week-of and --extra")
    if may_move and (cover is not None or extra is not None):
        raise click.UsageError("--may-move goes with --client and --week-of")
    if take is not None and out is None:
        raise click.UsageError("--take goes with --out")
    if extra is not None and not all(extra.partition(":")):
        raise click.UsageError("--extra takes a client and a service, as c014:individual")


def _read(
    instance: str, schedule: str, client: str | None, now: dt.datetime | None, *, quiet: bool
) -> "tuple[Instance, Schedule, Client | None]":
    """Return the week, what is published and the new client, or raise every problem of all files."""
    from iopsched.files.clients import read_clients
    from iopsched.files.reading import read_problems
    from iopsched.files.schedules import read_schedule
    from iopsched.replanning.past import at_time

    if [instance, schedule, client].count("-") > 1:
        raise click.UsageError("only one of the inputs can be standard input (-)")
    problems: list[Problem] = []
    published: Schedule | None = None
    clients: tuple[Client, ...] = ()
    try:
        published = read_schedule(schedule)
    except ProblemsError as error:
        problems += (_at(problem, "schedule") for problem in error.problems)
    week, said = read_problems(instance, published)
    try:
        clients = () if client is None else read_clients(client)
    except ProblemsError as error:
        problems += (_at(problem, "--client") for problem in error.problems)
    if len(clients) > 1:
        way_out = "Give one; several at once arrive with iopsched replan --arrive."
        shown = str(len(clients))
        problems.append(Problem("one_client", "--client", "one client is expected", way_out, shown))
    if week is None or published is None or problems:
        raise ProblemsError([*(said if week is None else ()), *problems])
    if not quiet:
        print_problems(said)
    if now is not None:
        week, sentences = at_time(week, now, published)
        for sentence in () if quiet else sentences:
            note(f"{sentence[0].upper()}{sentence[1:]}.")
    return week, published, clients[0] if clients else None


def _at(problem: Problem, side: str) -> Problem:
    if problem.place.startswith(side):
        return problem
    joined = f"{side}: {problem.place}" if side.startswith("--") else f"{side}.{problem.place}"
    return replace(problem, place=joined)


def _asked(new: "Client | None", week_of: str | None, extra: str | None) -> "tuple[Client | str, str | None]":
    if extra is not None:
        who, _, service = extra.partition(":")
        return who, service
    return new if new is not None else week_of or "", None


def _tell(
    found: "RecommendedWeeks",
    source: str,
    out: Path | None,
    take: int | None,
    *,
    interrupted: bool,
    as_json: bool,
    quiet: bool,
) -> Exit:
    from iopsched.reporting.recommended import recommendations_page

    met = bool(found.recommended) and found.recommended[0].certificate.met
    code = Exit.INTERRUPTED if interrupted else Exit.DONE if met else Exit.SHORT
    written = None if out is None else _write(found, source, out, take or 1)
    if as_json:
        print_json({"exit_code": int(code), "folder": written, "recommendations": found.document()})
    elif not quiet:
        print_page(recommendations_page(found))
        if out is not None:
            files = shlex.join([str(out / "instance.json"), str(out / "schedule.json")])
            click.echo(f"Wrote instance.json and schedule.json of rank {take or 1} into {out}.")
            click.echo(f"Next: iopsched report {files}")
    return code


def _write(found: "RecommendedWeeks", source: str, out: Path, rank: int) -> str:
    from iopsched.cli.folder import RunFolder

    if rank > len(found.recommended):
        message, way_out = "there is no recommendation of this rank", "Take one that there is."
        raise ProblemsError([Problem("no_such_rank", "--take", message, way_out, str(rank))])
    folder = RunFolder(out, found.instance, source)
    if folder.instance_is_input:
        raise click.UsageError("--out must be another folder than the instance's")
    folder.prepare()
    folder.keep(found.recommended[rank - 1].schedule)
    return str(out)


def _cover(
    week: "Instance", published: "Schedule", what: str, top: int, *, as_json: bool, quiet: bool
) -> Exit:
    from iopsched.replanning.covering import cover
    from iopsched.reporting.replanned import substitutes_block

    found = cover(week, published, what)
    shown = tuple(one.model_copy(update={"ranked": one.best(top)}) for one in found)
    code = Exit.DONE if all(any(entry.valid for entry in one.ranked) for one in found) else Exit.SHORT
    if as_json:
        print_json({"exit_code": int(code), "cover": [one.model_dump(mode="json") for one in shown]})
    elif not quiet:
        print_page(substitutes_block(shown))
    return code
