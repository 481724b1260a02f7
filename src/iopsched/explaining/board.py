"""The present week looked up by person, place and day: who is open when, and who is taken."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from iopsched.domain.clients import Client, PlanItem
from iopsched.domain.clinicians import Clinician
from iopsched.domain.hours import ALWAYS, Window
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group, Meeting, Role, Service
from iopsched.domain.week import Room
from iopsched.judging.combined import in_stay
from iopsched.judging.hours import hours_on, overlaps, within

HALF_HOUR = 30


class Board:
    """A week as it stands. Days are 0 to 6, times minutes after midnight."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        self.instance, self.schedule = instance, schedule
        self.session = {session.id: session for session in schedule.sessions}
        self.led: dict[str, list[Session]] = defaultdict(list)
        self.attended: dict[str, list[Session]] = defaultdict(list)
        self.used: dict[str, list[Session]] = defaultdict(list)
        for session in schedule.sessions:
            for leader in session.leaders:
                self.led[leader].append(session)
            for client in session.clients:
                self.attended[client].append(session)
            if session.room is not None:
                self.used[session.room].append(session)

    def of_clinician(self, clinician: Clinician, day: int) -> tuple[Window, ...]:
        """Return a clinician's hours of a day."""
        return hours_on(self.instance.week.date_of(day), clinician.hours, clinician.exceptions)

    def of_client(self, client: Client, day: int) -> tuple[Window, ...]:
        """Return a client's hours of a day of its stay, arrival and departure included; none otherwise."""
        date = self.instance.week.date_of(day)
        if not in_stay(client, date):
            return ()
        first = client.arrive_after or 0
        last = client.leave_by if client.leave_by is not None else 1440
        windows = hours_on(date, client.hours, client.exceptions)
        return tuple((max(a, first), min(b, last)) for a, b in windows if max(a, first) < min(b, last))

    def of_site(self, site_id: str, day: int) -> tuple[Window, ...]:
        """Return a site's hours of a day."""
        site = self.instance.site[site_id]
        return hours_on(self.instance.week.date_of(day), site.hours, site.exceptions)

    def of_room(self, room: Room, day: int) -> tuple[Window, ...]:
        """Return a room's own hours of a day."""
        return hours_on(self.instance.week.date_of(day), room.hours or ALWAYS, room.exceptions)

    def closed(self, day: int, start: int, end: int) -> bool:
        """Return whether everything is closed then, or it is past."""
        week = self.instance.week
        date = week.date_of(day)
        return week.is_past(date, start) or any(
            closure.date == date
            and not closure.sites
            and (closure.hours is None or overlaps(start, end, closure.hours))
            for closure in week.closures
        )

    def leads_then(self, clinician: Clinician, day: int, start: int, end: int) -> bool:
        """Return whether a clinician leads another session then, its break between them included."""
        pause = clinician.break_minutes
        return _taken(self.led[clinician.id], day, start - pause, end + pause)

    def attends_then(self, client: str, day: int, start: int, end: int) -> bool:
        """Return whether a client attends another session then."""
        return _taken(self.attended[client], day, start, end)

    def in_use(self, room: str, day: int, start: int, end: int) -> bool:
        """Return whether a room is in use then."""
        return _taken(self.used[room], day, start, end)

    def minutes_led(self, clinician: str, day: int | None = None) -> int:
        """Return the clock minutes that a clinician leads on a day, or in the week."""
        sessions = self.led[clinician]
        return sum(s.end - s.start for s in sessions if day is None or s.date.weekday() == day)

    def caseload(self, clinician: str) -> int:
        """Return how many clients a clinician is primary to, given or assigned by the schedule."""
        given = {one.id for one in self.instance.clients if one.primary == clinician}
        assigned = {
            client
            for session in self.schedule.sessions
            if session.kind == "individual" and clinician in session.leaders
            for client in session.clients
            if self.instance.client[client].primary is None
        }
        return len(given | assigned)

    def rooms_for(self, service: Service, listed: Iterable[str] | None = None) -> list[Room]:
        """Return the rooms that suit a service, of those listed if any are."""
        among = set(listed or ())
        return [
            room
            for room in self.instance.rooms
            if set(service.room_features) <= set(room.features) and (not among or room.id in among)
        ]

    def room_is_open(self, room: Room, day: int, start: int, end: int) -> bool:
        """Return whether a room and its site are open then."""
        return within(start, end, self.of_room(room, day)) and within(
            start, end, self.of_site(room.site, day)
        )

    def lacks(self, clinician: Clinician, role: Role, day: int) -> tuple[str, ...] | None:
        """Return the fewest credentials that a clinician lacks for a role on a day."""
        date = self.instance.week.date_of(day)
        held = {c.name for c in clinician.credentials if c.valid_until is None or c.valid_until >= date}
        missing = [tuple(name for name in wanted if name not in held) for wanted in role.any_of]
        return min(missing, key=len, default=None)

    def heads(self, session: Session) -> int:
        """Return the heads of a session."""
        guests = self.instance.service[session.service].guests_count_as_heads
        return len(session.clients) + (len(session.guests) if guests else 0)

    def most_heads(self, group: Group) -> int:
        """Return the most heads of a group's sessions."""
        return group.max_heads or self.instance.service[group.service].most_heads

    def fewest_heads(self, group: Group) -> int:
        """Return the fewest heads of a group's sessions."""
        return group.min_heads or self.instance.service[group.service].fewest_heads

    def leaders_listed(self, group: Group, meeting: Meeting) -> tuple[str, ...]:
        """Return the candidate leaders of a meeting; none listed means everybody."""
        return meeting.leaders or group.leaders or ()


def free_starts(length: int, grid: int, *windows: tuple[Window, ...]) -> Iterator[int]:
    """Yield the starts on the grid at which a session lies within every one of these hours."""
    for opens, closes in windows[0]:
        for start in range(-(-opens // grid) * grid, closes - length + 1, grid):
            if all(within(start, start + length, others) for others in windows[1:]):
                yield start


def _taken(sessions: Iterable[Session], day: int, start: int, end: int) -> bool:
    return any(s.date.weekday() == day and s.start < end and start < s.end for s in sessions)


def own_items(instance: Instance, client: Client) -> Iterator[tuple[PlanItem, Service]]:
    """Yield a client's plan items of services that are not groups, with the services."""
    for item in client.plan:
        service = instance.service[item.service]
        if service.format != "group" and service.scheduled:
            yield item, service
