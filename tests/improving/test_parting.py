"""How the limits of a search in parts are shared out."""

from types import SimpleNamespace

import pytest

from iopsched.continuity.resolving import Verified, nothing_held
from iopsched.domain.progress import Limits
from iopsched.improving import parting
from iopsched.judging.judge import judge
from sample import sample_instance

SECONDS = 100.0


def given_for_needs(monkeypatch: pytest.MonkeyPatch, *, short: bool) -> list[float]:
    """The seconds that each run for needs may take, in a small week that is searched whole afterwards."""
    instance, given = sample_instance(), []
    verdict = judge(instance, nothing_held(instance))
    assert verdict.shortfalls
    found = Verified(nothing_held(instance), verdict if short else SimpleNamespace(shortfalls=()))

    class Improving:
        effort, lanes = 0.0, None

        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def run(self, limits, *_, **__):
            given.append(limits.time_limit)
            return found

    no_bounds = SimpleNamespace(
        of=lambda *_: SimpleNamespace(of=lambda *_: None), of_needs=lambda *_: None, effort=0.0
    )
    monkeypatch.setattr(parting, "Improving", Improving)
    monkeypatch.setattr(parting, "Bounding", lambda *_: no_bounds)
    monkeypatch.setattr(Verified, "vector", (0,) * len(instance.goals), raising=False)
    limits = Limits(time_limit=SECONDS, workers=1)
    parting.Parting(
        instance, limits, lambda _: None, lambda *_: None, None, whole=True, kinds=["needs"]
    ).run()
    return [round(seconds) for seconds in given]


def test_needs_get_little_of_a_small_week_that_is_searched_whole_afterwards(monkeypatch):
    assert given_for_needs(monkeypatch, short=False) == [16, 5]


def test_where_more_could_be_served_as_bounds_say_needs_get_half_of_what_is_left(monkeypatch):
    assert given_for_needs(monkeypatch, short=True) == [16, 50, 5]
