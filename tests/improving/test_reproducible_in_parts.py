"""Searched in parts on as many cores as there are, a reproducible search is the same every time."""

import pytest

from iopsched import solving
from iopsched.domain.progress import Limits
from iopsched.generating.generate import generate
from iopsched.generating.spec import GeneratorSpec


def test_the_same_seed_and_effort_give_the_same_schedule_on_any_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "is_light", lambda _: False)
    week = generate(GeneratorSpec(seed=7, clients=25, load="tight")).instance
    limits = Limits(reproducible=True, effort=0.3)
    one, other = (solving.solve(week, limits=limits) for _ in range(2))
    assert one.schedule == other.schedule
