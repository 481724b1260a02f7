"""The answer: sessions with time, place, leaders, clients and guests. Facts only."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import Id, Model, SessionId
from iopsched.domain.clock import IsoDate, TimeOfDay
from iopsched.domain.week import Mode

SCHEMA_VERSION: Literal[1] = 1


class Session(Model):
    """One meeting. On site it has a room, by telehealth it has none.

    `kind` is ``group`` for a meeting of a group and ``individual`` for a session of a client's own
    plan item (individual, family or conjoint). `end` is exclusive.
    """

    id: SessionId
    kind: Literal["group", "individual"]
    group: Id | None = None
    service: Id
    date: IsoDate
    start: TimeOfDay
    end: TimeOfDay
    mode: Mode = "on_site"
    room: Id | None = None
    leaders: tuple[Id, ...] = ()
    clients: tuple[Id, ...] = ()
    guests: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Session":
        if self.end <= self.start:
            raise PydanticCustomError("ends_before_start", "the session does not end after it starts")
        if (self.kind == "group") != (self.group is not None):
            raise PydanticCustomError("group_missing", "a group session names its group, no other does")
        if (self.mode == "on_site") != (self.room is not None):
            raise PydanticCustomError("room_missing", "an on-site session names its room, no other does")
        for people in (self.leaders, self.clients, self.guests):
            if len(set(people)) != len(people):
                raise PydanticCustomError("duplicate_id", "somebody is listed twice in the session")
        return self


class Schedule(Model):
    """A week's sessions for one instance.

    `instance_digest` ties it to the instance it was made for; a hand-made schedule may have none.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    instance_id: Id
    instance_digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    week: IsoDate
    sessions: tuple[Session, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Schedule":
        ids = [session.id for session in self.sessions]
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("duplicate_id", "two sessions have one id")
        return self
