"""The programmes that ship with the package, each built around a planted week."""

from collections.abc import Callable
from functools import partial

from iopsched.generating.draft import Generated
from iopsched.generating.programmes.evening import evening
from iopsched.generating.programmes.matrix import matrix
from iopsched.generating.programmes.step_down import step_down
from iopsched.generating.programmes.varied_times import varied_times
from iopsched.generating.programmes.weekday_mixed import weekday_mixed

PROGRAMMES: dict[str, Callable[[], Generated]] = {
    "evening-20": partial(evening, 20),
    "evening-32": partial(evening, 32),
    "evening-100": partial(evening, 100),
    "weekday-mixed-24": partial(weekday_mixed, 24),
    "weekday-mixed-36": partial(weekday_mixed, 36),
    "varied-times-22": partial(varied_times, 22),
    "varied-times-28": varied_times,
    "matrix-24": matrix,
    "matrix-24-pure": partial(matrix, added_hours=False),
    "step-down-30": step_down,
    "step-down-30-week-2": partial(step_down, 1),
    "step-down-30-week-3": partial(step_down, 2),
}
"""What builds each shipped programme, by its instance's id."""
