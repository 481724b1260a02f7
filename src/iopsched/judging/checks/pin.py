"""Pins: what must and what must not be in the schedule."""

from collections.abc import Iterator

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import listed, told


def held(index: ScheduleIndex) -> Iterator[Violation]:
    """What a pin holds is in the schedule."""
    for pin in index.instance.pins:
        if pin.as_published:
            yield from _kept_as_published(index, pin)
        elif pin.pin != "hold" or _is_over(index.instance, pin):
            continue
        elif not any(_agrees(session, pin) for session in index.sessions):
            message = f"no session agrees with what is held: {_told_pin(pin)}"
            yield Violation(
                rule="held",
                message=message,
                sessions=_sessions(pin),
                people=_people(pin),
                places=_places(pin),
            )


def _is_over(instance: Instance, pin: Pin) -> bool:
    """Return whether a pin is about a session that was held, or about nothing that is still to come."""
    if any(session.id == pin.session for session in instance.history):
        return True
    last = min(_last_starts(instance, pin))
    return instance.week.is_past(instance.week.date_of(last // MINUTES_PER_DAY), last % MINUTES_PER_DAY)


def _last_starts(instance: Instance, pin: Pin) -> Iterator[int]:
    """Yield the last minute of the week at which a session can start, by each thing that a pin says."""
    yield 7 * MINUTES_PER_DAY - 1
    if pin.day is not None:
        yield (pin.day + 1) * MINUTES_PER_DAY - 1
    if pin.until is not None:
        yield pin.until - 1
    if pin.start is not None:
        yield pin.start
    offers = [
        offer
        for name, offer in instance.offer.items()
        if name == pin.session or (pin.session is None and offer.group.id == pin.group)
    ]
    if offers:
        yield max(start for offer in offers for start in offer.meeting.starts)


def forbidden(index: ScheduleIndex) -> Iterator[Violation]:
    """What a pin forbids is not in the schedule."""
    for pin in index.instance.pins:
        if pin.pin != "forbid":
            continue
        for session in index.sessions:
            if _agrees(session, pin):
                message = f"{told(session)} agrees with what is forbidden: {_told_pin(pin)}"
                yield Violation(
                    rule="forbidden",
                    message=message,
                    sessions=(session.id,),
                    people=_people(pin),
                    places=_places(pin),
                )


def _kept_as_published(index: ScheduleIndex, pin: Pin) -> Iterator[Violation]:
    asked = {session.id: session for session in _asked(index, pin)}
    for before in asked.values():
        lost = list(_lost(index, pin, before, index.session.get(before.id)))
        if lost:
            message = f"{told(before)} is held as published: {', '.join(lost)} ({_told_pin(pin)})"
            yield _broken(pin, before, message)
    for session in index.sessions:
        if session.id not in asked and _agrees(session, pin) and not _is_past(index.instance, session):
            message = f"{told(session)} is not among what is held as published: {_told_pin(pin)}"
            yield _broken(pin, session, message)


def _broken(pin: Pin, session: Session, message: str) -> Violation:
    return Violation(
        rule="held", message=message, sessions=(session.id,), people=_people(pin), places=_places(pin)
    )


def _asked(index: ScheduleIndex, pin: Pin) -> Iterator[Session]:
    """Yield the published sessions that a pin holds, as far as anything is left of them."""
    instance, published = index.instance, index.instance.published_now
    own = {
        session: (client.id, service)
        for client in instance.clients
        for session, service in instance.individual_session_ids(client)
    }
    done = {session.id for session in instance.history}
    for session in () if published is None else published.sessions:
        if not _agrees(session, pin) or session.id in done or _is_past(instance, session):
            continue
        if session.id in instance.offer:
            service = instance.offer[session.id].group.service
        elif session.id in own and _is_there(instance, own[session.id][0], session):
            service = own[session.id][1]
        else:
            continue
        if pin.client is not None:
            anybody = _is_there(instance, pin.client, session)
        elif pin.clinician is not None or pin.room is not None or not session.clients:
            anybody = True
        else:
            anybody = any(_is_there(instance, client, session) for client in session.clients)
        if anybody and instance.service[service].scheduled:
            yield session


def _lost(index: ScheduleIndex, pin: Pin, before: Session, after: Session | None) -> Iterator[str]:
    """Yield what of a published session that a pin holds is different now, in words."""
    instance = index.instance
    if after is None:
        yield "it is not held"
        return
    if _in_week(after) != _in_week(before):
        yield f"it is {told(after)}"
    if after.mode != before.mode or (before.room in instance.room and after.room != before.room):
        yield f"it is {f'in room {after.room}' if after.room else 'by telehealth'}"
    everybody = pin.client is None and pin.clinician is None and pin.room is None
    if everybody or pin.client is not None:
        known = set(before.leaders) & set(instance.clinician)
        if not known <= set(after.leaders) or (len(known) == len(before.leaders) < len(after.leaders)):
            yield f"it is led by {listed(after.leaders) or 'nobody'}"
    elif pin.clinician is not None and pin.clinician not in after.leaders:
        yield f"{pin.clinician} does not lead it"
    if pin.client is not None and pin.client not in after.clients:
        yield f"{pin.client} does not attend it"
    if everybody:
        there = {client for client in before.clients if _is_there(instance, client, before)}
        guests = {g for g in before.guests if g in instance.guest and instance.guest[g][0].id in there}
        if set(after.clients) != there or set(after.guests) != guests:
            yield "its clients or guests are others"


def _is_there(instance: Instance, client_id: str, session: Session) -> bool:
    """Return whether a client is in the instance, and its stay holds a published session's day."""
    client = instance.client.get(client_id)
    if client is None:
        return False
    return (client.starts_on or session.date) <= session.date <= (client.ends_on or session.date)


def _is_past(instance: Instance, session: Session) -> bool:
    return instance.week.is_past(session.date, session.start)


def _in_week(session: Session) -> int:
    return session.date.weekday() * MINUTES_PER_DAY + session.start


def _agrees(session: Session, pin: Pin) -> bool:
    day = session.date.weekday()
    return (
        (pin.session is None or pin.session == session.id)
        and (pin.group is None or pin.group == session.group)
        and (pin.service is None or pin.service == session.service)
        and (pin.client is None or pin.client in session.clients)
        and (pin.clinician is None or pin.clinician in session.leaders)
        and (pin.room is None or pin.room == session.room)
        and (pin.mode is None or pin.mode == session.mode)
        and (pin.day is None or pin.day == day)
        and (pin.start is None or pin.start == _in_week(session))
        and (pin.until is None or pin.until > _in_week(session))
    )


def _told_pin(pin: Pin) -> str:
    fields = {
        "session": pin.session,
        "group": pin.group,
        "service": pin.service,
        "client": pin.client,
        "clinician": pin.clinician,
        "room": pin.room,
        "mode": pin.mode,
        "day": None if pin.day is None else format_day(pin.day),
        "start": None if pin.start is None else format_week_time(pin.start),
        "until": None if pin.until is None else format_week_time(pin.until),
    }
    return ", ".join(f"{name} {value}" for name, value in fields.items() if value is not None)


def _sessions(pin: Pin) -> tuple[str, ...]:
    return () if pin.session is None else (pin.session,)


def _people(pin: Pin) -> tuple[str, ...]:
    return tuple(person for person in (pin.client, pin.clinician) if person is not None)


def _places(pin: Pin) -> tuple[str, ...]:
    return () if pin.room is None else (pin.room,)
