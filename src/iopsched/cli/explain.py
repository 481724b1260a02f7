"""``iopsched explain``: why, why not, and what would fix it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.exits import Exit
from iopsched.cli.interrupts import interrupts
from iopsched.cli.search_options import limits_of, search_options
from iopsched.cli.verb import Verb, fail, json_option
from iopsched.domain.progress import Limits
from iopsched.errors import NoScheduleError, Problem, ProblemsError

if TYPE_CHECKING:
    from iopsched.domain.clients import Client
    from iopsched.domain.instance import Instance
    from iopsched.domain.lever_table import LeverTable
    from iopsched.domain.schedule import Schedule
    from iopsched.explaining.questions import Questions


def _question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what can be asked, and about whom."""
    options = (
        click.option(
            "--client", metavar="ID", help="Why this client falls short; or whom a question is about."
        ),
        click.option(
            "--session", metavar="ID", help="The session that --why-clinician or --why-time is about."
        ),
        click.option("--service", metavar="ID", help="Which of the client's own sessions is meant."),
        click.option("--not-in", metavar="GROUP", help="Why the client is not in this group, or session."),
        click.option("--why-clinician", metavar="ID", help="Why not led by this clinician."),
        click.option("--why-time", metavar="TIME", help="Why not at this time: tue-18:00."),
        click.option("--why-not-running", metavar="GROUP", help="Why this group is not held."),
        click.option(
            "--why-not",
            multiple=True,
            metavar="WHAT",
            help="Why there is no such session: client:c014,group:dbt-1; so by clinician, room, session, "
            "service, mode, day:mon, start:mon-18:00 and until:wed-14:00 too. Repeatable.",
        ),
        click.option(
            "--prove", is_flag=True, help="Plan the whole week again with the wish, for proved bounds."
        ),
        click.option(
            "--repairs", is_flag=True, help="What could be done about the shortfalls, and its effect."
        ),
        click.option(
            "--capacity", metavar="FILE", help="How many more clients like the one in this file could start."
        ),
        click.option(
            "--levers", metavar="FILE", help="What --repairs and --capacity may change, and what it costs."
        ),
        click.option(
            "--for-client",
            metavar="ID",
            help="The explanation is for this client: nobody else is named in it.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(cls=Verb, short_help="Say why, why not, and what would fix it.")
@click.argument("instance")
@click.argument("schedule", required=False)
@_question_options
@search_options
@json_option
def explain(
    instance: str,
    schedule: str | None,
    client: str | None,
    session: str | None,
    service: str | None,
    not_in: str | None,
    why_clinician: str | None,
    why_time: str | None,
    why_not_running: str | None,
    why_not: tuple[str, ...],
    prove: bool,
    repairs: bool,
    capacity: str | None,
    levers: str | None,
    for_client: str | None,
    time_limit: float | None,
    seed: int,
    workers: int | None,
    reproducible: bool,
    effort: float | None,
    quiet: bool,
    as_json: bool,
) -> Exit:
    """Say why, why not, and what would fix it.

    With a SCHEDULE alone: why each shortfall is there. With a question: what that wish would cost, found
    by planning again with it, or which rules forbid it. Without a SCHEDULE: which pins and facts of the
    instance contradict each other. Limits are those of one question; nothing is written.

    \b
    Example:
      iopsched explain week/instance.json week/schedule.json
      iopsched explain week/instance.json week/schedule.json --client c014 --not-in dbt-1
      iopsched explain week/instance.json week/schedule.json --repairs
    """
    limits = limits_of(time_limit, seed, workers, reproducible, effort)
    # Each part knows how long it takes as usual.
    usual = None if time_limit is None and limits == Limits() else limits
    from iopsched.explaining.questions import Questions

    about = client or for_client
    asked = Questions(about, session, service, not_in, why_clinician, why_time, why_not_running, why_not)
    _require_fitting(asked, schedule, client, for_client, prove=prove, menus=repairs or capacity is not None)
    week, plan, profile, table = _Files(instance, schedule, capacity, levers).read()
    _require_known(week, plan, asked, client, for_client)
    with interrupts("what was found by then is told") as cancel:
        # Only now: an interrupt while the solver's libraries load would come out as a broken import.
        from iopsched.cli.explained import Asking, tell

        asking = Asking(week, plan, asked, about, prove, repairs, profile, table, usual, quiet or as_json)
        try:
            found = asking.run(cancel)
        except NoScheduleError:
            words = "not settled in time: neither a schedule nor a contradiction was found"
            code = Exit.INTERRUPTED if cancel.is_set() else Exit.NO_SCHEDULE
            return fail(code, as_json=as_json, words=words)
        code = Exit.INTERRUPTED if cancel.is_set() else Exit.DONE if found.settled else Exit.NO_SCHEDULE
    tell(week, plan, found, code, for_client, as_json=as_json)
    return code


def _require_fitting(
    asked: "Questions",
    schedule: str | None,
    client: str | None,
    for_client: str | None,
    *,
    prove: bool,
    menus: bool,
) -> None:
    """Refuse options that do not go together."""
    about = client or for_client
    if schedule is None and (asked or about or asked.session or prove or menus):
        raise click.UsageError("questions are about a schedule: give SCHEDULE too")
    if asked.not_in is not None and about is None:
        raise click.UsageError("--not-in goes with --client")
    if asked.clinician is not None or asked.time is not None:
        if about is None and asked.session is None:
            raise click.UsageError("--why-clinician and --why-time go with --session or --client")
    elif asked.session is not None or asked.service is not None:
        raise click.UsageError("--session and --service go with --why-clinician or --why-time")
    if asked.session is not None and (client is not None or asked.service is not None):
        raise click.UsageError("--session says all: leave --client and --service out")
    if prove and not asked:
        raise click.UsageError("--prove goes with a question, as --not-in or --why-not")
    if for_client is not None and (menus or (client is not None and client != for_client)):
        raise click.UsageError("--for-client is for shortfalls and questions of that client alone")


@dataclass(frozen=True)
class _Files:
    """The files that the command line names."""

    instance: str
    schedule: str | None
    capacity: str | None
    levers: str | None

    def read(self) -> "tuple[Instance, Schedule | None, Client | None, LeverTable]":
        """Return the week, its schedule, the profile of a client and the table of levers.

        Raises:
            iopsched.errors.ProblemsError: one of them cannot be read, or is invalid.
        """
        from iopsched.domain.lever_table import DEFAULT_LEVERS
        from iopsched.files.clients import read_clients
        from iopsched.files.levers import read_levers
        from iopsched.files.reading import read_instance
        from iopsched.files.schedules import read_schedule

        if [self.instance, self.schedule, self.capacity, self.levers].count("-") > 1:
            raise click.UsageError("only one of the inputs can be standard input (-)")
        week = read_instance(self.instance)
        plan = None if self.schedule is None else read_schedule(self.schedule, week)
        profiles = () if self.capacity is None else read_clients(self.capacity)
        if len(profiles) > 1:
            message, way_out = "one client is expected", "Give the one that others are to be like."
            raise ProblemsError([Problem("one_client", "--capacity", message, way_out, str(len(profiles)))])
        table = DEFAULT_LEVERS if self.levers is None else read_levers(self.levers)
        return week, plan, profiles[0] if profiles else None, table


def _require_known(
    week: "Instance", plan: "Schedule | None", asked: "Questions", client: str | None, for_client: str | None
) -> None:
    """Refuse clients whom nobody knows, and questions about others in an explanation for one."""
    from iopsched.explaining.wishes import clients_of

    for option, one in (("--client", client), ("--for-client", for_client)):
        if one is not None and one not in week.client:
            raise click.BadParameter("the instance has no client of this id", param_hint=option)
    if for_client is not None and plan is not None:
        wishes = asked.wishes(week, plan)
        if any(set(clients_of(wish, week)) - {for_client} for wish in wishes):
            raise click.UsageError("--for-client is for shortfalls and questions of that client alone")
