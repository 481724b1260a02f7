"""Exporting again: what is as it was stays, what is not counts on, and changes lead from old to new."""

import datetime as dt
import random

import pytest
from calendar_lines import events_of, held, merged, properties_of
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.calendars.exporting import calendars_of
from iopsched.errors import ProblemsError
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from sample import CLIENTS, sample_instance, sample_schedule

STAMP = dt.datetime(2026, 2, 27, 15, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
MOVED = {"evening.2": {"start": "18:00", "end": "21:00"}}
WHOLE = ("clients", "clinicians", "rooms")
MADE = [generate(GeneratorSpec(seed=seed, clients=5, sites=1 + seed % 2, telehealth=0.3)) for seed in (3, 4)]


@pytest.fixture(name="week")
def fixture_week():
    return sample_instance()


def exported(week, previous=None, *, stamp=STAMP, against=None, without=(), **changes):
    schedule = sample_schedule(week, without=without, **changes)
    return calendars_of(week, schedule, stamp=stamp, previous=previous, against=against)


def only(files, path):
    (event,) = events_of(files[path]).values()
    return event


def changed_paths(before, after):
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def test_nothing_changed_is_the_same_bytes_whenever_it_is_exported(week):
    first = exported(week)
    assert exported(week) == first
    assert exported(week, first, stamp=LATER) == first
    assert exported(week, first, stamp=LATER, against=sample_schedule(week)) == first


def test_the_order_of_people_and_sessions_is_no_change(week):
    first = exported(week, **{"evening.1": {"leaders": ("k1", "k2")}})
    schedule = sample_schedule(week, **{"evening.1": {"leaders": ("k2", "k1"), "clients": CLIENTS[::-1]}})
    turned = schedule.model_copy(update={"sessions": schedule.sessions[::-1]})
    assert calendars_of(week, turned, stamp=LATER, previous=first) == first


def test_a_moved_session_counts_one_more_and_only_its_receivers_files_change(week):
    first = exported(week, **{"evening.2": {"clients": CLIENTS[:2]}})
    moved = {"evening.2": {"clients": CLIENTS[:2], "start": "18:00", "end": "21:00"}}
    second = exported(week, first, stamp=LATER, **moved)
    assert changed_paths(first, second) == {
        "clients/c01.ics",
        "clients/c02.ics",
        "clinicians/k1.ics",
        "rooms/big.ics",
    }
    old, new = events_of(first["clients/c02.ics"]), events_of(second["clients/c02.ics"])
    assert old.keys() == new.keys()
    (uid,) = [uid for uid in old if old[uid] != new[uid]]
    assert (old[uid]["DTSTART"], new[uid]["DTSTART"]) == ("20260304T223000Z", "20260304T230000Z")
    stamps = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
    assert [new[uid][name] for name in stamps] == ["1", "20260302T140000Z", "20260302T140000Z"]
    back = exported(week, second, stamp=LATER, **{"evening.2": {"clients": CLIENTS[:2]}})
    assert events_of(back["clients/c02.ics"])[uid]["SEQUENCE"] == "2"


def test_a_dropped_session_stays_as_cancelled_without_details_and_may_come_back(week):
    first = exported(week)
    second = exported(week, first, stamp=LATER, without={"c01.family.1"})
    assert changed_paths(first, second) == {"clients/c01.ics", "clinicians/k2.ics", "rooms/office.ics"}
    for path in ("clients/c01.ics", "clinicians/k2.ics", "rooms/office.ics"):
        (event,) = [one for one in events_of(second[path]).values() if one["STATUS"] == "CANCELLED"]
        assert event.keys() == {
            *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND"),
            *("SUMMARY", "STATUS", "CLASS", "TRANSP"),
        }
        assert (event["SUMMARY"], event["SEQUENCE"], event["TRANSP"]) == ("Cancelled", "1", "TRANSPARENT")
        assert event["DTSTART"] == "20260305T220000Z"
    third = exported(week, second, stamp=LATER, without={"c01.family.1"})
    assert third == second
    back = exported(week, third, stamp=LATER)
    uids = events_of(first["clients/c01.ics"])
    assert held(events_of(back["clients/c01.ics"])) == held(uids)
    assert sorted(event["SEQUENCE"] for event in events_of(back["clients/c01.ics"]).values()) == [*"00002"]


def test_changes_alone_are_in_files_of_their_own_by_what_is_to_be_done_with_them(week):
    old = sample_schedule(week, without={"c01.ind.1"})
    files = exported(week, against=old, without={"c01.family.1"}, **MOVED)
    changes = {path for path in files if path.startswith("changes/")}
    assert changes == {
        "changes/clients/c01.ics",
        "changes/clients/c01+cancelled.ics",
        *(f"changes/clients/{client}.ics" for client in CLIENTS[1:]),
        "changes/clinicians/k1.ics",
        "changes/clinicians/k2.ics",
        "changes/clinicians/k2+cancelled.ics",
        "changes/rooms/big.ics",
        "changes/rooms/office.ics",
        "changes/rooms/office+cancelled.ics",
    }
    for path in files:
        wanted = "CANCEL" if path.endswith("+cancelled.ics") else "PUBLISH"
        assert properties_of(files[path])["METHOD"] == wanted
    moved = only(files, "changes/clients/c02.ics")
    assert (moved["DTSTART"], moved["SEQUENCE"], moved["STATUS"]) == ("20260304T230000Z", "1", "CONFIRMED")
    new = only(files, "changes/rooms/office.ics")
    assert (new["DTSTART"], new["SEQUENCE"]) == ("20260303T150000Z", "0")
    gone = only(files, "changes/clients/c01+cancelled.ics")
    assert (gone["DTSTART"], gone["SEQUENCE"], gone["STATUS"]) == ("20260305T220000Z", "1", "CANCELLED")
    assert "LOCATION" not in gone
    # The same events stand in the whole calendars.
    for path in changes:
        whole = events_of(files[path.removeprefix("changes/").replace("+cancelled", "")])
        assert events_of(files[path]).items() <= whole.items()


def test_a_room_or_person_given_up_gets_a_cancellation_and_the_new_one_an_event(week):
    files = exported(
        week, against=sample_schedule(week), **{"evening.2": {"room": "office", "leaders": ("k2",)}}
    )
    for gone, new in (("rooms/big", "rooms/office"), ("clinicians/k1", "clinicians/k2")):
        assert only(files, f"changes/{gone}+cancelled.ics")["DTSTART"] == "20260304T223000Z"
        assert only(files, f"changes/{new}.ics")["SEQUENCE"] == "0"
    assert only(files, "changes/clients/c04.ics")["DESCRIPTION"] == "With k2"


def test_what_is_published_counts_even_where_the_folder_was_written_without_it(week):
    published = sample_schedule(week)
    # Exported before without saying against what: the folder has the new time at count 0.
    unsent = exported(week, **MOVED)
    files = exported(week, unsent, stamp=LATER, against=published, **MOVED)
    assert only(files, "changes/clients/c02.ics")["SEQUENCE"] == "1"
    again = exported(week, {path: files[path] for path in files}, stamp=STAMP, against=published, **MOVED)
    assert again == files
    # Three changes later the count of the folder leads.
    third = exported(week, files, **{"evening.2": {"start": "18:30", "end": "21:30"}})
    fourth = exported(week, third, against=published, **MOVED)
    assert only(fourth, "changes/clients/c02.ics")["SEQUENCE"] == "3"


def test_what_is_over_is_told_to_nobody(week):
    at = {"monday": "2026-03-02", "time_zone": "America/New_York", "now": "2026-03-04T20:30"}
    changes = {**MOVED, "evening.1": {"clients": CLIENTS[:3]}}
    over = sample_instance(week=at)
    files = exported(over, against=sample_schedule(week), without={"c01.ind.1"}, **changes)
    # Wednesday's was to end by now but ends later; Monday's and Tuesday's are over.
    assert {path for path in files if path.startswith("changes/")} == {
        *(f"changes/clients/{client}.ics" for client in CLIENTS),
        "changes/clinicians/k1.ics",
        "changes/rooms/big.ics",
    }
    assert "CANCELLED" in [one["STATUS"] for one in events_of(files["clients/c04.ics"]).values()]
    schedule = sample_schedule(over, without={"c01.ind.1"}, **changes)
    sunday = dt.datetime(2026, 3, 8)
    files = calendars_of(over, schedule, stamp=STAMP, against=sample_schedule(week), now=sunday)
    assert not [path for path in files if path.startswith("changes/")]


def test_calendars_of_another_week_are_left_behind_and_foreign_ones_refused(week):
    later = sample_instance(week={"monday": "2026-03-09", "time_zone": "America/New_York"})
    empty = sample_schedule(later, without={f"evening.{n}" for n in "123"} | {"c01.ind.1", "c01.family.1"})
    assert calendars_of(later, empty, stamp=LATER, previous=exported(week)) == {}
    good = exported(week)["clients/c01.ics"]
    bad = {
        "no calendar": b"secret name",
        "cut off": good[: len(good) // 2],
        "of another program": good.replace(b"-//Schedule//", b"-//Somebody//"),
        "without a count": good.replace(b"SEQUENCE:0\r\n", b""),
        "with a count beyond reason": good.replace(b"SEQUENCE:0", b"SEQUENCE:9999999999"),
        "with another count": good.replace(b"SEQUENCE:0", b"SEQUENCE:-1"),
        "with a floating time": good.replace(b"DTSTART:20260302T223000Z", b"DTSTART:20260302T223000"),
        "with a date": good.replace(b"DTSTART:20260302T223000Z", b"DTSTART;VALUE=DATE:20260302"),
        "with two summaries": good.replace(b"SUMMARY:", b"SUMMARY:x\r\nSUMMARY:", 1),
        "with the end of nothing": good.replace(b"END:VEVENT", b"TZID:x\r\nEND:VTIMEZONE"),
        "not text": b"\xff\xfe\x00",
    }
    for path in ("clients/c01.ics", "changes/rooms/secret.ics"):
        for content in bad.values():
            with pytest.raises(ProblemsError) as caught:
                exported(week, {path: content, "rooms/other.ics": content})
            assert [one.code for one in caught.value.problems] == ["calendar_unknown"] * 2
            assert "secret" not in str(caught.value)


def shuffled(made, seed):
    """Return the planted schedule with sessions moved, left out, led and attended otherwise."""
    chance = random.Random(seed)
    sessions = []
    for session in made.planted.sessions:
        if chance.random() < 0.15:
            continue
        changes = {}
        if chance.random() < 0.3:
            changes["date"] = made.planted.week + dt.timedelta(days=chance.randrange(7))
        if chance.random() < 0.3:
            later = chance.choice((-45, 30, 60))
            changes |= {"start": session.start + later, "end": session.end + later}
        if session.kind == "group" and chance.random() < 0.4:
            everybody = [client.id for client in made.instance.clients]
            changes["clients"] = tuple(chance.sample(everybody, chance.randint(1, 4)))
        if chance.random() < 0.2:
            changes["leaders"] = tuple(chance.sample([one.id for one in made.instance.clinicians], 2))
        if chance.random() < 0.2:
            changes |= {"mode": "telehealth", "room": None}
        sessions.append(session.model_copy(update=changes))
    return made.planted.model_copy(update={"sessions": tuple(sessions)})


def changes_for(files, path):
    stem = path.removesuffix(".ics")
    return [
        files[f"changes/{stem}{suffix}"]
        for suffix in (".ics", "+cancelled.ics")
        if f"changes/{stem}{suffix}" in files
    ]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.sampled_from((0, 1)), st.lists(st.integers(0, 10**6), min_size=2, max_size=3))
def test_importing_each_weeks_changes_one_after_the_other_gives_what_is_planned(which, seeds):
    made = MADE[which]
    schedules = [shuffled(made, seed) for seed in seeds]
    files = calendars_of(made.instance, schedules[0], stamp=STAMP)
    imported = {path: events_of(content) for path, content in files.items()}
    for old, new in zip(schedules, schedules[1:], strict=False):
        files = calendars_of(made.instance, new, stamp=LATER, previous=files, against=old)
        for path in {path for path in files if path.startswith(WHOLE)} | set(imported):
            imported[path] = merged(imported.get(path, {}), changes_for(files, path))
            assert held(imported[path]) == held(events_of(files[path]))
    alone = calendars_of(made.instance, schedules[-1], stamp=STAMP)
    shown = {path: held(events) for path, events in imported.items() if held(events)}
    assert shown == {path: held(events_of(content)) for path, content in alone.items()}
