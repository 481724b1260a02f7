"""The past of the week in the model: sessions held are constants, and break no rule by themselves.

A rule that what was held breaks already asks only that nothing be added: its bound becomes what
happened, and what speaks of the past alone is dropped. Where it takes more than that, the rule sees
to it itself.
"""

from collections.abc import Collection, Iterator

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import BoolArgumentProto, ConstraintProto

from iopsched.cpsat.candidates import Candidates, Placement, Slot
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.clients import Client
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.schedule import Session


def put_history(world: World, candidates: Candidates, among: Collection[str] | None = None) -> None:
    """Make each session held the only choice of its slot, whatever the filters say of it.

    Of its clients only those `among` are there, everybody if it is left out.
    """
    slots = {slot.id: slot for slot in candidates.slots}
    for session in world.history.values():
        slot = slots.get(session.id)
        if slot is None:
            slot = unplanned(world, session)
            candidates.slots.append(slot)
        candidates.placements[slot.id] = [held_placement(world, slot, session, among)]
    kept = set(candidates.all())
    candidates.barred = [entry for entry in candidates.barred if entry[1] in kept]


def unplanned(world: World, session: Session) -> Slot:
    """Return the slot of a session that was held, and that no plan admits any more."""
    return Slot(session.id, world.instance.service[session.service], owner=_owner(world, session))


def _owner(world: World, session: Session) -> Client | None:
    stem = session.id.rpartition(".")[0]
    return world.instance.client.get(stem.removesuffix(f".{session.service}"))


def held_placement(world: World, slot: Slot, session: Session, among: Collection[str] | None) -> Placement:
    """Return the one placement of a session that was held, with those of its clients `among` these."""
    guests = world.instance.guest
    base = world.day_of_date(session.date) * MINUTES_PER_DAY
    return Placement(
        slot,
        base + session.start,
        base + session.end,
        None if session.room is None else world.site_of[session.room],
        rooms=[] if session.room is None else [session.room],
        # One role for each, however many the service has.
        leads=list(enumerate(session.leaders)),
        clients=[one for one in session.clients if among is None or one in among],
        guests=[one for one in session.guests if among is None or guests[one][0].id in among],
        past=True,
    )


def forgive(v: Variables, rules: Collection[str]) -> None:
    """Take back what constraints of these rules ask of the past alone, and cap them at what happened."""
    if v.world.history:
        done = v.done.index
        for constraint in v.model.proto.constraints:
            if constraint.name in rules and all(at == done for at in constraint.enforcement_literal):
                _forgive(constraint, done, v.model)


def _forgive(constraint: ConstraintProto, done: int, model: cp_model.CpModel) -> None:
    enforced = bool(constraint.enforcement_literal)
    if constraint.has_linear():
        _cap(constraint, done, enforced, model)
    elif constraint.has_bool_or():
        literals = list(constraint.bool_or.literals)
        if (literals or enforced) and all(literal == -done - 1 for literal in literals):
            constraint.clear_bool_or()
    elif constraint.has_bool_and():
        if enforced and -done - 1 in list(constraint.bool_and.literals):
            constraint.clear_bool_and()
    elif constraint.has_at_most_one():
        _once(constraint.at_most_one, done)


def _once(constraint: BoolArgumentProto, done: int) -> None:
    """Leave one of several literals that are true anyway."""
    literals = list(constraint.literals)
    if literals.count(done) > 1:
        constraint.literals.clear()
        constraint.literals.extend(list(dict.fromkeys(literals)))


def _cap(constraint: ConstraintProto, done: int, enforced: bool, model: cp_model.CpModel) -> None:
    linear = constraint.linear
    if not enforced and done not in list(linear.vars):
        return
    least = sum(min(reach) for reach in _reaches(constraint, model))
    most = sum(max(reach) for reach in _reaches(constraint, model))
    domain = list(linear.domain)
    if least > domain[-1]:
        linear.domain[len(domain) - 1] = least
    if most < domain[0]:
        linear.domain[0] = most


def _reaches(constraint: ConstraintProto, model: cp_model.CpModel) -> Iterator[tuple[int, int]]:
    """Yield what each term of a linear constraint is at one end of its variable's domain, and the other."""
    for at, factor in zip(constraint.linear.vars, constraint.linear.coeffs, strict=True):
        domain = model.proto.variables[at].domain
        yield factor * domain[0], factor * domain[len(domain) - 1]
