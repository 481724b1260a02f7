"""The most memory that a search has used, with the processes that make steps for it."""

import os
import resource
import sys
import time
from pathlib import Path

from iopsched.domain.progress import Progress

_PROC = Path("/proc")

LOOKED_EVERY = 1.0
"""Seconds between two looks at the processes beside this one."""


class Memory:
    """Looks at the memory of this process and those it has started, whenever a search reports.

    Where the system does not tell of other processes (anywhere but on Linux) it is this one's alone.
    """

    def __init__(self) -> None:
        self._others: dict[int, int] = {}
        self._looked = 0.0

    def __call__(self, _: Progress) -> None:
        """Look at the other processes, unless that was done just now."""
        if time.monotonic() - self._looked >= LOOKED_EVERY:
            self._looked = time.monotonic()
            self._others.update(peaks_of_started(os.getpid()))

    @property
    def peak_bytes(self) -> int:
        """The most memory used, each process at its own peak."""
        return peak_bytes() + sum(self._others.values())


def peak_bytes() -> int:
    """Return the most memory that this process has used."""
    # Linux lets a started program inherit its parent's ru_maxrss; the high-water mark is its own.
    if (own := _read(_PROC / "self" / "status").get("VmHWM")) is not None:
        return _bytes(own)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def peaks_of_started(parent: int) -> dict[int, int]:
    """Return the most memory that each process has used which this one has started, by its id."""
    found: dict[int, int] = {}
    for folder in _PROC.glob("[0-9]*"):
        status = _read(folder / "status")
        if status.get("PPid") == str(parent) and "VmHWM" in status:
            found[int(folder.name)] = _bytes(status["VmHWM"])
    return found


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text().splitlines()
    except OSError:  # no such system, or the process has ended
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name: value.strip() for name, _, value in pairs}


def _bytes(value: str) -> int:
    return int(value.split()[0]) * 1024
