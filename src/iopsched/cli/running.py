"""Running a search so that Ctrl-C keeps the best schedule so far."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from types import FrameType

from iopsched.cli.exits import Exit
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import SolveResult
from iopsched.solving import solve

_TICK_SECONDS = 0.25
_STOPPING = b"\nStopping; the best schedule so far is kept. Once more leaves at once.\n"
_SHOW_CURSOR = b"\x1b[?25h"

Watch = Callable[[Progress | None], None]
"""Is called in the main thread with every report, and with None between two of them."""


@contextmanager
def interrupts() -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C and SIGTERM set; a second one leaves at once, without ceremony."""
    cancel = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            if sys.stderr.isatty():
                os.write(2, _SHOW_CURSOR)
            # Leaving in the ordinary way would wait for the solver's thread.
            os._exit(Exit.INTERRUPTED)
        cancel.set()
        os.write(2, _STOPPING)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
