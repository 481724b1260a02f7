"""Rows about runs and meals: the same day, once as a clinician's and once as a client's."""

from collections.abc import Iterator
from typing import Any, Literal

from builders import (
    TELEHEALTH,
    client,
    clinician,
    group,
    group_session,
    instance,
    room,
    service,
)
from iopsched.domain.instance import Instance
from rule_cases.case import Case, inside, outside

Who = Literal["clinician", "client"]
BOTH_MODES = ["on_site", "telehealth"]
STARTS = ["Mon 8:00", "Mon 9:00", "Mon 9:25", "Mon 9:30", "Mon 10:00", "Mon 10:05", "Mon 10:10", "Mon 10:15"]
LATER = [
    "Mon 10:30",
    "Mon 11:00",
    "Mon 12:00",
    "Mon 12:05",
    "Mon 12:25",
    "Mon 12:30",
    "Mon 12:35",
    "Mon 12:55",
]
ANY_TIME = {"starts": [*STARTS, *LATER, "Mon 13:10", "Tue 10:00", "Tue 12:30"]}


def day(who: Who, **fields: Any) -> Instance:
    """A clinician and a client with one shared day; the one it is about has these fields."""
    return instance(
        week={"grid_minutes": 5},
        rooms=[room("A"), room("B")],
        services=[
            service("grp", modes=BOTH_MODES),
            service("two", 120, modes=BOTH_MODES),
            service("long", 150),
        ],
        groups=[
            group("g", ANY_TIME, ANY_TIME, ANY_TIME),
            group("t", ANY_TIME, ANY_TIME, service="two"),
            group("l", ANY_TIME, service="long"),
        ],
        clinicians=[clinician("k1", **(fields if who == "clinician" else {})), clinician("k0")],
        clients=[client("c1", **(fields if who == "client" else {}))],
    )


def hour(number: int, when: str, **fields: Any) -> Any:
    return group_session(f"g.{number}", when, **fields)


def two_hours(number: int, when: str, **fields: Any) -> Any:
    return group_session(f"t.{number}", when, **fields)


NINE = hour(1, "Mon 9:00")


def runs(rule: str, who: Who) -> Iterator[Case]:
    """Rows of `clinician_run` or `client_run`."""
    two = day(who, max_run_minutes=120)
    quick = day(who, max_run_minutes=120, rest_minutes=10)
    yield inside(rule, "exactly", two, NINE, hour(2, "Mon 10:00"))
    yield outside(rule, "a_step_less", day(who, max_run_minutes=115), NINE, hour(2, "Mon 10:00"))
    yield outside(rule, "short_pauses_count", two, NINE, hour(2, "Mon 10:05"))
    yield outside(rule, "pause_just_too_short", two, NINE, hour(2, "Mon 10:10"))
    yield inside(rule, "rest_just_long_enough", two, NINE, hour(2, "Mon 10:15"))
    yield inside(rule, "less_rest_will_do", quick, NINE, hour(2, "Mon 10:10"))
    yield outside(rule, "not_even_less_rest", quick, NINE, hour(2, "Mon 10:05"))
    yield outside(rule, "one_long_session", two, group_session("l.1", "Mon 10:00"))
    yield outside(rule, "three_in_a_row", two, NINE, hour(2, "Mon 10:00"), hour(3, "Mon 11:00"))
    yield outside(
        rule, "telehealth_too", two, NINE, hour(2, "Mon 10:00"), hour(3, "Mon 11:00", room=TELEHEALTH)
    )
    yield inside(
        rule, "three_in_a_longer_run", day(who, max_run_minutes=180), NINE, two_hours(1, "Mon 10:00")
    )
    yield inside(rule, "each_run_alone", two, two_hours(1, "Mon 8:00"), two_hours(2, "Mon 10:15"))


def meals(rule: str, who: Who) -> Iterator[Case]:
    """Rows of `clinician_meal` or `client_meal`."""
    noon = day(who, meal={"minutes": 30, "after_minutes": 240, "between": "12-14"})
    any_time = day(who, meal={"minutes": 30, "after_minutes": 240})
    split = day(who, meal={"minutes": 30, "after_minutes": 240, "between": "12:00-12:20, 12:40-14:00"})
    brief = day(who, meal={"minutes": 30, "after_minutes": 145})
    ten = two_hours(1, "Mon 10:00")
    yield inside(rule, "day_just_short_enough", noon, ten, two_hours(2, "Mon 12:00"))
    yield outside(rule, "day_a_step_too_long", noon, ten, two_hours(2, "Mon 12:05"))
    yield inside(rule, "pause_exactly", noon, ten, two_hours(2, "Mon 12:30"))
    yield outside(rule, "pause_a_step_short", noon, ten, two_hours(2, "Mon 12:25"))
    yield outside(rule, "pause_before_noon", noon, two_hours(1, "Mon 8:00"), two_hours(2, "Mon 10:30"))
    yield inside(rule, "pause_at_any_time", any_time, two_hours(1, "Mon 8:00"), two_hours(2, "Mon 10:30"))
    yield outside(rule, "pause_too_short_at_any_time", any_time, ten, two_hours(2, "Mon 12:25"))
    yield inside(
        rule, "enough_of_the_pause_inside", noon, two_hours(1, "Mon 9:30"), two_hours(2, "Mon 12:30")
    )
    yield outside(rule, "too_little_of_it_inside", noon, two_hours(1, "Mon 9:25"), two_hours(2, "Mon 12:25"))
    yield outside(rule, "two_halves_are_no_pause", split, ten, two_hours(2, "Mon 12:55"))
    yield inside(rule, "second_window", split, ten, two_hours(2, "Mon 13:10"))
    yield outside(rule, "without_any_pause", brief, group_session("l.1", "Mon 10:00"))
    long = group_session("l.1", "Mon 10:00")
    yield inside(rule, "pause_after_a_session_that_is_long_alone", brief, long, hour(1, "Mon 13:10"))
    yield outside(rule, "pause_after_it_a_step_short", brief, long, two_hours(1, "Mon 12:55"))
    yield inside(
        rule, "pause_before_a_session_that_is_long_alone", brief, NINE, group_session("l.1", "Mon 10:30")
    )
    late_pair = (two_hours(1, "Mon 10:05"), two_hours(2, "Mon 12:30"))
    early_pair = (two_hours(1, "Mon 8:00"), two_hours(2, "Mon 10:05"))
    yield inside(rule, "pause_before_two_that_are_long_together", any_time, hour(1, "Mon 8:00"), *late_pair)
    yield inside(rule, "pause_after_two_that_are_long_together", any_time, *early_pair, hour(1, "Mon 12:35"))
    yield outside(rule, "pause_before_them_is_not_at_noon", noon, hour(1, "Mon 8:00"), *late_pair)
    yield outside(rule, "telehealth_is_work_too", noon, ten, two_hours(2, "Mon 12:05", room=TELEHEALTH))
    yield outside(rule, "on_one_of_two_dates", noon, ten, two_hours(2, "Mon 12:25"), hour(1, "Tue 12:30"))
    yield outside(
        rule,
        "a_session_inside_another_leaves_no_pause",
        noon,
        group_session("l.1", "Mon 10:00"),
        hour(1, "Mon 10:30", room="B"),
        two_hours(2, "Mon 12:35"),
        also={"client_in_one_place", "clinician_in_one_place"},
    )


CASES: tuple[Case, ...] = (
    *runs("clinician_run", "clinician"),
    *meals("clinician_meal", "clinician"),
    *runs("client_run", "client"),
    *meals("client_meal", "client"),
)
