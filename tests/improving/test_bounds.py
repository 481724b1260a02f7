"""A bound says something of schedules as good on all levels before, and of no others."""

import pytest

from iopsched.improving.bounding import Bounds

BOUNDS = Bounds(vector=(25, 27, 17_000, 600), least=(25, 26, 12_000, None))


@pytest.mark.parametrize(
    ("index", "vector", "bound"),
    [
        (2, (25, 27, 17_000, 600), 12_000),
        (2, (25, 26, 19_000, 600), 12_000),
        (2, (24, 27, 19_000, 600), 12_000),
        (2, (24, 28, 17_000, 600), None),
        (1, (24, 28, 17_000, 600), 26),
        (1, (26, 27, 17_000, 600), None),
        (0, (30, 40, 20_000, 900), 25),
        (3, (25, 27, 17_000, 600), None),
    ],
)
def test_a_bound_holds_where_no_level_before_is_worse(
    index: int, vector: tuple[int, ...], bound: int | None
) -> None:
    assert BOUNDS.of(index, vector) == bound
