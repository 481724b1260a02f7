"""Pins written on the command line: what they say, what becomes of them, and what is told of mistakes."""

from typing import Any

import pytest

from builders import (
    client,
    clinician,
    group,
    group_session,
    individual,
    instance,
    own_session,
    room,
    schedule,
    service,
)
from iopsched.domain.instance import Instance
from iopsched.domain.relations import Pin
from iopsched.errors import Problem, ProblemsError
from iopsched.replanning.pinning import option_of, parse_pin, pins_of, sentence_of, text_of, with_pins

NAME = "Zoe-Quimby"


@pytest.fixture(name="week")
def fixture_week() -> Instance:
    """c1 and c2 in dbt-1 on Monday, c2 with a session of its own on Tuesday, c3 nowhere; published."""
    facts = instance(
        services=[service("grp", modes=["on_site", "telehealth"]), individual()],
        rooms=[room("A"), room("B")],
        clinicians=[clinician("k1"), clinician("k2")],
        groups=[group("dbt-1", "Mon 18:00", "Wed 18:00"), group("h.x", "Thu 9:00")],
        clients=[client("c1"), client("c2", "grp", "ind"), client("c3")],
    )
    before = schedule(
        facts,
        group_session("dbt-1.1", "Mon 18:00", ["c1", "c2"]),
        own_session("c2.ind.1", "Tue 10:00", leaders=["k2"], room="B"),
    )
    return facts.replace(published=before)


def mistakes(week: Instance, *hold: str, forbid: tuple[str, ...] = ()) -> list[Problem]:
    with pytest.raises(ProblemsError) as error:
        with_pins(week, hold, forbid)
    return list(error.value.problems)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("client:c2", {"client": "c2"}),
        ("clinician:k1", {"clinician": "k1"}),
        ("room:A", {"room": "A"}),
        ("group:h.x", {"group": "h.x"}),
        ("session:c2.ind.1", {"session": "c2.ind.1"}),
        ("session:dbt-1.2", {"session": "dbt-1.2"}),
        ("service:ind", {"service": "ind"}),
        ("mode:telehealth", {"mode": "telehealth"}),
        ("mode:on-site", {"mode": "on_site"}),
        ("day:mon", {"day": "Mon"}),
        ("day:Wednesday", {"day": "Wed"}),
        ("start:mon-18:00", {"start": "Mon 18:00"}),
        ("start:Mon 18", {"start": "Mon 18:00"}),
        ("until:wed-14:00", {"until": "Wed 14:00"}),
        ("client:c1,group:dbt-1", {"client": "c1", "group": "dbt-1"}),
        (" Client: c1 , day:mon ", {"client": "c1", "day": "Mon"}),
    ],
)
def test_a_pin_says_what_its_text_says(week: Instance, text: str, fields: dict[str, Any]) -> None:
    read = parse_pin(text, "forbid", instance=week)
    assert read == Pin.model_validate({"pin": "forbid", **fields})
    assert parse_pin(text_of(read), "forbid", instance=week) == read


def test_a_hold_is_as_published_exactly_where_something_published_agrees(week: Instance) -> None:
    asked = {
        "client:c1": True,
        "client:c3": False,
        "client:c1,group:dbt-1": True,
        "client:c3,group:dbt-1": False,
        "day:mon": True,
        "day:fri": False,
        "session:dbt-1.1,start:wed-18:00": False,
        "until:mon-18:00": False,
        "until:mon-18:15": True,
    }
    pins = pins_of(week, tuple(asked))
    assert {text_of(pin): pin.as_published for pin in pins} == asked
    assert not any(pin.as_published for pin in pins_of(week.replace(published=None), ["client:c1"]))
    assert not any(pin.as_published for pin in pins_of(week, forbid=["client:c1"]))


def test_what_was_published_and_is_no_longer_offered_makes_no_hold_as_published(week: Instance) -> None:
    left = week.replace(groups=week.groups[1:])
    assert [pin.as_published for pin in pins_of(left, ["client:c1", "client:c2"])] == [False, True]


