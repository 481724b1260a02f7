"""What a run is asked to write besides its own files: workbook, report, calendars, tables."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.calendar_options import read_key
from iopsched.cli.desk_options import asked_for, require_makeable, uid_key, written_data, written_lines

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance
    from iopsched.domain.reasons import Reasons
    from iopsched.domain.result import SolveResult
    from iopsched.domain.schedule import Schedule
    from iopsched.exporting.rendering import Kind


class RunExports:
    """The files asked for: checked before the search, made and written after it, whatever ended it."""

    def __init__(self, out: Path, week: "Instance", *sources: str | Path | None) -> None:
        """Take what the command line asks for of a week; `sources` are the files that it reads.

        Raises:
            click.UsageError: a name does not fit, or is that of a file that is read.
            iopsched.errors.ProblemsError: something asked for can never be made.
        """
        self._targets = asked_for(out)
        key = uid_key()
        require_makeable(self._targets, (*sources, key))
        self._key = read_key(key)
        if "ics" in self._targets:
            from iopsched.files.calendars import open_calendars

            open_calendars(self._targets["ics"], week, self._key)
        self._written: dict[Kind, list[Path]] = {}

    def write(
        self,
        week: "Instance",
        result: "SolveResult",
        published: "Schedule | None" = None,
        reasons: "Reasons | None" = None,
    ) -> None:
        """Make and write everything asked for.

        What is published for the same week is what calendars of changes are made against.

        Raises:
            iopsched.errors.ProblemsError: something cannot be made or written.
        """
        if not self._targets:
            return
        from iopsched.exporting.rendering import Wanted, rendered
        from iopsched.verification import verify

        sent = published is not None and (published.instance_id, published.week) == (
            week.id,
            week.week.monday,
        )
        wanted = Wanted(self._targets, against=published if sent else None, key=self._key)
        made = rendered(
            week,
            result.schedule,
            verify(week, result.schedule),
            wanted,
            stamp=dt.datetime.now(dt.UTC),
            levels=result.levels,
            reasons=reasons,
        )
        self._written = made.write()

    @property
    def data(self) -> dict[str, dict[str, list[str]]]:
        """What was written, for the document of the verb; nothing if nothing was asked for."""
        return {"written": written_data(self._written)} if self._targets else {}

    def say(self) -> None:
        """Print a line for each kind that was written."""
        for line in written_lines(self._targets, self._written):
            click.echo(line)
