"""The whole report, put together, and any part of it as text."""

import io

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from iopsched.domain.instance import Instance
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule
from iopsched.reporting.groups import group_block
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.outcome import shortfalls_block, violations_block
from iopsched.reporting.people import client_block, clinician_block
from iopsched.reporting.selection import Selection
from iopsched.reporting.stability import stability_block
from iopsched.reporting.week import day_block, heading, overview
from iopsched.reporting.words import count

WIDTH = 80
"""Columns that every report fits into."""


def report_page(
    instance: Instance, schedule: Schedule, verdict: Verdict, selection: Selection | None = None
) -> RenderableType:
    """Return the report of a schedule: what is wrong first, then the week, days, people and groups."""
    chosen = selection or Selection()
    lookup = Lookup(instance, schedule)
    parts: list[RenderableType] = [_title(lookup)]
    if verdict.violations:
        parts.append(violations_block(verdict.violations))
    if chosen.everything:
        parts += [shortfalls_block(instance, verdict.shortfalls), overview(lookup)]
        stable = stability_block(instance, schedule)
        parts += [] if stable is None else [stable]
    days = sorted(lookup.by_day) if chosen.everything else sorted(set(chosen.days))
    parts += [day_block(lookup, day, instance.week.date_of(day).isoformat()) for day in days]
    parts += _people(lookup, verdict, chosen)
    return Group(*parts)


def _people(lookup: Lookup, verdict: Verdict, chosen: Selection) -> list[RenderableType]:
    instance = lookup.instance
    certificates = {certificate.client: certificate for certificate in verdict.certificates}
    sections: dict[str, list[RenderableType]] = {
        "Clients": [
            client_block(lookup, instance.client[one], certificates.get(one))
            for one in chosen.shown(chosen.clients, sorted(instance.client))
        ],
        "Clinicians": [
            clinician_block(lookup, instance.clinician[one])
            for one in chosen.shown(chosen.clinicians, sorted(instance.clinician))
        ],
        "Groups": [
            group_block(lookup, instance.group[one])
            for one in chosen.shown(chosen.groups, sorted(instance.group))
        ],
    }
    parts: list[RenderableType] = []
    for title, blocks in sections.items():
        if blocks and chosen.everything:
            parts += [Rule(Text(title, style="bold"), align="left"), Text("")]
        parts += blocks
    return parts


def _title(lookup: Lookup) -> RenderableType:
    instance = lookup.instance
    own = sum(session.kind == "individual" for session in lookup.sessions)
    held = len(lookup.sessions) - own
    facts = (
        f"{count(len(instance.clients), 'client')}, {count(len(instance.clinicians), 'clinician')}, "
        f"{count(held, 'group session')}, {count(own, 'individual session')}."
    )
    return Group(
        heading(f"{instance.id} - week of {instance.week.monday.isoformat()}"),
        Text(facts),
        Text(f"Times are those of {instance.week.time_zone}."),
        Text(""),
    )


def as_text(page: RenderableType, width: int = WIDTH) -> str:
    """Return a page as plain text of at most `width` columns, without colour."""
    console = Console(
        file=io.StringIO(),
        width=width,
        no_color=True,
        color_system=None,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(page)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
