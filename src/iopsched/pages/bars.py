"""Bars: an amount against its least and its most, all of one table on one scale."""

from dataclasses import dataclass

WIDTH = 220
"""Units that the longest bar of a table is wide."""


@dataclass(frozen=True)
class Bar:
    """An amount, its least and its most as lengths in units; None where there is no such limit."""

    filled: float
    least: float | None
    most: float | None
    short: bool


def bar(amount: int, *, least: int | None, most: int | None, full: int) -> Bar:
    """Return the bar of an amount on a scale that ends at `full`."""

    def length(value: int | None) -> float | None:
        return None if value is None else round(min(value / max(full, 1), 1.0) * WIDTH, 1)

    return Bar(
        filled=length(amount) or 0.0,
        least=length(least),
        most=length(most),
        short=least is not None and amount < least,
    )
