"""A kind of mistake in an instance: how it is made, and what must be said of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopsched.domain.instance import Instance

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example.json"
Data = dict[str, Any]
NAME = "Zoë Quimby-Marsh"
"""Text such as somebody might type where an id or a time belongs; it must never be repeated."""


@dataclass(frozen=True)
class BadInput:
    """A way to spoil the example, and the problem (code, place) that must be told."""

    name: str
    spoil: Callable[[Data], Any]
    code: str
    place: str


def example() -> Data:
    """Return the example as plain data, anew."""
    data: Data = json.loads(EXAMPLE.read_text())
    return data


def complete() -> Data:
    """Return the example with every field there is spelled out somewhere, null where it asks for nothing."""
    data = example()
    data["clients"] = [
        client for client in data["clients"] if client["id"] not in ("c04", "c05", "c08", "c09")
    ]
    data["sites"].append({"id": "south"})
    data["travel"] = [{"between": ["main", "south"], "minutes": 20}]
    data["week"]["closures"][0] |= {"sites": ["south"], "hours": "9-12"}
    data["rooms"][0]["exceptions"] = [{"date": "2026-03-03"}]
    data["services"][0]["ages_together"] = [["adult", "senior"]]
    data["groups"][0] |= {"members": ["c01"], "modes": ["on_site"], "leaders": ["k1"], "formerly": ["old"]}
    data["groups"][0]["eligible"] |= {"age_bands": ["adult"], "tracks": ["t"], "tags": ["t"]}
    data["clinicians"][0] |= {"sites": ["main"], "tags": ["t"]}
    data["clients"][0] |= {
        "track": "t",
        "tags": ["t"],
        "avoid_clinicians": ["k4"],
        "only_groups": ["evening-track", "process-a"],
        "attended": [{"date": "2026-03-02", "credited_minutes": 90, "service": "skills", "session": "s.1"}],
    }
    data["clients"][0]["plan"][0] |= {"clinician_tags": ["t"]}
    data["week"]["now"] = "2026-03-02T18:00"
    data["history"] = [{**SESSION, "id": "evening-track.1", "group": "evening-track", "date": "2026-03-02"}]
    data["published"] = {"instance_id": "x", "week": "2026-02-23", "sessions": [SESSION]}
    spelled_out = Instance.model_validate(data).model_dump(mode="json")
    return {**spelled_out, "schema_version": 1}


SESSION: Data = {
    "id": "s.1",
    "kind": "group",
    "group": "s",
    "service": "skills",
    "date": "2026-02-23",
    "start": "17:30",
    "end": "19:00",
    "room": "hall",
    "leaders": ["k1"],
    "clients": ["c01"],
    "guests": ["c07-g1"],
}


def put(path: str, value: Any) -> Callable[[Data], Any]:
    """Return a change that puts `value` at a path such as ``clients.0.plan.1.service``; ``+`` appends."""

    def change(data: Data) -> None:
        *steps, last = path.split(".")
        target: Any = data
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target.setdefault(step, {})
        if last == "+":
            target.append(value)
        elif isinstance(target, list):
            target[int(last)] = value
        else:
            target[last] = value

    return change


def both(*changes: Callable[[Data], Any]) -> Callable[[Data], Any]:
    """Return all the changes as one."""

    def change(data: Data) -> None:
        for one in changes:
            one(data)

    return change


def drop(path: str) -> Callable[[Data], Any]:
    """Return a change that removes what stands at a path."""

    def change(data: Data) -> None:
        *steps, last = path.split(".")
        target: Any = data
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target[step]
        del target[last]

    return change
