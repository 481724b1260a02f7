"""The options that say what stays: ``--hold``, ``--forbid`` and ``--now``."""

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from iopsched.cli.output import note

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance

    _Type = click.ParamType[dt.datetime]
else:
    _Type = click.ParamType  # generic only in newer releases of click

F = TypeVar("F", bound=Callable[..., Any])

_LOCAL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


class LocalTime(_Type):
    """A date and time of the week's own clock, to the minute."""

    name = "local_time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Return the time that a text says; what stands there is never repeated."""
        try:
            if _LOCAL_TIME.fullmatch(value):
                return dt.datetime.fromisoformat(value)
        except ValueError:
            pass
        raise click.BadParameter(
            "a date and time to the minute such as 2026-03-04T14:00 is expected", ctx, param
        )


def pin_options(command: F) -> F:
    """Add ``--hold``, ``--forbid`` and ``--now`` to a command."""
    options = (
        click.option(
            "--hold",
            multiple=True,
            metavar="WHAT",
            help="Keep this as it is published, or ask for it if it is not: client:c014, day:mon, "
            "client:c014,group:dbt-1; so by clinician, room, session, service, mode, start:mon-18:00 "
            "and until:wed-14:00 too.",
        ),
        click.option(
            "--forbid", multiple=True, metavar="WHAT", help="Let no session be like this; WHAT as for --hold."
        ),
        click.option(
            "--now",
            type=LocalTime(),
            metavar="TIME",
            help="The week is past until TIME, as 2026-03-04T14:00: what was published for it is held.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def pinned(
    week: "Instance", hold: tuple[str, ...], forbid: tuple[str, ...], now: dt.datetime | None, *, quiet: bool
) -> "Instance":
    """Return an instance with its past held and pins added, and say so unless it should be quiet.

    Raises:
        click.UsageError: there is a time but no published schedule.
        iopsched.errors.ProblemsError: an option does not fit the instance; all problems are told.
    """
    from iopsched.replanning.past import at_time
    from iopsched.replanning.pinning import with_pins

    sentences: tuple[str, ...] = ()
    if now is not None:
        if week.published is None:
            raise click.UsageError("--now needs a published schedule: give it with --published")
        week, sentences = at_time(week, now, week.published)
    week, said = with_pins(week, hold, forbid)
    if not quiet:
        for sentence in (*sentences, *said):
            note(f"{sentence[0].upper()}{sentence[1:]}.")
    return week
