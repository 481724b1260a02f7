"""Which cells of an edited schedule are marked, and the list of what is wrong with them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from iopsched.domain.result import Violation
from iopsched.domain.rules import RULES
from iopsched.sheets.grid import Grid, Spot
from iopsched.workbooks.book import quoted
from iopsched.workbooks.schedule_editing import Marks
from iopsched.workbooks.schedule_pages import Entry, Page, plain

_MOST_LINKS = 6


class MarkedCells(NamedTuple):
    """What is to be marked: each broken rule with its cells, and the cells that were edited."""

    violations: Sequence[tuple[Violation, tuple[Spot, ...]]]
    edited: Collection[Spot] = ()


def marks_of(marked: MarkedCells, sheets: tuple[Grid, Grid]) -> Marks:
    """Return the marks: red with a note where a rule is broken, yellow where a cell was edited only."""
    notes: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    styles: dict[tuple[str, int, int], tuple[str, ...]] = {}
    grids = {grid.shown_name: grid for grid in sheets}
    for spot in marked.edited:
        for cell in _cells(spot, grids):
            styles[cell] = ("doubtful",)
            notes[cell].append("Edited by hand.")
    for violation, spots in marked.violations:
        for spot in spots:
            for cell in _cells(spot, grids):
                styles[cell] = ("wrong",)
                notes[cell].append(f"{violation.rule}: {violation.message}.")
    return Marks(styles, {cell: "\n".join(dict.fromkeys(told)) for cell, told in notes.items()})


def _cells(spot: Spot, grids: dict[str, Grid]) -> Iterator[tuple[str, int, int]]:
    grid = grids.get(spot.sheet)
    if grid is None or spot.row is None:
        return
    columns = range(len(grid.rows[0])) if spot.column is None else [spot.column]
    yield from ((grid.name, spot.row, column) for column in columns)


def problems_page(marked: MarkedCells) -> Page:
    """Return the first sheet of a marked schedule: what is wrong, with links to the cells."""
    page = Page("Problems", (15, 56, 21, 44))
    page.say("What these changes break", "title")
    if not marked.violations:
        page.say("Every rule is kept.", "good")
        return page
    page.say("Red cells break a rule, yellow ones were only edited. The notes in them say more.", "subtitle")
    page.head("Cells", "What is wrong", "Rule", "What the rule asks for")
    for violation, spots in marked.violations:
        sentence = RULES[violation.rule].sentence if violation.rule in RULES else ""
        first = _link(spots[0]) if spots else Entry("")
        page.add(first, *plain(violation.message, violation.rule, sentence))
        for spot in spots[1:_MOST_LINKS]:
            page.add(_link(spot), *plain("", "", ""))
        if len(spots) > _MOST_LINKS:
            page.add(*plain(f"and {len(spots) - _MOST_LINKS} more", "", "", ""))
    return page


def _link(spot: Spot) -> Entry:
    cell = str(spot).rpartition("!")[2] if spot.column is not None else f"A{spot.row or 1}"
    return Entry(str(spot), ("cell", "link"), link=f"{quoted(spot.sheet)}!{cell}")
