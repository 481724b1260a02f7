"""Measuring instances one after the other, against the best known and beside the baseline."""

import datetime as dt
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from iopsched.benchmarking.beside_baseline import Beside, set_beside
from iopsched.benchmarking.best_known import (
    BestKnown,
    BestKnownFile,
    FoundBy,
    Source,
    find_best_known,
    improved,
    read_best_known,
    with_reached,
    write_best_known,
)
from iopsched.benchmarking.certificates import certificate_path, write_certificate
from iopsched.benchmarking.comparing import Comparison, check_certificate, compare, crossed
from iopsched.benchmarking.folder import instances_in
from iopsched.benchmarking.measuring import Measurement, measure, planted_measurement
from iopsched.benchmarking.suites import SuiteName
from iopsched.benchmarking.tasks import FileTask, Opened, Task, only, tasks_of
from iopsched.domain.progress import Limits


@dataclass(frozen=True)
class Run:
    """One instance measured, where that stands, and the same for the baseline if it was asked for.

    `planted` is the schedule that the instance was built around, as if it had been measured.
    """

    measurement: Measurement
    comparison: Comparison
    beside: Beside | None = None
    planted: Measurement | None = None

    @property
    def regression(self) -> bool:
        """Whether the benchmark fails because of it."""
        return self.comparison.regression or (self.beside is not None and self.beside.failed)


@dataclass(frozen=True)
class Benchmark:
    """Instances to measure, within which limits, what is known of them, and whether beside the baseline."""

    name: str
    tasks: tuple[Task, ...]
    limits: Limits
    known_path: Path
    known: BestKnownFile
    plain: bool = False
    ignored: int = 0

    def run(self) -> Iterator[Run]:
        """Measure instance by instance and yield each with where it stands."""
        for task in self.tasks:
            with task.opened() as opened:
                yield self._measure(opened)

    def _measure(self, opened: Opened) -> Run:
        known = self.known.instances.get(opened.instance.id)
        ours = measure(opened.path, opened.instance, self.limits)
        planted = None if opened.planted is None else planted_measurement(opened.instance, opened.planted)
        wrong = check_certificate(self.known_path, opened.instance, known)
        wrong = wrong or _crosses_planted(ours, planted)
        beside = None
        if self.plain:
            theirs = measure(opened.path, opened.instance, self.limits, plain=True)
            beside = set_beside(ours, theirs, self.limits.time_limit)
        return Run(ours, wrong or compare(ours, known, self.limits), beside, planted)

    def record(self, runs: Sequence[Run]) -> int:
        """Write what is better than known or new; return of how many instances something was.

        A search that crosses what is known is not recorded, for one of the two is wrong.

        Raises:
            iopsched.errors.ProblemsError: it cannot be written.
        """
        better: dict[str, BestKnown] = {}
        for run in runs:
            instance_id = run.measurement.instance_id
            before = self.known.instances.get(instance_id)
            now = self._known_after(run, before)
            if now is not None and now != before:
                better[instance_id] = now
                self._keep_certificate(run, now, before)
        if better:
            write_best_known(self.known_path, {**self.known.instances, **better})
        return len(better)

    def _known_after(self, run: Run, known: BestKnown | None) -> BestKnown | None:
        """Return what is known of an instance after a run, whose every schedule the judge has accepted."""
        against = run.beside is not None and run.beside.verdict == "crossed"
        if run.comparison.standing == "crossed" or against:
            return known
        for found_by, one in _found(run):
            known = improved(known, one, source_of(self.limits, found_by))
        if known is not None and run.measurement.levels:
            known = with_reached(known, run.measurement, source_of(self.limits, "search"), self.limits)
        return known

    def _keep_certificate(self, run: Run, now: BestKnown, before: BestKnown | None) -> None:
        path = certificate_path(self.known_path, run.measurement.instance_id)
        kept = before is not None and (before.digest, before.vector) == (now.digest, now.vector)
        if kept and path.is_file():
            return
        schedule = next((one.schedule for _, one in _found(run) if one.vector == now.vector), None)
        if schedule is not None:
            write_certificate(path, schedule)


def _found(run: Run) -> list[tuple[FoundBy, Measurement]]:
    """Return every schedule of a run and how it was found."""
    found: list[tuple[FoundBy, Measurement | None]] = [
        ("search", run.measurement),
        ("baseline", None if run.beside is None else run.beside.plain),
        ("planted", run.planted),
    ]
    return [(how, one) for how, one in found if one is not None and one.schedule is not None]


def _crosses_planted(ours: Measurement, planted: Measurement | None) -> Comparison | None:
    if planted is None or not ours.levels:
        return None
    words = crossed(ours.levels, planted.levels, "the value of the planted schedule")
    return None if words is None else Comparison("crossed", words)


def benchmark(
    folder: Path, limits: Limits, known_path: Path | None = None, *, plain: bool = False
) -> Benchmark:
    """Return the benchmark of a folder; best known values are in it or above unless a file is named.

    Raises:
        iopsched.errors.ProblemsError: an instance, or the file of best known values, is invalid.
    """
    path = known_path or find_best_known(folder)
    found = instances_in(folder)
    tasks = tuple(FileTask(one) for one in found.found)
    return Benchmark("folder", tasks, limits, path, read_best_known(path), plain, found.ignored)


def benchmark_suites(
    suites: Sequence[SuiteName],
    folder: Path,
    limits: Limits,
    known_path: Path | None = None,
    *,
    plain: bool = False,
    ids: Sequence[str] = (),
) -> Benchmark:
    """Return the benchmark of some suites, whose list is in a folder, or of these instances in them.

    Raises:
        iopsched.errors.ProblemsError: the list, an id or the file of best known values is invalid.
    """
    path = known_path or find_best_known(folder)
    tasks = only(tasks_of(folder, suites), ids)
    return Benchmark("-".join(suites), tasks, limits, path, read_best_known(path), plain)


def source_of(limits: Limits, found_by: FoundBy) -> Source:
    """Return where something comes from that is found now; a planted schedule took no search."""
    bounded: dict[str, float | int | None] = {}
    if found_by != "planted":
        bounded = {"effort": limits.effort} if limits.reproducible else {"time_limit": limits.time_limit}
        bounded |= {} if limits.workers is None else {"workers": limits.workers}
    made = {**provenance(limits), "limits": bounded}
    return Source(**made, cores=os.cpu_count(), found_by=found_by)


def provenance(limits: Limits) -> dict[str, Any]:
    """Return date, seed, limits and versions of a search that is made now."""
    bounded = asdict(limits)
    seed = bounded.pop("seed")
    return {
        "date": dt.datetime.now(dt.UTC).date(),
        "seed": seed,
        "limits": bounded,
        "versions": {
            "iopsched": version("iopsched"),
            "ortools": version("ortools"),
            "python": platform.python_version(),
        },
    }


def machine() -> dict[str, Any]:
    """Return what the measuring machine is, as far as times depend on it."""
    return {"cores": os.cpu_count(), "system": platform.system(), "processor": platform.machine()}
