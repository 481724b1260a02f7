"""What came of planning a week again: what is to be said before, and who may stand in for whom."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.clock import format_day, format_time
from iopsched.reporting.week import heading

if TYPE_CHECKING:
    from iopsched.replanning.rescue import MakeUp, Unmet
    from iopsched.replanning.substitutes import Substitutes

_MOST_UNFIT = 3


def sentences_block(title: str, sentences: Sequence[str]) -> RenderableType:
    """Return sentences under a title."""
    table = _hanging()
    for sentence in sentences:
        table.add_row("  -", Text(f"{sentence}."))
    return Group(heading(title), table, Text(""))


def make_ups_block(found: Sequence["MakeUp"]) -> RenderableType:
    """Return the sessions that make up for missed ones, client by client."""
    if not found:
        return Group()
    by_client: dict[str, list[MakeUp]] = {}
    for one in found:
        by_client.setdefault(one.client, []).append(one)
    table = _hanging()
    for client, those in sorted(by_client.items()):
        table.add_row("  -", Text(f"{client}: {', '.join(_make_up(one) for one in those)}"))
    return Group(heading("Made up for"), table, Text(""))


def _make_up(one: "MakeUp") -> str:
    when = f"{format_day(one.date.weekday())} {format_time(one.start)}"
    return f"{one.session} {when} ({'a seat' if one.kind == 'seat' else 'a session of its own'})"


def unmet_block(found: Sequence["Unmet"]) -> RenderableType:
    """Return why each client who falls short does."""
    if not found:
        return Group()
    return sentences_block("Why not more", [sentence for one in found for sentence in one.sentences])


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
