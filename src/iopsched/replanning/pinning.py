"""Pins as they are written on the command line: ``client:c014``, ``client:c014,group:dbt-1``, ``day:mon``."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, get_args

from iopsched.domain.clock import format_day, format_week_time, parse_day, parse_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.published_pins import agreeing
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Session
from iopsched.domain.week import Mode
from iopsched.errors import Problem, ProblemsError, safe_key, safe_value
from iopsched.replanning.events import session_ids, unknown

Verb = Literal["hold", "forbid"]

KEYS = ("client", "clinician", "room", "group", "session", "service", "mode", "day", "start", "until")
"""What a pin can name, in the order in which it is told."""

_MODES: tuple[str, ...] = get_args(Mode)
_EXAMPLE = "client:c014, or several with commas, as client:c014,group:dbt-1"
_PLACED = re.compile(r"pins\[(\d+)\]")


def parse_pin(text: str, pin: Verb, *, instance: Instance) -> Pin:
    """Return the pin that a text says; a hold is as published where a published session agrees with it.

    Raises:
        ProblemsError: the text is not understood, or names what the instance does not have.
    """
    reader = _Reader(instance)
    read = reader.pin(text, pin)
    if read is None:
        raise ProblemsError(reader.problems)
    return read


def pins_of(instance: Instance, hold: Sequence[str] = (), forbid: Sequence[str] = ()) -> tuple[Pin, ...]:
    """Return the pins that texts say, those that hold first, each once.

    Raises:
        ProblemsError: a text is not understood, or names what the instance does not have; all are told.
    """
    reader = _Reader(instance)
    pins = [reader.pin(text, "hold") for text in hold] + [reader.pin(text, "forbid") for text in forbid]
    if reader.problems:
        raise ProblemsError(reader.problems)
    return tuple(dict.fromkeys(pin for pin in pins if pin is not None))


def with_pins(
    instance: Instance, hold: Sequence[str] = (), forbid: Sequence[str] = ()
) -> tuple[Instance, tuple[str, ...]]:
    """Return the instance with the pins that texts say added to its own, and a sentence for each.

    Raises:
        ProblemsError: as `pins_of`, or the pins contradict each other or the instance; all are told.
    """
    pins = pins_of(instance, hold, forbid)
    if not pins:
        return instance, ()
    sentences = tuple(sentence_of(instance, pin) for pin in pins)
    added = [pin for pin in pins if pin not in instance.pins]
    try:
        return instance.replace(pins=(*instance.pins, *added)), sentences
    except ProblemsError as error:
        names = {len(instance.pins) + number: option_of(pin) for number, pin in enumerate(added)}
        raise ProblemsError(_as_options(problem, names) for problem in error.problems) from None


def text_of(pin: Pin) -> str:
    """Return a pin as it is written on the command line."""
    return ",".join(f"{key}:{_value_text(key, getattr(pin, key))}" for key in _said(pin))


def option_of(pin: Pin) -> str:
    """Return the command line's option for a pin, such as ``--hold client:c014``."""
    return f"--{pin.pin} {text_of(pin)}"


def sentence_of(instance: Instance, pin: Pin) -> str:
    """Return what becomes of a pin: whether it keeps what is published, or asks for one session."""
    said = f"{pin.pin} {text_of(pin)}"
    if pin.pin == "forbid":
        return f"{said}: no session will agree with it"
    if not pin.as_published:
        return f"{said}: nothing published agrees with it; at least one session will"
    number = len(_published(instance, pin))
    what = "session stays as it is" if number == 1 else "sessions stay as they are"
    return f"{said}: its {number} published {what}, and there will be no other"


def _said(pin: Pin) -> Iterator[str]:
    return (key for key in KEYS if getattr(pin, key) is not None)


def _value_text(key: str, value: Any) -> str:
    if key == "day":
        return format_day(value).lower()
    if key in ("start", "until"):
        return format_week_time(value).lower().replace(" ", "-")
    return str(value)


def _published(instance: Instance, pin: Pin) -> list[Session]:
    """Return the published sessions that agree with a pin and are still offered."""
    if instance.published_now is None:
        return []
    offered = session_ids(instance)
    return [session for session in agreeing(pin, instance.published_now.sessions) if session.id in offered]


