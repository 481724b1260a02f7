"""What is known of an instance: read, compared, improved on and written."""

import gzip
import json

import pytest

from iopsched.benchmarking.best_known import (
    BestKnownFile,
    find_best_known,
    improved,
    read_best_known,
    with_reached,
    write_best_known,
)
from iopsched.benchmarking.certificates import certificate_path, read_certificate, write_certificate
from iopsched.benchmarking.comparing import check_certificate, compare
from iopsched.benchmarking.suite import provenance, source_of
from iopsched.domain.progress import Limits
from iopsched.errors import ProblemsError
from iopsched.files.writing import write_schedule
from sample import sample_instance

LIMITS = Limits(seed=7)
SOURCE = source_of(LIMITS, "search")
SHORT = ("c01.ind.1",)


def known_from(measurement):
    return improved(None, measurement, SOURCE)


def held(measurement, known, limits=LIMITS):
    return compare(measurement, known, limits)


def with_values(measurement, *values, **changes):
    """Return levels with other values, whatever schedule is said to give them."""
    return tuple(
        level.model_copy(update={"value": value, **changes})
        for level, value in zip(measurement.levels, values, strict=True)
    )


def test_nothing_is_said_of_an_instance_nobody_measured(measured):
    assert held(measured(), None).standing == "unknown"
    assert held(measured(outcome="no schedule", levels=()), None).standing == "not solved"


def test_values_are_compared_level_by_level(measured):
    good, worse = measured(), measured(*SHORT, bounds=(0, 0, 0, 0))
    assert good.vector < worse.vector
    assert held(good, known_from(good)).standing == "same"
    later = held(worse, known_from(good))
    assert later.standing == "worse"
    assert later.regression
    assert later.words == "1a: 1, best known 0"
    better = held(good, known_from(worse))
    assert (better.standing, better.regression) == ("better", False)


def test_no_schedule_is_worse_where_one_is_known(measured):
    lost = measured(outcome="no schedule", levels=(), schedule=None)
    assert held(lost, known_from(measured())).standing == "worse"


def test_an_instance_that_has_changed_is_not_compared(measured):
    older = known_from(measured()).model_copy(update={"digest": "sha256:" + "0" * 64})
    found = held(measured(*SHORT), older)
    assert (found.standing, found.regression) == ("stale", False)


def test_a_bound_above_the_best_known_value_is_crossed(measured):
    best = known_from(measured())
    for bounds in ((1, 0, 0, 0), (0, 0, 50, 0)):
        found = held(measured(bounds=bounds), best)
        assert (found.standing, found.regression) == ("crossed", True)
        assert "above the best known value 0" in found.words


def test_a_value_below_a_recorded_bound_is_crossed(measured):
    worse = measured(*SHORT)
    found = held(measured(), known_from(worse))
    assert found.standing == "crossed"
    assert found.words == "1a: the value 0 is below the recorded bound 1"


def test_a_bound_says_nothing_of_schedules_worse_on_earlier_levels(measured):
    # The worse one has a lower value on a level whose bound holds given the better one's 1a.
    better, worse = measured(bounds=(0, 0, 0, 0)), measured(*SHORT, bounds=(0, None, None, None))
    levels = list(worse.levels)
    levels[3] = levels[3].model_copy(update={"value": 0})
    best = known_from(better)
    high = best.levels[3].model_copy(update={"value": 5, "bound": 5})
    best = best.model_copy(update={"levels": (*best.levels[:3], high)})
    found = held(measured(*SHORT, levels=tuple(levels)), best)
    assert found.standing == "worse"


def test_better_values_replace_and_equal_ones_add_firmer_bounds(measured):
    loose = measured(bounds=(0, 0, None, None))
    known = known_from(loose)
    assert known.levels[2].bound is None
    firmer = improved(known, measured(bounds=(None, 0, 0, None)), SOURCE)
    assert [level.bound for level in firmer.levels] == [0, 0, 0, None]
    assert firmer.source.seed == 7
    worse = measured(*SHORT, bounds=(0, None, None, None))
    assert improved(known, worse, SOURCE) == known
    assert improved(known_from(worse), loose, SOURCE) == known
    changed = known.model_copy(update={"digest": "sha256:" + "0" * 64})
    assert improved(changed, measured(*SHORT), SOURCE) == known_from(measured(*SHORT))


