"""Parts of a week: whom they are about, and how much of what own sessions could be is tried in them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopsched.cpsat.held import Led


@dataclass(frozen=True)
class Part:
    """Whose rules and goals a part of a week asks about, and what it must know of the rest.

    `seen` are the clients whose whole week is in the model, those of `clients` and those kept out of
    their building. `led_elsewhere` is what other clinicians lead, as stretches of the week and places;
    `worst_elsewhere` the unmet share of wishes (permille) of whoever is worst off outside of the part.
    Where the schedule is `valid`, what stays as it is keeps the rules that look at one session alone.
    """

    clients: tuple[str, ...]
    seen: frozenset[str]
    clinicians: tuple[str, ...]
    led_elsewhere: Mapping[str, Sequence[Led]] = field(default_factory=dict)
    worst_elsewhere: int = 0
    valid: bool = False

    def minutes_elsewhere(self, clinician: str) -> int:
        """Return the minutes that a clinician leads outside of the part."""
        return sum(end - start for start, end, _ in self.led_elsewhere.get(clinician, ()))


@dataclass(frozen=True)
class Sample:
    """How much of what own sessions could be is tried in a part: so many starts and leaders, drawn by `rng`.

    What a session has now is always among them. What is found holds, but no bound follows.
    """

    starts: int
    leaders: int
    rng: random.Random
