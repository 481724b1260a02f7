"""The week by room and by group, a page each."""

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Session
from iopsched.domain.services import Group
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.words import count, day_of, hours, times
from iopsched.sheets.grid import letters
from iopsched.workbooks.schedule_pages import Entry, Page, day_cell, plain, total

_MOST_MEETINGS = 6
_PRESENT = "x"


def rooms_page(lookup: Lookup) -> Page:
    """Return what is in every room, and what is by telehealth."""
    page = Page("By room", (7, 13, 32, 20, 20, 8, 9))
    instance = lookup.instance
    for number, room in enumerate(instance.rooms):
        site = f", site {room.site}" if len(instance.sites) > 1 else ""
        sessions = [one for one in lookup.sessions if one.room == room.id]
        page.say(f"Room {room.id}", "title", breaks=number > 0)
        page.say(f"{count(room.capacity, 'seat')}{site}", "subtitle")
        _place(page, lookup, sessions)
    remote = [one for one in lookup.sessions if one.room is None]
    if remote or not instance.rooms:
        page.say("Telehealth", "title", breaks=bool(instance.rooms))
        page.say("Sessions without a room", "subtitle")
        _place(page, lookup, remote)
    return page


def _place(page: Page, lookup: Lookup, sessions: list[Session]) -> None:
    page.head("Day", "Time", "Session", "Service", "Led by", "Heads", "Minutes")
    first, before = page.next_row, None
    for session in sessions:
        day = day_of(session)
        page.add(
            day_cell(day if day != before else ""),
            *plain(
                times(session),
                session.id,
                session.service,
                ", ".join(session.leaders),
                lookup.heads(session),
                session.end - session.start,
            ),
        )
        before = day
    if not sessions:
        page.add(*plain("", "", "Nothing this week", "", "", "", 0))
    used = sum(one.end - one.start for one in sessions)
    page.add(*total(f"Total {hours(used)} h", None, None, None, None, None, page.sum_of(6, first, used)))
    page.gap()


def groups_page(lookup: Lookup) -> Page:
    """Return the roster of every group: who attends which of its meetings."""
    most = max((len(sessions) for sessions in lookup.by_group.values()), default=1)
    columns = min(max(most, 1), _MOST_MEETINGS)
    page = Page("By group", (22, *([17] * columns)))
    first = True
    for group in lookup.instance.groups:
        sessions = lookup.by_group.get(group.id, [])
        parts = [sessions[at : at + columns] for at in range(0, len(sessions), columns)] or [[]]
        for number, part in enumerate(parts):
            _group(page, lookup, group, part, again=number > 0, breaks=not first)
            first = False
    if first:
        page.say("There are no groups.")
    return page


def _group(
    page: Page, lookup: Lookup, group: Group, sessions: list[Session], *, again: bool, breaks: bool
) -> None:
    page.say(f"Group {group.id}{' (continued)' if again else ''}", "title", breaks=breaks)
    said = f"Service {group.service}; {count(len(group.meetings), 'meeting')} offered"
    said += "; members attend every meeting" if group.attendance == "attend_all" else ""
    page.say(f"{said}; {_seats(lookup.instance, group)}", "subtitle")
    if not sessions:
        page.say("Not held this week.", "body")
        page.gap()
        return
    page.head("", *(f"{day_of(session)} {times(session)}" for session in sessions))
    page.add(*plain("Session", *(session.id for session in sessions)))
    page.add(*plain("Place", *(lookup.place(session) for session in sessions)))
    page.add(*plain("Led by", *(", ".join(session.leaders) for session in sessions)))
    clients = _present(lookup, sessions, "clients")
    guests = _present(lookup, sessions, "guests")
    first = page.next_row
    if not clients and not guests:
        page.add(*plain("nobody"), *(Entry("", ("cell",)) for _ in sessions))
    _roster(page, sessions, "clients", clients)
    after_clients = page.next_row - 1
    _roster(page, sessions, "guests", guests)
    counted = lookup.instance.service[group.service].guests_count_as_heads
    last = page.next_row - 1 if counted else after_clients
    heads = (_heads(column, first, last, lookup.heads(one)) for column, one in enumerate(sessions, 1))
    page.add(*total("Total heads", *heads))
    page.gap()


def _heads(column: int, first: int, last: int, value: int) -> Entry:
    name, styles = letters(column), ("total", "number", "centred")
    formula = f'=COUNTIF({name}{first}:{name}{last},"{_PRESENT}")' if last >= first else None
    return Entry(value, styles, formula)


def _roster(page: Page, sessions: list[Session], kind: str, people: dict[str, str]) -> None:
    for person, said in people.items():
        marks = [_PRESENT if person in getattr(session, kind) else "" for session in sessions]
        page.add(*plain(said), *(Entry(mark, ("cell", "centred")) for mark in marks))


def _present(lookup: Lookup, sessions: list[Session], kind: str) -> dict[str, str]:
    """Return the people of one kind in any of the sessions, with what to call each."""
    found = {person for session in sessions for person in getattr(session, kind)}
    if kind == "clients":
        return {one: one for one in lookup.instance.client if one in found}
    return {
        guest: f"{guest} (guest of {client.id})"
        for guest, (client, _) in lookup.instance.guest.items()
        if guest in found
    }


def _seats(instance: Instance, group: Group) -> str:
    service = instance.service[group.service]
    fewest = group.min_heads or service.fewest_heads
    most = group.max_heads or service.most_heads
    return f"{fewest} to {most} heads"
