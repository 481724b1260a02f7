"""Instance: one week to plan, everything known before solving."""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, model_validator

from iopsched.domain.base import Id, Model
from iopsched.domain.clients import Client, Guest
from iopsched.domain.clinicians import Clinician
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.domain.levels import LevelOfCare, PayerProfile
from iopsched.domain.present import as_of_now
from iopsched.domain.references import known_ids, mentions
from iopsched.domain.relations import Pin, Relation
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule, Session
from iopsched.domain.services import Group, GroupSet, Meeting, Service
from iopsched.domain.week import Conventions, Room, Site, Travel, Week

_NOT_FACTS = {"published"}


class Offer(NamedTuple):
    """A group session that may be held: a group and one of its meetings."""

    group: Group
    meeting: Meeting


class Instance(Model):
    """One week to plan. Building one checks every reference and every pair of fields.

    `history` are the sessions of this week that were held before `week.now`, as they were.

    Raises:
        pydantic.ValidationError: fields are wrong.
        iopsched.errors.ProblemsError: fields are right one by one, but not together.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    id: Id
    week: Week
    conventions: Conventions = Conventions()
    sites: Annotated[tuple[Site, ...], Field(min_length=1)] = (Site(id="main"),)
    travel: tuple[Travel, ...] = ()
    rooms: tuple[Room, ...] = ()
    services: tuple[Service, ...] = ()
    clinicians: tuple[Clinician, ...] = ()
    groups: tuple[Group, ...] = ()
    group_sets: tuple[GroupSet, ...] = ()
    levels: tuple[LevelOfCare, ...] = (LevelOfCare(id="iop"),)
    payers: tuple[PayerProfile, ...] = ()
    clients: tuple[Client, ...] = ()
    relations: tuple[Relation, ...] = ()
    pins: tuple[Pin, ...] = ()
    goals: Annotated[tuple[GoalLevel, ...], Field(min_length=1)] = DEFAULT_GOALS
    history: tuple[Session, ...] = ()
    published: Schedule | None = None

    @model_validator(mode="after")
    def _check(self) -> "Instance":
        from iopsched.domain.checks import require_consistent

        require_consistent(self)
        return self

    @cached_property
    def site(self) -> dict[str, Site]:
        """Sites by id."""
        return {site.id: site for site in self.sites}

    @cached_property
    def room(self) -> dict[str, Room]:
        """Rooms by id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def service(self) -> dict[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def clinician(self) -> dict[str, Clinician]:
        """Clinicians by id."""
        return {clinician.id: clinician for clinician in self.clinicians}

    @cached_property
    def group(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def level(self) -> dict[str, LevelOfCare]:
        """Levels of care by id."""
        return {level.id: level for level in self.levels}

    @cached_property
    def payer(self) -> dict[str, PayerProfile]:
        """Payer profiles by id."""
        return {payer.id: payer for payer in self.payers}

    @cached_property
    def client(self) -> dict[str, Client]:
        """Clients by id."""
        return {client.id: client for client in self.clients}

    @cached_property
    def guest(self) -> dict[str, tuple[Client, Guest]]:
        """Guests by id, each with the client they come with."""
        return {guest.id: (client, guest) for client in self.clients for guest in client.guests}

    @cached_property
    def offer(self) -> dict[str, Offer]:
        """Group sessions that may be held, by session id."""
        return {
            group.session_id(meeting): Offer(group, meeting)
            for group in self.groups
            for meeting in group.meetings
        }

    @cached_property
    def published_now(self) -> Schedule | None:
        """What is published, moved to this week day for day, its groups by their present ids."""
        if self.published is None:
            return None
        return as_of_now(self.published, self.week.monday, self.groups)

    def replace(self, **changes: Any) -> "Instance":
        """Return a copy with some fields changed, checked anew (`model_copy` would keep stale look-ups).

        Raises:
            iopsched.errors.ProblemsError: the changes do not fit the rest.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**fields, **changes})

    def travel_minutes(self, site_a: str, site_b: str) -> int:
        """Return the minutes between two sites, 0 within one."""
        if site_a == site_b:
            return 0
        return next(t.minutes for t in self.travel if set(t.between) == {site_a, site_b})

    def facts(self) -> dict[str, Any]:
        """Return the instance as plain JSON data, defaults spelled out, lists of entities in id order."""
        data = self.model_dump(mode="json", exclude=_NOT_FACTS)
        if self.published_now is not None and any(pin.as_published for pin in self.pins):
            published = self.published_now.model_dump(mode="json", include={"sessions"})
            data["published"] = sorted(published["sessions"], key=lambda session: str(session["id"]))
        for pin in data["pins"]:
            # Left out while they say nothing, so that schedules of weeks without them stay theirs.
            for field in [field for field in ("until", "as_published") if not pin[field]]:
                del pin[field]
        for group in data["groups"]:
            # What a group was called before says nothing about this week.
            del group["formerly"]
        for value in data.values():
            if value is data["goals"] or not isinstance(value, list):
                continue
            if all(isinstance(entity, dict) and "id" in entity for entity in value):
                value.sort(key=lambda entity: str(entity["id"]))
        # A week that is all ahead has the digest it had before there was a way to say otherwise.
        if self.week.now is None:
            del data["week"]["now"]
        if not self.history:
            del data["history"]
        return data

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the hash of the facts; the same however the instance was written down."""
        text = json.dumps(self.facts(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that is defined, or is a name, somewhere in the instance."""
        return known_ids(tuple(mentions(type(self), self)))

    def individual_session_ids(self, client: Client) -> Iterator[tuple[str, str]]:
        """Yield (session id, service id) of every individual session that the client's plan admits.

        A session that was missed has used up its id, so its plan item has one more.
        """
        for item in client.plan:
            service = self.service.get(item.service)
            if service is None or service.format == "group":
                continue
            most = max(item.min_sessions, 1) if item.max_sessions is None else item.max_sessions
            most += client.missed_sessions(item.service)
            for number in range(1, most + 1):
                yield f"{client.id}.{item.service}.{number}", item.service
