"""An instance as a workbook or as a folder of CSV files, to fill in, to compare, and to read back."""

from pathlib import Path

from iopsched.domain.instance import Instance
from iopsched.files.csv_folders import write_folder
from iopsched.files.writing import write_bytes
from iopsched.sheets.writing import grids_of
from iopsched.workbooks.week import week_workbook


def write_workbook(path: str | Path, instance: Instance) -> Path:
    """Write an instance as a workbook (.xlsx) that reads back as the same instance; return its path.

    Raises:
        iopsched.errors.ProblemsError: it cannot be written.
    """
    write_bytes(path, week_workbook(grids_of(instance)))
    return Path(path)


def write_csv_folder(path: str | Path, instance: Instance) -> tuple[Path, ...]:
    """Write an instance as CSV files, one for each sheet, into a folder that reads back as the same instance.

    Returns the files' paths. Other files of the folder stay as they are.

    Raises:
        iopsched.errors.ProblemsError: a file cannot be written.
    """
    return write_folder(path, grids_of(instance))
