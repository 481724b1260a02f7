"""The process that a measured search has to itself: a request on standard input, an answer on output.

``python -m iopsched.benchmarking.child`` is how it is started, by `iopsched.benchmarking.measuring`.
"""

import json
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from iopsched.benchmarking.baseline import solve_plainly
from iopsched.benchmarking.memory import Memory
from iopsched.benchmarking.trace import Recorder
from iopsched.domain.progress import Limits, Progress
from iopsched.errors import JudgeRefusedError, NoScheduleError, ProblemsError
from iopsched.files.reading import read_instance
from iopsched.solving import solve

MEMORY_SHARE = 0.8
"""How much of the machine's memory a search may ask for; a plain model of 1,000 clients asks for more."""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return how the search went that the request asks for, as plain JSON data."""
    memory = Memory()
    try:
        instance = read_instance(Path(request["path"]))
        limits, recorder = Limits(**request["limits"]), Recorder(instance)

        def look(progress: Progress) -> None:
            recorder(progress)
            memory(progress)

        search = solve_plainly if request.get("plain") else solve
        result = search(instance, limits=limits, on_progress=look)
    except ProblemsError as error:
        return {"outcome": "contradictory", "problems": [problem.as_dict() for problem in error.problems]}
    except NoScheduleError:
        return {"outcome": "no schedule"}
    except JudgeRefusedError as error:
        return {"outcome": "refused", "message": str(error)}
    except MemoryError:
        return {"outcome": "crashed", "message": "out of memory"}
    return {
        "outcome": "solved",
        "peak_bytes": memory.peak_bytes,
        "result": result.model_dump(mode="json"),
        "effort": getattr(result, "effort", None),
        "trace": [point.row() for point in recorder.points],
    }


def cap_memory() -> None:
    """Let this process fail where it would otherwise take the memory of others."""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        most = int(MEMORY_SHARE * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> None:
    """Answer the request on standard input, one line."""
    cap_memory()
    # Ctrl-C reaches the whole process group; whoever started this process says what it means.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    sys.stdout.write(json.dumps(answer(request)))


def _end_with_input() -> None:
    """End at once when whoever asked is gone, and with this process those that it started."""
    # Not by `sys.stdin`: whoever waits on that when Python ends is in its way.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
