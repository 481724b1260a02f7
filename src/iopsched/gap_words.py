"""How far a schedule is from the best possible, in people's terms: what the bounds give and no more.

A bound speaks of the sum of a level. How many clients or wishes that is follows only where each counts
the same; otherwise it is said by priority, strength or points.
"""

from collections.abc import Mapping

from iopsched.domain.goals import GoalLevel
from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult
from iopsched.gap_terms import FAMILIES, SHARES, TERM_WORDS, WEIGHED

_ALL_CHANGE = frozenset({"changed_attendance", "changed_time", "changed_leader", "changed_room"})


def gap_words(instance: Instance, levels: tuple[LevelResult, ...]) -> tuple[str, ...]:
    """Return one sentence per level: what is proved, or how much better at most another could be.

    Of levels after the first, bounds hold for schedules as good on the levels before, and the sentence
    says so.
    """
    goals = {goal.id: goal for goal in instance.goals}
    return tuple(
        f"{level.id}: {_Gap(instance, goals[level.id], level, first=at == 0).sentence()}"
        for at, level in enumerate(levels)
    )


class _Gap:
    """What is known of one level."""

    def __init__(self, instance: Instance, goal: GoalLevel, level: LevelResult, *, first: bool) -> None:
        self._instance, self._level, self._first = instance, level, first
        self._weights = _terms_that_count(instance, goal)
        self._term = next(iter(self._weights)) if len(self._weights) == 1 else None

    def sentence(self) -> str:
        """Return what is proved, or how much better at most another schedule could be."""
        if self._level.value == 0:
            return f"nothing is left to gain: {self._nothing()}"
        if self._level.bound is None:
            return "the search ended before this level; nothing is proved"
        among, given = "", ""
        if not self._first:
            conditional = self._level.bound_kind == "conditional"
            held = "that keeps what was reached on the levels before"
            among = f" {held}" if conditional else " as good on the levels before"
            given = f", in a schedule{among}"
        better = self._better(self._level.bound)
        if better is None:
            return f"proved: no schedule{among} {self._best()}"
        return f"{better}{given}"

    def _nothing(self) -> str:
        instance = self._instance
        if self._weights.keys() <= FAMILIES["change"] and instance.published is None:
            return "nothing is published that could change"
        if self._weights.keys() >= _ALL_CHANGE and self._weights.keys() <= FAMILIES["change"]:
            return "nothing changes against what is published"
        told = [TERM_WORDS[term].nothing for term in self._weights]
        return " and ".join([*([", ".join(told[:-1])] if len(told) > 1 else []), told[-1]])

    def _best(self) -> str:
        if self._term is None:
            return f"has fewer points of {self._about()}"
        if self._term in SHARES:
            return SHARES[self._term][0]
        return WEIGHED[self._term][0] if self._unit() is None else TERM_WORDS[self._term].best

    def _better(self, bound: int) -> str | None:
        """Return how much better at most another schedule could be, None if none is better."""
        value = self._level.value
        if self._term is None:
            if bound >= value:
                return None
            points = f"{value - bound} of {_counted(value, 'point')} of {self._about()}"
            return f"at most {points} could be spared ({_told_weights(self._weights)})"
        weight, unit = self._weights[self._term], self._unit()
        each = weight * (unit or 1)
        now, least = value // each, -(-bound // each)
        if least >= now:
            return None
        if self._term in SHARES:
            return SHARES[self._term][1].format(least=f"{least / 10:.1f} %", now=f"{now / 10:.1f} %")
        if unit is None:
            return WEIGHED[self._term][1].format(n=now - least)
        words = TERM_WORDS[self._term]
        return f"at most {now - least} {words.one if now - least == 1 else words.several}"

    def _unit(self) -> int | None:
        """Return what each client or wish counts where all count the same, None where they do not."""
        counted = {1}
        if self._term in ("abandoned", "clients_short"):
            counted = {client.priority for client in self._instance.clients}
        if self._term == "unmet_wishes":
            counted = {wish.strength for client in self._instance.clients for wish in client.preferences}
        return counted.pop() if len(counted) == 1 else None

    def _about(self) -> str:
        names = [name for name, terms in FAMILIES.items() if self._weights.keys() <= terms]
        return names[0] if names else f"level {self._level.id}"


def _terms_that_count(instance: Instance, goal: GoalLevel) -> dict[str, int]:
    """Return the weights of a level's terms, without those that are 0 in every schedule of the instance."""
    weights: dict[str, int] = {}
    for weighted in goal.terms:
        weights[weighted.term] = weights.get(weighted.term, 0) + weighted.weight
    items = [item for client in instance.clients for item in client.plan]
    never = set()
    if not any(item.company == "optional" and (item.with_clients or item.with_guests) for item in items):
        never.add("company_missing")
    if not any(client.preferences for client in instance.clients):
        never.add("unmet_wishes")
    return {term: weight for term, weight in weights.items() if term not in never} or weights


def _told_weights(weights: Mapping[str, int]) -> str:
    """Return what each thing counts, as ``3 for a changed attendance, 2 for a replaced leader``."""
    ordered = sorted(weights.items(), key=lambda entry: -entry[1])
    told = [(weight, TERM_WORDS[term].single) for term, weight in ordered]
    parts = [f"{_counted(told[0][0], 'point')} for {told[0][1]}"]
    for (before, _), (weight, single) in zip(told, told[1:], strict=False):
        parts.append(f"or {single}" if weight == before else f"{weight} for {single}")
    return ", ".join(parts).replace(", or ", " or ")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
