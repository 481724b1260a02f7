"""Running a search in a thread of its own while the main thread shows and writes what comes of it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import SolveResult
from iopsched.solving import solve

_TICK_SECONDS = 0.25

Watch = Callable[[Progress | None], None]
"""Is called in the main thread with every report, and with None between two of them."""


def search(instance: Instance, limits: Limits, watch: Watch, cancel: threading.Event) -> SolveResult:
    """Return the result of a search that runs in a thread of its own while this one watches.

    Raises:
        iopsched.errors.IopschedError: whatever `solve` raises.
    """
    reports: SimpleQueue[Progress | None] = SimpleQueue()
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(
            solve, instance, limits=limits, on_progress=reports.put, cancel=_Either(cancel, stop)
        )
        future.add_done_callback(lambda _: reports.put(None))
        try:
            while True:
                try:
                    report = reports.get(timeout=_TICK_SECONDS)
                except Empty:
                    report = None
                else:
                    if report is None:
                        return future.result()
                watch(report)
        finally:
            # Where watching failed (a full disk), the search has no more purpose.
            stop.set()


class _Either:
    """A cancel that is set once either of two events is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        self._events = (one, other)

    def is_set(self) -> bool:
        return any(event.is_set() for event in self._events)
