"""What two schedules differ in, as text: in one line, by session, by person, by goal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.differences import (
    ClientChange,
    ClinicianChange,
    Difference,
    Held,
    LevelChange,
    PersonChange,
    SessionChange,
    ShortfallChange,
)
from iopsched.domain.schedule import Session
from iopsched.reporting.week import heading, plain_table
from iopsched.reporting.words import count, folded, level_name, need_words

_SESSION_WIDTH = 24
_NOT_JUDGED = (
    "Shortfalls are not compared: the instance does not know all of the first schedule, or is of "
    "another week. Give the first one's own instance (--instance-before)."
)


def difference_page(difference: Difference) -> RenderableType:
    """Return what two schedules differ in: the sum of it first, then sessions, people and goals."""
    parts: list[RenderableType] = [_title(difference), Text(summary(difference)), Text("")]
    if not difference.empty:
        parts += _sessions(difference)
        parts += _people("Clients", "Client", difference.clients)
        parts += _people("Clinicians", "Clinician", difference.clinicians)
    parts += _judged(difference)
    return Group(*parts)


def summary(difference: Difference) -> str:
    """Return the differences in one sentence, such as ``12 of 240 assignments changed, churn 5 %; ...``."""
    churn, counts = difference.churn, difference.counts
    start = f"{churn.changed} of {count(churn.of, 'assignment')} changed, churn {_share(churn.share)} %"
    if difference.empty:
        return f"Nothing changed: {start}."
    sessions = [
        f"{number} {words}"
        for number, words in (
            (counts.moved, "moved"),
            (counts.opened, "opened"),
            (counts.closed, "closed"),
            (counts.other_leaders, "with other leaders"),
            (counts.other_place, "in another place"),
        )
        if number
    ]
    if sessions:
        first, _, words = sessions[0].partition(" ")
        sessions[0] = f"{count(int(first), 'session')} {words}"
    affected = f"{count(counts.clients_affected, 'client')} affected"
    return f"{start}; {', '.join([*sessions, affected])}."


def _share(share: float) -> str:
    percent = 100 * share
    return f"{percent:.0f}" if percent >= 10 or percent == round(percent) else f"{percent:.1f}"


def _title(difference: Difference) -> RenderableType:
    before, after = difference.before, difference.after
    title = f"{after.instance_id} - what changes in the week of {after.week.isoformat()}"
    if difference.by_weekday:
        return Group(heading(title), Text(f"Compared day by day with the week of {before.week.isoformat()}."))
    return heading(title)


def _sessions(difference: Difference) -> Iterator[RenderableType]:
    table = plain_table("Session", "What", "Before", "Now")
    for renaming in difference.renamed:
        _row(table, renaming.now, "known as", renaming.id, renaming.now)
    for session in sorted(difference.closed, key=_in_time):
        _row(table, session.id, "closed", _whole(session), "-")
    for session in sorted(difference.opened, key=_in_time):
        _row(table, session.id, "opened", "-", _whole(session))
    for change in sorted(difference.changed, key=lambda one: (one.after.date, one.after.start, one.id)):
        for index, (what, before, now) in enumerate(_aspects(change)):
            _row(table, "" if index else change.id, what, before, now)
    yield Group(heading("Sessions"), table, Text(""))


def _row(table: Table, session: str, *cells: str) -> None:
    table.add_row(Text(folded(session, _SESSION_WIDTH)), *(Text(cell) for cell in cells))


def _aspects(change: SessionChange) -> Iterator[tuple[str, str, str]]:
    before, after = change.before, change.after
    if change.moved:
        yield "time", _time(before), _time(after)
    if change.other_place:
        yield "place", _place(before), _place(after)
    if change.other_leaders:
        yield "led by", _row_of(before.leaders), _row_of(after.leaders)
    for name in ("kind", "group", "service"):
        if name in change.differs:
            yield name, str(getattr(before, name) or "-"), str(getattr(after, name) or "-")
    for what, left, joined in (
        ("clients", change.clients_left, change.clients_joined),
        ("guests", change.guests_left, change.guests_joined),
    ):
        if left or joined:
            yield what, f"left: {_row_of(left)}", f"joined: {_row_of(joined)}"


def _people(title: str, kind: str, changes: tuple[PersonChange, ...]) -> Iterator[RenderableType]:
    if not changes:
        return
    table = plain_table(kind, "What", "Sessions or groups")
    for change in changes:
        for index, (what, which) in enumerate(_of_person(change)):
            table.add_row(Text("" if index else change.id), Text(what), Text(" ".join(which)))
    yield Group(heading(title), table, Text(""))


def _of_person(change: PersonChange) -> Iterator[tuple[str, tuple[str, ...]]]:
    leads = isinstance(change, ClinicianChange)
    if change.new:
        yield "new in the schedule", ()
    if change.gone:
        yield "no longer in it", ()
    for what, which in (
        ("leads now" if leads else "joins", change.joined),
        ("leads no longer" if leads else "leaves", change.left),
        ("groups joined", change.groups_joined),
        ("groups left", change.groups_left),
        ("other time", change.moved),
        ("other place", change.other_place),
        ("other leaders", change.other_leaders),
        ("other guests", change.other_guests if isinstance(change, ClientChange) else ()),
        ("other clients", change.other_clients if isinstance(change, ClinicianChange) else ()),
    ):
        if which:
            yield what, which


def _judged(difference: Difference) -> Iterator[RenderableType]:
    if difference.judged == "neither":
        return
    if difference.judged == "after":
        yield Group(Text(_NOT_JUDGED), Text(""))
    elif difference.shortfalls:
        yield _shortfalls(difference.shortfalls)
    else:
        yield Text("No client is shorter of a need than before, and none less short.\n")
    yield _levels(difference.levels)


def _shortfalls(changes: tuple[ShortfallChange, ...]) -> RenderableType:
    table = plain_table("Client", "Shortfall", "Before", "Now")
    for change in changes:
        cells = [need_words(need) if need and need.short else "-" for need in (change.before, change.after)]
        table.add_row(Text(change.client), Text(change.course), *(Text(cell) for cell in cells))
    return Group(heading("Shortfalls"), table, Text(""))


def _levels(levels: tuple[LevelChange, ...]) -> RenderableType:
    table = plain_table("Goal", "Before", "Now", "", no_wrap=("Before", "Now"))
    for level in levels:
        shown = level.after or level.before
        name = level_name(frozenset(shown.terms), level.id) if shown else ""
        before, now = (str(value.value) if value else "-" for value in (level.before, level.after))
        table.add_row(Text(f"{level.id} {name}"), before, now, Text(_course(level)))
    return Group(heading("Goals, the first ones first (less is better)"), table, Text(""))


def _course(level: LevelChange) -> str:
    if level.before is None or level.after is None or level.before.value == level.after.value:
        return ""
    return "better" if level.after.value < level.before.value else "worse"


def _in_time(session: Session) -> tuple[object, ...]:
    return session.date, session.start, session.id


def _whole(session: Session) -> str:
    who = f"{count(len(session.clients), 'client')}: {_row_of(session.clients)}"
    guests = f" + {count(len(session.guests), 'guest')}: {_row_of(session.guests)}" if session.guests else ""
    return f"{_time(session)}, {_place(session)}, led by {_row_of(session.leaders)}\n{who}{guests}"


def _time(held: Held | Session) -> str:
    return f"{format_day(held.date.weekday())} {format_time(held.start)}-{format_time(held.end)}"


def _place(held: Held | Session) -> str:
    return held.room or "telehealth"


def _row_of(ids: tuple[str, ...]) -> str:
    return " ".join(ids) or "-"
