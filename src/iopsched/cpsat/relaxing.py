"""A model of less than all rules, for bounds of weeks too large to be searched whole.

Group sessions are as they are. An own session has a day, a part of the day and a leader, but no hour and
no room: rules on hours look at group sessions alone, and in their place the minutes of whoever leads or
attends must fit into the hours they have. Every schedule has its like here, at values no higher; so what
is least here is a bound of the week. Rules that a schedule may break once its own sessions are left out
(meals, trips, what pins hold) are not asked at all.

The model may also be of some clients alone. Others then come and stay away as suits: they fill sessions that
would have too few, and are in nobody's way. What is least for each of several such crowds adds up to a
bound of the week, and building all of them takes as long as there are clients, not clients times groups.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ortools.sat.python import cp_model

from iopsched.cpsat.candidates import Candidates, Placement, Slot
from iopsched.cpsat.coarse import DAY, WINDOWS, Coarse, coarsely, minutes_fit
from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.goals import TERMS, change, needs, resources, wishes
from iopsched.cpsat.pauses import least_idle
from iopsched.cpsat.rules import RULES
from iopsched.cpsat.variables import Variables
from iopsched.cpsat.world import Stretch
from iopsched.domain.goals import GoalLevel

OF_HOURS = (
    "room_in_one_use",
    "client_in_one_place",
    "guest_in_one_place",
    "clinician_in_one_place",
    "site_staffed",
    "supervisor_present",
    "clinician_break",
    "clinician_run",
    "client_run",
    "head_count",
    "leader_ratio",
    "ages_together",
    "attend_all_whole",
    "one_of_set",
    "groups_cap",
    "room_fits",
    "apart_in_session",
    "apart_in_building",
    "kept_together",
    "forbidden",
)
"""Rules that are asked of group sessions alone; without its own sessions a schedule breaks none of them."""

OF_EVERYBODY = {"head_count", "kept_together", "plan_clinician", "caseload_kept"}
"""Rules that are not asked of some clients alone.

The first two a schedule may break once others are left out of it. The others choose a primary for whoever
has none: that made half of the model, and no bound higher.
"""

OF_PRIMARIES = {"plan_clinician", "caseload_kept"}
"""Rules that are not asked of a rough model: they were a quarter of it, and raised no bound of needs."""

OF_DAYS = (
    "plan_clinician",
    "caseload_kept",
    "clinician_avoided",
    "language_shared",
    "clinician_day_load",
    "clinician_week_load",
    "service_planned",
    "week_minutes",
    "day_minutes",
    "service_days",
    "authorised_days",
    "sessions_cap",
    "sessions_apart",
    "company_kept",
)
"""Rules that never ask for the hour or room of an own session."""

CHANGE = change.TERMS.keys() - {"changed_counsellor"}
"""Changes that are counted here; who leads what was not published may be anybody."""

SAID_OF = {*needs.TERMS, *CHANGE, *wishes.TERMS, *resources.TERMS, "idle_minutes"}
"""Goal terms that are counted here, each at no more than its value: others count as 0."""

SAID_OF_SOME = {*needs.TERMS, *CHANGE, "worst_unmet_wishes", "unmet_wishes", "idle_minutes"}
"""Goal terms that are counted where the model is of some clients alone, of those alone.

