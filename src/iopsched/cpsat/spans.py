"""Which goal levels can be minimised as one weighted sum, and with which weights, and stay in order."""

from collections.abc import Collection
from typing import NamedTuple

from iopsched.cpsat.goals import change, needs, wishes
from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance

LARGEST = 10**14
"""The most that a weighted sum may come to: far from where the solver's arithmetic ends."""


class Bundle(NamedTuple):
    """Goal levels with the weights that keep them in order; `hard` if they are slow to search."""

    levels: tuple[tuple[int, GoalLevel], ...]
    hard: bool


def bundles(instance: Instance, clients: Collection[str]) -> list[Bundle]:
    """Return the goal levels in bundles, in their order, where nothing but these clients' weeks is open.

    In a bundle one unit of a level outweighs all that the levels after it can differ by.
    """
    found: list[Bundle] = []
    run: list[tuple[int, GoalLevel]] = []
    weight, before = 1, ""
    for level in reversed(instance.goals):
        kind = kind_of(level)
        if run and (kind != before or weight * _span(instance, clients, level) > LARGEST):
            found.append(Bundle(tuple(reversed(run)), before == "hard"))
            run, weight = [], 1
        run.append((weight, level))
        weight *= _span(instance, clients, level)
        before = kind
    found.append(Bundle(tuple(reversed(run)), before == "hard"))
    return found[::-1]


def kind_of(level: GoalLevel) -> str:
    """Return what a level is about: ``needs`` (and change), ``wishes``, or what is ``hard`` to search."""
    terms = {weighted.term for weighted in level.terms}
    if terms <= needs.TERMS.keys() | change.TERMS.keys():
        return "needs"
    return "wishes" if terms <= wishes.TERMS.keys() else "hard"


def _span(instance: Instance, clients: Collection[str], level: GoalLevel) -> int:
    """Return more than a level can differ by between two choices."""
    return 1 + sum(weighted.weight * _term_span(instance, clients, weighted.term) for weighted in level.terms)


def _term_span(instance: Instance, clients: Collection[str], term: str) -> int:
    people = [instance.client[one] for one in clients]
    if term in ("abandoned", "clients_short"):
        return sum(client.priority for client in people)
    if term == "minutes_short":
        return 20_000 * len(people)
    if term == "worst_unmet_wishes":
        return 1000
    if term in wishes.TERMS:
        # Company and cover are counted by the session, of which nobody has so many.
        return sum(100 + sum(wish.strength for wish in client.preferences) for client in people)
    if term in change.TERMS:
        return 200 * len(people)
    return 100_000
