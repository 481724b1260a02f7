"""Whether a schedule is the best on level 1: from single clients first, from the whole week if need be."""

from dataclasses import dataclass

from iopsched.continuity.floors import TERMS, Floors
from iopsched.continuity.resolving import verified
from iopsched.cpsat.search import Search
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.progress import Cancel, Limits
from iopsched.domain.result import Need, Verdict
from iopsched.domain.schedule import Schedule

SECONDS_PER_CLIENT = 0.1
"""What it takes to begin with a search of the whole week; with less it is not begun."""


@dataclass(frozen=True)
class Proof:
    """`proved` if no schedule is better on level 1; `better` are clients who fall short less in one found."""

    proved: bool
    better: frozenset[str] = frozenset()


def prove_level_one(
    instance: Instance,
    schedule: Schedule,
    verdict: Verdict,
    floors: Floors,
    limits: Limits,
    cancel: Cancel | None = None,
) -> Proof:
    """Return whether the schedule is the best on the goals of level 1, as far as the limits allow.

    `floors` have what is known of single clients. Goals that have no level of shortages prove nothing.
    """
    indices = [number for number, level in enumerate(instance.goals) if _of_level_one(level)]
    vector = [level.value for level in verdict.levels]
    if not indices:
        return Proof(False)
    if all(floors.of(instance.goals[index]) == vector[index] for index in indices):
        return Proof(True)
    too_little = not limits.reproducible and limits.time_limit < SECONDS_PER_CLIENT * len(instance.clients)
    if too_little or limits.effort <= 0 or (cancel is not None and cancel.is_set()):
        return Proof(False)
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


def _of_level_one(level: GoalLevel) -> bool:
    return bool(level.terms) and {weighted.term for weighted in level.terms} <= TERMS


def settled_by_level_one(instance: Instance, verdict: Verdict, need: Need) -> bool:
    """Return whether meeting a need, with nobody falling shorter, would better level 1 for certain.

    Only then does the best level 1 prove that it cannot be: a need that counts no minutes changes
    nothing there as long as its client falls short in another one.
    """
    mine = next(line.needs for line in verdict.certificates if line.client == need.client)
    rest = tuple(one for one in mine if one is not need and one != need)
    before, after = _terms(mine), _terms(rest)
    return any(
        weighted.weight > 0 and after[weighted.term] < before[weighted.term]
        for level in instance.goals
        if _of_level_one(level)
        for weighted in level.terms
    )


def _terms(needs: tuple[Need, ...]) -> dict[str, int]:
    """Return what a client with these needs adds to the terms of level 1, its priority left out."""
    return {
        "abandoned": int(any(2 * need.short > need.needed for need in needs)),
        "clients_short": int(any(need.short for need in needs)),
        "minutes_short": sum(need.minutes for need in needs),
    }


def _better(instance: Instance, before: Verdict, found: Schedule) -> frozenset[str]:
    now = {(n.client, n.kind, n.subject): n.short for n in verified(instance, found).verdict.shortfalls}
    return frozenset(
        need.client
        for need in before.shortfalls
        if now.get((need.client, need.kind, need.subject), 0) < need.short
    )


def seats_are_short(instance: Instance, verdict: Verdict, need: Need) -> bool:
    """Return whether counting shows that a need is not met unless somebody has fewer group sessions.

    All seats of all sessions of the service on offer are fewer than what everybody has of it, up to
    what each needs, and what the client needs. A week that has begun is not counted.
    """
    if need.kind != "sessions" or instance.week.now is not None:
        return False
    seats = 0
    for group in instance.groups:
        if group.service == need.subject:
            most = group.max_heads
            seats += len(group.meetings) * (
                instance.service[group.service].most_heads if most is None else most
            )
    wanted = 0
    for line in verdict.certificates:
        had = sum(entry.service == need.subject for entry in instance.client[line.client].attended)
        for one in line.needs:
            if (one.kind, one.subject) == (need.kind, need.subject):
                asked = one.needed if line.client == need.client else min(one.got, one.needed)
                wanted += max(asked - had, 0)
    offered = instance.service[need.subject or ""].format == "group"
    return offered and wanted > seats
