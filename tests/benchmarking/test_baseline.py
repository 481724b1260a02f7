"""The plain search, and how the product's stands beside it."""

from dataclasses import replace

import pytest

from iopsched.benchmarking import baseline
from iopsched.benchmarking.baseline import solve_plainly
from iopsched.benchmarking.beside_baseline import set_beside
from iopsched.benchmarking.trace import Point
from iopsched.cpsat import plain
from iopsched.cpsat.plain import PlainLevel, PlainSearch
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.errors import JudgeRefusedError, NoScheduleError, ProblemsError
from iopsched.solving import solve
from iopsched.verification import verify
from sample import sample_instance, sample_schedule

LIMITS = Limits(time_limit=30, workers=1)
SHORT = ("c01.ind.1",)


def test_the_plain_search_proves_what_the_product_does():
    instance, reports = sample_instance(), []
    found = solve_plainly(instance, limits=LIMITS, on_progress=reports.append)
    ours = solve(instance, limits=LIMITS)
    assert [level.value for level in found.levels] == [level.value for level in ours.levels]
    assert found.status == "optimal"
    assert [level.bound_kind for level in found.levels] == ["proved"] * len(found.levels)
    assert verify(instance, found.schedule).valid
    assert {report.level for report in reports} == {goal.id for goal in instance.goals}
    assert found.first_schedule_seconds == reports[0].elapsed <= found.seconds


def test_the_plain_search_has_no_parameters_but_its_limits(monkeypatch):
    asked = []
    default = plain.cp_model.CpSolver().parameters

    def no_search(self, model, callback):
        asked.append(self.parameters)
        raise InterruptedError

    monkeypatch.setattr(plain.cp_model.CpSolver, "solve", no_search)
    with pytest.raises(InterruptedError):
        solve_plainly(sample_instance(), limits=Limits(time_limit=29, workers=3, seed=5))
    (parameters,) = asked
    # The sample's first level has 3 of the 16 shares of its four.
    assert 0 < parameters.max_time_in_seconds <= 29 * 3 / 16
    default.max_time_in_seconds = parameters.max_time_in_seconds
    default.random_seed, default.num_workers, default.catch_sigint_signal = 5, 3, False
    assert str(parameters) == str(default)


def test_the_plain_model_shares_no_variables(monkeypatch):
    made = []

    def watched(instance, **options):
        made.append(options)
        raise InterruptedError

    monkeypatch.setattr(plain, "build", watched)
    with pytest.raises(InterruptedError):
        solve_plainly(sample_instance(), limits=LIMITS)
    assert made == [{"merge": False}]


def test_nothing_is_searched_once_the_time_is_over():
    result = solve_plainly(sample_instance(), limits=Limits(time_limit=1e-6))
    assert result.schedule.sessions == ()
    assert {level.bound for level in result.levels} == {None}


def plainly(monkeypatch, schedule, bounds=(None,) * 4, **changes):
    levels = tuple(PlainLevel(bound, 1.0) for bound in bounds)
    found = replace(PlainSearch(schedule, levels, 0.0), **changes)
    monkeypatch.setattr(baseline, "search_plainly", lambda *_: found)
    return solve_plainly(sample_instance(), limits=LIMITS)


def test_where_nothing_is_found_the_empty_week_is_the_answer(monkeypatch):
    result = plainly(monkeypatch, None, (0, -1, 5, None))
    assert result.schedule.sessions == ()
    assert [level.bound for level in result.levels] == [0, 0, 5, None]
    assert [level.bound_kind for level in result.levels] == ["proved", "conditional", "conditional", "none"]
    assert result.first_schedule_seconds is None
    monkeypatch.setattr(baseline, "_empty", lambda instance: broken(instance))
    with pytest.raises(NoScheduleError):
        plainly(monkeypatch, None)


def broken(instance) -> Schedule:
    """Return the sample's schedule with a session that nobody leads."""
    schedule = sample_schedule(instance)
    sessions = list(schedule.sessions)
    sessions[0] = sessions[0].model_copy(update={"leaders": ()})
    return schedule.model_copy(update={"sessions": tuple(sessions)})


def test_what_the_judge_does_not_accept_is_refused(monkeypatch):
    instance = sample_instance()
    with pytest.raises(JudgeRefusedError, match="breaks"):
        plainly(monkeypatch, broken(instance))
    with pytest.raises(JudgeRefusedError, match="above the value"):
        plainly(monkeypatch, sample_schedule(instance), (1, 0, 0, 0))
    with pytest.raises(ProblemsError, match="contradiction"):
        plainly(monkeypatch, None, (), impossible=True)


def traced(measurement, *points):
    return replace(measurement, trace=tuple(Point(at, "1a", v[0], None, v) for at, v in points))


def test_ours_is_held_against_the_vector_of_the_baseline(measured):
    good, worse = measured(bounds=(None,) * 4), measured(*SHORT, bounds=(0, 0, 0, 0))
    ours = traced(good, (0.5, (3, 3, 900, 0)), (2.0, worse.vector), (4.0, good.vector))
    beside = set_beside(ours, worse, 20.0)
    assert (beside.verdict, beside.failed) == ("no worse", False)
    assert (beside.seconds, beside.times_as_fast) == (2.0, 10.0)
    lost = set_beside(traced(measured(*SHORT, bounds=(0,) * 4), (1.0, worse.vector)), good, 20.0)
    assert (lost.verdict, lost.seconds, lost.times_as_fast, lost.failed) == ("worse", None, None, False)


def test_what_the_baseline_proves_has_to_be_reached(measured):
    proved = measured(bounds=(0, 0, None, None))
    late = set_beside(measured(*SHORT, bounds=(0, 0, 0, 0)), proved, 20.0)
    assert (late.verdict, late.failed, late.agreed) == ("disagrees", True, 2)
    assert late.words == "1a: 1, and the baseline proves 0"
    assert set_beside(measured(), proved, 20.0).agreed == 2
    given = measured(bounds=(0, 0, 0, 0))
    levels = [level.model_copy(update={"bound_kind": "conditional"}) for level in given.levels[1:]]
    assert set_beside(measured(), replace(given, levels=(given.levels[0], *levels)), 20.0).agreed == 1


def test_a_bound_that_the_other_goes_below_is_crossed(measured):
    ours = set_beside(measured(*SHORT), measured(bounds=(0, None, None, None)), 20.0)
    assert (ours.verdict, ours.failed) == ("crossed", True)
    theirs = set_beside(measured(), measured(*SHORT), 20.0)
    assert theirs.verdict == "crossed"


def test_a_search_that_found_nothing_is_said_to(measured):
    lost = measured(outcome="no schedule", levels=(), schedule=None)
    assert set_beside(lost, measured(), 20.0).verdict == "not solved"
    alone = set_beside(measured(first_schedule_seconds=0.5), lost, 20.0)
    assert (alone.verdict, alone.words, alone.times_as_fast) == ("no worse", "baseline: no schedule", 40.0)
    document = alone.document()
    assert document["baseline"]["outcome"] == "no schedule"
