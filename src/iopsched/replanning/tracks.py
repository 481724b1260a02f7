"""Meetings of tracks that an event makes impossible: the rest of the track goes on without them.

A track runs whole or not at all, so one meeting that nobody can lead would end it for the week.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from iopsched.domain.clinicians import Clinician
from iopsched.domain.clock import MINUTES_PER_DAY, format_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.services import Group, Meeting, Service
from iopsched.domain.week import Room
from iopsched.judging.hours import exception_on, hours_on, overlaps, within
from iopsched.judging.words import listed
from iopsched.replanning.event_kinds import Changed

_TELEHEALTH = None


def is_past(instance: Instance, group: Group, meeting: Meeting) -> bool:
    """Return whether a meeting was held, or can be held no more because all its starts are before now."""
    held = {session.id for session in instance.history}
    return group.session_id(meeting) in held or not _coming(instance, meeting)


def _coming(instance: Instance, meeting: Meeting) -> list[int]:
    """Return the candidate starts that are not before now."""
    week = instance.week
    timed = [(start, *divmod(start, MINUTES_PER_DAY)) for start in meeting.starts]
    return [start for start, day, minute in timed if not week.is_past(week.date_of(day), minute)]


def without_meetings(instance: Instance, lost: Collection[str]) -> Changed:
    """Return the instance without some sessions of tracks, and without the pins that name them."""
    if not lost:
        return Changed(instance=instance)
    groups = tuple(
        group.model_copy(
            update={"meetings": tuple(m for m in group.meetings if group.session_id(m) not in lost)}
        )
        for group in instance.groups
    )
    pins = tuple(pin for pin in instance.pins if pin.session not in lost)
    notes = tuple(
        f"pins[{index}] no longer applies: {pin.session} is cancelled"
        for index, pin in enumerate(instance.pins)
        if pin.session in lost and pin.pin == "hold"
    )
    return Changed(instance=instance.replace(groups=groups, pins=pins), notes=notes)


def without_lost_meetings(before: Instance, after: Instance) -> Changed:
    """Return `after` without the meetings of tracks that could be held before and cannot be any more."""
    lost: set[str] = set()
    notes: list[str] = []
    for group in after.groups:
        if group.attendance != "attend_all":
            continue
        gone = [
            meeting
            for meeting in group.meetings
            if not is_past(after, group, meeting)
            and not _can_be_held(after, group, meeting)
            and _can_be_held(before, group, meeting)
        ]
        if len(gone) == len(group.meetings):
            continue
        for meeting in gone:
            session, starts = group.session_id(meeting), listed(map(format_week_time, meeting.starts))
            lost.add(session)
            notes.append(
                f"{session} cannot be held on {starts} any more, for want of a leader, a room or an open "
                f"site; it is cancelled, and the rest of {group.id} goes on without it"
            )
    cleared = without_meetings(after, lost)
    return Changed(instance=cleared.instance, notes=(*notes, *cleared.notes))


def _can_be_held(instance: Instance, group: Group, meeting: Meeting) -> bool:
    """Return whether, looked at alone, the meeting has a start, a place and leaders for its roles."""
    service = instance.service[group.service]
    return any(
        _led(instance, group, meeting, service, start, site)
        for start in _coming(instance, meeting)
        for site in _places(instance, group, meeting, service, start)
    )


def _places(
    instance: Instance, group: Group, meeting: Meeting, service: Service, start: int
) -> Iterator[str | None]:
    """Yield each site with an open room for the session, and None where telehealth will do."""
    day, begins = divmod(start, MINUTES_PER_DAY)
    date, ends = instance.week.date_of(day), begins + service.clock_minutes
    modes = set(service.modes) & set(group.modes or service.modes)
    if "telehealth" in modes and not _closed(instance, None, date, begins, ends):
        yield _TELEHEALTH
    if "on_site" not in modes:
        return
    asked = meeting.rooms or group.rooms
    rooms = [room for room in instance.rooms if not asked or room.id in asked]
    for site in instance.sites:
        open_now = within(begins, ends, hours_on(date, site.hours, site.exceptions))
        if not open_now or _closed(instance, site.id, date, begins, ends):
            continue
        if any(room.site == site.id and _room_fits(room, service, date, begins, ends) for room in rooms):
            yield site.id


def _closed(instance: Instance, site: str | None, date: dt.date, start: int, end: int) -> bool:
    return any(
        closure.date == date
        and (not closure.sites or site in closure.sites)
        and (closure.hours is None or overlaps(start, end, closure.hours))
        for closure in instance.week.closures
    )


def _room_fits(room: Room, service: Service, date: dt.date, start: int, end: int) -> bool:
    windows = exception_on(date, room.exceptions)
    if windows is None and room.hours is not None:
        windows = room.hours.days[date.weekday()]
    return set(service.room_features) <= set(room.features) and (
        windows is None or within(start, end, windows)
    )


def _led(
    instance: Instance, group: Group, meeting: Meeting, service: Service, start: int, site: str | None
) -> bool:
    day, begins = divmod(start, MINUTES_PER_DAY)
    date, ends = instance.week.date_of(day), begins + service.clock_minutes
    asked = meeting.leaders or group.leaders
    mode = "telehealth" if site is _TELEHEALTH else "on_site"
    able = {
        clinician.id: _credentials(clinician, date)
        for clinician in instance.clinicians
        if (not asked or clinician.id in asked)
        and mode in clinician.modes
        and (site is None or clinician.sites is None or site in clinician.sites)
        and within(begins, ends, hours_on(date, clinician.hours, clinician.exceptions))
    }
    needed = [role for role in service.roles if not role.optional]
    return _each_filled(
        [
            [one for one, held in able.items() if any(held.issuperset(s) for s in role.any_of)]
            for role in needed
        ]
    )


def _credentials(clinician: Clinician, date: dt.date) -> set[str]:
    return {one.name for one in clinician.credentials if one.valid_until is None or date <= one.valid_until}


def _each_filled(able: list[list[str]]) -> bool:
    """Return whether every role can have somebody of its own (augmenting paths)."""
    role_of: dict[str, int] = {}

    def place(role: int, asked: set[str]) -> bool:
        for one in able[role]:
            if one not in asked:
                asked.add(one)
                if one not in role_of or place(role_of[one], asked):
                    role_of[one] = role
                    return True
        return False

    return all(place(role, set()) for role in range(len(able)))
