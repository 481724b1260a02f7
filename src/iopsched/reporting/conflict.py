"""A conflict as text: what cannot all be kept, which rules stand in the way, and how firm that is."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.conflicts.wording import structure_words
from iopsched.domain.conflicts import Conflict, ConflictRule
from iopsched.reporting.week import heading
from iopsched.reporting.words import count

NO_CONFLICT = "There is a schedule that keeps every pin: nothing contradicts anything."


def conflict_page(conflict: Conflict | None) -> RenderableType:
    """Return a conflict: its parts with their places, the rules in the way, and what was shown of both."""
    if conflict is None:
        return Text(NO_CONFLICT)
    return Group(*_parts(conflict), *_rules(conflict), *_firmness(conflict))


def _parts(conflict: Conflict) -> Iterator[RenderableType]:
    number = len(conflict.parts)
    alone = "This cannot be kept" if number == 1 else f"These {number} cannot be kept together"
    yield heading(f"{conflict.instance_id}: {alone}")
    table = Table.grid(padding=(0, 2, 0, 0))
    for part in conflict.parts:
        table.add_row("  -", Text(part.place), Text(part.sentence))
    yield table
    yield Text("")


def _rules(conflict: Conflict) -> Iterator[RenderableType]:
    if not conflict.rules_suffice:
        yield Text("Which rules stand in the way was not settled in time; allow more time.")
        yield Text("")
        return
    yield heading("What stands in the way")
    table = Table.grid(padding=(0, 1, 0, 0))
    if not conflict.rules:
        table.add_row("  -", Text(structure_words(conflict).capitalize() + "."))
    for rule in conflict.rules:
        table.add_row("  -", Text.assemble((rule.rule, "bold"), f": {rule.sentence}"))
        for message in rule.messages:
            table.add_row("", Text(f"Without it: {message}.", style="dim"))
    yield table
    yield Text("")


def _firmness(conflict: Conflict) -> Iterator[RenderableType]:
    number = len(conflict.parts)
    if conflict.minimal:
        if number == 1:
            yield Text("Without it there is a schedule.")
        else:
            yield Text(f"Without any one of these {number} there is a schedule for the others.")
    else:
        unshown = [part.place for part in conflict.parts if not part.needed]
        yield Text(f"Not shown to be needed, for time ran out: {', '.join(unshown)}.")
    unneeded = [rule.rule for rule in conflict.rules if not rule.needed]
    if unneeded:
        yield Text(f"Not shown to be needed, for time ran out: {_named(unneeded)}.")
    offers = [rule for rule in conflict.rules if rule.offer]
    if offers and len(offers) < len(conflict.rules):
        yield Text(f"{_offered(offers)} only what is offered: change {_them(offers)} last.")


def _named(rules: list[str]) -> str:
    return f"{count(len(rules), 'rule').split()[1]} {', '.join(rules)}"


def _offered(offers: list[ConflictRule]) -> str:
    names = ", ".join(rule.rule for rule in offers)
    return f"{names} {'says' if len(offers) == 1 else 'say'}"


def _them(offers: list[ConflictRule]) -> str:
    return "it" if len(offers) == 1 else "them"
