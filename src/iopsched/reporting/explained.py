"""Explanations as text: why there are shortfalls, why not otherwise."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.answers import Answer, LevelPrice
from iopsched.reporting.week import heading, plain_table
from iopsched.reporting.words import level_name

if TYPE_CHECKING:
    from iopsched.domain.result import Need

_TITLES = {
    "already": "It is so already",
    "allowed": "It can be",
    "forbidden": "It cannot be",
    "unsettled": "Not settled",
}


def told_page(title: str, sentences: Iterable[str]) -> RenderableType:
    """Return sentences under a title, each with a dash before it."""
    return Group(heading(title), _dashed(sentences), Text(""))


def answer_page(answer: Answer) -> RenderableType:
    """Return the answer to one question: what was found, and what each goal would cost."""
    sentences = [one for one in answer.sentences if not one.startswith("goal ")]
    parts: list[RenderableType] = [heading(_TITLES[answer.settled]), _dashed(sentences), Text("")]
    if answer.levels:
        parts += [_prices(answer.levels), Text("")]
    return Group(*parts)


def reasons_page(
    reasons: Sequence[tuple["Need", Sequence[str]]], *, proved: bool, complete: bool
) -> RenderableType:
    """Return why each unmet need is unmet, client by client."""
    if not reasons:
        return told_page("Shortfalls", ["every need asked about is met" if complete else _ENDED])
    parts: list[RenderableType] = []
    for client in dict.fromkeys(need.client for need, _ in reasons):
        told = [sentence for need, sentences in reasons if need.client == client for sentence in sentences]
        parts.append(told_page(client, told))
    last = [] if complete else [_ENDED]
    if proved:
        last.append("proved: no schedule serves clients better on the goals of level 1")
    if last:
        parts.append(told_page("All in all", last))
    return Group(*parts)


_ENDED = "the search ended before every shortfall was asked about; allow more time"


def _dashed(sentences: Iterable[str]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for sentence in sentences:
        end = "" if sentence.endswith((".", ":")) else "."
        table.add_row("  -", Text(f"{sentence}{end}"))
    return table


def _prices(levels: Sequence[LevelPrice]) -> RenderableType:
    table = plain_table("Goal", "Now", "With it", "Proved", no_wrap=("Now", "With it"))
    for level in levels:
        name = level_name(frozenset(level.terms), level.id)
        bound = "exactly" if level.exact else "" if level.at_least is None else f"at least {level.at_least}"
        least = level.at_most if level.exact else f"at most {level.at_most}"
        table.add_row(Text(f"{level.id} {name}"), str(level.before), str(least), bound)
    note = "What is proved of a goal holds among schedules as good on the goals before it."
    return Group(heading("Goals, the first ones first (less is better)"), table, Text(note))
