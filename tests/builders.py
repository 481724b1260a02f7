"""Tiny builders for test data: entities as plain data, an instance around them, sessions beside them.

Every entity builder returns what a file would hold, so that `instance` validates it as a file is
validated. A session is drafted with what a reader wants to see; `schedule` takes the rest (service,
kind, group, date, end) from the instance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from iopsched.domain.clock import MINUTES_PER_DAY, format_time, parse_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-03-0{day}" for day in range(2, 9))
NEXT_MON = "2026-03-09"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TELEHEALTH = None
"""In place of a room, a session by telehealth."""

Data = dict[str, Any]


def service(service_id: str, clock_minutes: int = 60, **fields: Any) -> Data:
    """Return a service for which one head is enough, unless said otherwise."""
    return {"id": service_id, "clock_minutes": clock_minutes, "min_heads": 1, **fields}


def individual(service_id: str = "ind", clock_minutes: int = 60, **fields: Any) -> Data:
    """Return a service of the format `individual`."""
    return service(service_id, clock_minutes, format="individual", **fields)


def roles(*any_of: list[list[str]], optional: int = 0) -> list[Data]:
    """Return roles named r1, r2 ...; the last `optional` of them may stay empty."""
    required = len(any_of) - optional
    return [
        {"id": f"r{number}", "any_of": sets, "optional": number > required}
        for number, sets in enumerate(any_of, 1)
    ]


ANYBODY: list[list[str]] = [[]]
"""The credential sets of a role that everybody may fill."""


def group(group_id: str, *meetings: str | Data, **fields: Any) -> Data:
    """Return a group of the service `grp` with the given meetings, numbered from 1."""
    return {"id": group_id, "service": "grp", "meetings": list(meetings), **fields}


def client(client_id: str, *planned: str | Data, **fields: Any) -> Data:
    """Return a client whose plan holds the given items; a text is an item of that service."""
    items = [{"service": item} if isinstance(item, str) else item for item in planned]
    return {"id": client_id, "plan": items, **fields}


def item(service_id: str, **fields: Any) -> Data:
    """Return a plan item."""
    return {"service": service_id, **fields}


def clients(number: int, **fields: Any) -> list[Data]:
    """Return clients c1, c2 ... without a plan, all with the same fields."""
    return [client(f"c{index}", **fields) for index in range(1, number + 1)]


def ids(number: int) -> list[str]:
    """Return the ids of `clients(number)`."""
    return [f"c{index}" for index in range(1, number + 1)]


def clinician(clinician_id: str, **fields: Any) -> Data:
    """Return a clinician who is always there, unless said otherwise."""
    return {"id": clinician_id, **fields}


def room(room_id: str, capacity: int = 20, **fields: Any) -> Data:
    """Return a room."""
    return {"id": room_id, "capacity": capacity, **fields}


def instance(**parts: Any) -> Instance:
    """Return an instance with the given parts; what is left out is the least that can be planned.

    Left out: the site `main` with the room `A`, the services `grp` and `ind` of 60 minutes, the
    clinician `k1`, the group `g` of `grp` that meets Mon 18:00, the client `c1` without a plan, and a
    level without any band. `week` adds to Monday 2026-03-02 in New York; `level` adds to the only level.
    """
    week = {"monday": MON, "time_zone": "America/New_York", **parts.pop("week", {})}
    level = {"id": "iop", "preset": "unbounded", **parts.pop("level", {})}
    services = parts.setdefault("services", [service("grp"), individual()])
    has_groups = any(entity["id"] == "grp" for entity in services)
    defaults: Data = {
        "id": "case",
        "rooms": [room("A")],
        "clinicians": [clinician("k1")],
        "groups": [group("g", "Mon 18:00")] if has_groups else [],
        "levels": [level],
        "clients": [client("c1")],
    }
    return Instance.model_validate({**defaults, **parts, "week": week})


@dataclass(frozen=True)
class Draft:
    """A session before the instance has added what follows from its id."""

    id: str
    kind: str
    when: str
    clients: tuple[str, ...] | None
    leaders: tuple[str, ...]
    room: str | None
    guests: tuple[str, ...]
    overrides: tuple[tuple[str, Any], ...]

    def resolve(self, facts: Instance) -> Session:
        """Return the session, with service, group, date and end as the instance has them."""
        owner, service_id, group_id = self._belongs_to(facts)
        when = parse_week_time(self.when)
        assert when is not None, self.when
        day, start = divmod(when, MINUTES_PER_DAY)
        changes = dict(self.overrides)
        length = changes.pop("minutes", facts.service[service_id].clock_minutes)
        fields: Data = {
            "id": self.id,
            "kind": self.kind,
            "group": group_id,
            "service": service_id,
            "date": facts.week.date_of(day),
            "start": format_time(start),
            "end": format_time(start + length),
            "mode": "telehealth" if self.room is None else "on_site",
            "room": self.room,
            "leaders": self.leaders,
            "clients": (owner,) if self.clients is None else self.clients,
            "guests": self.guests,
        }
        return Session.model_validate({**fields, **changes})

    def _belongs_to(self, facts: Instance) -> tuple[str | None, str, str | None]:
        prefix = self.id.rpartition(".")[0]
        if self.kind == "group":
            return None, facts.group[prefix].service, prefix
        for owner in facts.client:
            service_id = prefix.removeprefix(f"{owner}.")
            if service_id != prefix and service_id in facts.service:
                return owner, service_id, None
        raise AssertionError(f"{self.id} is no session of a client and a service of the instance")


def group_session(
    session_id: str,
    when: str,
    clients: Iterable[str] = ("c1",),
    leaders: Iterable[str] = ("k1",),
    room: str | None = "A",
    guests: Iterable[str] = (),
    **overrides: Any,
) -> Draft:
    """Return a draft of a group session; `minutes` and any field of a session may be overridden."""
    people = (tuple(clients), tuple(leaders))
    return Draft(session_id, "group", when, *people, room, tuple(guests), tuple(overrides.items()))


def own_session(
    session_id: str,
    when: str,
    clients: Iterable[str] | None = None,
    leaders: Iterable[str] = ("k1",),
    room: str | None = "A",
    guests: Iterable[str] = (),
    **overrides: Any,
) -> Draft:
    """Return a draft of a session of a client's own plan item, attended by its owner alone if not said."""
    present = None if clients is None else tuple(clients)
    return Draft(
        session_id, "individual", when, present, tuple(leaders), room, tuple(guests), tuple(overrides.items())
    )


def schedule(facts: Instance, *sessions: Draft | Session) -> Schedule:
    """Return the schedule of these sessions for the instance."""
    return Schedule(
        instance_id=facts.id,
        week=facts.week.monday,
        sessions=tuple(s.resolve(facts) if isinstance(s, Draft) else s for s in sessions),
    )
