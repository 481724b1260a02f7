"""Steps made in processes beside: as here, ended with the search, done without where none start."""

import random
import subprocess
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from cpsat.part_weeks import generated
from iopsched.continuity.resolving import Verified, nothing_held
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.finding import Finder
from iopsched.cpsat.parts import Sample
from iopsched.cpsat.scope import open_scope
from iopsched.cpsat.stepping import Served
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.improving import bounding
from iopsched.improving import lanes as lanes_module
from iopsched.improving.drafts import Foresight
from iopsched.improving.improving import Improving
from iopsched.improving.lanes import Lanes
from iopsched.improving.questions import Question
from iopsched.improving.tasks import Done, Task
from iopsched.judging.judge import judge

BRIEF = Limits(time_limit=5, effort=5, workers=1)
PATIENCE = 60.0


def never() -> bool:
    return False


def tasks(seed: int, number: int) -> tuple[Cutter, list[Task]]:
    """Return steps on a planted week, each around another client, from a schedule without their sessions."""
    week = generated(seed)
    found = []
    for client in list(week.instance.client)[:number]:
        scope = open_scope(week.instance, week.schedule, clients=[client])
        found.append(Task(scope, (Served(),), BRIEF, Sample(4, 2, random.Random(1)), valid=False))
    return week.cutter, found


def all_of(lanes: Lanes, given: list[Task], over=never) -> list[tuple[Task, Done]]:
    waiting = list(given)
    return list(lanes.each(lambda: waiting.pop(0) if waiting else None, over))


def wait_until_ready(lanes: Lanes) -> None:
    until = time.monotonic() + PATIENCE
    while not all(lane.ready for lane in lanes.lanes):
        assert time.monotonic() < until, "the lanes did not start"
        lanes.look()
        time.sleep(0.05)


@pytest.fixture(name="two")
def fixture_two():
    cutter, given = tasks(4, 4)
    lanes = Lanes(cutter, 2)
    wait_until_ready(lanes)
    yield lanes, cutter, given
    lanes.close()


def test_lanes_make_every_step_as_this_process_does(two) -> None:
    lanes, cutter, given = two
    found = all_of(lanes, given)
    assert {id(task) for task, _ in found} == {id(task) for task in given}
    _, again = tasks(4, 4)
    here = [task.make(cutter) for task in again]
    there = {id(task): done for task, done in found}
    assert [there[id(task)] for task in given] == here
    assert any(done.changes for done in here)


def test_waiting_for_a_lane_ends_when_one_is_ready_or_time_is_up() -> None:
    cutter, _ = tasks(4, 1)
    lanes = Lanes(cutter, 2)
    try:
        lanes.wait_for_one(lambda: True)
        assert not any(lane.ready for lane in lanes.lanes)
        lanes.wait_for_one(never)
        assert any(lane.ready for lane in lanes.lanes)
    finally:
        lanes.close()
    lanes.wait_for_one(never)


def test_one_lane_dead_leaves_the_steps_to_the_others(two) -> None:
    lanes, _, given = two
    lanes.lanes[0].process.kill()
    lanes.lanes[0].process.wait()
    found = all_of(lanes, given)
    # A step given to it is lost, and no other.
    assert len(found) >= len(given) - 1


def test_steps_are_made_here_once_all_lanes_are_dead(two) -> None:
    lanes, _, given = two
    for lane in lanes.lanes:
        lane.process.kill()
        lane.process.wait()
    time.sleep(0.2)
    assert len(all_of(lanes, given)) == len(given)


def test_steps_are_made_here_where_no_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(lanes_module.subprocess, "Popen", refuse)
    cutter, given = tasks(4, 2)
    assert len(all_of(Lanes(cutter, 2), given)) == 2


