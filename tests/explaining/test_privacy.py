"""An explanation meant for one client names nobody else, in text or JSON, and keeps relations to itself."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from iopsched.domain.progress import Limits
from iopsched.domain.relations import Pin
from iopsched.explaining.privacy import ARRANGEMENTS, ForClient
from iopsched.explaining.why_not import why_not

LIMITS = Limits(reproducible=True, effort=5, workers=1)


def busy_week(**parts):
    """Four clients, two of whom have guests, with own sessions, in one group that is full."""
    clients = [
        client(
            f"c{number}",
            "grp",
            item("fam", with_guests=[f"v{number}"]) if number in (1, 2) else "ind",
            guests=[{"id": f"v{number}"}] if number in (1, 2) else [],
            hours="Mon 17-20",
        )
        for number in range(1, 5)
    ]
    return instance(
        services=[service("grp"), individual(), service("fam", format="family")],
        groups=[group("g", "Mon 18:00", max_heads=3), group("h", "Mon 18:00")],
        rooms=[room("A", 9), room("B", 9), room("C", 9)],
        clinicians=[clinician("k1"), clinician("k2"), clinician("k3")],
        clients=clients,
        **parts,
    )


def planned(week):
    return schedule(
        week,
        group_session("g.1", "Mon 18:00", ["c2", "c3", "c4"], ["k1"], "A"),
        own_session("c2.fam.1", "Mon 17:00", leaders=["k1"], room="A", guests=["v2"]),
        own_session("c3.ind.1", "Mon 19:00", leaders=["k1"], room="A"),
        own_session("c4.ind.1", "Mon 17:00", leaders=["k2"], room="B"),
        own_session("c1.fam.1", "Mon 17:00", leaders=["k3"], room="C", guests=["v1"]),
    )


def named(text: str) -> set[str]:
    """Return who and whose sessions a text names besides c1."""
    words = set(re.findall(r"[A-Za-z0-9][A-Za-z0-9-]*", text.replace(".", " ")))
    return words & {"c2", "c3", "c4", "v2"}


@pytest.mark.parametrize(
    "wish",
    [
        {"client": "c1", "group": "g"},
        {"client": "c1", "group": "h"},
        {"session": "c1.fam.1", "start": "Mon 19:00"},
        {"session": "c1.fam.1", "clinician": "k2"},
        {"session": "c1.fam.1", "room": "B"},
        {"client": "c1", "clinician": "k1"},
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_no_answer_for_a_client_names_anybody_else(wish, apart):
    relations = [{"kind": "apart_building", "clients": ["c1", "c3"]}] if apart else []
    week = busy_week(relations=relations)
    if apart:
        kept = [s for s in planned(week).sessions if s.id == "c1.fam.1"]
        plan = schedule(week, *kept)
    else:
        plan = planned(week)
    pins = [Pin.model_validate({"pin": "hold", **wish})]
    if apart:
        pins.append(Pin.model_validate({"pin": "hold", "client": "c3", "day": "Mon", "group": "g"}))
    answer = why_not(week, plan, pins, limits=LIMITS)
    private = ForClient(week, "c1").sentences(answer.sentences)
    assert private
    assert not named(json.dumps(private))
    assert not any("apart" in sentence for sentence in private)


def test_others_are_counted():
    told = ForClient(busy_week(), "c1").sentences(
        [
            "g.1 is full: c2, c3 and c4 are in it",
            "c1 shares the room with c4.",
            "room A holds c2.fam.1 on Mon 17:00-18:00 and c1.fam.1",
            "guest v2 of c2 is there, and guest v1",
            "c3 leaves g.1",
        ]
    )
    assert told == (
        "g.1 is full: 3 other clients are in it",
        "c1 shares the room with another client.",
        "room A holds another session on Mon 17:00-18:00 and c1.fam.1",
        "another guest of another client is there, and guest v1",
    )


def test_who_is_kept_apart_stays_untold():
    told = ForClient(busy_week(), "c1").sentences(
        [
            "apart_in_session: clients c1 and c3 are kept apart and both in g.1 on Mon 18:00",
            "tried: without the rule apart_in_session (Clients kept apart are never together) it could be",
            "g.1 on Mon 18:00 has client c1 without c2, who are kept together",
        ]
    )
    assert told == (ARRANGEMENTS,)


PIECES = st.one_of(
    st.sampled_from(["c1", "c2", "c3", "c4", "v1", "v2", "c2.fam.1", "c3.ind.1", "c1.fam.1", "g.1", "k1"]),
    st.sampled_from(["client", "clients", "guest", "full", "is", "in", "Mon 18:00", "moved"]),
)
JOINTS = st.sampled_from([" ", ", ", " and ", ": ", ". ", "; ", " (", ") ", ",", ", and ", "'s ", " or "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, JOINTS), min_size=1, max_size=12))
def test_whatever_is_said_names_nobody_else(parts):
    sentence = "".join(piece + joint for piece, joint in parts)
    told = ForClient(busy_week(), "c1").sentences([sentence])
    assert not named(" ".join(told))
