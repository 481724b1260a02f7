"""The week at a glance: starts of group sessions down, days across."""

from dataclasses import dataclass

from iopsched.domain.clock import format_time
from iopsched.pages.naming import MONTHS
from iopsched.pages.showing import Showing
from iopsched.reporting.words import DAY_NAMES


@dataclass(frozen=True)
class Chip:
    """A group session at a glance: its group, how many attend, and where the group's article is."""

    label: str
    heads: int
    anchor: str
    broken: bool


@dataclass(frozen=True)
class Overview:
    """Days, for each start the group sessions of each day, and each day's number of own sessions."""

    days: tuple[str, ...]
    starts: tuple[tuple[str, tuple[tuple[Chip, ...], ...]], ...]
    own: tuple[int, ...]


def overview(show: Showing) -> Overview:
    """Return the week at a glance."""
    groups = [session for session in show.lookup.sessions if session.kind == "group"]
    return Overview(
        days=tuple(
            f"{DAY_NAMES[date.weekday()][:3]} {date.day} {MONTHS[date.month - 1][:3]}" for date in show.dates
        ),
        starts=tuple(
            (
                format_time(start),
                tuple(
                    tuple(
                        Chip(
                            session.group or session.id,
                            show.lookup.heads(session),
                            f"group-{session.group}",
                            session.id in show.broken,
                        )
                        for session in groups
                        if session.start == start and session.date == date
                    )
                    for date in show.dates
                ),
            )
            for start in sorted({session.start for session in groups})
        ),
        own=tuple(
            sum(one.kind == "individual" and one.date == date for one in show.lookup.sessions)
            for date in show.dates
        ),
    )
