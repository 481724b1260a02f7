"""How many more clients of one kind a week could take, what binds then, and what would make room."""

from typing import Literal

from iopsched.domain.base import Flag, Id, Model
from iopsched.domain.differences import Number
from iopsched.domain.levers import AnyLever
from iopsched.domain.result import Need
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule

Thing = Literal["seat", "room_hour", "clinician_hour"]


class Bound(Model):
    """No more than `most` can start, and why: what is counted, in a sentence."""

    most: Number
    sentence: str


class Gain(Model):
    """How many more can start with one lever than without, at least: shown by verified schedules."""

    lever: AnyLever
    sentence: str
    more: Number


class Marginal(Model):
    """How many more can start with one seat, room hour or clinician hour more: the best that was tried.

    `lever` is None if nothing of the kind could be added, or the limits were used up before.
    """

    thing: Thing
    more: Number
    lever: AnyLever | None = None
    sentence: str = ""


class Capacity(Model):
    """How many clients like one could start without anybody else falling shorter.

    `at_least` are shown by `schedule`, in which all of them (`ids`) have every need met; `bounds` say
    why there can be no more than their least (`at_most`, None without any). `binds` says what stands in
    the way of one more, whose unmet needs are `short`. `gains` are levers that were tried for one more,
    the best first. `complete` unless limits or the caller ended it first.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    instance_id: Id
    profile: Id
    at_least: Number
    at_most: Number | None = None
    ids: tuple[Id, ...] = ()
    schedule: Schedule
    bounds: tuple[Bound, ...] = ()
    binds: tuple[str, ...] = ()
    short: tuple[Need, ...] = ()
    gains: tuple[Gain, ...] = ()
    marginal: tuple[Marginal, ...] = ()
    complete: Flag = True
