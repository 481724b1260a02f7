"""The pictures of a benchmark: value and bound over time per instance, and what size costs."""

from collections.abc import Sequence

from iopsched.benchmarking.measuring import Measurement
from iopsched.benchmarking.svg import BLUE, GREY, ORANGE, Axis, Panel, picture, text
from iopsched.domain.result import LevelResult

COLUMNS = 2
_LEFT, _TOP, _ACROSS, _DOWN = 80, 75, 470, 170

Steps = list[tuple[float, float]]


def progress_chart(measured: Measurement) -> str:
    """Return value and bound of each goal over time, goals that were never above 0 left out."""
    end = max(measured.seconds or 0.0, 0.2)
    panels = [_panel(measured, at, level, end, number) for number, (at, level) in enumerate(_shown(measured))]
    rows = -(-max(1, len(panels)) // COLUMNS)
    head = [
        text(_LEFT, 24, f"{measured.instance_id}: value and bound over seconds", bold=True),
        text(_LEFT, 42, "value of the best schedule", colour=BLUE),
        text(_LEFT + 170, 42, "bound", colour=ORANGE),
    ]
    if not panels:
        head.append(text(_LEFT, _TOP, "Every goal was at 0 from the first schedule on, or there is none."))
    return picture(COLUMNS * _ACROSS + 30, _TOP + rows * _DOWN, [*head, *panels])


def _shown(measured: Measurement) -> list[tuple[int, LevelResult]]:
    seen = [one.values for one in measured.trace if one.values is not None]
    return [
        (at, level)
        for at, level in enumerate(measured.levels)
        if level.value or any(values[at] for values in seen)
    ]


def _panel(measured: Measurement, at: int, level: LevelResult, end: float, number: int) -> str:
    values, bounds = _values(measured, at), _bounds(measured, level)
    starts = [one.seconds for one in measured.trace if one.seconds > 0]
    first = min(max(min(starts, default=0.1), 0.01), end / 2)
    high = max(value for _, value in [*values, *bounds, (0.0, 1.0)])
    panel = Panel(
        f"{level.id}: {level.value}, bound {'unknown' if level.bound is None else level.bound}",
        Axis(first, end, log=True),
        Axis(0, high),
        _LEFT + _ACROSS * (number % COLUMNS),
        _TOP + _DOWN * (number // COLUMNS),
    )
    panel.steps(bounds, end, ORANGE, dashed=True)
    panel.steps(values, end, BLUE)
    return panel.drawn()


def _values(measured: Measurement, at: int) -> Steps:
    level = measured.levels[at]
    seen: Steps = [(one.seconds, one.values[at]) for one in measured.trace if one.values is not None]
    if not seen:
        seen = [
            (one.seconds, one.value)
            for one in measured.trace
            if one.level == level.id and one.value is not None
        ]
    return [*seen, (measured.seconds or 0.0, level.value)]


def _bounds(measured: Measurement, level: LevelResult) -> Steps:
    seen: Steps = [
        (one.seconds, max(0, one.bound))
        for one in measured.trace
        if one.level == level.id and one.bound is not None
    ]
    if level.bound is None:
        return seen
    last = max((one.seconds for one in measured.trace if one.level == level.id), default=0.0)
    return [*seen, (last or measured.seconds or 0.0, level.bound)]


COSTS = (("first_schedule_seconds", "first schedule", BLUE), ("close_seconds", "within 1 %", ORANGE))


def cost_chart(measured: Sequence[Measurement]) -> str:
    """Return the seconds to the first schedule, and to within 1 % of the end, against the clients."""
    dots = [
        (one.clients, max(seconds, 0.01), colour, f"{one.instance_id}: {what} after {seconds:.1f} s")
        for name, what, colour in COSTS
        for one in measured
        if (seconds := getattr(one, name)) is not None
    ]
    head = [text(_LEFT, 24, "Seconds against clients", bold=True)]
    head += [
        text(_LEFT + 110 * number, 42, what, colour=colour) for number, (_, what, colour) in enumerate(COSTS)
    ]
    if not dots:
        return picture(640, 120, [*head, text(_LEFT, _TOP, "Nothing was solved.", colour=GREY)])
    sizes, times = [dot[0] for dot in dots], [dot[1] for dot in dots]
    panel = Panel(
        "",
        Axis(min(sizes) * 0.8, max(sizes) * 1.25, log=True, named=tuple(sorted(set(sizes)))),
        Axis(min(times) * 0.8, max(times) * 1.25, log=True),
        _LEFT,
        _TOP - 20,
        520,
        300,
    )
    for clients, seconds, colour, name in dots:
        panel.dot(clients, seconds, colour, name)
    return picture(640, 400, [*head, panel.drawn()])
