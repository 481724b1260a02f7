"""Everything that is asked for, as bytes: nothing is written before all of it is made."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from iopsched.domain.instance import Instance
from iopsched.domain.reasons import Reasons
from iopsched.domain.result import LevelResult, Verdict
from iopsched.domain.schedule import Schedule
from iopsched.files.calendars import CalendarFolder, open_calendars
from iopsched.files.writing import write_bytes, write_keeping_previous

Kind = Literal["xlsx", "html", "ics", "csv", "parquet"]
Sheets = Literal["clients", "clinicians", "rooms"]
DEFAULT_NAMES: Mapping[Kind, str] = {
    "xlsx": "schedule.xlsx",
    "html": "report.html",
    "ics": "calendars",
    "csv": "tables",
    "parquet": "tables",
}
"""What each is called where nobody names it: a file, or a folder of files."""


@dataclass(frozen=True)
class Wanted:
    """What to make, and where to: `targets` are files for xlsx and html, folders for the others.

    `raw` leaves the CSV tables without what protects spreadsheets. `sheets` makes the report one page
    for each client, clinician or room; `names` are shown in it beside or instead of ids. `against` is
    the published schedule whose changes get calendars of their own, `key` the secret of their UIDs.
    """

    targets: Mapping[Kind, Path]
    raw: bool = False
    sheets: Sheets | None = None
    names: Mapping[str, str] | None = None
    against: Schedule | None = None
    key: bytes = b""


@dataclass
class Rendered:
    """Files by kind and by path, not written yet; calendars by their paths inside a folder."""

    files: dict[Kind, dict[Path, bytes]] = field(default_factory=dict)
    calendars: dict[str, bytes] = field(default_factory=dict)
    calendar_folder: CalendarFolder | None = None

    def write(self) -> dict[Kind, list[Path]]:
        """Write everything, each file whole and for its owner only; return the paths by kind.

        Raises:
            iopsched.errors.ProblemsError: something cannot be written.
        """
        written: dict[Kind, list[Path]] = {}
        for kind, files in self.files.items():
            # Somebody may have edited the older workbook by hand.
            write = write_keeping_previous if kind == "xlsx" else write_bytes
            for path, content in files.items():
                write(path, content)
            written[kind] = list(files)
        if self.calendar_folder is not None:
            written["ics"] = self.calendar_folder.write(self.calendars)
        return written


def rendered(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    wanted: Wanted,
    *,
    stamp: dt.datetime,
    levels: Sequence[LevelResult] = (),
    reasons: Reasons | None = None,
) -> Rendered:
    """Return everything wanted of a schedule. `stamp` is the time of the export, with its zone.

    `levels` are those of the search that found it, if they are known; `reasons` go into the report.

    Raises:
        iopsched.errors.ProblemsError: something cannot be made: pyarrow is missing, tables would overwrite
            an instance, or the folder of calendars holds one that is not of an earlier export.
    """
    made = Rendered()
    for kind, target in wanted.targets.items():
        if kind == "ics":
            made.calendar_folder = open_calendars(target, instance, wanted.key)
            made.calendars = _calendars(instance, schedule, wanted, made.calendar_folder.calendars, stamp)
        elif kind == "xlsx":
            made.files[kind] = {target: _workbook(instance, schedule, verdict, levels)}
        elif kind == "html":
            made.files[kind] = {target: _report(instance, schedule, verdict, wanted, levels, reasons)}
        else:
            made.files[kind] = _tables(instance, schedule, verdict, wanted, kind, levels)
    return made


def _workbook(
    instance: Instance, schedule: Schedule, verdict: Verdict, levels: Sequence[LevelResult]
) -> bytes:
    from iopsched.workbooks.schedule import schedule_workbook

    return schedule_workbook(instance, schedule, verdict, levels)


def _report(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    wanted: Wanted,
    levels: Sequence[LevelResult],
    reasons: Reasons | None,
) -> bytes:
    from iopsched.pages.report import report_html

    page: str = report_html(
        instance,
        schedule,
        verdict,
        sheets=wanted.sheets,
        names=wanted.names,
        reasons=reasons,
        levels=levels,
    )
    return page.encode()


def _calendars(
    instance: Instance,
    schedule: Schedule,
    wanted: Wanted,
    previous: Mapping[str, bytes],
    stamp: dt.datetime,
) -> dict[str, bytes]:
    from iopsched.calendars.exporting import calendars_of

    return calendars_of(
        instance,
        schedule,
        stamp=stamp,
        key=wanted.key,
        against=wanted.against,
        previous=previous,
    )


def _tables(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    wanted: Wanted,
    kind: Literal["csv", "parquet"],
    levels: Sequence[LevelResult],
) -> dict[Path, bytes]:
    from iopsched.domain.frames import frames
    from iopsched.files.tables import csv_tables, parquet_tables, require_no_instance

    if kind == "csv":
        require_no_instance(wanted.targets[kind])
    made = frames(instance, schedule, verdict.certificates, levels or verdict.levels)
    files = csv_tables(made, raw=wanted.raw) if kind == "csv" else parquet_tables(made)
    return {wanted.targets[kind] / name: content for name, content in files.items()}
