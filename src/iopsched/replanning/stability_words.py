"""How stable a week is, in sentences and lines."""

import textwrap
from collections.abc import Iterator

from iopsched.replanning.stability import GroupStability, Stability

WIDTH = 80
"""Columns that the lines fit into."""
_GROUP_WIDTH = 22


def lines(found: Stability) -> tuple[str, ...]:
    """Return the figures as lines of at most 80 columns: in sentences, then group by group."""
    wrapped = [
        line
        for sentence in sentences(found)
        for line in textwrap.wrap(sentence, WIDTH, break_on_hyphens=False)
    ]
    if not found.groups:
        return tuple(wrapped)
    head = _columns("Group", "was", "is", "stayed", "came", "left", "churn")
    return (*wrapped, "", head, *(line for group in found.groups for line in _row(group)))


def sentences(found: Stability) -> Iterator[str]:
    """Yield the figures of the whole week in sentences."""
    rosters, sessions, clinicians = found.rosters, found.sessions, found.clinicians
    yield (
        f"Roster churn {percent(rosters.churn)}: {rosters.joined} joined and {rosters.left} left, of "
        f"{rosters.of} places that clients who stay have in groups. "
        f"Newcomers to groups that met before: {rosters.newcomers}."
    )
    yield (
        f"Clients who stay: {found.clients_staying}, new: {found.clients_new}, gone: {found.clients_gone} "
        "(new and gone ones are no churn)."
    )
    yield (
        f"Sessions in both: {sessions.same_time + sessions.moved}; {sessions.same_time} at the same time, "
        f"{sessions.moved} moved; {sessions.same_leaders} led by the same, {sessions.other_leaders} by "
        f"others. Opened: {sessions.opened}, closed: {sessions.closed}."
    )
    yield (
        f"Individual, family and conjoint sessions with a clinician as before: {clinicians.kept}, "
        f"with another one: {clinicians.changed}."
    )
    closed = [group for group in found.groups if group.complete is not None]
    if closed:
        missing = " ".join(group.group for group in closed if not group.complete)
        complete = sum(group.complete is True for group in closed)
        incomplete = f"; incomplete: {missing}" if missing else ""
        yield f"Closed groups with all their members: {complete} of {len(closed)}{incomplete}."


def _row(group: GroupStability) -> Iterator[str]:
    name = group.group
    if len(name) > _GROUP_WIDTH:
        yield name
        name = ""
    note = "".join(f" {word}" for word in remarks(group))
    figures = (group.clients_before, group.clients_after, group.stayed, group.newcomers, group.leavers)
    yield _columns(name, *figures, percent(group.churn)) + note


def remarks(group: GroupStability) -> tuple[str, ...]:
    """Return what is to be said of a group besides its figures."""
    course = {"kept": (), "opened": ("opened",), "ended": ("ended",), "not_held": ("not held",)}
    return (*course[group.course], *(("incomplete",) if group.complete is False else ()))


def _columns(name: str, *figures: int | str) -> str:
    widths = (4, 4, 6, 5, 5, 7)
    cells = [f"{figure:>{width}}" for figure, width in zip(figures, widths, strict=True)]
    return " ".join([f"{name:<{_GROUP_WIDTH}}", *cells])


def percent(share: float) -> str:
    """Return a share of 1 as it is told, such as ``8.2 %``."""
    return f"{100 * share:.1f} %"
