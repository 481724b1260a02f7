"""How long a search may take, what it reports on the way, and how it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from iopsched.domain.schedule import Schedule


@dataclass(frozen=True)
class Limits:
    """What a search may use.

    `time_limit` is in seconds. `workers` left out is one per core this process may use. With
    `reproducible` the search is bounded by `effort`, in the solver's deterministic units, instead
    of time, and gives the same schedule for the same `seed` every time.
    """

    time_limit: float = 60.0
    workers: int | None = None
    seed: int = 0
    reproducible: bool = False
    effort: float = 60.0


@dataclass(frozen=True)
class Progress:
    """One report of a running search.

    `elapsed` is in seconds. `level` is the id of the goal level being solved, `value` the best
    verified value so far there and `bound` the best proved bound, None while unknown. `clients_short`
    counts clients with any shortfall in the best schedule. `schedule` is given when it is new: it is
    verified, and better than every one before. `values` are the judge's of the best schedule, level by
    level.
    """

    elapsed: float
    level: str
    value: int | None
    bound: int | None
    clients_short: int | None
    schedule: Schedule | None = None
    values: tuple[int, ...] | None = None


class Cancel(Protocol):
    """Anything that says when to stop; `threading.Event` does."""

    def is_set(self) -> bool:
        """Return whether the search should stop now."""
        ...


OnProgress = Callable[[Progress], None]
