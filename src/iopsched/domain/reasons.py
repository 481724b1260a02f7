"""Why clients fall short: what stands in the way of each unmet need, and whose limit that is."""

from typing import Literal

from iopsched.domain.base import Model
from iopsched.domain.result import Need, SolveResult, Violation

LiesIn = Literal["data", "client", "programme", "search", "unproved"]


class Cause(Model):
    """What stands in the way of a need: without it the need is met and nobody else falls shorter.

    `rules` are those that stand in the way, each once; `obstacles` say it as it is now, one for each
    part of the cause; `competitors` are the other clients in the sessions concerned. `violations` are
    those of a schedule that was tried: in it the need is met, and nothing else is broken. `fewest` if it
    is shown that the need is not met once any one part stays in the way.
    """

    rules: tuple[str, ...]
    obstacles: tuple[str, ...]
    competitors: tuple[str, ...]
    fewest: bool
    violations: tuple[Violation, ...]


class Reason(Model):
    """Why one need of one client is not met.

    `lies_in`: ``data`` if the client's own floor is above its ceiling; ``client`` if it could not be met
    even with all other clients removed and fewest heads waived; ``programme`` if it could then, but no
    schedule meets it and leaves everybody as well off; ``search`` if it need not be unmet; ``unproved`` if
    the search ended first. `at_most` is what the client could have of it alone, with `beside` beside what
    it has of its other needs; None if that was not settled. `causes` are ways of which any single one
    would do, the most telling first. `sentences` say it all in words.
    """

    need: Need
    lies_in: LiesIn
    at_most: int | None
    beside: bool = False
    causes: tuple[Cause, ...]
    sentences: tuple[str, ...]


class Reasons(Model):
    """Why a schedule's shortfalls are there; `complete` if all that was asked for was answered.

    `level_one_proved` if no schedule serves clients better on the goals of level 1.
    """

    reasons: tuple[Reason, ...]
    level_one_proved: bool
    complete: bool


class ExplainedResult(SolveResult):
    """The result of a search, with the reasons of its shortfalls."""

    reasons: Reasons
