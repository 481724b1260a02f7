"""A draft: the parts of an instance that are right by themselves, each with the place it stands at.

A file with a wrong field somewhere has no `Instance` yet, and still has its other parts checked
against each other.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from iopsched.domain.base import DatedHours
from iopsched.domain.clients import Client, Guest
from iopsched.domain.clinicians import Clinician
from iopsched.domain.goals import GoalLevel
from iopsched.domain.levels import LevelOfCare, PayerProfile
from iopsched.domain.references import labelled
from iopsched.domain.relations import Pin, Relation
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Group, GroupSet, Meeting, Service
from iopsched.domain.week import Room, Site, Travel, Week

if TYPE_CHECKING:
    from iopsched.domain.instance import Instance

T = TypeVar("T")


class Placed(NamedTuple, Generic[T]):
    """Something valid and the place it stands at."""

    place: str
    it: T


LISTS = (
    "sites",
    "travel",
    "rooms",
    "services",
    "clinicians",
    "groups",
    "group_sets",
    "levels",
    "payers",
    "clients",
    "relations",
    "pins",
    "goals",
    "history",
)
"""The lists of an instance that a draft keeps entry by entry."""


@dataclass(frozen=True)
class Draft:
    """Whatever is valid of an instance."""

    week: Week | None = None
    sites: tuple[Placed[Site], ...] = ()
    travel: tuple[Placed[Travel], ...] = ()
    rooms: tuple[Placed[Room], ...] = ()
    services: tuple[Placed[Service], ...] = ()
    clinicians: tuple[Placed[Clinician], ...] = ()
    groups: tuple[Placed[Group], ...] = ()
    group_sets: tuple[Placed[GroupSet], ...] = ()
    levels: tuple[Placed[LevelOfCare], ...] = ()
    payers: tuple[Placed[PayerProfile], ...] = ()
    clients: tuple[Placed[Client], ...] = ()
    relations: tuple[Placed[Relation], ...] = ()
    pins: tuple[Placed[Pin], ...] = ()
    goals: tuple[Placed[GoalLevel], ...] = ()
    history: tuple[Placed[Session], ...] = ()
    published: Schedule | None = None
    incomplete: frozenset[str] = field(default=frozenset())
    """The lists of which some entry is missing, and `published`, where they are wrong by themselves."""

    @cached_property
    def service(self) -> dict[str, Service]:
        """Services by id."""
        return {placed.it.id: placed.it for placed in self.services}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Groups by id."""
        return {placed.it.id: placed.it for placed in self.groups}

    @cached_property
    def client(self) -> dict[str, Client]:
        """Clients by id."""
        return {placed.it.id: placed.it for placed in self.clients}

    @cached_property
    def group_session(self) -> dict[str, tuple[Group, Meeting]]:
        """Group sessions that may be held, by session id."""
        return {
            group.session_id(meeting): (group, meeting)
            for _, group in self.groups
            for meeting in group.meetings
        }

    @cached_property
    def individual_session(self) -> dict[str, tuple[Client, Service]]:
        """Individual sessions that plans admit, by session id, each with its client and service."""
        sessions = (
            (f"{client.id}.{service.id}.{number}", (client, service))
            for _, client in self.clients
            for _, service, most in self.individual_items(client)
            for number in range(1, most + 1)
        )
        return dict(itertools.islice(sessions, MOST_SESSIONS))

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of every service, group, client, clinician and room."""
        lists = (self.services, self.groups, self.clients, self.clinicians, self.rooms)
        return frozenset(placed.it.id for entries in lists for placed in entries)

    @cached_property
    def guest_ids(self) -> frozenset[str]:
        """Ids of every guest."""
        return frozenset(guest.it.id for guest in self.guests())

    def individual_items(self, client: Client) -> Iterator[tuple[int, Service, int]]:
        """Yield (index, service, most sessions) of the plan items that are not met in groups."""
        for index, item in enumerate(client.plan):
            service = self.service.get(item.service)
            if service is not None and service.format != "group" and service.scheduled:
                most = max(item.min_sessions, 1) if item.max_sessions is None else item.max_sessions
                missed = client.missed_sessions(service.id)
                yield index, service, min(most, MOST_INDIVIDUAL_SESSIONS) + missed

    def guests(self) -> Iterator[Placed[Guest]]:
        """Yield every guest."""
        for place, client in self.clients:
            for index, guest in enumerate(client.guests):
                yield Placed(labelled(f"{place}.guests", index, guest), guest)

    def exceptions(self) -> Iterator[Placed[tuple[DatedHours, ...]]]:
        """Yield every list of dated exceptions, empty ones left out."""
        owners = (self.sites, self.rooms, self.clinicians, self.clients, tuple(self.guests()))
        for placed_owners in owners:
            for place, owner in placed_owners:
                if owner.exceptions:
                    yield Placed(f"{place}.exceptions", owner.exceptions)


MOST_INDIVIDUAL_SESSIONS = 21
"""Three a day: more sessions of one plan item in one week are a slip of the pen."""

MOST_SESSIONS = 100_000
"""More individual sessions than any network of sites has in a week."""


def draft_of(instance: "Instance") -> Draft:
    """Return an instance as a draft that is complete."""
    lists: dict[str, Any] = {
        name: tuple(
            Placed(_place(name, index, entity), entity)
            for index, entity in enumerate(getattr(instance, name))
        )
        for name in LISTS
    }
    return Draft(week=instance.week, published=instance.published, **lists)


def _place(name: str, index: int, entity: object) -> str:
    # The id of a session held is foreign text until it is known to be one of the instance's.
    return f"{name}[{index}]" if name == "history" else labelled(name, index, entity)
