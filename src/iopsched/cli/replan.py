"""``iopsched replan``: plan the rest of a published week again after something happened to it."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from iopsched.cli.desk_options import desk_options
from iopsched.cli.event_options import event_options
from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.kept_edits import KeptEdits, keep_edits_option
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.cli.pin_options import pin_options
from iopsched.cli.readiness import asked_for_readiness, readiness, readiness_options
from iopsched.cli.run_exports import RunExports
from iopsched.cli.search_options import limits_of, out_option, search_options
from iopsched.cli.verb import Verb, json_option
from iopsched.cli.watching import watched_search, without_schedule
from iopsched.domain.progress import Limits
from iopsched.domain.result import SolveResult
from iopsched.errors import Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.cli.folder import RunFolder
    from iopsched.domain.attendance import AttendanceRow
    from iopsched.replanning.preparing import Prepared, Replanned

T = TypeVar("T")

_IN_SHEETS = re.compile(r"(?:sessions|attendance|original)(?:\.csv)?(?:!| row |$)", re.IGNORECASE)


@click.command(cls=Verb, short_help="Plan a published week again after something happened.")
@click.argument("instance")
@click.argument("schedule")
@keep_edits_option
@event_options
@pin_options
@click.option(
    "--attended",
    metavar="CSV",
    help="What was attended so far: a table with the columns client, session, attended_minutes.",
)
@click.option(
    "--extra-sessions",
    type=click.IntRange(0, 10),
    default=0,
    metavar="N",
    help="Own sessions beyond the plan that whoever missed sessions may have.  [default: 0]",
)
@readiness_options
@out_option
@desk_options
@search_options
@json_option
def replan(
    instance: str,
    schedule: str,
    absent: tuple[str, ...],
    close: tuple[str, ...],
    cancel: tuple[str, ...],
    arrive: tuple[str, ...],
    leave: tuple[str, ...],
    hold: tuple[str, ...],
    forbid: tuple[str, ...],
    now: dt.datetime | None,
    attended: str | None,
    extra_sessions: int,
    each_absence: bool,
    only: str | None,
    out: Path,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    reproducible: bool,
    effort: float | None,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Plan a published week again after something happened.

    SCHEDULE is what people have; as little of it as possible changes. Events may be given several
    times and all at once. DIR gets what `iopsched solve` writes, and difference.json.

    \b
    Example:
      iopsched replan week/instance.json week/schedule.json --absent k03:tue --out again
    """
    limits = limits_of(time_limit, seed, workers, reproducible, effort)
    if asked_for_readiness():
        return readiness(limits, quiet=quiet, as_json=as_json)
    _require_one_standard_input(instance, schedule, attended, *arrive)
    kept = KeptEdits(quiet=quiet)
    files = _Files(instance, schedule, attended, arrive, extra_sessions, kept)
    prepared = files.prepared((absent, close, cancel, leave), hold, forbid, now, quiet=quiet)

    folder = _folder(out, prepared, instance)
    exports = RunExports(out, prepared.instance, instance, schedule, attended, *arrive)
    folder.prepare()
    talks = not (quiet or as_json)
    if talks:
        _say_before(prepared)
    with kept.by_cells(prepared.instance):
        result, interrupted = watched_search(prepared.instance, limits, folder, quiet=quiet)
    if result is None:
        return without_schedule(interrupted, as_json=as_json)
    code = Exit.INTERRUPTED if interrupted else Exit.SHORT if result.shortfalls else Exit.DONE
    _conclude(prepared, result, limits, folder, code, exports, kept, talks=talks, as_json=as_json)
    return code


def _folder(out: Path, prepared: "Prepared", instance: str) -> "RunFolder":
    """Return where to write, which is never where the instance that was given stands."""
    from iopsched.cli.folder import RunFolder

    folder = RunFolder(out, prepared.instance, instance)
    if folder.instance_is_input:
        raise click.UsageError(
            "--out must be another folder than the instance's: its instance.json, which you gave, would be "
            "overwritten"
        )
    return folder


def _conclude(
    prepared: "Prepared",
    result: SolveResult,
    limits: Limits,
    folder: "RunFolder",
    code: Exit,
    exports: RunExports,
    kept: KeptEdits,
    *,
    talks: bool,
    as_json: bool,
) -> None:
    """Write and say what came of it."""
    from iopsched.replanning.preparing import finish

    replanned = finish(prepared, result, limits=limits)
    further = {**_further(replanned), **kept.document(prepared.instance, result)}
    document = folder.finish(result, limits, code, further)
    difference = replanned.difference.model_dump(mode="json")
    folder.add("difference.json", difference)
    exports.write(prepared.instance, result, kept.sent(prepared.published))
    if as_json:
        heading = {"exit_code": int(code), "folder": str(folder.folder)}
        print_json({**heading, **document, "difference": difference, **exports.data})
    elif talks:
        _say(replanned, result, folder, code, exports, kept)


