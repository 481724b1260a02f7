"""Which kind of part to try next: the more often one was of use for what it took, the more often."""

import random
from collections.abc import Collection, Sequence
from typing import Literal

Kind = Literal["near", "holding", "ring", "staff"]

COSTS: dict[Kind, float] = {"near": 0.2, "holding": 0.1, "ring": 0.4, "staff": 0.6}
"""About what a part of a kind takes in deterministic units, before any was tried; and at the least."""

FORGOTTEN = 0.97
"""What is left, after one more part, of what earlier ones came to."""

LEAST = 0.08
"""How often each kind is tried at the least: what was of no use may be of use later."""


def possible(missing: Collection[str], concerned: Collection[str]) -> list[Kind]:
    """Return of which kinds a part may be around a client who is `missing` sessions that nobody holds.

    Where needs are to be met, others `concerned` fall short too.
    """
    kinds: list[Kind] = ["near"]
    if missing:
        kinds += ["holding", "ring"]
    if concerned:
        kinds.append("staff")
    return kinds


class Kinds:
    """What parts of each kind came to so far."""

    def __init__(self) -> None:
        # As if every kind had been of use once for what two parts of it take.
        self._better = dict.fromkeys(COSTS, 1.0)
        self._spent = {kind: 2 * cost for kind, cost in COSTS.items()}

    def draw(self, rng: random.Random, possible: Sequence[Kind]) -> Kind:
        """Return one of the kinds possible, at random."""
        worth = [self._better[kind] / self._spent[kind] for kind in possible]
        most = max(worth)
        return rng.choices(possible, [max(one, LEAST * most) for one in worth])[0]

    def learn(self, kind: Kind, *, better: bool, effort: float) -> None:
        """Take note of whether a part was of use, and what it took in deterministic units."""
        self._better[kind] = FORGOTTEN * self._better[kind] + better
        self._spent[kind] = FORGOTTEN * self._spent[kind] + max(effort, COSTS[kind] / 2)
