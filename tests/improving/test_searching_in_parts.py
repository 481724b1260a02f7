"""A week of 25 clients, searched in parts: the same every time, stopped at once, told of truthfully."""

import threading
import time

import pytest

from iopsched import solving
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Limits, Progress
from iopsched.domain.result import SolveResult
from iopsched.domain.schedule import Schedule
from iopsched.errors import NoScheduleError
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec
from iopsched.judging.judge import judge

EFFORT = Limits(reproducible=True, effort=0.3, workers=1)


@pytest.fixture(name="week", scope="module")
def fixture_week() -> Instance:
    return generate(GeneratorSpec(seed=7, clients=25, load="tight")).instance


@pytest.fixture(autouse=True)
def _in_parts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "is_light", lambda _: False)


def solved(week: Instance, limits: Limits, **more) -> SolveResult:
    return solving.solve(week, limits=limits, **more)


def test_the_same_seed_and_effort_give_the_same_schedule(week: Instance) -> None:
    one, other = solved(week, EFFORT), solved(week, EFFORT)
    assert one.schedule == other.schedule
    assert [(level.value, level.bound) for level in one.levels] == [
        (level.value, level.bound) for level in other.levels
    ]


def test_a_cancelled_search_ends_soon_and_keeps_the_best(week: Instance) -> None:
    cancel = threading.Event()
    seen: list[Schedule] = []
    ended: list[float] = []

    def tell(progress: Progress) -> None:
        if progress.schedule is not None:
            seen.append(progress.schedule)
            if len(seen) == 2:
                ended.append(time.monotonic())
                cancel.set()

    result = solved(week, Limits(time_limit=60), on_progress=tell, cancel=cancel)
    # One step is ended first, and that takes a second or two.
    assert time.monotonic() - ended[0] < 4
    assert result.interrupted
    assert result.schedule == seen[-1]


def test_a_search_cancelled_before_its_first_schedule_builds_nothing_more(
    week: Instance, monkeypatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the whole week was modelled after the search was cancelled")

    monkeypatch.setattr(solving, "Search", refuse)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(NoScheduleError, match="stopped"):
        solved(week, Limits(time_limit=60), cancel=cancel)


def test_only_valid_and_ever_better_schedules_are_told_of(week: Instance) -> None:
    told: list[Progress] = []
    news: list[Progress] = []
    cancel = threading.Event()

    def tell(progress: Progress) -> None:
        told.append(progress)
        if progress.schedule is not None:
            news.append(progress)
        if len(news) == 2:
            cancel.set()

    result = solved(week, Limits(time_limit=60), on_progress=tell, cancel=cancel)
    verdicts = [judge(week, progress.schedule) for progress in news]
    assert all(verdict.valid for verdict in verdicts)
    values = [tuple(level.value for level in verdict.levels) for verdict in verdicts]
    assert values == [progress.values for progress in news]
    assert len(values) >= 2
    assert all(later < earlier for earlier, later in zip(values, values[1:], strict=False))
    assert result.schedule == news[-1].schedule
    for progress in told:
        assert progress.bound is None or progress.value is None or progress.bound <= progress.value


def test_a_published_schedule_that_breaks_rules_is_kept_but_for_what_is_broken(week: Instance) -> None:
    first = solved(week, EFFORT).schedule
    own = [one for one in first.sessions if one.group is None]
    there = {name: getattr(own[1], name) for name in ("date", "start", "leaders", "room", "mode")}
    moved = own[0].model_copy(update={**there, "end": own[1].start + own[0].end - own[0].start})
    kept = tuple(one for one in first.sessions if one.id not in {own[0].id, own[2].id})
    broken = first.model_copy(update={"sessions": (*kept, moved)})
    assert not judge(week, broken).valid
    result = solved(week, EFFORT, published=broken)
    assert judge(week, result.schedule).valid
    stayed = set(kept) & set(result.schedule.sessions)
    assert len(stayed) > len(kept) / 2
