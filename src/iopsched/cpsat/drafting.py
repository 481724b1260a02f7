"""Groups decided for everybody at once, before any own session has an hour.

A draft says when, where and by whom groups are held and who is in them, so that own sessions have enough
minutes of whoever leads them on some day. Placed block by block, each block takes what is best for it alone.
"""

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Candidates, Placement
from iopsched.cpsat.coarse import DAY
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.extract import sessions_among
from iopsched.cpsat.goals.needs import abandoned, minutes_short, priority_of, who_is_short
from iopsched.cpsat.items import Literal
from iopsched.cpsat.openings import Taken
from iopsched.cpsat.relaxing import OF_HOURS, OF_PRIMARIES, ask, take_own_sessions
from iopsched.cpsat.run import Budget, Status, run
from iopsched.cpsat.scope import Scope, close
from iopsched.cpsat.serving import whom_to_leave_short
from iopsched.cpsat.stepping import Stepped
from iopsched.cpsat.timed import add_timed, timed_sessions
from iopsched.cpsat.variables import Variables
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule, Session

CLIENT = 600
"""What a client short weighs, and one left far short once more, beside the minutes of all: clients count
before minutes, of which one client misses no more as a rule."""

OF_GROUPS = ("trips_cap", "client_meal", "clinician_meal")
"""Rules asked of groups alone, though an own session between two groups could save a trip: whoever breaks one
has to leave a group, and one who leaves can be what it has too few of."""

CHOOSING = 0.5
"""The most of the limits for choosing whom to leave short."""


def draft(cutter: Cutter, schedule: Schedule, limits: Limits, cancel: Cancel | None = None) -> Stepped:
    """Decide groups beside what a schedule holds, so that as little as can be is short.

    Where not everybody can be served, whom to leave short is chosen first, and they are in no group. What
    the schedule holds stays, and so do those who attend anything. Of own sessions only those are held whose
    hours are hard to find. What is returned may break rules on ways to these, on pins, and on meals of
    whoever leads.
    """
    v, timed = _model(cutter, schedule)
    runs = _Runs(limits, cancel)
    short = who_is_short(v)
    choice = whom_to_leave_short(v, short, runs.left(CHOOSING), cancel)
    runs.effort += choice.effort
    _begin_near(v.model, choice.values)
    v.model.minimize(CLIENT * abandoned(v) + CLIENT * priority_of(v, short) + minutes_short(v))
    left_out = choice.clients - cutter.held(schedule).attended.keys()
    if left_out:
        runs.run(_without(v, left_out))
    if runs.values is None:
        left_out = frozenset()
        runs.run(v.model)
    if runs.values is None:
        return Stepped(None, ended=runs.status == "infeasible", effort=runs.effort)
    values = runs.values
    groups = [p for p in v.candidates.all() if p.slot.group is not None]
    own = [session for session in schedule.sessions if session.group is None]
    held = schedule.model_copy(update={"sessions": tuple(own)})

    def value(literal: Literal) -> bool:
        return bool(values[literal.index])

    found = _with_sessions(held, sessions_among(v, groups, value))
    served = [p for p in timed if left_out.isdisjoint(p.clients)]
    found = _with_sessions(found, timed_sessions(cutter, v, found, served, value))
    return Stepped(found, runs.status == "optimal", runs.effort, left_out)


def _with_sessions(schedule: Schedule, further: Collection[Session]) -> Schedule:
    """Return a schedule with further sessions, all in order of time."""
    sessions = sorted([*schedule.sessions, *further], key=lambda one: (one.date, one.start, one.end, one.id))
    return schedule.model_copy(update={"sessions": tuple(sessions)})


class _Runs:
    """Runs of the solver one after the other, as long as limits allow; `values` are of the last with any."""

    def __init__(self, limits: Limits, cancel: Cancel | None) -> None:
        self._limits, self._cancel = limits, cancel
        self._until = time.monotonic() + limits.time_limit
        self.effort = 0.0
        self.values: list[int] | None = None
        self.status: Status = "unknown"

    def left(self, share: float) -> Limits:
        """Return a share of what is left of the limits."""
        seconds, effort = self._until - time.monotonic(), self._limits.effort - self.effort
        return replace(self._limits, time_limit=max(share * seconds, 0.01), effort=max(share * effort, 0.01))

    def run(self, model: cp_model.CpModel) -> None:
        """Solve a model with all that is left."""
        limits = self.left(1.0)
        budget = Budget(None, limits.effort) if limits.reproducible else Budget(limits.time_limit, None)
        done = run(model, limits, budget, lambda *_: None, self._cancel, _by_costs)
        self.effort += done.effort
        self.status = done.status
        self.values = done.values or self.values


def _without(v: Variables, clients: Collection[str]) -> cp_model.CpModel:
    """Return the model with some clients in no group session."""
    found = v.model.clone()
    groups = (people for p, people in v.client.items() if p.slot.group is not None)
    indexes = {literal.index for people in groups for one, literal in people.items() if one in clients}
    found.add_bool_and(~found.get_bool_var_from_proto_index(one) for one in sorted(indexes))
    return found


def _begin_near(model: cp_model.CpModel, values: Sequence[float]) -> None:
    """Have a search begin near a solution of the linear relaxation: drafts end in two thirds of the time."""
    hint = model.proto.solution_hint
    hint.vars.extend(range(len(values)))
    hint.values.extend(round(value) for value in values)


def _by_costs(parameters: Any) -> None:
    """Branch by what variables were found to cost: for an over-subscribed week best by a tenth."""
    parameters.extra_subsolvers.clear()
    parameters.subsolvers.extend(["pseudo_costs", "reduced_costs"])


def _model(cutter: Cutter, schedule: Schedule) -> tuple[Variables, list[Placement]]:
    """Return a rough model, in which what is held of groups stays, and the own sessions with hours in it."""
    v = Variables(cutter.world, _candidates(cutter, schedule))
    for name in (*OF_HOURS, *OF_GROUPS):
        ask(v, name)
    held = cutter.held(schedule)
    unheld = frozenset(slot.id for slot in v.candidates.slots if slot.id not in held.session)
    close(v, Scope(schedule, unheld, frozenset(cutter.instance.client.keys() - held.attended.keys())))
    timed = [p for p in v.candidates.all() if p.slot.owner is not None]
    hourless = cutter.slots.keys() - v.candidates.placements.keys()
    own = [slot for slot in cutter.slots.values() if slot.id in hourless]
    take_own_sessions(cutter, v, own, OF_PRIMARIES, DAY, usual=True)
    return v, timed


def _candidates(cutter: Cutter, schedule: Schedule) -> Candidates:
    """Return what groups and own sessions that have hours could be, where no own session is in their way."""
    groups = [slot for slot in cutter.slots.values() if slot.group is not None]
    held, instance = cutter.held(schedule), cutter.instance
    taken = Taken(held, Scope(schedule, frozenset(slot.id for slot in groups), frozenset()))
    found = Candidates(
        groups,
        {slot.id: taken.possible(cutter.options(slot.id), instance.client, instance) for slot in groups},
    )
    add_timed(cutter, found, taken, held.session.keys())
    return found
