"""Rows about burden: waits and trips of clients, split shifts and short rests of clinicians."""

from typing import Any

from builders import (
    DAYS,
    TELEHEALTH,
    Draft,
    clients,
    clinician,
    group,
    group_session,
    instance,
    room,
    service,
)
from goal_cases.case import GoalCase, worth
from iopsched.domain.instance import Instance


def day(**parts: Any) -> Instance:
    """Groups g, h and m of an hour, at any quarter of every day; two clients, two clinicians, two sites."""
    starts = [
        f"{day} {hour}:{minute:02d}"
        for day in DAYS[:4]
        for hour in range(6, 23)
        for minute in (0, 15, 30, 45)
    ]
    return instance(
        sites=[{"id": "main"}, {"id": "north"}],
        travel=[{"between": ["main", "north"], "minutes": 15}],
        rooms=[room("A"), room("B"), room("N", site="north")],
        services=[service("grp", modes=["on_site", "telehealth"])],
        groups=[group(name, *[{"starts": starts}] * 4) for name in ("g", "h", "m")],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=clients(3),
        **parts,
    )


def at(name: str, when: str, *present: str, **fields: Any) -> Draft:
    """A session of a group at a time, its number being the day's."""
    number = DAYS.index(when.split()[0]) + 1
    return group_session(f"{name}.{number}", when, present or ("c1",), **fields)


PLAIN = day()
HOUR = {"new_trip_after_minutes": 60}
NINE = at("g", "Mon 9:00")
REMOTE = at("h", "Mon 10:15", room=TELEHEALTH)

WAITS = (
    worth("idle_minutes", "none", 0, PLAIN, NINE, at("h", "Mon 10:00")),
    worth("idle_minutes", "half_an_hour", 30, PLAIN, NINE, at("h", "Mon 10:30")),
    worth("idle_minutes", "longest_wait", 120, PLAIN, NINE, at("h", "Mon 12:00")),
    worth("idle_minutes", "a_step_longer_is_a_trip", 0, PLAIN, NINE, at("h", "Mon 12:15")),
    worth("idle_minutes", "two_pauses", 45, PLAIN, NINE, at("h", "Mon 10:15"), at("m", "Mon 11:45")),
    # 10:00 to 12:00, telehealth or not
    worth("idle_minutes", "telehealth_ends_no_wait", 120, PLAIN, NINE, REMOTE, at("m", "Mon 12:00")),
    worth("idle_minutes", "none_before_telehealth", 0, PLAIN, NINE, REMOTE),
    worth(
        "idle_minutes",
        "of_two_clients",
        30 + 60,
        PLAIN,
        at("g", "Mon 9:00", "c1", "c2"),
        at("h", "Mon 10:30"),
        at("m", "Mon 11:00", "c2", leaders=["k2"], room="B"),
    ),
    worth("idle_minutes", "not_overnight", 0, PLAIN, NINE, at("h", "Tue 9:00")),
    worth(
        "idle_minutes", "between_two_sites", 15, PLAIN, NINE, at("h", "Mon 10:15", leaders=["k2"], room="N")
    ),
    worth("idle_minutes", "longest_wait_here", 60, day(conventions=HOUR), NINE, at("h", "Mon 11:00")),
    worth("idle_minutes", "a_step_longer_here", 0, day(conventions=HOUR), NINE, at("h", "Mon 11:15")),
)

TRIPS = (
    worth("extra_trips", "first_trip", 0, PLAIN, NINE),
    worth("extra_trips", "longest_wait", 0, PLAIN, NINE, at("h", "Mon 12:00")),
    worth("extra_trips", "a_step_longer", 1, PLAIN, NINE, at("h", "Mon 12:15")),
    worth("extra_trips", "twice", 2, PLAIN, NINE, at("h", "Mon 12:15"), at("m", "Mon 15:30")),
    worth("extra_trips", "one_trip_each_day", 0, PLAIN, NINE, at("h", "Tue 9:00")),
    worth(
        "extra_trips",
        "on_each_of_two_days",
        2,
        PLAIN,
        NINE,
        at("h", "Mon 12:15"),
        at("g", "Tue 9:00"),
        at("h", "Tue 18:00"),
    ),
    worth("extra_trips", "telehealth_in_between", 1, PLAIN, NINE, REMOTE, at("m", "Mon 12:15")),
    worth("extra_trips", "telehealth_is_no_trip", 0, PLAIN, NINE, at("h", "Mon 18:00", room=TELEHEALTH)),
    worth(
        "extra_trips",
        "of_two_clients",
        2,
        PLAIN,
        at("g", "Mon 9:00", "c1", "c2"),
        at("h", "Mon 13:00", "c2", "c1"),
    ),
    worth("extra_trips", "a_step_longer_here", 1, day(conventions=HOUR), NINE, at("h", "Mon 11:15")),
)

