"""Draws records for sheets: any value that a field takes, none, an empty list, or left out.

Only what is said of one record is kept to, not what holds between them, so that every field is tried with
everything. An instance of such records is built without its checks.
"""

import typing
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from iopsched.domain.clients import Preference
from iopsched.domain.clock import format_day, format_time, format_week_time
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.week import Week
from iopsched.sheets.columns import NOT_READ, PARENT, SHEETS, Column, SheetSpec, sheet

IDS = (
    "007",
    "1E5",
    "1e5",
    "TRUE",
    "no",
    "2026-03-02",
    "9",
    "0",
    "nan",
    "None",
    "a.b",
    "c014",
    "x-1_2.3",
    "Mon",
)
WORDS = ("LPC-A", "a+b", "en", "1.50", "until", *IDS)
HOURS = ("always", "never", "Mon 09:00-12:00", "Mon-Thu 17:00-21:00; Sat 09:00-14:00")
DAY_HOURS = ("always", "never", "10:00-14:00", "10:00-14:00, 15:00-17:00")
DATES = ("2026-03-02", "2026-12-31", "1990-01-01", "1989-12-31", "2200-12-31", "2201-01-01", "0001-01-01")
LEFT_OUT = object()


def some(chance: Random, pool: typing.Sequence[Any], least: int = 1, most: int = 3) -> list[Any]:
    """Return a few different ones."""
    return chance.sample(pool, chance.randint(least, most))


def dated(chance: Random) -> list[dict[str, Any]]:
    return [{"date": date, "hours": chance.choice(DAY_HOURS)} for date in some(chance, DATES)]


def credentials(chance: Random) -> list[dict[str, Any]]:
    until: tuple[dict[str, Any], ...] = ({}, {"valid_until": "2026-06-30"}, {"valid_until": "1900-01-01"})
    return [{"name": word, **chance.choice(until)} for word in some(chance, WORDS)]


def sets(chance: Random) -> list[list[str]]:
    return [some(chance, WORDS, 0) for _ in range(chance.randint(1, 3))]


def roles(chance: Random) -> list[dict[str, Any]]:
    return [
        {"id": name, "any_of": sets(chance), "optional": chance.random() < 0.5} for name in some(chance, IDS)
    ]


DRAW: dict[str, Callable[[Random], Any]] = {
    "id": lambda chance: chance.choice(IDS),
    "ref": lambda chance: chance.choice(IDS),
    "word": lambda chance: chance.choice(WORDS),
    "refs": lambda chance: some(chance, IDS, 2, 2),
    "words": lambda chance: some(chance, WORDS),
    "flag": lambda chance: chance.random() < 0.5,
    "count": lambda chance: chance.randint(1, 5),
    "minutes": lambda chance: chance.choice((1, 15, 30, 60, 360, 540, 1200, 1440)),
    "hours": lambda chance: chance.choice(HOURS),
    "day_hours": lambda chance: chance.choice(DAY_HOURS),
    "exceptions": dated,
    "date": lambda chance: chance.choice(DATES),
    "time": lambda chance: format_time(chance.randint(0, 1440)),
    "day": lambda chance: format_day(chance.randint(0, 6)),
    "week_time": lambda chance: format_week_time(chance.randint(0, 10079)),
    "week_times": lambda chance: [format_week_time(one) for one in some(chance, range(10080))],
    "credentials": credentials,
    "roles": roles,
    "word_sets": sets,
}


def drawn_value(chance: Random, column: Column, model: type[BaseModel]) -> Any:
    """Return what a column's field can be: null and the empty list too where it takes them."""
    odd = chance.random()
    if odd < 0.25 and takes(model, column.path, None):
        return None
    if odd < 0.5 and takes(model, column.path, "[]"):
        return []
    if column.kind == "choice":
        return chance.choice(column.choices)
    if column.kind == "choices":
        return some(chance, column.choices, 1, 2)
    if column.kind == "count" and column.choices:
        return int(chance.choice(column.choices))
    return DRAW[column.kind](chance)


