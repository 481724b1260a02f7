"""Weeks whose clients are on site on chosen days and have drug screens in their plans."""

import datetime as dt
import hashlib
from collections import Counter

from iopsched.domain.clock import DAYS
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.screening.drawing import draw_screens

MONDAY = dt.date(2026, 3, 2)
WORKDAYS = DAYS[:5]


def secret(number):
    """A secret as good as any, the same in every run."""
    return hashlib.sha256(f"secret {number}".encode()).hexdigest().encode()


def week(clients=("c1",), *, item=None, monday=MONDAY, week=None, **fields):
    """An instance whose clients all have one item of screens; `fields` are each client's."""
    plan = [{"service": "screen", **(item or {})}]
    return Instance.model_validate(
        {
            "id": "screened",
            "week": {"monday": monday.isoformat(), "time_zone": "America/New_York", **(week or {})},
            "rooms": [{"id": "hall", "capacity": 400}],
            "services": [
                {
                    "id": "process",
                    "clock_minutes": 60,
                    "max_heads": 400,
                    "roles": [],
                    "modes": ["on_site", "telehealth"],
                },
                {"id": "screen", "format": "individual", "clock_minutes": 5, "roles": [], "scheduled": False},
            ],
            "groups": [
                {
                    "id": day,
                    "service": "process",
                    "meetings": [f"{day} 10:00"],
                    "modes": ["on_site", "telehealth"],
                }
                for day in DAYS
            ],
            "clients": [{"id": client, "plan": plan, **fields} for client in clients],
        }
    )


def schedule(instance, days=WORKDAYS, *, remote=()):
    """A schedule in which every client comes on `days`, to those in `remote` by telehealth."""
    return Schedule.model_validate(
        {
            "instance_id": instance.id,
            "week": instance.week.monday.isoformat(),
            "sessions": [session(instance, day, remote=day in remote) for day in days],
        }
    )


def session(instance, day, *, remote=False):
    """The group session of a day, with every client."""
    return {
        "id": f"{day}.1",
        "kind": "group",
        "group": day,
        "service": "process",
        "date": date(day, instance.week.monday),
        "start": "10:00",
        "end": "11:00",
        "mode": "telehealth" if remote else "on_site",
        "room": None if remote else "hall",
        "clients": [client.id for client in instance.clients],
    }


def date(day, monday=MONDAY):
    """The date of a day as text."""
    return (monday + dt.timedelta(days=DAYS.index(day))).isoformat()


def drawn(instance, key, days=WORKDAYS, **more):
    """For each client the days drawn, as their names."""
    found = {client.id: () for client in instance.clients}
    for screen in draw_screens(instance, schedule(instance, days, **more), key).screens:
        found[screen.client] += (DAYS[screen.day.date.weekday()],)
    return found


def chi_square(seen, expected):
    """How far counts are from what is expected of each kind: about as much as there are kinds."""
    seen = Counter(seen)
    assert set(seen) <= set(expected), set(seen) - set(expected)
    total = sum(seen.values())
    return sum((seen[kind] - total * share) ** 2 / (total * share) for kind, share in expected.items())
