"""Cross-checks of groups and goals."""

from collections.abc import Iterator

from iopsched.domain.clock import MINUTES_PER_DAY, format_week_time
from iopsched.domain.draft import Draft
from iopsched.domain.references import labelled
from iopsched.domain.services import Group, Meeting, Service
from iopsched.errors import Problem, safe_value


def group_problems(draft: Draft) -> Iterator[Problem]:
    """Yield what does not fit between groups, their services and the grid, and in group sets."""
    for place, group in draft.groups:
        service = draft.service.get(group.service)
        if service is not None:
            yield from _service_fits(place, group, service)
        for index, meeting in enumerate(group.meetings):
            yield from _starts(draft, labelled(f"{place}.meetings", index, meeting), meeting, service)
    yield from _repeated_ids("group set", [(place, one.id) for place, one in draft.group_sets])
    yield from _former_ids(draft)


def _former_ids(draft: Draft) -> Iterator[Problem]:
    taken = {placed.it.id: placed.place for placed in draft.groups}
    claimed: dict[str, str] = {}
    for place, group in draft.groups:
        for index, former in enumerate(group.formerly):
            at = f"{place}.formerly[{index}]"
            if former in taken:
                message = f"{former} is the id of a present group, at {taken[former]}"
                yield Problem("former_id_taken", at, message, "Leave it out, or give that group another id.")
            elif former in claimed:
                message = f"another group was called so too, at {claimed[former]}"
                yield Problem("former_id_taken", at, message, "Keep it with one of them.", safe_value(former))
            claimed.setdefault(former, at)


def _service_fits(place: str, group: Group, service: Service) -> Iterator[Problem]:
    if service.format != "group":
        yield Problem(
            "service_not_group",
            f"{place}.service",
            f"service {service.id} is of format {service.format}",
            "Give the group a service of format group.",
            service.id,
        )
    if not service.scheduled:
        yield Problem(
            "service_not_scheduled",
            f"{place}.service",
            f"service {service.id} is never scheduled",
            "Remove the group, or set the service's scheduled to true.",
            service.id,
        )
    fewest = service.fewest_heads if group.min_heads is None else group.min_heads
    most = service.most_heads if group.max_heads is None else group.max_heads
    # Both from one record is that record's own problem.
    if fewest > most and (group.min_heads is None) != (group.max_heads is None):
        yield Problem(
            "min_over_max",
            place,
            f"at least {fewest} heads and at most {most}, one of them the service's",
            "Give the group both min_heads and max_heads.",
        )


def _starts(draft: Draft, place: str, meeting: Meeting, service: Service | None) -> Iterator[Problem]:
    grid = draft.week.grid_minutes if draft.week else None
    for index, start in enumerate(meeting.starts):
        at, shown = f"{place}.starts[{index}]", format_week_time(start)
        if grid is not None and start % grid:
            message = f"the start is not on the grid of {grid} minutes"
            yield Problem("start_off_grid", at, message, "Move it, or make week.grid_minutes smaller.", shown)
        if service is not None and start % MINUTES_PER_DAY + service.clock_minutes > MINUTES_PER_DAY:
            message = f"a session of {service.clock_minutes} minutes would end after midnight"
            yield Problem("past_midnight", at, message, "Start it earlier.", shown)


def goal_problems(draft: Draft) -> Iterator[Problem]:
    """Yield each goal level whose id, and each term that, stands in the goals twice."""
    yield from _repeated_ids("goal level", [(place, one.id) for place, one in draft.goals])
    seen: dict[str, str] = {}
    for place, level in draft.goals:
        for index, weighted in enumerate(level.terms):
            at = f"{place}.terms[{index}].term"
            if weighted.term in seen:
                message = f"the term is counted already, at {seen[weighted.term]}"
                yield Problem("duplicate_term", at, message, "Keep one of them.", weighted.term)
            seen.setdefault(weighted.term, at)


def _repeated_ids(kind: str, ids: list[tuple[str, str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, identity in ids:
        if identity in seen:
            message = f"{identity} is already the id of another {kind}, at {seen[identity]}"
            yield Problem("duplicate_id", f"{place}.id", message, f"Give each {kind} an id of its own.")
        seen.setdefault(identity, place)
