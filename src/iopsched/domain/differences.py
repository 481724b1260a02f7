"""What two schedules differ in: session by session, person by person, goal by goal."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, Strict

from iopsched.domain.base import Flag, Id, Model, SessionId
from iopsched.domain.clock import IsoDate, TimeOfDay
from iopsched.domain.result import LevelValue, Need, NeedKind
from iopsched.domain.schedule import SCHEMA_VERSION, Schedule, Session
from iopsched.domain.week import Mode
from iopsched.errors import Problem, ProblemsError

Aspect = Literal[
    "kind", "group", "service", "date", "start", "end", "mode", "room", "leaders", "clients", "guests"
]
Number = Annotated[int, Strict(), Field(ge=0)]
Course = Literal["new", "worse", "better", "gone"]


class Heading(Model):
    """A schedule without its sessions: which instance and which week it is for."""

    schema_version: Literal[1] = SCHEMA_VERSION
    instance_id: Id
    instance_digest: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")] | None = None
    week: IsoDate


class Held(Model):
    """What a session is, when, where and led by whom."""

    kind: Literal["group", "individual"]
    group: Id | None = None
    service: Id
    date: IsoDate
    start: TimeOfDay
    end: TimeOfDay
    mode: Mode
    room: Id | None = None
    leaders: tuple[Id, ...] = ()


class SessionChange(Model):
    """A session of both schedules that is not held alike: `differs` names the fields that differ.

    A date differs if the day of the week does, where the schedules are of two weeks.
    """

    id: SessionId
    differs: tuple[Aspect, ...]
    before: Held
    after: Held
    clients_joined: tuple[Id, ...] = ()
    clients_left: tuple[Id, ...] = ()
    guests_joined: tuple[Id, ...] = ()
    guests_left: tuple[Id, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether the session is at another day or time."""
        return not {"date", "start", "end"}.isdisjoint(self.differs)

    @property
    def other_place(self) -> bool:
        """Whether the session is in another room or mode."""
        return not {"mode", "room"}.isdisjoint(self.differs)

    @property
    def other_leaders(self) -> bool:
        """Whether others lead the session."""
        return "leaders" in self.differs


class PersonChange(Model):
    """What changes for one person; sessions are given by id, in order of time.

    `new` and `gone`: only one of the schedules has sessions of the person. `moved`, `other_place` and
    `other_leaders` are sessions that the person has in both.
    """

    id: Id
    new: Flag = False
    gone: Flag = False
    joined: tuple[SessionId, ...] = ()
    left: tuple[SessionId, ...] = ()
    moved: tuple[SessionId, ...] = ()
    other_place: tuple[SessionId, ...] = ()
    other_leaders: tuple[SessionId, ...] = ()
    groups_joined: tuple[Id, ...] = ()
    groups_left: tuple[Id, ...] = ()


class ClientChange(PersonChange):
    """What changes for one client; in `other_guests` another of its own guests comes, or none."""

    other_guests: tuple[SessionId, ...] = ()


class ClinicianChange(PersonChange):
    """What changes for one clinician; `joined` and `left` are sessions it leads now, or no longer.

    `other_leaders`: sessions with other co-leaders; `other_clients`: with other clients or guests.
    """

    other_clients: tuple[SessionId, ...] = ()


class ShortfallChange(Model):
    """A need of a client that is short in one of the schedules, and not as short in the other."""

    client: Id
    kind: NeedKind
    subject: Id | None = None
    course: Course
    before: Need | None = None
    after: Need | None = None


class LevelChange(Model):
    """A goal level's value on both schedules; None where it was not judged or there is no such level."""

    id: Id
    before: LevelValue | None = None
    after: LevelValue | None = None


class Churn(Model):
    """Assignments, that is pairs of client and session id: those in one schedule only, of all."""

    changed: Number
    of: Number
    share: Annotated[float, Field(ge=0, le=1)]


class Counts(Model):
    """How many sessions and people the differences concern."""

    opened: Number
    closed: Number
    moved: Number
    other_leaders: Number
    other_place: Number
    clients_affected: Number
    clinicians_affected: Number


class Renaming(Model):
    """A session of the first schedule whose group goes by another id since."""

    id: SessionId
    now: SessionId
    group: Id


class Listing(Model):
    """In which order a session lists its people, where `Difference.apply` would put them otherwise."""

    id: SessionId
    leaders: tuple[Id, ...] | None = None
    clients: tuple[Id, ...] | None = None
    guests: tuple[Id, ...] | None = None


