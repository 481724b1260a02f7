"""What goal levels come to at the least, asked of a model of less than all rules."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from iopsched.cpsat.cutting import Cutter
from iopsched.cpsat.expr import Expr
from iopsched.cpsat.goals import change, needs, wishes
from iopsched.cpsat.linear import Linear
from iopsched.cpsat.relaxing import SAID_OF, Relaxed, relaxed
from iopsched.cpsat.run import Budget, cores, round_up, run
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.improving.tasks import Done

SHARES = {"needs": 1.0, "change": 3.0, "wishes": 3.0, "resources": 0.5}
"""How much of what is left of the limits a level may use, relative to the levels still to come."""

OnBound = Callable[[int, int | None], None]
"""Called with the index of a level and a bound of it, while better ones are searched for."""


@dataclass(frozen=True, eq=False)
class Question:
    """What levels come to at the least, for the whole week or for some `clients` whatever others do.

    It is asked of levels by their index, one after the other, among schedules no worse than a `vector` of
    the whole week on those before. Among those of some clients too many might be short, at the expense
    of others who then are not: where a level counts clients short, later ones pay a `price` for each.
    A `linear` question, of needs alone, is answered from the linear relaxation of a rougher model.
    """

    vector: tuple[int, ...]
    asked: tuple[int, ...]
    limits: Limits
    clients: tuple[str, ...] | None = None
    price: int = 0
    linear: bool = False

    def make(self, cutter: Cutter, on_bound: OnBound = lambda *_: None, cancel: Cancel | None = None) -> Done:
        """Return the least values of all levels, None where nothing is known."""
        until = time.monotonic() + self.limits.time_limit
        model = relaxed(cutter, self.clients, roughly=self.linear)
        asking = _Asking(self, cutter.instance, model, until, on_bound, cancel)
        return Done(None, ended=True, effort=asking.effort, least=asking.least)


class _Asking:
    """One model being asked."""

    def __init__(
        self,
        question: Question,
        instance: Instance,
        model: Relaxed,
        until: float,
        on_bound: OnBound,
        cancel: Cancel | None,
    ) -> None:
        self._question, self._model, self._instance = question, model, instance
        self._on_bound, self._cancel = on_bound, cancel
        self._linear = Linear(model.v.model) if question.linear else None
        self._until = until
        self.effort = 0.0
        self.least: tuple[int | None, ...] = tuple(self._ask())

    def _ask(self) -> list[int | None]:
        goals, question, model = self._instance.goals, self._question, self._model
        bounds: list[int | None] = [0] * len(goals)  # no term is ever negative
        paid: Expr = 0
        for at in range(max(question.asked, default=-1) + 1):
            if self._over():
                break
            level = goals[at]
            if not is_said_of(level):
                continue
            expression = model.expression(level)
            if isinstance(expression, int):
                bounds[at] = expression
                continue
            if counts_short(level) and at > 0 and _counts_abandoned(goals[at - 1]):
                # Whoever misses more than half of a need falls short.
                bounds[at] = max(bounds[at] or 0, bounds[at - 1] or 0)
            model.v.model.add(expression <= question.vector[at])
            if at in question.asked:
                model.v.model.minimize(expression + paid if adds_up(level) else expression)
                least = self._least(at)
                bounds[at] = max((one for one in (least, bounds[at]) if one is not None), default=None)
            if counts_short(level):
                paid = question.price * expression
        return bounds

    def _least(self, at: int) -> int | None:
        goals, limits = self._instance.goals, self._question.limits
        if self._linear is not None:
            threads = 1 if limits.reproducible else limits.workers or cores()
            # Cut short it says next to nothing: no level shares with later ones, which need it less.
            budget = self._budget(1.0)
            found = self._linear.least(budget.seconds, budget.effort, threads)
            self.effort += found.effort
            return None if found.bound is None else max(round_up(found.bound), 0)
        share = SHARES[about(goals[at])]
        share /= sum(SHARES[about(goals[one])] for one in self._question.asked if one >= at)
        done = run(
            self._model.v.model,
            limits,
            self._budget(share),
            lambda _, bound: self._on_bound(at, bound),
            self._cancel,
        )
        self.effort += done.effort
        return None if done.bound is None else max(done.bound, 0)

    def _budget(self, share: float) -> Budget:
        limits = self._question.limits
        if limits.reproducible:
            return Budget(None, share * (limits.effort - self.effort))
        return Budget(share * (self._until - time.monotonic()), None)

    def _over(self) -> bool:
        if self._cancel is not None and self._cancel.is_set():
            return True
        if self._question.limits.reproducible:
            return self.effort >= self._question.limits.effort
        return time.monotonic() >= self._until


def of_clients(question: Question, clients: tuple[str, ...], price: int) -> Question:
    """Return a question asked of some clients alone, by one worker."""
    return replace(question, clients=clients, price=price, limits=replace(question.limits, workers=1))


def is_said_of(level: GoalLevel) -> bool:
    """Return whether the model says anything of a level."""
    return any(weighted.term in SAID_OF for weighted in level.terms)


def about(level: GoalLevel) -> str:
    """Return what a level is about: ``needs``, ``change``, ``wishes``, or anything else: ``resources``."""
    terms = {weighted.term for weighted in level.terms}
    kinds = (("needs", needs.TERMS), ("change", change.TERMS), ("wishes", wishes.TERMS))
    return next((kind for kind, known in kinds if terms <= known.keys()), "resources")


def adds_up(level: GoalLevel) -> bool:
    """Return whether a level is a sum over clients, and not about whoever is worst off."""
    return all(weighted.term != "worst_unmet_wishes" for weighted in level.terms)


def counts_short(level: GoalLevel) -> bool:
    """Return whether a level is the clients short, and nothing else."""
    return [(one.term, one.weight) for one in level.terms] == [("clients_short", 1)]


def _counts_abandoned(level: GoalLevel) -> bool:
    return [(one.term, one.weight) for one in level.terms] == [("abandoned", 1)]
