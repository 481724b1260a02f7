"""Kinds of parts: what was of use is tried more often, and nothing is given up."""

import random
from collections import Counter

from iopsched.improving.kinds import COSTS, Kind, Kinds

DRAWS = 2000
ALL: list[Kind] = list(COSTS)


def drawn(kinds: Kinds) -> Counter[Kind]:
    rng = random.Random(1)
    return Counter(kinds.draw(rng, ALL) for _ in range(DRAWS))


def test_at_first_the_cheaper_a_kind_the_more_often_it_is_tried() -> None:
    found = drawn(Kinds())
    assert found["holding"] > found["near"] > found["staff"] > 0


def test_what_is_of_use_is_tried_more_often() -> None:
    kinds = Kinds()
    before = drawn(kinds)["staff"]
    for _ in range(20):
        kinds.learn("staff", better=True, effort=0.3)
        kinds.learn("holding", better=False, effort=0.1)
    after = drawn(kinds)
    assert after["staff"] > 2 * before
    assert after["holding"] < after["staff"]


def test_what_never_was_of_use_is_still_tried() -> None:
    kinds = Kinds()
    for _ in range(500):
        kinds.learn("near", better=True, effort=0.1)
        kinds.learn("staff", better=False, effort=2.0)
    assert 0 < drawn(kinds)["staff"] < DRAWS / 5


def test_only_what_is_possible_is_drawn() -> None:
    rng = random.Random(1)
    assert {Kinds().draw(rng, ["near", "staff"]) for _ in range(50)} == {"near", "staff"}
