"""One good choice after another inside a scope: weeks for one client, or times for one session."""

from collections.abc import Iterable

from iopsched.cpsat.build import build
from iopsched.cpsat.expr import Expr, total
from iopsched.cpsat.extract import read_schedule
from iopsched.cpsat.goals import TERMS, change, level_expression, needs, wishes
from iopsched.cpsat.run import Budget, run
from iopsched.cpsat.scope import Scope
from iopsched.cpsat.variables import Literal, Variables
from iopsched.domain.clock import MINUTES_PER_DAY
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.schedule import Schedule

SHORTAGES = {"abandoned": 120, "clients_short": 60, "minutes_short": 1}
_SHORTAGE, _CHANGE, _WORST, _WISHES, _REST = 10**13, 10**10, 10**7, 10**4, 1
"""What a unit of each group of goals weighs. One client moves none of them by as much as the next weighs."""


class Choosing:
    """Yields the best schedule inside a scope, then the best that is unlike all before, and so on.

    `required` is a session that has to be held. At most `may_move` clients besides `new` attend
    anything else than before; None sets no limit.
    """

    def __init__(
        self,
        instance: Instance,
        scope: Scope,
        *,
        new: frozenset[str] = frozenset(),
        may_move: int | None = None,
        required: str | None = None,
    ) -> None:
        self._instance, self._scope = instance, scope
        self._v = build(instance, scope=scope)
        if required is not None:
            self._v.model.add(self._v.held(required) == 1)
        if may_move is not None:
            moved = [literal for client, literal in _moved(self._v, scope) if client not in new]
            self._v.model.add(total(moved) <= may_move)
        objective = total(_weight(level) * level_expression(self._v, level) for level in self._others())
        for term, weight in SHORTAGES.items():
            objective = objective + _SHORTAGE * weight * TERMS[term](self._v)
        self._v.model.minimize(objective)

    def _others(self) -> Iterable[GoalLevel]:
        for level in self._instance.goals:
            if not any(term.term in needs.TERMS for term in level.terms):
                yield level

    def next(self, limits: Limits, cancel: Cancel | None = None) -> Schedule | None:
        """Return the best choice left, None if there is none or none was found within the limits."""
        budget = Budget(limits.time_limit, None)
        if limits.reproducible:
            budget = Budget(None, limits.effort)
        done = run(self._v.model, limits, budget, lambda *_: None, cancel)
        values = done.values
        if values is None:
            return None
        return read_schedule(self._v, lambda literal: bool(values[literal.index]))

    def leave_out(self, schedule: Schedule, client: str, *, own: bool) -> None:
        """Ask for a week of the client unlike this one: another group session, or with `own` another time."""
        attended = {session.id: session for session in schedule.sessions if client in session.clients}
        same: list[Expr] = []
        for p, people in self._v.client.items():
            literal = people.get(client)
            if literal is None or (p.slot.owner is not None and not own):
                continue
            session = attended.get(p.slot.id)
            here = (
                session is not None
                and self._v.world.day_of_date(session.date) * MINUTES_PER_DAY + session.start
            )
            same.append(1 - literal if session is not None and here == p.start else literal)
        self._v.model.add(total(same) >= 1)


def _weight(level: GoalLevel) -> int:
    terms = {term.term for term in level.terms}
    if terms & change.TERMS.keys():
        return _CHANGE
    if "worst_unmet_wishes" in terms:
        return _WORST
    return _WISHES if terms & wishes.TERMS.keys() else _REST


def _moved(v: Variables, scope: Scope) -> Iterable[tuple[str, Literal]]:
    """Yield a literal per open client that is true if it attends anything else than in the schedule."""
    before = {(s.id, client) for s in scope.schedule.sessions for client in s.clients}
    differs: dict[str, list[Expr]] = {client: [] for client in sorted(scope.clients)}
    for slot in v.candidates.slots:
        attends: dict[str, list[Literal]] = {}
        for p in v.candidates.placements[slot.id]:
            for client, literal in v.client[p].items():
                attends.setdefault(client, []).append(literal)
        for client, literals in attends.items():
            if client in differs:
                there = total(literals)
                differs[client].append(1 - there if (slot.id, client) in before else there)
    for client, ways in differs.items():
        moved = v.new()
        for way in ways:
            v.model.add(way <= moved)
        yield client, moved
