"""What the solver may choose from: placements, rooms, leaders, clients and guests of every session."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from iopsched.cpsat.world import Where, World
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.services import Group, Meeting, Service


@dataclass(frozen=True, eq=False)
class Slot:
    """A session that may be held: a meeting of a group, or one of a client's own sessions."""

    id: str
    service: Service
    group: Group | None = None
    meeting: Meeting | None = None
    owner: Client | None = None

    @property
    def company(self) -> tuple[str, ...]:
        """Other clients whom the owner's plan item names."""
        item = self.owner.item_for(self.service.id) if self.owner else None
        return item.with_clients if item else ()


@dataclass(eq=False, slots=True)
class Placement:
    """A slot at one start and place, with everybody and every room it could have there.

    A `past` one was held, with everybody who is in it. One with people `staying` is held as it is, whoever
    joins them; those who stay are its clients and guests. It may be `led_anew`, in another room too.
    A large week has a million of them: frozen they took four times as long to make.
    """

    slot: Slot
    start: int
    end: int
    where: Where
    rooms: list[str] = field(default_factory=list)
    leads: list[tuple[int, str]] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    past: bool = False
    staying: frozenset[str] | None = None
    led_anew: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is held whatever is decided."""
        return self.past or self.staying is not None

    @property
    def fixed(self) -> bool:
        """Whether it stays as it is and nobody may join it."""
        if self.staying is None or self.led_anew:
            return False
        return len(self.staying) == len(self.clients) + len(self.guests)

    @property
    def day(self) -> int:
        """The day of the week, Monday being 0."""
        return self.start // MINUTES_PER_DAY


@dataclass
class Candidates:
    """All slots with their placements, in a fixed order, and what of them a filter forbids."""

    slots: list[Slot]
    placements: dict[str, list[Placement]]
    barred: list[tuple[str, Placement, str, object]] = field(default_factory=list)

    def all(self) -> Iterator[Placement]:
        """Yield every placement."""
        for slot in self.slots:
            yield from self.placements[slot.id]


def find_slots(world: World) -> list[Slot]:
    """Return every session that the instance offers, in a fixed order."""
    instance = world.instance
    slots = [
        Slot(session_id, instance.service[group.service], group=group, meeting=meeting)
        for session_id, (group, meeting) in instance.offer.items()
    ]
    for client in instance.clients:
        for session_id, service in instance.individual_session_ids(client):
            slots.append(Slot(session_id, instance.service[service], owner=client))
    return slots
