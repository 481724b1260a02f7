"""What every model of the domain shares: strictness, ids, references and bounded numbers."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints

from iopsched.domain.clock import IsoDate
from iopsched.domain.hours import DayHours


class Model(BaseModel):
    """A frozen record that refuses unknown keys and never repeats its input in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


@dataclass(frozen=True)
class Defines:
    """Marks the field that gives an entity of `kind` its id."""

    kind: str


@dataclass(frozen=True)
class RefersTo:
    """Marks a field whose text must be the id of an entity of `kind`."""

    kind: str


ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
Id = Annotated[str, Strict(), StringConstraints(pattern=ID_PATTERN)]
"""An opaque id, never a person's name."""
Tag = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$")]
"""A word of the site's own vocabulary: a credential, a feature, an age band, a language."""
SessionId = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")]
"""``<group>.<meeting>`` for a group session, ``<client>.<service>.<number>`` for an individual one."""

SiteRef = Annotated[Id, RefersTo("site")]
RoomRef = Annotated[Id, RefersTo("room")]
ServiceRef = Annotated[Id, RefersTo("service")]
ClinicianRef = Annotated[Id, RefersTo("clinician")]
GroupRef = Annotated[Id, RefersTo("group")]
LevelRef = Annotated[Id, RefersTo("level")]
PayerRef = Annotated[Id, RefersTo("payer")]
ClientRef = Annotated[Id, RefersTo("client")]
GuestRef = Annotated[Id, RefersTo("guest")]

Flag = Annotated[bool, Strict()]
WeekMinutes = Annotated[int, Strict(), Field(ge=0, le=10080)]
DayMinutes = Annotated[int, Strict(), Field(ge=0, le=1440)]
Count = Annotated[int, Strict(), Field(ge=0, le=10000)]
PositiveCount = Annotated[int, Strict(), Field(ge=1, le=10000)]
DayCount = Annotated[int, Strict(), Field(ge=0, le=7)]
Weight = Annotated[int, Strict(), Field(ge=0, le=100000)]
Strength = Annotated[int, Strict(), Field(ge=1, le=100)]


class DatedHours(Model):
    """Hours that replace the weekly ones on one date."""

    date: IsoDate
    hours: DayHours = ()
