"""Steps to be made, and what came of them: small enough to be sent from one process to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.stepping import Aim, step
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Session
from iopsched.improving.joining import changes
from iopsched.improving.kinds import Kind

Changes = Mapping[str, Session | None]
"""Sessions that are otherwise than in a schedule, by id, None where no longer held."""


@dataclass(frozen=True)
class Done:
    """What came of a step: how it changes the schedule of its scope, None where nothing better was found.

    `ended` says that the part was searched to its end. `effort` is in deterministic units. What came of a
    question are the `least` values of levels, None where nothing is known; of a draft, whom it has `left_out`
    so that others are served.
    """

    changes: Changes | None
    ended: bool
    effort: float
    least: tuple[int | None, ...] = ()
    left_out: frozenset[str] = frozenset()


class Work(Protocol):
    """What can be made in this process or in another."""

    def make(self, cutter: Cutter) -> Done:
        """Make it in this process."""
        ...


@dataclass(frozen=True, eq=False)
class Task:
    """One step to be made: the arguments of `iopsched.cpsat.stepping.step`, and its kind."""

    scope: Scope
    aims: tuple[Aim, ...]
    limits: Limits
    sample: Sample
    led_anew: frozenset[str] = frozenset()
    worst_elsewhere: int = 0
    valid: bool = True
    large: bool = False
    settled: bool = False
    kind: Kind = "near"

    def make(self, cutter: Cutter) -> Done:
        """Make the step in this process."""
        found = step(
            cutter,
            self.scope,
            self.aims,
            self.limits,
            sample=self.sample,
            led_anew=self.led_anew,
            worst_elsewhere=self.worst_elsewhere,
            valid=self.valid,
            large=self.large,
            settled=self.settled,
        )
        changed = None if found.schedule is None else changes(self.scope.schedule, found.schedule)
        return Done(changed, found.ended, found.effort)
