"""Wishes: pins that a schedule is asked for, and the schedule with one written into it by hand."""

from collections.abc import Iterable, Iterator, Sequence

from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.instance import Instance
from iopsched.domain.published_pins import agreeing, week_start
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.services import Service


def asking(instance: Instance, schedule: Schedule, pins: Iterable[Pin]) -> Instance:
    """Return the instance with the wish's pins added, and the schedule as what is published.

    It is not checked anew: the wish may be impossible, which is what is to be found out. Schedules of it
    are schedules of the instance, so it keeps the instance's digest.
    """
    digest = instance.digest
    added = tuple(pin for pin in pins if pin not in instance.pins)
    asked = instance.model_copy(update={"pins": (*instance.pins, *added), "published": schedule})
    asked.__dict__.pop("published_now", None)
    asked.__dict__["digest"] = digest
    return asked


def has(schedule: Schedule, pins: Iterable[Pin]) -> bool:
    """Return whether a schedule has the whole wish."""
    return all(bool(agreeing(pin, schedule.sessions)) == (pin.pin == "hold") for pin in pins)


def clients_of(pins: Iterable[Pin], instance: Instance) -> tuple[str, ...]:
    """Return the clients whom the wish is about, owners of sessions named included."""
    found = [pin.client for pin in pins if pin.client is not None]
    owners = {
        one: client.id for client in instance.clients for one, _ in instance.individual_session_ids(client)
    }
    found += [owners[pin.session] for pin in pins if pin.session in owners]
    return tuple(dict.fromkeys(found))


def by_hand(instance: Instance, schedule: Schedule, pins: Sequence[Pin]) -> Schedule:
    """Return the schedule with the wish just written into it, whatever rules that breaks."""
    sessions = {session.id: session for session in schedule.sessions}
    for pin in pins:
        if pin.pin == "forbid":
            for session in agreeing(pin, tuple(sessions.values())):
                _take_out(sessions, session, pin)
        elif not agreeing(pin, tuple(sessions.values())):
            for target in _targets(instance, sessions, pin):
                made = sessions.get(target) or _new(instance, target, pin)
                wished = _as_wished(instance, made, pin)
                sessions[target] = _joined(instance, sessions, wished)
    ordered = sorted(sessions.values(), key=lambda one: (one.date, one.start, one.id))
    return schedule.model_copy(update={"sessions": tuple(ordered)})


def _take_out(sessions: dict[str, Session], session: Session, pin: Pin) -> None:
    if pin.client is not None and session.kind == "group":
        left = tuple(one for one in session.clients if one != pin.client)
        sessions[session.id] = session.model_copy(update={"clients": left})
    elif pin.clinician is not None:
        others = tuple(one for one in session.leaders if one != pin.clinician)
        sessions[session.id] = session.model_copy(update={"leaders": others})
    else:
        del sessions[session.id]


def _targets(instance: Instance, sessions: dict[str, Session], pin: Pin) -> list[str]:
    """Return the ids of the sessions that the wish is most naturally written into."""
    if pin.session is not None:
        return [pin.session]
    if pin.group is not None:
        return _of_group(instance, sessions, pin)
    offered = list(_offered(instance, pin))
    held = [one for one in offered if one in sessions and _in_time(sessions[one], pin)]
    attended = [one for one in held or offered if one in sessions and pin.client in sessions[one].clients]
    return (attended or held or offered)[:1]


def _of_group(instance: Instance, sessions: dict[str, Session], pin: Pin) -> list[str]:
    group = instance.group[str(pin.group)]
    meetings = [(group.session_id(meeting), meeting) for meeting in group.meetings]
    if group.attendance == "attend_all":
        held = [one for one, _ in meetings if one in sessions]
        return held or [one for one, _ in meetings]
    fitting = [one for one, meeting in meetings if any(_fits(start, pin) for start in meeting.starts)]
    found = fitting or [one for one, _ in meetings]
    return sorted(found, key=lambda one: one not in sessions)[:1]


def _offered(instance: Instance, pin: Pin) -> Iterator[str]:
    """Yield sessions that may be meant: the client's own, then those of groups, by service where given."""
    client = instance.client.get(pin.client or "")
    if client is not None:
        for one, service in instance.individual_session_ids(client):
            if pin.service in (None, service):
                yield one
    for one, offer in instance.offer.items():
        if pin.service in (None, offer.group.service) and any(_fits(s, pin) for s in offer.meeting.starts):
            yield one
    if client is None:
        for other in instance.clients:
            for one, service in instance.individual_session_ids(other):
                if pin.service in (None, service):
                    yield one


def _fits(start: int, pin: Pin) -> bool:
    on_day = pin.day is None or start // MINUTES_PER_DAY == pin.day
    return on_day and pin.start in (None, start) and (pin.until is None or start < pin.until)


def _in_time(session: Session, pin: Pin) -> bool:
    return session.kind == "individual" or _fits(week_start(session), pin)


