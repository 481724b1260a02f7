"""Repairs, parts of a week solved again, and floors, on many broken and shortened weeks."""

import random
from functools import cache
from typing import Any

import pytest

from brute_force.enumerate import Weeks
from brute_force.tiny import tiny_instance
from iopsched.continuity.carrying import carry_over
from iopsched.continuity.floors import Floors
from iopsched.continuity.repairing import Repair
from iopsched.continuity.resolving import resolve
from iopsched.cpsat.alone import alone
from iopsched.cpsat.scope import open_scope, with_company
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.judging.judge import judge
from iopsched.judging.needs import needs_of
from published_weeks import limits, published_week

SEEDS = range(1, 9)
Data = dict[str, Any]


def without(week: Instance, kind: str, one: str) -> Instance:
    """The week without a clinician, room or client, and without all that names it."""
    data = week.model_dump(mode="json")
    data[kind] = [entity for entity in data[kind] if entity["id"] != one]
    return Instance.model_validate(_scrubbed(data, one))


def _scrubbed(value: Any, one: str) -> Any:
    if isinstance(value, dict):
        return {key: None if inner == one else _scrubbed(inner, one) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner, one) for inner in value if inner != one and not _names(inner, one)]
    return value


def _names(entry: Any, one: str) -> bool:
    """Whether an entry of a list, a wish or a relation say, is about somebody alone or of two."""
    return (
        isinstance(entry, dict)
        and "id" not in entry
        and (one in (entry.get("clinician"), entry.get("client")) or one in (entry.get("clients") or ()))
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_repair_of_a_broken_week_keeps_every_rule(seed: int) -> None:
    week, published = published_week(seed)
    rng = random.Random(seed)
    kind = ("clinicians", "rooms", "clients")[seed % 3]
    gone = rng.choice([entity.id for entity in getattr(week, kind)])
    left = without(week, kind, gone)
    carried = carry_over(left, published)
    left = left.replace(published=carried.published)
    best = Repair(left, limits(0.05)).run(carried.start)
    assert best is not None
    verdict = judge(left, best.schedule)
    assert verdict.violations == ()
    assert best.vector == tuple(level.value for level in verdict.levels)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_changes_outside_of_what_is_open(seed: int) -> None:
    week, published = published_week(seed)
    week = week.replace(published=published)
    rng = random.Random(seed)
    scope = open_scope(
        week,
        published,
        sessions=rng.sample([session.id for session in published.sessions], 2),
        clients=rng.sample(sorted(week.client), 2),
        own_sessions=rng.random() < 0.5,
    )
    found = resolve(week, scope, limits(0.1), levels=0).best
    assert found is not None
    now = {session.id: session for session in found.schedule.sessions}
    before = {session.id: session for session in published.sessions}
    for one in before.keys() | now.keys():
        was, is_ = before.get(one), now.get(one)
        came, stayed_away = _people(is_) - _people(was), _people(was) - _people(is_)
        assert came <= scope.clients
        if one not in scope.sessions:
            assert was is not None
            assert is_ is not None
            assert stayed_away <= scope.clients
            assert _facts(was) == _facts(is_)


def _people(session: Session | None) -> set[str]:
    return set() if session is None else set(session.clients)


def _facts(session: Session) -> tuple[object, ...]:
    return session.date, session.start, session.mode, session.room, sorted(session.leaders)


def shortened(week: Instance, schedule: Schedule, rng: random.Random) -> Schedule:
    """A valid schedule with fewer sessions and fewer clients in them."""
    for _ in range(6):
        sessions = list(schedule.sessions)
        at = rng.randrange(len(sessions))
        fewer = tuple(client for client in sessions[at].clients if rng.random() < 0.5)
        sessions[at : at + 1] = (
            [sessions[at].model_copy(update={"clients": fewer, "guests": ()})] if fewer else []
        )
        shorter = schedule.model_copy(update={"sessions": tuple(sessions)})
        if judge(week, shorter).valid:
            schedule = shorter
    return schedule


@cache
def floors_of(seed: int) -> Floors:
    week, _ = published_week(seed)
    floors = Floors(week)
    floors.ask([client.id for client in week.clients][:4], limits(2))
    assert floors.clients
    return floors


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_no_valid_schedule_is_below_the_floors(seed: int) -> None:
    week, published = published_week(seed)
    rng = random.Random(seed)
    for schedule in (published, *(shortened(week, published, rng) for _ in range(6))):
        for level, judged in zip(week.goals, judge(week, schedule).levels, strict=True):
            floor = floors_of(seed).of(level)
            assert floor is None or floor <= judged.value


@pytest.mark.parametrize("first", range(0, 40, 20))
def test_what_clients_can_have_alone_is_what_trying_everything_finds(first: int) -> None:
    """Never more short than in any week there is; and just that where nobody else is in it."""
    exact = 0
    for seed in range(first, first + 20):
        week = tiny_instance(seed)
        everybody = {client.id for client in week.clients}
        tracks = any(group.attendance == "attend_all" for group in week.groups)
        least = _least_short(week)
        for client, minutes in least.items():
            found = alone(week, client, limits(1))
            assert found.minutes <= minutes, seed
            assert found.short <= (minutes > 0)
            if with_company(week, [client]) == everybody and not tracks:
                exact += 1
                assert found.minutes == minutes, seed
    assert exact


def _least_short(week: Instance) -> dict[str, int]:
    """The fewest minutes that each client is short in any week, pins and head counts set aside."""
    least: dict[str, int] = {}
    for index in Weeks(week, frozenset({"head_count", "held"})):
        for client in week.clients:
            short = sum(need.minutes for need in needs_of(index, client))
            least[client.id] = min(short, least.get(client.id, short))
    return least
