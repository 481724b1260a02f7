"""In which order goals are bettered part by part, how long, and in how large parts."""

from dataclasses import dataclass
from itertools import groupby

from iopsched.cpsat.spans import kind_of
from iopsched.domain.instance import Instance

KINDS = ("needs", "wishes", "hard")
"""What goal levels are about, in the order in which they are bettered."""

SIZES = {"needs": (6, 20), "wishes": (8, 22), "hard": (3, 9)}
"""How many clients a part has at least and at most."""

SHARES = {"needs": 0.7, "wishes": 0.5, "hard": 1.0}
"""The most of what is left of the limits that one round of bettering such goals may use."""


@dataclass(frozen=True)
class Phase:
    """Goal levels of one kind that follow each other, bettered together."""

    kind: str
    levels: tuple[int, ...]

    @property
    def least(self) -> int:
        """The fewest clients that a part is grown to."""
        return SIZES[self.kind][0]

    @property
    def most(self) -> int:
        """The most clients that a part is grown to."""
        return SIZES[self.kind][1]

    @property
    def share(self) -> float:
        """The most of what is left of the limits that this phase may use in one round."""
        return SHARES[self.kind]


def phases(instance: Instance) -> list[Phase]:
    """Return the goal levels of an instance in phases, in their order."""
    numbered = enumerate(instance.goals)
    return [
        Phase(kind, tuple(at for at, _ in found))
        for kind, found in groupby(numbered, key=lambda one: kind_of(one[1]))
    ]
