"""The goals for speed, and the page that shows what was found."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from iopsched.benchmarking.beside_baseline import set_beside
from iopsched.benchmarking.best_known import BestKnownFile
from iopsched.benchmarking.comparing import Comparison
from iopsched.benchmarking.results import write_results
from iopsched.benchmarking.suite import Benchmark, Run
from iopsched.benchmarking.trace import Point
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.progress import Limits
from iopsched.files.writing import write_instance
from sample import sample_instance

ROOT = Path(__file__).resolve().parents[2]


def by_wanted(goals):
    return {goal.wanted: goal for goal in goals}


@pytest.fixture(name="crowd")
def fixture_crowd():
    """Return the sample with more clients."""

    def crowd(number):
        one = sample_instance().clients[1]
        more = tuple(one.model_copy(update={"id": f"x{index}"}) for index in range(number))
        return sample_instance(clients=more)

    return crowd


def test_an_instance_that_is_not_solved_meets_no_goal(speed, measured):
    (goal,) = speed.goals_of(sample_instance(), measured(outcome="crashed", levels=()))
    assert (goal.found, goal.met) == ("crashed", False)


def test_usual_instances_have_goals_for_level_1_and_wishes(speed, measured, crowd):
    goals = by_wanted(speed.goals_of(crowd(20), measured()))
    assert goals["at most 1.5 GB"].met
    assert goals["level 1 proved within 20 s"].met
    assert not goals["3b within 2 % at the end"].met
    late = by_wanted(speed.goals_of(crowd(40), measured(level_1_seconds=20.5, peak_bytes=1_600_000_000)))
    assert not late["level 1 proved within 20 s"].met
    assert not late["at most 1.5 GB"].met
    unproved = by_wanted(speed.goals_of(crowd(20), measured(level_1_seconds=None)))
    assert unproved["level 1 proved within 20 s"].found == "not proved"
    assert len(speed.goals_of(crowd(41), measured())) == 1


@pytest.mark.parametrize(
    "value, bound, scale, found, met",
    [
        (12, 10, 100, "2.0 %", True),
        (13, 10, 100, "3.0 %", False),
        (5, 5, None, "0.0 %", True),
        (5, 4, None, "100.0 %", False),
        (5, None, 100, "no bound", False),
    ],
)
def test_wishes_are_near_their_best_or_not(speed, measured, value, bound, scale, found, met):
    one = measured()
    level = one.levels[0].model_copy(update={"id": "3b", "value": value, "bound": bound, "scale": scale})
    goal = speed.wishes_goal(measured(levels=(level,)))
    assert (goal.found, goal.met) == (found, met)


def test_large_instances_have_goals_for_the_first_schedule_and_clients_short(speed, measured, crowd):
    goals = by_wanted(speed.goals_of(crowd(100), measured(first_schedule_seconds=5.1)))
    assert not goals["first schedule within 5 s"].met
    assert goals["at most 1 further client could be served"].met
    one = measured()
    for distance, met in ((1, True), (2, False)):
        level = one.levels[1].model_copy(update={"value": 3, "bound": 3 - distance})
        goal = speed.clients_short_goal(crowd(100), measured(levels=(level,)))
        assert goal.met is met


def test_lower_levels_are_compared_with_a_search_that_stops_after_level_1(
    speed, measured, tmp_path, monkeypatch
):
    instance = sample_instance()
    asked = []

    def measure(path, cut, limits):
        asked.append([goal.id for goal in cut.goals])
        return measured()

    monkeypatch.setattr(speed, "measure", measure)
    goal = speed.lower_levels_goal(tmp_path / "cut.json", instance, measured(), None)
    assert asked == [["1a", "1b", "1c"]]
    assert (goal.found, goal.met) == ("all 0", True)
    unproved = speed.lower_levels_goal(
        tmp_path / "cut.json", instance, measured(bounds=(0, 0, 0, None)), None
    )
    assert not unproved.met
    only_first = sample_instance(goals=DEFAULT_GOALS[:3])
    assert speed.lower_levels_goal(tmp_path / "cut.json", only_first, measured(), None) is None


def test_a_suite_is_measured_written_and_shown_on_the_page(
    speed, page, measured, tmp_path, monkeypatch, capsys
):
    write_instance(tmp_path / "week" / "sample.json", sample_instance())
    monkeypatch.setattr(speed, "measure", lambda path, instance, limits: measured())
    words = ["--suite", str(tmp_path / "week"), "--write", "--results", str(tmp_path / "results")]
    assert speed.main(words) == 0
    assert "2 of 2 goals met." in capsys.readouterr().out
    (results,) = page.newest(tmp_path / "results")
    assert results["suite"] == "week"
    text = page.page(f"before\n{page.START}\nold\n{page.END}\nafter", [results])
    assert text.startswith("before\n")
    assert text.endswith("\nafter")
    assert "old" not in text
    assert "| sample | 4 | 0 | 4 of 4 | 1.0 | 2.0 | 3.0 | 200 | none |" in text
    assert "2 of 2 goals are met." in text
    assert speed.main([*words[:2], "--only", "nothing"]) == 1


def test_the_page_shows_the_newest_results_of_each_suite(page, tmp_path):
    assert page.section(page.newest(tmp_path)) == page.NOTHING
    for date in ("2026-01-02", "2026-01-10"):
        (tmp_path / f"{date}-tiny.json").write_text(json.dumps({"suite": "tiny", "date": date}))
    assert page.newest(tmp_path) == [{"suite": "tiny", "date": "2026-01-10"}]


def test_what_was_not_solved_or_proved_has_its_words(page, measured):
    lost = measured(outcome="no schedule", levels=(), seconds=None, peak_bytes=None, clients_short=None)
    assert page.measured_row(lost.document())[2:4] == ("-", "no schedule")
    gaps = page.measured_row(measured("c01.ind.1", bounds=(1, 0, None, 0)).document())[-1]
    assert gaps == "1b: 25.0 %, 1c: unknown"


def test_the_numbers_on_the_page_are_current(page):
    text = (ROOT / "docs" / "benchmarks.md").read_text()
    assert page.START in text
    assert page.page(text, page.newest(page.RESULTS)) == text


def test_the_page_shows_a_suite_and_what_the_baseline_did(page, measured, tmp_path):
    ours, plain = measured(close_seconds=1.5, effort=7.25), measured("c01.ind.1", bounds=(0, 0, 0, 0))
    ours = replace(ours, trace=(Point(0.5, "1a", 0, None, ours.vector),))
    run = Run(ours, Comparison("same"), set_beside(ours, plain, 20.0))
    limits = Limits(time_limit=20)
    bench = Benchmark("weekly", (), limits, tmp_path / "best_known.json", BestKnownFile(), plain=True)
    file = write_results(tmp_path, bench, [run, run])
    (results,) = page.newest(tmp_path)
    text = page.suite_text(results)
    pictures = f"../benchmarks/results/{file.stem}"
    assert f"[sample]({pictures}/sample.svg) | 4 | 0 | 4 of 4 | 1.0 | 1.5 | 2.0 | 3.0 | 7.2 | 200 |" in text
    assert "at most 20 s a search. Regressions: 0." in text
    assert (tmp_path / file.stem / "cost.svg").is_file()
    worse = " ".join(map(str, plain.vector))
    assert f"| sample | 0 0 0 0 | {worse} | no worse | 0 of 4 | 0.5 | 3.0 | 40.0 |" in text
    results["limits"] |= {"reproducible": True, "effort": 8}
    assert "at most 8 units of effort a search." in page.suite_text(results)
