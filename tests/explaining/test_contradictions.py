"""Contradictions: planted ones are found whole and no larger, and none is found where there is a schedule."""

import random

import pytest

from builders import client, group_session, instance, item, own_session, schedule, service
from explaining.conflict_week import Planted, forbid, hold, week
from explaining.conflicts_of_people import meals
from explaining.planted_conflicts import PLANTED
from iopsched.conflicts.finding import shrunk
from iopsched.conflicts.parts import Part
from iopsched.conflicts.wording import conflict_words
from iopsched.cpsat.build import build
from iopsched.cpsat.run import Budget, run
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.relations import Pin
from iopsched.domain.rules import RULES
from iopsched.errors import NoScheduleError, ProblemsError
from iopsched.explaining.contradictions import contradictions
from iopsched.judging.judge import judge
from iopsched.solving import solve

LIMITS = Limits(reproducible=True, effort=20, workers=1)
BRIEF = Limits(reproducible=True, effort=1, workers=1)


def possible(facts: Instance, rules: frozenset[str] | None = None) -> bool:
    """Whether the whole model, under all rules or some and the pins, has any schedule at all."""
    without = frozenset() if rules is None else frozenset(RULES) - rules - {"held", "forbidden"}
    done = run(build(facts, without=without).model, LIMITS, Budget(None, 10.0), lambda *_: None, None)
    assert done.status in ("optimal", "infeasible")
    return done.status == "optimal"


def numbers(places: tuple[str, ...]) -> list[int]:
    return [int(place[5:-1]) for place in places if place.startswith("pins[")]


def with_pins_alone(facts: Instance, kept: list[int]) -> Instance:
    return facts.replace(pins=tuple(facts.pins[number] for number in kept))


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_what_is_planted_is_found(planted: Planted) -> None:
    found = contradictions(planted.instance, limits=LIMITS)
    assert found is not None
    assert tuple(part.place for part in found.parts) == planted.places
    assert tuple(rule.rule for rule in found.rules if not rule.offer) == planted.rules
    assert tuple(rule.rule for rule in found.rules if rule.offer) == planted.given
    assert found.minimal
    assert found.rules_minimal


SLOW_WHOLE = "a caseload"
"""The whole model takes half a minute for it; the search's own shortcuts are held to it above."""


@pytest.mark.parametrize(
    "planted", [one for one in PLANTED if one.name != SLOW_WHOLE], ids=lambda planted: planted.name
)
def test_what_is_planted_is_a_conflict_in_the_whole_model(planted: Planted) -> None:
    """Held against models of all sessions, without the shortcuts of the search."""
    kept = numbers(planted.places)
    alone = with_pins_alone(planted.instance, kept)
    rules = frozenset(planted.rules + planted.given)
    assert not possible(alone)
    assert not possible(alone, rules)
    for number in kept:
        assert possible(with_pins_alone(planted.instance, [one for one in kept if one != number]))
    for rule in rules:
        assert possible(alone, rules - {rule})


def test_most_rules_have_something_to_say() -> None:
    """What breaks a rule is told by the judge, of a schedule that keeps all else."""
    told = {}
    for planted in PLANTED[2:6]:
        found = contradictions(planted.instance, limits=LIMITS)
        assert found is not None
        told[planted.name] = [rule.messages for rule in found.rules if not rule.offer][0]
    assert told["a client in two places"] == (
        "client c1 is in g.1 on Mon 18:00-19:00 and h.1 on Mon 18:00-19:00 at one time",
    )
    assert told["three who are one too many"] == ("g.1 on Mon 18:00 has 3 heads, 1 to 2 are allowed",)
    assert all(len(messages) >= 1 for messages in told.values())


def test_a_conflict_is_one_sentence_with_places_and_rules() -> None:
    planted = next(one for one in PLANTED if one.name == "one room at one time")
    found = contradictions(planted.instance, limits=LIMITS)
    assert found is not None
    words = conflict_words(found)
    assert words.startswith("these cannot both be kept: pins[3] (hold g), pins[5] (hold h); because of rule ")
    assert "rule room_in_one_use: A room holds at most one session at a time; without it, room A " in words
    assert words.endswith("given what is offered (mode_allowed, room_suits)")


def test_without_pins_that_hold_there_is_no_contradiction() -> None:
    assert contradictions(week(), limits=LIMITS) is None
    assert contradictions(instance(pins=[forbid(group="g"), forbid(clinician="k1")]), limits=BRIEF) is None


def test_what_is_published_and_still_fits_is_an_answer_at_once() -> None:
    facts = week(groups=[])
    before = schedule(facts, group_session("x.1", "Sat 9:00", ["c1"], ["k1"], "A"))
    facts = facts.replace(published=before, pins=(Pin(pin="hold", client="c1", as_published=True),))
    assert contradictions(facts, limits=Limits(time_limit=0.0)) is None


def test_a_session_that_nobody_asked_for_may_make_room_for_a_meal() -> None:
    assert contradictions(meals("Mon 14:00"), limits=LIMITS) is None


def test_out_of_time_nothing_is_claimed() -> None:
    with pytest.raises(NoScheduleError):
        contradictions(PLANTED[0].instance, limits=Limits(time_limit=0.0))


