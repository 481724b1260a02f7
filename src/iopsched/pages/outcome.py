"""What a schedule breaks, whom it leaves short and why, and how far it is from the best possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from iopsched.domain.reasons import Reasons
from iopsched.domain.result import LevelResult, LevelValue, Violation
from iopsched.domain.rules import RULES
from iopsched.gap_words import gap_words
from iopsched.pages.showing import Showing
from iopsched.reporting.words import bound_words, level_name, level_share, need_words
from iopsched.reporting.words import gap_words as told_gap


@dataclass(frozen=True)
class BrokenRule:
    """A rule, its sentence, and each way in which it is broken."""

    rule: str
    sentence: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Shortfall:
    """A client and each unmet need in words, with the reasons of each where they are known."""

    client: str
    anchor: str
    needs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class GoalRow:
    """A goal level's value, what it is made of, and what is known of better ones."""

    name: str
    share: str
    value: str
    firm: str
    gap: str
    words: str
    best: bool


def broken_rules(violations: Sequence[Violation]) -> list[BrokenRule]:
    """Return violations under their rules, in the order in which the judge tells them."""
    return [
        BrokenRule(
            rule,
            RULES[rule].sentence if rule in RULES else "",
            tuple(one.message for one in violations if one.rule == rule),
        )
        for rule in dict.fromkeys(one.rule for one in violations)
    ]


def shortfalls(show: Showing, reasons: Reasons | None) -> list[Shortfall]:
    """Return every client that is short of a need, with the reasons beside its needs."""
    why = {} if reasons is None else {_key(one.need): one.sentences for one in reasons.reasons}
    found = show.verdict.shortfalls
    return [
        Shortfall(
            client,
            f"client-{client}",
            tuple((need_words(need), why.get(_key(need), ())) for need in found if need.client == client),
        )
        for client in show.naming.ordered({need.client for need in found})
    ]


def _key(need: object) -> tuple[object, ...]:
    return tuple(getattr(need, name) for name in ("client", "kind", "subject"))


def goal_rows(show: Showing, levels: Sequence[LevelResult]) -> list[GoalRow]:
    """Return every goal level; of those of a search also what is proved."""
    if levels:
        sentences = gap_words(show.instance, tuple(levels))
        return [
            _goal_row(level, bound_words(level), told_gap(level), words.partition(": ")[2], level.optimal)
            for level, words in zip(levels, sentences, strict=True)
        ]
    return [_goal_row(level, "", "", "", level.value == 0) for level in show.verdict.levels]


def _goal_row(level: LevelResult | LevelValue, firm: str, gap: str, words: str, best: bool) -> GoalRow:
    return GoalRow(
        name=f"{level.id} {level_name(frozenset(level.terms), level.id)}",
        share=level_share(level),
        value=f"{level.value / 10:.1f} %" if level.unit == "permille" else f"{level.value} {level.unit}",
        firm=firm,
        gap=gap,
        words=words[:1].upper() + words[1:],
        best=best,
    )


def distance_in_words(levels: Sequence[LevelResult]) -> str:
    """Return in one sentence how far a schedule is from the best possible."""
    if not levels:
        return "Not known: no result of the search is at hand. Only what is 0 cannot be less."
    best = sum(level.optimal for level in levels)
    if best == len(levels):
        return "Nothing better is possible: every goal is proved."
    first = next(number for number, level in enumerate(levels) if not level.optimal)
    if not first:
        return "Not proved on the first goal; what could be gained at most stands below."
    proved = "the first goal is" if first == 1 else f"the first {first} of {len(levels)} goals are"
    return f"Nothing better is possible as far as {proved} concerned; what the rest could gain stands below."
