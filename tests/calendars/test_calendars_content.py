"""What stands in whose calendar, and what stands in nobody's."""

import datetime as dt
from pathlib import Path

import pytest
from calendar_lines import events_of, lines_of, properties_of

from iopsched import read_instance, read_schedule
from iopsched.calendars.entry import Entry
from iopsched.calendars.exporting import calendars_of
from iopsched.calendars.ical import calendar_bytes, entries_of
from iopsched.errors import ProblemsError
from sample import CLIENTS, sample_instance, sample_schedule

DOCS = Path(__file__).resolve().parents[2] / "docs"
STAMP = dt.datetime(2026, 2, 27, 15, 4, 5, 678, tzinfo=dt.UTC)
KEY = b"a secret of sixteen bytes or more"


@pytest.fixture(name="week", scope="module")
def fixture_week():
    instance = read_instance(DOCS / "example.json")
    return instance, read_schedule(DOCS / "example.schedule.json", instance)


def test_everybody_with_a_session_has_a_file_of_exactly_those(week):
    instance, schedule = week
    files = calendars_of(instance, schedule, stamp=STAMP, key=KEY)
    expected = {}
    for session in schedule.sessions:
        rooms = () if session.room is None else (session.room,)
        for who, ids in (("clients", session.clients), ("clinicians", session.leaders), ("rooms", rooms)):
            for one in ids:
                expected.setdefault(f"{who}/{one}.ics", []).append(session)
    assert set(files) == set(expected)
    uids = []
    for path, content in files.items():
        assert properties_of(content) == {
            "VERSION": "2.0",
            "PRODID": "-//Schedule//Appointments//EN",
            "METHOD": "PUBLISH",
        }
        events = events_of(content)
        assert len(events) == len(expected[path])
        assert [event["DTSTART"] for event in events.values()] == sorted(
            event["DTSTART"] for event in events.values()
        )
        for event in events.values():
            fixed = {name: event[name] for name in ("SEQUENCE", "STATUS", "CLASS", "TRANSP", "DTSTAMP")}
            assert fixed == {
                "SEQUENCE": "0",
                "STATUS": "CONFIRMED",
                "CLASS": "PRIVATE",
                "TRANSP": "OPAQUE",
                "DTSTAMP": "20260227T150405Z",
            }
        uids += events
    assert len(set(uids)) == len(uids) == sum(map(len, expected.values()))


def words_of(content):
    """Return all that a calendar says but its UIDs, which are random and may spell anything."""
    return "\n".join(line for line in lines_of(content) if not line.startswith("UID:"))


