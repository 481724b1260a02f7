"""A process that makes steps for another: ``python -m iopsched.improving.lane``.

It reads pickled messages from standard input, first the instance, then one task after the other, and
answers each on standard output. It ends with its input, so it never outlives whoever started it.
"""

import gc
import os
import pickle
import sys
from typing import IO

from iopsched.cpsat.cutting import Cutter
from iopsched.improving.tasks import Work

TIDIED_EVERY = 20
"""After how many steps what they left behind is collected."""


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer every task read until there are no more."""
    # What is found once for the week is millions of objects: looking through them for rubbish, again and
    # again while parts are built, took a third of the time.
    gc.disable()
    cutter = Cutter(pickle.load(asked))
    _ = cutter.places
    gc.freeze()
    _tell(told, None)
    made = 0
    while True:
        try:
            task: Work = pickle.load(asked)
        except EOFError:
            return
        try:
            _tell(told, task.make(cutter))
        except Exception as error:
            _tell(told, error)
            raise
        made += 1
        if made % TIDIED_EVERY == 0:
            gc.collect()


def pickled(message: object) -> bytes:
    """Return a message as it is sent."""
    return pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)


def _tell(told: IO[bytes], message: object) -> None:
    told.write(pickled(message))
    told.flush()


def main() -> None:
    """Answer on what standard output is now; whatever else writes there later goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
