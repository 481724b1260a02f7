"""Three weeks of the step-down house, planned by the commands that docs/replanning.md gives."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from iopsched.cli import main
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.files.reading import read_instance
from iopsched.files.schedules import read_schedule
from iopsched.files.writing import write_instance
from iopsched.verification import verify

pytestmark = pytest.mark.xdist_group("step_down")
"""What all tests here look at takes long to make: it is made once, by one worker."""

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "replanning.md").read_text()
QUICK = ("--reproducible", "--effort", "8", "--workers", "1", "--quiet")


@pytest.fixture(name="weeks", scope="module")
def fixture_weeks(tmp_path_factory):
    """The folder in which the page's commands ran, and what the reports said."""
    folder = tmp_path_factory.mktemp("weeks")
    (block,) = re.findall(r"## Week after week.*?```sh\n(.*?)```", PAGE, re.DOTALL)
    reports = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in block.splitlines():
            verb, source, *words = shlex.split(line)[1:]
            if source.startswith("@"):
                # Wishes, burden and resources take a search the longest, and this is not about them.
                cut = f"{source[1:]}.json"
                write_instance(folder / cut, read_instance(source).replace(goals=DEFAULT_GOALS[:4]))
                source = cut
            quick = QUICK if verb == "solve" else ()
            done = CliRunner(catch_exceptions=False).invoke(main, [verb, source, *words, *quick])
            assert done.exit_code == 0, done.output
            if verb == "report":
                reports.append(done.stdout)
    return folder, reports


def test_everybody_is_served_in_all_three_weeks(weeks):
    folder, _ = weeks
    for name in ("w1", "w2", "w3"):
        week = read_instance(folder / name / "instance.json")
        verdict = verify(week, read_schedule(folder / name / "schedule.json", week))
        assert verdict.valid
        assert verdict.shortfalls == ()


def test_the_reports_say_how_stable_the_weeks_are(weeks):
    folder, reports = weeks
    assert all("Stability" in text and "Roster churn" in text for text in reports)
    figures = [json.loads((folder / name / "result.json").read_text())["stability"] for name in ("w2", "w3")]
    assert [one["week_after"] for one in figures] == ["2026-06-08", "2026-06-15"]
    for one in figures:
        assert one["clients_new"] == one["clients_gone"] > 0
        assert one["clients_staying"] + one["clients_new"] == 30
        # Who steps down leaves groups; times, leaders and everybody's own clinician need not change.
        assert one["rosters"]["left"] > one["rosters"]["joined"]
        assert one["sessions"]["same_time"] > 10 * one["sessions"]["moved"]
        assert one["clinicians"]["kept"] > 10 * one["clinicians"]["changed"]
