"""Carrying a published schedule over to the instance of now: another week, other people, other groups."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Literal

from iopsched.domain.base import Model
from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_time
from iopsched.domain.hours import NEVER
from iopsched.domain.instance import Instance
from iopsched.domain.present import as_of_now
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.words import counted

DroppedKind = Literal["group", "session", "client", "clinician", "room", "guest"]


class Dropped(Model):
    """Something that could not be carried over from the published schedule, or is new beside it."""

    kind: DroppedKind
    id: str
    sentence: str


class Carried(Model):
    """A published schedule as the instance of now sees it.

    `published` is the whole of it, moved to this week, its groups called by their present ids.
    `start` has only what the instance knows, and is a schedule of the instance. `dropped` tells what
    lies between the two.
    """

    published: Schedule
    start: Schedule
    dropped: tuple[Dropped, ...]


def carry_over(instance: Instance, published: Schedule) -> Carried:
    """Return a published schedule, of this week or any other, carried over to the instance, day for day."""
    moved = as_of_now(published, instance.week.monday, instance.groups)
    carrying = _Carrying(instance, moved)
    start = Schedule(
        instance_id=instance.id,
        instance_digest=instance.digest,
        week=instance.week.monday,
        sessions=tuple(carrying.sessions()),
    )
    return Carried(published=moved, start=start, dropped=tuple(carrying.dropped()))


def present_session_id(instance: Instance, session_id: str) -> str:
    """Return a session id with a former group id in it replaced by the group's present one."""
    if session_id in instance.offer:
        return session_id
    for group in instance.groups:
        for former in group.formerly:
            present = f"{group.id}{session_id[len(former) :]}"
            if session_id.startswith(f"{former}.") and present in instance.offer:
                return present
    return session_id


class _Carrying:
    """One schedule carried over: the sessions that the instance still has, and what is lost."""

    def __init__(self, instance: Instance, published: Schedule) -> None:
        self._instance, self._published = instance, published
        self._own = dict(
            one for client in instance.clients for one in instance.individual_session_ids(client)
        )
        self._lost: dict[str, str] = {}
        self._unroomed: dict[str, list[Session]] = defaultdict(list)

    def sessions(self) -> Iterator[Session]:
        """Yield what is left of each session, leaving out those of which nothing is.

        What was held before now is as the instance has it, whatever the published schedule says.
        """
        held = {session.id: session for session in self._instance.history}
        for session in self._published.sessions:
            left = held.pop(session.id, None) or self._carried(session)
            if left is not None:
                yield left
        yield from held.values()

    def dropped(self) -> Iterator[Dropped]:
        """Yield what was lost on the way, once all sessions were carried."""
        yield from self._groups()
        for session_id, sentence in self._lost.items():
            yield Dropped(kind="session", id=session_id, sentence=sentence)
        yield from self._people()
        for room, sessions in self._unroomed.items():
            why = "is closed all week" if room in self._instance.room else "is not in the instance any more"
            sentence = f"room {room} {why}: its {counted(len(sessions), 'session')} "
            sentence += "needs another" if len(sessions) == 1 else "need others"
            yield Dropped(kind="room", id=room, sentence=sentence)

    def _carried(self, session: Session) -> Session | None:
        offer = self._instance.offer.get(session.id) if session.kind == "group" else None
        service_id = offer.group.service if offer else None
        if session.kind == "individual":
            service_id = self._own.get(session.id)
        if self._instance.week.is_past(session.date, session.start):
            return None
        if service_id is None:
            self._not_offered(session)
            return None
        service = self._instance.service[service_id]
        end = session.start + service.clock_minutes
        if not service.scheduled:
            self._lost[session.id] = f"session {session.id}: service {service_id} is not scheduled any more"
            return None
        if end > MINUTES_PER_DAY or not self._may_start(session):
            self._lost[session.id] = f"session {session.id} cannot start at {_told(session)} any more"
            return None
        if session.room is not None and self._room_is_gone(session.room):
            self._unroomed[session.room].append(session)
            return None
        clients = tuple(one for one in session.clients if one in self._instance.client)
        if not clients:
            return None
        return session.model_copy(
            update={
                "service": service_id,
                "group": offer.group.id if offer else None,
                "end": end,
                "clients": clients,
                "leaders": tuple(one for one in session.leaders if one in self._instance.clinician),
                "guests": tuple(one for one in session.guests if one in self._instance.guest),
            }
        )

    def _not_offered(self, session: Session) -> None:
        instance = self._instance
        if session.group is not None:
            if session.group in instance.group:
                places = counted(len(session.clients), "place")
                lost = f"session {session.id} is not offered any more: its {places} are gone"
                self._lost[session.id] = lost
            return
        strangers = (one for one in session.clients if one not in instance.client)
        if not any(session.id.startswith(f"{one}.") for one in strangers):
            self._lost[session.id] = f"session {session.id} is in nobody's plan any more"

    def _may_start(self, session: Session) -> bool:
        offer = self._instance.offer.get(session.id)
        if session.kind == "group" and offer is not None:
            return session.date.weekday() * MINUTES_PER_DAY + session.start in offer.meeting.starts
        return session.start % self._instance.week.grid_minutes == 0

    def _room_is_gone(self, room_id: str) -> bool:
        room = self._instance.room.get(room_id)
        return room is None or (room.hours == NEVER and not any(entry.hours for entry in room.exceptions))

    def _groups(self) -> Iterator[Dropped]:
        gone: dict[str, list[Session]] = defaultdict(list)
        for session in self._published.sessions:
            if session.group is not None and session.group not in self._instance.group:
                gone[session.group].append(session)
        for group, sessions in gone.items():
            held = counted(len(sessions), "session")
            places = counted(sum(len(session.clients) for session in sessions), "place")
            sentence = f"group {group} is not offered any more: its {held} and {places} are gone; "
            sentence += f"was it renamed? list {group} under `formerly` of its new group"
            yield Dropped(kind="group", id=group, sentence=sentence)

    def _people(self) -> Iterator[Dropped]:
        published = self._published.sessions
        instance = self._instance
        clients = Counter(one for session in published for one in session.clients)
        yield from _missing("client", clients, instance.client, "attended")
        for client in instance.clients:
            if published and client.id not in clients:
                sentence = f"client {client.id} is new: it was not in the published schedule"
                yield Dropped(kind="client", id=client.id, sentence=sentence)
        leaders = Counter(one for session in published for one in session.leaders)
        yield from _missing("clinician", leaders, instance.clinician, "led")
        guests = Counter(one for session in published for one in session.guests)
        yield from _missing("guest", guests, instance.guest, "came to")


def _missing(
    kind: Literal["client", "clinician", "guest"], found: Counter[str], known: Collection[str], did: str
) -> Iterator[Dropped]:
    for one, number in found.items():
        if one not in known:
            sentence = f"{kind} {one} is not in the instance any more; it {did} {counted(number, 'session')}"
            yield Dropped(kind=kind, id=one, sentence=sentence)


def _told(session: Session) -> str:
    return f"{format_day(session.date.weekday())} {format_time(session.start)}"
