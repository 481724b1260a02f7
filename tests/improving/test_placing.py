"""Placing into an empty week: groups first, and what clashes is placed again."""

import random
from dataclasses import replace

import pytest

from cpsat.part_weeks import generated
from iopsched.continuity.resolving import Verified, nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.stepping import Served, step
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.domain.schedule import Schedule
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.improving import placing as placing_module
from iopsched.improving import standing as standing_module
from iopsched.improving.blocks import Block
from iopsched.improving.board import Reach
from iopsched.improving.drafts import Draft
from iopsched.improving.improving import Improving
from iopsched.improving.phases import phases
from iopsched.improving.placing import Placing, block_scope
from iopsched.improving.proposing import Proposer
from iopsched.improving.standing import Standing
from iopsched.improving.tasks import Done, Task
from iopsched.judging.judge import judge

EFFORT = Limits(reproducible=True, effort=1.0, workers=1)


@pytest.fixture(name="week", scope="module")
def fixture_week() -> Instance:
    return generate(GeneratorSpec(seed=3, clients=24, sites=2)).instance


def test_where_groups_are_placed_own_sessions_are_not() -> None:
    week = generated(4)
    clients = tuple(week.instance.client)
    reach = Reach(week.cutter)
    empty = nothing_held(week.instance)
    groups = block_scope(week.cutter, reach, empty, Block(clients, "", "groups"))
    assert groups.sessions >= set().union(*reach.groups.values())
    assert all(one in week.instance.offer for one in groups.sessions)
    own = block_scope(week.cutter, reach, empty, Block(clients, "", "own"))
    assert own.sessions > groups.sessions


def test_own_sessions_held_may_move_when_groups_are_placed() -> None:
    week = generated(4)
    clients = tuple(week.instance.client)
    scope = block_scope(week.cutter, Reach(week.cutter), week.schedule, Block(clients, "", "groups"))
    held = {one.id for one in week.schedule.sessions if one.group is None}
    assert held
    assert held <= scope.sessions


def test_all_are_placed_group_by_group_and_one_by_one(week: Instance, monkeypatch) -> None:
    monkeypatch.setattr(placing_module, "BLOCK", 4)
    opened: list[int] = []
    made = Task.make

    def make(task: Task, cutter: Cutter) -> Done:
        opened.append(len(task.led_anew))
        return made(task, cutter)

    monkeypatch.setattr(Task, "make", make)
    with Improving(week, EFFORT) as improving:
        found = improving.run(EFFORT, kinds=[])
    assert found is not None
    assert judge(week, found.schedule).valid
    served = {client for one in found.schedule.sessions for client in one.clients}
    assert len(served) > 0.8 * len(week.clients)
    # Whoever leads groups is only decided again while own sessions are placed, after groups.
    assert opened[0] == 0
    assert opened[-1] > 0


def served_share(found: Verified | None, week: Instance) -> float:
    assert found is not None
    assert judge(week, found.schedule).valid
    return len({client for one in found.schedule.sessions for client in one.clients}) / len(week.clients)


def test_from_some_size_on_all_groups_are_drafted_at_once(week: Instance, monkeypatch) -> None:
    monkeypatch.setattr(placing_module, "DRAFTED_FROM", len(week.clients))
    monkeypatch.setattr(placing_module, "BLOCK", 4)
    opened: list[str] = []
    made = Placing.take

    def take(placing: Placing, task: Task, done: Done) -> None:
        opened.append(placing._being_placed[task].opened)  # noqa: SLF001
        made(placing, task, done)

    monkeypatch.setattr(Placing, "take", take)
    with Improving(week, EFFORT) as improving:
        found = improving.run(EFFORT, kinds=[])
    assert served_share(found, week) > 0.8
    assert opened[0] == "all"
    assert set(opened[1:]) == {"hours"}


@pytest.mark.parametrize(("ended", "tried"), [(False, [1.0, 4.0, 16.0]), (True, [1.0])])
def test_the_first_block_is_tried_for_longer_unless_nothing_can_hold_its_pins(
    week: Instance, monkeypatch, ended: bool, tried: list[float]
) -> None:
    limits = replace(EFFORT, effort=100.0)
    efforts: list[float] = []
    made = Task.make

    def make(task: Task, cutter: Cutter) -> Done:
        efforts.append(task.limits.effort)
        return made(task, cutter) if len(efforts) == 3 else Done(None, ended=ended, effort=0.1)

    monkeypatch.setattr(Task, "make", make)
    with Improving(week, limits) as improving:
        found = improving.run(limits, kinds=[])
    assert efforts[:3] == tried
    assert (found is None) is ended


