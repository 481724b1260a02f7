"""Constraints that hold only while something is so, and what they speak of."""

from collections.abc import Iterable, Iterator, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import ConstraintProto, Literal

from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.variables import Variables


def enforce(v: Variables, constraint: cp_model.Constraint, literals: Sequence[Literal]) -> None:
    """Let a constraint of the model hold only while all of these are true."""
    proto = constraint.proto
    if proto.has_at_most_one():
        # The solver knows no such constraint that holds only now and then.
        members = list(proto.at_most_one.literals)
        proto.clear_at_most_one()
        instead = v.model.add(total(_literal(v, index) for index in members) <= 1)
        instead.with_name(constraint.name).only_enforce_if(*literals)
    else:
        constraint.proto.enforcement_literal.extend(literal.index for literal in literals)


def _literal(v: Variables, index: int) -> Expr:
    if index >= 0:
        return v.model.get_bool_var_from_proto_index(index)
    return 1 - v.model.get_bool_var_from_proto_index(-index - 1)


def indexes_of(proto: ConstraintProto) -> Iterator[int]:
    """Yield the index of every variable that a constraint speaks of."""
    # Looking at a kind of constraint that it is not would make it one of that kind.
    if proto.has_linear():
        yield from proto.linear.vars
    elif proto.has_bool_or():
        yield from _variables(proto.bool_or.literals)
    elif proto.has_bool_and():
        yield from _variables(proto.bool_and.literals)
    elif proto.has_at_most_one():
        yield from _variables(proto.at_most_one.literals)
    yield from _variables(proto.enforcement_literal)


def _variables(literals: Iterable[int]) -> Iterator[int]:
    return (literal if literal >= 0 else -literal - 1 for literal in literals)


def slots_of(v: Variables) -> dict[int, str]:
    """Return the session that each decision is about, by the index of its variable."""
    return {
        literal.index: p.slot.id
        for p, place in v.place.items()
        if not p.past
        for uses in (v.room[p], v.lead[p], v.client[p], v.guest[p])
        for literal in (place, *uses.values())
    }


def services_of(v: Variables) -> dict[int, str]:
    """Return the service that each decision is about, by the index of its variable."""
    service = {slot.id: slot.service.id for slot in v.candidates.slots}
    return {index: service[slot] for index, slot in slots_of(v).items()}
