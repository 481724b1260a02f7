"""One table per group: its meetings, head counts and roster."""

from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text

from iopsched.domain.services import Group
from iopsched.reporting.lookup import Lookup, meeting_starts
from iopsched.reporting.week import heading, listed, plain_table, what
from iopsched.reporting.words import count, day_of, folded, times


def group_block(lookup: Lookup, group: Group) -> RenderableType:
    """Return one group's week: each meeting with its heads against the limits, and the roster."""
    service = lookup.instance.service[group.service]
    fewest = group.min_heads if group.min_heads is not None else service.fewest_heads
    most = group.max_heads if group.max_heads is not None else service.most_heads
    held = [s for m in group.meetings if (s := lookup.by_id.get(group.session_id(m))) is not None]
    roster = tuple(sorted({client for session in held for client in session.clients}))
    kind = "all meetings or none" if group.attendance == "attend_all" else "each meeting by itself"
    closed = ", closed" if group.closed else ""
    title = heading(f"Group {group.id} - {group.service} ({kind}{closed})")
    line = (
        f"{len(held)} of {count(len(group.meetings), 'meeting')} held, "
        f"{count(len(roster), 'client')} enrolled, {fewest} to {most} heads a session"
    )
    table = plain_table("Session", "When", "Place", "Led by", "Heads", no_wrap=("When",))
    for meeting in group.meetings:
        session = lookup.by_id.get(group.session_id(meeting))
        if session is None:
            offered = meeting_starts(meeting.starts[:3]) + (", ..." if len(meeting.starts) > 3 else "")
            table.add_row(
                Text(folded(group.session_id(meeting), 24)),
                Text("not held"),
                Text("-"),
                Text("-"),
                Text(f"0 ({offered})"),
            )
            continue
        heads = lookup.heads(session)
        free = f"{most - heads} free" if heads < most else "full"
        table.add_row(
            what(session, service=False),
            f"{day_of(session)} {times(session)}",
            Text(lookup.place(session)),
            listed(session.leaders),
            f"{heads} of {most}, {free}",
        )
    return Stack(title, Text(line), table, Text.assemble("Roster: ", listed(roster)), Text(""))
