"""What a page tells of one room, person or group: facts, a picture of its week, a table of sessions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from iopsched.domain.schedule import Session
from iopsched.pages.showing import Showing, spoken_times
from iopsched.pages.tables import Cell, Row, Table, cell
from iopsched.pages.week_picture import Entry, WeekPicture, week_picture
from iopsched.reporting.words import count, day_of

Columns = Mapping[str, Callable[[Session], Cell]]
"""Headings of a table of sessions, each with what to put below it."""

_HIGHEST = 0.75
"""Of a picture's width: two articles fit on a printed page where the day is not too long."""


@dataclass(frozen=True)
class Article:
    """One room, person or group. `anchor` is where links lead; `id` is empty where the title says it.

    `warnings` are what it is short of, in words.
    """

    anchor: str
    title: str
    id: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    picture: WeekPicture | None
    table: Table | None


@dataclass(frozen=True)
class Subject:
    """Whom or what an article is about, and the sessions it has."""

    anchor: str
    title: str
    sessions: Sequence[Session]
    id: str = ""


def article(
    show: Showing,
    about: Subject,
    facts: Iterable[str],
    written: Callable[[Session], Iterable[str]],
    columns: Columns,
    warnings: Iterable[str] = (),
) -> Article:
    """Return an article; `written` gives what stands on a session's block below its times."""
    entries = [
        Entry(session, tuple(filter(None, written(session))), show.look(session), session.id in show.broken)
        for session in about.sessions
    ]
    rows = tuple(
        Row(tuple(fill(session) for fill in columns.values()), session.id in show.broken)
        for session in about.sessions
    )
    table = Table(f"Sessions of {about.title}", tuple(columns), rows).without_empty_columns()
    return Article(
        anchor=about.anchor,
        title=about.title,
        id=about.id,
        facts=tuple(facts),
        warnings=tuple(warnings),
        picture=week_picture(f"The week of {about.title}", show.dates, entries, _HIGHEST),
        table=table if rows else None,
    )


def when() -> Callable[[Session], Cell]:
    """Return what gives a session's day and times."""
    return lambda session: cell(day_of(session), spoken_times(session))


def what() -> Callable[[Session], Cell]:
    """Return what gives a session's id, which begins with its group, or with its client and service."""
    return lambda session: cell(session.id)


def where(show: Showing) -> Callable[[Session], Cell]:
    """Return what gives a session's place."""
    return lambda session: cell(show.lookup.place(session))


def led_by(show: Showing, *, without: str | None = None) -> Callable[[Session], Cell]:
    """Return what gives a session's leaders, one of them left out if need be."""
    return lambda session: cell(*show.people(one for one in session.leaders if one != without))


def who(show: Showing) -> Callable[[Session], Cell]:
    """Return what gives who attends a session: clients, and guests below."""

    def fill(session: Session) -> Cell:
        guests = f"with {count(len(session.guests), 'guest')}: {', '.join(show.people(session.guests))}"
        return cell(*show.people(session.clients), below=guests if session.guests else "")

    return fill


def told(show: Showing, session: Session) -> str:
    """Return what to write on a block where whose session it is does not go without saying."""
    if session.kind == "group":
        return show.label(session)
    return f"{show.drawn(session.clients)} {session.service}"
