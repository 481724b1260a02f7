"""Relations between clients, and pins on what must or must not be scheduled."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import (
    ClientRef,
    ClinicianRef,
    Flag,
    GroupRef,
    Model,
    RoomRef,
    ServiceRef,
    SessionId,
)
from iopsched.domain.clock import Day, WeekTime
from iopsched.domain.week import Mode


class Relation(Model):
    """Clients kept apart or together. The reason is never stored.

    ``apart``: never in one session. ``apart_building``: never in one building, from arrival before
    the first to departure after the last session of a day, waits included. ``together``: each group
    session has all of them or none; `groups` narrows that to some groups. Pairwise for more than two.
    """

    kind: Literal["apart", "apart_building", "together"]
    clients: Annotated[tuple[ClientRef, ...], Field(min_length=2)]
    groups: tuple[GroupRef, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Relation":
        if len(set(self.clients)) != len(self.clients):
            raise PydanticCustomError("duplicate_id", "a relation lists a client twice")
        if self.groups and self.kind != "together":
            raise PydanticCustomError("relation_groups", "only together can be narrowed to groups")
        return self


class Pin(Model):
    """A statement about sessions that is held or forbidden.

    A session matches if it agrees with every field given; with `until`, if it starts before then.
    ``hold``: at least one session matches; ``forbid``: none does. A ``hold`` with `as_published` keeps
    every published session that matches as it is published, and nothing else matches.
    """

    pin: Literal["hold", "forbid"]
    session: SessionId | None = None
    group: GroupRef | None = None
    service: ServiceRef | None = None
    client: ClientRef | None = None
    clinician: ClinicianRef | None = None
    room: RoomRef | None = None
    mode: Mode | None = None
    day: Day | None = None
    start: WeekTime | None = None
    until: WeekTime | None = None
    as_published: Flag = False

    @model_validator(mode="after")
    def _check(self) -> "Pin":
        said = set(type(self).model_fields) - {"pin", "as_published"}
        if all(getattr(self, name) is None for name in said):
            raise PydanticCustomError("pin_empty", "a pin names at least one thing to hold or forbid")
        if self.as_published and self.pin == "forbid":
            raise PydanticCustomError("pin_needs_hold", "only what is held can be held as published")
        return self
