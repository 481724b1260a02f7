"""How a search went: what is kept of its reports, and when it was close to its end."""

import pytest

from iopsched.benchmarking.trace import (
    MOST_POINTS,
    Point,
    Recorder,
    point,
    seconds_until,
    seconds_until_close,
    thinned,
)
from iopsched.domain.progress import Progress
from iopsched.domain.result import LevelResult
from sample import sample_instance, sample_schedule


def level(id_, term, value, scale):
    return LevelResult(
        id=id_, value=value, bound=None, bound_kind="none", unit="x", terms={term: value}, scale=scale
    )


LEVELS = (
    level("1a", "clients_short", 2, 100),
    level("3b", "unmet_wishes", 300, 1000),
    level("4", "idle_minutes", 50, None),
)


def seen(seconds, *values):
    return Point(seconds, "1a", values[0], None, values)


def test_a_point_comes_back_from_plain_data():
    for one in (seen(1.25, 3, 2, 1), Point(0.5, "1a", None, 4)):
        assert point(one.row()) == one


def test_a_search_is_close_once_level_1_and_the_wishes_stay_within_1_percent():
    points = [
        seen(1, 9, 290, 900),
        seen(2, 3, 305, 900),  # both near
        seen(3, 2, 400, 90),  # wishes far again
        Point(3.5, "3b", 400, 290),
        seen(4, 2, 310, 70),  # near, and stays so
        seen(5, 2, 300, 50),
    ]
    assert seconds_until_close(points, LEVELS) == 4
    assert seconds_until_close(points[:4], LEVELS) is None
    assert seconds_until_close([Point(1, "1a", 2, None)], LEVELS) is None


def test_without_a_scale_only_the_last_value_is_close():
    levels = (level("1a", "clients_short", 2, None),)
    assert seconds_until_close([seen(1, 3), seen(2, 2)], levels) == 2


def test_values_are_reached_in_their_order():
    points = [seen(1, 4, 0), Point(1.5, "1a", 3, 2), seen(2, 3, 9), seen(3, 3, 5)]
    assert seconds_until(points, (3, 6)) == 3
    assert seconds_until(points, (3, 9)) == 2
    assert seconds_until(points, (4, 2)) == 1
    assert seconds_until(points, (2, 0)) is None


def test_reports_that_say_nothing_new_are_left_out():
    instance = sample_instance()
    schedule = sample_schedule(instance, without={"c01.ind.1"})
    recorder = Recorder(instance)
    recorder(Progress(1.0, "1a", None, None, None))
    recorder(Progress(1.1, "1a", None, None, None))
    recorder(Progress(1.2, "1a", 1, 0, 1, schedule))
    recorder(Progress(1.3, "1a", 1, 0, 1, values=(1, 1, 60, 0)))
    recorder(Progress(1.4, "1a", 1, 1, 1, values=(1, 1, 60, 0)))
    recorder(Progress(1.5, "1b", 1, 1, 1, schedule, values=(1, 2, 3, 4)))
    assert [one.seconds for one in recorder.points] == [1.0, 1.2, 1.4, 1.5]
    # Values that were not told of are the judge's.
    assert recorder.points[1].values[0] == 1
    assert [one.values for one in recorder.points[2:]] == [None, (1, 2, 3, 4)]


@pytest.mark.parametrize("count", (1, MOST_POINTS, 5000))
def test_a_long_trace_is_thinned_out_and_keeps_its_ends(count):
    points = [Point(float(at), "1a" if at < count // 3 else "1b", at, None) for at in range(count)]
    kept = thinned(points)
    assert len(kept) <= MOST_POINTS
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert sorted(kept, key=lambda one: one.seconds) == kept
    assert {one.level for one in kept} == {one.level for one in points}
    if count > MOST_POINTS:
        assert len(kept) > MOST_POINTS / 2
        assert points[count // 3] in kept
