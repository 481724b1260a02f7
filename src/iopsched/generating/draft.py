"""An instance under construction, together with the week planted in it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from iopsched.domain.clock import MINUTES_PER_DAY, format_time, format_week_time, parse_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.generating.board import Stretch
from iopsched.generating.records import Record, Records


class NoSlotError(Exception):
    """There is no free slot for a session that was to be planted."""


@dataclass(frozen=True)
class Generated:
    """An instance, and the valid schedule that it was built around."""

    instance: Instance
    planted: Schedule


class Draft(Records):
    """Records as they stand in an instance file, and sessions planted one by one.

    Times are minutes after Monday 00:00. Nothing is planted that the board does not have free.
    """

    def __init__(self, id_: str, monday: dt.date, site_hours: str | None = None, grid: int = 15) -> None:
        super().__init__(id_, monday, site_hours, grid)
        self.sessions: dict[str, Record] = {}
        self.spans: dict[str, Stretch] = {}
        self.weeks: defaultdict[str, list[str]] = defaultdict(list)

    def hold(
        self,
        group: str,
        meeting: str,
        start: int | str,
        teams: Iterable[Sequence[str]],
        rooms: Sequence[str | None],
    ) -> str:
        """Plant a group session, without clients, with the first team and room that are free.

        Raises:
            NoSlotError: no team and room are free together.
        """
        begin = parse_week_time(start) if isinstance(start, str) else start
        if begin is None:
            raise ValueError("a day and time such as Mon 17:30 is expected")
        service = self.groups[group]["service"]
        end = begin + self.services[service]["clock_minutes"]
        for team in teams:
            for room in rooms:
                stretch = Stretch(begin, end, self.place_of(room))
                if room is not None and not self.board.free(room, stretch):
                    continue
                if all(self.may_lead(who, stretch) for who in team):
                    self._plant(f"{group}.{meeting}", service, begin, room, team, group)
                    return f"{group}.{meeting}"
        raise NoSlotError(f"nobody or no room is free for {group}.{meeting} at {format_week_time(begin)}")

    def _plant(
        self, id_: str, service: str, start: int, room: str | None, leaders: Sequence[str], group: str | None
    ) -> None:
        stretch = Stretch(start, start + self.services[service]["clock_minutes"], self.place_of(room))
        for who in (*leaders, *([room] if room else [])):
            self.board.take(who, stretch)
        self.spans[id_] = stretch
        self.sessions[id_] = {
            "id": id_,
            "kind": "individual" if group is None else "group",
            **({} if group is None else {"group": group}),
            "service": service,
            "date": self.date(stretch.day),
            "start": format_time(start % MINUTES_PER_DAY),
            "end": format_time((stretch.end - 1) % MINUTES_PER_DAY + 1),
            "mode": "telehealth" if room is None else "on_site",
            **({} if room is None else {"room": room}),
            "leaders": list(leaders),
            "clients": [],
            "guests": [],
        }

    def may_lead(self, clinician: str, stretch: Stretch) -> bool:
        """Return whether a clinician works at the place of a stretch and is free then."""
        record = self.clinicians[clinician]
        mode = "telehealth" if stretch.place is None else "on_site"
        if mode not in record.get("modes", (mode,)):
            return False
        if stretch.place is not None and stretch.place not in record.get("sites", (stretch.place,)):
            return False
        return self.board.free(clinician, stretch)

    def can_attend(self, client: str, session: str) -> bool:
        """Return whether a client is free for a session."""
        return self.board.free(client, self.spans[session])

    def attend(self, client: str, session: str, guests: Sequence[str] = ()) -> None:
        """Let a client, and guests of its, attend a session."""
        for who in (client, *guests):
            if not self.board.free(who, self.spans[session]):
                raise NoSlotError(f"{who} is not free for {session}")
        for who in (client, *guests):
            self.board.take(who, self.spans[session])
        self.weeks[client].append(session)
        self.sessions[session]["clients"].append(client)
        self.sessions[session]["guests"].extend(guests)

    def drop(self, session: str) -> None:
        """Take a session that nobody attends out of the week again."""
        record, stretch = self.sessions.pop(session), self.spans.pop(session)
        for who in (*record["leaders"], *([record["room"]] if "room" in record else [])):
            self.board.release(who, stretch)

    def drop_unattended(self) -> None:
        """Take every session that nobody attends out of the week again."""
        for session in [id_ for id_, record in self.sessions.items() if not record["clients"]]:
            self.drop(session)

    def attended(self, client: str) -> list[str]:
        """Return the ids of the sessions that a client attends so far, earliest first."""
        return sorted(self.weeks[client], key=lambda id_: (self.spans[id_].start, id_))

    def heads(self, session: str) -> int:
        """Return the clients of a session, and its guests where they count."""
        record = self.sessions[session]
        guests = self.services[record["service"]].get("guests_count_as_heads", False)
        return len(record["clients"]) + (len(record["guests"]) if guests else 0)

    def place(
        self,
        client: str,
        service: str,
        leaders: Sequence[str],
        rooms: Sequence[str | None],
        *,
        number: int = 1,
        clients: Sequence[str] = (),
        guests: Sequence[str] = (),
        days: Iterable[int] = range(7),
    ) -> str:
        """Plant an individual session where the client waits least, led by the first leader free then.

        Raises:
            NoSlotError: nobody of `leaders` and the client are free together in any of `rooms`.
        """
        id_ = f"{client}.{service}.{number}"
        length = self.services[service]["clock_minutes"]
        best: tuple[int, int, str, str | None] | None = None
        for start in self._starts(client, length, days):
            cost = self._wait(client, start, start + length)
            if best is not None and cost >= best[0]:
                continue
            found = self._crew(start, start + length, (client, *clients, *guests), leaders, rooms)
            if found is not None:
                best = (cost, start, *found)
        if best is None:
            raise NoSlotError(f"there is no slot for {id_}")
        _, start, leader, room = best
        self._plant(id_, service, start, room, [leader], None)
        self.attend(client, id_, guests)
        for partner in clients:
            self.attend(partner, id_)
        return id_

    def _starts(self, client: str, length: int, days: Iterable[int]) -> Iterator[int]:
        wanted = set(days)
        for low, high in self.board.windows[client]:
            if low // MINUTES_PER_DAY in wanted:
                yield from range(-(-low // self.grid) * self.grid, high - length + 1, self.grid)

    def _wait(self, client: str, start: int, end: int) -> int:
        """Return the client's wait beside its nearest session of the day; a day for itself costs more."""
        today = self.board.on(client, start // MINUTES_PER_DAY)
        waits = [start - s.end if s.end <= start else s.start - end for s in today]
        return min((wait for wait in waits if wait >= 0), default=240)

    def _crew(
        self, start: int, end: int, people: Sequence[str], leaders: Sequence[str], rooms: Sequence[str | None]
    ) -> tuple[str, str | None] | None:
        for room in rooms:
            stretch = Stretch(start, end, self.place_of(room))
            if room is not None and not self.board.free(room, stretch):
                continue
            if not all(self.board.free(who, stretch) for who in people):
                continue
            for leader in leaders:
                if self.may_lead(leader, stretch):
                    return leader, room
        return None

    def generated(self) -> Generated:
        """Return the instance and the planted schedule, both checked."""
        instance = Instance.model_validate(self.record())
        sessions = sorted(self.sessions.values(), key=lambda s: (s["date"], s["start"], s["id"]))
        planted = Schedule.model_validate(
            {
                "instance_id": self.id,
                "instance_digest": instance.digest,
                "week": self.monday.isoformat(),
                "sessions": sessions,
            }
        )
        return Generated(instance, planted)
