"""One entry of one receiver's calendar, and how it goes on from what was sent before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Entry:
    """A session as its receiver's calendar shows it; times are in UTC.

    `sequence` counts its changes since it was first sent, `stamp` is when the last of them was made.
    """

    uid: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    stamp: dt.datetime
    location: str = ""
    description: str = ""
    cancelled: bool = False
    sequence: int = 0

    def says_the_same_as(self, other: "Entry") -> bool:
        """Return whether both show the same, whenever and however often they were changed."""
        return self == replace(other, sequence=self.sequence, stamp=self.stamp)

    def withdrawn(self, stamp: dt.datetime) -> "Entry":
        """Return the entry as it is when its session is not held, or not for this receiver: no details."""
        return Entry(self.uid, self.start, self.end, "Cancelled", stamp, cancelled=True)

    def after(self, earlier: Iterable["Entry"]) -> "Entry":
        """Return the entry counted on from every version of it that may have been sent.

        One that says what an earlier one says is that one, unless another has a higher count.
        """
        versions = list(earlier)
        sequence = max((old.sequence + (not self.says_the_same_as(old)) for old in versions), default=0)
        for old in versions:
            if old.sequence == sequence and self.says_the_same_as(old):
                return old
        return replace(self, sequence=sequence)
