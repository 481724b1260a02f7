"""Mistakes in pins that say until when, or hold what is published."""

from typing import Any

from bad_inputs.row import BadInput, Data, both, put

SATURDAY: Data = {
    "id": "saturday.sat",
    "kind": "group",
    "group": "saturday",
    "service": "skills",
    "date": "2026-02-28",
    "start": "10:45",
    "end": "12:15",
    "room": "hall",
    "leaders": ["k1"],
    "clients": ["c01", "c02"],
}


def published(**changes: Any) -> Any:
    """A change that puts a published Saturday group into the instance, and takes its pins away."""
    week = {"instance_id": "x", "week": "2026-02-23", "sessions": [SATURDAY | changes]}
    return both(put("published", week), put("pins", []))


def kept(**fields: Any) -> Any:
    """A change that adds a pin as published."""
    return put("pins.+", {"pin": "hold", "as_published": True, **fields})


PINS = [
    BadInput(
        "held_as_nothing_published",
        kept(client="c01"),
        "pin_needs_published",
        "pins[2].as_published",
    ),
    BadInput("forbidden_as_published", put("pins.1.as_published", True), "pin_needs_hold", "pins[1]"),
    BadInput("held_until_its_start", put("pins.0.until", "Sat 10:45"), "pin_impossible", "pins[0].until"),
    BadInput(
        "held_until_before_its_day",
        put("pins.0", {"pin": "hold", "day": "Sat", "until": "Sat 0:00"}),
        "pin_impossible",
        "pins[0].until",
    ),
    BadInput(
        "held_until_before_every_start",
        put("pins.0", {"pin": "hold", "group": "saturday", "until": "Sat 9:00"}),
        "pin_impossible",
        "pins[0].until",
    ),
    BadInput("until_no_time", put("pins.0.until", "noon"), "week_time_invalid", "pins[0].until"),
    BadInput(
        "held_and_forbidden_until_later",
        put("pins.+", {"pin": "forbid", "session": "saturday.sat", "until": "Sun 0:00"}),
        "pins_contradict",
        "pins[0]",
    ),
    BadInput(
        "held_until_and_forbidden_until",
        both(
            put("pins.0", {"pin": "hold", "room": "hall", "until": "Tue 12:00"}),
            put("pins.+", {"pin": "forbid", "room": "hall", "until": "Tue 12:00"}),
        ),
        "pins_contradict",
        "pins[0]",
    ),
    BadInput(
        "published_at_no_candidate_start",
        both(published(start="10:30", end="12:00"), kept(day="Sat")),
        "pin_impossible",
        "pins[0].as_published",
    ),
    BadInput(
        "published_with_another_leader",
        both(published(leaders=["k2"]), kept(client="c01")),
        "pin_impossible",
        "pins[0].as_published",
    ),
    BadInput(
        "published_with_an_outsider",
        both(
            published(),
            put("groups.4.closed", True),
            put("groups.4.members", ["c01"]),
            kept(group="saturday"),
        ),
        "pin_impossible",
        "pins[0].as_published",
    ),
    BadInput(
        "published_and_forbidden",
        both(published(), put("pins.+", {"pin": "forbid", "room": "hall", "day": "Sat"}), kept(client="c01")),
        "pins_contradict",
        "pins[1]",
    ),
    BadInput(
        "published_and_a_client_forbidden",
        both(published(), put("pins.+", {"pin": "forbid", "client": "c02", "day": "Sat"}), kept(day="Sat")),
        "pins_contradict",
        "pins[1]",
    ),
]
