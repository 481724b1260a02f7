"""What a schedule breaks, what it leaves short, and how good each goal level is."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.instance import Instance
from iopsched.domain.result import LevelResult, LevelValue, Need, SolveResult, Verdict, Violation
from iopsched.domain.rules import RULES
from iopsched.reporting.week import heading, plain_table
from iopsched.reporting.words import (
    bound_words,
    count,
    gap_words,
    level_name,
    level_share,
    need_words,
)


def violations_block(violations: tuple[Violation, ...], cells: Sequence[str] = ()) -> RenderableType:
    """Return every violation under its rule, or that there is none; `cells` says where each stands."""
    if not violations:
        return Text("Every rule is kept.\n")
    title = Text(f"{count(len(violations), 'violation')} of the rules", style="bold red")
    return Group(title, *_by_rule(violations, cells), Text(""))


def history_block(history: tuple[Violation, ...]) -> RenderableType:
    """Return what would break a rule but is over, under its rules."""
    return Group(heading("History: would break today's rules"), *_by_rule(history), Text(""))


def _by_rule(violations: tuple[Violation, ...], cells: Sequence[str] = ()) -> list[RenderableType]:
    parts: list[RenderableType] = []
    told = dict(zip(map(id, violations), cells, strict=False))
    for rule in dict.fromkeys(violation.rule for violation in violations):
        sentence = RULES[rule].sentence if rule in RULES else ""
        parts.append(Text.assemble((rule, "bold"), f": {sentence}"))
        for violation in violations:
            if violation.rule == rule:
                parts.append(Text(f"  - {violation.message}"))
                if told.get(id(violation)):
                    parts.append(Text(f"    {told[id(violation)]}", style="cyan"))
    return parts


def shortfalls_block(instance: Instance, shortfalls: tuple[Need, ...]) -> RenderableType:
    """Return every shortfall by client, or that every need is met."""
    if not shortfalls:
        return Text(f"Every need of {_all_clients(instance)} is met.\n")
    short = {need.client for need in shortfalls}
    title = f"Shortfalls: {len(short)} of {count(len(instance.clients), 'client')} short of a need"
    table = plain_table("Client", "What is missing")
    for need in shortfalls:
        table.add_row(Text(need.client), Text(need_words(need)))
    return Group(Text(title, style="bold red"), table, Text(""))


def _all_clients(instance: Instance) -> str:
    number = len(instance.clients)
    return f"all {count(number, 'client')}" if number > 1 else count(number, "client")


def levels_block(levels: tuple[LevelResult, ...]) -> RenderableType:
    """Return the goal levels with value, bound and gap."""
    table = plain_table("Goal", "Value", "How good is that", "Gap", no_wrap=("Value",))
    for level in levels:
        name = level_name(frozenset(level.terms), level.id)
        share = level_share(level)
        table.add_row(
            Text.assemble(f"{level.id} {name}", (f"\n{share}" if share else "", "dim")),
            str(level.value),
            Text(bound_words(level)),
            Text(gap_words(level)),
        )
    return Group(heading("Goals, the first ones first (less is better)"), table, Text(""))


def values_block(levels: tuple[LevelValue, ...]) -> RenderableType:
    """Return the goal levels with their values alone."""
    table = plain_table("Goal", "Value", "Unit", no_wrap=("Value",))
    for level in levels:
        name = level_name(frozenset(level.terms), level.id)
        share = level_share(level)
        table.add_row(
            Text.assemble(f"{level.id} {name}", (f"\n{share}" if share else "", "dim")),
            str(level.value),
            Text(level.unit),
        )
    return Group(heading("Goals, the first ones first (less is better)"), table, Text(""))


def verdict_summary(instance: Instance, verdict: Verdict, cells: Sequence[str] = ()) -> RenderableType:
    """Return the whole verdict: violations first, then history, shortfalls, values.

    `cells` says of each violation where it stands in the workbook that was read.
    """
    return Group(
        violations_block(verdict.violations, cells),
        *([history_block(verdict.history)] if verdict.history else []),
        shortfalls_block(instance, verdict.shortfalls),
        values_block(verdict.levels),
    )


def solve_summary(instance: Instance, result: SolveResult) -> RenderableType:
    """Return what a search achieved: shortfalls, each level's value, bound and gap, and words."""
    sessions = result.schedule.sessions
    own = sum(session.kind == "individual" for session in sessions)
    title = (
        f"{instance.id}, week of {instance.week.monday.isoformat()}: "
        f"{count(len(sessions) - own, 'group session')}, {count(own, 'individual session')}"
    )
    parts: list[RenderableType] = [
        heading(title),
        shortfalls_block(instance, result.shortfalls),
        levels_block(result.levels),
    ]
    if result.words:
        parts += [heading("In words"), _listed(result.words), Text("")]
    return Group(*parts)


def _listed(sentences: tuple[str, ...]) -> Table:
    # A grid of two columns gives sentences that wrap a hanging indent.
    grid = Table.grid(padding=(0, 1, 0, 0))
    for sentence in sentences:
        grid.add_row("-", Text(sentence))
    return grid
