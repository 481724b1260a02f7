"""The folder of a run: the schedule first and after every improvement, the rest at the end."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import iopsched
from iopsched.cli.exits import Exit
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import make_folder, remove_unfinished, write_instance, write_json, write_schedule
from iopsched.reporting.documents import result_document


class RunFolder:
    """Where one run writes; every file in it is whole at every moment."""

    def __init__(self, folder: Path, instance: Instance, source: str) -> None:
        self.folder = folder
        self._instance = instance
        self._source = source
        self._kept: Schedule | None = None
        self._started = datetime.now(UTC)

    @property
    def schedule(self) -> Path:
        """The schedule's file."""
        return self.folder / "schedule.json"

    @property
    def instance(self) -> Path:
        """The effective instance's file."""
        return self.folder / "instance.json"

    @property
    def instance_is_input(self) -> bool:
        """Whether the effective instance's file is the very file that was read."""
        source = Path(self._source)
        return self.instance.exists() and source.is_file() and self.instance.samefile(source)

    def prepare(self) -> None:
        """Make the folder if need be; say so now rather than after the search if it cannot be used.

        Unfinished files of a run that was killed are removed.

        Raises:
            iopsched.errors.ProblemsError: the folder cannot be made or written to.
        """
        make_folder(self.folder)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            way_out = "Name a folder of your own."
            raise ProblemsError([Problem("not_writable", "--out", "you may not write there", way_out)])
        remove_unfinished(self.folder)

    def keep(self, schedule: Schedule) -> None:
        """Write a schedule; the first of a run moves an older one aside and drops what described it."""
        if schedule == self._kept:
            return
        first = self._kept is None
        if first:
            if not self.instance_is_input:
                write_instance(self.instance, self._instance)
            for name in ("result.json", "run.json", "difference.json"):
                (self.folder / name).unlink(missing_ok=True)
        write_schedule(self.schedule, schedule, keep_previous=first)
        self._kept = schedule

    def finish(
        self, result: SolveResult, limits: Limits, code: Exit, further: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write the last schedule, the result and the record of the run; return the result's document.

        `further` is what the document says besides.
        """
        self.keep(result.schedule)
        document = {**result_document(self._instance, result), **(further or {})}
        write_json(self.folder / "result.json", document)
        write_json(self.folder / "run.json", self._record(result, limits, code))
        return document

    def add(self, name: str, document: dict[str, Any]) -> None:
        """Write one more document of the run."""
        write_json(self.folder / name, document)

    def _record(self, result: SolveResult, limits: Limits, code: Exit) -> dict[str, Any]:
        return {
            "schema_version": 1,
            "started_at": self._started.isoformat(timespec="seconds"),
            "exit_code": int(code),
            "seconds": round(result.seconds, 3),
            "first_schedule_seconds": result.first_schedule_seconds,
            "effort_used": None if result.effort is None else round(result.effort, 3),
            "seconds_by_level": {level.id: round(level.seconds, 3) for level in result.levels},
            "seed": limits.seed,
            "workers": limits.workers,
            "cores": os.cpu_count(),
            "time_limit": None if limits.reproducible else limits.time_limit,
            "effort": limits.effort if limits.reproducible else None,
            "reproducible": limits.reproducible,
            "versions": {
                "iopsched": iopsched.__version__,
                "ortools": version("ortools"),
                "python": platform.python_version(),
            },
        }
