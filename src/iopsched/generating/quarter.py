"""A quarter of a programme, week by week: who arrives, leaves and steps down, what goes wrong on a Tuesday.

All is drawn from one seeded stream. Arrivals take the place of somebody who left, with the same hours
and plan under a new id, so that the house stays as full as it was built for.
"""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from iopsched.domain.clock import format_day
from iopsched.domain.instance import Instance
from iopsched.domain.levels import LevelOfCare
from iopsched.domain.schedule import Schedule
from iopsched.generating.generate import generate
from iopsched.generating.records import Record
from iopsched.generating.spec import GeneratorSpec

FEATURES = ("breaks", "cover", "leaving_out", "levels", "payers", "supervision", "wishes")
"""What the houses of quarters have: nothing that names single clients from the outside."""

DISCHARGED, STEPPING_DOWN, FILLED = 0.07, 0.04, 0.8
"""Shares of clients discharged and stepping down in a week, and the chance that a place is filled again."""

TUESDAY = 1


@dataclass(frozen=True)
class Turn:
    """A new Monday: its instance, and the ids of clients who arrived, were discharged, stepped down."""

    instance: Instance
    arrived: tuple[str, ...] = ()
    discharged: tuple[str, ...] = ()
    stepped_down: tuple[str, ...] = ()


@dataclass(frozen=True)
class BadTuesday:
    """What happens on a Tuesday morning, as `iopsched replan` takes it, and when that is known."""

    now: dt.datetime
    absent: tuple[str, ...]
    close: tuple[str, ...]
    leave: tuple[str, ...]


class Quarter:
    """A programme of so many clients whose weeks follow each other; the same seed gives the same weeks.

    `planted` is the schedule that its house was built around: what is published when the quarter begins.
    """

    def __init__(self, clients: int, seed: int = 1, features: tuple[str, ...] = FEATURES) -> None:
        self._rng = random.Random(seed)
        made = generate(GeneratorSpec(seed=seed, clients=clients, features=features))
        self._instance = _with_op_level(made.instance)
        self.planted = made.planted
        self._profiles: dict[str, Record] = {
            record["id"]: record for record in made.instance.model_dump(mode="json")["clients"]
        }
        self._times = dict.fromkeys(self._profiles, 1)

    def first(self) -> Turn:
        """Return the first week, in which nobody is new."""
        return Turn(self._instance)

    def next(self, planned: Schedule) -> Turn:
        """Return the week after one that was planned so."""
        monday = self._instance.week.monday + dt.timedelta(days=7)
        data = self._instance.model_dump(mode="json", exclude={"published", "history", "pins"})
        data["week"] |= {"monday": monday.isoformat(), "closures": [], "now": None}
        for holder in (*data["sites"], *data["rooms"], *data["clinicians"], *data["clients"]):
            holder["exceptions"] = []
        discharged = self._leaving(data["clients"])
        staying = [record for record in data["clients"] if record["id"] not in discharged]
        for record in staying:
            _a_week_on(record, planned)
        stepped_down = self._step_down(staying)
        arrived = self._arriving(staying)
        data["clients"] = sorted((*staying, *arrived), key=lambda record: str(record["id"]))
        self._instance = Instance.model_validate(data)
        return Turn(self._instance, tuple(one["id"] for one in arrived), discharged, stepped_down)

    def tuesday(self, planned: Schedule) -> BadTuesday:
        """Return what goes wrong in the week that was planned so."""
        rng, week = self._rng, self._instance.week
        ahead = [session for session in planned.sessions if session.date >= week.date_of(TUESDAY)]
        led = [session for session in ahead if session.leaders]
        today = [session for session in led if session.date.weekday() == TUESDAY] or led
        away = rng.choice(rng.choice(today).leaders)
        absent = [f"{away}:{_day(today[0].date)}"]
        if rng.random() < 0.5:
            missed = rng.choice(ahead)
            absent.append(f"{rng.choice(missed.clients)}:{_day(missed.date)}")
        closing = rng.choice([session for session in ahead if session.room is not None])
        close = [f"room:{closing.room}:{_day(closing.date)}"] if rng.random() < 0.5 else []
        leave = [f"{rng.choice(self._instance.clients).id}:thu"] if rng.random() < 0.3 else []
        now = dt.datetime.combine(week.date_of(TUESDAY), dt.time(7))
        return BadTuesday(now, tuple(absent), tuple(close), tuple(leave))

    def _leaving(self, records: list[Record]) -> tuple[str, ...]:
        """Choose who is discharged, those who are in treatment longest first, with some chance."""
        number = max(1, round(DISCHARGED * len(records)))
        ranked = sorted(records, key=lambda one: -one["programme_week"] - 6 * self._rng.random())
        return tuple(sorted(one["id"] for one in ranked[:number]))

    def _step_down(self, records: list[Record]) -> tuple[str, ...]:
        can = [one for one in records if one["level"] == "iop" and one["programme_week"] > 4]
        chosen = self._rng.sample(can, min(len(can), max(1, round(STEPPING_DOWN * len(records)))))
        for record in chosen:
            record |= {"level": "op", "payers": [], "authorisation": None}
            record |= {"min_minutes_per_week": None, "max_minutes_per_week": None}
            for item in record["plan"]:
                # One session a week with the clinician stays; groups are for whoever likes.
                own = self._instance.service[item["service"]].format != "group"
                item["min_sessions"] = min(item["min_sessions"], 1) if own else 0
        return tuple(sorted(record["id"] for record in chosen))

    def _arriving(self, staying: list[Record]) -> list[Record]:
        """Return records of new clients, made of the profiles of those whose places are free."""
        taken = {_profile(record["id"]) for record in staying}
        arrived = []
        for name in [one for one in self._profiles if one not in taken]:
            if self._rng.random() < FILLED:
                self._times[name] += 1
                new_id = f"{name}-{self._times[name]}"
                record = _renamed(self._profiles[name], name, new_id)
                arrived.append({**record, "programme_week": 1, "last_service_date": None})
        return arrived


def _with_op_level(instance: Instance) -> Instance:
    """Return the instance with a level `op` to step down to, if it had none."""
    if "op" in instance.level:
        return instance
    return instance.replace(
        levels=(*instance.levels, LevelOfCare.model_validate({"id": "op", "preset": "op"}))
    )


def _profile(client: str) -> str:
    return client.partition("-")[0]


def _day(date: dt.date) -> str:
    return format_day(date.weekday()).lower()


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return a record in which a client, and whoever is called after it, has another id."""
    if isinstance(value, dict):
        return {key: _renamed(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, old, new) for inner in value]
    if isinstance(value, str) and (value == old or value.startswith(f"{old}-")):
        return new + value.removeprefix(old)
    return value


def _a_week_on(record: Record, planned: Schedule) -> None:
    """Bring the record of a client who stays to the next week."""
    record |= {"programme_week": record["programme_week"] + 1, "attended": []}
    record |= {"starts_on": None, "ends_on": None}
    mine = [session for session in planned.sessions if record["id"] in session.clients]
    if mine:
        record["last_service_date"] = max(session.date for session in mine).isoformat()
    for item in record["plan"]:
        dates = [session.date for session in mine if session.service == item["service"]]
        if dates:
            item["last_on"] = max(dates).isoformat()
