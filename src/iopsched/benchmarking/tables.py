"""Measurements as tables of data, for whoever shows or analyses them."""

from collections.abc import Sequence

import pandas as pd

from iopsched.benchmarking.suite import Run

INSTANCE_COLUMNS = (
    "instance",
    "clients",
    "outcome",
    "clients_short",
    "levels_proved",
    "levels",
    "first_schedule_seconds",
    "close_seconds",
    "level_1_seconds",
    "seconds",
    "effort",
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
BASELINE_COLUMNS = (
    "instance",
    "values",
    "baseline_values",
    "verdict",
    "levels_proved_by_baseline",
    "seconds_to_baseline_values",
    "baseline_seconds",
    "times_as_fast",
)


def instances_table(runs: Sequence[Run]) -> pd.DataFrame:
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
            m.close_seconds,
            m.level_1_seconds,
            m.seconds,
            m.effort,
            None if m.peak_bytes is None else round(m.peak_bytes / 2**20),
            run.comparison.standing,
        )
        for run in runs
        for m in (run.measurement,)
    ]
    return pd.DataFrame(rows, columns=list(INSTANCE_COLUMNS), dtype=object)


def levels_table(runs: Sequence[Run]) -> pd.DataFrame:
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
        for run in runs
        for m in (run.measurement,)
        for level in m.levels
    ]
    return pd.DataFrame(rows, columns=list(LEVEL_COLUMNS), dtype=object)


def baseline_table(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row per instance that was solved by the baseline too: both vectors, and the times."""
    rows = [
        (
            run.measurement.instance_id,
            run.measurement.vector,
            one.plain.vector,
            one.verdict,
            one.agreed,
            one.seconds,
            one.plain.seconds,
            one.times_as_fast,
        )
        for run in runs
        if (one := run.beside) is not None
    ]
    return pd.DataFrame(rows, columns=list(BASELINE_COLUMNS), dtype=object)
