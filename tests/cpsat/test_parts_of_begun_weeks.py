"""Parts of weeks that have begun, and other parts in which what stays matters to what is open."""

import random

import pytest

from brute_force.agreement import disagreement
from brute_force.enumerate import best_of
from brute_force.tiny import tiny_instance
from cpsat.part_changes import changed
from cpsat.part_weeks import generated, judged, level_values, tiny
from iopsched import solving
from iopsched.cpsat.scope import open_scope

PARTS, CHUNK = 4, 20


@pytest.mark.parametrize("seed", range(0, 13, 3))
def test_a_change_in_a_part_of_a_week_that_has_begun_is_worth_what_the_part_says(seed: int) -> None:
    week, rng = generated(seed), random.Random(seed)
    for number in range(PARTS):
        week = week._replace(schedule=changed(week, rng, f"seed {seed}, part {number}"))


@pytest.mark.parametrize("first", range(300, 400, CHUNK))
def test_so_it_is_in_tiny_weeks_that_have_begun(first: int) -> None:
    for seed in range(first, first + CHUNK, 2):
        week, rng = tiny(seed), random.Random(seed)
        for number in range(PARTS if week is not None else 0):
            week = week._replace(schedule=changed(week, rng, f"seed {seed}, part {number}", anew=False))


@pytest.mark.parametrize("first", range(300, 400, CHUNK))
def test_a_week_that_has_begun_is_searched_in_parts_without_loss(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "PARTS_FROM", 1)
    monkeypatch.setattr(solving, "WISHES_FROM", 1)
    for seed in range(first + 1, first + CHUNK, 2):
        best = best_of(tiny_instance(seed))
        assert disagreement(seed, best.vector if best else None) is None


@pytest.mark.parametrize("seed", [62, 78, 100])
def test_wishes_for_a_clinician_count_where_a_session_is_led_anew(seed: int) -> None:
    week, rng = tiny(seed), random.Random(seed)
    assert week is not None
    for number in range(PARTS):
        week = week._replace(schedule=changed(week, rng, f"seed {seed}, part {number}"))


@pytest.mark.parametrize("seed", [178])
def test_a_part_knows_a_session_of_a_couple_whoever_owns_it(seed: int) -> None:
    week = tiny(seed)
    assert week is not None
    v = week.cutter.cut(open_scope(week.instance, week.schedule, clients=week.instance.client))
    assert level_values(v, week.schedule) == judged(week, week.schedule)