def _as_options(problem: Problem, names: dict[int, str]) -> Problem:
    """Return a problem of an instance's pins that speaks of the options they were given as."""

    def named(match: re.Match[str]) -> str:
        return names.get(int(match[1]), match[0])

    place = problem.place
    found = _PLACED.match(place)
    if found is not None and int(found[1]) in names:
        place = names[int(found[1])]
    return replace(problem, place=place, message=_PLACED.sub(named, problem.message))


class _Reader:
    """Reads the texts of pins of one instance, and gathers what is wrong with them."""

    def __init__(self, instance: Instance) -> None:
        self.problems: list[Problem] = []
        self._instance = instance

    def pin(self, text: str, verb: Verb) -> Pin | None:
        """Return the pin that a text says, or None where something is wrong."""
        parts = [_part(part) for part in text.split(",")]
        place = f"--{verb} {','.join(self._shown(key, value) for key, value in parts)}"
        before, fields = len(self.problems), dict[str, Any]()
        for key, value in parts:
            if key in fields:
                way_out = "Say it once, or write two pins."
                self.problems.append(Problem("duplicate_key", place, f"{key} is said twice", way_out))
            elif key not in KEYS and value is not None:
                message, way_out = "this is nothing that a pin can name", f"Use {', '.join(KEYS)}."
                self.problems.append(Problem("unknown_key", place, message, way_out, safe_key(key)))
            elif not value:
                message = "a pin says what it is about, then a colon, then which one"
                self.problems.append(Problem("pin_unclear", place, message, f"Write it as {_EXAMPLE}."))
            else:
                fields[key] = self._value(place, key, value)
        if len(self.problems) > before:
            return None
        read = Pin.model_validate({"pin": verb, **fields})
        if verb == "hold" and _published(self._instance, read):
            return read.model_copy(update={"as_published": True})
        return read

    def _value(self, place: str, key: str, value: str) -> str | None:
        """Return a value as a file would hold it, or None after telling what is wrong with it."""
        if key == "mode":
            return self._mode(place, value.lower().replace("-", "_"))
        if key in ("day", "start", "until"):
            return self._time(place, key, value)
        if value not in self._known[key]:
            self.problems.append(unknown(place, key, value, self._known[key]))
            return None
        return value

    def _time(self, place: str, key: str, value: str) -> str | None:
        parse: Callable[[str], int | None] = parse_day if key == "day" else parse_week_time
        spoken = _spoken(value)
        minutes = parse(spoken)
        if minutes is not None:
            return format_day(minutes) if key == "day" else format_week_time(minutes)
        shown = safe_value(spoken)
        if key == "day":
            way_out = "Write mon, tue, wed, thu, fri, sat or sun."
            self.problems.append(Problem("day_invalid", place, "this is no day", way_out, shown))
        else:
            way_out = f"Write a day and a time before midnight, as {key}:mon-18:00."
            self.problems.append(
                Problem("week_time_invalid", place, "this is no time of the week", way_out, shown)
            )
        return None

    def _mode(self, place: str, value: str) -> str | None:
        if value in _MODES:
            return value
        way_out = f"Write {' or '.join(_MODES)}."
        self.problems.append(
            Problem("not_a_choice", place, "there is no such mode", way_out, safe_value(value))
        )
        return None

    def _shown(self, key: str, value: str | None) -> str:
        """Return a part of a text as it may be repeated."""
        if value is None:
            return safe_value(key, KEYS)
        if key in ("day", "start", "until"):
            shown = safe_value(_spoken(value))
            shown = value if shown == _spoken(value) else shown
        else:
            shown = safe_value(value, self._known.get(key, ()))
        return f"{safe_key(key, KEYS)}:{shown}"

    @cached_property
    def _known(self) -> dict[str, Collection[str]]:
        here = self._instance
        return {
            "client": here.client,
            "clinician": here.clinician,
            "room": here.room,
            "group": here.group,
            "service": here.service,
            "session": session_ids(here),
            "mode": _MODES,
        }


def _part(text: str) -> tuple[str, str | None]:
    key, colon, value = text.partition(":")
    return key.strip().lower(), value.strip() if colon else None


def _spoken(value: str) -> str:
    """Return ``mon-18:00`` as it is written in files, ``mon 18:00``."""
    return value.replace("-", " ", 1)
