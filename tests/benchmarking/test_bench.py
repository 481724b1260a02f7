"""`iopsched bench`: what it shows and records, and how it exits."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from iopsched.benchmarking import suite
from iopsched.benchmarking.best_known import read_best_known
from iopsched.benchmarking.comparing import check_certificate
from iopsched.benchmarking.measuring import planted_measurement
from iopsched.benchmarking.suites import Entry, Recipe, SuitesFile, make
from iopsched.cli import main
from iopsched.files.writing import write_instance, write_json
from sample import sample_instance

SHORT = ("c01.ind.1",)


def bench(*words):
    return CliRunner(catch_exceptions=False).invoke(main, ["bench", *map(str, words)])


@pytest.fixture(name="folder")
def fixture_folder(tmp_path):
    folder = tmp_path / "instances"
    write_instance(folder / "sample.json", sample_instance())
    (folder / "catalogue.json").write_text("{}")
    return folder


@pytest.fixture(name="finds")
def fixture_finds(monkeypatch):
    """Make every search end with a given measurement, without searching."""

    def finds(*measurements):
        left = list(measurements)

        def measure(path, instance, limits, *, plain=False):
            found = left.pop(0)
            if isinstance(found, BaseException):
                raise found
            return found

        monkeypatch.setattr(suite, "measure", measure)

    return finds


def test_a_folder_is_measured_recorded_and_held_against_the_record(folder):
    options = ("--time-limit", "30", "--workers", "1")
    first = bench(folder, *options, "--record")
    assert first.exit_code == 0
    assert "1 of 1 instance solved, 0 regressions. 1 file ignored." in first.stdout
    assert "Recorded what is new of 1 instance" in first.stdout
    assert (folder / "schedules" / "sample.json.gz").is_file()
    assert max(map(len, first.stdout.splitlines()[:-1])) <= 80
    second = bench(folder, *options, "--json")
    document = json.loads(second.stdout)
    assert second.exit_code == document["exit_code"] == 0
    (one,) = document["instances"]
    assert (one["instance_id"], one["standing"], one["clients_short"]) == ("sample", "same", 0)
    assert [(level["id"], level["value"], level["optimal"]) for level in one["levels"]] == [
        ("1a", 0, True),
        ("1b", 0, True),
        ("1c", 0, True),
        ("2", 0, True),
    ]
    assert one["peak_bytes"] > 0
    assert one["close_seconds"] <= one["seconds"]
    assert [row[4] for row in one["trace"] if row[4]][-1] == [0, 0, 0, 0]
    assert document["recorded"] == 0
    assert document["versions"]["ortools"]
    assert second.stderr == "1 of 1: sample solved in " + second.stderr.split(" in ")[1]


def test_a_worse_value_exits_7_and_the_record_stays(folder, finds, measured):
    finds(measured())
    assert bench(folder, "--record").exit_code == 0
    before = (folder / "best_known.json").read_bytes()
    finds(measured(*SHORT, bounds=(0, 0, 0, 0)))
    worse = bench(folder, "--record")
    assert worse.exit_code == 7
    assert "sample: worse: 1a: 1, before 0." in worse.stdout
    assert "1 regression." in worse.stdout
    assert (folder / "best_known.json").read_bytes() == before


def test_a_crossed_bound_exits_7_and_is_not_recorded(folder, finds, measured):
    finds(measured())
    bench(folder, "--record")
    before = (folder / "best_known.json").read_bytes()
    finds(measured(bounds=(1, 0, 0, 0)))
    crossed = bench(folder, "--record", "--json")
    assert crossed.exit_code == 7
    document = json.loads(crossed.stdout)
    assert document["instances"][0]["standing"] == "crossed"
    assert "benchmark" in document["error"]
    assert (folder / "best_known.json").read_bytes() == before


def test_without_record_nothing_is_written(folder, finds, measured):
    finds(measured())
    assert bench(folder).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["catalogue.json", "sample.json"]


def test_a_file_of_best_known_values_can_be_named(folder, finds, measured, tmp_path):
    file = tmp_path / "kept" / "best.json"
    finds(measured(), measured(*SHORT))
    assert bench(folder, "--best-known", file, "--record").exit_code == 0
    assert file.is_file()
    assert (file.parent / "schedules" / "sample.json.gz").is_file()
    assert bench(folder, "--best-known", file).exit_code == 7


@pytest.mark.parametrize(
    "outcome, code", [("refused", 1), ("crashed", 1), ("contradictory", 3), ("no schedule", 5)]
)
def test_what_is_not_solved_has_its_exit_code_and_the_rest_goes_on(folder, finds, measured, outcome, code):
    write_instance(folder / "second.json", sample_instance(id="second"))
    lost = measured(outcome=outcome, levels=(), schedule=None, peak_bytes=None, seconds=None)
    finds(lost, measured(instance_id="second"))
    run = bench(folder)
    assert run.exit_code == code
    assert outcome in run.stdout
    assert "1 of 2 instances solved" in run.stdout


def test_shortfalls_are_measured_and_no_reason_to_fail(folder, finds, measured):
    finds(measured(*SHORT))
    run = bench(folder)
    assert run.exit_code == 0
    assert "1 of 4" in run.stdout


def test_gaps_say_their_unit_and_what_they_are_given(folder, finds, measured):
    one = measured(*SHORT, bounds=(1, 0, None, 0))
    levels = list(one.levels)
    levels[3] = levels[3].model_copy(update={"bound_kind": "conditional"})
    finds(measured(levels=tuple(levels)))
    shown = bench(folder).stdout
    lines = {line.split()[0]: line.split() for line in shown.splitlines() if line.startswith("  ")}
    assert lines["1a"][-4:] == ["0.0", "%", "proved", "0.5"]
    assert lines["1b"][-4:] == ["25.0", "%", "no", "0.5"]
    assert lines["1c"][-4:] == ["-", "-", "no", "0.5"]
    assert lines["2"][-2:] == ["given", "0.5"]


def test_an_interrupt_shows_what_is_done(folder, finds, measured):
    write_instance(folder / "second.json", sample_instance(id="second"))
    finds(measured(), KeyboardInterrupt())
    run = bench(folder)
    assert run.exit_code == 130
    assert "1 of 2 instances solved" in run.stdout
    assert run.stdout.endswith("Interrupted; what was measured by then is shown.\n")


def test_a_folder_that_cannot_be_measured_exits_3(tmp_path):
    run = bench(tmp_path)
    assert run.exit_code == 3
    assert "[no_instance]" in run.stderr
    (tmp_path / "bad.json").write_text('{"id": "bad", "week": {}}')
    assert bench(tmp_path, "--json").exit_code == 3
    assert bench(tmp_path / "nowhere").exit_code == 2
    assert bench(tmp_path, "--time-limit", "nan").exit_code == 2


def test_what_does_not_go_together_is_refused(folder):
    for words, said in (
        ((), "FOLDER"),
        ((folder, "--only", "sample"), "--only goes with --suite"),
        (("--suite", "smoke", "--suite", "weekly"), "run it alone"),
        (("--suite", "smoke", "--baseline"), "give --time-limit"),
        (("--suite", "smoke", "--time-limit", "5", "--reproducible"), "--effort"),
        (("--suite", "daily"), "daily"),
    ):
        run = bench(*words)
        assert run.exit_code == 2, words
        assert said in run.stderr
    missing = bench(folder, "--suite", "weekly")
    assert missing.exit_code == 3
    assert "[suites_missing]" in missing.stderr


def test_outside_of_a_checkout_the_suites_are_those_that_ship(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = bench("--suite", "weekly", "--only", "no-such-week")
    assert run.exit_code == 3
    assert "25-fixed-balanced" in run.stderr
    kept = bench("--suite", "weekly", "--record")
    assert kept.exit_code == 2
    assert "--best-known" in kept.stderr


def made_suite(folder):
    """Write a list with one tiny instance, and return it made."""
    recipe = Recipe(seed=7, clients=2, features=("wishes",))
    made = make(Entry(id="tiny", suites=("smoke", "agreement"), recipe=recipe, digest=""))
    listed = SuitesFile(instances=(made.entry.model_copy(update={"digest": made.instance.digest}),))
    write_json(folder / "suites.json", listed.model_dump(mode="json"))
    return made


def test_a_suite_is_made_solved_by_effort_and_recorded_and_gives_the_same_again(tmp_path):
    made_suite(tmp_path)
    words = (tmp_path, "--suite", "smoke", "--effort", "0.5", "--workers", "1", "--json")
    first = json.loads(bench(*words, "--record").stdout)
    assert (first["suite"], first["exit_code"], first["recorded"]) == ("smoke", 0, 1)
    assert (first["limits"]["reproducible"], first["limits"]["effort"]) == (True, 0.5)
    known = read_best_known(tmp_path / "best_known.json").instances["tiny"]
    assert known.reached[0].effort == 0.5
    again = json.loads(bench(*words).stdout)["instances"][0]
    assert again["standing"] in ("same", "as before")
    values = [[level["value"] for level in one["levels"]] for one in (first["instances"][0], again)]
    assert values[0] == values[1]
    assert again["instance_id"] == "tiny"


def test_what_was_planted_is_known_even_if_no_search_finds_it(tmp_path, finds):
    made = made_suite(tmp_path)
    planted = planted_measurement(made.instance, made.planted)
    lost = replace(planted, outcome="no schedule", levels=(), schedule=None)
    finds(lost)
    assert bench(tmp_path, "--suite", "smoke", "--record").exit_code == 5
    known = read_best_known(tmp_path / "best_known.json").instances["tiny"]
    assert (known.vector, known.source.found_by, known.reached) == (planted.vector, "planted", ())
    # What is 0 cannot be less.
    assert [(level.bound, level.bound_kind) for level in known.levels[:3]] == [(0, "proved")] * 3
    assert all((level.bound == 0) == (level.value == 0) for level in known.levels)
    assert check_certificate(tmp_path / "best_known.json", made.instance, known) is None


def test_a_bound_above_what_was_planted_is_crossed(tmp_path, finds):
    made = made_suite(tmp_path)
    planted = planted_measurement(made.instance, made.planted)
    levels = list(planted.levels)
    levels[0] = levels[0].model_copy(update={"value": 3, "bound": 1})
    finds(replace(planted, levels=tuple(levels)))
    run = bench(tmp_path, "--suite", "smoke", "--record")
    assert run.exit_code == 7
    assert "above the value of the planted schedule 0" in run.stdout
    assert not (tmp_path / "best_known.json").exists()


def test_the_baseline_is_solved_beside_it(tmp_path):
    made_suite(tmp_path)
    words = (tmp_path, "--suite", "agreement", "--time-limit", "20", "--workers", "1")
    run = bench(*words, "--out", tmp_path / "out", "--record")
    assert run.exit_code == 0
    assert "Beside the baseline" in run.stdout
    assert max(map(len, run.stdout.splitlines()[:-1])) <= 80
    (file,) = (tmp_path / "out").glob("*-agreement.json")
    (one,) = json.loads(file.read_text())["instances"]
    beside = one["beside_baseline"]
    assert (beside["verdict"], beside["words"]) == ("no worse", "")
    assert beside["levels_proved_by_baseline"] == 8
    assert beside["baseline"]["levels"][0]["optimal"]
    assert beside["times_as_fast"] > 0
    pictures = sorted(path.name for path in file.with_suffix("").iterdir())
    assert pictures == ["cost.svg", "tiny.svg"]


def test_an_instance_of_a_suite_can_be_named(tmp_path, finds):
    made = made_suite(tmp_path)
    finds(planted_measurement(made.instance, made.planted))
    assert bench(tmp_path, "--suite", "smoke", "--only", "tiny").exit_code == 0
    unknown = bench(tmp_path, "--suite", "smoke", "--only", "huge")
    assert unknown.exit_code == 3
    assert "[unknown_instance]" in unknown.stderr
    assert "The instances are tiny." in unknown.stderr
