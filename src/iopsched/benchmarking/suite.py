"""Measuring every instance of a folder, one after the other, against the best known."""

import datetime as dt
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from iopsched.benchmarking.best_known import (
    BestKnown,
    BestKnownFile,
    find_best_known,
    improved,
    read_best_known,
    record,
)
from iopsched.benchmarking.comparing import Comparison, check_certificate, compare
from iopsched.benchmarking.folder import Folder, Found, instances_in
from iopsched.benchmarking.measuring import Measurement, measure
from iopsched.domain.progress import Limits


@dataclass(frozen=True)
class Benchmark:
    """A folder of instances to measure, and what is known of them."""

    folder: Folder
    limits: Limits
    known_path: Path
    known: BestKnownFile

    def run(self) -> Iterator[tuple[Measurement, Comparison]]:
        """Measure instance by instance and yield each with where it stands."""
        for found in self.folder.found:
            yield self._measure(found)

    def _measure(self, found: Found) -> tuple[Measurement, Comparison]:
        known = self.known.instances.get(found.instance.id)
        measured = measure(found.path, found.instance, self.limits)
        wrong = check_certificate(self.known_path, found.instance, known)
        return measured, wrong or compare(measured, known)

    def record(self, measured: list[tuple[Measurement, Comparison]]) -> int:
        """Write what is better than known or new; return of how many instances something was.

        A search that crosses what is known is not recorded, for one of the two is wrong.

        Raises:
            iopsched.errors.ProblemsError: it cannot be written.
        """
        source = provenance(self.limits)
        better: dict[str, tuple[BestKnown, Measurement]] = {}
        for one, comparison in measured:
            if comparison.standing == "crossed" or one.schedule is None:
                continue
            before = self.known.instances.get(one.instance_id)
            now = improved(before, one, source)
            if now != before:
                better[one.instance_id] = (now, one)
        if better:
            record(self.known_path, self.known, better)
        return len(better)


def benchmark(folder: Path, limits: Limits, known_path: Path | None = None) -> Benchmark:
    """Return the benchmark of a folder; best known values are in it or above unless a file is named.

    Raises:
        iopsched.errors.ProblemsError: an instance, or the file of best known values, is invalid.
    """
    path = known_path or find_best_known(folder)
    return Benchmark(instances_in(folder), limits, path, read_best_known(path))


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
