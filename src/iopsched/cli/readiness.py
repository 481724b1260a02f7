"""``iopsched replan --each-absence``: every clinician and every room out for a day, one after the other."""

import datetime as dt
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from iopsched.cli.exits import Exit
from iopsched.cli.interrupts import interrupts
from iopsched.cli.output import note, print_json, print_page, print_problems
from iopsched.domain.progress import Limits

if TYPE_CHECKING:
    from iopsched.domain.readiness import AbsenceOutcome, Readiness

F = TypeVar("F", bound=Callable[..., Any])

_GO_WITH_IT = {
    *("instance", "schedule", "each_absence", "only", "now", "quiet", "as_json"),
    *("time_limit", "seed", "workers", "reproducible", "effort"),
}
_KINDS = {"clinicians": "clinician", "rooms": "room", None: None}


def readiness_options(command: F) -> F:
    """Add ``--each-absence`` and what narrows it to a command."""
    options = (
        click.option(
            "--each-absence",
            is_flag=True,
            help="Say for every clinician and room, out for a day, how many clients would fall short after "
            "planning again. Nothing is written; --time-limit bounds each absence.",
        ),
        click.option(
            "--only",
            type=click.Choice(["clinicians", "rooms"]),
            help="With --each-absence: ask about these only.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def asked_for_readiness() -> bool:
    """Return whether the command line asks about each absence.

    Raises:
        click.UsageError: it asks for something besides that does not go with it.
    """
    context = click.get_current_context()
    names = [option.name for option in context.command.params if option.name not in _GO_WITH_IT]
    given = [
        name for name in names if name and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if not context.params["each_absence"]:
        if context.params["only"] is not None:
            raise click.UsageError("--only goes with --each-absence")
        return False
    if given:
        listed = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise click.UsageError(f"--each-absence asks what if, and does not go with {listed}")
    return True


def readiness(limits: Limits, *, quiet: bool, as_json: bool) -> Exit:
    """Ask about each absence as the command line says, and tell what it comes to."""
    params = click.get_current_context().params
    found, interrupted = _ask(params, limits, quiet=quiet)
    failing = any(one.short or not one.found for one in found.outcomes)
    code = Exit.INTERRUPTED if interrupted else Exit.SHORT if failing else Exit.DONE
    if as_json:
        print_json({"exit_code": int(code), "readiness": found.model_dump(mode="json")})
    elif not quiet:
        from iopsched.reporting.readiness import readiness_page

        print_page(readiness_page(found))
    return code


def _ask(params: dict[str, Any], limits: Limits, *, quiet: bool) -> "tuple[Readiness, bool]":
    from iopsched.files.reading import read_problems
    from iopsched.files.schedules import read_schedule
    from iopsched.replanning.past import at_time

    published = read_schedule(params["schedule"])
    week, problems = read_problems(params["instance"], published)
    if week is None:
        from iopsched.errors import ProblemsError

        raise ProblemsError(problems)
    if not quiet:
        print_problems(problems)
    now: dt.datetime | None = params["now"]
    if now is not None:
        week, _ = at_time(week, now, published)
    began = time.monotonic()

    def tell(outcome: "AbsenceOutcome", number: int, of: int) -> None:
        from iopsched.reporting.readiness import outcome_line

        if not quiet:
            note(f"{time.monotonic() - began:5.0f} s  {outcome_line(outcome, number, of)}")

    with interrupts("what was found by then is told") as cancel:
        # Only now: an interrupt while the solver's libraries load would come out as a broken import.
        from iopsched.replanning.readiness import each_absence

        only: Any = _KINDS[params["only"]]
        found = each_absence(week, published, only=only, limits=limits, on_outcome=tell, cancel=cancel)
        return found, cancel.is_set()
