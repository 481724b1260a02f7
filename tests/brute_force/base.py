"""The bare tiny week that features are put on: a few hours of a few days, and little of everything."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from builders import DAYS, MON

Data = dict[str, Any]
DATES = dict(zip(DAYS, (f"2026-03-0{day}" for day in range(2, 9)), strict=True))


HOURS = ((9,), (17,), (9, 10), (9, 10), (16, 17), (9, 11), (9, 14), (10, 17), (9, 10, 11), (9, 14, 17))
"""Hours that a day may have, next to each other or far apart."""


@dataclass
class Tiny:
    """An instance in the making: plain data, and the hours (day, hour) that everything happens in."""

    rng: Random
    data: Data
    hours: list[tuple[str, int]] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        """Return True that often."""
        return self.rng.random() < share

    def one(self, kind: str) -> Data:
        """Return any one entity of a list."""
        entity: Data = self.rng.choice(self.data[kind])
        return entity

    def ids(self, kind: str) -> list[str]:
        """Return the ids of a list, in order."""
        return [entity["id"] for entity in self.data[kind]]

    def some(self, ids: list[str], least: int = 1) -> list[str]:
        """Return some of the ids, at least so many."""
        return self.rng.sample(ids, self.rng.randint(min(least, len(ids)), len(ids)))

    def day(self) -> str:
        """Return a day on which something may happen."""
        return self.rng.choice(self.hours)[0]

    def open_hours(self, least: int = 1, longest: int = 90) -> str:
        """Return hours that hold a session at some of the hours of this week."""
        chosen = sorted(
            self.rng.sample(self.hours, self.rng.randint(min(least, len(self.hours)), len(self.hours)))
        )
        return "; ".join(f"{day} {hours}" for day, hours in _windows(chosen, longest).items()) or "never"

    def groups_of(self, service: str) -> list[Data]:
        """Return the groups of a service."""
        return [group for group in self.data["groups"] if group["service"] == service]


def _windows(chosen: list[tuple[str, int]], longest: int) -> dict[str, str]:
    by_day: dict[str, list[list[int]]] = {}
    for day, hour in chosen:
        windows = by_day.setdefault(day, [])
        if windows and hour * 60 <= windows[-1][1]:
            windows[-1][1] = hour * 60 + longest
        else:
            windows.append([hour * 60, hour * 60 + longest])
    return {day: ", ".join(f"{_clock(a)}-{_clock(b)}" for a, b in windows) for day, windows in by_day.items()}


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def bare_week(rng: Random) -> Tiny:
    """Return a week of two or three hours' sessions, with one to three people of each kind."""
    tiny = Tiny(rng, {})
    days = sorted(rng.sample(DAYS, rng.choice((1, 2, 2))), key=DAYS.index)
    tiny.hours = [(day, hour) for day in days for hour in rng.choice(HOURS)]
    length = rng.choice((45, 60, 60, 90))
    tiny.data = {
        "id": "tiny",
        "week": {"monday": MON, "time_zone": "America/New_York", "grid_minutes": 60},
        "sites": [{"id": "main"}],
        "rooms": [
            {"id": room, "capacity": rng.randint(3, 6)} for room in ("A", "B")[: rng.choice((1, 1, 2))]
        ],
        "services": [
            {"id": "grp", "clock_minutes": length, "min_heads": 1},
            {"id": "edu", "clock_minutes": 60, "credited_minutes": rng.choice((0, 30, 60)), "min_heads": 1},
            {"id": "ind", "clock_minutes": rng.choice((30, 60)), "format": "individual"},
        ],
        "clinicians": [{"id": f"k{number}"} for number in range(1, rng.choice((1, 2, 2, 3)) + 1)],
        "groups": [],
        "levels": [
            {"id": "iop", "preset": "unbounded", "min_minutes_per_week": rng.choice((45, 60, 120, 180))}
        ],
        "clients": [{"id": f"c{number}"} for number in range(1, rng.choice((1, 2, 2, 3)) + 1)],
    }
    _add_groups(tiny)
    if tiny.chance(0.5):
        _add_visit(tiny)
    return tiny


def _add_groups(tiny: Tiny) -> None:
    rng = tiny.rng
    for number in range(1, rng.choice((1, 2, 2)) + 1):
        count = rng.choice((1, 1, 2)) if number == 1 else 1
        meetings = []
        for _ in range(count):
            starts = rng.sample(tiny.hours, min(len(tiny.hours), rng.choice((1, 1, 2))))
            meetings.append({"starts": [f"{day} {hour}:00" for day, hour in starts]})
        for at, meeting in enumerate(meetings, 1):
            meeting["id"] = str(at)
        tiny.data["groups"].append(
            {"id": f"g{number}", "service": rng.choice(("grp", "grp", "edu")), "meetings": meetings}
        )


def _add_visit(tiny: Tiny) -> None:
    """Give a client a plan with a session of its own, and hours so narrow that few starts exist."""
    client = tiny.one("clients")
    client["plan"] = [{"service": "grp"}, {"service": "ind"}]
    if tiny.chance(0.5):
        client["plan"].append({"service": "edu", "min_sessions": 0})
    client["hours"] = tiny.open_hours(1, 60)
