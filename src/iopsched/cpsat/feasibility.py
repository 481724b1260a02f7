"""Whether there is any schedule at all: a separate model, without goals."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from iopsched.cpsat.build import build
from iopsched.cpsat.candidates import Slot, find_slots
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.rules.pin import kept
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.published_pins import agreeing
from iopsched.domain.relations import Pin
from iopsched.domain.schedule import Schedule


@dataclass(frozen=True)
class Feasibility:
    """Whether there is a schedule, one if there is, and the effort that the answer took."""

    status: Literal["yes", "no", "unknown"]
    schedule: Schedule | None
    effort: float


def feasibility(
    instance: Instance,
    limits: Limits,
    *,
    sessions: Collection[str] | None = None,
    without: frozenset[str] = frozenset(),
    tidy: bool = False,
    cancel: Cancel | None = None,
) -> Feasibility:
    """Return whether any schedule keeps every rule of the instance, on a model built for this question.

    With `sessions` none but these may be held; `without` leaves rules out. `tidy` looks for a schedule
    with little in it that nobody asked for.
    """
    v = build(instance, sessions=sessions, without=without)
    budget = Budget(None, limits.effort) if limits.reproducible else Budget(limits.time_limit, None)
    if tidy:
        v.model.minimize(total(_everything(v)))
    done = run(v.model, limits, budget, lambda *_: None, cancel)
    values = done.values
    if values is not None:
        schedule = read_schedule(v, lambda literal: bool(values[literal.index]))
        return Feasibility("yes", schedule, done.effort)
    return Feasibility("no" if done.status == "infeasible" else "unknown", None, done.effort)


def _everything(v: Variables) -> Iterator[Expr]:
    yield from v.place.values()
    for table in (v.lead, v.client, v.guest):
        for uses in table.values():
            yield from uses.values()


def suspects(instance: Instance, limits: Limits, cancel: Cancel | None = None) -> tuple[list[int], float]:
    """Return numbers of pins that seem to contradict each other, none where nothing is known; and effort.

    Where all pins cannot be kept, the solver says which of them it argued with. That is a hint and no
    proof: it is wrong at times, and more than needed.
    """
    asked = sessions_asked_for(instance, instance.pins)
    v = build(instance, sessions=asked, without=frozenset({"held", "forbidden"}))
    gates = [v.new() for _ in instance.pins]
    for pin, gate in zip(instance.pins, gates, strict=True):
        for constraint in kept(v, pin):
            constraint.only_enforce_if(gate)
    v.model.add_assumptions(gates)
    budget = Budget(None, limits.effort) if limits.reproducible else Budget(limits.time_limit, None)
    done = run(v.model, replace(limits, workers=1), budget, lambda *_: None, cancel)
    named = set(done.core)
    return [number for number, gate in enumerate(gates) if gate.index in named], done.effort


def sessions_asked_for(instance: Instance, pins: Iterable[Pin]) -> frozenset[str]:
    """Return the sessions that pins which hold may be about, and whatever is held with them.

    Any schedule that keeps these pins is left with one that still does when all other sessions are
    taken out of it; of all rules only those on trips and meals may mind.
    """
    slots = find_slots(World(instance))
    published = {} if instance.published_now is None else {s.id: s for s in instance.published_now.sessions}
    found: set[str] = set()
    for pin in pins:
        if pin.pin != "hold":
            continue
        if pin.as_published:
            found.update(session.id for session in agreeing(pin, published.values()))
        else:
            found.update(slot.id for slot in slots if _may_agree(slot, pin))
    tracks = {slot.group.id for slot in slots if slot.group is not None and slot.id in found}
    couples = {
        (other, slot.service.id)
        for slot in slots
        if slot.id in found and slot.owner is not None
        for other in slot.company
    }
    for slot in slots:
        whole = slot.group is not None and slot.group.attendance == "attend_all" and slot.group.id in tracks
        if whole or (slot.owner is not None and (slot.owner.id, slot.service.id) in couples):
            found.add(slot.id)
    return frozenset(found)


def sessions_open_to(instance: Instance, clients: Collection[str]) -> frozenset[str]:
    """Return every session that any of these clients could be in as far as its kind goes."""
    return frozenset(
        slot.id
        for slot in find_slots(World(instance))
        if slot.owner is None or slot.owner.id in clients or not set(clients).isdisjoint(slot.company)
    )


def _may_agree(slot: Slot, pin: Pin) -> bool:
    group = None if slot.group is None else slot.group.id
    stated = ((pin.session, slot.id), (pin.group, group), (pin.service, slot.service.id))
    if any(wanted not in (None, is_) for wanted, is_ in stated):
        return False
    return pin.client is None or slot.owner is None or pin.client in (slot.owner.id, *slot.company)