@pytest.mark.parametrize(
    ("executable", "may"),
    [
        ("/usr/bin/python3", True),
        ("C:\\Python\\python.exe", True),
        ("/usr/bin/uwsgi", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_python_is_started(monkeypatch: pytest.MonkeyPatch, executable: str | None, may: bool) -> None:
    monkeypatch.setattr(lanes_module.sys, "executable", executable)
    if executable is not None and "\\" in executable:
        monkeypatch.setattr(lanes_module, "Path", lambda name: Path(name.replace("\\", "/")))
    assert lanes_module.can_start() is may


def test_closing_ends_the_processes() -> None:
    cutter, _ = tasks(4, 1)
    lanes = Lanes(cutter, 2)
    started = [lane.process for lane in lanes.lanes]
    lanes.close()
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_a_process_ends_when_whoever_started_it_is_gone(two) -> None:
    lanes, _, _ = two
    process: subprocess.Popen[bytes] = lanes.lanes[0].process
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=PATIENCE) == 0


def test_an_error_in_a_lane_is_raised_here(two) -> None:
    lanes, _, given = two
    broken = Task(given[0].scope, (None,), BRIEF, given[0].sample)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        all_of(lanes, [broken])


def test_an_answer_that_nobody_understands_is_raised_and_not_taken_for_an_end(
    two, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes, _, given = two

    def refuse(_: object) -> None:
        raise AttributeError("no such class")

    monkeypatch.setattr(lanes_module.pickle, "load", refuse)
    with pytest.raises(AttributeError):
        # Whoever listens is in a read of what comes first; what comes second is refused.
        all_of(lanes, given)


def test_nothing_is_waited_for_once_it_is_over(two) -> None:
    lanes, _, given = two
    over = threading.Event()

    def wanted() -> Task:
        over.set()
        return given[0]

    assert list(lanes.each(wanted, over.is_set)) == []
    # What comes of it later is nobody's.
    assert len(all_of(lanes, given[1:])) == len(given) - 1


def test_work_waits_for_a_lane_that_ends_what_is_nobodys_and_is_not_made_here(two, monkeypatch) -> None:
    """Made here, a long one would keep all lanes waiting once they are free."""
    lanes, _, given = two
    over = threading.Event()
    waiting = list(given[:2])

    def wanted() -> Task | None:
        if len(waiting) == 1:
            over.set()
        return waiting.pop() if waiting else None

    assert list(lanes.each(wanted, over.is_set)) == []
    monkeypatch.setattr(Task, "make", lambda *_: pytest.fail("it is made here"))
    assert len(all_of(lanes, given[2:])) == 2


@pytest.fixture(name="week", scope="module")
def fixture_week() -> Instance:
    return generate(GeneratorSpec(seed=7, clients=40, load="tight")).instance


def test_a_search_with_lanes_is_judged_and_better_than_its_first_schedule(week: Instance) -> None:
    told = []
    limits = Limits(time_limit=6, seed=1)
    with Improving(week, limits, told.append, lanes=2) as improving:
        found = improving.run(limits)
    assert found is not None
    assert found is told[-1]
    assert judge(week, found.schedule).valid
    vectors = [one.vector for one in told]
    assert all(later < earlier for earlier, later in zip(vectors, vectors[1:], strict=False))
    assert len(vectors) > 2


def test_what_crowds_come_to_is_the_same_wherever_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounding, "ASKED_WHOLE", 0)
    monkeypatch.setattr(bounding, "CROWD", 6)
    week = generated(4)
    limits = Limits(reproducible=True, effort=1, workers=1)
    vector = tuple(level.value for level in judge(week.instance, nothing_held(week.instance)).levels)
    here = bounding.Bounding(Lanes(week.cutter, 1), limits).of(vector)
    lanes = Lanes(week.cutter, 2)
    try:
        wait_until_ready(lanes)
        beside = bounding.Bounding(lanes, limits).of(vector)
    finally:
        lanes.close()
    assert beside == here
    assert any(here.least)


class Told:
    """What a question asked beside steps came to, each time that it was told of; the search ends then."""

    def __init__(self) -> None:
        self.answers: list[Done] = []
        self.cancel = threading.Event()

    def __call__(self, done: Done, best: Verified) -> list[int]:
        self.answers.append(done)
        self.cancel.set()
        return [one or 0 for one in done.least]


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_question_is_asked_once_beside_steps_and_its_answer_told(week: Instance, lanes: int) -> None:
    told = Told()
    limits = Limits(time_limit=60, seed=1, workers=1)
    vector = tuple(level.value for level in judge(week, nothing_held(week)).levels)
    with Improving(week, limits, cancel=told.cancel, lanes=lanes) as improving:
        improving.ask(Question(vector, (0,), limits, linear=True), told)
        found = improving.run(limits, kinds=["needs"])
    (answer,) = told.answers
    assert found is not None
    assert answer.least[0] is not None
    assert 0 <= answer.least[0] <= found.vector[0]


def test_nothing_lower_is_searched_for_than_an_answer_allows(week: Instance) -> None:
    limits = Limits(time_limit=30, seed=1, workers=1)
    known = judge(week, nothing_held(week))
    start = Verified(nothing_held(week), known)
    vector = start.vector
    with Improving(week, limits, lanes=1) as improving:
        improving.ask(Question(vector, (), limits, linear=True), lambda *_: vector)
        found = improving.run(limits, start, kinds=["needs"])
        steps = improving.steps
    assert found is start
    assert steps == 1


def bounding_of(week: Instance, lanes: int, monkeypatch: pytest.MonkeyPatch) -> bounding.Bounding:
    monkeypatch.setattr(bounding, "ASKED_WHOLE", 0)
    beside = SimpleNamespace(lanes=[None] * lanes, cutter=Cutter(week))
    return bounding.Bounding(cast(Lanes, beside), Limits(time_limit=9))


def test_needs_that_many_miss_are_asked_about_beside_steps(week: Instance, monkeypatch) -> None:
    vector = tuple(level.value for level in judge(week, nothing_held(week)).levels)
    question = bounding_of(week, 2, monkeypatch).of_needs(vector, [0] * len(vector))
    assert question is not None
    assert question.asked == (0, 1, 2)
    assert question.linear
    assert question.limits.workers == 1
    again = bounding_of(week, 2, monkeypatch).of_needs(vector, [3, 0, 0, *vector[3:]])
    assert again is not None
    assert again.asked == (1, 2)


@pytest.mark.parametrize(
    ("lanes", "short", "known"),
    [(0, 40, 0), (2, 1, 0), (2, 40, 1)],
    ids=["no process beside", "few are short", "all is known"],
)
def test_nothing_is_asked_beside_steps(
    week: Instance, monkeypatch, lanes: int, short: int, known: int
) -> None:
    vector = (short, short, 60 * short, *[0] * (len(week.goals) - 3))
    assert bounding_of(week, lanes, monkeypatch).of_needs(vector, [known] * len(vector)) is None


def test_a_process_beside_is_to_answer_before_nobody_waits_any_more(week: Instance, monkeypatch) -> None:
    given: list[Question] = []

    def each(wanted, over):
        given.append(wanted())
        return iter(())

    monkeypatch.setattr(bounding, "ASKED_WHOLE", 0)
    beside = SimpleNamespace(lanes=[None] * 2, cutter=Cutter(week), each=each)
    vector = tuple(level.value for level in judge(week, nothing_held(week)).levels)
    bounding.Bounding(cast(Lanes, beside), Limits(time_limit=9)).of(vector, ["needs"])
    (question,) = given
    assert question.linear
    assert 0 < question.limits.time_limit < 9


def test_what_own_sessions_could_be_is_found_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    cutter = Cutter(generated(4).instance)
    done = Foresight().make(cutter)
    assert done == Done(None, ended=True, effort=0.0)
    own = [slot.id for slot in cutter.slots.values() if slot.owner is not None]
    assert own

    def sought(*_: object, **__: object) -> None:
        pytest.fail("it is looked for again")

    monkeypatch.setattr(Finder, "placements", sought)
    for one in own:
        cutter.options(one, usual=True)
