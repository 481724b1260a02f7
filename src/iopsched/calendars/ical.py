"""Entries to iCalendar and back. The library escapes and folds; no line is put together by hand."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from icalendar import Calendar, Event

from iopsched.calendars.entry import Entry

Method = Literal["PUBLISH", "CANCEL"]
# Whoever sees a client's calendar sees this line too: it names no programme and no kind of software.
_PRODUCT = "-//Schedule//Appointments//EN"
_MOST_CHANGES = 1_000_000


def calendar_bytes(entries: Iterable[Entry], method: Method) -> bytes:
    """Return a calendar of some entries, in order of time, the same bytes for the same entries."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("method", method)
    for entry in sorted(entries, key=lambda one: (one.start, one.end, one.uid)):
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def entries_of(content: bytes) -> list[Entry]:
    """Return the entries of a calendar that `calendar_bytes` wrote.

    Raises:
        ValueError: it is none.
    """
    try:
        calendar = Calendar.from_ical(content)
    except AttributeError:
        # The library takes the end of a time zone that never began for that of one.
        raise ValueError("it cannot be taken apart") from None
    if str(calendar.get("PRODID")) != _PRODUCT:
        raise ValueError("another program wrote it")
    return [_entry(event) for event in calendar.walk("VEVENT")]


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("last-modified", entry.stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", entry.summary)
    if entry.location:
        event.add("location", entry.location)
    if entry.description:
        event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return event


def _entry(event: Any) -> Entry:
    sequence = event.get("SEQUENCE")
    if not isinstance(sequence, int) or not 0 <= sequence < _MOST_CHANGES:
        raise ValueError("an entry has no count of its changes")
    return Entry(
        uid=_text(event, "UID"),
        start=_instant(event, "DTSTART"),
        end=_instant(event, "DTEND"),
        summary=_text(event, "SUMMARY"),
        stamp=_instant(event, "DTSTAMP"),
        location=_text(event, "LOCATION"),
        description=_text(event, "DESCRIPTION"),
        cancelled=_text(event, "STATUS") == "CANCELLED",
        sequence=int(sequence),
    )


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"there is more than one {name}")
    return str(value)


def _instant(event: Any, name: str) -> dt.datetime:
    value = getattr(event.get(name), "dt", None)
    if not isinstance(value, dt.datetime) or value.utcoffset() != dt.timedelta():
        raise ValueError(f"{name} is no time in UTC")
    return value.astimezone(dt.UTC)
