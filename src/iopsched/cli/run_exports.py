"""What a run is asked to write besides its own files: workbook, report, calendars, tables."""

import datetime as dt
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iopsched.cli.calendar_options import read_key
from iopsched.cli.desk_options import (
    asked_for,
    next_step,
    require_makeable,
    uid_key,
    written_data,
    written_lines,
)
from iopsched.cli.output import note
from iopsched.cli.verb import NotBesideError
from iopsched.errors import ProblemsError
from iopsched.exporting.rendering import DEFAULT_NAMES

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
        self._out, self._targets = out, asked_for(out)
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
            NotBesideError: something cannot be made or written.
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
        try:
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
        except ProblemsError as error:
            raise NotBesideError(error.problems) from None

    @property
    def data(self) -> dict[str, dict[str, list[str]]]:
        """What was written, for the document of the verb; nothing if nothing was asked for."""
        return {"written": written_data(self._written)} if self._targets else {}

    def say(self, files: Sequence[Path]) -> None:
        """Print what was written, what may be older, and what to do next.

        `files` are the instance's and the schedule's.
        """
        for line in written_lines(self._targets, self._written):
            click.echo(line)
        click.echo(
            next_step(self._targets, files[0]) or f"Next: iopsched report {shlex.join(map(str, files))}"
        )
        older = [name for name in dict.fromkeys(DEFAULT_NAMES.values()) if self._is_older(name)]
        if older:
            names = ", ".join(older)
            note(f"Not written again, so perhaps of an older schedule: {names} in {self._out}.")

    def _is_older(self, name: str) -> bool:
        again = {os.path.realpath(target) for target in self._targets.values()}
        return (self._out / name).exists() and os.path.realpath(self._out / name) not in again
