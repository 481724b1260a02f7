"""What there is to show: an instance, its schedule, the verdict on it, and how people are called."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from functools import cached_property

from iopsched.domain.instance import Instance
from iopsched.domain.result import Certificate, Verdict
from iopsched.domain.schedule import Schedule, Session
from iopsched.pages.naming import Naming
from iopsched.pages.week_picture import Look
from iopsched.reporting.lookup import Lookup
from iopsched.reporting.words import count, day_of, times

_WORKING_DAYS = 5


class Showing:
    """The facts of a page, looked up."""

    def __init__(self, instance: Instance, schedule: Schedule, verdict: Verdict, naming: Naming) -> None:
        self.instance = instance
        self.schedule = schedule
        self.verdict = verdict
        self.naming = naming
        self.lookup = Lookup(instance, schedule)

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """The days that pictures show: Monday to Friday, and the weekend where it is used."""
        used = {session.date for session in self.lookup.sessions}
        week = [self.instance.week.date_of(day) for day in range(7)]
        return tuple(date for day, date in enumerate(week) if day < _WORKING_DAYS or date in used)

    @cached_property
    def broken(self) -> frozenset[str]:
        """Ids of sessions that break a rule."""
        return frozenset(one for violation in self.verdict.violations for one in violation.sessions)

    @cached_property
    def certificates(self) -> dict[str, Certificate]:
        """Certificates by client."""
        return {certificate.client: certificate for certificate in self.verdict.certificates}

    @cached_property
    def by_room(self) -> dict[str, list[Session]]:
        """Sessions by room; those by telehealth are left out."""
        found: dict[str, list[Session]] = {room.id: [] for room in self.instance.rooms}
        for session in self.lookup.sessions:
            if session.room is not None:
                found.setdefault(session.room, []).append(session)
        return found

    @cached_property
    def digest(self) -> str:
        """The hash of the schedule's facts, to tell one version from another."""
        data = self.schedule.model_dump(mode="json")
        data["sessions"].sort(key=lambda session: str(session["id"]))
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @staticmethod
    def when(session: Session) -> str:
        """Return a session's day and times, such as ``Mon 17:30-18:45``, with a proper dash."""
        return f"{day_of(session)} {spoken_times(session)}"

    @staticmethod
    def label(session: Session) -> str:
        """Return what a session is called among staff: its group, or the service it delivers."""
        return session.group or session.service

    def look(self, session: Session) -> Look:
        """Return how a session is drawn."""
        if session.mode == "telehealth":
            return "away"
        return "group" if session.kind == "group" else "own"

    @staticmethod
    def heads_in_words(session: Session) -> str:
        """Return how many attend, such as ``9 clients`` or ``9 + 1 guest``."""
        if session.guests:
            return f"{len(session.clients)} + {count(len(session.guests), 'guest')}"
        return count(len(session.clients), "client")

    def people(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what people are called, in the order of their ids as the schedule has them."""
        return self.naming.all_of(ids)

    def drawn(self, ids: Iterable[str]) -> str:
        """Return what people are called, to be written into a picture."""
        return ", ".join(self.naming.in_picture(one) for one in ids)


def spoken_times(session: Session) -> str:
    """Return a session's times with a proper dash."""
    return times(session).replace("-", "\u2013")
