"""Writing one schedule as a workbook, a report, calendars or tables, from Python."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from iopsched.domain.instance import Instance
from iopsched.domain.reasons import Reasons
from iopsched.domain.result import LevelResult
from iopsched.domain.schedule import Schedule
from iopsched.exporting.rendering import DEFAULT_NAMES, Kind, Sheets, Wanted, rendered
from iopsched.verification import verify


def write_schedule_workbook(
    target: str | Path, instance: Instance, schedule: Schedule, *, levels: Sequence[LevelResult] = ()
) -> Path:
    """Write a schedule as a workbook to edit and print, and return the file's path.

    `target` is an .xlsx file, or a folder that gets schedule.xlsx; an older one there becomes
    schedule.previous.xlsx. `levels` are those of the search (`SolveResult.levels`), if they are known.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance, or it cannot be written.
    """
    path = _file_in(target, "xlsx")
    return _written(instance, schedule, "xlsx", Wanted({"xlsx": path}), levels=levels)[0]


def write_report(
    target: str | Path,
    instance: Instance,
    schedule: Schedule,
    *,
    levels: Sequence[LevelResult] = (),
    reasons: Reasons | None = None,
    names: Mapping[str, str] | None = None,
    sheets: Sheets | None = None,
) -> Path:
    """Write a schedule as one HTML page, and return the file's path.

    `target` is an .html file, or a folder that gets report.html. `levels` and `reasons` are told if they
    are given; `names` stand in place of ids; `sheets` makes it a page to hand out for each client,
    clinician or room.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance, or it cannot be written.
    """
    wanted = Wanted({"html": _file_in(target, "html")}, names=names, sheets=sheets)
    return _written(instance, schedule, "html", wanted, levels=levels, reasons=reasons)[0]


def write_calendars(
    folder: str | Path,
    instance: Instance,
    schedule: Schedule,
    *,
    against: Schedule | None = None,
    key: bytes = b"",
    stamp: dt.datetime | None = None,
) -> tuple[Path, ...]:
    """Write a calendar for each client, clinician and room into a folder, and return the files' paths.

    What stands there from an earlier export is counted on from. `against` is the published schedule
    whose changes get calendars of their own, in ``changes/``. `key` is the site's secret for what
    identifies events. `stamp` is the time of the export, with its zone; left out, it is now.

    Raises:
        iopsched.errors.ProblemsError: a schedule is not of the instance, a calendar there was not
            written by iopsched, or they cannot be written.
        ValueError: `stamp` has no zone.
    """
    wanted = Wanted({"ics": Path(folder)}, against=against, key=key)
    return _written(instance, schedule, "ics", wanted, stamp=stamp)


def write_tables(
    folder: str | Path,
    instance: Instance,
    schedule: Schedule,
    *,
    levels: Sequence[LevelResult] = (),
    kind: Literal["csv", "parquet"] = "csv",
    raw: bool = False,
) -> tuple[Path, ...]:
    """Write the tables of a schedule, those of `frames_of`, into a folder, and return the files' paths.

    CSV tables are for spreadsheets: text that would be taken for a formula gets an apostrophe. `raw`
    leaves that out, for programs. `levels` give the table of goals its bounds.

    Raises:
        iopsched.errors.ProblemsError: the schedule is not of the instance, they cannot be written, or
            pyarrow is missing for Parquet.
    """
    wanted = Wanted({kind: Path(folder)}, raw=raw)
    return _written(instance, schedule, kind, wanted, levels=levels)


def _written(
    instance: Instance,
    schedule: Schedule,
    kind: Kind,
    wanted: Wanted,
    *,
    levels: Sequence[LevelResult] = (),
    reasons: Reasons | None = None,
    stamp: dt.datetime | None = None,
) -> tuple[Path, ...]:
    stamp = stamp or dt.datetime.now(dt.UTC)
    verdict = verify(instance, schedule)
    made = rendered(instance, schedule, verdict, wanted, stamp=stamp, levels=levels, reasons=reasons)
    return tuple(made.write()[kind])


def _file_in(target: str | Path, kind: Literal["xlsx", "html"]) -> Path:
    path = Path(target)
    return path if path.suffix.lower() == f".{kind}" and not path.is_dir() else path / DEFAULT_NAMES[kind]
