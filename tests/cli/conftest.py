"""Running the command line, in this process or in one of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from iopsched.cli import main
from iopsched.files.writing import write_instance, write_schedule
from sample import sample_instance, sample_schedule


@dataclass(frozen=True)
class Run:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output."""
        return json.loads(self.out)


@pytest.fixture(name="cli")
def fixture_cli():
    """Run the command line in this process; anything unforeseen is raised."""

    def run(*words, stdin=None):
        result = CliRunner(catch_exceptions=False).invoke(main, [str(word) for word in words], input=stdin)
        return Run(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(name="program")
def fixture_program(tmp_path):
    """Run the command line in a process of its own."""

    def run(*words, **extra):
        done = subprocess.run(
            [sys.executable, "-m", "iopsched", *map(str, words)],
            capture_output=True,
            text=True,
            timeout=120,
            cwd=tmp_path,
            check=False,
            **extra,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


@dataclass(frozen=True)
class Week:
    """An instance and its schedule, in files."""

    folder: Path
    instance: Path
    schedule: Path

    def without(self, *sessions):
        """Write the schedule less some sessions and return its path."""
        made = sample_schedule(sample_instance(), without=set(sessions))
        return write_schedule(self.folder / "less.json", made)

    def with_changes(self, **changes):
        """Write the schedule with some sessions changed and return its path."""
        made = sample_schedule(sample_instance(), **changes)
        return write_schedule(self.folder / "changed.json", made)


@pytest.fixture(name="week")
def fixture_week(tmp_path):
    """The sample week in files."""
    instance = sample_instance()
    folder = tmp_path / "in"
    return Week(
        folder,
        write_instance(folder, instance),
        write_schedule(folder, sample_schedule(instance)),
    )