class _CancelledAfter:
    """Says stop once it was asked so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("times", range(1, 14, 2))
def test_what_was_not_shown_before_the_end_is_labelled(times: int) -> None:
    planted = PLANTED[0]
    found = contradictions(planted.instance, limits=LIMITS, cancel=_CancelledAfter(times))
    assert found is not None
    kept = numbers(tuple(part.place for part in found.parts))
    assert set(numbers(planted.places)) <= set(kept)
    assert not possible(with_pins_alone(planted.instance, kept))
    assert found.minimal == (len(kept) == 2 and all(part.needed for part in found.parts))
    if not found.rules_suffice:
        assert "which rules stand in the way was not settled in time" in conflict_words(found)


def test_solve_names_the_pins_that_contradict() -> None:
    planted = next(one for one in PLANTED if one.name == "three who are one too many")
    with pytest.raises(ProblemsError) as error:
        solve(planted.instance, limits=LIMITS)
    (problem,) = error.value.problems
    assert problem.code == "contradictory_pins"
    assert problem.place == "pins[3], pins[4], pins[5]"
    assert "rule head_count" in problem.message
    assert "`iopsched explain INSTANCE`" in problem.way_out


def test_solve_names_all_that_hold_where_no_time_is_left() -> None:
    planted = PLANTED[0]
    with pytest.raises(ProblemsError) as error:
        solve(planted.instance, limits=Limits(reproducible=True, effort=1e-4, workers=1))
    (problem,) = error.value.problems
    assert problem.code == "contradictory_pins"
    assert "pins[3]" in problem.place


@pytest.mark.parametrize("owner", ["c1", "c2"])
def test_either_id_of_a_couples_session_can_be_held(owner: str) -> None:
    """The model counts a couple's sessions under the ids of one; a pin may name the other's."""
    couple = [
        client(one, item("pair", with_clients=[other], company="required"), hours="Tue 9-12")
        for one, other in (("c1", "c2"), ("c2", "c1"))
    ]
    facts = instance(
        services=[service("pair", format="conjoint")],
        clients=couple,
        pins=[hold(session=f"{owner}.pair.1", start="Tue 10:00")],
    )
    by_hand = schedule(facts, own_session(f"{owner}.pair.1", "Tue 10:00", ["c1", "c2"]))
    assert judge(facts, by_hand).valid
    assert contradictions(facts, limits=LIMITS) is None
    assert [s.id for s in solve(facts, limits=LIMITS).schedule.sessions] == [f"{owner}.pair.1"]


def random_pins(seed: int) -> Instance:
    """A small house with tight rules, and pins drawn at random."""
    rng = random.Random(seed)
    people = [
        client("c1", max_groups=1),
        client("c2", hours="Mon 9-19; Tue 9-21"),
        client("c3", max_trips=1, avoid_clinicians=["k2"]),
        client("c4", age_band="adolescent"),
    ]
    pins = []
    for _ in range(rng.randint(3, 7)):
        kind = rng.choice(["hold", "hold", "hold", "forbid"])
        fields = {
            "client": rng.choice([None, "c1", "c2", "c3", "c4"]),
            "group": rng.choice([None, "g", "h", "x"]),
            "clinician": rng.choice([None, None, "k1", "k2"]),
            "day": rng.choice([None, None, "Mon", "Tue"]),
        }
        said = {key: value for key, value in fields.items() if value is not None}
        if said:
            pins.append({"pin": kind, **said})
    starts = {"starts": ["Mon 18:00", "Tue 18:00"]}
    facts = week(
        clients=people,
        groups=[
            {"id": "g", "service": "grp", "meetings": ["Mon 18:00"], "max_heads": 2},
            {"id": "h", "service": "grp", "meetings": [starts], "min_heads": 2},
        ],
        relations=[{"kind": "apart", "clients": ["c1", "c3"]}],
    )
    kept: list[Pin] = []
    for pin in pins:
        try:
            facts.replace(pins=(*kept, Pin.model_validate(pin)))
        except ProblemsError:
            continue
        kept.append(Pin.model_validate(pin))
    return facts.replace(pins=tuple(kept))


@pytest.mark.parametrize("seed", range(24))
def test_pins_at_random(seed: int) -> None:
    """In the whole model the set is infeasible together and feasible without each; or there is a schedule."""
    facts = random_pins(seed)
    found = contradictions(facts, limits=LIMITS)
    if found is None:
        assert possible(facts)
        return
    assert found.minimal
    assert found.rules_minimal
    kept = numbers(tuple(part.place for part in found.parts))
    related = any(part.kind == "relation" for part in found.parts)
    alone = with_pins_alone(facts, kept)
    if not related:
        alone = alone.replace(relations=())
    assert not possible(alone)
    for number in kept:
        rest = [one for one in kept if one != number]
        assert possible(with_pins_alone(facts, rest).replace(relations=alone.relations))
    rules = frozenset(rule.rule for rule in found.rules)
    assert not possible(alone, rules)
    for rule in rules:
        assert possible(alone, rules - {rule})


def test_shrinking_finds_every_small_set_among_many() -> None:
    parts = [Part("pin", number) for number in range(20)]
    for wanted in ({3}, {0, 19}, {4, 5, 6}, {1, 8, 13, 17}):
        asked: list[int] = []

        def impossible(tried: list[Part], wanted: set[int] = wanted, asked: list[int] = asked) -> bool:
            asked.append(len(tried))
            return wanted <= {part.number for part in tried}

        assert {part.number for part in shrunk(impossible, [], parts)} == wanted
        assert len(asked) <= 30


def test_among_many_pins_the_few_are_found() -> None:
    """The solver's hint is where the search begins; what is told is shown as ever."""
    planted = next(one for one in PLANTED if one.name == "three who are one too many")
    many = [Pin.model_validate(forbid(client="c1", day=day)) for day in ("Tue", "Wed", "Thu", "Fri", "Sun")]
    facts = planted.instance.replace(pins=(*planted.instance.pins, *many))
    found = contradictions(facts, limits=LIMITS)
    assert found is not None
    assert tuple(part.place for part in found.parts) == planted.places
    assert found.minimal
    assert found.rules_minimal