@cache
def takes(model: type[BaseModel], path: str, value: Any) -> bool:
    """Return whether a field takes null, or ``"[]"`` for the empty list, whatever the others are."""
    first, _, rest = path.partition(".")
    hint = typing.get_type_hints(model, include_extras=True)[first]
    if rest:
        inner = next(one for one in (hint, *getattr(hint, "__args__", ())) if isinstance(one, type))
        return takes(inner, rest, value)
    try:
        TypeAdapter(hint).validate_python([] if value == "[]" else value)
    except ValidationError:
        return False
    return True


def draw_record(chance: Random, spec: SheetSpec, **more: Callable[[], Any]) -> dict[str, Any]:
    """Return one record of a sheet as plain data, right by itself; `more` makes fields of other sheets."""
    for _ in range(200):
        record: dict[str, Any] = {name: make() for name, make in more.items()}
        filled = chance.choice((0.05, 0.3, 0.9))
        for column in spec.columns:
            if column.path in (NOT_READ, PARENT) or not (column.required or chance.random() < filled):
                continue
            first, _, rest = column.path.partition(".")
            value = drawn_value(chance, column, spec.model)
            if rest:
                record.setdefault(first, {})[rest] = value
            else:
                record[first] = value
        fit(spec.model, record)
        try:
            spec.model.model_validate(record)
        except ValidationError:
            continue
        return record
    raise AssertionError(f"no valid row of {spec.name} in 200")


def fit(model: type[BaseModel], record: dict[str, Any]) -> None:
    """Put right what chance seldom gets right."""
    if model is Preference:
        chosen = [name for name in ("group", "clinician", "day", "hours") if record.get(name) is not None]
        for name in chosen[1:]:
            del record[name]
    if model is Session:
        on_site = record.get("mode") != "telehealth"
        for name, needed in (("group", record["kind"] == "group"), ("room", on_site)):
            record[name] = (record.get(name) or "x") if needed else None
        record["start"], record["end"] = sorted((record["start"], record["end"]))


def draw_records(
    chance: Random, name: str, least: int = 0, **more: Callable[[], Any]
) -> list[dict[str, Any]]:
    """Return a few records of a sheet, of those with ids no two with one."""
    found = [draw_record(chance, sheet(name), **more) for _ in range(chance.randint(least, 3))]
    if "id" in sheet(name).model.model_fields and name != "Meetings":
        return list({one["id"]: one for one in found}.values())
    return found


def draw_meetings(chance: Random) -> list[dict[str, Any]]:
    """Return the meetings of a group."""
    found = draw_records(chance, "Meetings", 1)
    return [{**one, "id": chance.choice((str(at), f"m{at}"))} for at, one in enumerate(found, 1)]


def draw_week(seed: int) -> Instance:
    """Return a week of records of every kind, none of it checked against the rest."""
    chance = Random(seed)
    children = {
        "Groups": {"meetings": lambda: draw_meetings(chance)},
        "Clients": {
            "plan": lambda: draw_records(chance, "Plans"),
            "preferences": lambda: draw_records(chance, "Wishes"),
            "guests": lambda: draw_records(chance, "Guests"),
            "attended": lambda: draw_records(chance, "Attended"),
        },
    }
    built = {
        spec.path: tuple(
            spec.model.model_validate(one)
            for one in draw_records(chance, spec.name, **children.get(spec.name, {}))
        )
        for spec in SHEETS
        if spec.path and "." not in spec.path
    }
    goals = tuple(
        GoalLevel(id=f"{number}a", terms=draw_records(chance, "Goals", 1))
        for number in range(chance.randint(0, 3))
    )
    week = Week(
        monday=chance.choice(("2026-03-02", "1990-01-01")),
        time_zone=chance.choice(("America/New_York", "Etc/GMT+5")),
        grid_minutes=chance.choice((5, 15)),
        closures=draw_records(chance, "Closures"),
        now=chance.choice((None, "2026-03-04T14:00", "2026-03-02T00:00")),
    )
    published = chance.choice((None, "sha256:" + "0" * 64))
    return Instance.model_construct(
        id=chance.choice(IDS),
        week=week,
        **built,
        goals=goals or DEFAULT_GOALS,
        published=None
        if chance.random() < 0.3
        else Schedule(
            instance_id="007",
            week="2026-02-23",
            instance_digest=published,
            sessions=draw_records(chance, "Published"),
        ),
    )
