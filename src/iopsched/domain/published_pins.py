"""Pins that hold what is published: which published sessions they ask for, and whether those can be."""

from collections.abc import Container, Iterable, Iterator, Sequence

from iopsched.domain.clock import MINUTES_PER_DAY, format_week_time
from iopsched.domain.draft import Draft, Placed
from iopsched.domain.pin_fit import FitTest, candidate_of, fit_tests
from iopsched.domain.present import as_of_now
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.week import Week
from iopsched.errors import Problem


def agreeing(pin: Pin, sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions that agree with every field of a pin."""
    return [session for session in sessions if _agrees(pin, session)]


def week_start(session: Session) -> int:
    """Return when a session starts, in minutes after Monday 00:00 of its own week."""
    return session.date.weekday() * MINUTES_PER_DAY + session.start


def _agrees(pin: Pin, session: Session) -> bool:
    stated = (
        (pin.session, session.id),
        (pin.group, session.group),
        (pin.service, session.service),
        (pin.room, session.room),
        (pin.mode, session.mode),
        (pin.day, session.date.weekday()),
        (pin.start, week_start(session)),
    )
    return (
        all(wanted is None or wanted == is_ for wanted, is_ in stated)
        and (pin.client is None or pin.client in session.clients)
        and (pin.clinician is None or pin.clinician in session.leaders)
        and (pin.until is None or week_start(session) < pin.until)
    )


def published_pin_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each pin as published without anything published, and each that asks for the impossible."""
    pins = [placed for placed in draft.pins if placed.it.as_published]
    if not pins:
        return
    if draft.published is None:
        if "published" not in draft.incomplete:
            yield from (_nothing_published(placed) for placed in pins)
        return
    if draft.incomplete & {"groups", "clients", "services", "rooms", "clinicians", "published"}:
        return
    tests, forbids = fit_tests(draft), [placed for placed in draft.pins if placed.it.pin == "forbid"]
    if draft.week is None:
        return
    published = as_of_now(draft.published, draft.week.monday, (placed.it for placed in draft.groups))
    for placed in pins:
        for session in _asked(draft, draft.week, placed.it, published):
            yield from _impossible(draft, placed, session, tests)
            yield from _forbidden(placed, session, forbids)


def _nothing_published(placed: Placed[Pin]) -> Problem:
    message = "the instance has no published schedule, so there is nothing to hold as published"
    way_out = "Give the published schedule, or leave as_published out."
    return Problem("pin_needs_published", f"{placed.place}.as_published", message, way_out)


def _asked(draft: Draft, week: Week, pin: Pin, published: Schedule) -> Iterator[Session]:
    """Yield the published sessions that a pin asks for: offered, not past, with somebody still there."""
    done = {placed.it.id for placed in draft.history}
    for session in agreeing(pin, published.sessions):
        if session.id in done:
            continue
        candidate = candidate_of(draft, session.id)
        if candidate is None or candidate.service is None or not candidate.service.scheduled:
            continue
        if candidate.owner is not None and not _there(draft, candidate.owner.id, session):
            continue
        if week.is_past(session.date, session.start):
            continue
        needed = [pin.client] if pin.client is not None else session.clients if _is_whole(pin) else ()
        if not needed or any(_there(draft, client, session) for client in needed):
            yield session


def _is_whole(pin: Pin) -> bool:
    """Return whether a pin keeps everybody in the sessions that agree with it."""
    return pin.client is None and pin.clinician is None and pin.room is None


def _there(draft: Draft, client_id: str, session: Session) -> bool:
    """Return whether a client is in the instance, and its stay holds a session's day of this week."""
    client = draft.client.get(client_id)
    if client is None:
        return False
    begun = client.starts_on is None or client.starts_on <= session.date
    return begun and (client.ends_on is None or session.date <= client.ends_on)


def _impossible(
    draft: Draft, placed: Placed[Pin], session: Session, tests: dict[str, FitTest]
) -> Iterator[Problem]:
    candidate = candidate_of(draft, session.id)
    assert candidate is not None
    for field, values in _kept(draft, placed.it, session):
        unfit = [value for value in values if not tests[field].fits(candidate, value)]
        if unfit:
            shown = format_week_time(int(unfit[0])) if field == "start" else unfit[0]
            yield Problem(
                "pin_impossible",
                f"{placed.place}.as_published",
                f"{session.id} cannot stay as published ({field} {shown}): {tests[field].sentence}",
                "Change the pin, or what it is about.",
            )


def _kept(draft: Draft, pin: Pin, session: Session) -> Iterator[tuple[str, Sequence[str | int]]]:
    """Yield what of a published session a pin keeps, by field, as far as the instance still has it."""
    whole = _is_whole(pin)
    yield "start", [week_start(session)]
    yield "mode", [session.mode]
    yield "room", [room.it.id for room in draft.rooms if room.it.id == session.room]
    if whole or pin.client is not None:
        known = {clinician.it.id for clinician in draft.clinicians}
        yield "clinician", [leader for leader in session.leaders if leader in known]
    elif pin.clinician is not None:
        yield "clinician", [pin.clinician]
    if pin.client is not None:
        yield "client", [pin.client]
    elif whole:
        yield "client", [client for client in session.clients if _there(draft, client, session)]


def _forbidden(placed: Placed[Pin], session: Session, forbids: list[Placed[Pin]]) -> Iterator[Problem]:
    """Yield each pin that forbids a session which another keeps as published."""
    pin = placed.it
    whole = _is_whole(pin)
    kept_leaders: Container[str] = session.leaders if whole or pin.client else (pin.clinician or "",)
    kept_clients: Container[str] = session.clients if whole else (pin.client or "",)
    for place, forbid in forbids:
        of_kept_people = (forbid.client is None or forbid.client in kept_clients) and (
            forbid.clinician is None or forbid.clinician in kept_leaders
        )
        if of_kept_people and _agrees(forbid, session):
            message = f"{session.id}, kept as published here, is forbidden at {place}"
            yield Problem("pins_contradict", placed.place, message, "Remove one of the two pins.")
