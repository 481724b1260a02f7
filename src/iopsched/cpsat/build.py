"""From an instance to a model: candidates, decisions, then rule after rule."""

from collections.abc import Collection

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Candidates, Placement
from iopsched.cpsat.filters import Filters
from iopsched.cpsat.finding import find_candidates
from iopsched.cpsat.openings import candidates_of, candidates_within
from iopsched.cpsat.past import forgive, put_history
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.scope import Scope, close
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import World
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule


def build(
    instance: Instance,
    *,
    keep: tuple[Schedule, ...] = (),
    only: Schedule | None = None,
    scope: Scope | None = None,
    alone: Collection[str] | None = None,
    sessions: Collection[str] | None = None,
    without: frozenset[str] = frozenset(),
    merge: bool = True,
) -> Variables:
    """Return the decisions of an instance with every rule on them.

    `keep` adds the choices of given schedules to what the filters allow, barred where a rule forbids
    them. `only` makes that schedule's choices the only ones. With a `scope` all that is outside of it
    stays; with `alone` these clients are the only ones; `keep` and `only` then say nothing. With
    `sessions` none but these may be held. `without` leaves rules out by name. `merge`, explained at
    `Variables`, serves tests.
    """
    rules = {name: rule for name, rule in RULES.items() if name not in without}
    if "past_kept" in without:
        instance = instance.replace(week=instance.week.model_copy(update={"now": None}), history=())
    world = World(instance)
    filters = Filters(world, rules)
    if only is None and instance.published_now and any(pin.as_published for pin in instance.pins):
        keep = (*keep, instance.published_now)
    if scope is not None:
        candidates = candidates_within(world, filters, scope)
    elif alone is not None:
        candidates = candidates_of(world, filters, alone)
    else:
        candidates = find_candidates(world, filters, only=only, keep=keep, sessions=sessions)
    put_history(world, candidates, among=alone)
    v = Variables(world, candidates, merge=merge)
    if scope is not None:
        close(v, scope)
    for name, placement, kind, what in candidates.barred:
        bar(v, placement, kind, what).with_name(name)
    for name, rule in rules.items():
        if rule.constraints is not None:
            for constraint in rule.constraints(v):
                constraint.with_name(name)
    forgive(v, rules.keys())
    return v


def bar(v: Variables, placement: Placement, kind: str, what: object) -> cp_model.Constraint:
    """Forbid a choice that only a given schedule brought along."""
    if kind == "place":
        return v.model.add_bool_or([~v.place[placement]])
    if kind == "room":
        return v.model.add_bool_or([~v.room[placement][v.offices.name_of(str(what))]])
    if kind == "client":
        return v.model.add_bool_or([~v.client[placement][str(what)]])
    if kind == "guest":
        return v.model.add_bool_or([~v.guest[placement][str(what)]])
    assert isinstance(what, tuple)
    return v.model.add_bool_or([~v.lead[placement][what]])


__all__ = ["Candidates", "build"]
