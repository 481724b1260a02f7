"""The functions that write a schedule from Python: where to, who may read it, and what they refuse."""

import datetime as dt
import stat

import pandas as pd
import pytest

from iopsched import (
    ProblemsError,
    frames_of,
    verify,
    write_calendars,
    write_report,
    write_schedule_workbook,
    write_tables,
)
from sample import sample_instance, sample_schedule

STAMP = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
WRITERS = (write_schedule_workbook, write_report, write_calendars, write_tables)


@pytest.fixture(name="week", scope="module")
def fixture_week():
    instance = sample_instance()
    return instance, sample_schedule(instance)


def test_a_file_goes_where_it_is_named_or_into_a_folder(week, tmp_path):
    assert write_schedule_workbook(tmp_path / "a.xlsx", *week) == tmp_path / "a.xlsx"
    assert write_schedule_workbook(str(tmp_path / "new"), *week) == tmp_path / "new" / "schedule.xlsx"
    assert write_report(tmp_path / "b.html", *week) == tmp_path / "b.html"
    assert write_report(tmp_path, *week) == tmp_path / "report.html"


def test_everything_is_its_owners_only(week, tmp_path):
    for write in WRITERS:
        write(tmp_path / write.__name__, *week)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 10
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_the_same_schedule_is_written_as_the_same_bytes(week, tmp_path):
    for name in ("one", "two"):
        write_schedule_workbook(tmp_path / name, *week)
        write_report(tmp_path / name, *week)
        write_calendars(tmp_path / name, *week, stamp=STAMP)
        write_tables(tmp_path / name, *week)
    first = {path.relative_to(tmp_path / "one"): path for path in (tmp_path / "one").rglob("*.*")}
    assert len(first) > 10
    for name, path in first.items():
        assert path.read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_tables_as_parquet_are_the_frames(week, tmp_path):
    paths = write_tables(tmp_path, *week, kind="parquet")
    frames = frames_of(*week, verdict=verify(*week))
    assert [path.name for path in paths] == [f"{name}.parquet" for name in frames]
    for path, frame in zip(paths, frames.values(), strict=True):
        pd.testing.assert_frame_equal(pd.read_parquet(path), frame)


@pytest.mark.parametrize("write", WRITERS)
def test_a_schedule_of_another_instance_is_refused_and_nothing_written(week, tmp_path, write):
    with pytest.raises(ProblemsError, match="instance_differs"):
        write(tmp_path / "out", sample_instance(id="other"), week[1])
    assert not (tmp_path / "out").exists()


def test_a_time_of_export_has_a_zone(week, tmp_path):
    with pytest.raises(ValueError, match="zone"):
        write_calendars(tmp_path / "out", *week, stamp=dt.datetime(2026, 3, 1, 12))
    assert not (tmp_path / "out").exists()
