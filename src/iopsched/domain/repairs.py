"""What would help: levers that were tried, with what each promises and what else it changes."""

from typing import Annotated, Literal

from pydantic import Field

from iopsched.domain.base import Flag, Id, Model
from iopsched.domain.differences import ClientChange, Difference, LevelChange, Number
from iopsched.domain.levers import AnyLever
from iopsched.domain.schedule import SCHEMA_VERSION


class Shortage(Model):
    """How far a schedule is from meeting every need: what the goals of level 1 count.

    `far_short` are clients who miss more than half of a need. The priorities are those that the goals
    count: sums over the clients.
    """

    far_short: Number
    clients_short: Number
    minutes_short: Number
    far_short_priority: Number
    short_priority: Number

    @property
    def measure(self) -> tuple[int, int, int]:
        """What is compared, one after the other: priorities far short and short, then minutes."""
        return self.far_short_priority, self.short_priority, self.minutes_short


class Suggestion(Model):
    """Something to do, what it promises (at least) and what else it changes.

    Two `levers` stand together only where neither does alone what both do. `cost` is theirs, and
    `disruption` adds the clients who are moved. `after` is the shortage of a verified schedule, which is
    what `difference` makes of the present one; `before` is the least found without any lever. `helped`
    are not short any more, `better` less short, `worse` shorter than before. `moved` says what changes
    for clients who were not short. `goals` compares every goal level with the present schedule.
    """

    rank: Annotated[int, Field(ge=0)]
    levers: tuple[AnyLever, ...]
    sentences: tuple[str, ...]
    cost: Number
    disruption: Number
    before: Shortage
    after: Shortage
    helped: tuple[Id, ...] = ()
    better: tuple[Id, ...] = ()
    worse: tuple[Id, ...] = ()
    moved: tuple[ClientChange, ...] = ()
    goals: tuple[LevelChange, ...] = ()
    difference: Difference


class Menu(Model):
    """What could be done about a schedule's shortfalls, ranked by effect per disruption.

    `present` is the shortage of the schedule asked about, `again` what solving again gives without any
    lever, where that is better. `not_helped` are clients whom nothing that was tried serves wholly.
    `tried` of `of` were tried; `complete` unless limits or the caller ended it first.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    instance_id: Id
    present: Shortage
    again: Suggestion | None = None
    suggestions: tuple[Suggestion, ...] = ()
    not_helped: tuple[Id, ...] = ()
    tried: Number = 0
    of: Number = 0
    complete: Flag = True
