"""What must follow when an instance is changed in a known way, whatever its best schedule is."""

import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from brute_force.relabel import relabelled
from brute_force.tiny import tiny_instance
from iopsched.domain.goals import DEFAULT_GOALS
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule, Session
from iopsched.errors import ProblemsError
from iopsched.solving import solve

LIMITS = Limits(workers=1, time_limit=60)
SEEDS = range(1000, 1024)
Data = dict[str, Any]
Vector = tuple[int, ...]
IMPOSSIBLE: Vector = (10**9,)
"""Worse than every vector: pins that contradict each other or a rule."""


def vector(instance: Instance) -> Vector:
    """Return the best value of every level, proved."""
    try:
        result = solve(instance, limits=LIMITS)
    except ProblemsError:
        return IMPOSSIBLE
    assert result.status == "optimal"
    return tuple(level.value for level in result.levels)


@cache
def best(seed: int) -> Vector:
    return vector(tiny_instance(seed))


@cache
def solved(seed: int) -> tuple[Instance, SolveResult]:
    """Return the seed's instance without pins and anything published, under the default goals, and solved."""
    instance = tiny_instance(seed).replace(goals=DEFAULT_GOALS, published=None, pins=())
    return instance, solve(instance, limits=LIMITS)


def changed(instance: Instance, change: Callable[[Data, random.Random], None], seed: int) -> Instance:
    """Return the instance with a change made to its data."""
    data = instance.model_dump(mode="json")
    change(data, random.Random(seed))
    return Instance.model_validate(data)


@pytest.mark.parametrize("seed", SEEDS)
def test_new_ids_and_another_order_change_no_value(seed: int) -> None:
    instance = tiny_instance(seed)
    other = relabelled(instance, random.Random(seed))
    assert set(other.client).isdisjoint(instance.client)
    assert vector(other) == best(seed)


def _close_early(data: Data, rng: random.Random) -> None:
    for site in data["sites"]:
        site["hours"] = "Mon-Sun 9:00-16:30" if site["hours"] == "always" else site["hours"]


def _be_away(data: Data, rng: random.Random) -> None:
    clinician = rng.choice(data["clinicians"])
    clinician["hours"] = "Mon-Wed 0:00-24:00" if clinician["hours"] == "always" else "never"


def _come_late(data: Data, rng: random.Random) -> None:
    for client in data["clients"]:
        if client["arrive_after"] is None and client["leave_by"] is None:
            client["arrive_after"] = "10:30"


def _forbid_leader(data: Data, rng: random.Random) -> None:
    data["pins"].append({"pin": "forbid", "clinician": rng.choice(data["clinicians"])["id"]})


def _forbid_group(data: Data, rng: random.Random) -> None:
    data["pins"].append({"pin": "forbid", "group": rng.choice(data["groups"])["id"]})


def _shrink_room(data: Data, rng: random.Random) -> None:
    for room in data["rooms"]:
        room["capacity"] = min(room["capacity"], 2)


def _ask_for_staff(data: Data, rng: random.Random) -> None:
    for site in data["sites"]:
        site["min_staff_present"] = max(site["min_staff_present"], 2)


def _shorten_days(data: Data, rng: random.Random) -> None:
    for clinician in data["clinicians"]:
        clinician["max_minutes_per_day"] = min(clinician["max_minutes_per_day"] or 60, 60)


def _part_clients(data: Data, rng: random.Random) -> None:
    clients = [client["id"] for client in data["clients"]]
    if len(clients) > 1:
        data["relations"].append({"kind": "apart_building", "clients": rng.sample(clients, 2)})


TIGHTER = (
    _close_early,
    _be_away,
    _come_late,
    _forbid_leader,
    _forbid_group,
    _shrink_room,
    _ask_for_staff,
    _shorten_days,
    _part_clients,
)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_more_never_gives_a_better_schedule(seed: int) -> None:
    for change in random.Random(seed).sample(TIGHTER, 2):
        try:
            tighter = vector(changed(tiny_instance(seed), change, seed))
        except ProblemsError:
            tighter = IMPOSSIBLE  # A pin holds what the change forbids.
        assert tighter >= best(seed), change


