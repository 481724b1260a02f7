"""Measurements as tables of data, for whoever shows or analyses them."""

from collections.abc import Sequence

import pandas as pd

from iopsched.benchmarking.comparing import Comparison
from iopsched.benchmarking.measuring import Measurement

Measured = Sequence[tuple[Measurement, Comparison]]

INSTANCE_COLUMNS = (
    "instance",
    "clients",
    "outcome",
    "clients_short",
    "levels_proved",
    "levels",
    "first_schedule_seconds",
    "level_1_seconds",
    "seconds",
    "peak_mib",
    "standing",
)
LEVEL_COLUMNS = (
    "instance",
    "level",
    "terms",
    "value",
    "bound",
    "bound_kind",
    "gap",
    "scale",
    "unit",
    "optimal",
    "seconds",
)


def instances_table(measured: Measured) -> pd.DataFrame:
    """Return one row per instance: how it ended, when what was reached, and what it took."""
    rows = [
        (
            m.instance_id,
            m.clients,
            m.outcome,
            m.clients_short,
            sum(level.optimal and level.bound_kind == "proved" for level in m.levels),
            len(m.levels),
            m.first_schedule_seconds,
            m.level_1_seconds,
            m.seconds,
            None if m.peak_bytes is None else round(m.peak_bytes / 2**20),
            comparison.standing,
        )
        for m, comparison in measured
    ]
    return pd.DataFrame(rows, columns=list(INSTANCE_COLUMNS), dtype=object)


def levels_table(measured: Measured) -> pd.DataFrame:
    """Return one row per instance and goal level: value, bound, gap, and whether it is optimal."""
    rows = [
        (
            m.instance_id,
            level.id,
            " ".join(level.terms),
            level.value,
            level.bound,
            level.bound_kind,
            level.gap,
            level.scale,
            level.unit,
            level.optimal,
            level.seconds,
        )
        for m, _ in measured
        for level in m.levels
    ]
    return pd.DataFrame(rows, columns=list(LEVEL_COLUMNS), dtype=object)
