"""What sessions deliver, who may lead them, and the groups that clients enrol in."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from iopsched.domain.base import (
    ClientRef,
    ClinicianRef,
    Count,
    DayMinutes,
    Defines,
    Flag,
    GroupRef,
    Id,
    LevelRef,
    Model,
    PositiveCount,
    RoomRef,
    ServiceRef,
    Tag,
    Weight,
)
from iopsched.domain.clock import WeekTime
from iopsched.domain.week import Mode

Format = Literal["group", "individual", "family", "conjoint"]
CredentialSet = tuple[Tag, ...]


class Role(Model):
    """A place at the head of a session, filled by one clinician.

    Whoever holds every credential of any one set of `any_of` may fill it; the empty set is held by
    everybody. An `optional` role may stay empty.
    """

    id: Id = "lead"
    any_of: Annotated[tuple[CredentialSet, ...], Field(min_length=1)] = ((),)
    optional: Flag = False


class Service(Model):
    """What a session delivers: its length, its credit, its leaders and its head count.

    `credited_minutes` left out equals `clock_minutes`. `min_heads` left out is 2 for groups and 1
    otherwise; `max_heads` 12 and 8. Heads are clients, and guests where `guests_count_as_heads`.
    `clients_per_leader` caps heads per leader. Clients of one session share one age band, or bands
    of one set of `ages_together`. A service that is not `scheduled` (a drug screen) never appears
    in a schedule.
    """

    id: Annotated[Id, Defines("service")]
    format: Format = "group"
    clock_minutes: Annotated[DayMinutes, Field(ge=1)]
    credited_minutes: DayMinutes | None = None
    roles: tuple[Role, ...] = (Role(),)
    min_heads: PositiveCount | None = None
    max_heads: PositiveCount | None = None
    clients_per_leader: PositiveCount | None = None
    guests_count_as_heads: Flag = False
    ages_together: tuple[tuple[Tag, ...], ...] = ()
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("on_site",)
    room_features: tuple[Tag, ...] = ()
    good_size: Count | None = None
    scheduled: Flag = True

    @property
    def credits(self) -> int:
        """Credited minutes of one session."""
        return self.clock_minutes if self.credited_minutes is None else self.credited_minutes

    @property
    def fewest_heads(self) -> int:
        """Fewest heads of a session of this service."""
        return self.min_heads if self.min_heads is not None else (2 if self.format == "group" else 1)

    @property
    def most_heads(self) -> int:
        """Most heads of a session of this service."""
        return self.max_heads if self.max_heads is not None else (12 if self.format == "group" else 8)

    @model_validator(mode="after")
    def _check(self) -> "Service":
        if self.fewest_heads > self.most_heads:
            raise PydanticCustomError("min_over_max", "min_heads is above max_heads")
        ids = [role.id for role in self.roles]
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("duplicate_id", "two roles of the service have one id")
        return self


class Eligibility(Model):
    """Who may enrol in a group; an empty list allows everybody.

    `tags`: all are needed. `first_week` and `last_week`: programme weeks, inclusive.
    """

    age_bands: tuple[Tag, ...] = ()
    genders: tuple[Tag, ...] = ()
    tracks: tuple[Tag, ...] = ()
    levels: tuple[LevelRef, ...] = ()
    tags: tuple[Tag, ...] = ()
    first_week: PositiveCount | None = None
    last_week: PositiveCount | None = None

    @model_validator(mode="after")
    def _check(self) -> "Eligibility":
        if self.first_week and self.last_week and self.first_week > self.last_week:
            raise PydanticCustomError("min_over_max", "first_week is above last_week")
        return self


class Meeting(Model):
    """One weekly meeting of a group: its candidate starts, rooms and leaders.

    One start is a fixed timetable; of several the solver chooses one. `rooms` and `leaders` left
    out are the group's. As text, ``Mon 17:30`` or ``Mon 17:30 | Tue 17:30``.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")] = ""
    starts: Annotated[tuple[WeekTime, ...], Field(min_length=1)]
    rooms: tuple[RoomRef, ...] | None = None
    leaders: tuple[ClinicianRef, ...] | None = None

    @model_validator(mode="after")
    def _check(self) -> "Meeting":
        if len(set(self.starts)) != len(self.starts):
            raise PydanticCustomError("duplicate_start", "a candidate start is listed twice")
        return self


def _spell_out_meetings(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    meetings: list[Any] = []
    for number, item in enumerate(value, 1):
        if isinstance(item, str):
            item = {"starts": [start.strip() for start in item.split("|")]}
        if isinstance(item, dict) and "id" not in item:
            item = {"id": str(number), **item}
        meetings.append(item)
    return meetings


class Group(Model):
    """Something a client enrols in; it has one or more weekly meetings.

    `attendance`: with ``attend_all`` (a track) the group runs whole or not at all and a member
    attends every meeting; with ``pick_any`` each meeting stands alone. A `closed` group admits only
    its `members`. `rooms` and `leaders` left out are all that qualify; head counts, `good_size` and
    `modes` left out are the service's. `leaving_out_cost` counts for each meeting not held. `formerly`
    lists ids that published schedules still know the group by.
    """

    id: Annotated[Id, Defines("group")]
    service: ServiceRef
    meetings: Annotated[
        tuple[Meeting, ...],
        BeforeValidator(
            _spell_out_meetings,
            json_schema_input_type=list[str | Meeting],
        ),
        Field(min_length=1),
    ]
    attendance: Literal["pick_any", "attend_all"] = "pick_any"
    closed: Flag = False
    members: tuple[ClientRef, ...] = ()
    eligible: Eligibility = Eligibility()
    language: Tag = "en"
    min_heads: PositiveCount | None = None
    max_heads: PositiveCount | None = None
    good_size: Count | None = None
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)] | None = None
    rooms: tuple[RoomRef, ...] | None = None
    leaders: tuple[ClinicianRef, ...] | None = None
    leaving_out_cost: Weight = 0
    formerly: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> "Group":
        if self.min_heads and self.max_heads and self.min_heads > self.max_heads:
            raise PydanticCustomError("min_over_max", "min_heads is above max_heads")
        ids = [meeting.id for meeting in self.meetings]
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("duplicate_id", "two meetings of the group have one id")
        return self

    def session_id(self, meeting: Meeting) -> str:
        """Return the id of the session that this meeting is, the same every week."""
        return f"{self.id}.{meeting.id}"


class GroupSet(Model):
    """Groups of which a client may be in one only, such as parallel tracks."""

    id: Id
    groups: Annotated[tuple[GroupRef, ...], Field(min_length=2)]
