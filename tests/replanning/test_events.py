"""Events: what they take out of an instance, what they say about it, and that their order is nothing."""

import datetime as dt
import itertools

import pytest

from builders import (
    MON,
    THU,
    TUE,
    WED,
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    item,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.clients import Client
from iopsched.domain.hours import format_day_hours
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.errors import ProblemsError
from iopsched.judging.hours import hours_on
from iopsched.replanning.events import (
    Absence,
    Arrival,
    Cancelling,
    Closing,
    Leaving,
    apply_events,
    event_problems,
)


def a_week(**parts) -> Instance:
    """Two clinicians, two rooms, a group of two evenings, a track of three, four clients."""
    return instance(
        **{
            "services": [service("grp"), individual("ind"), service("couple", format="conjoint")],
            "clinicians": [clinician("k1", hours="Mon-Thu 16-21"), clinician("k2", hours="Mon-Fri 9-21")],
            "rooms": [room("A"), room("B", hours="Mon-Thu 17-21")],
            "groups": [
                group("open", "Tue 18:00", "Thu 18:00 | Fri 18:00"),
                group(
                    "track", "Mon 18:00", "Tue 19:00", "Wed 18:00", attendance="attend_all", leaders=["k1"]
                ),
                group("few", "Fri 12:00", closed=True, members=["c1", "c2"]),
            ],
            "clients": [
                client("c1", "grp", "ind", item("couple", with_clients=["c2"])),
                client("c2", "grp", item("couple", with_clients=["c1"]), hours="Mon-Fri 12-20"),
                client("c3", "grp", exceptions=[{"date": WED, "hours": "17-19"}]),
                client("c4", "grp"),
            ],
            "relations": [
                {"kind": "apart", "clients": ["c1", "c2"]},
                {"kind": "apart", "clients": ["c1", "c3", "c4"]},
            ],
            **parts,
        }
    )


def hours_of(person, date) -> str:
    day = dt.date.fromisoformat(date)
    return format_day_hours(hours_on(day, person.hours, person.exceptions))


def problems_of(week, *events) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as error:
        apply_events(week, events)
    assert list(error.value.problems) == event_problems(week, events)
    return [(problem.code, problem.place) for problem in error.value.problems]


def test_an_absence_takes_the_date_or_its_hours():
    changed = apply_events(
        a_week(),
        [
            Absence(clinician="k2", date=TUE),
            Absence(clinician="k2", date=THU, hours="12-14, 20-22"),
            Absence(client="c3", date=WED, hours="17-18"),
            Absence(client="c4", date=WED),
        ],
    )
    k2, week = changed.instance.clinician["k2"], changed.instance
    assert changed.notes == ()
    assert hours_of(k2, TUE) == "never"
    assert hours_of(k2, THU) == "09:00-12:00, 14:00-20:00"
    assert hours_of(k2, MON) == "09:00-21:00"
    assert hours_of(week.client["c3"], WED) == "18:00-19:00"
    assert hours_of(week.client["c4"], WED) == "never"
    assert len(week.client["c3"].exceptions) == 1
    assert Instance.model_validate(week.model_dump(mode="json")) == week


def test_absences_of_one_date_add_up():
    events = [Absence(clinician="k2", date=TUE, hours=hours) for hours in ("9-12", "11-13", "20-21")]
    changed = apply_events(a_week(), events)
    assert hours_of(changed.instance.clinician["k2"], TUE) == "13:00-20:00"


def test_an_absence_of_somebody_who_is_not_there_is_a_note():
    week = a_week()
    changed = apply_events(
        week, [Absence(clinician="k1", date=TUE, hours="9-12"), Absence(client="c2", date="2026-03-07")]
    )
    assert changed.instance == week
    assert changed.notes == (
        "clinician k1 is not there anyway on Tue 2026-03-03, 09:00-12:00",
        "client c2 is not there anyway on Sat 2026-03-07",
    )


def test_a_room_closes_within_its_own_hours_or_those_of_its_site():
    week = a_week(sites=[{"id": "main", "hours": "Mon-Fri 9-21"}])
    changed = apply_events(
        week,
        [
            Closing(room="A", date=WED, hours="9-17"),
            Closing(room="B", date=WED),
            Closing(room="B", date=TUE, hours="9-12"),
        ],
    )
    hours = {
        one.id: [(str(entry.date), format_day_hours(entry.hours)) for entry in one.exceptions]
        for one in changed.instance.rooms
    }
    assert hours == {"A": [(WED, "17:00-21:00")], "B": [(WED, "never")]}
    assert changed.notes == ("room B is not open anyway on Tue 2026-03-03, 09:00-12:00",)


def test_a_site_closes_by_a_closure_that_names_it():
    closed = {"date": TUE, "sites": ["main"]}
    week = a_week(week={"closures": [closed]})
    changed = apply_events(
        week, [Closing(site="main", date=TUE), Closing(site="main", date=THU, hours="12-18")]
    )
    closures = [closure.model_dump(mode="json") for closure in changed.instance.week.closures]
    assert closures == [
        {**closed, "hours": None},
        {"date": THU, "sites": ["main"], "hours": "12:00-18:00"},
    ]
    assert changed.notes == ("site main is closed already on Tue 2026-03-03",)


def test_what_is_cancelled_is_forbidden():
    changed = apply_events(
        a_week(),
        [Cancelling(group="few"), Cancelling(group="open", date=THU), Cancelling(session="c1.ind.1")],
    )
    assert set(changed.instance.pins) == {
        Pin(pin="forbid", group="few"),
        Pin(pin="forbid", group="open", day="Thu"),
        Pin(pin="forbid", session="c1.ind.1"),
    }
    assert changed.notes == ()


def test_there_may_be_nothing_to_cancel():
    changed = apply_events(
        a_week(), [Cancelling(group="open", date=MON), Cancelling(session="open.1", date=WED)]
    )
    assert changed.instance == a_week()
    assert changed.notes == (
        "there is nothing to cancel: group open does not meet on Mon 2026-03-02",
        "there is nothing to cancel: session open.1 does not meet on Wed 2026-03-04",
    )


def test_a_meeting_of_a_track_is_taken_out_of_it_so_that_the_rest_goes_on():
    week = a_week(pins=[{"pin": "hold", "session": "track.2", "client": "c1"}])
    for cancelled in (Cancelling(group="track", date=TUE), Cancelling(session="track.2")):
        changed = apply_events(week, [cancelled])
        assert [meeting.id for meeting in changed.instance.group["track"].meetings] == ["1", "3"]
        assert changed.instance.pins == ()
        assert changed.notes == ("pins[0] no longer applies: track.2 is cancelled",)
    whole = apply_events(a_week(), [Cancelling(group="track")]).instance
    assert whole.pins == (Pin(pin="forbid", group="track"),)
    assert len(whole.group["track"].meetings) == 3


def test_a_meeting_that_its_only_leader_misses_is_taken_out_of_the_track():
    changed = apply_events(a_week(), [Absence(clinician="k1", date=TUE)])
    assert [meeting.id for meeting in changed.instance.group["track"].meetings] == ["1", "3"]
    assert changed.notes == (
        "track.2 cannot be held on Tue 19:00 any more, for want of a leader, a room or an open site; "
        "it is cancelled, and the rest of track goes on without it",
    )
    assert len(changed.instance.group["open"].meetings) == 2


@pytest.mark.parametrize(
    "event",
    [
        Closing(site="main", date=TUE, hours="19-20"),
        Closing(room="A", date=TUE),
        Absence(clinician="k1", date=TUE, hours="19:30-20"),
    ],
)
def test_a_track_may_lose_its_meeting_to_a_room_or_a_site_too(event):
    groups = [
        group("track", "Mon 18:00", "Tue 19:00", attendance="attend_all", rooms=["A"], leaders=["k1"]),
    ]
    week = a_week(groups=groups)
    changed = apply_events(week, [event])
    assert [meeting.id for meeting in changed.instance.group["track"].meetings] == ["1"]


def test_a_track_with_another_leader_keeps_its_meeting():
    groups = [group("track", "Mon 18:00", "Tue 19:00", attendance="attend_all", leaders=["k1", "k2"])]
    changed = apply_events(a_week(groups=groups), [Absence(clinician="k1", date=TUE)])
    assert len(changed.instance.group["track"].meetings) == 2
    roles = [{"id": "lead"}, {"id": "second"}]
    two = a_week(groups=groups, services=[service("grp", roles=roles), individual(), service("couple")])
    changed = apply_events(two, [Absence(clinician="k1", date=TUE)])
    assert len(changed.instance.group["track"].meetings) == 1


def test_whoever_leaves_before_the_week_is_taken_out_with_all_that_names_it():
    week = a_week(
        pins=[
            {"pin": "hold", "client": "c1", "group": "open"},
            {"pin": "hold", "session": "c1.ind.1", "day": "Tue"},
            {"pin": "hold", "client": "c3", "group": "open"},
        ]
    )
    changed = apply_events(week, [Leaving(client="c1")])
    left = changed.instance
    assert [one.id for one in left.clients] == ["c2", "c3", "c4"]
    assert left.client["c2"].plan[1].with_clients == ()
    assert left.group["few"].members == ("c2",)
    assert [relation.clients for relation in left.relations] == [("c3", "c4")]
    assert [pin.client for pin in left.pins] == ["c3"]
    assert changed.notes == (
        "c1 comes along to couple of c2 no longer: c1 left",
        "relation of c1 and c2 no longer applies: c1 left",
        "relation of c1, c3 and c4 is now of c3 and c4: c1 left",
        "group few has 1 member less: c1 left",
        "pins[0] no longer applies: c1 left",
        "pins[1] no longer applies: c1 left",
    )


def test_whoever_leaves_during_the_week_has_a_stay_that_ends():
    week = a_week(pins=[{"pin": "hold", "client": "c1", "group": "open", "start": "Thu 18:00"}])
    changed = apply_events(week, [Leaving(client="c1", date=WED), Leaving(client="c2", date=MON)])
    assert str(changed.instance.client["c1"].ends_on) == TUE
    assert "c2" not in changed.instance.client
    assert "pins[0] no longer applies: c1 left" in changed.notes
    again = apply_events(changed.instance, [Leaving(client="c1", date=THU)])
    assert again.instance == changed.instance
    assert again.notes == ("the stay of c1 ends on Tue 2026-03-03 already",)


def test_whoever_leaves_now_stays_for_what_is_past():
    week = a_week(week={"now": f"{TUE}T14:30"})
    changed = apply_events(week, [Leaving(client="c2")])
    c2 = changed.instance.client["c2"]
    assert str(c2.ends_on) == TUE
    assert hours_of(c2, TUE) == "12:00-14:30"
    assert hours_of(c2, MON) == "12:00-20:00"


def test_whoever_was_in_a_session_already_is_never_taken_out():
    plain = a_week()
    held = schedule(plain, group_session("track.1", "Mon 18:00", clients=["c1", "c2"])).sessions
    week = plain.replace(
        week=plain.week.model_copy(update={"now": dt.datetime(2026, 3, 3, 14)}), history=held
    )
    changed = apply_events(week, [Leaving(client="c1", date=MON), Leaving(client="c4", date=MON)])
    assert str(changed.instance.client["c1"].ends_on) == MON
    assert "c4" not in changed.instance.client
    assert changed.instance.history == held


def test_a_track_that_has_begun_loses_only_what_is_to_come():
    plain = a_week()
    held = schedule(plain, group_session("track.1", "Mon 18:00", clients=["c1", "c2"])).sessions
    week = plain.replace(
        week=plain.week.model_copy(update={"now": dt.datetime(2026, 3, 3, 14)}), history=held
    )
    changed = apply_events(week, [Cancelling(group="track")])
    assert [meeting.id for meeting in changed.instance.group["track"].meetings] == ["1"]
    past = apply_events(week, [Cancelling(group="track", date=MON)])
    assert past.instance == week
    assert past.notes == ("there is nothing to cancel: group track was before now",)


def test_clients_arrive():
    fresh = Client.model_validate(client("c9", "grp", primary="k1"))
    changed = apply_events(a_week(), [Absence(client="c9", date=TUE), Arrival(clients=(fresh,))])
    assert changed.instance.client["c9"].primary == "k1"
    assert hours_of(changed.instance.client["c9"], TUE) == "never"


def test_everything_wrong_with_the_events_is_told_at_once():
    stray = Client.model_validate(client("c9", "grp", primary="k9"))
    found = problems_of(
        a_week(),
        Absence(clinician="k3", date=TUE, place="--absent <text, 2 characters>:tue"),
        Absence(client="c1", date="2026-03-09"),
        Closing(room="C", date=WED),
        Closing(site="north", date=WED),
        Cancelling(group="opn"),
        Cancelling(session="open.7"),
        Leaving(client="c7"),
        Arrival(clients=(stray,)),
    )
    assert sorted(found) == [
        ("date_outside_week", "events[1] (absence)"),
        ("unknown_reference", "--absent <text, 2 characters>:tue"),
        ("unknown_reference", "events[2] (closing)"),
        ("unknown_reference", "events[3] (closing)"),
        ("unknown_reference", "events[4] (cancelling)"),
        ("unknown_reference", "events[5] (cancelling)"),
        ("unknown_reference", "events[6] (leaving)"),
        ("unknown_reference", "events[7] (arrival): clients[0] (c9).primary"),
    ]


def test_problems_name_the_nearest_known_id_and_nothing_foreign():
    events = [Absence(clinician="k11", date=TUE), Cancelling(group="opne"), Leaving(client="zoe-quimby")]
    told = [str(problem) for problem in event_problems(a_week(), events)]
    assert "Did you mean k" in told[0]
    assert "Did you mean open?" in told[1]
    assert "zoe" not in told[2]


def test_nobody_arrives_who_is_here():
    one, two = (Client.model_validate(client(name, "grp")) for name in ("c1", "c9"))
    found = problems_of(a_week(), Arrival(clients=(one, two)), Arrival(clients=(two,)))
    assert found == [
        ("duplicate_id", "events[0] (arrival): clients[0] (c1).id"),
        ("duplicate_id", "events[1] (arrival): clients[0] (c9).id"),
    ]


def test_their_order_is_nothing():
    fresh = tuple(Client.model_validate(client(name, "grp")) for name in ("c8", "c9"))
    published = schedule(a_week(), own_session("c1.ind.1", "Mon 17:00"))
    week = a_week(published=published)
    events = [
        Absence(clinician="k1", date=TUE),
        Absence(clinician="k2", date=TUE, hours="9-12"),
        Absence(clinician="k2", date=TUE, hours="11-14"),
        Closing(room="B", date=TUE),
        Cancelling(group="open", date=TUE),
    ]
    others = [Arrival(clients=fresh[:1]), Arrival(clients=fresh[1:]), Leaving(client="c1"), events[0]]
    whole = apply_events(week, [*events, *others])
    assert whole.notes
    for order in itertools.islice(itertools.permutations([*events, *others]), 0, None, 6007):
        again = apply_events(week, order)
        assert again.instance.digest == whole.instance.digest
        assert again.notes == whole.notes
        assert again.instance == whole.instance
    for order in itertools.permutations(events):
        assert apply_events(week, order) == apply_events(week, events)


def test_an_absence_is_of_one_person_and_a_closing_of_one_place():
    for make in (
        lambda: Absence(date=TUE),
        lambda: Absence(clinician="k1", client="c1", date=TUE),
        lambda: Closing(room="A", site="main", date=TUE),
        lambda: Cancelling(date=TUE),
    ):
        with pytest.raises(ValueError, match="is of a|is a group"):
            make()
