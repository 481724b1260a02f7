"""A model of less than all rules: what is least there is never above what a schedule comes to."""

import pytest
from ortools.sat.python import cp_model

from brute_force.enumerate import best_of
from brute_force.tiny import tiny_instance
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
from cpsat.part_weeks import generated
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.relaxing import Relaxed, relaxed
from iopsched.domain.goals import DEFAULT_GOALS, GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.generating.draft import Generated
from iopsched.generating.generate import generate
from iopsched.generating.spec import FEATURES, GeneratorSpec
from iopsched.improving import bounding
from iopsched.improving.bounding import Bounding
from iopsched.improving.lanes import Lanes
from iopsched.improving.questions import Question
from iopsched.judging.judge import judge
from iopsched.solving import solve

CHUNK, STEP = 26, 2
ASKED = tuple(level for level in DEFAULT_GOALS if level.id in ("1a", "1b", "1c", "2", "3a", "3b", "4"))
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


def bounds_of(week: Instance, values: tuple[int, ...]) -> tuple[int | None, ...]:
    return Bounding(Lanes(Cutter(week), 1), LIMITS).of(values).least


def bounds_hold(week: Instance, values: tuple[int, ...]) -> bool:
    """Return whether there is a bound of every level, and none above the values of some schedule."""
    bounds = bounds_of(week, values)
    return all(bound is not None and bound <= value for bound, value in zip(bounds, values, strict=True))


@pytest.mark.parametrize("first", range(1, 209, CHUNK))
def test_whatever_the_goals_no_bound_is_above_the_best(first: int) -> None:
    for seed in range(first, first + CHUNK, 2 * STEP):
        best = best_of(tiny_instance(seed))
        assert best is None or bounds_hold(tiny_instance(seed), best.vector), seed


