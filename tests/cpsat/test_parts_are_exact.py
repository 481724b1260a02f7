"""A part of a week says of every choice in it what the judge says of the whole week."""

import random

import pytest

from cpsat.part_changes import changed
from cpsat.part_weeks import generated, own_sessions_of_some, tiny

GENERATED = [seed for seed in range(13) if seed % 3]
AHEAD = range(0, 300, 3)
PARTS, CHUNK = 2, 30


@pytest.mark.parametrize("seed", GENERATED)
def test_a_change_in_a_part_is_worth_to_the_week_what_the_part_says(seed: int) -> None:
    week, rng = generated(seed), random.Random(seed)
    for number in range(PARTS):
        after = changed(week, rng, f"seed {seed}, part {number}")
        week = week._replace(schedule=after)


@pytest.mark.parametrize("seed", GENERATED[:4])
def test_own_sessions_alone_are_worth_to_the_week_what_the_part_says(seed: int) -> None:
    week, rng = generated(seed), random.Random(seed)
    for number in range(PARTS):
        after = changed(week, rng, f"seed {seed}, part {number}", part=own_sessions_of_some)
        groups = [[one for one in of.sessions if one.group is not None] for of in (week.schedule, after)]
        assert groups[0] == groups[1]
        week = week._replace(schedule=after)


@pytest.mark.parametrize("first", range(AHEAD.start, AHEAD.stop, CHUNK))
def test_a_change_in_a_part_of_a_tiny_week_is_worth_what_the_part_says(first: int) -> None:
    for seed in range(first, first + CHUNK, AHEAD.step):
        week, rng = tiny(seed), random.Random(seed)
        for number in range(PARTS if week is not None else 0):
            after = changed(week, rng, f"seed {seed}, part {number}", anew=False)
            week = week._replace(schedule=after)


def test_what_was_cut_is_of_every_kind() -> None:
    weeks = [generated(seed) for seed in GENERATED]
    assert {len(one.instance.sites) for one in weeks} == {1, 2, 3}
    assert {len(one.instance.clients) > 20 for one in weeks} == {True, False}
    starts = [len(m.starts) for one in weeks for g in one.instance.groups for m in g.meetings]
    assert min(starts) == 1
    assert max(starts) > 1
    assert any(one.instance.pins for one in weeks)
