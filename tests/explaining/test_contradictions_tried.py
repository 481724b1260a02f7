"""Contradictions against brute force: on tiny weeks with pins at random, by trying every week there is."""

import random

import pytest

from brute_force.enumerate import Weeks
from brute_force.tiny import tiny_instance
from iopsched.conflicts.parts import Part, facts_in, pins_in, told_parts, with_parts_alone
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.relations import Pin
from iopsched.errors import ProblemsError
from iopsched.explaining.contradictions import contradictions

LIMITS = Limits(reproducible=True, effort=20, workers=1)
CHUNK = 6


def pinned(seed: int) -> Instance:
    """A tiny week with up to four more pins."""
    rng, facts = random.Random(seed), tiny_instance(seed)
    sessions = [*facts.offer, *(s for c in facts.clients for s, _ in facts.individual_session_ids(c))]
    for _ in range(rng.randint(1, 4)):
        fields = {"session": rng.choice(sessions), "pin": rng.choice(["hold", "hold", "forbid"])}
        if rng.random() < 0.6:
            fields["client"] = rng.choice(facts.clients).id
        if rng.random() < 0.3:
            fields["clinician"] = rng.choice(facts.clinicians).id
        try:
            facts = facts.replace(pins=(*facts.pins, Pin.model_validate(fields)))
        except ProblemsError:
            continue
    return facts


def possible(facts: Instance, parts: list[Part]) -> bool:
    """Whether any week at all keeps these pins beside these facts."""
    alone = with_parts_alone(facts, parts, now=True)
    return next(iter(Weeks(alone, most=50_000)), None) is not None


@pytest.mark.parametrize("first", range(60, 60 + 8 * CHUNK, CHUNK))
def test_a_conflict_is_one_and_every_part_is_needed(first: int) -> None:
    for seed in range(first, first + CHUNK):
        facts = pinned(seed)
        everything = [*pins_in(facts), *facts_in(facts)]
        found = contradictions(facts, limits=LIMITS)
        if found is None:
            assert possible(facts, everything), seed
            continue
        places = {part.place for part in found.parts}
        told = {next(told_parts(facts, [part], [])).place: part for part in everything}
        parts = [part for place, part in told.items() if place in places]
        assert len(parts) == len(places), seed
        assert found.minimal, seed
        assert found.rules_minimal, seed
        assert not possible(facts, everything), seed
        assert not possible(facts, parts), seed
        for part in parts:
            assert possible(facts, [one for one in parts if one != part]), (seed, part)


def test_many_of_the_weeks_have_a_conflict() -> None:
    conflicts = [contradictions(pinned(seed), limits=LIMITS) is not None for seed in range(60, 84)]
    assert 5 <= sum(conflicts) <= 19
