"""Pins as published: the published sessions that a pin is about stay, and nothing else matches it."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Placement
from iopsched.cpsat.items import Literal
from iopsched.cpsat.variables import Variables
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Session

Yields = Iterator[cp_model.Constraint]


def kept_as_published(v: Variables, pin: Pin, matches: Iterable[tuple[Placement, list[Literal]]]) -> Yields:
    """Hold each published session that a pin asks for; forbid every other one that `matches` it."""
    asked, past = _asked(v, pin), _past(v)
    for session in asked.values():
        options = list(_options(v, session))
        yield v.model.add_bool_or([literal for _, literal in options])
        for p, _ in options:
            yield from _people(v, pin, session, p)
    for p, parts in matches:
        if p.slot.id not in asked and p.start >= past:
            yield v.model.add_bool_or([~part for part in parts])


def _start(session: Session) -> int:
    return session.date.weekday() * MINUTES_PER_DAY + session.start


def _past(v: Variables) -> int:
    """The minutes of the week that are past."""
    now = v.world.instance.week.now
    if now is None:
        return 0
    return v.world.day_of_date(now.date()) * MINUTES_PER_DAY + now.hour * 60 + now.minute


def _concerns(pin: Pin, session: Session) -> bool:
    """Whether a published session agrees with every field of a pin."""
    stated = {
        "session": session.id,
        "group": session.group,
        "service": session.service,
        "room": session.room,
        "mode": session.mode,
        "day": session.date.weekday(),
        "start": _start(session),
    }
    if any(getattr(pin, field) not in (None, value) for field, value in stated.items()):
        return False
    if pin.until is not None and _start(session) >= pin.until:
        return False
    return pin.client in (None, *session.clients) and pin.clinician in (None, *session.leaders)


def _present(v: Variables, session: Session) -> list[str]:
    """The published clients of a session who are still there on its day."""
    known = [client for client in session.clients if client in v.world.instance.client]
    return [client for client in known if v.world.in_stay(client, _start(session))]


def _asked(v: Variables, pin: Pin) -> dict[str, Session]:
    """The published sessions that a pin asks for, by id: to come, offered, and not without anybody."""
    published = v.world.instance.published_now
    slots = {slot.id: slot for slot in v.candidates.slots}
    done = {session.id for session in v.world.instance.history}
    past = _past(v)
    asked: dict[str, Session] = {}
    for session in published.sessions if published is not None else ():
        slot = slots.get(session.id)
        if slot is None or not slot.service.scheduled or session.id in done:
            continue
        if _start(session) < past or not _concerns(pin, session):
            continue
        if slot.owner is not None and not v.world.in_stay(slot.owner.id, _start(session)):
            continue
        present = _present(v, session)
        if pin.client is not None:
            wanted = pin.client in present
        else:
            wanted = not _keeps_everybody(pin) or not session.clients or bool(present)
        if wanted:
            asked[session.id] = session
    return asked


def _keeps_everybody(pin: Pin) -> bool:
    return (pin.client, pin.clinician, pin.room) == (None, None, None)


def _options(v: Variables, session: Session) -> Iterator[tuple[Placement, Literal]]:
    """Yield each placement that is where and when a session was published, and the literal of it."""
    room = v.world.instance.room.get(session.room or "")
    for p in v.candidates.placements[session.id]:
        if p.start != _start(session) or (p.where is None) != (session.mode == "telehealth"):
            continue
        if room is None:
            yield p, v.place[p]
        elif p.where == room.site and v.offices.name_of(room.id) in v.room[p]:
            yield p, v.room[p][v.offices.name_of(room.id)]


def _people(v: Variables, pin: Pin, session: Session, p: Placement) -> Yields:
    """Bind who is in a placement that a published session stays at, as far as the pin speaks of them."""
    instance = v.world.instance
    if pin.client is not None:
        yield from _all_of(v, p, v.client[p], [pin.client])
    if pin.client is None and pin.clinician is not None:
        yield from _all_of(v, p, v.led[p], [pin.clinician])
    if _keeps_everybody(pin):
        present = _present(v, session)
        guests = [g for g in session.guests if g in instance.guest and instance.guest[g][0].id in present]
        for table, wanted in ((v.client[p], present), (v.guest[p], guests)):
            yield from _all_of(v, p, table, wanted)
            yield from _nobody_but(v, table, wanted)
    if _keeps_everybody(pin) or pin.client is not None:
        leaders = [leader for leader in session.leaders if leader in instance.clinician]
        yield from _all_of(v, p, v.led[p], leaders)
        if len(leaders) == len(session.leaders):
            yield from _nobody_but(v, v.led[p], leaders)


def _all_of(v: Variables, p: Placement, table: Mapping[str, Literal], wanted: Collection[str]) -> Yields:
    for person in wanted:
        if person in table:
            yield v.model.add_implication(v.place[p], table[person])
        else:
            yield v.model.add_bool_or([~v.place[p]])


def _nobody_but(v: Variables, table: Mapping[str, Literal], wanted: Collection[str]) -> Yields:
    others = [~literal for person, literal in table.items() if person not in wanted]
    if others:
        yield v.model.add_bool_and(others)
