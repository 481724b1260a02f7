"""Mistakes in what is past: the time it is, and the sessions held so far."""

from typing import Any

from bad_inputs.row import NAME, BadInput, both, put

NOW = put("week.now", "2026-03-03T12:00")
MONDAY: dict[str, Any] = {
    "id": "evening-track.1",
    "kind": "group",
    "group": "evening-track",
    "service": "skills",
    "date": "2026-03-02",
    "start": "17:30",
    "end": "19:00",
    "room": "hall",
    "leaders": ["k1"],
    "clients": ["c01"],
}
AT = "history[0] (evening-track.1)"


def held(*sessions: dict[str, Any]) -> Any:
    """Put these sessions into the history, at noon on Tuesday."""
    return both(NOW, put("history", list(sessions)))


PAST = [
    *(
        BadInput(f"now_{name}", put("week.now", value), "date_time_invalid", "week.now")
        for name, value in {
            "date_only": "2026-03-04",
            "seconds": "2026-03-04T14:00:30",
            "with_zone": "2026-03-04T14:00Z",
            "with_offset": "2026-03-04T14:00+01:00",
            "no_such_day": "2026-02-30T14:00",
            "no_such_hour": "2026-03-04T25:00",
            "as_words": NAME,
            "as_number": 20260304,
        }.items()
    ),
    BadInput("history_and_no_now", put("history", [MONDAY]), "history_without_now", "history"),
    BadInput(
        "history_to_come",
        held({**MONDAY, "id": "evening-track.2", "date": "2026-03-03"}),
        "history_not_past",
        "history[0] (evening-track.2).start",
    ),
    BadInput(
        "history_at_now",
        held({**MONDAY, "date": "2026-03-03", "start": "12:00"}),
        "history_not_past",
        f"{AT}.start",
    ),
    BadInput(
        "history_before_the_week", held({**MONDAY, "date": "2026-03-01"}), "date_outside_week", f"{AT}.date"
    ),
    BadInput(
        "history_unknown", held({**MONDAY, "id": "evening-track.9"}), "unknown_session", "history[0].id"
    ),
    BadInput(
        "history_of_another_group",
        held({**MONDAY, "group": "process-a"}),
        "session_differs",
        f"{AT}.group",
    ),
    BadInput(
        "history_client", held({**MONDAY, "clients": ["c01", "c99"]}), "unknown_reference", f"{AT}.clients[1]"
    ),
    BadInput("history_leader", held({**MONDAY, "leaders": ["k99"]}), "unknown_reference", f"{AT}.leaders[0]"),
    BadInput("history_room", held({**MONDAY, "room": "cellar"}), "unknown_reference", f"{AT}.room"),
    BadInput("history_twice", held(MONDAY, MONDAY), "duplicate_id", "history[1] (evening-track.1).id"),
    BadInput("history_wrong_by_itself", held({**MONDAY, "end": "17:00"}), "ends_before_start", "history[0]"),
]