def test_each_pin_has_a_sentence(week: Instance) -> None:
    pins = pins_of(week, ["client:c2", "day:tue", "client:c3,group:dbt-1"], ["clinician:k2,day:mon"])
    assert [sentence_of(week, pin) for pin in pins] == [
        "hold client:c2: its 2 published sessions stay as they are, and there will be no other",
        "hold day:tue: its 1 published session stays as it is, and there will be no other",
        "hold client:c3,group:dbt-1: nothing published agrees with it; at least one session will",
        "forbid clinician:k2,day:mon: no session will agree with it",
    ]
    assert option_of(pins[3]) == "--forbid clinician:k2,day:mon"


def test_pins_are_added_to_the_instances_own_each_once(week: Instance) -> None:
    first, said = with_pins(week, ["client:c1", "client:c1"], ["day:fri"])
    assert [(pin.pin, text_of(pin)) for pin in first.pins] == [("hold", "client:c1"), ("forbid", "day:fri")]
    again, repeated = with_pins(first, ["client:c1"])
    assert again.pins == first.pins
    assert repeated == said[:1]
    assert with_pins(week) == (week, ())


@pytest.mark.parametrize(
    ("text", "code", "place", "way_out"),
    [
        ("client:c22", "unknown_reference", "--hold client:<text, 3 characters>", "Did you mean c2?"),
        (
            "room:attic",
            "unknown_reference",
            "--hold room:<text, 5 characters>",
            "Use the id of a room of the instance.",
        ),
        ("session:dbt-1.3", "unknown_reference", "--hold session:<text, 7 characters>", "Did you mean"),
        ("clients:c1", "unknown_key", "--hold <key, 7 characters>:<text, 2 characters>", "Use client, clin"),
        ("c1", "pin_unclear", "--hold <text, 2 characters>", "Write it as client:c014"),
        ("client", "pin_unclear", "--hold client", "Write it as client:c014"),
        ("client:", "pin_unclear", "--hold client:<empty text>", "Write it as client:c014"),
        ("", "pin_unclear", "--hold <empty text>", "Write it as client:c014"),
        ("client:c1,", "pin_unclear", "--hold client:c1,<empty text>", "Write it as client:c014"),
        ("client:c1,client:c2", "duplicate_key", "--hold client:c1,client:c2", "Say it once"),
        ("day:someday", "day_invalid", "--hold day:<text, 7 characters>", "Write mon, tue"),
        ("start:mon", "week_time_invalid", "--hold start:mon", "as start:mon-18:00"),
        ("until:mon-25:00", "week_time_invalid", "--hold until:mon-25:00", "as until:mon-18:00"),
        ("mode:phone", "not_a_choice", "--hold mode:<text, 5 characters>", "Write on_site or telehealth."),
    ],
)
def test_each_mistake_is_told_with_a_way_out(
    week: Instance, text: str, code: str, place: str, way_out: str
) -> None:
    (problem,) = mistakes(week, text)
    assert (problem.code, problem.place) == (code, place)
    assert way_out in problem.way_out


def test_all_mistakes_of_all_pins_are_told_at_once_and_no_name_is_repeated(week: Instance) -> None:
    keys = ("client", "clinician", "room", "group", "session", "service", "mode", "day", "start", "until")
    found = mistakes(
        week, *(f"{key}:{NAME}" for key in (*keys, NAME)), forbid=(NAME, f"client:{NAME},day:{NAME}")
    )
    assert len(found) == len(keys) + 1 + 1 + 2
    assert not any(part.lower() in str(problem).lower() for problem in found for part in NAME.split("-"))


def test_pins_that_contradict_are_told_by_their_options(week: Instance) -> None:
    pinned, _ = with_pins(week, (), ["room:B"])
    told = mistakes(pinned, "client:c2", "session:dbt-1.2,start:thu-18:00", forbid=("clinician:k1",))
    assert [(problem.code, problem.place) for problem in told] == [
        ("pin_impossible", "--hold session:dbt-1.2,start:thu-18:00"),
        ("pins_contradict", "--hold client:c2"),
        ("pins_contradict", "--hold client:c2"),
    ]
    assert told[1].message == "dbt-1.1, kept as published here, is forbidden at --forbid clinician:k1"
    assert told[2].message == "c2.ind.1, kept as published here, is forbidden at pins[0]"
