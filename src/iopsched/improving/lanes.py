"""Processes beside this one that make steps, one on each core; without them steps are made here.

Building a part's model is Python, and threads of one process take turns at it: two threads took longer
than one. Processes do not: two make twice the steps.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from iopsched.cpsat.cutting import Cutter
from iopsched.improving.lane import pickled
from iopsched.improving.tasks import Done, Task, Work

W = TypeVar("W", bound=Work)

MOST_LANES = 8
"""Beyond, steps more often change what another has changed meanwhile."""

LOOKED_EVERY = 0.1
"""Seconds after which a wait looks whether it is over."""


class Lane:
    """One process that makes steps, `begun` once it has found what could be chosen in the week.

    It is `ready` for another whenever it makes none, wanted or not.

    What it tells goes to `told`, with the lane itself.
    """

    def __init__(self, instance: bytes, told: "queue.SimpleQueue[tuple[Lane, object]]") -> None:
        self.task: Work | None = None
        self.ready = False
        self.begun = False
        self._instance, self._told = instance, told
        self.process = subprocess.Popen(
            # Modules in the folder where the program was started must not take the place of others.
            [sys.executable, "-P", "-m", "iopsched.improving.lane"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)},
            # Ctrl-C is for whoever started the search, who ends its lanes.
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def give(self, task: Work) -> None:
        """Have a step made."""
        self.task = task
        self._write(pickled(task))

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                # What was not yet sent cannot be any more.
                with suppress(OSError):
                    pipe.close()

    def _write(self, message: bytes) -> None:
        assert self.process.stdin is not None
        # A process that has ended is told of by whoever listens.
        with suppress(OSError, ValueError):
            self.process.stdin.write(message)
            self.process.stdin.flush()

    def _listen(self) -> None:
        self._write(self._instance)
        assert self.process.stdout is not None
        try:
            while True:
                self._told.put((self, pickle.load(self.process.stdout)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            # It ended, or was ended while it said something.
            self._told.put((self, _ENDED))
        except Exception as error:
            # What it says and nobody understands is a defect: for whoever waits for its step to raise.
            self._told.put((self, error))


_ENDED = object()
"""What a lane tells last."""


class Lanes:
    """Makes steps, as many at once as there are lanes; in this process until the first has begun."""

    def __init__(self, cutter: Cutter, count: int) -> None:
        self.cutter = cutter
        self._told: queue.SimpleQueue[tuple[Lane, object]] = queue.SimpleQueue()
        self.lanes: list[Lane] = []
        if count > 1 and can_start():
            # Not by those who listen: what is found out of an instance meanwhile becomes part of it.
            instance = pickled(cutter.instance)
            with suppress(OSError):
                for _ in range(min(count, MOST_LANES)):
                    self.lanes.append(Lane(instance, self._told))

    @property
    def being_made(self) -> list[Task]:
        """The steps being made now."""
        return [lane.task for lane in self.lanes if isinstance(lane.task, Task)]

    def each(
        self,
        wanted: Callable[[], W | None],
        over: Callable[[], bool],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[W, Done]]:
        """Yield what comes of the steps that are `wanted`, until there are none and all are made.

        `wanted` is asked for another whenever a step could be made; `meanwhile` is called when all lanes
        have one to make. Once it is `over`, steps being made are waited for no longer, and what comes of
        them is lost.
        """
        self._drop()
        while not over():
            if not any(lane.ready for lane in self.lanes):
                if any(lane.begun for lane in self.lanes):
                    # They are about to end what nobody waits for any more: a long work made here would
                    # keep all of them waiting.
                    for _ in self._wait(over):
                        pass
                    continue
                task = wanted()
                if task is None:
                    return
                yield task, task.make(self.cutter)
                meanwhile()
                self.look()
                continue
            for lane in self.lanes:
                task = wanted() if lane.ready and lane.task is None else None
                if task is not None:
                    lane.give(task)
            if all(lane.task is None for lane in self.lanes):
                return
            meanwhile()
            for work, done in self._wait(over):
                yield cast(W, work), done

    def wait_for_one(self, over: Callable[[], bool]) -> None:
        """Wait until a lane is ready, for what would keep this process too long; not if there are none."""
        self._drop()
        while self.lanes and not any(lane.ready for lane in self.lanes) and not over():
            for _ in self._wait(over):
                pass

    def close(self) -> None:
        """End all lanes."""
        for lane in self.lanes:
            lane.end()
        self.lanes.clear()

    def _wait(self, over: Callable[[], bool]) -> Iterator[tuple[Work, Done]]:
        """Yield what the next lane tells that has made a step."""
        while not over():
            try:
                lane, told = self._told.get(timeout=LOOKED_EVERY)
            except queue.Empty:
                continue
            task = lane.task
            self._take_note(lane, told)
            if isinstance(told, Done) and task is not None:
                yield task, told
            return

    def look(self) -> None:
        """Take note of which lanes have become ready."""
        while True:
            try:
                self._take_note(*self._told.get_nowait())
            except queue.Empty:
                return

    def _take_note(self, lane: Lane, told: object) -> None:
        lane.task = None
        if isinstance(told, BaseException) and not isinstance(told, MemoryError):
            raise told
        if told is _ENDED or isinstance(told, MemoryError):
            if lane in self.lanes:
                self.lanes.remove(lane)
                lane.end()
            return
        lane.ready = lane.begun = True

    def _drop(self) -> None:
        """Forget steps that nobody waits for any more, once they are made."""
        for lane in self.lanes:
            if lane.task is not None:
                lane.task, lane.ready = None, False
        self.look()


def can_start() -> bool:
    """Return whether another process of this Python can be started: not where it is part of a program."""
    name = Path(sys.executable or "").name.lower()
    return name.startswith(("python", "pypy")) and not getattr(sys, "frozen", False)
