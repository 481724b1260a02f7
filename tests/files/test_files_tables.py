"""Tables as files: formulas are dead, and what is written reads back as it was."""

import io

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import iopsched.files.tables as tables
from iopsched import ProblemsError, frames_of
from iopsched.domain.frames import FRAMES
from iopsched.files.formulas import guarded, unguarded
from oracles import in_libreoffice, libreoffice_resave
from sample import sample_instance, sample_schedule

FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd|'/C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
    "'=1+1",
    "''=1+1",
    '=HYPERLINK("http://example.invalid";"x")',
)
HARMLESS = ("", "c01", "Mon 3.0 + Wed 3.5 = 6.5 h on 2 days: meets iop", "'quoted'", "1E5", "007", "a=b")
PIECES = st.text(st.sampled_from("'=+-@\t\r\n a1\uff1d"), max_size=8)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe_and_loses_it_again(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == unguarded(text) == text


@given(PIECES | st.text(max_size=20))
@example("'")
def test_every_text_reads_back_as_it_was(text):
    shown = guarded(text)
    assert unguarded(shown) == text
    assert shown[:1] not in set("=+-@\t\r\n")


@pytest.fixture(name="frames", scope="module")
def fixture_frames():
    week = sample_instance()
    return frames_of(week, sample_schedule(week, without={"c01.family.1"}))


def read_csv(name, content):
    times = [column.name for column in FRAMES[name] if column.dtype.startswith("datetime")]
    dtypes = {column.name: column.dtype for column in FRAMES[name] if column.name not in times}
    found = pd.read_csv(io.BytesIO(content), dtype=dtypes, parse_dates=times)
    return found.astype(dict.fromkeys(times, "datetime64[ns]"))


@pytest.mark.parametrize("raw", (False, True))
def test_csv_tables_read_back_equal(frames, raw):
    files = tables.csv_tables(frames, raw=raw)
    assert list(files) == [f"{name}.csv" for name in FRAMES]
    for name, frame in frames.items():
        content = files[f"{name}.csv"]
        assert content.startswith(b"\xef\xbb\xbf") is not raw
        assert content.endswith(b"\r\n")
        pd.testing.assert_frame_equal(read_csv(name, content), frame)


def test_parquet_tables_read_back_equal_with_their_dtypes(frames):
    files = tables.parquet_tables(frames)
    assert list(files) == [f"{name}.parquet" for name in FRAMES]
    for name, frame in frames.items():
        found = pd.read_parquet(io.BytesIO(files[f"{name}.parquet"]))
        pd.testing.assert_frame_equal(found, frame)


def test_empty_tables_read_back_with_their_columns(frames):
    empty = {name: frame.iloc[:0] for name, frame in frames.items()}
    for name, content in tables.csv_tables(empty).items():
        pd.testing.assert_frame_equal(
            read_csv(name.removesuffix(".csv"), content), empty[name.removesuffix(".csv")]
        )
    for name, content in tables.parquet_tables(empty).items():
        found = pd.read_parquet(io.BytesIO(content))
        pd.testing.assert_frame_equal(found, empty[name.removesuffix(".parquet")])


def test_dates_and_times_are_written_as_spreadsheets_read_them(frames):
    first = tables.csv_tables(frames)["sessions.csv"].decode("utf-8-sig").splitlines()[1]
    assert ",2026-03-02,Mon,2026-03-02 17:30,2026-03-02 20:30," in first


def with_lines(frames, lines):
    return {"clients": frames["clients"].assign(line=pd.array(lines, dtype="string"))}


def test_no_text_becomes_a_formula_unless_asked_for_raw(frames):
    lines = ["=1+1", "+1", "@x", "\t=1"]
    hostile = with_lines(frames, lines)
    guarded_lines = read_csv("clients", tables.csv_tables(hostile)["clients.csv"]).line
    assert guarded_lines.to_list() == ["'=1+1", "'+1", "'@x", "'\t=1"]
    raw_lines = read_csv("clients", tables.csv_tables(hostile, raw=True)["clients.csv"]).line
    assert raw_lines.to_list() == hostile["clients"].line.to_list() == lines


@in_libreoffice
def test_a_spreadsheet_program_finds_no_formula_in_a_table(frames, tmp_path):
    path = tmp_path / "clients.csv"
    path.write_bytes(tables.csv_tables(with_lines(frames, list(FORMULAS[:4])))["clients.csv"])
    saved = libreoffice_resave(path, tmp_path / "saved")
    sheet = openpyxl.load_workbook(saved).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    shown = [cell.value for cell in cells if str(cell.value).startswith("'")]
    assert shown == [f"'{formula}" for formula in FORMULAS[:4]]


def test_the_same_tables_are_the_same_bytes(frames):
    assert tables.csv_tables(frames) == tables.csv_tables(frames)
    assert tables.parquet_tables(frames) == tables.parquet_tables(frames)


def test_without_pyarrow_parquet_is_a_problem_with_a_way_out(frames, monkeypatch):
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    with pytest.raises(ProblemsError) as raised:
        tables.parquet_tables(frames)
    (problem,) = raised.value.problems
    assert problem.code == "parquet_missing"
    assert "pip install 'iopsched[parquet]'" in problem.way_out
