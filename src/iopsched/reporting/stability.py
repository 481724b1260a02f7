"""How stable a week is against the published schedule, as text and as JSON data."""

from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.replanning.stability import GroupStability, stability
from iopsched.replanning.stability_words import lines, percent, remarks, sentences
from iopsched.reporting.week import heading


def stability_block(instance: Instance, schedule: Schedule) -> RenderableType | None:
    """Return how stable the schedule is, or None where nothing is published."""
    if instance.published is None:
        return None
    found = stability(instance, instance.published, schedule)
    # What was published for another week is moved to this one before planning; its own is not known then.
    moved = found.week_before == found.week_after
    week = "" if moved else f" (week of {found.week_before.isoformat()})"
    return Group(
        heading(f"Stability against the published schedule{week}"),
        *(Text(line) for line in lines(found)),
        Text(""),
    )


@dataclass(frozen=True)
class StabilityInWords:
    """How stable a week is: sentences about all of it, and a row of words and figures for each group."""

    sentences: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


def stability_in_words(instance: Instance, schedule: Schedule) -> StabilityInWords | None:
    """Return how stable the schedule is in words, or None where nothing is published.

    A group's row: its id, how many were in it, are, stayed, came and left, its churn, and remarks.
    """
    if instance.published is None:
        return None
    found = stability(instance, instance.published, schedule)
    return StabilityInWords(tuple(sentences(found)), tuple(_row(group) for group in found.groups))


def _row(group: GroupStability) -> tuple[str, ...]:
    figures = (group.clients_before, group.clients_after, group.stayed, group.newcomers, group.leavers)
    return (group.group, *map(str, figures), percent(group.churn), ", ".join(remarks(group)))


def stability_data(instance: Instance, schedule: Schedule) -> dict[str, Any] | None:
    """Return how stable the schedule is as JSON data, or None where nothing is published."""
    if instance.published is None:
        return None
    return stability(instance, instance.published, schedule).model_dump(mode="json")
