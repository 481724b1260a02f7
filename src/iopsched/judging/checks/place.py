"""Place: modes, rooms and seats."""

from collections.abc import Iterator

from iopsched.domain.result import Violation
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import counted, listed, told


def mode_allowed(index: ScheduleIndex) -> Iterator[Violation]:
    """A session is held in a mode that its service or group and its clients allow."""
    for session in index.sessions:
        refused_by = []
        if session.mode not in index.service_of(session).modes:
            refused_by.append(f"service {session.service}")
        if session.group is not None:
            modes = index.instance.group[session.group].modes
            if modes is not None and session.mode not in modes:
                refused_by.append(f"group {session.group}")
        refusing = [id_ for id_ in session.clients if session.mode not in index.instance.client[id_].modes]
        refused_by += [f"client {id_}" for id_ in refusing]
        if refused_by:
            message = f"{told(session)} is held {session.mode}, refused by {listed(refused_by)}"
            yield Violation(
                rule="mode_allowed", message=message, sessions=(session.id,), people=tuple(refusing)
            )


def room_suits(index: ScheduleIndex) -> Iterator[Violation]:
    """A session's room has the features it needs and is one of its candidate rooms."""
    for session in index.sessions:
        if session.room is None:
            continue
        features = index.instance.room[session.room].features
        missing = [f for f in index.service_of(session).room_features if f not in features]
        if missing:
            message = f"{told(session)}: room {session.room} lacks {listed(missing)}"
            yield Violation(
                rule="room_suits", message=message, sessions=(session.id,), places=(session.room,)
            )
        offer = index.instance.offer.get(session.id) if session.kind == "group" else None
        listed_rooms = () if offer is None else offer.meeting.rooms or offer.group.rooms or ()
        if listed_rooms and session.room not in listed_rooms:
            message = f"{told(session)} is in room {session.room}, its rooms are {listed(listed_rooms)}"
            yield Violation(
                rule="room_suits", message=message, sessions=(session.id,), places=(session.room,)
            )


def room_fits(index: ScheduleIndex) -> Iterator[Violation]:
    """A room seats everybody in it, leaders and guests included."""
    for session in index.sessions:
        if session.room is None:
            continue
        capacity = index.instance.room[session.room].capacity
        clients, guests, leaders = len(session.clients), len(session.guests), len(session.leaders)
        people = clients + guests + leaders
        if people > capacity:
            parts = [counted(clients, "client"), counted(guests, "guest"), counted(leaders, "leader")]
            message = f"room {session.room} holds {capacity}; {told(session)} brings {people} "
            message += f"({', '.join(parts)})"
            yield Violation(
                rule="room_fits",
                message=message,
                sessions=(session.id,),
                people=(*session.clients, *session.guests, *session.leaders),
                places=(session.room,),
            )