Of sessions that change only their own are compared: each is counted once in all crowds.
"""


class Relaxed:
    """A model whose least values are bounds of the week's: its variables `v`, and goal levels in it.

    Its goal terms are those `said` of anything.
    """

    def __init__(self, v: Variables, coarse: Mapping[Placement, Coarse], said: Collection[str]) -> None:
        self.v = v
        self._coarse, self._said = coarse, said

    def expression(self, level: GoalLevel) -> Expr:
        """Return what a level comes to at the least: its terms, as far as the model says anything of them."""
        return total(weighted.weight * self._term(weighted.term) for weighted in level.terms)

    def _term(self, name: str) -> Expr:
        if name not in self._said:
            return 0
        return least_idle(self.v, self._hours_of) if name == "idle_minutes" else TERMS[name](self.v)

    def _hours_of(self, p: Placement) -> Sequence[Stretch]:
        one = self._coarse.get(p)
        return [(p.start, p.end)] if one is None else one.hours


def relaxed(cutter: Cutter, among: Collection[str] | None = None, *, roughly: bool = False) -> Relaxed:
    """Return a model of less than all rules, of everybody or of clients `among` all.

    Made `roughly`, for bounds of needs alone, nobody is given a primary, and own sessions must fit into the
    hours of a day, and not of each part of it: it has a third of the size then.
    """
    who = frozenset(cutter.instance.client if among is None else among)
    fewest: dict[Placement, int] = {}
    v = Variables(cutter.world, _everybodys(cutter) if among is None else _of_some(cutter, who, fewest))
    v.clients = tuple(client for client in cutter.instance.clients if client.id in who)
    waived = (OF_PRIMARIES if roughly else set()) if among is None else OF_EVERYBODY
    for name in OF_HOURS:
        if name not in waived:
            ask(v, name)
    for constraint in _heads(v, fewest):
        constraint.with_name("head_count")
    own = [slot for slot in cutter.slots.values() if slot.owner is not None and _is_of(slot, who)]
    if among is not None:
        v.compared = frozenset(slot.id for slot in own if slot.owner is not None and slot.owner.id in who)
    coarse = take_own_sessions(cutter, v, own, waived, DAY if roughly else WINDOWS)
    return Relaxed(v, coarse, SAID_OF if among is None else SAID_OF_SOME)


def take_own_sessions(
    cutter: Cutter,
    v: Variables,
    own: Sequence[Slot],
    waived: Collection[str],
    windows: Sequence[Stretch],
    *,
    usual: bool = False,
) -> Mapping[Placement, Coarse]:
    """Take own sessions into a model of groups, and ask rules on days of everything, but those waived.

    Return what each could be, at `usual` places or at all. The minutes that people lead or attend must fit
    into windows of their days.
    """
    primaries = "plan_clinician" not in waived
    found = (one for slot in own for one in coarsely(cutter, slot, primaries=primaries, usual=usual))
    coarse = {one.placement: one for one in found}
    v.take_further(own, list(coarse))
    v.undecided = [p for p in v.undecided if p not in coarse or not coarse[p].led_by_anybody]
    ask(v, "roles_filled")
    v.undecided = list(v.candidates.all())
    for name in OF_DAYS:
        if name not in waived:
            ask(v, name)
    for constraint in minutes_fit(v, coarse, windows):
        constraint.with_name("minutes_fit")
    return coarse


def _everybodys(cutter: Cutter) -> Candidates:
    """Return all group sessions."""
    groups = [slot for slot in cutter.slots.values() if slot.group is not None]
    return Candidates(groups, {slot.id: list(cutter.options(slot.id)) for slot in groups})


def _of_some(cutter: Cutter, who: frozenset[str], fewest: dict[Placement, int]) -> Candidates:
    """Return all sessions of the groups that some clients could be in; note how many each needs of them."""
    reached = {cutter.slots[one].group for client in who for one in cutter.reachable[client]}
    ids = {group.id for group in reached if group is not None}
    groups = [slot for slot in cutter.slots.values() if slot.group is not None and slot.group.id in ids]
    return Candidates(
        groups,
        {
            slot.id: [_with_clients(cutter, p, who, fewest) for p in cutter.options(slot.id)]
            for slot in groups
        },
    )


def _is_of(slot: Slot, who: frozenset[str]) -> bool:
    """Return whether any of some clients may be in an own session."""
    return slot.owner is not None and not who.isdisjoint((slot.owner.id, *slot.company))


def _with_clients(
    cutter: Cutter, p: Placement, who: frozenset[str], fewest: dict[Placement, int]
) -> Placement:
    """Return a placement of a group session with some of its clients; note how many of them it needs."""
    hosts = cutter.instance.guest
    some = Placement(p.slot, p.start, p.end, p.where, rooms=p.rooms, leads=p.leads)
    some.clients.extend(one for one in p.clients if one in who)
    some.guests.extend(one for one in p.guests if hosts[one][0].id in who)
    others = len(p.clients) - len(some.clients)
    if p.slot.service.guests_count_as_heads:
        others += len(p.guests) - len(some.guests)
    fewest[some] = max(cutter.world.heads(p.slot.service, p.slot.group)[0] - others, 0)
    return some


def _heads(v: Variables, fewest: Mapping[Placement, int]) -> Iterator[cp_model.Constraint]:
    """A session held has no more heads than it may, and with all others who could come enough."""
    for p, few in fewest.items():
        heads: Expr = total(v.client[p].values())
        if p.slot.service.guests_count_as_heads:
            heads = heads + total(v.guest[p].values())
        if few > 0:
            yield v.model.add(heads >= few * v.place[p])
        yield v.model.add(heads <= v.world.heads(p.slot.service, p.slot.group)[1] * v.place[p])


def ask(v: Variables, name: str) -> None:
    """Ask a rule of everything that a model holds by now."""
    constraints = RULES[name].constraints
    for constraint in constraints(v) if constraints is not None else ():
        constraint.with_name(name)
