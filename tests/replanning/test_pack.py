"""A change pack: everybody concerned is told what changes for it, and nobody anything of anybody else."""

import datetime as dt
import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.errors import ProblemsError
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.replanning.change_pack import change_pack
from iopsched.replanning.differences import diff
from sample import CLIENTS, sample_instance, sample_schedule

MADE = [generate(GeneratorSpec(seed=seed, clients=12, sites=1 + seed % 2, telehealth=0.2)) for seed in (3, 4)]
OWN_WORDS = re.compile(r"(group|individual) session")


def shuffled(schedule, instance, seed):
    """Return the schedule with people, times and places shuffled, and some sessions gone."""
    chance = random.Random(seed)
    sessions = []
    for session in schedule.sessions:
        if chance.random() < 0.1:
            continue
        changes = {}
        if chance.random() < 0.3:
            changes["date"] = schedule.week + dt.timedelta(days=chance.randrange(7))
        if chance.random() < 0.3:
            later = chance.choice((-45, 30, 60))
            changes |= {"start": session.start + later, "end": session.end + later}
        if chance.random() < 0.4:
            everybody = [client.id for client in instance.clients]
            changes["clients"] = tuple(chance.sample(everybody, chance.randint(1, 6)))
        if chance.random() < 0.2:
            changes["leaders"] = tuple(chance.sample([one.id for one in instance.clinicians], 2))
        if chance.random() < 0.2:
            changes |= {"mode": "telehealth", "room": None}
        if chance.random() < 0.2:
            changes["guests"] = tuple(chance.sample(sorted(instance.guest), 2))
        sessions.append(session.model_copy(update=changes))
    return schedule.model_copy(update={"sessions": tuple(sessions)})


def told_to_clients(pack):
    """Yield each client's id and every text meant for it: its letter, and what to tell it on the phone."""
    for call in json.loads(pack["call-list.json"])["calls"]:
        if call["who"] == "client":
            yield call["id"], pack[call["file"]]
            yield call["id"], call["tell"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sampled_from((0, 1)), st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_no_client_is_told_of_another_or_of_what_its_sessions_are(which, one, other, known):
    made = MADE[which]
    instance = made.instance
    before, after = shuffled(made.planted, instance, one), shuffled(made.planted, instance, other)
    difference = diff(before, after)
    pack = change_pack(difference, before, instance=instance if known else None)
    letters = {name.removeprefix("clients/") for name in pack if name.startswith("clients/")}
    assert letters <= {f"{change.id}.txt" for change in difference.clients}
    kinds = {*instance.group, *instance.service}
    sessions = {session.id for session in (*before.sessions, *after.sessions)}
    for client, text in told_to_clients(pack):
        text = OWN_WORDS.sub("", text)
        assert not [others for others in instance.client if others != client and others in text]
        assert not [kind for kind in kinds | sessions if kind in text]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.sampled_from((0, 1)), st.integers(0, 10**6))
def test_clinicians_are_told_of_the_clients_of_their_own_sessions_alone(which, seed):
    made = MADE[which]
    before, after = made.planted, shuffled(made.planted, made.instance, seed)
    difference = diff(before, after, instance=made.instance)
    pack = change_pack(difference, before, instance=made.instance)
    for change in difference.clinicians:
        own = {
            client
            for schedule in (before, after)
            for session in schedule.sessions
            if change.id in session.leaders
            for client in (*session.clients, session.id.partition(".")[0])
        }
        text = pack.get(f"clinicians/{change.id}.txt", "")
        text = re.sub(r"c\d{4}-g\d", "", text)
        assert {client for client in made.instance.client if client in text} <= own


@pytest.fixture(name="week")
def fixture_week():
    return sample_instance()


def packed(week, now=None, without=(), **changes):
    before, after = sample_schedule(week), sample_schedule(week, without=without, **changes)
    return change_pack(diff(before, after), before, now=now)


