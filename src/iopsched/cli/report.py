"""``iopsched report``: show a schedule as tables, or write it as a page."""

from collections.abc import Container
from typing import TYPE_CHECKING, Any

import click

from iopsched.cli.exits import Exit
from iopsched.cli.html_options import HtmlPage, html_options, require_html_fits
from iopsched.cli.output import print_json, print_page
from iopsched.cli.verb import Verb, json_option
from iopsched.cli.verify import exit_of
from iopsched.domain.clock import parse_day

if TYPE_CHECKING:
    from pathlib import Path

    from iopsched.domain.instance import Instance
    from iopsched.reporting.selection import Selection


@click.command(cls=Verb, short_help="Show a schedule as tables that fit 80 columns, or write it as a page.")
@click.argument("instance")
@click.argument("schedule")
@click.option("--client", "clients", multiple=True, metavar="ID", help="Only this client (repeatable).")
@click.option(
    "--clinician", "clinicians", multiple=True, metavar="ID", help="Only this clinician (repeatable)."
)
@click.option("--group", "groups", multiple=True, metavar="ID", help="Only this group (repeatable).")
@click.option("--day", "days", multiple=True, metavar="DAY", help="Only this day, such as mon (repeatable).")
@click.option("--reasons", is_flag=True, help="Also why each shortfall is there, as `iopsched explain`.")
@html_options
@json_option
def report(
    instance: str,
    schedule: str,
    clients: tuple[str, ...],
    clinicians: tuple[str, ...],
    groups: tuple[str, ...],
    days: tuple[str, ...],
    reasons: bool,
    html: "Path | None",
    as_json: bool,
    **_page: Any,
) -> Exit:
    """Show a schedule as tables that fit 80 columns, or write it as a page.

    Shortfalls come first, then the week at a glance, how stable it is against the published schedule
    if the instance has one, each day, each client with its certificate, each clinician with loads
    against limits, and each group with its roster. The options single out what to show. With --html all
    of it goes into one page, with pictures, or onto sheets to hand out. Exits as `iopsched verify` does.

    \b
    Example:
      iopsched report week/instance.json week/schedule.json --day mon --client c014
      iopsched report week/instance.json week/schedule.json --html week/report.html
    """
    require_html_fits()

    from iopsched.files.reading import read_instance
    from iopsched.files.schedules import read_schedule
    from iopsched.reporting.documents import report_document
    from iopsched.reporting.page import report_page
    from iopsched.verification import verify

    week = read_instance(instance)
    chosen = _selection(week, clients, clinicians, groups, days)
    plan = read_schedule(schedule, week)
    verdict = verify(week, plan)
    code = exit_of(verdict)
    page = HtmlPage(week, plan, verdict, quiet=as_json) if html is not None else None
    found = None
    if reasons and verdict.valid:
        from iopsched.cli.why_short import reasons_of

        found = reasons_of(week, plan, None, clients=clients, quiet=as_json)
    further: dict[str, Any] = {} if found is None else {"reasons": found.model_dump(mode="json")}
    if page is not None:
        written = page.write(found)
        further["written"] = {"html": [str(written)]}
        if not as_json:
            click.echo(f"Wrote {written}.")
            return code
    if as_json:
        print_json({"exit_code": int(code), **report_document(week, plan, verdict, chosen), **further})
        return code
    print_page(report_page(week, plan, verdict, chosen))
    if found is not None and found.reasons:
        from iopsched.cli.why_short import print_reasons

        print_reasons(found)
    return code


def _selection(
    week: "Instance",
    clients: tuple[str, ...],
    clinicians: tuple[str, ...],
    groups: tuple[str, ...],
    days: tuple[str, ...],
) -> "Selection":
    from iopsched.reporting.selection import Selection

    _require_known("client", clients, week.client)
    _require_known("clinician", clinicians, week.clinician)
    _require_known("group", groups, week.group)
    indexes = tuple(index for day in days if (index := parse_day(day)) is not None)
    if len(indexes) != len(days):
        raise click.BadParameter("the days are mon, tue, wed, thu, fri, sat and sun", param_hint="--day")
    return Selection(clients, clinicians, groups, indexes)


def _require_known(kind: str, chosen: tuple[str, ...], known: Container[str]) -> None:
    if any(one not in known for one in chosen):
        raise click.BadParameter(f"the instance has no {kind} of this id", param_hint=f"--{kind}")