def test_bounds_are_taken_from_either_as_far_as_values_agree(measured):
    one = measured()
    good = measured(levels=with_values(one, 2, 3, 100, 5, bound=None))
    worse_later = measured(levels=with_values(one, 2, 3, 150, 1, bound=1))
    earlier, later = source_of(LIMITS, "search"), source_of(Limits(seed=8), "baseline")
    known = improved(improved(None, good, earlier), worse_later, later)
    # The last level's bound holds for schedules with 150 minutes short, which says nothing of 100.
    assert [level.bound for level in known.levels] == [1, 1, 1, None]
    assert known.vector == (2, 3, 100, 5)
    assert [level.bound_source for level in known.levels] == [later, later, later, None]
    the_other_way = improved(improved(None, worse_later, later), good, earlier)
    assert [level.bound for level in the_other_way.levels] == [1, 1, 1, None]
    assert the_other_way.source == earlier
    assert the_other_way.levels[0].bound_source == later


def test_bounds_become_proved_when_all_before_them_are_met(measured):
    one = measured()
    first = measured(levels=with_values(one, 2, 3, 100, 5, bound=1))
    known = improved(None, first, SOURCE)
    assert [level.bound_kind for level in known.levels] == ["proved", *["conditional"] * 3]
    known = improved(known, measured(levels=with_values(one, 2, 3, 100, 5, bound=2)), SOURCE)
    assert [level.bound_kind for level in known.levels] == ["proved", "proved", "conditional", "conditional"]


def test_a_search_is_held_against_what_was_reached_within_the_same_limits(measured):
    one = measured()
    best = measured(levels=with_values(one, 0, 0, 0, 0, bound=None))
    usual = measured(levels=with_values(one, 1, 1, 10, 0, bound=None))
    worse = measured(levels=with_values(one, 2, 2, 20, 0, bound=None))
    quick, long = Limits(time_limit=5), Limits(time_limit=600)
    known = with_reached(improved(None, best, source_of(long, "search")), best, SOURCE, long)
    assert held(worse, known, quick).standing == "less time"
    assert held(worse, known, long).standing == "worse"
    assert held(worse, known, Limits(time_limit=900)).standing == "worse"
    known = with_reached(known, usual, SOURCE, quick)
    assert held(usual, known, quick).standing == "as before"
    found = held(worse, known, quick)
    assert (found.standing, found.words) == ("worse", "1a: 2, before 1")
    assert with_reached(known, worse, SOURCE, quick) == known
    better = with_reached(known, best, SOURCE, quick)
    assert better.reached_within(quick).values == best.vector
    assert len(better.reached) == 2


def test_by_effort_nothing_is_forgiven_and_by_the_clock_what_is_chance(measured):
    one = measured()
    before = measured(levels=with_values(one, 0, 0, 100, 100, bound=None, scale=10_000))
    near = measured(levels=with_values(one, 0, 0, 200, 60, bound=None, scale=10_000))
    far = measured(levels=with_values(one, 0, 0, 150, 900, bound=None, scale=10_000))
    effort = Limits(reproducible=True, effort=8)
    known = improved(None, before, SOURCE)
    for limits in (LIMITS, effort):
        known = with_reached(known, before, SOURCE, limits)
    assert held(near, known, LIMITS).standing == "close"
    assert held(far, known, LIMITS).standing == "worse"
    assert held(near, known, effort).standing == "worse"
    assert held(near, known, Limits(reproducible=True, effort=8, seed=1)).standing == "less time"
    assert held(near, known, Limits(reproducible=True, effort=9)).standing == "less time"


def test_a_goal_without_a_scale_may_be_worse_by_a_share_of_itself(measured):
    one = measured()
    known = improved(None, measured(levels=with_values(one, 0, 0, 0, 1000, bound=None, scale=None)), SOURCE)
    for value, standing in ((1050, "close"), (1051, "worse")):
        found = measured(levels=with_values(one, 0, 0, 0, value, bound=None, scale=None))
        assert held(found, known).standing == standing


def test_a_planted_schedule_is_known_but_no_search_is_blamed_for_it(measured):
    known = improved(None, measured(bounds=(None,) * 4), source_of(LIMITS, "planted"))
    assert known.source.limits == {}
    worse = measured(*SHORT, bounds=(None,) * 4)
    assert held(worse, known, Limits(time_limit=9000)).standing == "less time"


