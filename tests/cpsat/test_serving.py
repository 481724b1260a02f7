"""Whom to leave short: as few as have to be, of the least priority, and nobody where all can be served."""

import threading

import pytest

from builders import client, group, instance, service
from iopsched.cpsat import serving
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.goals.needs import who_is_short
from iopsched.cpsat.linear import Least, Linear
from iopsched.cpsat.relaxing import relaxed
from iopsched.cpsat.serving import whom_to_leave_short
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.judging.judge import judge

LIMITS = Limits(reproducible=True, effort=2.0, workers=1)


def left_short(week: Instance, limits: Limits = LIMITS) -> frozenset[str]:
    v = relaxed(Cutter(week), roughly=True).v
    return whom_to_leave_short(v, who_is_short(v), limits).clients


def crowded(places: int, priorities: list[int]) -> Instance:
    """Return a week of one group session with so many places, which every client needs."""
    return instance(
        services=[service("grp", min_heads=1, max_heads=places)],
        groups=[group("g", "Mon 9:00")],
        clients=[client(f"c{at}", "grp", priority=one) for at, one in enumerate(priorities)],
    )


@pytest.mark.parametrize(("places", "left"), [(4, 0), (3, 1), (1, 3)])
def test_as_many_are_left_short_as_have_to_be(places: int, left: int) -> None:
    assert len(left_short(crowded(places, [1, 1, 1, 1]))) == left


def test_whoever_has_priority_is_served() -> None:
    assert left_short(crowded(2, [1, 5, 1, 5])) == {"c0", "c2"}


def test_fewer_are_short_in_part_at_the_second_price(monkeypatch) -> None:
    v = relaxed(Cutter(generate(GeneratorSpec(seed=1, clients=60, load="over")).instance), roughly=True).v
    short, least = who_is_short(v), Linear.least
    in_part: list[int] = []

    def noted(self, *others):
        found = least(self, *others)
        in_part.append(sum(0.05 < found.values[one.index] < 0.95 for one in short.values()))
        return found

    monkeypatch.setattr(Linear, "least", noted)
    assert whom_to_leave_short(v, short, LIMITS).clients
    first, second = in_part
    assert second < first / 2


def test_who_cancels_waits_for_no_further_relaxation(monkeypatch) -> None:
    cancel, asked, least = threading.Event(), [], Linear.least

    def cancelled(self, *others):
        cancel.set()
        asked.append(others)
        return least(self, *others)

    monkeypatch.setattr(Linear, "least", cancelled)
    v = relaxed(Cutter(crowded(1, [1, 1, 1])), roughly=True).v
    assert whom_to_leave_short(v, who_is_short(v), LIMITS, cancel).clients == frozenset()
    assert len(asked) == 1


@pytest.mark.parametrize("seed", range(4))
def test_of_an_over_subscribed_house_about_as_many_are_left_short_as_it_has_no_places_for(seed: int) -> None:
    made = generate(GeneratorSpec(seed=seed, clients=24, load="over"))
    without_place = {need.client for need in judge(made.instance, made.planted).shortfalls}
    assert len(without_place) >= 4
    found = left_short(made.instance)
    assert abs(len(found) - len(without_place)) <= 2


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_left_short_where_all_have_a_place(seed: int) -> None:
    assert left_short(generate(GeneratorSpec(seed=seed, clients=24)).instance) == frozenset()


def test_the_same_effort_leaves_the_same_clients_short() -> None:
    week = crowded(3, [1] * 7)
    assert left_short(week) == left_short(week)


def test_without_an_answer_nobody_is_left_short(monkeypatch) -> None:
    monkeypatch.setattr(Linear, "least", lambda *_: Least(None, 0.1))
    assert left_short(crowded(1, [1, 1, 1])) == frozenset()


def test_few_short_are_not_chosen(monkeypatch) -> None:
    monkeypatch.setattr(serving, "FEW_SHORT", 0.25)
    assert left_short(crowded(3, [1, 1, 1, 1])) == frozenset()
    assert len(left_short(crowded(2, [1, 1, 1, 1]))) == 2


def test_what_the_relaxation_costs_is_counted() -> None:
    week = crowded(1, [1, 1, 1])
    v = relaxed(Cutter(week), roughly=True).v
    assert whom_to_leave_short(v, who_is_short(v), LIMITS).effort > 0
