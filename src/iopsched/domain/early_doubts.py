"""Warnings about the small hours: 5-9 is the early morning, and is often written for the evening."""

from collections.abc import Iterator

from iopsched.domain.base import DatedHours
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY, format_time
from iopsched.domain.draft import Draft
from iopsched.domain.hours import ALWAYS, Hours
from iopsched.domain.references import labelled
from iopsched.errors import Problem

_DAWN = 6 * 60
_NOON = 12 * 60


def early_doubts(draft: Draft) -> Iterator[Problem]:
    """Yield each start or window between one and six in the morning that no site is said to be open at."""
    for place, site in draft.sites:
        yield from _in_hours(f"{place}.hours", site.hours)
    if any(_opens_early(site.hours) for _, site in draft.sites):
        return
    for place, room in draft.rooms:
        yield from _in_hours(f"{place}.hours", room.hours)
    for place, clinician in draft.clinicians:
        yield from _in_hours(f"{place}.hours", clinician.hours)
        yield from _in_exceptions(place, clinician.exceptions)
    for place, client in draft.clients:
        yield from _of_client(place, client)
    for place, group in draft.groups:
        for index, meeting in enumerate(group.meetings):
            at = labelled(f"{place}.meetings", index, meeting)
            for number, start in enumerate(meeting.starts):
                yield from _at(f"{at}.starts[{number}]", start % MINUTES_PER_DAY)


def _of_client(place: str, client: Client) -> Iterator[Problem]:
    yield from _in_hours(f"{place}.hours", client.hours)
    yield from _in_exceptions(place, client.exceptions)
    yield from _at(f"{place}.arrive_after", client.arrive_after)
    yield from _at(f"{place}.leave_by", client.leave_by)
    for index, guest in enumerate(client.guests):
        yield from _in_hours(f"{labelled(f'{place}.guests', index, guest)}.hours", guest.hours)
    for index, wish in enumerate(client.preferences):
        yield from _in_hours(f"{place}.preferences[{index}].hours", wish.hours)


def _in_hours(place: str, hours: Hours | None) -> Iterator[Problem]:
    yield from _at(place, None if hours is None else _early(hours))


def _in_exceptions(place: str, exceptions: tuple[DatedHours, ...]) -> Iterator[Problem]:
    for index, exception in enumerate(exceptions):
        yield from _at(f"{place}.exceptions[{index}].hours", _early(Hours((exception.hours,))))


def _opens_early(hours: Hours) -> bool:
    return hours != ALWAYS and any(start < _DAWN for day in hours.days for start, _ in day)


def _early(hours: Hours) -> int | None:
    # A window that lasts into the afternoon cannot have been meant for the evening.
    windows = (window for day in hours.days for window in day)
    return next((start for start, end in windows if _is_early(start) and end <= _NOON), None)


def _is_early(minutes: int) -> bool:
    return 60 <= minutes < _DAWN


def _at(place: str, minutes: int | None) -> Iterator[Problem]:
    if minutes is not None and _is_early(minutes):
        message = f"{format_time(minutes)} is before six in the morning"
        way_out = f"Write {format_time(minutes + _NOON)} or say pm if the afternoon or evening is meant."
        yield Problem("hours_early", place, message, way_out, None, "warning")
