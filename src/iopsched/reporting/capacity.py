"""How many more could start, as text: the number, what binds, and what would make room."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.capacity import Capacity, Marginal
from iopsched.reporting.week import heading
from iopsched.reporting.words import count, need_words

_THINGS = {
    "seat": "one more seat",
    "room_hour": "one more room hour",
    "clinician_hour": "one more hour of a clinician",
}
_MOST_GAINS = 5


def capacity_page(found: Capacity) -> RenderableType:
    """Return how many clients like one could start, why no more, and what more would take."""
    parts: list[RenderableType] = [
        heading(f"{found.instance_id} - room for more like {found.profile}"),
        Text(f"{_number(found)}, each with all it needs and nobody else shorter."),
    ]
    parts += [_lines("No more than that because", [bound.sentence for bound in found.bounds[:1]])]
    if found.short:
        parts.append(_lines("One more would be", [need_words(need) for need in found.short]))
    parts.append(_lines("What binds", list(found.binds)))
    gains = [f"{gain.sentence}: at least {gain.more} more" for gain in found.gains[:_MOST_GAINS]]
    parts.append(_lines("What would make room", gains))
    parts.append(_lines("What one more of each is worth", [_worth(one) for one in found.marginal]))
    if not found.complete:
        parts.append(Text("The search ended before all was tried."))
    return Group(*(part for part in parts if part is not None))


def _number(found: Capacity) -> str:
    if found.at_most == found.at_least:
        return f"Exactly {count(found.at_least, 'client')} could start"
    most = "" if found.at_most is None else f" and at most {found.at_most}"
    return f"At least {found.at_least}{most} could start" if found.at_least else _none(found)


def _none(found: Capacity) -> str:
    most = "how many is not known" if found.at_most is None else f"at most {found.at_most} could start"
    return f"None was found to fit; {most}"


def _worth(one: Marginal) -> str:
    if one.lever is None:
        return f"{_THINGS[one.thing]}: not tried"
    worth = f"{one.more} more" if one.more else "nothing"
    return f"{_THINGS[one.thing]}: {worth} ({one.sentence})"


def _lines(title: str, lines: list[str]) -> RenderableType:
    return Group(*_titled(title, lines)) if lines else Group()


def _titled(title: str, lines: list[str]) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        table.add_row("  -", Text(line))
    yield Text("")
    yield heading(title)
    yield table
