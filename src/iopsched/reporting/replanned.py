"""What came of planning a week again: what is to be said before, and who may stand in for whom."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.reporting.week import heading

if TYPE_CHECKING:
    from iopsched.replanning.substitutes import Substitutes

_MOST_UNFIT = 3


def sentences_block(title: str, sentences: Sequence[str]) -> RenderableType:
    """Return sentences under a title."""
    table = _hanging()
    for sentence in sentences:
        table.add_row("  -", Text(f"{sentence}."))
    return Group(heading(title), table, Text(""))


def substitutes_block(found: Sequence["Substitutes"]) -> RenderableType:
    """Return, for each session that lost a leader, who leads it now and who else may or may not."""
    parts: list[RenderableType] = [heading("Who may stand in")]
    for one in found:
        parts += [Text(_title(one), style="bold"), _lines(one)]
    return Group(*parts, Text(""))


def _title(one: "Substitutes") -> str:
    lost = f" without {', '.join(one.lost)}" if one.lost else ""
    chosen = f": now led by {', '.join(one.chosen)}" if one.chosen else ""
    return f"{one.session}{lost}{chosen}"


def _hanging() -> Table:
    return Table.grid(padding=(0, 1, 0, 0))


def _lines(one: "Substitutes") -> Table:
    fit = [entry for entry in one.ranked if entry.valid]
    unfit = [entry for entry in one.ranked if not entry.valid]
    table = _hanging()
    for number, entry in enumerate(fit, 1):
        instead = f" (instead of {entry.instead_of})" if entry.instead_of else ""
        table.add_row(f"  {number}.", Text(f"{entry.reason}{instead}"))
    if not fit:
        table.add_row("", Text("nobody is fit"))
    for entry in unfit[:_MOST_UNFIT]:
        table.add_row("", Text(f"not {entry.clinician}: {entry.reason}", style="dim"))
    more = len(unfit) - _MOST_UNFIT
    if more > 0:
        table.add_row("", Text(f"nor {more} more; result.json says why", style="dim"))
    if one.left_out:
        holds = "holds" if one.left_out == 1 else "hold"
        table.add_row("", Text(f"{one.left_out} {holds} none of the credentials asked for", style="dim"))
    return table
