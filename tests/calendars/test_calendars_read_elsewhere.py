"""ical.js, which Thunderbird reads calendars with, finds what the schedule says, and nothing of ours does."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from clock_cases import CASES

import oracles
from iopsched import Instance, Schedule, Session, read_instance, read_schedule
from iopsched.calendars.exporting import calendars_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
STAMP = dt.datetime(2026, 2, 27, 15, tzinfo=dt.UTC)


def read_elsewhere(files, folder):
    """Return what ical.js finds in each file."""
    found = {}
    for number, (path, content) in enumerate(sorted(files.items())):
        written = folder / f"{number}.ics"
        written.write_bytes(content)
        found[path] = oracles.parse_with_ical_js(written)
    return found


def times_of(session, zone):
    """Return a session's start and end in UTC by the offsets of the zone at either time."""
    told = []
    for minutes in (session.start, session.end):
        wall = dt.datetime(session.date.year, session.date.month, session.date.day)
        wall += dt.timedelta(minutes=minutes)
        offset = wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        told.append(f"{wall - offset:%Y-%m-%dT%H:%M:%SZ}")
    return tuple(told)


def test_every_file_of_the_example_says_what_the_schedule_says(tmp_path):
    instance = read_instance(DOCS / "example.json")
    schedule = read_schedule(DOCS / "example.schedule.json", instance)
    held_then = schedule.sessions[1:]
    against = schedule.model_copy(
        update={
            "sessions": tuple(one.model_copy(update={"end": one.end + 15}) for one in held_then[:2])
            + held_then[2:]
        }
    )
    files = calendars_of(
        instance,
        schedule.model_copy(update={"sessions": schedule.sessions[:-1]}),
        stamp=STAMP,
        against=against,
    )
    found = read_elsewhere(files, tmp_path)
    expected = {}
    for session in schedule.sessions[:-1]:
        rooms = () if session.room is None else (session.room,)
        for who, ids in (("clients", session.clients), ("clinicians", session.leaders), ("rooms", rooms)):
            for one in ids:
                expected.setdefault(f"{who}/{one}.ics", []).append(session)
    for path, sessions in expected.items():
        confirmed = [event for event in found[path] if event["status"] == "CONFIRMED"]
        told = sorted((event["start_utc"], event["end_utc"], event["location"]) for event in confirmed)
        where = {None: "Telehealth", **{room: f"Room {room}" for room in instance.room}}
        zone = instance.week.time_zone
        assert told == sorted((*times_of(one, zone), where[one.room]) for one in sessions)
        assert len({event["uid"] for event in found[path]}) == len(found[path])
    last = schedule.sessions[-1]
    for path, events in found.items():
        changes, cancels = path.startswith("changes/"), path.endswith("+cancelled.ics")
        assert {event["method"] for event in events} == {"CANCEL" if cancels else "PUBLISH"}
        assert not any(event["floating"] for event in events)
        assert {event["class"] for event in events} == {"PRIVATE"}
        gone = [(event["start_utc"], event["end_utc"]) for event in events if event["status"] == "CANCELLED"]
        assert gone == [times_of(last, zone)] * len(gone)
        assert len(gone) == (len(events) if cancels else 0 if changes else len(gone))
        if path.startswith("clients/"):
            assert {event["summary"] for event in events} <= {"Appointment", "Cancelled"}
    assert {f"changes/clients/{one}+cancelled.ics" for one in last.clients} <= set(found)


def test_weeks_in_which_the_clock_changes_come_out_right(tmp_path):
    files, expected = {}, {}
    for zone, wall, start, end in CASES:
        date = dt.date.fromisoformat(wall[:10])
        monday = date - dt.timedelta(days=date.weekday())
        begins, ends = wall[11:].split("-")
        instance = Instance.model_validate(
            {
                "id": "x",
                "week": {"monday": monday, "time_zone": zone},
                "services": [{"id": "ind", "format": "individual", "clock_minutes": 60}],
                "clients": [{"id": "c1", "plan": [{"service": "ind"}]}],
            }
        )
        session = {"id": "c1.ind.1", "kind": "individual", "service": "ind", "mode": "telehealth"}
        times = {"date": date, "start": begins, "end": ends, "clients": ("c1",)}
        schedule = Schedule(
            instance_id="x", week=monday, sessions=(Session.model_validate({**session, **times}),)
        )
        path = f"{zone} {wall}"
        files[path] = calendars_of(instance, schedule, stamp=STAMP)["clients/c1.ics"]
        expected[path] = (start.replace("Z", ":00Z"), end.replace("Z", ":00Z"))
    chosen = {path: files[path] for path in list(files)[::3]}
    for path, events in read_elsewhere(chosen, tmp_path).items():
        assert [(event["start_utc"], event["end_utc"]) for event in events] == [expected[path]]


def test_every_event_happens_once_and_on_the_day_the_schedule_says():
    instance = read_instance(DOCS / "example.json")
    schedule = read_schedule(DOCS / "example.schedule.json", instance)
    zone = ZoneInfo(instance.week.time_zone)
    files = calendars_of(instance, schedule, stamp=STAMP)
    for path, content in files.items():
        who, receiver = path.removesuffix(".ics").split("/")
        expanded = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(1990, 2030)
        told = [
            (event["DTSTART"].dt.astimezone(zone), event["DTEND"].dt.astimezone(zone)) for event in expanded
        ]
        own = [
            session
            for session in schedule.sessions
            if receiver
            in {"clients": session.clients, "clinicians": session.leaders, "rooms": (session.room,)}[who]
        ]
        days = [(session.date, session.start, session.end) for session in own]
        assert sorted(days) == sorted(
            (start.date(), *(60 * clock.hour + clock.minute for clock in (start, end))) for start, end in told
        )
