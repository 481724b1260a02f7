"""The records of an instance under construction, as they stand in an instance file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from iopsched.domain.clock import MINUTES_PER_DAY, parse_time
from iopsched.generating.board import Board, Limits, Window, week_windows

Record = dict[str, Any]
"""An entity as it stands in an instance file."""


class Records:
    """Sites, rooms, services, people and the rest, each added once, and put on the board if it has hours."""

    def __init__(self, id_: str, monday: dt.date, site_hours: str | None = None, grid: int = 15) -> None:
        self.id = id_
        self.monday = monday
        self.grid = grid
        self.week: Record = {"monday": monday.isoformat(), "time_zone": "America/New_York"}
        if grid != 15:
            self.week["grid_minutes"] = grid
        self.fields: Record = {}
        self.sites: dict[str, Record] = {}
        self.travel: list[Record] = []
        self.rooms: dict[str, Record] = {}
        self.services: dict[str, Record] = {}
        self.clinicians: dict[str, Record] = {}
        self.groups: dict[str, Record] = {}
        self.group_sets: list[Record] = []
        self.levels: list[Record] = []
        self.payers: list[Record] = []
        self.clients: dict[str, Record] = {}
        self.relations: list[Record] = []
        self.pins: list[Record] = []
        self.board = Board()
        if site_hours is not None:
            self.add_site("main", site_hours)

    def date(self, day: int) -> str:
        """Return the date of a day counted from Monday, which may lie in another week."""
        return (self.monday + dt.timedelta(days=day)).isoformat()

    def add_site(self, id_: str, hours: str, **fields: Any) -> None:
        """Add a site with its opening hours."""
        self.sites[id_] = {"id": id_, "hours": hours, **fields}

    def add_travel(self, one: str, other: str, minutes: int) -> None:
        """Say how far apart two sites are."""
        self.travel.append({"between": [one, other], "minutes": minutes})
        self.board.travel[frozenset((one, other))] = minutes

    def add_room(self, id_: str, capacity: int, site: str = "main", **fields: Any) -> None:
        """Add a room."""
        placed = {} if site == "main" else {"site": site}
        self.rooms[id_] = {"id": id_, **placed, "capacity": capacity, **fields}
        self.board.add(id_, week_windows(fields.get("hours") or self.sites[site]["hours"]))

    def add_service(self, id_: str, clock_minutes: int, any_of: Sequence[str] = (), **fields: Any) -> None:
        """Add a service with one role, for holders of any one of `any_of` (joined by + all are needed)."""
        if any_of and "roles" not in fields:
            fields["roles"] = [role(*any_of)]
        self.services[id_] = {"id": id_, **fields, "clock_minutes": clock_minutes}

    def add_clinician(self, id_: str, credentials: Sequence[Any], hours: str, **fields: Any) -> None:
        """Add a clinician, with the limits that the board has to keep."""
        self.clinicians[id_] = {"id": id_, "credentials": list(credentials), "hours": hours, **fields}
        limits = Limits(
            fields.get("break_minutes", 0),
            fields.get("max_minutes_per_day"),
            fields.get("max_minutes_per_week"),
            fields.get("max_run_minutes"),
            fields.get("rest_minutes", 15),
        )
        self.board.add(id_, week_windows(hours), limits)

    def add_group(self, id_: str, service: str, meetings: Sequence[str | Record], **fields: Any) -> None:
        """Add a group and its meetings."""
        self.groups[id_] = {"id": id_, "service": service, "meetings": list(meetings), **fields}

    def add_client(self, id_: str, hours: str, **fields: Any) -> None:
        """Add a client with its guests."""
        self.clients[id_] = {"id": id_, **fields, "hours": hours}
        limits = Limits(run=fields.get("max_run_minutes"), rest=fields.get("rest_minutes", 15))
        self.board.add(id_, self._client_windows(hours, fields), limits)
        for guest in fields.get("guests", ()):
            self.board.add(guest["id"], week_windows(guest.get("hours", "always")))

    def _client_windows(self, hours: str, fields: Record) -> Iterator[Window]:
        first, last = (
            (dt.date.fromisoformat(fields[name]) - self.monday).days if name in fields else default
            for name, default in (("starts_on", 0), ("ends_on", 6))
        )
        arrive, leave = (
            parse_time(fields[name]) if name in fields else default
            for name, default in (("arrive_after", 0), ("leave_by", MINUTES_PER_DAY))
        )
        for low, high in week_windows(hours):
            midnight = low // MINUTES_PER_DAY * MINUTES_PER_DAY
            low, high = max(low, midnight + (arrive or 0)), min(high, midnight + (leave or 0))
            if first <= midnight // MINUTES_PER_DAY <= last and low < high:
                yield low, high

    def reserve(self, who: str, minutes: Window) -> None:
        """Plant nothing for somebody in these minutes of any day, a lunch hour say."""
        cut: list[Window] = []
        for low, high in self.board.windows[who]:
            midnight = low // MINUTES_PER_DAY * MINUTES_PER_DAY
            before, after = min(high, midnight + minutes[0]), max(low, midnight + minutes[1])
            cut += [(low, before)] if low < before else []
            cut += [(after, high)] if after < high else []
        self.board.windows[who] = tuple(cut)

    def place_of(self, room: str | None) -> str | None:
        """Return the site of a room, None for telehealth."""
        return None if room is None else str(self.rooms[room].get("site", "main"))

    def rooms_with(self, *features: str) -> list[str]:
        """Return the rooms with all of some features, the smallest first."""
        found = [id_ for id_, room in self.rooms.items() if set(features) <= set(room.get("features", ()))]
        return sorted(found, key=lambda id_: (self.rooms[id_]["capacity"], id_))

    def qualified(self, service: str) -> list[str]:
        """Return the clinicians who may fill the first role of a service, the least busy first."""
        sets = [set(one) for one in self.services[service]["roles"][0]["any_of"]]
        found = [
            id_
            for id_, record in self.clinicians.items()
            if any(one <= credential_names(record) for one in sets)
        ]
        return sorted(found, key=lambda id_: (self.board.minutes(id_), id_))

    def record(self) -> Record:
        """Return the instance as it stands in a file."""
        lists: dict[str, Iterable[Record]] = {
            "sites": self.sites.values(),
            "travel": self.travel,
            "rooms": self.rooms.values(),
            "services": self.services.values(),
            "clinicians": self.clinicians.values(),
            "groups": self.groups.values(),
            "group_sets": self.group_sets,
            "levels": self.levels,
            "payers": self.payers,
            "clients": self.clients.values(),
            "relations": self.relations,
            "pins": self.pins,
        }
        filled = {name: list(records) for name, records in lists.items() if records}
        return {"id": self.id, "week": self.week, **self.fields, **filled}


def role(*any_of: str, id_: str = "lead", optional: bool = False) -> Record:
    """Return a role for holders of any one of `any_of`; credentials joined by + are all needed."""
    filled: Record = {"any_of": [one.split("+") for one in any_of]}
    return {"id": id_, **filled, **({"optional": True} if optional else {})}


def credential_names(clinician: Record) -> set[str]:
    """Return the names of a clinician's credentials, whenever they expire."""
    return {one if isinstance(one, str) else str(one["name"]) for one in clinician["credentials"]}
