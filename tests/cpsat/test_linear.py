"""Linear relaxations: what they come to at the least is never above what their models do."""

import random

import pytest
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from iopsched.cpsat.linear import Linear

SECONDS = 5.0


def least(model: cp_model.CpModel) -> float:
    found = Linear(model).least(SECONDS, None, 1)
    assert found.bound is not None
    return found.bound


def optimum(model: cp_model.CpModel) -> int | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def some_model(seed: int) -> cp_model.CpModel:
    """Return a model with constraints of all kinds that models of weeks have."""
    rng, model = random.Random(seed), cp_model.CpModel()
    bools = [model.new_bool_var(f"b{at}") for at in range(8)]
    either = [*bools, *(~one for one in bools)]
    count = model.new_int_var(-3, 9, "count")
    for _ in range(6):
        three = rng.sample(either, 3)
        rng.choice([model.add_bool_or, model.add_at_most_one, model.add_exactly_one])(three)
    model.add_implication(*rng.sample(either, 2))
    model.add_bool_or(rng.sample(either, 2)).only_enforce_if(rng.choice(either))
    model.add_max_equality(bools[0], bools[5:7])
    model.add_max_equality(count, [3 * bools[1] - 2, 4 * bools[2] + rng.randint(-3, 3)])
    model.add(count + sum(rng.randint(-2, 4) * one for one in bools) >= rng.randint(1, 5))
    model.add(count <= 2).only_enforce_if(bools[3])
    costs = [rng.randint(-5, 9) for _ in bools]
    model.minimize(
        2 * count + sum(cost * one for cost, one in zip(costs, rng.sample(either, 8), strict=True))
    )
    return model


@pytest.mark.parametrize("seed", range(80))
def test_no_bound_is_above_the_least_value(seed: int) -> None:
    model = some_model(seed)
    value = optimum(model)
    if value is not None:
        assert least(model) <= value + 1e-6


def test_some_of_these_models_have_values_and_some_have_none() -> None:
    values = [optimum(some_model(seed)) for seed in range(80)]
    assert 20 < values.count(None) < 60


@pytest.mark.parametrize("seed", range(40))
def test_a_wrong_answer_of_the_solver_gives_no_wrong_bound(seed: int, monkeypatch) -> None:
    solve, rng = pywraplp.Solver.SolveWithProto, random.Random(seed)

    def answer_wrongly(asked, answer):
        solve(asked, answer)
        wrong = [rng.uniform(-9, 9) for _ in asked.model.constraint]
        del answer.dual_value[:]
        answer.dual_value.extend(wrong)

    monkeypatch.setattr(pywraplp.Solver, "SolveWithProto", answer_wrongly)
    model = some_model(seed)
    value = optimum(model)
    assert value is None or least(model) <= value


def test_without_an_answer_nothing_is_known(monkeypatch) -> None:
    monkeypatch.setattr(pywraplp.Solver, "SolveWithProto", lambda asked, answer: None)
    assert Linear(some_model(1)).least(SECONDS, None, 1).bound is None


def test_who_misses_most_of_three_is_not_served_by_half_of_a_track() -> None:
    """Two clients and a track for one of them: whoever is not in it misses three sessions, two too many."""
    model = cp_model.CpModel()
    attends = [model.new_bool_var("") for _ in range(2)]
    abandoned = [model.new_bool_var("") for _ in range(2)]
    for one, missed in zip(attends, abandoned, strict=True):
        model.add(3 * one + 2 * missed >= 2)
    model.add_at_most_one(attends)
    model.minimize(sum(abandoned))
    # Two sessions of three are enough for a client, and two thirds of the place in the track are not.
    assert least(model) > 0.99


def test_what_is_added_later_counts() -> None:
    model = cp_model.CpModel()
    one, other = model.new_bool_var(""), model.new_bool_var("")
    model.minimize(one + other)
    linear = Linear(model)
    assert linear.least(SECONDS, None, 1).bound == pytest.approx(0, abs=1e-3)
    model.add_bool_or(one, other)
    third = model.new_bool_var("")
    model.add_implication(~third, one)
    model.minimize(one + other + 2 * third + 5)
    found = linear.least(SECONDS, None, 1).bound
    assert found == pytest.approx(6, abs=1e-3)


def test_the_same_effort_gives_the_same_bound() -> None:
    model = some_model(3)
    found = [Linear(model).least(None, 1e-6, 1) for _ in range(2)]
    assert found[0] == found[1]
    assert 0 < found[0].effort <= 1e-6