def test_a_letter_says_what_is_cancelled_what_changes_and_what_is_new(week):
    before = sample_schedule(week, without={"c01.family.1"}, **{"evening.1": {"clients": CLIENTS[1:]}})
    changes = {"evening.2": {"start": "18:00", "end": "21:00", "room": "office", "leaders": ("k2",)}}
    after = sample_schedule(week, without={"c01.ind.1"}, **changes)
    pack = change_pack(diff(before, after), before, instance=week)
    assert pack["clients/c01.txt"] == (
        "For c01: what changes in the week of Mon 2 March 2026\n"
        "\n"
        "Changed\n"
        "  Your group session\n"
        "    when:    Wed 4 March 2026, 18:00-21:00\n"
        "             instead of Wed 4 March 2026, 17:30-20:30\n"
        "    where:   room office, instead of room big\n"
        "    with:    k2, instead of k1\n"
        "\n"
        "New\n"
        "  Your group session\n"
        "    when:    Mon 2 March 2026, 17:30-20:30\n"
        "    where:   room big\n"
        "    with:    k1\n"
        "  Your individual session\n"
        "    when:    Thu 5 March 2026, 17:00-18:00\n"
        "    where:   room office\n"
        "    with:    k2\n"
        "    Your guest g01 is asked to come.\n"
        "\n"
        "All else stays as it is.\n"
    ).replace("\nChanged\n", "\nCancelled\n" + CANCELLED + "\nChanged\n")
    assert "uest" not in pack["clients/c02.txt"]
    # Without an instance it is only likely whose guest it is.
    unsure = change_pack(diff(before, after), before)["clients/c01.txt"]
    assert "    Your guest is asked to come.\n" in unsure


CANCELLED = (
    "  Your individual session\n"
    "    when:    Tue 3 March 2026, 10:00-10:50\n"
    "    where:   room office\n"
    "    with:    k2\n"
)


def test_a_clinicians_letter_has_rosters_of_the_sessions_it_leads_now(week):
    pack = packed(week, without={"c01.ind.1"}, **{"evening.1": {"leaders": ("k2",), "clients": CLIENTS[:2]}})
    first, second = pack["clinicians/k1.txt"], pack["clinicians/k2.txt"]
    assert "  Group session evening.1 (led by k2 now)\n" in first
    assert "c0" not in first
    assert "  Individual session c01.ind.1 (cancelled)\n" in second
    assert "Yours now\n  Group session evening.1\n" in second
    assert "    clients: c01 c02\n" in second
    fewer = packed(week, **{"evening.1": {"clients": CLIENTS[:3]}})["clinicians/k1.txt"]
    assert "    clients: c01 c02 c03\n" in fewer
    assert "  gone:  c04\n" in fewer


def test_the_call_list_has_what_is_cancelled_or_earlier_first_and_clients_first(week):
    moved = {"date": "2026-03-02", "start": "18:00", "end": "21:00"}
    earlier = {"date": "2026-03-02", "start": "17:30", "end": "18:20", "clients": ("c02",)}
    before = sample_schedule(week, without={"c01.family.1"})
    after = sample_schedule(week, **{"evening.1": moved, "c01.ind.1": earlier, "c01.family.1": {}})
    calls = json.loads(change_pack(diff(before, after), before)["call-list.json"])["calls"]
    assert [(call["who"], call["id"], call["when"], call["how"]) for call in calls] == [
        # Their Monday evening starts later; c01 loses its session of Tuesday too.
        ("clinician", "k2", "2026-03-02T17:30", "call"),
        ("client", "c02", "2026-03-02T17:30", "call"),
        ("client", "c01", "2026-03-02T17:30", "call"),
        ("client", "c03", "2026-03-02T17:30", "call"),
        ("client", "c04", "2026-03-02T17:30", "call"),
        ("clinician", "k1", "2026-03-02T17:30", "call"),
    ]
    assert calls[1]["tell"].startswith("You have a new individual session on Mon 2 March 2026, 17:30-18:20")
    assert (calls[1]["further"], calls[1]["file"]) == (1, "clients/c02.txt")
    assert (
        calls[3]["tell"]
        == "Your group session is on Mon 2 March 2026, 18:00-21:00 instead of Mon 2 March 2026, 17:30-20:30."
    )


