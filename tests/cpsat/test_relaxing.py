"""A model of less than all rules: what is least there is never above what a schedule comes to."""

import pytest
from ortools.sat.python import cp_model

from brute_force.enumerate import best_of
from brute_force.tiny import tiny_instance
from builders import client, clinician, group, individual, instance, item, schedule, service
from cpsat.part_weeks import generated
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.relaxing import Relaxed, relaxed
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.improving.bounding import Bounding
from iopsched.judging.judge import judge

CHUNK, STEP = 26, 2
ASKED = tuple(level for level in DEFAULT_GOALS if level.id in ("1a", "1b", "1c", "3a", "3b", "4"))
LIMITS = Limits(reproducible=True, effort=0.5, workers=1)


def least(model: Relaxed, level: GoalLevel) -> int | None:
    """Return the least value of a level in the model as it is, None if the model allows nothing at all."""
    v, expression = model.v, model.expression(level)
    v.model.minimize(expression)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(v.model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@pytest.mark.parametrize("first", range(0, 208, CHUNK))
def test_no_least_value_is_above_the_best_of_all_schedules(first: int) -> None:
    for seed in range(first, first + CHUNK, STEP):
        week = tiny_instance(seed).replace(goals=ASKED)
        best = best_of(week)
        if best is None:
            continue
        model = relaxed(Cutter(week))
        for level, value in zip(ASKED, best.vector, strict=True):
            found = least(model, level)
            assert found is not None, f"seed {seed}: nothing is as good as the best at {level.id}"
            assert found <= value, f"seed {seed}: {level.id} is {value}, not from {found} on"
            model.v.model.add(model.expression(level) <= value)


def bounds_hold(week: Instance, values: tuple[int, ...]) -> bool:
    """Return whether there is a bound of every level, and none above the values of some schedule."""
    bounds = Bounding(week, LIMITS).of(values).least
    return all(bound is not None and bound <= value for bound, value in zip(bounds, values, strict=True))


@pytest.mark.parametrize("first", range(1, 209, CHUNK))
def test_whatever_the_goals_no_bound_is_above_the_best(first: int) -> None:
    for seed in range(first, first + CHUNK, 2 * STEP):
        best = best_of(tiny_instance(seed))
        assert best is None or bounds_hold(tiny_instance(seed), best.vector), seed


@pytest.mark.parametrize("seed", range(12))
def test_no_bound_is_above_the_values_of_a_planted_schedule(seed: int) -> None:
    spec = GeneratorSpec(
        seed=seed,
        clients=4 + seed % 9,
        sites=1 + seed % 3,
        timetable=("fixed", "open")[seed // 2 % 2],
        load=("loose", "balanced", "tight", "over")[seed % 4],
        telehealth=0.2,
        features=tuple(FEATURES),
    )
    made = generate(spec)
    values = tuple(level.value for level in judge(made.instance, made.planted).levels)
    assert bounds_hold(made.instance, values)


def test_bounds_say_something_where_people_stand_in_each_others_way() -> None:
    hour = {"hours": "Mon 9:00-10:00"}
    week = instance(
        clinicians=[clinician("k1", **hour)], clients=[client(one, "ind") for one in ("c1", "c2")]
    )
    values = tuple(level.value for level in judge(week, schedule(week)).levels)
    assert Bounding(week, LIMITS).of(values).least[:3] == (1, 1, 60)


def test_nothing_is_said_of_a_week_that_has_begun() -> None:
    week = generated(3)
    assert week.instance.history
    values = [level.value for level in judge(week.instance, week.schedule).levels]
    assert set(Bounding(week.instance, LIMITS).of(values).least) <= {0, None}


@pytest.mark.parametrize(
    ("gap", "own_minutes", "idle"),
    [
        ("11:00", None, 60),
        ("11:00", 60, 0),
        ("11:00", 65, 60),
        ("10:15", None, 15),
        ("10:00", None, 0),
    ],
)
def test_who_attends_two_groups_waits_between_unless_something_fits_there(
    gap: str, own_minutes: int | None, idle: int
) -> None:
    own = [] if own_minutes is None else ["ind"]
    week = instance(
        services=[service("grp", format="group"), individual("ind", own_minutes or 60)],
        groups=[group("g1", "Mon 9:00"), group("g2", f"Mon {gap}")],
        clients=[client("c1", item("grp", min_sessions=2), *own)],
    )
    model = relaxed(Cutter(week))
    for p in model.v.candidates.all():
        for literal in model.v.client[p].values() if p.slot.group is not None else ():
            model.v.model.add(literal == 1)
    assert least(model, next(level for level in DEFAULT_GOALS if level.id == "4")) == idle
