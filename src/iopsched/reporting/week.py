"""The week at a glance, and each day in full."""

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.schedule import Session
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.words import DAY_NAMES, count, folded, times

_SESSION_WIDTH = 24
_GRID_WIDTH = 75


def heading(text: str) -> Text:
    """Return a section's heading."""
    return Text(text, style="bold")


def plain_table(*columns: str, no_wrap: tuple[str, ...] = ()) -> Table:
    """Return an empty table with a ruled head, whose long ids fold instead of being cut."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold", no_wrap=column in no_wrap)
    return table


def listed(ids: tuple[str, ...]) -> Text:
    """Return ids in a row, or a dash where there are none."""
    return Text(" ".join(ids) if ids else "-")


def overview(lookup: Lookup) -> RenderableType:
    """Return the week as a grid: starts down, days across, group sessions with their clients."""
    days = sorted(lookup.by_day)
    groups = [session for session in lookup.sessions if session.kind == "group"]
    if not lookup.sessions:
        return Text("No session is held this week.")
    table = plain_table("Start", *(format_day(day) for day in days), no_wrap=("Start",))
    width = max(_GRID_WIDTH // len(days) - 2, 8)
    for start in sorted({session.start for session in groups}):
        cells = [
            "\n".join(
                folded(f"{session.group} ({len(session.clients)})", width)
                for session in groups
                if session.start == start and session.date.weekday() == day
            )
            for day in days
        ]
        table.add_row(format_time(start), *(Text(cell) for cell in cells))
    own = [sum(s.kind == "individual" for s in lookup.by_day[day]) for day in days]
    if any(own):
        table.add_row("own", *(Text(str(number or "")) for number in own))
    title = "The week at a glance (clients in brackets; own: individual sessions)"
    return Group(heading(title), table, Text(""))


def day_block(lookup: Lookup, day: int, date: str) -> RenderableType:
    """Return one day's sessions in full, in order of time."""
    sessions = lookup.by_day.get(day, [])
    clients = {client for session in sessions for client in session.clients}
    title = f"{DAY_NAMES[day]} {date}: {count(len(sessions), 'session')}"
    if not sessions:
        return Group(heading(f"{DAY_NAMES[day]} {date}: no session"), Text(""))
    table = plain_table("Time", "Session", "Place", "Led by", "Who attends", no_wrap=("Time",))
    for session in sessions:
        table.add_row(
            times(session), what(session), Text(lookup.place(session)), listed(session.leaders), who(session)
        )
    return Group(heading(f"{title}, {count(len(clients), 'client')}"), table, Text(""))


def what(session: Session, *, service: bool = True) -> Text:
    """Return a session's id, with the service below it where the id of a group does not say."""
    shown = folded(session.id, _SESSION_WIDTH)
    if service and session.kind == "group" and session.group != session.service:
        return Text.assemble(shown, "\n", (folded(session.service, _SESSION_WIDTH), "dim"))
    return Text(shown)


def who(session: Session) -> Text:
    """Return who attends a session: how many clients, their ids, and the guests."""
    text = " ".join(session.clients) or "nobody"
    if len(session.clients) > 1:
        text = f"{len(session.clients)}: {text}"
    if session.guests:
        text += f" + {count(len(session.guests), 'guest')}: {' '.join(session.guests)}"
    return Text(text)
