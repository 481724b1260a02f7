"""Whether a schedule is the best on level 1: from single clients first, from the whole week if need be."""

from dataclasses import dataclass

from iopsched.continuity.floors import TERMS, Floors
from iopsched.continuity.resolving import verified
from iopsched.cpsat.search import Search
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Verdict
from iopsched.domain.schedule import Schedule


@dataclass(frozen=True)
class Proof:
    """`proved` if no schedule is better on level 1; `better` are clients who fall short less in one found."""

    proved: bool
    better: frozenset[str] = frozenset()


def prove_level_one(
    instance: Instance, schedule: Schedule, verdict: Verdict, limits: Limits, cancel: Cancel | None = None
) -> Proof:
    """Return whether the schedule is the best on the goals of level 1, as far as the limits allow."""
    indices = [
        number for number, level in enumerate(instance.goals) if {t.term for t in level.terms} <= TERMS
    ]
    vector = [level.value for level in verdict.levels]
    floors = Floors(instance)
    floors.ask(dict.fromkeys(need.client for need in verdict.shortfalls), limits, cancel)
    if all(floors.of(instance.goals[index]) == vector[index] for index in indices):
        return Proof(True)
    search = Search(instance, limits, lambda *_: None, cancel)
    search.start_from(schedule)
    for index in indices:
        if vector[index] > (floors.of(instance.goals[index]) or 0):
            outcome = search.level(index)
            if outcome.value is not None and outcome.value < vector[index] and outcome.schedule is not None:
                return Proof(False, _better(instance, verdict, outcome.schedule))
            if outcome.bound is None or outcome.bound < vector[index]:
                return Proof(False)
        search.hold(index, vector[index])
    return Proof(True)


def _better(instance: Instance, before: Verdict, found: Schedule) -> frozenset[str]:
    now = {(n.client, n.kind, n.subject): n.short for n in verified(instance, found).verdict.shortfalls}
    return frozenset(
        need.client
        for need in before.shortfalls
        if now.get((need.client, need.kind, need.subject), 0) < need.short
    )
