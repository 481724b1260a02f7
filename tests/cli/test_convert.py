"""``iopsched convert``: between workbooks, folders of tables and JSON, nothing lost and nothing replaced."""

import shutil
import stat

import pytest

from bad_inputs.row import EXAMPLE
from iopsched.files.reading import read_instance

WEEK = read_instance(EXAMPLE)


@pytest.fixture(name="here")
def fixture_here(tmp_path, monkeypatch):
    """Return an empty folder from which the command line is run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_week_goes_round_and_comes_back_the_same(cli, here):
    assert cli("convert", EXAMPLE, "week.xlsx").out.splitlines() == [
        "Wrote example-12 to week.xlsx.",
        "Next: iopsched check week.xlsx",
    ]
    assert "as 22 .csv files into tables." in cli("convert", "week.xlsx", "tables").out
    assert cli("convert", "tables", "again.json").code == 0
    assert cli("convert", EXAMPLE, "direct.json").code == 0
    assert (here / "again.json").read_bytes() == (here / "direct.json").read_bytes()
    assert read_instance("again.json").digest == WEEK.digest
    for path in (here / "week.xlsx", here / "again.json", here / "tables" / "week.csv"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_json_goes_to_standard_output(cli, here):
    run = cli("convert", EXAMPLE, "-")
    assert run.json["id"] == "example-12"
    assert list(here.iterdir()) == []
    assert cli("convert", EXAMPLE, "-", "--json").code == 2


def test_the_document_names_what_was_written(cli, here):
    document = cli("convert", "@evening-20", "week.json", "--json").json
    assert document["files"] == ["week.json"]
    assert document["instance_digest"] == read_instance(here / "week.json").digest


def test_nothing_is_replaced_unasked(cli, here):
    shutil.copy(EXAMPLE, here / "week.json")
    before = (here / "week.json").read_bytes()
    (here / "there.xlsx").write_text("mine")
    (here / "tables").mkdir()
    (here / "tables" / "mine.csv").write_text("mine")
    for target in ("week.json", "there.xlsx", "tables"):
        assert cli("convert", "week.json", target).code == 2
    assert cli("convert", "week.json", "week.json", "--force").code == 2
    assert (here / "week.json").read_bytes() == before
    assert (here / "there.xlsx").read_text() == "mine"
    assert cli("convert", "week.json", "there.xlsx", "--force").code == 0
    assert cli("convert", "week.json", "tables", "--force").code == 0
    assert read_instance("there.xlsx") == read_instance("tables") == WEEK
    assert (here / "tables" / "mine.csv").read_text() == "mine"


@pytest.mark.parametrize("target", ["week.xls", "week.csv", "week.ods", "week.txt"])
def test_only_what_is_read_is_written(cli, here, target):
    assert cli("convert", EXAMPLE, target).code == 2
    assert list(here.iterdir()) == []


def test_a_schedule_is_for_another_verb(cli, here):
    schedule = EXAMPLE.with_name("example.schedule.json")
    assert cli("export", EXAMPLE, schedule, "--xlsx", "schedule.xlsx").code == 0
    for source in (schedule, "schedule.xlsx"):
        run = cli("convert", source, "week.xlsx")
        assert run.code == 3
        assert "[not_an_instance]" in run.err
        assert "iopsched export" in run.err
    assert [path.name for path in here.iterdir()] == ["schedule.xlsx"]


def test_a_week_with_problems_is_not_converted(cli, here):
    (here / "week.json").write_text('{"id": "x"}')
    run = cli("convert", "week.json", "week.xlsx", "--json")
    assert run.code == 3
    assert [problem["code"] for problem in run.json["problems"]] == ["missing_key"]
    assert cli("convert", "none.json", "week.xlsx").code == 3
    assert not (here / "week.xlsx").exists()
