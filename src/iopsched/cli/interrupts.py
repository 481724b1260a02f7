"""Ctrl-C and SIGTERM: the first asks the search to stop, the second leaves at once."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from iopsched.cli.exits import Exit

_KEPT = "the best schedule so far is kept"
_SHOW_CURSOR = b"\x1b[?25h"


@contextmanager
def interrupts(kept: str = _KEPT) -> Iterator[threading.Event]:
    """Yield an event that Ctrl-C and SIGTERM set; a second one leaves at once, without ceremony.

    `kept` tells whoever stops it what becomes of what was found by then.
    """
    cancel = threading.Event()
    stopping = f"\nStopping; {kept}. Once more leaves at once.\n".encode()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            if sys.stderr.isatty():
                os.write(2, _SHOW_CURSOR)
            # Leaving in the ordinary way would wait for the solver's thread.
            os._exit(Exit.INTERRUPTED)
        cancel.set()
        os.write(2, stopping)

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
