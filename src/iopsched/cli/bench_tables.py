"""The tables of ``iopsched bench``, within 80 columns."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from iopsched.reporting.week import heading, plain_table
from iopsched.reporting.words import level_name

if TYPE_CHECKING:
    import pandas as pd


def instances_block(table: "pd.DataFrame") -> RenderableType:
    """Return one row per instance: clients short, levels proved, what it took, where it stands."""
    made = plain_table("Instance", "Short", "Proved", "Effort", "MiB", "Best known")
    for row in table.to_dict("records"):
        solved = row["outcome"] == "solved"
        made.add_row(
            Text(row["instance"]),
            f"{row['clients_short']} of {row['clients']}" if solved else row["outcome"],
            f"{row['levels_proved']} of {row['levels']}" if solved else "-",
            _seconds(row["effort"]),
            "-" if row["peak_mib"] is None else str(row["peak_mib"]),
            row["standing"],
        )
    legend = "Short: clients with any shortfall. Effort: the solver's deterministic units."
    return Group(heading("Instances"), made, Text(legend, style="dim"), Text(""))


def times_block(table: "pd.DataFrame") -> RenderableType:
    """Return one row per instance: the seconds until it had what."""
    made = plain_table("Instance", "Clients", "First", "1 %", "Level 1", "Total")
    for row in table.to_dict("records"):
        made.add_row(
            Text(row["instance"]),
            str(row["clients"]),
            _seconds(row["first_schedule_seconds"]),
            _seconds(row["close_seconds"]),
            _seconds(row["level_1_seconds"]),
            _seconds(row["seconds"]),
        )
    legend = (
        "First, 1 %, Level 1, Total: seconds to the first verified schedule, until level 1 and the "
        "wishes were within 1 % of where they ended, until levels 1a to 1c are proved, of the whole "
        "search."
    )
    return Group(heading("Seconds"), made, Text(legend, style="dim"), Text(""))


def baseline_block(table: "pd.DataFrame") -> RenderableType:
    """Return one row per instance that was solved in one plain model too: both vectors, and the times."""
    made = plain_table("Instance", "Values", "Baseline", "", "Seconds", "Times as fast", no_wrap=("Seconds",))
    for row in table.to_dict("records"):
        made.add_row(
            Text(row["instance"]),
            _vector(row["values"]),
            _vector(row["baseline_values"]),
            row["verdict"],
            f"{_seconds(row['seconds_to_baseline_values'])} of {_seconds(row['baseline_seconds'])}",
            "-" if row["times_as_fast"] is None else f"{row['times_as_fast']:.1f}",
        )
    legend = (
        "Baseline: one plain model with default parameters and none of the reductions. Seconds: until "
        "the search had a schedule no worse than the baseline's last, of the time that the baseline had."
    )
    return Group(heading("Beside the baseline"), made, Text(legend, style="dim"), Text(""))


def levels_block(table: "pd.DataFrame") -> RenderableType:
    """Return one row per instance and goal level: value, bound, gap, seconds."""
    made = plain_table("Goal", "Value", "Bound", "Gap", "Optimal", "Seconds", no_wrap=("Value", "Bound"))
    shown = None
    for row in table.to_dict("records"):
        if row["instance"] != shown:
            shown = row["instance"]
            made.add_row(Text(shown, style="bold"))
        made.add_row(
            Text(f"  {row['level']} {level_name(frozenset(row['terms'].split()), row['level'])}"),
            str(row["value"]),
            "-" if row["bound"] is None else str(row["bound"]),
            _gap(row),
            _optimal(row),
            _seconds(row["seconds"]),
        )
    legend = (
        "Gap: the share of the goal's scale that may be left to gain; in its own unit where it has no "
        "scale. Given: optimal for the values reached before, which are not all proved."
    )
    return Group(heading("Goals"), made, Text(legend, style="dim"), Text(""))


def _vector(values: tuple[int, ...]) -> str:
    return " ".join(map(str, values)) or "-"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _gap(row: Mapping[Any, Any]) -> str:
    if row["gap"] is None:
        return "-"
    return f"{100 * row['gap']:.1f} %" if row["scale"] else f"{row['gap']:g}"


def _optimal(row: Mapping[Any, Any]) -> str:
    if not row["optimal"]:
        return "no"
    return "proved" if row["bound_kind"] == "proved" else "given"