def _require_one_standard_input(*sources: str | None) -> None:
    if sources.count("-") > 1:
        raise click.UsageError("only one of the inputs can be standard input (-)")


class _Files:
    """The files that the command line names, read with everything that is wrong with any of them."""

    def __init__(
        self,
        instance: str,
        schedule: str,
        attended: str | None,
        arrive: tuple[str, ...],
        extra: int,
        kept: KeptEdits,
    ) -> None:
        self._kept = kept
        self._instance, self._schedule, self._extra = instance, schedule, extra
        self._attended, self._arrive = attended, arrive
        self._problems: list[Problem] = []

    def prepared(
        self,
        events: tuple[tuple[str, ...], ...],
        hold: tuple[str, ...],
        forbid: tuple[str, ...],
        now: dt.datetime | None,
        *,
        quiet: bool,
    ) -> "Prepared":
        """Return what the week is planned again from.

        Raises:
            iopsched.errors.ProblemsError: a file or an option does not fit; all problems are told.
        """
        from iopsched.files.clients import read_clients
        from iopsched.files.reading import read_problems
        from iopsched.replanning.preparing import Texts, prepare, text_problems

        published = self._attempt("schedule", self._schedule, self._kept.read)
        week, problems = read_problems(self._instance, published)
        arrivals = [self._attempt("--arrive", source, read_clients) for source in self._arrive]
        rows = self._rows()
        absent, close, cancel, leave = events
        arriving = tuple(clients for clients in arrivals if clients)
        texts = Texts(absent, close, cancel, arriving, leave, hold, forbid)
        if week is None or published is None:
            of_week = problems if week is None else ()
            of_texts = () if week is None else text_problems(week, texts)
            raise ProblemsError([*of_week, *self._problems, *of_texts])
        if not quiet:
            print_problems(problems)
        try:
            week = self._kept.kept_in(week, now)
            with self._kept.by_cells(week):
                prepared = prepare(
                    week,
                    published,
                    events=self._kept.events(week, now),
                    now=now,
                    attended=rows,
                    texts=texts,
                    extra_sessions=self._extra,
                )
        except ProblemsError as error:
            raise ProblemsError([*self._problems, *error.problems]) from None
        if self._problems:
            raise ProblemsError(self._problems)
        return prepared

    def _rows(self) -> "tuple[AttendanceRow, ...]":
        from iopsched.files.attendance import examined_attendance

        examined = None if self._attended is None else self._attempt("", self._attended, examined_attendance)
        rows, problems = examined or ((), ())
        self._problems += problems
        return rows

    def _attempt(self, side: str, source: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(source)
        except ProblemsError as error:
            self._problems += [_of_side(side, problem) for problem in error.problems]
            return None


def _of_side(side: str, problem: Problem) -> Problem:
    place = problem.place
    if not side or place.startswith(side) or _IN_SHEETS.match(place):
        return problem
    joined = f"{side}: {place}" if side.startswith("--") else f"{side}.{place}"
    return replace(problem, place=joined)


def _further(replanned: "Replanned") -> dict[str, Any]:
    return {
        "notes": list(replanned.notes),
        "dropped": [entry.model_dump(mode="json") for entry in replanned.dropped],
        "substitutes": [entry.model_dump(mode="json") for entry in replanned.substitutes],
        "make_ups": [entry.model_dump(mode="json") for entry in replanned.make_ups],
        "unmet": [entry.model_dump(mode="json") for entry in replanned.unmet],
    }


def _say_before(prepared: "Prepared") -> None:
    from iopsched.reporting.replanned import sentences_block

    lost = [entry.sentence for entry in prepared.dropped]
    for title, sentences in (("Not as published", lost), ("What follows", prepared.notes)):
        if sentences:
            print_page(sentences_block(title, sentences))


def _say(
    replanned: "Replanned",
    result: SolveResult,
    folder: "RunFolder",
    code: Exit,
    exports: RunExports,
    kept: KeptEdits,
) -> None:
    from iopsched.reporting.differences import difference_page
    from iopsched.reporting.outcome import solve_summary
    from iopsched.reporting.replanned import make_ups_block, substitutes_block, unmet_block
    from iopsched.reporting.words import duration

    print_page(solve_summary(replanned.instance, result))
    print_page(difference_page(replanned.difference))
    kept.say(replanned.instance, result)
    if replanned.make_ups:
        print_page(make_ups_block(replanned.make_ups))
    if replanned.unmet:
        print_page(unmet_block(replanned.unmet))
    if replanned.substitutes:
        print_page(substitutes_block(replanned.substitutes))
    if code == Exit.INTERRUPTED:
        click.echo(f"{MEANINGS[code].capitalize()}.")
    click.echo(f"Searched {duration(result.seconds)}. Wrote schedule.json, instance.json, result.json,")
    click.echo(f"difference.json and run.json into {folder.folder}.")
    exports.say((folder.instance, folder.schedule))
    if result.shortfalls:
        note("Some needs are not met; they are listed above and in result.json.")
