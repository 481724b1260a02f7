"""How stable a week is against the published schedule, as text and as JSON data."""

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.replanning.stability import lines, stability
from iopsched.reporting.week import heading


def stability_block(instance: Instance, schedule: Schedule) -> RenderableType | None:
    """Return how stable the schedule is, or None where nothing is published."""
    if instance.published is None:
        return None
    found = stability(instance, instance.published, schedule)
    title = f"Stability against the published schedule (week of {found.week_before.isoformat()})"
    return Group(heading(title), *(Text(line) for line in lines(found)), Text(""))


def stability_lines(instance: Instance, schedule: Schedule) -> tuple[str, ...]:
    """Return how stable the schedule is in words, line by line; none where nothing is published."""
    if instance.published is None:
        return ()
    return tuple(lines(stability(instance, instance.published, schedule)))


def stability_data(instance: Instance, schedule: Schedule) -> dict[str, Any] | None:
    """Return how stable the schedule is as JSON data, or None where nothing is published."""
    if instance.published is None:
        return None
    return stability(instance, instance.published, schedule).model_dump(mode="json")