def planted(seed: int) -> Generated:
    spec = GeneratorSpec(
        seed=seed,
        clients=4 + seed % 9,
        sites=1 + seed % 3,
        timetable=("fixed", "open")[seed // 2 % 2],
        load=("loose", "balanced", "tight", "over")[seed % 4],
        telehealth=0.2,
        features=tuple(FEATURES),
    )
    return generate(spec)


@pytest.mark.parametrize("seed", range(12))
def test_no_bound_is_above_the_values_of_a_planted_schedule(seed: int) -> None:
    made = planted(seed)
    values = tuple(level.value for level in judge(made.instance, made.planted).levels)
    assert bounds_hold(made.instance, values)


@pytest.fixture(name="in_crowds")
def fixture_in_crowds(monkeypatch):
    """Ask of two or three clients at a time."""
    monkeypatch.setattr(bounding, "ASKED_WHOLE", 0)
    monkeypatch.setattr(bounding, "CROWD", 2)


@pytest.mark.usefixtures("in_crowds")
@pytest.mark.parametrize("first", range(0, 208, CHUNK))
def test_bounds_of_crowds_add_up_to_no_more_than_the_best(first: int) -> None:
    for seed in range(first, first + CHUNK, STEP):
        best = best_of(tiny_instance(seed))
        assert best is None or bounds_hold(tiny_instance(seed), best.vector), seed


@pytest.mark.usefixtures("in_crowds")
@pytest.mark.parametrize("seed", range(12))
def test_no_bound_of_crowds_is_above_the_values_of_a_planted_schedule(seed: int) -> None:
    week = planted(seed)
    values = tuple(level.value for level in judge(week.instance, week.planted).levels)
    assert bounds_hold(week.instance, values)


@pytest.mark.usefixtures("in_crowds")
def test_who_may_be_short_is_charged_for_on_later_levels(monkeypatch) -> None:
    """Two of four wish for no Monday, the only day; one of the four may be short, and only one."""
    wishes = [{"day": "mon", "avoid": True, "strength": 3}]
    week = instance(
        clinicians=[clinician("k1", hours="Mon 9:00-15:00")],
        clients=[client(f"c{at}", "ind", preferences=wishes) for at in range(4)],
    )
    levels = [level.id for level in week.goals]
    values = [0] * len(levels)
    for one, value in (("1a", 1), ("1b", 1), ("1c", 60), ("3a", 1000), ("3b", 12)):
        values[levels.index(one)] = value
    least = bounds_of(week, tuple(values))
    # A price above what a client's wishes weigh is lost; at the wishes' weight nothing is.
    assert least[levels.index("3b")] == 12 - bounding.PRICE
    monkeypatch.setattr(bounding, "PRICE", 3)
    assert bounds_of(week, tuple(values))[levels.index("3b")] == 12 - 3


@pytest.fixture(name="linearly")
def fixture_linearly(monkeypatch):
    """Ask linear relaxations of needs, however few are short."""
    monkeypatch.setattr(bounding, "MANY_SHORT", -1.0)


@pytest.mark.usefixtures("linearly")
@pytest.mark.parametrize("first", range(1, 209, CHUNK))
def test_no_bound_of_a_linear_relaxation_is_above_the_best(first: int) -> None:
    for seed in range(first, first + CHUNK, STEP):
        best = best_of(tiny_instance(seed))
        if best is not None and sum(best.vector[:3]) > 0:
            assert bounds_hold(tiny_instance(seed), best.vector), seed


@pytest.mark.usefixtures("linearly")
@pytest.mark.parametrize("seed", range(12))
def test_no_bound_of_a_linear_relaxation_is_above_the_values_of_a_planted_schedule(seed: int) -> None:
    week = planted(seed)
    values = tuple(level.value for level in judge(week.instance, week.planted).levels)
    assert bounds_hold(week.instance, values)


def of_one_clinicians_hours(hours: int, clients: int) -> tuple[int | None, ...]:
    """Return bounds of needs, with so many clients for one clinician who has so many hours."""
    week = instance(
        clinicians=[clinician("k1", hours=f"Mon 9:00-{9 + hours}:00")],
        clients=[client(f"c{at}", "ind") for at in range(clients)],
    )
    values = tuple(level.value for level in judge(week, schedule(week)).levels)
    question = Question(values, (0, 1, 2), LIMITS, linear=True)
    return question.make(Cutter(week)).least[:3]


@pytest.mark.parametrize(("hours", "clients"), [(1, 2), (3, 7), (5, 5), (6, 5)])
def test_a_linear_relaxation_knows_how_many_cannot_be_served(hours: int, clients: int) -> None:
    short = max(clients - hours, 0)
    assert of_one_clinicians_hours(hours, clients) == (short, short, 60 * short)


def test_what_is_known_to_be_least_is_not_asked_again(monkeypatch) -> None:
    week = instance(
        clinicians=[clinician("k1", hours="Mon 9:00-10:00")],
        clients=[client(one, "ind") for one in ("c1", "c2")],
    )
    values = tuple(level.value for level in judge(week, schedule(week)).levels)
    asked: list[tuple[int, ...]] = []
    made = Question.make

    def make(question: Question, *args):
        asked.append(question.asked)
        return made(question, *args)

    monkeypatch.setattr(Question, "make", make)
    known = [values[0], 1, *(0 for _ in values[2:])]
    found = Bounding(Lanes(Cutter(week), 1), LIMITS).of(values, known=known).least
    assert found[:3] == (values[0], 1, 60)
    # Of 1a all is known; of 1b something, which a linear relaxation is not asked to better.
    assert asked[0] == (2,)
    assert all(0 not in one for one in asked)


def test_bounds_say_something_where_people_stand_in_each_others_way() -> None:
    hour = {"hours": "Mon 9:00-10:00"}
    week = instance(
        clinicians=[clinician("k1", **hour)], clients=[client(one, "ind") for one in ("c1", "c2")]
    )
    values = tuple(level.value for level in judge(week, schedule(week)).levels)
    assert Bounding(Lanes(Cutter(week), 1), LIMITS).of(values).least[:3] == (1, 1, 60)


NINE = {"hours": "Mon 9:00-10:00"}
CHANGED: dict[str, tuple[dict[str, object], int]] = {
    "as it was": ({}, 0),
    "another day": ({"clinicians": [clinician("k1", hours="Tue 9:00-10:00")]}, 3 + 2),
    "half an hour later": ({"clinicians": [clinician("k1", hours="Mon 9:30-10:30")]}, 3 + 2),
    "another leader": ({"clinicians": [clinician("k1", hours="never"), clinician("k2", **NINE)]}, 2 + 2),
    "another room": ({"rooms": [room("A", hours="Mon 12:00-13:00"), room("B")]}, 1),
    "a room that is no more": ({"rooms": [room("B")]}, 1 + 2),
    "telehealth": ({"services": [individual(modes=["telehealth"])]}, 1 + 2),
    "not at all": ({"clinicians": [clinician("k1", hours="never")]}, 3 + 2),
    "one more": ({"clients": [client("c1", item("ind", min_sessions=2))]}, 3 + 2),
}
"""Weeks other than one with a session on Monday at nine, and what they change at the least."""


@pytest.mark.parametrize(("parts", "change"), CHANGED.values(), ids=CHANGED)
def test_bounds_know_what_has_to_change(parts: dict[str, object], change: int) -> None:
    usual = {
        "services": [individual()],
        "clinicians": [clinician("k1", hours="Mon 9:00-10:00; Tue 9:00-10:00")],
        "clients": [client("c1", "ind")],
    }
    published = schedule(instance(**usual), own_session("c1.ind.1", "Mon 9:00"))
    week = instance(**{**usual, **parts}, published=published.model_dump(mode="json"))
    at = [level.id for level in week.goals].index("2")
    best = tuple(level.value for level in solve(week).levels)
    assert best[at] == change
    assert bounds_of(week, best)[at] == change


@pytest.mark.usefixtures("in_crowds")
def test_changes_of_one_session_are_counted_in_one_crowd_alone() -> None:
    """Four clients of two crowds attend a group at another hour; each of them is told so."""
    of = {"services": [service("grp")], "clients": [client(f"c{at}", "grp") for at in range(4)]}
    before = schedule(instance(**of), group_session("g.1", "Mon 18:00", [f"c{at}" for at in range(4)]))
    moved = {"groups": [group("g", "Mon 19:00")], "published": before.model_dump(mode="json")}
    week = instance(**of, **moved)
    best = tuple(level.value for level in solve(week).levels)
    at = [level.id for level in week.goals].index("2")
    assert best[at] == 3 + 4 * 2
    assert bounds_of(week, best)[at] == 4 * 2


def test_nothing_is_said_of_a_week_that_has_begun() -> None:
    week = generated(3)
    assert week.instance.history
    values = [level.value for level in judge(week.instance, week.schedule).levels]
    assert set(Bounding(Lanes(week.cutter, 1), LIMITS).of(values).least) <= {0, None}


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
