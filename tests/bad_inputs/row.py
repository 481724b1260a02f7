"""A kind of mistake in an instance: how it is made, and what must be said of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
