"""``iopsched bench``: solve every instance of a folder and hold it against the best known."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.exits import MEANINGS, Exit
from iopsched.cli.output import note, print_json, print_page
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.progress import Limits
from iopsched.reporting.words import count, duration

if TYPE_CHECKING:
    from iopsched.benchmarking.comparing import Comparison
    from iopsched.benchmarking.measuring import Measurement
    from iopsched.benchmarking.suite import Benchmark

    Measured = list[tuple[Measurement, Comparison]]

_DEFAULT = Limits()
_EXITS = {
    "refused": Exit.DEFECT,
    "crashed": Exit.DEFECT,
    "contradictory": Exit.INVALID,
    "no schedule": Exit.NO_SCHEDULE,
}


@click.command(cls=Verb, short_help="Solve every instance of a folder; compare with the best known.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=604_800),
    default=_DEFAULT.time_limit,
    show_default=True,
    metavar="S",
    help="Seconds to search at most, for each instance.",
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
@click.option(
    "--best-known",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Best known values.  [default: best_known.json in FOLDER or above]",
)
@click.option("--record", is_flag=True, help="Write better values and bounds, and new ones, into that file.")
@json_option
def bench(
    folder: Path,
    time_limit: float,
    seed: int,
    workers: int | None,
    best_known: Path | None,
    record: bool,
    as_json: bool,
) -> Exit:
    """Solve every instance of a folder; compare with the best known.

    Each instance is solved in a process of its own and its schedule judged again. Exits with 7 if
    a value is worse than the best known, or a value and a bound contradict each other. Shortfalls
    are measured, and no reason to exit with 4.

    \b
    Example:
      iopsched bench instances/programmes --time-limit 60
    """
    if math.isnan(time_limit):
        raise click.UsageError("--time-limit is a number")
    from iopsched.benchmarking.suite import benchmark

    limits = Limits(time_limit=time_limit, seed=seed, workers=workers)
    suite = benchmark(folder, limits, best_known)
    measured, interrupted = _run(suite)
    recorded = suite.record(measured) if record else 0
    code = Exit.INTERRUPTED if interrupted else exit_of(measured)
    if as_json:
        print_json(_document(suite, measured, recorded, code))
    else:
        _say(suite, measured, recorded, code)
    return code


def exit_of(measured: "Measured") -> Exit:
    """Return the exit code of a benchmark: defects first, then regressions, then what was not solved."""
    codes = {_EXITS[one.outcome] for one, _ in measured if one.outcome in _EXITS}
    if any(comparison.regression for _, comparison in measured):
        codes.add(Exit.REGRESSION)
    order = (Exit.DEFECT, Exit.REGRESSION, Exit.INVALID, Exit.NO_SCHEDULE)
    return next((code for code in order if code in codes), Exit.DONE)


def _run(suite: "Benchmark") -> tuple["Measured", bool]:
    """Return what was measured, and whether Ctrl-C ended it early."""
    measured: Measured = []
    total = len(suite.folder.found)
    try:
        for one, comparison in suite.run():
            measured.append((one, comparison))
            took = "" if one.seconds is None else f" in {duration(one.seconds)}"
            words = f"; {comparison.standing}: {comparison.words}" if comparison.words else ""
            note(f"{len(measured)} of {total}: {one.instance_id} {one.outcome}{took}{words}")
    except KeyboardInterrupt:
        return measured, True
    return measured, False


def _document(suite: "Benchmark", measured: "Measured", recorded: int, code: Exit) -> dict[str, Any]:
    from iopsched.benchmarking.suite import machine, provenance

    made = provenance(suite.limits)
    return {
        "exit_code": int(code),
        "error": _meaning(code) if code else None,
        **made,
        "date": made["date"].isoformat(),
        "machine": machine(),
        "files_ignored": suite.folder.ignored,
        "recorded": recorded,
        "instances": [
            {**one.document(), "standing": comparison.standing, "standing_in_words": comparison.words}
            for one, comparison in measured
        ],
    }


def _say(suite: "Benchmark", measured: "Measured", recorded: int, code: Exit) -> None:
    from iopsched.benchmarking.tables import instances_table, levels_table
    from iopsched.cli.bench_tables import instances_block, levels_block

    if measured:
        print_page(instances_block(instances_table(measured)))
        print_page(levels_block(levels_table(measured)))
    for one, comparison in measured:
        if comparison.words:
            click.echo(f"{one.instance_id}: {comparison.standing}: {comparison.words}.")
    solved = sum(one.outcome == "solved" for one, _ in measured)
    regressions = sum(comparison.regression for _, comparison in measured)
    ignored = f" {count(suite.folder.ignored, 'file')} ignored." if suite.folder.ignored else ""
    click.echo(
        f"{solved} of {count(len(suite.folder.found), 'instance')} solved, "
        f"{count(regressions, 'regression')}.{ignored}"
    )
    if recorded:
        click.echo(f"Recorded what is new of {count(recorded, 'instance')} in {suite.known_path}.")
    if code:
        click.echo(f"{_meaning(code).capitalize()}.")


def _meaning(code: Exit) -> str:
    # A benchmark writes no schedule that an interrupt could have kept.
    return "interrupted; what was measured by then is shown" if code == Exit.INTERRUPTED else MEANINGS[code]
