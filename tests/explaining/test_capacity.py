"""Capacity: how many more could start, held against planted weeks in which that is known."""

import threading

import pytest

from builders import (
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
from iopsched import Limits, ProblemsError
from iopsched.domain.clients import Client
from iopsched.explaining.capacity import capacity
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=30.0, workers=1)


def profile(*planned, **fields):
    return Client.model_validate(client("profile", *planned, **fields))


def seats_for(number):
    """A week with one group, one client in it, and seats for so many more; all come only when it meets."""
    return instance(
        groups=[group("g", "Mon 18:00", max_heads=1 + number)],
        clients=[client("c1", "grp", hours="Mon 18-19")],
    )


def room_in(facts, *sessions, who=None, **options):
    present = schedule(facts, *sessions)
    who = who or profile("grp", hours="Mon 18-19")
    return capacity(facts, present, who, limits=LIMITS, **options)


def test_seats_for_exactly_three_more():
    facts = seats_for(3)
    found = room_in(facts, group_session("g.1", "Mon 18:00"))
    assert (found.at_least, found.at_most, found.complete) == (3, 3, True)
    assert found.ids == ("new-1", "new-2", "new-3")
    assert found.binds == ("grp: no seat is left in g.1",)
    assert [(need.client, need.kind, need.short) for need in found.short] == [("new-4", "sessions", 1)]
    assert found.bounds[0].sentence.startswith("grp has 4 seats in all its groups")


def test_the_schedule_shown_serves_all_of_them_and_breaks_no_rule():
    facts = seats_for(3)
    who = profile("grp", hours="Mon 18-19")
    found = room_in(facts, group_session("g.1", "Mon 18:00"), who=who)
    newcomers = tuple(who.model_copy(update={"id": one}) for one in found.ids)
    grown = facts.replace(clients=(*facts.clients, *newcomers))
    verdict = judge(grown, found.schedule)
    assert verdict.valid
    assert verdict.shortfalls == ()
    assert found.schedule.instance_digest is not None


def test_the_lever_that_makes_room_and_what_a_seat_is_worth():
    facts = seats_for(1)
    found = room_in(facts, group_session("g.1", "Mon 18:00"))
    assert found.gains[0].sentence == "3 more seats in g (5 instead of 2)"
    assert found.gains[0].more == 3
    worth = {one.thing: (one.more, one.sentence) for one in found.marginal}
    assert worth["seat"] == (1, "One more seat in g (3 instead of 2)")
    # Nothing else binds: an hour more of a room or of somebody's time takes in nobody.
    assert worth["room_hour"][0] == 0
    assert worth["clinician_hour"][0] == 0
    assert worth["clinician_hour"][1] == "k1 stays 60 minutes longer on Mon (until 20:00)"


def test_hours_of_the_one_who_leads_bind_and_are_counted():
    facts = instance(
        services=[individual()],
        clinicians=[clinician("k1", hours="Mon 17-20")],
        clients=[client("c1", "ind", primary="k1")],
    )
    who = profile("ind", primary="k1")
    found = room_in(facts, own_session("c1.ind.1", "Mon 17:00"), who=who)
    assert (found.at_least, found.at_most) == (2, 2)
    assert found.bounds[0].sentence.startswith(
        "ind: k1 can lead at most 180 minutes, of which others keep 60"
    )
    assert found.binds == ("ind: no time is left that suits of k1",)
    assert {one.thing: one.more for one in found.marginal}["clinician_hour"] == 1


def test_rooms_bind():
    facts = instance(
        services=[individual()],
        clinicians=[clinician("k1"), clinician("k2")],
        clients=[client("c1", "ind", hours="Mon 18-19")],
    )
    found = room_in(facts, own_session("c1.ind.1", "Mon 18:00"), who=profile("ind", hours="Mon 18-19"))
    assert (found.at_least, found.at_most) == (0, 0)
    worth = {one.thing: one.more for one in found.marginal}
    assert worth == {"seat": 0, "room_hour": 1, "clinician_hour": 0}
    assert "One more room like A, Mon 18:00-19:00 (A-extra-1)" in [one.sentence for one in found.gains]


def test_whoever_is_there_keeps_what_it_has():
    # One seat is left only if c1, who has the hours for either group, is moved; nobody may fall short.
    facts = instance(
        services=[service("grp")],
        groups=[group("g", "Mon 18:00", max_heads=1), group("h", "Tue 18:00", max_heads=1)],
        clients=[client("c1", "grp")],
    )
    found = room_in(facts, group_session("g.1", "Mon 18:00"))
    assert (found.at_least, found.at_most) == (1, 1)
    held = {session.id: session.clients for session in found.schedule.sessions}
    assert held == {"g.1": ("new-1",), "h.1": ("c1",)}


def test_who_is_short_already_may_stay_so_but_not_shorter():
    facts = instance(
        groups=[group("g", "Mon 18:00", max_heads=2)],
        clients=[client("c1", "grp"), client("c2", "grp", hours="Sun 9-10")],
    )
    found = room_in(facts, group_session("g.1", "Mon 18:00"))
    assert (found.at_least, found.at_most) == (1, 1)


def test_a_profile_that_cannot_be_served_at_all_is_said_so():
    found = room_in(seats_for(3), group_session("g.1", "Mon 18:00"), who=profile("grp", hours="Sun 9-10"))
    assert (found.at_least, found.at_most) == (0, 0)
    assert found.bounds[0].sentence == "such a client falls short even with nobody else there, as was proved"


def test_caseloads_bind_those_who_have_to_be_assigned():
    facts = instance(
        services=[individual()],
        clinicians=[clinician("k1", max_caseload=2)],
        clients=[client("c1", "ind", primary="k1")],
    )
    found = room_in(facts, own_session("c1.ind.1", "Mon 17:00"), who=profile("ind", hours="Mon 17-20"))
    assert (found.at_least, found.at_most) == (1, 1)


def test_a_profile_with_a_guest_brings_one_each():
    facts = instance(
        services=[service("fam", format="family")],
        clients=[client("c1")],
        rooms=[room("A", 3)],
        clinicians=[clinician("k1", hours="Mon 17-19")],
    )
    who = profile(item("fam", with_guests=["g01"]), guests=[{"id": "g01"}])
    found = room_in(facts, who=who)
    assert (found.at_least, found.at_most) == (2, 2)
    assert {session.guests for session in found.schedule.sessions} == {("g01-1",), ("g01-2",)}


def test_a_profile_that_does_not_fit_is_told_with_its_place():
    with pytest.raises(ProblemsError) as caught:
        room_in(seats_for(1), group_session("g.1", "Mon 18:00"), who=profile("nothing"))
    assert [(one.code, one.place) for one in caught.value.problems] == [
        ("unknown_reference", "profile.plan[0].service")
    ]


def test_progress_is_told_and_whoever_stops_keeps_what_is_known():
    told, stop = [], threading.Event()

    def watch(added, tried):
        told.append((added, tried))
        if added == 2:
            stop.set()

    found = room_in(seats_for(5), group_session("g.1", "Mon 18:00"), on_progress=watch, cancel=stop)
    assert told == [(1, 0), (2, 0)]
    assert (found.at_least, found.at_most, found.complete) == (2, 5, False)
