"""What would help, as text: the menu of repairs, each with what it promises and what else it changes."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.repairs import Menu, Shortage, Suggestion
from iopsched.reporting.week import heading
from iopsched.reporting.words import count, level_name

_MOST_NAMED = 8


def menu_page(menu: Menu) -> RenderableType:
    """Return the menu: what the week lacks, what solving again gives, then each suggestion."""
    parts: list[RenderableType] = [
        heading(f"{menu.instance_id} - what would help"),
        Text(f"Now: {_shortage(menu.present)}."),
    ]
    if menu.again is not None:
        parts += [
            Text(f"Solving again gives {_shortage(menu.again.after)}, with nothing else done."),
            Text("What follows is on top of that."),
        ]
    parts.append(Text(""))
    if menu.suggestions:
        parts += [_entry(one) for one in menu.suggestions]
    elif menu.present.clients_short:
        parts.append(Text("Nothing that was tried helps.\n"))
    else:
        parts.append(Text("Every need is met: there is nothing to repair.\n"))
    parts += list(_ending(menu))
    return Group(*parts)


def _shortage(shortage: Shortage) -> str:
    if not shortage.clients_short:
        return "no client is short"
    far = f", {shortage.far_short} of them by more than half" if shortage.far_short else ""
    return f"{count(shortage.clients_short, 'client')} short{far}, {count(shortage.minutes_short, 'minute')}"


def _entry(one: Suggestion) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row(f"{one.rank:2}.", Text(" and ".join(_both(one.sentences)), style="bold"))
    for line in _effect(one):
        table.add_row("", Text(line))
    return Group(table, Text(""))


def _both(sentences: Sequence[str]) -> list[str]:
    return list(sentences) if len(sentences) == 1 else [f"{sentences[0]},", *sentences[1:]]


def _effect(one: Suggestion) -> Iterator[str]:
    before, after = one.before, one.after
    figures = [
        f"{words} {was} -> {now}"
        for words, was, now in (
            ("clients short", before.clients_short, after.clients_short),
            ("by more than half", before.far_short, after.far_short),
            ("minutes short", before.minutes_short, after.minutes_short),
        )
        if was != now
    ]
    yield f"At least: {', '.join(figures)}."
    for words, who in (
        ("serves", one.helped),
        ("helps", one.better),
        ("leaves shorter than now", one.worse),
    ):
        if who:
            yield f"It {words} {_named(who)}."
    if one.moved:
        yield f"Another week for {_named(tuple(change.id for change in one.moved))}, who lack nothing."
    elif not one.worse:
        yield "Nobody else's week changes."
    worse = list(_worse(one))
    if worse:
        yield f"Worse by that: {', '.join(worse)}."
    yield f"Disruption: {count(one.disruption, 'point')}, {one.cost} of them for what is done."


def _worse(one: Suggestion) -> Iterator[str]:
    for level in one.goals:
        if level.before is None or level.after is None or level.after.value <= level.before.value:
            continue
        name = level_name(frozenset(level.after.terms), level.id)
        yield f"{level.id} {name} {level.before.value} -> {level.after.value}"


def _named(who: Sequence[str]) -> str:
    shown = " ".join(who[:_MOST_NAMED])
    more = len(who) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _ending(menu: Menu) -> Iterator[RenderableType]:
    if menu.not_helped:
        yield Text(f"Nothing tried serves {_named(menu.not_helped)} wholly.")
    if menu.of:
        stopped = "" if menu.complete else "; the rest was left when the time was up"
        yield Text(f"Tried {menu.tried} of {menu.of}{stopped}.")
    if menu.suggestions:
        yield Text("Each was planned and verified by itself; two of them may not add up.")
