"""Pins: what must and what must not be in the schedule."""

from collections.abc import Iterator

from iopsched.domain.clock import MINUTES_PER_DAY, format_day, format_week_time
from iopsched.domain.relations import Pin
from iopsched.domain.result import Violation
from iopsched.domain.schedule import Session
from iopsched.judging.index import ScheduleIndex
from iopsched.judging.words import told


def held(index: ScheduleIndex) -> Iterator[Violation]:
    """What a pin holds is in the schedule."""
    for pin in index.instance.pins:
        if pin.pin == "hold" and not any(_agrees(session, pin) for session in index.sessions):
            message = f"no session agrees with what is held: {_told_pin(pin)}"
            yield Violation(
                rule="held",
                message=message,
                sessions=_sessions(pin),
                people=_people(pin),
                places=_places(pin),
            )


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
        and (pin.start is None or pin.start == day * MINUTES_PER_DAY + session.start)
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
    }
    return ", ".join(f"{name} {value}" for name, value in fields.items() if value is not None)


def _sessions(pin: Pin) -> tuple[str, ...]:
    return () if pin.session is None else (pin.session,)


def _people(pin: Pin) -> tuple[str, ...]:
    return tuple(person for person in (pin.client, pin.clinician) if person is not None)


def _places(pin: Pin) -> tuple[str, ...]:
    return () if pin.room is None else (pin.room,)
