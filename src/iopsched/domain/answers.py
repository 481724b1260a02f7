"""The answer to a why-not question: what a wish would cost, or which rules forbid it."""

from typing import Literal

from iopsched.domain.base import Model
from iopsched.domain.differences import ClientChange, ShortfallChange
from iopsched.domain.relations import Pin
from iopsched.domain.result import Violation
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule

Settled = Literal["already", "allowed", "forbidden", "unsettled"]
Where = Literal["rules", "week"]


class LevelPrice(Model):
    """A goal level now, and with the wish.

    `at_most` is the value of the answer's verified schedule. `at_least` is proved: no schedule with the
    wish that is as good on all earlier levels has less; None where nothing is proved.
    """

    id: str
    terms: tuple[str, ...]
    before: int
    at_most: int
    at_least: int | None = None

    @property
    def exact(self) -> bool:
        """Whether no schedule with the wish does better here."""
        return self.at_least == self.at_most


class Ban(Model):
    """Why a wish cannot be.

    `lies_in`: ``rules`` if it cannot be whoever else is in the week, ``week`` if it cannot be together
    with everything else the week holds, its pins for instance. Without all of `rules` it could be;
    `fewest` if it was tried that it could not with any one of them kept. `violations` are what a
    schedule with the wish breaks of these rules.
    """

    lies_in: Where
    rules: tuple[str, ...]
    fewest: bool
    violations: tuple[Violation, ...]


class Answer(Model):
    """What came of asking for a wish: pins that are to hold.

    `already`: the schedule has it. `allowed`: `schedule` is a verified one that has it, `levels` what
    that costs, `moved` whose week changes besides the clients of the wish, and `own` theirs; `shortfalls`
    are the needs met less or more. `forbidden`: `ban` says why. `unsettled`: the search ended first.
    `in_the_way` are the rules that the schedule would break if the wish were just written into it, as
    far as no schedule with it was found or something had to give way. `sentences` say it all in words.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    wish: tuple[Pin, ...]
    settled: Settled
    levels: tuple[LevelPrice, ...] = ()
    own: tuple[ClientChange, ...] = ()
    moved: tuple[ClientChange, ...] = ()
    shortfalls: tuple[ShortfallChange, ...] = ()
    in_the_way: tuple[Violation, ...] = ()
    ban: Ban | None = None
    schedule: Schedule | None = None
    sentences: tuple[str, ...] = ()
