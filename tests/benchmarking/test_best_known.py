"""What is known of an instance: read, compared, improved on and written."""

import json

import pytest

from iopsched.benchmarking.best_known import (
    BestKnownFile,
    find_best_known,
    improved,
    read_best_known,
    record,
    schedule_path,
)
from iopsched.benchmarking.comparing import check_certificate, compare
from iopsched.benchmarking.suite import provenance
from iopsched.domain.progress import Limits
from iopsched.errors import ProblemsError
from iopsched.files.schedules import read_schedule
from sample import sample_instance

SOURCE = provenance(Limits(seed=7))
SHORT = ("c01.ind.1",)


def known_from(measurement):
    return improved(None, measurement, SOURCE)


def test_nothing_is_said_of_an_instance_nobody_measured(measured):
    assert compare(measured(), None).standing == "unknown"
    assert compare(measured(outcome="no schedule", levels=()), None).standing == "not solved"


def test_values_are_compared_level_by_level(measured):
    good, worse = measured(), measured(*SHORT, bounds=(0, 0, 0, 0))
    assert good.vector < worse.vector
    assert compare(good, known_from(good)).standing == "same"
    later = compare(worse, known_from(good))
    assert later.standing == "worse"
    assert later.regression
    assert later.words == "1a: 1, best known 0"
    better = compare(good, known_from(worse))
    assert (better.standing, better.regression) == ("better", False)


def test_no_schedule_is_worse_where_one_is_known(measured):
    lost = measured(outcome="no schedule", levels=(), schedule=None)
    assert compare(lost, known_from(measured())).standing == "worse"


def test_an_instance_that_has_changed_is_not_compared(measured):
    older = known_from(measured()).model_copy(update={"digest": "sha256:" + "0" * 64})
    found = compare(measured(*SHORT), older)
    assert (found.standing, found.regression) == ("stale", False)


def test_a_bound_above_the_best_known_value_is_crossed(measured):
    best = known_from(measured())
    for bounds in ((1, 0, 0, 0), (0, 0, 50, 0)):
        found = compare(measured(bounds=bounds), best)
        assert (found.standing, found.regression) == ("crossed", True)
        assert "above the best known value 0" in found.words


def test_a_value_below_a_recorded_bound_is_crossed(measured):
    worse = measured(*SHORT)
    found = compare(measured(), known_from(worse))
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
    found = compare(measured(*SHORT, levels=tuple(levels)), best)
    assert found.standing == "worse"


def test_better_values_replace_and_equal_ones_add_firmer_bounds(measured):
    loose = measured(bounds=(0, 0, None, None))
    known = known_from(loose)
    assert known.levels[2].bound is None
    firmer = improved(known, measured(bounds=(None, 0, 0, None)), SOURCE)
    assert [level.bound for level in firmer.levels] == [0, 0, 0, None]
    assert firmer.seed == 7
    assert improved(known, measured(*SHORT), SOURCE) == known
    assert improved(known_from(measured(*SHORT)), loose, SOURCE) == known
    changed = known.model_copy(update={"digest": "sha256:" + "0" * 64})
    assert improved(changed, measured(*SHORT), SOURCE) == known_from(measured(*SHORT))


def test_what_is_recorded_reads_back_with_its_schedule(measured, tmp_path):
    path = tmp_path / "best_known.json"
    one = measured()
    record(path, BestKnownFile(), {"sample": (known_from(one), one)})
    file = read_best_known(path)
    assert file.instances["sample"] == known_from(one)
    instance = sample_instance()
    assert read_schedule(schedule_path(path, "sample"), instance) == one.schedule
    assert check_certificate(path, instance, file.instances["sample"]) is None


def test_a_schedule_is_replaced_with_its_values_and_never_otherwise(measured, tmp_path):
    path, instance = tmp_path / "best_known.json", sample_instance()
    worse, good = measured(*SHORT, bounds=(0, 0, 0, 0)), measured()
    record(path, BestKnownFile(), {"sample": (known_from(worse), worse)})
    better = improved(read_best_known(path).instances["sample"], good, SOURCE)
    record(path, read_best_known(path), {"sample": (better, good)})
    assert read_schedule(schedule_path(path, "sample"), instance) == good.schedule
    schedule_path(path, "sample").unlink()
    record(path, read_best_known(path), {"sample": (better, worse)})
    assert not schedule_path(path, "sample").exists()


def test_the_recorded_schedule_is_judged_again(measured, tmp_path):
    path, instance = tmp_path / "best_known.json", sample_instance()
    good, worse = measured(), measured(*SHORT)
    assert check_certificate(path, instance, None) is None
    missing = check_certificate(path, instance, known_from(good))
    assert (missing.standing, missing.words) == (
        "crossed",
        "the recorded schedule cannot be used: file_missing",
    )
    record(path, BestKnownFile(), {"sample": (known_from(worse), worse)})
    other = check_certificate(path, instance, known_from(good))
    assert other.words == "the recorded schedule does not give the recorded values"
    file = schedule_path(path, "sample")
    data = json.loads(file.read_text())
    data["sessions"][0]["leaders"] = []
    file.write_text(json.dumps(data))
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


@pytest.mark.parametrize("text", ["", "[]", "{", '{"instances": {"a b": 1}}', '{"schema_version": 2}'])
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    path = tmp_path / "best_known.json"
    assert read_best_known(path) == BestKnownFile()
    path.write_text(text)
    with pytest.raises(ProblemsError) as raised:
        read_best_known(path)
    assert [problem.code for problem in raised.value.problems] == ["best_known_invalid"]
