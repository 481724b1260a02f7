"""Which levers are on offer, in which steps, and how much each step disturbs: data, not code."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, Strict, model_validator

from iopsched.domain.base import Flag, Model

LeverKind = Literal[
    "seat",
    "room_seat",
    "fewer_heads",
    "leader",
    "clinician_hours",
    "clinician_evening",
    "clinician_load",
    "caseload",
    "credential",
    "cover",
    "own_session",
    "telehealth",
    "client_hours",
    "open_group",
    "meeting_start",
    "room_hours",
    "room_hour",
    "site_hours",
]
KINDS: tuple[LeverKind, ...] = get_args(LeverKind)

_Points = Annotated[int, Strict(), Field(ge=0, le=10000)]
_Step = Annotated[int, Strict(), Field(ge=1, le=1440)]
_Steps = Annotated[int, Strict(), Field(ge=1, le=48)]


class Offered(Model):
    """One kind of lever: whether it is on offer, what one step costs, how large a step is, how many at most.

    `step` is in minutes for hours and loads, and counts seats, heads or clients otherwise.
    """

    offered: Flag = True
    cost: _Points = 1
    step: _Step = 1
    most: _Steps = 1


class LeverTable(Model):
    """Every kind of lever with its cost in points of disruption, and the points of moving one client.

    In a file any kind, and any field of a kind, may be left out; it keeps what stands here.
    """

    seat: Offered = Offered(cost=2, most=3)
    room_seat: Offered = Offered(cost=5, most=3)
    fewer_heads: Offered = Offered(cost=3, most=3)
    leader: Offered = Offered(cost=4)
    clinician_hours: Offered = Offered(cost=4, step=30, most=2)
    clinician_evening: Offered = Offered(cost=8, step=60, most=4)
    clinician_load: Offered = Offered(cost=4, step=30, most=4)
    caseload: Offered = Offered(cost=3, most=1)
    credential: Offered = Offered(cost=60)
    cover: Offered = Offered(cost=3)
    own_session: Offered = Offered(cost=5)
    telehealth: Offered = Offered(cost=4)
    client_hours: Offered = Offered(cost=3, step=30, most=2)
    open_group: Offered = Offered(cost=12)
    meeting_start: Offered = Offered(cost=8)
    room_hours: Offered = Offered(cost=3, step=30, most=2)
    room_hour: Offered = Offered(cost=20)
    site_hours: Offered = Offered(cost=10, step=30, most=2)
    client_moved: _Points = 1

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        filled = dict(data)
        for kind in KINDS:
            given = data.get(kind)
            if isinstance(given, dict):
                filled[kind] = {**dict(cls.model_fields[kind].default), **given}
        return filled

    def of(self, kind: LeverKind) -> Offered:
        """Return what the table says of a kind."""
        found: Offered = getattr(self, kind)
        return found


DEFAULT_LEVERS = LeverTable()
"""What is on offer where no table is given."""
