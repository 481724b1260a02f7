"""``iopsched verify``: hold a schedule against every rule."""

import click

from iopsched.cli.exits import Exit
from iopsched.cli.output import print_json, print_page
from iopsched.cli.verb import Verb, json_option
from iopsched.domain.result import Verdict


def exit_of(verdict: Verdict) -> Exit:
    """Return the exit code of a verdict: a broken rule goes before a shortfall."""
    if not verdict.valid:
        return Exit.BROKEN
    return Exit.SHORT if verdict.shortfalls else Exit.DONE


@click.command(cls=Verb, short_help="Hold a schedule, hand-made ones too, against every rule.")
@click.argument("instance")
@click.argument("schedule")
@json_option
def verify(instance: str, schedule: str, as_json: bool) -> Exit:
    """Hold a schedule, hand-made ones too, against every rule.

    Lists every rule that SCHEDULE breaks, every need it leaves short and every goal's value. What was
    held before week.now breaks none: it is listed as history. The judge shares no code with the solver.

    \b
    Example:
      iopsched verify week/instance.json week/schedule.json
    """
    from iopsched.files.reading import read_instance
    from iopsched.files.schedules import read_schedule
    from iopsched.reporting.documents import verdict_document
    from iopsched.reporting.outcome import verdict_summary
    from iopsched.verification import verify as hold_against_rules

    week = read_instance(instance)
    verdict = hold_against_rules(week, read_schedule(schedule, week))
    code = exit_of(verdict)
    if as_json:
        print_json({"exit_code": int(code), **verdict_document(week, verdict)})
    else:
        print_page(verdict_summary(week, verdict))
    return code
