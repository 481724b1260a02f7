"""Sessions in the plain words of a change pack: no id of a client, group or service in them."""

import datetime as dt
from dataclasses import dataclass

from iopsched.domain.clock import format_day, format_time
from iopsched.domain.instance import Instance
from iopsched.domain.schedule import Session

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Wording:
    """How sessions are told: with the site of a room where there are several, with guests' clients.

    Only guests whose client an instance gives are named by id; of others their client is a guess.
    """

    site_of: dict[str, str]
    owner_of: dict[str, str]
    named: frozenset[str]

    def where(self, session: Session) -> str:
        """Return a session's place: ``room hall``, or ``by video``."""
        if session.room is None:
            return "by video"
        site = self.site_of.get(session.room)
        return f"room {session.room}" + (f", site {site}" if site else "")

    def at(self, session: Session) -> str:
        """Return a session's place within a sentence: ``in room hall``, or ``by video``."""
        return self.where(session) if session.room is None else f"in {self.where(session)}"

    def own_guests(self, session: Session | None, client: str) -> tuple[str, ...]:
        """Return the guests of a session who come with a client."""
        guests = () if session is None else session.guests
        return tuple(guest for guest in guests if self.owner_of.get(guest) == client)

    def guest_sentence(self, before: Session | None, after: Session | None, client: str) -> str:
        """Return which of its guests a client is asked to bring, or to leave; empty without any."""
        old, new = self.own_guests(before, client), self.own_guests(after, client)
        gone = tuple(guest for guest in old if guest not in new)
        sentences = []
        if new:
            sentences.append(f"{self._guests(new)} asked to come.")
        if gone:
            sentences.append(f"{self._guests(gone)} not asked to come any more.")
        return " ".join(sentences)

    def _guests(self, guests: tuple[str, ...]) -> str:
        ids = f" {people(guests)}" if self.named.issuperset(guests) else ""
        number = f"{len(guests)} " if len(guests) > 1 and not ids else ""
        return f"Your guest{ids} is" if len(guests) == 1 else f"Your {number}guests{ids} are"


def wording(instance: Instance | None, owner_of: dict[str, str]) -> Wording:
    """Return how sessions are told; an instance knows the sites."""
    sites = {}
    if instance is not None and len(instance.sites) > 1:
        sites = {room.id: room.site for room in instance.rooms}
    return Wording(sites, owner_of, frozenset() if instance is None else frozenset(instance.guest))


def written_date(date: dt.date) -> str:
    """Return a date as ``Tue 3 March 2026``, whatever the locale."""
    return f"{format_day(date.weekday())} {date.day} {_MONTHS[date.month - 1]} {date.year}"


def written_time(moment: dt.datetime) -> str:
    """Return a moment as ``Tue 3 March 2026, 18:00``."""
    return f"{written_date(moment.date())}, {moment:%H:%M}"


def when(session: Session) -> str:
    """Return a session's day and times as ``Tue 3 March 2026, 18:00-19:30``."""
    return f"{written_date(session.date)}, {format_time(session.start)}-{format_time(session.end)}"


def kind(session: Session) -> str:
    """Return ``group session`` or ``individual session``, and never of what."""
    return f"{session.kind} session"


def people(ids: tuple[str, ...]) -> str:
    """Return ids in a row: ``k1, k2 and k3``, or ``nobody``."""
    if not ids:
        return "nobody"
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"
