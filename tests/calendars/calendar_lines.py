"""Calendars read by hand, as text, so that what wrote them does not also read them."""

import re

_ESCAPED = re.compile(r"\\([\\;,nN])")


def lines_of(content):
    """Return the content lines, unfolded."""
    text = content.decode("utf-8")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def properties_of(content):
    """Return the calendar's own properties."""
    lines = lines_of(content)
    head = lines[1 : lines.index("BEGIN:VEVENT")]
    return dict(line.split(":", 1) for line in head)


def events_of(content):
    """Return the events as mappings of property to text, by UID; no UID stands there twice."""
    events = {}
    current = None
    for line in lines_of(content):
        name, value = line.split(":", 1)
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            assert current["UID"] not in events
            events[current["UID"]] = current
            current = None
        elif current is not None:
            assert name not in current
            current[name] = _ESCAPED.sub(lambda match: {"n": "\n", "N": "\n"}.get(match[1], match[1]), value)
    return events


def merged(calendar, changes):
    """Return a calendar's events with those of change files imported, as a calendar program does it."""
    events = dict(calendar)
    for content in changes:
        for uid, event in events_of(content).items():
            if uid not in events or int(event["SEQUENCE"]) > int(events[uid]["SEQUENCE"]):
                events[uid] = event
    return events


def held(events):
    """Return what a calendar shows of events that are not cancelled: all but count and stamps."""
    kept = ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION")
    return {
        uid: {name: event.get(name) for name in kept}
        for uid, event in events.items()
        if event["STATUS"] == "CONFIRMED"
    }
