"""What steps made at the same time come to: taken where they fit together and are better."""

import random

import pytest

from cpsat.part_weeks import generated
from iopsched.continuity.resolving import Verified
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import open_scope
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule, Session
from iopsched.improving import standing as standing_module
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Changes, Done, Task
from iopsched.judging.judge import judge

WEEK = generated(4)


def own_sessions(schedule: Schedule) -> list[Session]:
    return [one for one in schedule.sessions if one.group is None and len(one.clients) == 1]


def two_apart(schedule: Schedule) -> tuple[Session, Session]:
    """Return own sessions of two clients, led by two clinicians in two rooms."""
    for one in own_sessions(schedule):
        for other in own_sessions(schedule):
            if one.clients == other.clients or set(one.leaders) & set(other.leaders):
                continue
            if one.room is not None and other.room is not None and one.room != other.room:
                return one, other
    raise AssertionError("the week has no such sessions")


ONE, OTHER = two_apart(WEEK.schedule)
BASE = WEEK.schedule.model_copy(
    update={"sessions": tuple(one for one in WEEK.schedule.sessions if one.id not in {ONE.id, OTHER.id})}
)


def task(instance: Instance) -> Task:
    scope = open_scope(instance, BASE, clients=[])
    return Task(scope, (), Limits(), Sample(1, 1, random.Random(1)))


def done(changes: Changes | None) -> Done:
    return Done(changes, ended=True, effort=0.1)


@pytest.fixture(name="told")
def fixture_told() -> list[Verified]:
    return []


@pytest.fixture(name="standing")
def fixture_standing(told: list[Verified]) -> Standing:
    verdict = judge(WEEK.instance, BASE)
    assert verdict.valid
    found = Standing(WEEK.instance, told.append)
    found.start(Verified(BASE, verdict))
    return found


def held(standing: Standing) -> set[str]:
    return set(standing.board.session)


def test_a_step_that_found_nothing_is_of_no_use(standing: Standing, told: list[Verified]) -> None:
    assert not standing.take(task(WEEK.instance), done(None))
    assert told == []


def test_two_steps_from_one_schedule_are_joined(standing: Standing, told: list[Verified]) -> None:
    assert standing.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert standing.take(task(WEEK.instance), done({OTHER.id: OTHER}))
    assert held(standing) >= {ONE.id, OTHER.id}
    assert [one.vector for one in told] == sorted((one.vector for one in told), reverse=True)
    assert standing.best.schedule is standing.board.schedule
    assert len(told) == 2


def clashing() -> Session:
    """Return the other session at the hour and in the room of the first."""
    moved = {"date": ONE.date, "start": ONE.start, "end": ONE.start + OTHER.end - OTHER.start}
    return OTHER.model_copy(update={**moved, "room": ONE.room, "leaders": ONE.leaders})


def test_steps_that_use_one_room_twice_are_not_joined(standing: Standing, told: list[Verified]) -> None:
    assert standing.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert not standing.take(task(WEEK.instance), done({OTHER.id: clashing()}))
    assert OTHER.id not in held(standing)
    assert len(told) == 1


def test_a_step_that_is_no_better_than_what_there_is_now_is_left(standing: Standing) -> None:
    assert standing.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert not standing.take(task(WEEK.instance), done({ONE.id: ONE}))


@pytest.fixture(name="large")
def fixture_large(monkeypatch: pytest.MonkeyPatch, told: list[Verified]) -> Standing:
    """Return the standing of a week so large that not every schedule is judged."""
    monkeypatch.setattr(standing_module, "JUDGED_AT_ONCE", 0)
    monkeypatch.setattr(standing_module, "CLIENTS_EACH", 1)
    found = Standing(WEEK.instance, told.append)
    found.start(Verified(BASE, judge(WEEK.instance, BASE)))
    return found


def test_in_a_large_week_steps_that_touch_nothing_in_common_are_judged_later(
    large: Standing, told: list[Verified]
) -> None:
    assert large.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert large.take(task(WEEK.instance), done({OTHER.id: OTHER}))
    large.judge_if_due()
    assert told == []
    large.judge()
    assert [one.schedule for one in told] == [large.board.schedule]
    assert held(large) >= {ONE.id, OTHER.id}


def test_in_a_large_week_steps_that_touch_the_same_are_not_joined(large: Standing) -> None:
    assert large.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert not large.take(task(WEEK.instance), done({OTHER.id: clashing()}))


def test_in_a_large_week_steps_that_break_a_rule_together_are_given_up(
    large: Standing, told: list[Verified], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_module, "touched", lambda *_: set())
    assert large.take(task(WEEK.instance), done({ONE.id: ONE}))
    assert large.take(task(WEEK.instance), done({OTHER.id: clashing()}))
    large.judge()
    assert told == []
    assert large.board.schedule is large.best.schedule
    assert large.best.schedule is BASE


def test_a_large_week_is_judged_once_enough_steps_were_made(large: Standing, told: list[Verified]) -> None:
    large.every = 2
    assert large.take(task(WEEK.instance), done({ONE.id: ONE}))
    large.judge_if_due()
    assert told == []
    assert large.take(task(WEEK.instance), done({OTHER.id: OTHER}))
    large.judge_if_due()
    assert len(told) == 1