@pytest.mark.parametrize("what", [Done(None, ended=False, effort=0.1), None])
def test_without_a_draft_groups_are_placed_home_by_home(week: Instance, monkeypatch, what) -> None:
    monkeypatch.setattr(placing_module, "DRAFTED_FROM", len(week.clients))
    monkeypatch.setattr(Draft, "make", lambda *_: what or Done({"nobody": None}, ended=True, effort=0.1))
    if what is None:
        # A draft that the judge does not accept is worth no more than none.
        monkeypatch.setattr(placing_module, "pruned", lambda _, schedule, **kept: twice(week, schedule))
    with Improving(week, EFFORT) as improving:
        found = improving.run(EFFORT, kinds=[])
    assert served_share(found, week) > 0.8


def twice(week: Instance, schedule: Schedule) -> Schedule:
    """Return a schedule with a session that the week does not offer."""
    planted = generate(GeneratorSpec(seed=3, clients=24, sites=2)).planted
    odd = planted.sessions[0].model_copy(update={"id": "nobody-knows-it"})
    return schedule.model_copy(update={"sessions": (*schedule.sessions, odd)})


def test_whose_hours_are_placed_stays_in_its_groups() -> None:
    week = generated(4)
    groups = tuple(one for one in week.schedule.sessions if one.group is not None)
    start = week.schedule.model_copy(update={"sessions": groups})
    clients = tuple(week.instance.client)
    scope = block_scope(week.cutter, Reach(week.cutter), start, Block(clients, "", "hours"))
    found = step(week.cutter, scope, [Served()], EFFORT).schedule
    assert found is not None
    assert judge(week.instance, found).valid
    assert tuple(one for one in found.sessions if one.group is not None) == groups
    assert len(found.sessions) > len(groups)


def test_who_is_served_by_a_step_not_judged_yet_is_not_searched_for_again(monkeypatch) -> None:
    """In a large week the judge is asked now and then; when it says that all are served, the search ends."""
    monkeypatch.setattr(standing_module, "JUDGED_AT_ONCE", 0)
    monkeypatch.setattr(standing_module, "CLIENTS_EACH", 1)
    week = generated(4)
    own = next(one for one in week.schedule.sessions if one.group is None and len(one.clients) == 1)
    left = tuple(one for one in week.schedule.sessions if one.id != own.id)
    start = week.schedule.model_copy(update={"sessions": left})
    verdict = judge(week.instance, start)
    assert verdict.valid
    short = {need.client for need in verdict.shortfalls}
    assert short == set(own.clients)
    with Improving(week.instance, EFFORT) as improving:
        found = improving.run(EFFORT, Verified(start, verdict), kinds=["needs"])
    assert found is not None
    assert found.vector[:3] == (0, 0, 0)


def test_whom_a_draft_left_out_gets_no_own_session_until_steps_find_one(week: Instance, monkeypatch) -> None:
    monkeypatch.setattr(placing_module, "DRAFTED_FROM", len(week.clients))
    left = frozenset(list(week.client)[:6])
    made = Draft.make
    monkeypatch.setattr(Draft, "make", lambda *given: replace(made(*given), left_out=left))
    timed: set[str] = set()
    take = Placing.take

    def taken(placing: Placing, task: Task, done: Done) -> None:
        block = placing._being_placed[task]  # noqa: SLF001
        timed.update(block.clients if block.opened == "hours" else ())
        take(placing, task, done)

    monkeypatch.setattr(Placing, "take", taken)
    with Improving(week, EFFORT) as improving:
        improving.run(EFFORT, kinds=[])
    assert timed
    assert timed.isdisjoint(left)


@pytest.mark.parametrize(("others", "drawn"), [(20, 6), (2, 3), (0, 40)])
def test_fewer_parts_are_grown_around_whom_a_draft_left_out(others: int, drawn: int) -> None:
    instance = generate(GeneratorSpec(seed=3, clients=40)).instance
    standing = Standing(instance, lambda _: None)
    empty = nothing_held(instance)
    standing.start(Verified(empty, judge(instance, empty)))
    proposer = Proposer(Cutter(instance), standing, EFFORT, random.Random(1))
    short = list(dict.fromkeys(need.client for need in standing.best.verdict.shortfalls))
    assert len(short) == 40
    proposer.left_out = frozenset(short[others:])
    seeds = proposer.seeds(next(one for one in phases(instance) if one.kind == "needs"))
    assert len(seeds) == len(set(seeds)) == others + drawn
    assert set(short[:others]) <= set(seeds)