def test_who_is_affected_within_two_days_is_called_and_what_is_over_is_left_out(week):
    changes = {"evening.1": {"room": "office"}, "evening.3": {"room": "office"}}

    def calls(now):
        pack = packed(week, now=now, **changes)
        listed = json.loads(pack["call-list.json"])
        assert len(pack) == 2 + len(listed["calls"])
        return [(call["id"], call["when"][8:], call["how"], call["further"]) for call in listed["calls"]]

    assert calls(None)[0] == ("c01", "02T17:30", "call", 1)
    assert calls(dt.datetime(2026, 3, 2, 20, 29))[0] == ("c01", "02T17:30", "call", 1)
    assert calls(dt.datetime(2026, 3, 2, 20, 30))[0] == ("c01", "07T09:00", "message", 0)
    assert calls(dt.datetime(2026, 3, 5, 8, 59))[0] == ("c01", "07T09:00", "message", 0)
    assert calls(dt.datetime(2026, 3, 5, 9, 0))[0] == ("c01", "07T09:00", "call", 0)
    assert calls(dt.datetime(2026, 3, 7, 12, 0)) == []


def test_what_takes_the_place_of_another_session_is_said_to(week):
    sunday = {
        "id": "sunday.1",
        "kind": "group",
        "group": "sunday",
        "date": "2026-03-08",
        "start": "9:00",
        "end": "12:00",
    }
    pack = packed(week, **{"evening.3": sunday})
    letter = pack["clients/c04.txt"]
    assert "Cancelled" not in letter
    assert "when:    Sun 8 March 2026, 09:00-12:00\n             instead of Sat 7 March 2026, 09:00" in letter
    # To its clients a session that only has another id is the same.
    assert not [
        name for name in packed(week, **{"evening.3": {**sunday, "date": "2026-03-07"}}) if "clie" in name
    ]


def test_weeks_are_told_apart_by_the_days_of_the_new_one(week):
    ahead = dt.timedelta(weeks=1)
    before = sample_schedule(week)
    later = sample_schedule(week, without={"c01.ind.1"}, **{"evening.2": {"room": "office"}})
    moved = tuple(session.model_copy(update={"date": session.date + ahead}) for session in later.sessions)
    after = later.model_copy(update={"week": later.week + ahead, "sessions": moved})
    pack = change_pack(diff(before, after), before)
    letter = pack["clients/c01.txt"]
    assert letter.startswith(
        "For c01: what changes in the week of Mon 9 March 2026\n(day by day, against the week"
    )
    assert "when:    Tue 10 March 2026, 10:00-10:50\n" in letter
    assert "when:    Wed 11 March 2026, 17:30-20:30, as before\n" in letter
    assert "of Mon 9 March 2026" in pack["call-list.txt"]


def test_who_leaves_and_who_is_new_is_told_so(week):
    changes = {f"evening.{n}": {"clients": ("c02", "c03")} for n in "123"}
    without = {"c01.ind.1", "c01.family.1"}
    whole, less = sample_schedule(week), sample_schedule(week, without=without, **changes)
    letter = change_pack(diff(whole, less), whole)["clients/c04.txt"]
    assert letter.endswith("There is no other session for you in this week.\n")
    letter = change_pack(diff(less, whole), less)["clients/c04.txt"]
    assert letter.endswith("These are all your sessions that are still to come in this week.\n")


def test_nobody_is_told_of_nothing(week):
    pack = packed(week)
    assert set(pack) == {"call-list.txt", "call-list.json"}
    assert json.loads(pack["call-list.json"])["calls"] == []


def test_a_pack_is_made_of_the_schedule_the_differences_are_of(week):
    whole, less = sample_schedule(week), sample_schedule(week, without={"c01.ind.1"})
    with pytest.raises(ProblemsError, match="difference_unfit"):
        change_pack(diff(whole, less), less)
