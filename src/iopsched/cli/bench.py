"""``iopsched bench``: solve a folder or a suite of instances and hold each against the best known."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_page
from iopsched.cli.search_options import limits_of
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.progress import Limits
from iopsched.reporting.words import count, duration

if TYPE_CHECKING:
    from iopsched.benchmarking.suite import Benchmark, Run

F = TypeVar("F", bound=Callable[..., Any])

SUITE_NAMES = ("smoke", "weekly", "scale", "agreement")
SMOKE_EFFORT = 5.0
"""Deterministic units for each instance of the smoke suite, unless told otherwise."""

_DEFAULT = Limits()
_EXITS = {
    "refused": Exit.DEFECT,
    "crashed": Exit.DEFECT,
    "contradictory": Exit.INVALID,
    "no schedule": Exit.NO_SCHEDULE,
}


def _what(command: F) -> F:
    """Add the options that say what is measured."""
    options = (
        click.argument(
            "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
        ),
        click.option(
            "--suite",
            "suites",
            type=click.Choice(SUITE_NAMES),
            multiple=True,
            help="A suite of the benchmark (repeatable); FOLDER then holds their list.  "
            "[default of FOLDER: instances/benchmark, or else what ships with iopsched]",
        ),
        click.option(
            "--only", "ids", multiple=True, metavar="ID", help="Only this instance of the suite (repeatable)."
        ),
        click.option(
            "--baseline", is_flag=True, help="Solve each in one plain model with default parameters too."
        ),
    )
    return _added(command, options)


def _limits(command: F) -> F:
    """Add the options that bound each search."""
    options = (
        click.option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True, max=604_800),
            metavar="S",
            help=f"Seconds to search at most, for each instance.  [default: {_DEFAULT.time_limit:g}]",
        ),
        click.option(
            "--seed", type=click.IntRange(0, 2**31 - 1), default=_DEFAULT.seed, show_default=True, metavar="N"
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 256),
            metavar="N",
            help="Threads, or processes, to search with.  [default: one per core]",
        ),
        click.option(
            "--reproducible",
            is_flag=True,
            help="Bound each search by effort: the same values every time.  [default for --suite smoke]",
        ),
        click.option(
            "--effort",
            type=click.FloatRange(min=0, min_open=True, max=1e9),
            metavar="E",
            help="Deterministic units to search at most, with --reproducible.  "
            f"[default: {_DEFAULT.effort:g}; for --suite smoke {SMOKE_EFFORT:g}]",
        ),
    )
    return _added(command, options)


def _kept(command: F) -> F:
    """Add the options that say what is kept."""
    options = (
        click.option(
            "--best-known",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Best known values.  [default: best_known.json in FOLDER or above]",
        ),
        click.option(
            "--record", is_flag=True, help="Write better values and bounds, and new ones, into that file."
        ),
        click.option(
            "--out",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help="Folder for a dated file of all that was measured, with pictures beside it.",
        ),
    )
    return _added(command, options)


def _added(command: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Verb, short_help="Solve a folder or suite of instances; compare with the best known.")
@_what
@_limits
@_kept
@json_option
def bench(
    folder: Path | None,
    suites: tuple[str, ...],
    ids: tuple[str, ...],
    baseline: bool,
    best_known: Path | None,
    record: bool,
    out: Path | None,
    as_json: bool,
    **bounds: Any,
) -> Exit:
    """Solve a folder or suite of instances; compare with the best known.

    Each instance is solved in a process of its own and its schedule judged again. Exits with 7 if
    a value is worse than what was reached within the same limits before, or a value and a bound
    contradict each other. Shortfalls are measured, and no reason to exit with 4.

    \b
    Examples:
      iopsched bench instances/programmes --time-limit 60
      iopsched bench --suite smoke
      iopsched bench --suite weekly --suite scale --time-limit 600 --out benchmarks/results
    """
    limits = _limits_of(suites, **bounds)
    plain = baseline or "agreement" in suites
    if plain and limits.reproducible:
        raise click.UsageError("the baseline is bounded by the clock: give --time-limit")
    if suites and folder is None:
        folder = _folder_of_suites(keeps_there=record and best_known is None)
    suite = _benchmark(folder, suites, ids, limits, best_known, plain)
    runs, interrupted = _run(suite)
    recorded = suite.record(runs) if record else 0
    code = Exit.INTERRUPTED if interrupted else exit_of(runs)
    if out is not None and runs:
        from iopsched.benchmarking.results import write_results

        note(f"Wrote {write_results(out, suite, runs)} and its pictures.")
    if as_json:
        print_json(_document(suite, runs, recorded, code))
    else:
        _say(suite, runs, recorded, code)
    return code


def _limits_of(
    suites: tuple[str, ...],
    time_limit: float | None,
    seed: int,
    workers: int | None,
    reproducible: bool,
    effort: float | None,
) -> Limits:
    """Return what each search may use; the smoke suite is bounded by effort unless told otherwise."""
    if "smoke" in suites and time_limit is None:
        if len(set(suites)) > 1:
            raise click.UsageError(
                "smoke is bounded by effort, other suites by the clock: run it alone, or give --time-limit"
            )
        reproducible, effort = True, SMOKE_EFFORT if effort is None else effort
    return limits_of(time_limit, seed, workers, reproducible, effort)


def _folder_of_suites(*, keeps_there: bool) -> Path:
    """Return where the suites are listed: below the current folder, or else with the package."""
    from iopsched.benchmarking import suites as listed

    if (listed.FOLDER / listed.FILE_NAME).is_file():
        return listed.FOLDER
    if keeps_there:
        raise click.UsageError("what ships with iopsched is not written to: give --best-known with --record")
    return listed.shipped_folder()


def _benchmark(
    folder: Path | None,
    suites: tuple[str, ...],
    ids: tuple[str, ...],
    limits: Limits,
    best_known: Path | None,
    plain: bool,
) -> "Benchmark":
    from iopsched.benchmarking import suites as listed
    from iopsched.benchmarking.suite import benchmark, benchmark_suites

    if folder is None:
        raise click.UsageError("name a FOLDER of instances, or a --suite")
    if suites:
        names = tuple(name for name in listed.SUITES if name in suites)
        return benchmark_suites(names, folder, limits, best_known, plain=plain, ids=ids)
    if ids:
        raise click.UsageError("--only goes with --suite")
    return benchmark(folder, limits, best_known, plain=plain)


def exit_of(runs: "list[Run]") -> Exit:
    """Return the exit code of a benchmark: defects first, then regressions, then what was not solved."""
    outcomes = [run.measurement.outcome for run in runs]
    codes = {_EXITS[one] for one in outcomes if one in _EXITS}
    codes |= {Exit.DEFECT for run in runs if run.beside and run.beside.plain.outcome == "refused"}
    if any(run.regression for run in runs):
        codes.add(Exit.REGRESSION)
    order = (Exit.DEFECT, Exit.REGRESSION, Exit.INVALID, Exit.NO_SCHEDULE)
    return next((code for code in order if code in codes), Exit.DONE)


def _run(suite: "Benchmark") -> tuple["list[Run]", bool]:
    """Return what was measured, and whether Ctrl-C ended it early."""
    runs: list[Run] = []
    total = len(suite.tasks)
    try:
        for run in suite.run():
            runs.append(run)
            one, words = run.measurement, _words(run)
            took = "" if one.seconds is None else f" in {duration(one.seconds)}"
            note(f"{len(runs)} of {total}: {one.instance_id} {one.outcome}{took}{words}")
    except KeyboardInterrupt:
        return runs, True
    return runs, False


def _words(run: "Run") -> str:
    said: list[tuple[str, str]] = []
    if run.comparison.words:
        said.append((run.comparison.standing, run.comparison.words))
    if run.beside is not None and run.beside.words:
        said.append((f"{run.beside.verdict}, beside the baseline", run.beside.words))
    return "".join(f"; {standing}{': ' + words if words else ''}" for standing, words in said)


def _document(suite: "Benchmark", runs: "list[Run]", recorded: int, code: Exit) -> dict[str, Any]:
    from iopsched.benchmarking.results import document

    return {
        "exit_code": int(code),
        "error": _meaning(code) if code else None,
        **document(suite, runs),
        "files_ignored": suite.ignored,
        "recorded": recorded,
    }


def _say(suite: "Benchmark", runs: "list[Run]", recorded: int, code: Exit) -> None:
    from iopsched.benchmarking.tables import baseline_table, instances_table, levels_table
    from iopsched.cli.bench_tables import baseline_block, instances_block, levels_block, times_block

    if runs:
        table = instances_table(runs)
        for block in (instances_block(table), times_block(table), levels_block(levels_table(runs))):
            print_page(block)
        if suite.plain:
            print_page(baseline_block(baseline_table(runs)))
    for run in runs:
        if words := _words(run):
            click.echo(f"{run.measurement.instance_id}{words.replace(';', ':', 1)}.")
    solved = sum(run.measurement.outcome == "solved" for run in runs)
    regressions = sum(run.regression for run in runs)
    ignored = f" {count(suite.ignored, 'file')} ignored." if suite.ignored else ""
    click.echo(
        f"{solved} of {count(len(suite.tasks), 'instance')} solved, "
        f"{count(regressions, 'regression')}.{ignored}"
    )
    if recorded:
        click.echo(f"Recorded what is new of {count(recorded, 'instance')} in {suite.known_path}.")
    if code:
        click.echo(f"{_meaning(code).capitalize()}.")


def _meaning(code: Exit) -> str:
    # A benchmark writes no schedule that an interrupt could have kept.
    return "interrupted; what was measured by then is shown" if code == Exit.INTERRUPTED else MEANINGS[code]
