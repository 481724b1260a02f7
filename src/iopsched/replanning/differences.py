"""What two schedules differ in: the sessions, then whoever and whatever is concerned."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iopsched.domain.differences import (
    Aspect,
    Churn,
    ClientChange,
    Counts,
    Difference,
    Held,
    Listing,
    Renaming,
    SessionChange,
    heading_of,
    held_of,
    renamed_schedule,
    roster_after,
)
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule, Session
from iopsched.domain.schedule_checks import schedule_problems
from iopsched.errors import Problem, ProblemsError, safe_value
from iopsched.replanning.differences_people import client_changes, clinician_changes

if TYPE_CHECKING:
    from iopsched.replanning.differences_goals import Judged

_PLAIN: tuple[Aspect, ...] = ("kind", "group", "service", "start", "end", "mode", "room")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


def diff(
    before: Schedule,
    after: Schedule,
    *,
    instance: Instance | None = None,
    instance_before: Instance | None = None,
) -> Difference:
    """Return what changes from one schedule to another; those of two weeks are compared day by day.

    With an `instance`, which `after` belongs to, shortfalls and goals are compared too. `before` may
    have an instance of its own; without one it is judged on `instance` too, if that knows all its ids.

    Raises:
        iopsched.errors.ProblemsError: the schedules are of different instances, or not of those given.
        ValueError: there is an `instance_before` but no `instance`.
    """
    if instance is None and instance_before is not None:
        raise ValueError("instance_before goes with instance")
    problems = _problems(before, after, instance, instance_before)
    if problems:
        raise ProblemsError(problems)
    renamed = renamings(before, instance)
    named = renamed_schedule(before, renamed)
    old = {session.id: session for session in named.sessions}
    new = {session.id: session for session in after.sessions}
    ahead = after.week - before.week
    both = [(session, new[session.id]) for session in named.sessions if session.id in new]
    changed = tuple(change for one, other in both if (change := _change(one, other, ahead)) is not None)
    clients = client_changes(named, after, changed, (instance, instance_before))
    clinicians = clinician_changes(named, after, changed)
    opened = tuple(session for session in after.sessions if session.id not in old)
    closed = tuple(session for session in named.sessions if session.id not in new)
    judged, shortfalls, levels = _judged(
        named if instance_before is None else before, after, instance, instance_before
    )
    order = tuple(new)
    follows = tuple(one.id for one, _ in both) + tuple(session.id for session in opened)
    return Difference.model_construct(
        before=heading_of(before),
        after=heading_of(after),
        by_weekday=bool(ahead),
        churn=_churn(named, after),
        counts=_counts(opened, closed, changed, clients, len(clinicians)),
        opened=opened,
        closed=closed,
        changed=changed,
        clients=clients,
        clinicians=clinicians,
        judged=judged,
        shortfalls=shortfalls,
        levels=levels,
        renamed=renamed,
        order=None if follows == order else order,
        listings=tuple(_listings(both)),
    )


def renamings(before: Schedule, instance: Instance | None) -> tuple[Renaming, ...]:
    """Return the sessions of a schedule whose groups the instance knows by another id now."""
    groups = () if instance is None else instance.groups
    now = {old: group.id for group in groups for old in group.formerly}
    taken = {session.id for session in before.sessions}
    found = []
    for session in before.sessions:
        group = now.get(session.group or "")
        if group is None or not session.id.startswith(f"{session.group}."):
            continue
        new_id = f"{group}{session.id.removeprefix(session.group or '')}"
        if new_id not in taken:
            taken.add(new_id)
            found.append(Renaming.model_construct(id=session.id, now=new_id, group=group))
    return tuple(found)


def instances_differ(before: str, after: str) -> Problem | None:
    """Return the problem of two schedules whose instance ids these are, or None if they are the same."""
    if before == after:
        return None
    return Problem(
        "instance_differs",
        "before.instance_id",
        "the two schedules are for different instances",
        "Give schedules of one instance, or both instances (--instance and --instance-before).",
        safe_value(before),
    )


def _problems(
    before: Schedule, after: Schedule, instance: Instance | None, instance_before: Instance | None
) -> list[Problem]:
    differ = instances_differ(before.instance_id, after.instance_id) if instance_before is None else None
    problems = [] if differ is None else [differ]
    for side, schedule, own in (("before", before, instance_before), ("after", after, instance)):
        found = _outside_week(schedule) if own is None else schedule_problems(own, schedule)
        problems += [
            replace(problem, place=f"{side}.{problem.place}")
            for problem in found
            if problem.severity == "error"
        ]
    return problems


def _outside_week(schedule: Schedule) -> Iterator[Problem]:
    monday = schedule.week
    if not _FIRST_YEAR <= monday.year <= _LAST_YEAR:
        message = f"a date between {_FIRST_YEAR} and {_LAST_YEAR} is expected"
        yield Problem("date_absurd", "week", message, "Check the year.", str(monday))
        return
    if monday.weekday():
        message = "the week starts on a Monday"
        yield Problem("not_a_monday", "week", message, "Give the Monday of the week.", str(monday))
        return
    last = monday + dt.timedelta(days=6)
    for index, session in enumerate(schedule.sessions):
        if not monday <= session.date <= last:
            message = f"the date is not in the week from {monday} to {last}"
            place = f"sessions[{index}].date"
            yield Problem("date_outside_week", place, message, "Mend the date.", str(session.date))


def _judged(
    before: Schedule, after: Schedule, instance: Instance | None, instance_before: Instance | None
) -> "Judged":
    if instance is None:
        return "neither", (), ()
    # Loaded only here: without an instance there is nothing to judge, and the judge takes a while to load.
    from iopsched.replanning.differences_goals import judged_on

    return judged_on(before, after, instance, instance_before)


def _change(one: Session, other: Session, ahead: dt.timedelta) -> SessionChange | None:
    differs: list[Aspect] = [name for name in _PLAIN if getattr(one, name) != getattr(other, name)]
    if one.date + ahead != other.date:
        differs.append("date")
    if set(one.leaders) != set(other.leaders):
        differs.append("leaders")
    if set(one.clients) != set(other.clients):
        differs.append("clients")
    if set(one.guests) != set(other.guests):
        differs.append("guests")
    if not differs:
        return None
    return SessionChange.model_construct(
        id=one.id,
        differs=tuple(name for name in (*Held.model_fields, "clients", "guests") if name in differs),
        before=held_of(one),
        after=held_of(other),
        clients_joined=_only_in(other.clients, one.clients),
        clients_left=_only_in(one.clients, other.clients),
        guests_joined=_only_in(other.guests, one.guests),
        guests_left=_only_in(one.guests, other.guests),
    )


def _only_in(people: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in people if one not in others)


def _listings(both: list[tuple[Session, Session]]) -> Iterator[Listing]:
    for one, other in both:
        listing = Listing.model_construct(
            id=one.id,
            leaders=other.leaders
            if one.leaders != other.leaders and set(one.leaders) == set(other.leaders)
            else None,
            clients=_listed(one.clients, other.clients),
            guests=_listed(one.guests, other.guests),
        )
        if (listing.leaders, listing.clients, listing.guests) != (None, None, None):
            yield listing


def _listed(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...] | None:
    follows = old == new or roster_after(old, _only_in(new, old), _only_in(old, new)) == new
    return None if follows else new


def _churn(before: Schedule, after: Schedule) -> Churn:
    old, new = (
        {(client, session.id) for session in schedule.sessions for client in session.clients}
        for schedule in (before, after)
    )
    changed, of = len(old ^ new), len(old | new)
    return Churn.model_construct(changed=changed, of=of, share=changed / of if of else 0.0)


def _counts(
    opened: tuple[Session, ...],
    closed: tuple[Session, ...],
    changed: tuple[SessionChange, ...],
    clients: tuple[ClientChange, ...],
    clinicians_affected: int,
) -> Counts:
    return Counts.model_construct(
        opened=len(opened),
        closed=len(closed),
        moved=sum(change.moved for change in changed),
        other_leaders=sum(change.other_leaders for change in changed),
        other_place=sum(change.other_place for change in changed),
        clients_affected=len(clients),
        clinicians_affected=clinicians_affected,
    )