def _new(instance: Instance, session_id: str, pin: Pin) -> Session:
    """Return a session that is not held, at its first start that fits, led by whoever qualifies first."""
    offer = instance.offer.get(session_id)
    if offer is not None:
        starts = [start for start in offer.meeting.starts if _fits(start, pin)] or list(offer.meeting.starts)
        service, start = instance.service[offer.group.service], starts[0]
        clients: tuple[str, ...] = ()
        rooms, leaders = (
            offer.meeting.rooms or offer.group.rooms,
            offer.meeting.leaders or offer.group.leaders,
        )
    else:
        owner, service = _owner(instance, session_id)
        start = _first_start(instance, owner, service)
        clients, rooms, leaders = (owner,), None, None
    day, minutes = divmod(start, MINUTES_PER_DAY)
    remote = service.modes == ("telehealth",) or not instance.rooms
    return Session.model_construct(
        id=session_id,
        kind="individual" if offer is None else "group",
        group=None if offer is None else offer.group.id,
        service=service.id,
        date=instance.week.date_of(day),
        start=minutes,
        end=minutes + service.clock_minutes,
        mode="telehealth" if remote else "on_site",
        room=None if remote else (rooms or tuple(instance.room))[0],
        leaders=_qualified(instance, service, leaders),
        clients=clients,
        guests=(),
    )


def _joined(instance: Instance, sessions: dict[str, Session], session: Session) -> Session:
    """Return a session that nobody is in with as many as it needs of those who plan it and have time."""
    offer = instance.offer.get(session.id)
    if session.clients or offer is None or offer.group.attendance == "attend_all":
        return session
    needed = offer.group.min_heads or instance.service[session.service].fewest_heads
    day, found = session.date.weekday(), list[str]()
    for client in instance.clients:
        planned = not client.plan or client.item_for(session.service) is not None
        there = any(a <= session.start and session.end <= b for a, b in client.hours.days[day])
        busy = any(
            client.id in one.clients
            and one.date == session.date
            and one.start < session.end
            and session.start < one.end
            for one in sessions.values()
        )
        if planned and there and not busy and len(found) < needed:
            found.append(client.id)
    return session.model_copy(update={"clients": tuple(found)})


def _owner(instance: Instance, session_id: str) -> tuple[str, Service]:
    return next(
        (client.id, instance.service[service])
        for client in instance.clients
        for one, service in instance.individual_session_ids(client)
        if one == session_id
    )


def _first_start(instance: Instance, owner: str, service: Service) -> int:
    grid = instance.week.grid_minutes
    for day, windows in enumerate(instance.client[owner].hours.days):
        for first, last in windows:
            start = -(-max(first, 9 * 60) // grid) * grid
            if start + service.clock_minutes <= last:
                return day * MINUTES_PER_DAY + start
    return 9 * 60


def _qualified(instance: Instance, service: Service, listed: Sequence[str] | None) -> tuple[str, ...]:
    found: list[str] = []
    for role in service.roles:
        if role.optional:
            continue
        for clinician in listed or instance.clinician:
            held = {one.name for one in instance.clinician[clinician].credentials}
            if clinician not in found and any(held.issuperset(needed) for needed in role.any_of):
                found.append(clinician)
                break
    return tuple(found)


def _as_wished(instance: Instance, session: Session, pin: Pin) -> Session:
    changes: dict[str, object] = {}
    if pin.client is not None and pin.client not in session.clients:
        changes["clients"] = (*session.clients, pin.client)
    if pin.clinician is not None and pin.clinician not in session.leaders:
        # Whoever led it last gives way: a co-leader, or the only one.
        changes["leaders"] = (*session.leaders[:-1], pin.clinician)
    if not _fits(week_start(session), pin):
        changes |= _moved(instance, session, pin)
    if pin.room is not None and pin.room != session.room:
        changes |= {"room": pin.room, "mode": "on_site"}
    if pin.mode is not None and pin.mode != session.mode:
        room = next(iter(instance.room), None) if pin.mode == "on_site" else None
        changes |= {"mode": pin.mode, "room": room}
    return session.model_copy(update=changes)


def _moved(instance: Instance, session: Session, pin: Pin) -> dict[str, object]:
    """Return the changes that put a session at the time a pin names."""
    length = session.end - session.start
    start = pin.start
    if start is None:
        offer = instance.offer.get(session.id)
        offered = [] if offer is None else [one for one in offer.meeting.starts if _fits(one, pin)]
        day = session.date.weekday() if pin.day is None else pin.day
        start = offered[0] if offered else day * MINUTES_PER_DAY + session.start
    day, minutes = divmod(start, MINUTES_PER_DAY)
    minutes = min(minutes, MINUTES_PER_DAY - length)
    return {"date": instance.week.date_of(day), "start": minutes, "end": minutes + length}