def _add_room(data: Data, rng: random.Random) -> None:
    room = rng.choice(data["rooms"])
    _copy(data, "rooms", room, "spare-room")


def _add_clinician(data: Data, rng: random.Random) -> None:
    clinician = rng.choice(data["clinicians"])
    # A load of its own would have to be as even as the others' are.
    _copy(data, "clinicians", {**clinician, "max_minutes_per_week": None}, "spare-clinician")


def _copy(data: Data, kind: str, entity: Data, new_id: str) -> None:
    """Add a copy of an entity under a new id, listed wherever the first one is a candidate."""
    data[kind].append({**entity, "id": new_id})
    field = {"rooms": "rooms", "clinicians": "leaders"}[kind]
    for group in data["groups"]:
        for holder in (group, *group["meetings"]):
            if holder[field] is not None and entity["id"] in holder[field]:
                holder[field].append(new_id)


def _stay_open(data: Data, rng: random.Random) -> None:
    for site in data["sites"]:
        site.update(hours="always", exceptions=[])
    for room in data["rooms"]:
        room.update(hours=None, exceptions=[])


def _work_always(data: Data, rng: random.Random) -> None:
    rng.choice(data["clinicians"]).update(hours="always", exceptions=[], max_minutes_per_day=None)


def _widen_rooms(data: Data, rng: random.Random) -> None:
    features = sorted({feature for service in data["services"] for feature in service["room_features"]})
    for room in data["rooms"]:
        room.update(capacity=room["capacity"] + 2, features=features)


def _need_fewer_staff(data: Data, rng: random.Random) -> None:
    for site in data["sites"]:
        site["min_staff_present"] = 0


def _lift_caps(data: Data, rng: random.Random) -> None:
    rng.choice(data["clients"]).update(max_trips=None, max_groups=None, max_run_minutes=None, meal=None)


def _part_nobody(data: Data, rng: random.Random) -> None:
    data["relations"], data["group_sets"] = [], []


WIDER = (
    _add_room,
    _add_clinician,
    _stay_open,
    _work_always,
    _widen_rooms,
    _need_fewer_staff,
    _lift_caps,
    _part_nobody,
)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_to_plan_with_never_gives_a_worse_schedule(seed: int) -> None:
    for change in random.Random(seed).sample(WIDER, 2):
        assert vector(changed(tiny_instance(seed), change, seed)) <= best(seed), change


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_a_reproducible_search_gives_the_same_schedule_twice(seed: int) -> None:
    limits = Limits(reproducible=True, effort=5.0, seed=seed)
    once, again = (solve(solved(seed)[0], limits=limits) for _ in range(2))
    assert once.schedule == again.schedule
    assert [level.bound for level in once.levels] == [level.bound for level in again.levels]


def _facts(session: Session, day: int) -> list[Data]:
    """Return pins that together say everything about a session but its guests."""
    place: Data = {"mode": session.mode} if session.room is None else {"room": session.room}
    start = day * 1440 + session.start
    when = f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day]} {start % 1440 // 60}:{start % 60:02d}"
    pins: list[Data] = [{"start": when}, place, *({"client": client} for client in session.clients)]
    pins += [{"clinician": leader} for leader in session.leaders]
    return [{"pin": "hold", "session": session.id, **pin} for pin in pins]


@pytest.mark.parametrize("seed", SEEDS)
def test_holding_what_is_best_keeps_it_best(seed: int) -> None:
    instance, result = solved(seed)
    pins = [pin for session in result.schedule.sessions for pin in _facts(session, session.date.weekday())]
    held = instance.replace(pins=pins)
    assert vector(held) == tuple(level.value for level in result.levels)


def _plain(schedule: Schedule) -> list[Session]:
    """Return the sessions, people in order of id: that of a list is nobody's business."""
    people = ("leaders", "clients", "guests")
    return [
        one.model_copy(update={kind: tuple(sorted(getattr(one, kind))) for kind in people})
        for one in schedule.sessions
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_published_week_that_is_still_best_is_not_changed(seed: int) -> None:
    instance, result = solved(seed)
    again = solve(instance, limits=LIMITS, published=result.schedule)
    assert [level.value for level in again.levels] == [level.value for level in result.levels]
    assert _plain(again.schedule) == _plain(result.schedule)