SHIFTS = (
    worth("split_shifts", "longest_pause", 0, PLAIN, NINE, at("h", "Mon 12:00")),
    worth("split_shifts", "a_step_longer", 1, PLAIN, NINE, at("h", "Mon 12:15")),
    worth("split_shifts", "led_by_two", 0, PLAIN, NINE, at("h", "Mon 12:15", leaders=["k2"])),
    worth("split_shifts", "to_telehealth", 1, PLAIN, NINE, at("h", "Mon 12:15", room=TELEHEALTH)),
    worth("split_shifts", "telehealth_joins", 0, PLAIN, NINE, REMOTE, at("m", "Mon 13:00")),
    worth("split_shifts", "other_clients_all_the_same", 1, PLAIN, NINE, at("h", "Mon 12:15", "c2")),
    worth("split_shifts", "twice", 2, PLAIN, NINE, at("h", "Mon 12:15"), at("m", "Mon 15:30")),
    worth("split_shifts", "not_overnight", 0, PLAIN, NINE, at("h", "Tue 9:00")),
    worth(
        "split_shifts",
        "longest_pause_here",
        0,
        day(conventions={"split_shift_after_minutes": 180}),
        NINE,
        at("h", "Mon 13:00"),
    ),
    worth(
        "split_shifts",
        "a_step_longer_here",
        1,
        day(conventions={"split_shift_after_minutes": 180}),
        NINE,
        at("h", "Mon 13:15"),
    ),
)

LATE = at("g", "Mon 20:00")

RESTS = (
    # 21:00 to 8:00 is 660 minutes
    worth("short_rests", "just_long_enough", 0, PLAIN, LATE, at("h", "Tue 8:00")),
    worth("short_rests", "a_step_short", 1, PLAIN, LATE, at("h", "Tue 7:45")),
    worth("short_rests", "led_by_two", 0, PLAIN, LATE, at("h", "Tue 7:45", leaders=["k2"])),
    worth("short_rests", "by_telehealth", 1, PLAIN, LATE, at("h", "Tue 7:45", room=TELEHEALTH)),
    worth("short_rests", "a_day_off_between", 0, PLAIN, LATE, at("h", "Wed 7:00")),
    worth(
        "short_rests", "first_start_counts", 1, PLAIN, LATE, at("g", "Tue 18:00"), at("h", "Tue 7:45", "c2")
    ),
    worth("short_rests", "last_end_counts", 1, PLAIN, at("h", "Mon 8:00", "c2"), LATE, at("h", "Tue 7:45")),
    worth(
        "short_rests",
        "two_nights",
        2,
        PLAIN,
        LATE,
        at("g", "Tue 7:00"),
        at("h", "Tue 20:00"),
        at("g", "Wed 7:45"),
    ),
    worth(
        "short_rests",
        "of_two_clinicians",
        2,
        PLAIN,
        LATE,
        at("h", "Mon 20:00", "c2", leaders=["k2"], room="B"),
        at("g", "Tue 7:00"),
        at("h", "Tue 7:00", "c2", leaders=["k2"], room="B"),
    ),
    worth(
        "short_rests",
        "just_long_enough_here",
        0,
        day(conventions={"short_rest_minutes": 600}),
        LATE,
        at("h", "Tue 7:00"),
    ),
    worth(
        "short_rests",
        "a_step_short_here",
        1,
        day(conventions={"short_rest_minutes": 600}),
        LATE,
        at("h", "Tue 6:45"),
    ),
)

CASES: tuple[GoalCase, ...] = WAITS + TRIPS + SHIFTS + RESTS
