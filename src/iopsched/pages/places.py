"""The report's articles on rooms, telehealth and groups."""

from iopsched.domain.services import Group
from iopsched.domain.week import Room
from iopsched.pages.articles import Article, Subject, article, led_by, told, what, when, where, who
from iopsched.pages.showing import Showing
from iopsched.reporting.lookup import meeting_starts
from iopsched.reporting.words import count, hours

_MOST_STARTS = 3


def room_article(show: Showing, room: Room) -> Article:
    """Return a room's week: who is in it, when."""
    sessions = show.by_room[room.id]
    used = sum(session.end - session.start for session in sessions)
    facts = [f"Seats {room.capacity}", count(len(sessions), "session"), f"{hours(used)} h in use"]
    if len(show.instance.sites) > 1:
        facts.insert(0, f"Site {room.site}")
    return article(
        show,
        Subject(f"room-{room.id}", f"Room {room.id}", sessions),
        facts,
        lambda one: (told(show, one), show.heads_in_words(one), show.drawn(one.leaders)),
        {"When": when(), "Session": what(), "Led by": led_by(show), "Who attends": who(show)},
    )


def telehealth_article(show: Showing) -> Article | None:
    """Return the week of sessions by telehealth, or None where there is none."""
    sessions = [session for session in show.lookup.sessions if session.room is None]
    if not sessions:
        return None
    return article(
        show,
        Subject("telehealth", "Telehealth", sessions),
        [count(len(sessions), "session")],
        lambda one: (told(show, one), show.drawn(one.leaders)),
        {"When": when(), "Session": what(), "Led by": led_by(show), "Who attends": who(show)},
    )


def group_article(show: Showing, group: Group) -> Article:
    """Return a group's week: its meetings and its roster."""
    sessions = show.lookup.by_group.get(group.id, [])
    roster = {client for session in sessions for client in session.clients}
    held = {session.id for session in sessions}
    facts = [
        f"Service {group.service}",
        *(["closed"] if group.closed else []),
        "all meetings or none" if group.attendance == "attend_all" else "each meeting by itself",
        f"{len(sessions)} of {count(len(group.meetings), 'meeting')} held",
        f"{count(len(roster), 'client')} enrolled",
    ]
    for meeting in group.meetings:
        if group.session_id(meeting) not in held:
            starts = meeting_starts(meeting.starts[:_MOST_STARTS])
            more = ", \u2026" if len(meeting.starts) > _MOST_STARTS else ""
            facts.append(f"{group.session_id(meeting)} is not held (offered {starts}{more})")
    return article(
        show,
        Subject(f"group-{group.id}", f"Group {group.id}", sessions),
        facts,
        lambda one: (show.lookup.place(one), show.heads_in_words(one), show.drawn(one.leaders)),
        {
            "When": when(),
            "Session": what(),
            "Place": where(show),
            "Led by": led_by(show),
            "Who attends": who(show),
        },
    )
