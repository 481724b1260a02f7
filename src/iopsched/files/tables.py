"""The tables of a schedule as CSV and Parquet files."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from iopsched.errors import Problem, ProblemsError
from iopsched.files.formulas import guarded

if TYPE_CHECKING:
    import pandas as pd

_SHEET_OF_EVERY_INSTANCE = "week.csv"
_DATES = ("date",)
_DATE, _DATE_AND_TIME = "%Y-%m-%d", "%Y-%m-%d %H:%M"


def csv_tables(frames: "Mapping[str, pd.DataFrame]", *, raw: bool = False) -> dict[str, bytes]:
    """Return each frame as a CSV file, by file name such as ``sessions.csv``.

    For spreadsheets: UTF-8 with a mark that says so, and an apostrophe before text that they would take
    for a formula. `raw` leaves both out, for programs.
    """
    return {f"{name}.csv": _csv(frame, raw=raw) for name, frame in frames.items()}


def _csv(frame: "pd.DataFrame", *, raw: bool) -> bytes:
    shown = frame.copy()
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind == "M":
            shown[name] = column.dt.strftime(_DATE if name in _DATES else _DATE_AND_TIME)
        elif column.dtype == "string" and not raw:
            shown[name] = column.map(guarded, na_action="ignore")
    text: str = shown.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8" if raw else "utf-8-sig")


def parquet_tables(frames: "Mapping[str, pd.DataFrame]") -> dict[str, bytes]:
    """Return each frame as a Parquet file, by file name such as ``sessions.parquet``.

    Raises:
        ProblemsError: pyarrow, which writes them, is not installed.
    """
    require_parquet()
    return {
        f"{name}.parquet": frame.to_parquet(None, engine="pyarrow", index=False)
        for name, frame in frames.items()
    }


def require_no_instance(folder: Path) -> None:
    """Make sure that CSV tables overwrite no sheets of an instance, some of which are called the same.

    Raises:
        ProblemsError: the folder holds an instance.
    """
    if (folder / _SHEET_OF_EVERY_INSTANCE).exists():
        message = "the folder holds an instance as CSV files, some of which would be overwritten"
        raise ProblemsError([Problem("folder_of_an_instance", "tables", message, "Name another folder.")])


def require_parquet() -> None:
    """Make sure that Parquet files can be written.

    Raises:
        ProblemsError: pyarrow, which writes them, is not installed.
    """
    if find_spec("pyarrow") is None:
        message = "Parquet files are written by pyarrow, which is not installed"
        way_out = "Install it with: pip install 'iopsched[parquet]'. Or ask for CSV tables."
        raise ProblemsError([Problem("parquet_missing", "parquet", message, way_out)])
