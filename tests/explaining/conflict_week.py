"""A house with room for a contradiction, and what is known of one that is planted there."""

from dataclasses import dataclass
from typing import Any

from builders import clients, clinician, group, instance, room
from iopsched.domain.instance import Instance

Data = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """An instance without any schedule; the places of the parts that contradict, and the rules."""

    name: str
    instance: Instance
    places: tuple[str, ...]
    rules: tuple[str, ...]
    given: tuple[str, ...] = ()


def hold(**fields: Any) -> Data:
    return {"pin": "hold", **fields}


def forbid(**fields: Any) -> Data:
    return {"pin": "forbid", **fields}


HARMLESS = [forbid(clinician="k1", day="Sun"), hold(group="x"), forbid(room="A", day="Sun")]
"""Pins that contradict nothing, in front of those that do."""


def week(*pins: Data, **parts: Any) -> Instance:
    """A house with two rooms, a group x that is in nobody's way, and these pins after three harmless ones."""
    defaults: Data = {
        "rooms": [room("A"), room("B")],
        "clinicians": [clinician("k1"), clinician("k2")],
        "clients": clients(3),
        "groups": [group("g", "Mon 18:00"), group("h", "Mon 18:00")],
    }
    made = {**defaults, **parts}
    made["groups"] = [*made["groups"], group("x", "Sat 9:00")]
    return instance(**made, pins=[*HARMLESS, *pins])


def places(*numbers: int) -> tuple[str, ...]:
    return tuple(f"pins[{len(HARMLESS) + number}]" for number in numbers)
