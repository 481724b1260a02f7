"""The hidden lists of a schedule workbook: who and what its cells may name, and what may be held."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from iopsched.domain.clock import format_week_time, parse_week_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Schedule
from iopsched.sheets.grid import Grid
from iopsched.sheets.schedule.layout import LISTS, label, place_words, text_cell, when

LIST_HEADERS = (
    "Places",
    "Clinicians",
    "People",
    "Clients",
    "Guests",
    "Guest of",
    "Services",
    "Minutes",
    "Sessions",
    "Session id",
    "Of",
    "Service",
    "Starts",
    "Whose",
)
DAY_LIST = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class OfferedSession:
    """A session that may be held: its id, whose it is (a group or a client), its service, its starts.

    `starts` are those of a group's meeting, in minutes of the week; a client's own has none.
    """

    id: str
    of: str
    service: str
    starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Offered:
    """Who and what a week has: ids of every kind, clock minutes of services, sessions in order."""

    places: tuple[str, ...] = ()
    clinicians: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    guests: dict[str, str] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    sessions: tuple[OfferedSession, ...] = ()

    def minutes_of(self, whose: str, service: str) -> int | None:
        """Return how long a session of a group or client lasts, of a service or the only one it has."""
        services = {service} if service else {one.service for one in self.sessions if one.of == whose}
        lengths = {self.minutes.get(one) for one in services}
        return lengths.pop() if len(lengths) == 1 else None


def offered_in(instance: Instance) -> Offered:
    """Return who and what an instance has."""
    groups = [
        OfferedSession(name, offer.group.id, offer.group.service, offer.meeting.starts)
        for name, offer in instance.offer.items()
    ]
    own = [
        OfferedSession(name, client.id, service)
        for client in instance.clients
        for name, service in instance.individual_session_ids(client)
    ]
    return Offered(
        places=tuple(place_words(room) for room in [*instance.room, None]),
        clinicians=tuple(instance.clinician),
        clients=tuple(instance.client),
        guests={guest: client.id for guest, (client, _) in instance.guest.items()},
        minutes={service.id: service.clock_minutes for service in instance.services},
        sessions=(*groups, *own),
    )


def lists_grid(offered: Offered, schedule: Schedule) -> Grid:
    """Return the sheet of lists; sessions that are held are called by when they are held."""
    held = {session.id: when(session) for session in schedule.sessions}
    sessions = [
        (label(one.id, held.get(one.id) or _free(one)), one.id, one.of, one.service, _starts(one))
        for one in sorted(offered.sessions, key=lambda one: one.id not in held)
    ]
    columns: list[list[str]] = [
        list(offered.places),
        list(offered.clinicians),
        [*offered.clients, *(guest for guest in offered.guests if guest not in offered.clients)],
        list(offered.clients),
        list(offered.guests),
        list(offered.guests.values()),
        list(offered.minutes),
        [str(minutes) for minutes in offered.minutes.values()],
        *(list(column) for column in zip(*sessions, strict=True)),
    ]
    columns += [[] for _ in LIST_HEADERS[len(columns) + 1 :]]
    columns.append(list(dict.fromkeys(one.of for one in offered.sessions)))
    rows = [LIST_HEADERS, *zip_longest(*columns, fillvalue="")]
    return Grid(LISTS, tuple(tuple(text_cell(text) for text in row) for row in rows))


def offered_of(grid: Grid) -> Offered:
    """Return what a sheet of lists holds; entries that cannot be are left out."""
    columns = {
        header: [str(text or "") for text in _column(grid, i)] for i, header in enumerate(LIST_HEADERS)
    }
    guests = zip(columns["Guests"], columns["Guest of"], strict=True)
    services = zip(columns["Services"], columns["Minutes"], strict=True)
    facts = (columns[name] for name in ("Session id", "Of", "Service", "Starts"))
    return Offered(
        places=tuple(place for place in columns["Places"] if place),
        clinicians=tuple(one for one in columns["Clinicians"] if one),
        clients=tuple(one for one in columns["Clients"] if one),
        guests={guest: client for guest, client in guests if guest},
        minutes={name: int(minutes) for name, minutes in services if name and minutes.isdigit()},
        sessions=tuple(
            OfferedSession(name, of, service, tuple(_read_starts(starts)))
            for name, of, service, starts in zip(*facts, strict=True)
            if name
        ),
    )


def _column(grid: Grid, column: int) -> Iterator[object]:
    return (grid.cell(row, column).value for row in range(2, len(grid.rows) + 1))


def _free(one: OfferedSession) -> str:
    starts = _starts(one)
    return f"(not held; may be {starts})" if starts else "(not held)"


def _starts(one: OfferedSession) -> str:
    return " | ".join(format_week_time(start) for start in one.starts)


def _read_starts(text: str) -> Iterator[int]:
    for part in text.split("|"):
        start = parse_week_time(part)
        if start is not None:
            yield start
