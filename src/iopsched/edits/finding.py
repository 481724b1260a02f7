"""What was edited in a schedule: the difference to what was written, as edits that can be kept."""

from collections.abc import Iterator
from typing import Literal

from iopsched.domain.base import Id, Model, SessionId
from iopsched.domain.clock import MINUTES_PER_DAY, format_time, format_week_time
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule, Session

EditKind = Literal["moved", "length", "place", "leaders", "added", "deleted", "joined", "left", "guests"]


class Edit(Model):
    """One thing that was edited.

    `fields` are those of the session that differ, `person` is the client or guest who joined or left.
    `pins` keep the edit; a session that was deleted is cancelled instead, and guests come as the plan
    says. `cells` is where it was edited, if anything is left there.
    """

    kind: EditKind
    session: SessionId
    fields: tuple[str, ...] = ()
    person: Id | None = None
    sentence: str
    pins: tuple[Pin, ...] = ()
    cells: tuple[str, ...] = ()


def edits_between(original: Schedule, edited: Schedule) -> tuple[Edit, ...]:
    """Return what was edited, session by session; cells are left to whoever knows them."""
    before = {session.id: session for session in original.sessions}
    after = {session.id: session for session in edited.sessions}
    found: list[Edit] = []
    for session in edited.sessions:
        was = before.get(session.id)
        found += _added(session) if was is None else _changed(was, session)
    found += (_deleted(session) for session in original.sessions if session.id not in after)
    return tuple(found)


def _added(session: Session) -> Iterator[Edit]:
    pins = [_hold(session, start=_starts(session)), *_place_pins(session)]
    pins += [_hold(session, clinician=leader) for leader in session.leaders]
    sentence = f"{session.id} is added, {_when(session)}"
    yield Edit(kind="added", session=session.id, sentence=sentence, pins=tuple(pins))
    yield from (_joined(session, client) for client in session.clients)
    yield from (_guest(session, guest, "comes to") for guest in session.guests)


def _deleted(session: Session) -> Edit:
    return Edit(kind="deleted", session=session.id, sentence=f"{session.id}, {_when(session)}, is deleted")


def _changed(was: Session, now: Session) -> Iterator[Edit]:
    if _starts(was) != _starts(now):
        sentence = f"{now.id} is moved from {_when(was)} to {_when(now)}"
        fields = tuple(name for name in ("date", "start") if getattr(was, name) != getattr(now, name))
        yield Edit(
            kind="moved",
            session=now.id,
            fields=fields,
            sentence=sentence,
            pins=(_hold(now, start=_starts(now)),),
        )
    if was.end - was.start != now.end - now.start:
        sentence = f"{now.id} ends at {format_time(now.end)}"
        yield Edit(kind="length", session=now.id, fields=("end",), sentence=sentence)
    if (was.mode, was.room) != (now.mode, now.room):
        sentence = f"{now.id} is moved from {_where(was)} to {_where(now)}"
        pins = tuple(_place_pins(now))
        yield Edit(kind="place", session=now.id, fields=("room",), sentence=sentence, pins=pins)
    if set(was.leaders) != set(now.leaders):
        yield _leaders(was, now)
    for client in now.clients:
        if client not in was.clients:
            yield _joined(now, client)
    for client in was.clients:
        if client not in now.clients:
            sentence = f"{client} leaves {now.id}"
            pins = (Pin(pin="forbid", session=now.id, client=client),)
            yield Edit(kind="left", session=now.id, person=client, sentence=sentence, pins=pins)
    yield from (_guest(now, guest, "comes to") for guest in now.guests if guest not in was.guests)
    yield from (_guest(now, guest, "stays away from") for guest in was.guests if guest not in now.guests)


def _leaders(was: Session, now: Session) -> Edit:
    new = [leader for leader in now.leaders if leader not in was.leaders]
    gone = [leader for leader in was.leaders if leader not in now.leaders]
    pins = [_hold(now, clinician=leader) for leader in new]
    pins += [Pin(pin="forbid", session=now.id, clinician=leader) for leader in gone]
    led_by = " and ".join(now.leaders) or "nobody"
    sentence = f"{now.id} is led by {led_by} instead of {' and '.join(was.leaders) or 'nobody'}"
    return Edit(kind="leaders", session=now.id, fields=("leaders",), sentence=sentence, pins=tuple(pins))


def _joined(session: Session, client: str) -> Edit:
    pins = (_hold(session, client=client),)
    sentence = f"{client} joins {session.id}"
    return Edit(kind="joined", session=session.id, person=client, sentence=sentence, pins=pins)


def _guest(session: Session, guest: str, does: str) -> Edit:
    return Edit(
        kind="guests", session=session.id, person=guest, sentence=f"guest {guest} {does} {session.id}"
    )


def _place_pins(session: Session) -> Iterator[Pin]:
    if session.room is None:
        yield _hold(session, mode="telehealth")
    else:
        yield _hold(session, room=session.room)


def _hold(
    session: Session,
    *,
    start: int | None = None,
    room: str | None = None,
    mode: Literal["telehealth"] | None = None,
    clinician: str | None = None,
    client: str | None = None,
) -> Pin:
    # A start is minutes here and text in files; the model takes what files hold.
    when = None if start is None else format_week_time(start)
    said = {"start": when, "room": room, "mode": mode, "clinician": clinician, "client": client}
    return Pin.model_validate({"pin": "hold", "session": session.id, **said})


def _starts(session: Session) -> int:
    return session.date.weekday() * MINUTES_PER_DAY + session.start


def _when(session: Session) -> str:
    return format_week_time(_starts(session))


def _where(session: Session) -> str:
    return "telehealth" if session.room is None else f"room {session.room}"
