"""Whether anything at all is possible: in the whole week, or where most of its clients are left out.

Take any schedule of the week, leave some clients and their own sessions out of it but hold its group
sessions all the same: what remains keeps every rule but those on fewest heads and on meals, which a
session left out may have parted. So what is impossible like this is impossible in the whole week.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from iopsched.cpsat.build import bar
from iopsched.cpsat.candidates import Candidates, Placement, find_slots
from iopsched.cpsat.expr import total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import Finder, find_candidates, keep_session
from iopsched.cpsat.past import forgive, put_history
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule, Session

WAIVED = frozenset({"head_count", "clinician_meal"})
"""Rules that a schedule may break once clients are left out of it."""


@dataclass(frozen=True)
class Possibility:
    """Whether there is a schedule, and one; with rules left out, one that holds few sessions."""

    answer: Literal["yes", "no", "unknown"]
    schedule: Schedule | None
    effort: float


def possibility(
    instance: Instance,
    limits: Limits,
    *,
    among: Collection[str] | None = None,
    without: frozenset[str] = frozenset(),
    keep: tuple[Session, ...] = (),
    cancel: Cancel | None = None,
) -> Possibility:
    """Return whether any schedule keeps every rule but those `without`.

    With `among` these clients are the only ones and `WAIVED` does not count; a no is then a no for the
    whole week. The sessions to `keep` can be chosen as they stand, where only rules `without` forbid it.
    """
    v = _build(instance, among, without, keep)
    if without:
        v.model.minimize(total(literal for p, literal in v.place.items() if not p.past))
    budget = Budget(limits.time_limit, None)
    if limits.reproducible:
        budget = Budget(None, limits.effort)
    done = run(v.model, limits, budget, lambda *_: None, cancel)
    values = done.values
    if values is None:
        return Possibility("no" if done.status == "infeasible" else "unknown", None, done.effort)
    return Possibility("yes", read_schedule(v, lambda literal: bool(values[literal.index])), done.effort)


def _build(
    instance: Instance, among: Collection[str] | None, without: frozenset[str], keep: tuple[Session, ...]
) -> Variables:
    waived = without if among is None else without | WAIVED
    rules = {name: rule for name, rule in RULES.items() if name not in waived}
    if "past_kept" in without:
        week = instance.week.model_copy(update={"now": None})
        instance = instance.model_copy(update={"week": week, "history": ()})
    world = World(instance)
    filters = Filters(world, rules)
    published = instance.published_now
    if published is not None and any(pin.as_published for pin in instance.pins):
        keep = (*keep, *published.sessions)
    if among is None:
        candidates = find_candidates(world, filters)
    else:
        candidates = _candidates_among(world, filters, among)
    slots = {slot.id: slot for slot in candidates.slots}
    for session in keep:
        if session.id in slots and (among is None or slots[session.id].owner is None or session.clients):
            keep_session(world, filters, candidates, slots[session.id], _among(instance, session, among))
    put_history(world, candidates, among=among)
    v = Variables(world, candidates, merge=not without)
    for name, placement, kind, what in candidates.barred:
        bar(v, placement, kind, what).with_name(name)
    for name, rule in rules.items():
        for constraint in rule.constraints(v) if rule.constraints is not None else ():
            constraint.with_name(name)
    forgive(v, rules.keys())
    return v


def _among(instance: Instance, session: Session, among: Collection[str] | None) -> Session:
    """Return a session with these clients of it, and their guests, alone."""
    if among is None:
        return session
    clients = tuple(one for one in session.clients if one in among)
    guests = tuple(one for one in session.guests if one in instance.guest)
    return session.model_copy(
        update={
            "clients": clients,
            "guests": tuple(one for one in guests if instance.guest[one][0].id in clients),
        }
    )


def _candidates_among(world: World, filters: Filters, among: Collection[str]) -> Candidates:
    slots = [slot for slot in find_slots(world) if slot.owner is None or slot.owner.id in among]
    finder = _Unattended(world, filters)
    return Candidates(slots, {slot.id: list(finder.placements(slot, among)) for slot in slots})


class _Unattended(Finder):
    """Finds group sessions that nobody here attends too: in the whole week others would."""

    def _attended(self, placement: Placement, clients: Collection[str]) -> bool:
        if super()._attended(placement, clients):
            return True
        return placement.slot.owner is None and not placement.clients
