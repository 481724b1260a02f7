"""Readiness as text: who and what the week cannot do without, single points of failure first."""

from collections import defaultdict
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from iopsched.domain.clock import format_day
from iopsched.domain.readiness import AbsenceOutcome, Readiness
from iopsched.reporting.week import heading, plain_table
from iopsched.reporting.words import count

_MOST_SESSIONS = 4


def readiness_page(found: Readiness) -> RenderableType:
    """Return what every absence of a day comes to, and the week of each clinician and room in sum."""
    parts: list[RenderableType] = [heading("Out for a day"), Text(_sum(found)), Text("")]
    if found.outcomes:
        table = plain_table("Out", "Day", "Sessions", "Clients short", "Churn", no_wrap=("Day", "Churn"))
        for one in found.outcomes:
            day = format_day(one.date.weekday())
            churn = f"{100 * one.churn:.1f} %" if one.found else "-"
            cells = [_who(one), day, _sessions(one), short_words(one), churn]
            table.add_row(*(Text(cell) for cell in cells))
        parts += [table, Text(""), *_by_name(found)]
    return Group(*parts)


def outcome_line(one: AbsenceOutcome, number: int, of: int) -> str:
    """Return one outcome as a line of progress."""
    day = format_day(one.date.weekday())
    return f"{number} of {of}  {_who(one)} {day}: clients short {short_words(one)}"


def short_words(one: AbsenceOutcome) -> str:
    """Return how many clients fall short, and how firm that is, such as ``3, proved``."""
    if not one.found:
        return "no re-plan keeps the pins" if one.blocked else "unknown: no re-plan found"
    if not one.short:
        return "0"
    number = len(one.short)
    return f"{number}, proved" if one.proved else f"at most {number}, at least {one.at_least}"


def _sum(found: Readiness) -> str:
    failing = sum(1 for one in found.outcomes if one.short)
    without = sum(1 for one in found.outcomes if not one.found)
    asked = len(found.outcomes)
    cut = "" if found.complete else f" Only {asked} of {found.asked} were asked about."
    unplanned = f" For {without} no re-plan was found." if without else ""
    if not failing:
        others = " otherwise" if without else ""
        return f"{count(asked, 'absence')}: nobody falls short{others} that did not before.{unplanned}{cut}"
    leave = "leaves" if failing == 1 else "leave"
    return (
        f"{count(asked, 'absence')}, of which {failing} {leave} a client short even after planning "
        f"again.{unplanned}{cut}"
    )


def _who(one: AbsenceOutcome) -> str:
    return f"{one.kind} {one.id}"


def _sessions(one: AbsenceOutcome) -> str:
    shown = " ".join(one.sessions[:_MOST_SESSIONS])
    more = len(one.sessions) - _MOST_SESSIONS
    return f"{shown} and {more} more" if more > 0 else shown


def _by_name(found: Readiness) -> Iterator[RenderableType]:
    weeks: dict[tuple[str, str], list[AbsenceOutcome]] = defaultdict(list)
    for one in found.outcomes:
        weeks[one.kind, one.id].append(one)
    table = plain_table("Over the week", "Days needed", "Days with clients short", "Clients short", "Minutes")
    rows = []
    for (kind, name), days in weeks.items():
        short = {client for day in days for client in day.short}
        failing = sum(1 for day in days if day.short or not day.found)
        minutes = sum(day.minutes_short for day in days)
        rows.append((-len(short), -minutes, kind, name, len(days), failing))
    for clients, minutes, kind, name, needed, failing in sorted(rows):
        cells = (f"{kind} {name}", needed, failing, -clients, -minutes)
        table.add_row(*(Text(str(cell)) for cell in cells))
    yield table
    yield Text("")
