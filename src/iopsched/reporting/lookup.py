"""The sessions of a schedule by whoever or whatever they concern."""

from collections import defaultdict
from functools import cached_property

from iopsched.domain.clients import Client
from iopsched.domain.clock import format_day
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session


class Lookup:
    """Sessions in order of time, by day, client, clinician and group."""

    def __init__(self, instance: Instance, schedule: Schedule) -> None:
        self.instance = instance
        self.sessions = sorted(schedule.sessions, key=lambda s: (s.date, s.start, s.end, s.id))

    @cached_property
    def by_day(self) -> dict[int, list[Session]]:
        """Sessions by day of the week, only days that have any."""
        found: dict[int, list[Session]] = defaultdict(list)
        for session in self.sessions:
            found[session.date.weekday()].append(session)
        return dict(found)

    @cached_property
    def by_client(self) -> dict[str, list[Session]]:
        """Sessions by client."""
        found: dict[str, list[Session]] = defaultdict(list)
        for session in self.sessions:
            for client in session.clients:
                found[client].append(session)
        return found

    @cached_property
    def by_clinician(self) -> dict[str, list[Session]]:
        """Sessions by leader."""
        found: dict[str, list[Session]] = defaultdict(list)
        for session in self.sessions:
            for leader in session.leaders:
                found[leader].append(session)
        return found

    @cached_property
    def by_group(self) -> dict[str, list[Session]]:
        """Sessions by group."""
        found: dict[str, list[Session]] = defaultdict(list)
        for session in self.sessions:
            if session.group is not None:
                found[session.group].append(session)
        return found

    @cached_property
    def by_id(self) -> dict[str, Session]:
        """Sessions by id."""
        return {session.id: session for session in self.sessions}

    def place(self, session: Session) -> str:
        """Return where a session is: its room (with the site, if there are several), or telehealth."""
        if session.room is None:
            return "telehealth"
        room = self.instance.room.get(session.room)
        if room is None or len(self.instance.sites) == 1:
            return session.room
        return f"{session.room} ({room.site})"

    def heads(self, session: Session) -> int:
        """Return how many heads a session counts: clients, and guests where the service counts them."""
        service = self.instance.service.get(session.service)
        counted = service is not None and service.guests_count_as_heads
        return len(session.clients) + (len(session.guests) if counted else 0)

    def primaries(self, client: Client) -> tuple[tuple[str, ...], bool]:
        """Return a client's primary clinician and whether it was given rather than assigned."""
        if client.primary is not None:
            return (client.primary,), True
        shared: set[str] | None = None
        for session in self.by_client.get(client.id, []):
            item = client.item_for(session.service)
            service = self.instance.service.get(session.service)
            if item is None or service is None:
                continue
            whom = item.with_whom or ("primary" if service.format == "individual" else "any")
            if whom == "primary":
                shared = set(session.leaders) if shared is None else shared & set(session.leaders)
        return tuple(sorted(shared or ())), False

    def caseload(self, clinician: str) -> int:
        """Return how many clients a clinician is the primary of, given or assigned."""
        return sum(clinician in self.primaries(client)[0] for client in self.instance.clients)


def meeting_starts(starts: tuple[int, ...]) -> str:
    """Return candidate starts as ``Mon 17:30, Tue 17:30``."""
    return ", ".join(
        f"{format_day(start // 1440)} {start % 1440 // 60:02d}:{start % 60:02d}" for start in starts
    )
