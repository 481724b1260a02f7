"""Recommendations as text: each with its week, what it costs others, and what it uses up."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.differences import ClientChange
from iopsched.domain.recommendations import Recommendation, Recommendations
from iopsched.domain.schedule import Session
from iopsched.reporting.week import heading, listed, plain_table, what
from iopsched.reporting.words import count, day_of, level_name, need_words, times


def recommendations_page(found: Recommendations) -> RenderableType:
    """Return what is recommended, the best first."""
    asked = f"session {found.required}" if found.required else f"client {found.client}"
    number = len(found.recommended)
    kind = "time" if found.required else "week"
    parts: list[RenderableType] = [heading(f"{count(number, kind)} for {asked}"), Text(_sum(found)), Text("")]
    for one in found.recommended:
        parts += _recommendation(one, found.required)
    return Group(*parts)


def _sum(found: Recommendations) -> str:
    if not found.recommended:
        return "Nothing that keeps every rule is left while all others stay as they are."
    others = "Nobody else moves." if not found.may_move else f"At most {count(found.may_move, 'other')} move."
    if found.required:
        others = "All else stays as it is."
    best = "proved to be the best" if found.proved else "the best that was found"
    end = " There is nothing else to recommend." if found.complete else ""
    return f"{others} The first is {best}.{end}"


def _recommendation(one: Recommendation, required: str | None) -> Iterator[RenderableType]:
    kept = " (the week as it is)" if one.unchanged else ""
    yield Text(f"{one.rank}. {one.certificate.line}{kept}", style="bold")
    for need in one.certificate.needs:
        if need.short:
            yield Text(f"SHORT: {need_words(need)}", style="bold red")
    yield _sessions([s for s in one.sessions if required in (None, s.id)])
    grid = Table.grid(padding=(0, 1, 0, 0))
    for title, sentence in (("moves", _moves(one.moved)), ("costs", _costs(one)), ("uses up", _used(one))):
        grid.add_row(f"   {title}:", Text(sentence))
    yield grid
    yield Text("")


def _sessions(sessions: Sequence[Session]) -> Table:
    table = plain_table("Day", "Time", "Session", "Place", "Led by", no_wrap=("Day", "Time"))
    for session in sessions:
        place = Text(session.room or "telehealth")
        table.add_row(
            day_of(session), times(session), what(session, service=False), place, listed(session.leaders)
        )
    return table


def _moves(moved: Sequence[ClientChange]) -> str:
    return "; ".join(_moving(change) for change in moved) or "nobody else"


def _moving(change: ClientChange) -> str:
    parts = [
        f"{words} {' '.join(which)}"
        for words, which in (
            ("leaves", change.left),
            ("joins", change.joined),
            ("other time of", change.moved),
            ("other place of", change.other_place),
            ("other leaders of", change.other_leaders),
            ("other guests of", change.other_guests),
        )
        if which
    ]
    return f"{change.id} {', '.join(parts)}"


def _costs(one: Recommendation) -> str:
    parts = [
        f"{level.id} {level_name(frozenset(level.terms), level.id)} {one.costs[level.id]:+d}"
        for level in one.levels
        if one.costs.get(level.id)
    ]
    return "; ".join(parts) or "no goal changes"


def _used(one: Recommendation) -> str:
    return "; ".join(one.uses_up) or "no last seat or hour"