def test_what_is_recorded_reads_back_with_its_schedule(measured, tmp_path):
    path, instance = tmp_path / "best_known.json", sample_instance()
    one = measured()
    known = with_reached(known_from(one), one, SOURCE, LIMITS)
    write_best_known(path, {"sample": known})
    assert read_best_known(path).instances == {"sample": known}
    certificate = certificate_path(path, "sample")
    write_certificate(certificate, one.schedule)
    before = certificate.read_bytes()
    write_certificate(certificate, one.schedule)
    assert certificate.read_bytes() == before
    assert read_certificate(certificate, instance) == one.schedule
    assert check_certificate(path, instance, known) is None


def test_a_schedule_that_the_version_before_wrote_is_read(measured, tmp_path):
    certificate = certificate_path(tmp_path / "best_known.json", "sample")
    one = measured()
    write_schedule(certificate.with_suffix(""), one.schedule)
    assert read_certificate(certificate, sample_instance()) == one.schedule


def test_a_file_that_the_version_before_wrote_is_read(measured, tmp_path):
    path, known = tmp_path / "best_known.json", known_from(measured())
    source = provenance(LIMITS)
    source["date"] = source["date"].isoformat()
    levels = [level.model_dump(exclude={"bound_source"}) for level in known.levels]
    older = {"digest": known.digest, "levels": levels, **source}
    path.write_text(json.dumps({"schema_version": 1, "instances": {"sample": older}}))
    read = read_best_known(path).instances["sample"]
    assert (read.levels, read.source.seed, read.source.date) == (known.levels, 7, known.source.date)
    assert read.source.allows(Limits(time_limit=60))
    assert not read.source.allows(Limits(time_limit=59))


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", gzip.compress(b"{", mtime=0)[:-9], gzip.compress(b"no JSON", mtime=0)],
    ids=["empty", "no archive", "cut off", "no JSON"],
)
def test_a_spoilt_certificate_is_said_to_be_one(measured, tmp_path, content):
    path = tmp_path / "best_known.json"
    certificate = certificate_path(path, "sample")
    certificate.parent.mkdir()
    certificate.write_bytes(content)
    wrong = check_certificate(path, sample_instance(), known_from(measured()))
    assert (wrong.standing, wrong.words) == (
        "crossed",
        "the recorded schedule cannot be used: certificate_unreadable",
    )


def test_the_recorded_schedule_is_judged_again(measured, tmp_path):
    path, instance = tmp_path / "best_known.json", sample_instance()
    good, worse = measured(), measured(*SHORT)
    certificate = certificate_path(path, "sample")
    assert check_certificate(path, instance, None) is None
    missing = check_certificate(path, instance, known_from(good))
    assert (missing.standing, missing.words) == (
        "crossed",
        "the recorded schedule cannot be used: file_missing",
    )
    write_certificate(certificate, worse.schedule)
    other = check_certificate(path, instance, known_from(good))
    assert other.words == "the recorded schedule does not give the recorded values"
    sessions = list(worse.schedule.sessions)
    sessions[0] = sessions[0].model_copy(update={"leaders": ()})
    write_certificate(certificate, worse.schedule.model_copy(update={"sessions": tuple(sessions)}))
    assert "breaks" in check_certificate(path, instance, known_from(worse)).words
    changed = instance.replace(id="other")
    assert check_certificate(path, changed, known_from(worse)) is None


def test_the_file_is_found_in_the_folder_or_above(tmp_path):
    deep = tmp_path / "instances" / "programmes"
    deep.mkdir(parents=True)
    assert find_best_known(deep) == deep / "best_known.json"
    above = tmp_path / "instances" / "best_known.json"
    above.write_text("{}")
    assert find_best_known(deep) == above.resolve()
    (deep / "best_known.json").write_text("{}")
    assert find_best_known(deep) == (deep / "best_known.json").resolve()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"instances": {"a b": 1}}', '{"schema_version": 3}'])
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    path = tmp_path / "best_known.json"
    assert read_best_known(path) == BestKnownFile()
    path.write_text(text)
    with pytest.raises(ProblemsError) as raised:
        read_best_known(path)
    assert [problem.code for problem in raised.value.problems] == ["best_known_invalid"]
