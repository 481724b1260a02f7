"""The pictures: well-formed, inside their frames, with every instance and goal that matters."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from iopsched.benchmarking.charts import cost_chart, progress_chart
from iopsched.benchmarking.svg import Axis, Panel
from iopsched.benchmarking.trace import Point

SVG = "{http://www.w3.org/2000/svg}"


def words(picture):
    return [element.text for element in ET.fromstring(picture).iter(f"{SVG}text")]


def lines(picture):
    found = ET.fromstring(picture).iter(f"{SVG}polyline")
    return [[tuple(map(float, pair.split(","))) for pair in one.attrib["points"].split()] for one in found]


@pytest.mark.parametrize("log", (False, True))
def test_an_axis_goes_from_one_end_to_the_other(log):
    axis = Axis(1, 100, log=log)
    assert (axis.at(1), axis.at(100)) == (0, 1)
    assert axis.at(0.1) == 0
    assert axis.at(10) == pytest.approx(0.5 if log else 9 / 99)
    assert Axis(0, 0).at(0) == 0.5


def test_an_axis_names_what_fits():
    assert Axis(0, 7).ticks() == [0, 7]
    assert Axis(0.9, 60, log=True).ticks() == [1, 2, 5, 10, 20, 50]
    assert Axis(20, 1250, log=True, named=(25, 26, 50, 1000)).ticks() == [25, 50, 1000]


def test_a_value_holds_until_the_next():
    panel = Panel("", Axis(0, 10), Axis(0, 10), 0, 0, width=100, height=100)
    panel.steps([(0, 10), (5, 0)], 10, "#000")
    (path,) = lines(f'<svg xmlns="http://www.w3.org/2000/svg">{panel.drawn()}</svg>')
    assert path == [(0, 0), (50, 0), (50, 100), (100, 100)]


def test_each_goal_that_was_ever_above_0_has_its_value_and_bound(measured):
    one = measured("c01.ind.1", bounds=(0, 1, None, 0))
    trace = (
        Point(0.5, "1a", 4, 0, (4, 4, 900, 0)),
        Point(1.0, "1b", 1, 1, one.vector),
    )
    picture = progress_chart(replace(one, trace=trace))
    assert "sample: value and bound over seconds" in words(picture)
    titles = [word for word in words(picture) if ", bound " in word]
    assert titles == ["1a: 1, bound 0", "1b: 1, bound 1", f"1c: {one.vector[2]}, bound unknown"]
    # Two goals have a bound that can be drawn, the third only its value.
    assert len(lines(picture)) == 5
    across = [x for path in lines(picture) for x, _ in path]
    assert min(across) >= 80
    assert max(across) <= 80 + 470 + 360


def test_a_search_that_only_told_of_one_level_at_a_time_is_drawn_too(measured):
    one = measured("c01.ind.1", bounds=(None,) * 4)
    picture = progress_chart(replace(one, trace=(Point(0.5, "1a", 3, None), Point(1.5, "1a", 1, None))))
    assert len(lines(picture)) == 3


def test_what_was_never_above_0_or_never_solved_is_said(measured):
    for one in (measured(), measured(outcome="no schedule", levels=(), seconds=None)):
        assert any("Every goal was at 0" in word for word in words(progress_chart(one)))


def test_cost_is_drawn_against_size(measured):
    small = measured(clients=25, first_schedule_seconds=1.0, close_seconds=10.0)
    large = measured(clients=1000, instance_id="large", first_schedule_seconds=30.0, close_seconds=None)
    picture = cost_chart([small, large])
    dots = list(ET.fromstring(picture).iter(f"{SVG}circle"))
    assert [dot[0].text for dot in dots] == [
        "sample: first schedule after 1.0 s",
        "large: first schedule after 30.0 s",
        "sample: within 1 % after 10.0 s",
    ]
    assert float(dots[0].attrib["cx"]) < float(dots[1].attrib["cx"])
    assert float(dots[0].attrib["cy"]) > float(dots[2].attrib["cy"]) > float(dots[1].attrib["cy"])
    assert {"25", "1,000"} <= set(words(picture))
    assert "Nothing was solved." in words(cost_chart([measured(first_schedule_seconds=None)]))
