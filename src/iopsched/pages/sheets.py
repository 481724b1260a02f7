"""Sheets to hand out: one page for each client, clinician or room."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from iopsched.domain.clients import Client
from iopsched.domain.clinicians import Clinician
from iopsched.domain.schedule import Session
from iopsched.domain.week import Room
from iopsched.pages.articles import Columns, led_by, told, where, who
from iopsched.pages.naming import day_in_words, twelve_hours, week_in_words
from iopsched.pages.people import caseload_in_words, load_in_words, own_guests
from iopsched.pages.rendering import rendered
from iopsched.pages.showing import Showing, spoken_times
from iopsched.pages.tables import Cell, cell
from iopsched.pages.week_picture import Entry, Look, WeekPicture, week_picture
from iopsched.reporting.words import count

Kind = Literal["clients", "clinicians", "rooms"]
"""Whose sheets a page holds."""
ONLINE = "Online"
"""What a client's sheet calls telehealth: the other word says what kind of appointment it is."""

_VERSION_DIGITS = 8
# Of a printed sheet, in millimetres: what the table and the picture share, and how high a row's text is.
_PAGE = 190.0
_PAGE_WIDTH = 186.0
_ROW = 2.0
_LINE = 4.5
_CHARACTERS = 45
_FOLDED_BELOW = 0.4
_TITLES: dict[Kind, str] = {
    "clients": "Appointments",
    "clinicians": "Weeks of clinicians",
    "rooms": "Weeks of rooms",
}


@dataclass(frozen=True)
class Day:
    """A day of a sheet, and a row of cells for each session of it, its times first."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """A page for one person or room. `folded` if its table goes without saying on paper, for want of room."""

    title: str
    facts: tuple[str, ...]
    columns: tuple[str, ...]
    days: tuple[Day, ...]
    picture: WeekPicture | None
    folded: bool


def sheets_page(show: Showing, kind: Kind, only: Sequence[str]) -> str:
    """Return the page with a sheet for each of a kind, or for those of `only`."""
    instance = show.instance

    def wanted(ids: Iterable[str]) -> list[str]:
        return [one for one in show.naming.ordered(ids) if not only or one in only]

    if kind == "clients":
        sheets = [client_sheet(show, instance.client[one]) for one in wanted(instance.client)]
    elif kind == "clinicians":
        sheets = [clinician_sheet(show, instance.clinician[one]) for one in wanted(instance.clinician)]
    else:
        sheets = [room_sheet(show, instance.room[one]) for one in sorted(wanted(instance.room))]
    facts: dict[str, Any] = {
        "kind": kind,
        "title": _TITLES[kind],
        "week": week_in_words(instance.week.monday),
        "zone": instance.week.time_zone,
        "version": show.digest[:_VERSION_DIGITS],
        "naming": show.naming,
        "broken": not show.verdict.valid,
        "sheets": sheets,
    }
    return rendered("sheets.html", facts)


def client_sheet(show: Showing, client: Client) -> Sheet:
    """Return a client's appointments: when, where and with whom, and nothing of what they are.

    It names no other client, nobody else's guests, and no service, group, level or instance.
    """

    def place(session: Session) -> str:
        return ONLINE if session.room is None else show.lookup.place(session)

    return _sheet(
        show,
        show.naming.of(client.id),
        show.lookup.by_client.get(client.id, []),
        {
            "Where": lambda one: cell(place(one)),
            "With": led_by(show),
            "Coming with you": lambda one: cell(*own_guests(show, client, one)),
        },
        lambda one: ("Appointment", place(one), show.drawn(one.leaders)),
        look=lambda one: "plain",
    )


def clinician_sheet(show: Showing, clinician: Clinician) -> Sheet:
    """Return a clinician's week: what is led, where, and for whom."""
    sessions = show.lookup.by_clinician.get(clinician.id, [])
    return _sheet(
        show,
        show.naming.of(clinician.id),
        sessions,
        {
            "Session": lambda one: cell(show.label(one)),
            "Where": where(show),
            "Together with": led_by(show, without=clinician.id),
            "Who attends": who(show),
        },
        lambda one: (told(show, one), show.lookup.place(one), show.heads_in_words(one)),
        look=show.look,
        twelve=False,
        facts=(load_in_words(clinician, sessions), caseload_in_words(show, clinician)),
    )


def room_sheet(show: Showing, room: Room) -> Sheet:
    """Return who leads in a room, when, and for how many; fit for a door, it names no client."""

    def heads(session: Session) -> str:
        return count(len(session.clients) + len(session.guests) + len(session.leaders), "person", "people")

    site = [f"Site {room.site}"] if len(show.instance.sites) > 1 else []
    return _sheet(
        show,
        f"Room {room.id}",
        show.by_room[room.id],
        {"Taken by": led_by(show), "For": lambda one: cell(heads(one))},
        lambda one: (show.drawn(one.leaders), heads(one)),
        look=lambda one: "plain",
        picture_says_all=True,
        facts=(*site, f"Seats {room.capacity}"),
    )


def _sheet(
    show: Showing,
    title: str,
    sessions: Sequence[Session],
    columns: Columns,
    written: Callable[[Session], Iterable[str]],
    *,
    look: Callable[[Session], Look],
    twelve: bool = True,
    picture_says_all: bool = False,
    facts: tuple[str, ...] = (),
) -> Sheet:
    used = {
        heading: fill for heading, fill in columns.items() if any(fill(one) != cell() for one in sessions)
    }
    days = tuple(
        Day(
            day_in_words(date),
            tuple((_times(one, twelve), *(fill(one) for fill in used.values())) for one in of_the_day),
        )
        for date, of_the_day in groupby(sessions, key=lambda one: one.date)
    )
    entries = [Entry(one, tuple(filter(None, written(one))), look(one)) for one in sessions]
    room = _room_for_the_picture(days)
    folded = picture_says_all and room < _FOLDED_BELOW
    most = _PAGE / _PAGE_WIDTH if folded else room
    return Sheet(
        title=title,
        facts=facts,
        columns=("Time", *used),
        days=days,
        picture=week_picture(f"The week of {title}", show.dates, entries, most),
        folded=folded,
    )


def _times(session: Session, twelve: bool) -> Cell:
    below = f"{twelve_hours(session.start)} \u2013 {twelve_hours(session.end)}" if twelve else ""
    return cell(spoken_times(session), below=below)


def _room_for_the_picture(days: tuple[Day, ...]) -> float:
    """Return how high a picture may be that a page, letter or A4, has room for below the table.

    As a share of its width, which is the page's.
    """
    lines = [max(map(_lines, row[1:]), default=1) for day in days for row in day.rows]
    return (_PAGE - sum(_ROW + _LINE * number for number in lines)) / _PAGE_WIDTH


def _lines(told: Cell) -> int:
    return 1 + len(", ".join(told.parts)) // _CHARACTERS + -(-len(told.below) // _CHARACTERS)