class Difference(Model):
    """Everything that two schedules differ in; `apply` makes the second out of the first.

    `by_weekday`: they are of two weeks, and were compared day by day. `judged` says which of them the
    goals were computed on. `renamed`: sessions known by another id since; all else speaks of them by the
    new one. `order` and `listings` hold the order of the second schedule's sessions and
    people, as far as it does not follow from the first.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    before: Heading
    after: Heading
    by_weekday: Flag = False
    churn: Churn
    counts: Counts
    opened: tuple[Session, ...] = ()
    closed: tuple[Session, ...] = ()
    changed: tuple[SessionChange, ...] = ()
    clients: tuple[ClientChange, ...] = ()
    clinicians: tuple[ClinicianChange, ...] = ()
    judged: Literal["neither", "after", "both"] = "neither"
    shortfalls: tuple[ShortfallChange, ...] = ()
    levels: tuple[LevelChange, ...] = ()
    renamed: tuple[Renaming, ...] = ()
    order: tuple[SessionId, ...] | None = None
    listings: tuple[Listing, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nobody would notice a difference: all is held alike, with the same people."""
        return not (self.opened or self.closed or self.changed)

    def apply(self, before: Schedule) -> Schedule:
        """Return the schedule that `before` becomes with these differences.

        Raises:
            iopsched.errors.ProblemsError: `before` is not the schedule they were taken of.
        """
        before = renamed_schedule(before, self.renamed)
        problems = _unfit(self, before)
        if problems:
            raise ProblemsError(problems)
        ahead = self.after.week - self.before.week
        closed = {session.id for session in self.closed}
        changed = {change.id: change for change in self.changed}
        listed = {listing.id: listing for listing in self.listings}
        made = {
            session.id: _updated(session, ahead, changed.get(session.id), listed.get(session.id))
            for session in before.sessions
            if session.id not in closed
        }
        made.update((session.id, session) for session in self.opened)
        order = made if self.order is None else self.order
        return Schedule.model_construct(
            **{name: getattr(self.after, name) for name in Heading.model_fields},
            sessions=tuple(made[one] for one in order),
        )


def heading_of(schedule: Schedule) -> Heading:
    """Return a schedule's heading."""
    return Heading.model_construct(**{name: getattr(schedule, name) for name in Heading.model_fields})


def held_of(session: Session) -> Held:
    """Return a session without its id, clients and guests."""
    return Held.model_construct(**{name: getattr(session, name) for name in Held.model_fields})


def renamed_schedule(schedule: Schedule, renamed: tuple[Renaming, ...]) -> Schedule:
    """Return a schedule with sessions and groups of other ids, all else as it was."""
    if not renamed:
        return schedule
    by_id = {renaming.id: {"id": renaming.now, "group": renaming.group} for renaming in renamed}
    sessions = tuple(
        session.model_copy(update=by_id[session.id]) if session.id in by_id else session
        for session in schedule.sessions
    )
    return schedule.model_copy(update={"sessions": sessions})


def roster_after(before: tuple[str, ...], joined: tuple[str, ...], left: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of people after some joined and left: sorted if it was, else new ones at the end."""
    stayed = tuple(one for one in before if one not in left)
    if not joined:
        return stayed
    return (*stayed, *joined) if list(before) != sorted(before) else tuple(sorted((*stayed, *joined)))


def _updated(
    session: Session, ahead: dt.timedelta, change: SessionChange | None, listing: Listing | None
) -> Session:
    update: dict[str, object] = {"date": session.date + ahead} if ahead else {}
    if change is not None:
        update = {name: getattr(change.after, name) for name in Held.model_fields}
        update["clients"] = roster_after(session.clients, change.clients_joined, change.clients_left)
        update["guests"] = roster_after(session.guests, change.guests_joined, change.guests_left)
    if listing is not None:
        lists = {name: getattr(listing, name) for name in ("leaders", "clients", "guests")}
        update |= {name: people for name, people in lists.items() if people is not None}
    return session.model_copy(update=update) if update else session


def _unfit(difference: Difference, before: Schedule) -> list[Problem]:
    way_out = "Apply them to the schedule they were taken of."
    places = []
    if heading_of(before) != difference.before:
        places.append("before")
    there = {session.id: session for session in before.sessions}
    for index, session in enumerate(difference.closed):
        if there.get(session.id) != session:
            places.append(f"closed[{index}]")
    for index, session in enumerate(difference.opened):
        if session.id in there:
            places.append(f"opened[{index}]")
    for index, change in enumerate(difference.changed):
        if change.id not in there or held_of(there[change.id]) != change.before:
            places.append(f"changed[{index}]")
    kept = len(there) - len(difference.closed) + len(difference.opened)
    known = set(there) | {session.id for session in difference.opened}
    known -= {session.id for session in difference.closed}
    if difference.order is not None and (len(difference.order) != kept or set(difference.order) != known):
        places.append("order")
    message = "the differences are of another schedule than this one"
    return [Problem("difference_unfit", place, message, way_out) for place in places]