def test_a_clients_calendar_names_no_other_client_no_group_and_no_service(week):
    instance, schedule = week
    files = calendars_of(
        instance, schedule, stamp=STAMP, key=KEY, against=schedule.model_copy(update={"sessions": ()})
    )
    kinds = {*instance.group, *instance.service, *(session.id for session in schedule.sessions)}
    told = {path: content for path, content in files.items() if "clients/" in path}
    assert len(told) == 2 * len(instance.clients)
    for content in told.values():
        allowed = {"Appointment", "Cancelled"}
        for event in events_of(content).values():
            assert set(event) <= {
                *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"),
                *("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "CLASS", "TRANSP"),
            }
            assert event["SUMMARY"] in allowed
            assert event["LOCATION"] in {"Telehealth", *(f"Room {room}" for room in instance.room)}
            assert event.get("DESCRIPTION", "With k1").removeprefix("With ") in {
                " and ".join(session.leaders) for session in schedule.sessions
            }
        text = words_of(content).lower()
        assert not [one for one in (*instance.client, *kinds, instance.id, "iop", "group") if one in text]


def test_a_rooms_calendar_names_no_client_and_no_calendar_names_the_instance(week):
    instance, schedule = week
    for path, content in calendars_of(instance, schedule, stamp=STAMP).items():
        text = words_of(content)
        assert instance.id not in text
        assert "ATTENDEE" not in text
        assert "ORGANIZER" not in text
        if path.startswith("rooms/"):
            assert not [client for client in instance.client if client in text]


def sole(files, path, number=0):
    return list(events_of(files[path]).values())[number]


def test_clinicians_and_rooms_are_told_what_they_need():
    instance = sample_instance(
        sites=[{"id": "main"}, {"id": "north"}],
        travel=[{"between": ["main", "north"], "minutes": 9}],
        clinicians=[{"id": "k1"}, {"id": "k2"}, {"id": "k3"}],
    )
    both = {"evening.2": {"leaders": ("k1", "k2")}, "c01.ind.1": {"room": None, "mode": "telehealth"}}
    files = calendars_of(instance, sample_schedule(instance, **both), stamp=STAMP)
    shared = sole(files, "clinicians/k1.ics", 1)
    assert (shared["SUMMARY"], shared["LOCATION"]) == ("evening.2", "Room big, site main")
    assert shared["DESCRIPTION"] == "Service process\n4 clients\nLed with k2"
    own, _, family = events_of(files["clinicians/k2.ics"]).values()
    assert (own["SUMMARY"], own["DESCRIPTION"]) == ("c01.ind.1", "Service ind\nWith c01")
    assert own["LOCATION"] == "Telehealth"
    assert family["DESCRIPTION"] == "Service family\nWith c01, 1 guest"
    assert sole(files, "rooms/big.ics", 1)["DESCRIPTION"] == "Service process\n4 clients\nLed by k1 and k2"
    (office,) = events_of(files["rooms/office.ics"]).values()
    assert office["SUMMARY"] == "Individual session"
    assert office["DESCRIPTION"] == "Service family\n1 client, 1 guest\nLed by k2"
    assert sole(files, "clients/c02.ics", 1)["DESCRIPTION"] == "With k1 and k2"
    three = sample_schedule(instance, **{"evening.1": {"leaders": ("k3", "k1", "k2")}})
    files = calendars_of(instance, three, stamp=STAMP)
    assert sole(files, "clients/c02.ics")["DESCRIPTION"] == "With k1, k2 and k3"
    assert sole(files, "clinicians/k2.ics")["DESCRIPTION"].endswith("\nLed with k1 and k3")
    alone = sample_schedule(instance, **{"evening.1": {"leaders": (), "clients": CLIENTS[:1]}})
    files = calendars_of(instance, alone, stamp=STAMP)
    assert "DESCRIPTION" not in sole(files, "clients/c01.ics")
    assert sole(files, "rooms/big.ics")["DESCRIPTION"] == "Service process\n1 client"


def test_long_ids_are_folded_and_come_back_whole():
    k, room, client = "k" * 64, "r." + "-" * 60, "c" * 64
    instance = sample_instance(
        rooms=[{"id": room, "capacity": 9}, {"id": "office", "capacity": 3}],
        sites=[{"id": "main"}, {"id": "s" * 64}],
        travel=[{"between": ["main", "s" * 64], "minutes": 9}],
        clinicians=[{"id": k}, {"id": "k2"}],
        clients=[{"id": client}, {"id": "c01"}],
        groups=[{"id": "evening", "service": "process", "meetings": ["Mon 17:30"]}],
    )
    seats = {"evening.1": {"room": room, "leaders": (k, "k2"), "clients": (client, "c01")}}
    gone = {"evening.2", "evening.3", "c01.ind.1", "c01.family.1"}
    files = calendars_of(instance, sample_schedule(instance, without=gone, **seats), stamp=STAMP)
    assert sole(files, f"clients/{client}.ics")["LOCATION"] == f"Room {room}, site main"
    assert sole(files, f"clients/{client}.ics")["DESCRIPTION"] == f"With k2 and {k}"
    assert sole(files, f"rooms/{room}.ics")["DESCRIPTION"].endswith(f"Led by k2 and {k}")


def test_no_text_can_become_a_line_of_its_own():
    hostile = 'x\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\n;,:\\\\n"\t' + "\u00e9" * 80
    start = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    entry = Entry(
        "u1", start, start + dt.timedelta(hours=1), hostile, STAMP.replace(microsecond=0), hostile, hostile
    )
    content = calendar_bytes([entry], "PUBLISH")
    (event,) = events_of(content).values()
    assert "ATTENDEE" not in event
    assert event["SUMMARY"] == event["LOCATION"] == hostile.replace("\r\n", "\n")
    (read,) = entries_of(content)
    assert read.description == hostile.replace("\r\n", "\n")


def test_uids_stay_with_session_receiver_week_and_key_alone():
    instance = sample_instance()
    before = calendars_of(instance, sample_schedule(instance), stamp=STAMP, key=KEY)
    moved = {
        "start": "18:00",
        "end": "21:00",
        "date": "2026-03-05",
        "leaders": ("k2",),
        "clients": CLIENTS[:2],
    }
    after = calendars_of(instance, sample_schedule(instance, **{"evening.2": moved}), stamp=STAMP, key=KEY)
    assert set(events_of(after["clients/c01.ics"])) == set(events_of(before["clients/c01.ics"]))
    assert len(set(events_of(before["clients/c02.ics"])) - set(events_of(before["clients/c03.ics"]))) == 3
    for other in (b"", KEY + b"!"):
        files = calendars_of(instance, sample_schedule(instance), stamp=STAMP, key=other)
        assert not set(events_of(files["clients/c01.ics"])) & set(events_of(before["clients/c01.ics"]))
    later = sample_instance(week={"monday": "2026-03-09", "time_zone": "America/New_York"})
    sessions = [
        session.model_copy(update={"date": session.date + dt.timedelta(days=7)})
        for session in sample_schedule(instance).sessions
    ]
    schedule = sample_schedule(later).model_copy(update={"sessions": tuple(sessions)})
    files = calendars_of(later, schedule, stamp=STAMP, key=KEY)
    assert not set(events_of(files["clients/c01.ics"])) & set(events_of(before["clients/c01.ics"]))


def test_what_does_not_belong_together_is_refused_and_a_week_without_sessions_has_no_file():
    instance = sample_instance()
    schedule = sample_schedule(instance)
    assert calendars_of(instance, schedule.model_copy(update={"sessions": ()}), stamp=STAMP) == {}
    with pytest.raises(ValueError, match="no zone"):
        calendars_of(instance, schedule, stamp=dt.datetime(2026, 3, 1))
    other = schedule.model_copy(update={"instance_id": "other"})
    with pytest.raises(ProblemsError, match="instance_differs"):
        calendars_of(instance, other, stamp=STAMP)
    for wrong, code in (
        (other, "against.instance_id"),
        (schedule.model_copy(update={"week": dt.date(2026, 2, 23)}), "against.week"),
    ):
        with pytest.raises(ProblemsError, match=code):
            calendars_of(instance, schedule, stamp=STAMP, against=wrong)
    past_rooms = sample_schedule(instance, **{"evening.1": {"room": "gone", "clients": ("c99",)}})
    older = past_rooms.model_copy(update={"instance_digest": "sha256:" + "0" * 64})
    files = calendars_of(instance, schedule, stamp=STAMP, against=older)
    assert set(events_of(files["changes/clients/c99+cancelled.ics"])) == set(
        events_of(files["clients/c99.ics"])
    )
