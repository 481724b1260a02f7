"""What a benchmark measures, one instance at a time: files of a folder, or instances of a suite."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iopsched.benchmarking.folder import Found
from iopsched.benchmarking.suites import Entry, SuiteName, make_checked, read_suites
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.errors import Problem, ProblemsError
from iopsched.files.writing import write_instance


@dataclass(frozen=True)
class Opened:
    """An instance, the file that it is in, and the schedule that it was built around if that is known."""

    path: Path
    instance: Instance
    planted: Schedule | None = None


@dataclass(frozen=True)
class FileTask:
    """An instance in a file of the user's."""

    found: Found

    @property
    def id(self) -> str:
        """The instance's id."""
        return self.found.instance.id

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """Give the instance and its file."""
        yield Opened(self.found.path, self.found.instance)


@dataclass(frozen=True)
class SuiteTask:
    """An instance of the benchmark, which is made when its turn comes and is a file only meanwhile."""

    entry: Entry

    @property
    def id(self) -> str:
        """The instance's id."""
        return self.entry.id

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """Make the instance and give it.

        Raises:
            iopsched.errors.ProblemsError: it comes out as another one than the list says.
        """
        made = make_checked(self.entry)
        with tempfile.TemporaryDirectory(prefix="iopsched-bench-") as folder:
            path = write_instance(Path(folder) / f"{self.id}.json", made.instance)
            yield Opened(path, made.instance, made.planted)


Task = FileTask | SuiteTask
"""One instance to measure."""


def tasks_of(folder: Path, suites: Sequence[SuiteName]) -> tuple[SuiteTask, ...]:
    """Return the instances of some suites, each once, in the order of the list.

    Raises:
        iopsched.errors.ProblemsError: the list cannot be read.
    """
    listed = read_suites(folder).instances
    return tuple(SuiteTask(entry) for entry in listed if set(suites) & set(entry.suites))


def only(tasks: Sequence[Task], ids: Sequence[str]) -> tuple[Task, ...]:
    """Return the tasks with these ids, all of them if none are named.

    Raises:
        iopsched.errors.ProblemsError: an id is not among them.
    """
    known = {task.id for task in tasks}
    way_out = f"The instances are {', '.join(sorted(known))}."
    problems = [
        Problem("unknown_instance", "--only", "no instance of the benchmark has this id", way_out, one)
        for one in ids
        if one not in known
    ]
    if problems:
        raise ProblemsError(problems)
    return tuple(task for task in tasks if not ids or task.id in ids)
